"""Which of an item's benefits does the question mean? Likeness of words, weighted by how well they tell cases apart."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from actions.content import without_denied
from actions.context import Request
from actions.services import ActionServices
from policy_db.schema import Benefit, Provision, Tiers, Titles
from policy_db.text import bigrams, characters

#: a case counts as meant when it explains this share of what the best case explains
MEANT = 0.75
#: the same, when the question asks for several cases at once (分别, 各, 哪个多)
MEANT_OF_SEVERAL = 0.45
#: below this explained weight nothing in the question tells cases apart
NOTHING = 1.0
#: share of a label that another's must have to mean the same
ALIKE = 0.5
_LEVEL_BONUS = 0.6
#: editors put what most askers want first
_FIRST_BONUS = 0.3
#: worth of a single shared character beside a shared pair
_CHARACTER = 0.25
#: characters that tie words together and tell no cases apart (租的国资 and 分租的国有 share 的国)
_EMPTY = frozenset("的了是在有和与及或吗呢么就也都还")
#: kinds that answer no question for an amount, and how much less they count then
_WITHOUT_FIGURE = ("service", "fact")
_LESS = 0.5
_SLIGHTLY_LESS = 0.8
_MUCH_LESS = 0.35


@dataclass(frozen=True)
class ChosenBenefit:
    """A benefit, or one row of its titles or tiers, with its likeness to the question."""

    provision: Provision
    benefit: Benefit
    row: int | None
    score: float
    meant: bool = False


def choose_benefits(request: Request, services: ActionServices,
                    provisions: list[Provision] | None = None) -> list[ChosenBenefit]:
    """All cases of the request's item for its city (or of `provisions`), best first; `meant` marks those singled out.

    Without anything in the question that tells cases apart none is marked, and the order is that of the catalogue.
    """
    assert request.item is not None
    cases = _cases(provisions or services.policy.provisions(request.item, request.city) or list(request.item.provisions))
    texts = [_units(text) for *_, text in cases]
    frequency = Counter(unit for units in texts for unit in units)
    weight = {unit: math.log(1 + len(cases) / count) - math.log(2) + 0.05 for unit, count in frequency.items()}
    asked = _telling(request)
    wants_figure = "amount" in request.aspects or "compare" in request.turn.acts
    scored: list[ChosenBenefit] = []
    worths: list[float] = []
    for (provision, benefit, row, _), units in zip(cases, texts, strict=True):
        # fsum: the same sum in any order of the set
        explained = math.fsum(weight[unit] * (1.0 if len(unit) > 1 else _CHARACTER) for unit in asked & units)
        if provision.level in request.turn.levels:
            explained += _LEVEL_BONUS
        if benefit is provision.benefits[0]:
            explained += _FIRST_BONUS
        worth = _worth(provision, benefit, services, wants_figure)
        scored.append(ChosenBenefit(provision, benefit, row, explained * worth))
        worths.append(worth)
    best = max((chosen.score for chosen in scored), default=0.0)
    if best < NOTHING:  # the catalogue's order, what grants nothing definite last
        return [entry for _, entry in sorted(zip(worths, scored, strict=True), key=lambda pair: -round(pair[0], 1))]
    limit = MEANT_OF_SEVERAL if {"compare", "together"} & set(request.turn.acts) else MEANT
    marked = [ChosenBenefit(c.provision, c.benefit, c.row, c.score, c.score >= limit * best) for c in scored]
    return sorted(marked, key=lambda chosen: -chosen.score)


def same_case(one: Benefit, other: Benefit) -> bool:
    """Do two rows of different provisions, by their labels, mean the same case?"""
    label = bigrams(one.label)
    return len(label & bigrams(other.label)) >= ALIKE * len(label)


def _worth(provision: Provision, benefit: Benefit, services: ActionServices, wants_figure: bool) -> float:
    """How much a case counts beside others of the same likeness (0–1)."""
    worth = 1.0
    if "未写" in getattr(benefit, "text", ""):  # the clause only encourages, or names no amount
        worth *= _MUCH_LESS
    elif benefit.kind in _WITHOUT_FIGURE:
        worth *= _LESS if wants_figure else _SLIGHTLY_LESS
    if provision.level != "city":
        worth *= _SLIGHTLY_LESS
    if services.policy.document_of(provision.source).state == "draft":
        worth *= _SLIGHTLY_LESS
    return worth


def _cases(provisions: list[Provision]) -> list[tuple[Provision, Benefit, int | None, str]]:
    cases: list[tuple[Provision, Benefit, int | None, str]] = []
    for provision in provisions:
        for benefit in provision.benefits:
            common = f"{benefit.label} {' '.join(benefit.words)} {' '.join(c.text for c in benefit.conditions)}"
            if isinstance(benefit, Titles):
                for row, title in enumerate(benefit.titles):
                    cases.append((provision, benefit, row, f"{common} {title.name} {' '.join(title.words)} {title.detail}"))
            elif isinstance(benefit, Tiers) and any(tier.text for tier in benefit.tiers):
                for row, tier in enumerate(benefit.tiers):
                    cases.append((provision, benefit, row, f"{common} {tier.text}"))
            else:
                text = getattr(benefit, "text", "")
                stages = " ".join(stage.name for stage in getattr(benefit, "stages", []))
                cases.append((provision, benefit, None, f"{common} {text} {stages} {benefit.detail}"))
    return cases


def _telling(request: Request) -> frozenset[str]:
    """The question without the item's title: naming the whole item singles out none of its cases."""
    assert request.item is not None
    asked, title = _units(without_denied(request.question)), request.item.title
    return asked - _units(title) if bigrams(title) <= asked else asked


def _units(text: str) -> frozenset[str]:
    units = bigrams(text) | frozenset(characters(text))
    return frozenset(unit for unit in units if not _EMPTY & set(unit))
