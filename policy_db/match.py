"""Which item does a question mean, and how sure is that? Joins the classifier's ranking with the full-text search.

The weights and thresholds stand in `thresholds.yaml`, which `scripts/calibrate.py` derives from held-out questions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import yaml

from policy_db.database import REGIONS_OF_CITY, Hit, PolicyDb

THRESHOLDS_FILE = Path(__file__).parent / "thresholds.yaml"
Band = Literal["answer", "candidates", "refuse"]
#: natural logarithm of a share too small to be told
LEAST_SHARE = -14.0
#: the margin of a label that nothing speaks for
LEAST_MARGIN = -2.0


@dataclass(frozen=True)
class Thresholds:
    """`search_weight`: worth of the best search hit in margins; `weights`: logistic weights of the signals;
    `answer` / `candidates`: lowest confidence of these bands; `lone`: the same for answering with the only candidate;
    `near`: margin within which a neighbour is a candidate."""

    search_weight: float
    weights: dict[str, float]
    answer: float
    candidates: float
    lone: float
    near: float

    @classmethod
    def read(cls, path: Path = THRESHOLDS_FILE) -> Thresholds:
        return cls(**yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Reading:
    """What the classifier makes of a question: margins of the linear model, and the network's shares as natural logarithms."""

    items: tuple[tuple[str, float], ...] = ()  # (item, margin), best first
    shares: Mapping[str, float] = field(default_factory=dict)  # item → share
    refusal: float = LEAST_MARGIN                    # best margin of a label that is no item
    refused_share: float = LEAST_SHARE         # share of all these labels together
    known_share: float = 1.0                   # of the question's pairs of characters, those known from training


@dataclass(frozen=True)
class Candidate:
    """An item and its joint score (in margins of the classifier)."""

    item: str
    score: float


@dataclass(frozen=True)
class Match:
    """Candidates best first, the confidence (0–1) that the first is meant, and what follows from it."""

    candidates: tuple[Candidate, ...]
    confidence: float
    band: Band
    signals: Mapping[str, float]

    @property
    def item(self) -> str | None:
        return self.candidates[0].item if self.candidates else None


_UNREAD = Reading()


class Matcher:
    """Ranks items for one question. Stateless; context is the caller's affair."""

    def __init__(self, policy: PolicyDb, thresholds: Thresholds | None = None):
        self._policy = policy
        self.thresholds = thresholds or Thresholds.read()

    def match(self, text: str, reading: Reading = _UNREAD, city: str = "") -> Match:
        """Without a reading the search alone decides."""
        hits = self._policy.search(text, limit=10)
        candidates = self._rank(hits, reading.items, city)
        if not candidates:
            return Match((), 0.0, "refuse", {})
        signals = self._signals(candidates, text, hits, reading)
        confidence = self._confidence(signals)
        limits = self.thresholds
        band: Band = ("answer" if confidence >= limits.answer
                      else "candidates" if confidence >= limits.candidates else "refuse")
        return Match(tuple(candidates), confidence, band, signals)

    def near(self, match: Match, most: int = 4) -> list[str]:
        """Items close enough to the first to be offered with it."""
        first = match.candidates[0].score
        return [c.item for c in match.candidates[:most] if first - c.score <= self.thresholds.near]

    def _rank(self, hits: list[Hit], ranking: Sequence[tuple[str, float]], city: str) -> list[Candidate]:
        best = hits[0].score if hits else 1.0
        scores = {item: margin for item, margin in ranking if item in self._policy.items}
        floor = min(scores.values(), default=-1.0)
        for hit in hits:
            scores[hit.item] = scores.get(hit.item, floor) + self.thresholds.search_weight * hit.score / best
        for item in scores:
            if city and not self._serves(item, city):
                scores[item] -= 0.5  # a measure of the other city alone
        ordered = sorted(scores.items(), key=lambda entry: -entry[1])
        return [Candidate(item, score) for item, score in ordered]

    def _serves(self, item: str, city: str) -> bool:
        regions = REGIONS_OF_CITY[city]
        return any(provision.region in regions for provision in self._policy.items[item].provisions)

    def _signals(self, candidates: list[Candidate], text: str, hits: list[Hit], reading: Reading) -> dict[str, float]:
        first = candidates[0]
        second = candidates[1].score if len(candidates) > 1 else first.score - 1
        margin = dict(reading.items).get(first.item, -1.5)
        return {"bias": 1.0, "margin": margin, "lead": min(first.score - second, 1.0), "over_refusal": margin - reading.refusal,
                "known": reading.known_share, "search_agrees": float(bool(hits) and hits[0].item == first.item),
                "explained": self._policy.explained_share(text, first.item),
                "share": reading.shares.get(first.item, LEAST_SHARE), "refused_share": reading.refused_share}

    def _confidence(self, signals: Mapping[str, float]) -> float:
        total = sum(self.thresholds.weights.get(name, 0.0) * value for name, value in signals.items())
        return 1 / (1 + math.exp(-total))
