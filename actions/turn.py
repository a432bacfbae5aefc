"""What the caller said this time, as NLU understood it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from policy_db.match import LEAST_MARGIN, Reading
from policy_db.quantity import Quantity

#: a number of years above this is a year of the calendar
_CALENDAR = 1900
_CALENDAR_END = 2100
#: digits of a bare number that is taken for a sum
_SUM_DIGITS = 4


def _is_round(figure: Quantity) -> bool:
    """Four bare digits that end with a naught (余额8000): a sum, unlike a hotline's number; years are told before."""
    return figure.value == figure.value.to_integral_value() and len(figure.text) == _SUM_DIGITS and figure.value % 10 == 0 \
        and not _CALENDAR < figure.value < _CALENDAR_END


@dataclass(frozen=True)
class Turn:
    """One message: the text and everything that the NLU components found in it."""

    text: str
    intent: str
    reading: Reading = Reading()
    others: tuple[tuple[str, float], ...] = ()      # (intent that is no item, margin), best first
    follow_up_margin: float = LEAST_MARGIN          # of the intent that goes on about the item before
    aspects: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    figures: tuple[Quantity, ...] = field(default=())
    figure_spans: tuple[tuple[int, int], ...] = ()
    ordinal: int | None = None
    cue_texts: tuple[str, ...] = ()   # the words that gave aspects, acts and levels

    @property
    def figures_of_own(self) -> tuple[Quantity, ...]:
        """Figures that describe the asker's case: not years of the calendar, not the bare number of a choice."""
        return tuple(figure for figure in self.figures
                     if not (figure.unit == "年" and figure.value > _CALENDAR) and figure.unit not in ("月", "日", "次")
                     and (figure.unit or any(scale in figure.text for scale in "千万亿") or _is_round(figure)))

    @property
    def no_item_margin(self) -> float:
        """How far the best label that is no item leads (in margins of the classifier)."""
        return self.others[0][1] if self.others else LEAST_MARGIN

    @property
    def is_no_item(self) -> bool:
        """Did the classifier see small talk or a matter outside of the catalogue?"""
        return bool(self.others) and self.others[0][0] == self.intent


def turn_of(message: dict[str, Any]) -> Turn:
    """From `tracker.latest_message` (NLU's parse data)."""
    entities = message.get("entities") or []
    text = message.get("text") or ""

    def values(kind: str) -> tuple[str, ...]:
        return tuple(entity["value"] for entity in entities if entity["entity"] == kind)

    figures = [entity for entity in entities if entity["entity"] == "figure"]
    ordinals = values("ordinal")
    return Turn(
        text=text,
        intent=(message.get("intent") or {}).get("name") or "",
        reading=_reading(message),
        others=tuple((entry["intent"], entry["margin"]) for entry in message.get("other_ranking") or []),
        follow_up_margin=message.get("follow_up_margin", LEAST_MARGIN),
        aspects=values("aspect"), acts=values("act"), levels=values("level"),
        places=_affirmed(text, [entity for entity in entities if entity["entity"] == "place"]),
        figures=tuple(Quantity(Decimal(e["value"]), e.get("unit", ""), text[e["start"]:e["end"]]) for e in figures),
        figure_spans=tuple((entity["start"], entity["end"]) for entity in figures),
        ordinal=int(ordinals[0]) if ordinals else None,
        cue_texts=tuple(text[e["start"]:e["end"]] for e in entities if e["entity"] in ("aspect", "act", "level", "figure")),
    )


def _reading(message: dict[str, Any]) -> Reading:
    items, others = message.get("item_ranking") or [], message.get("other_ranking") or []
    given: dict[str, Any] = {name: message[name] for name in ("refused_share", "known_share") if name in message}
    if others:
        given["refusal"] = others[0]["margin"]
    return Reading(tuple((entry["item"], entry["margin"]) for entry in items), {entry["item"]: entry["share"] for entry in items}, **given)


def _affirmed(text: str, places: list[dict[str, Any]]) -> tuple[str, ...]:
    """Places that are meant: 不是洛阳，是焦作 means 焦作 alone."""
    meant = [place["value"] for place in places
             if not re.search(r"(?:不是|不在|别说|而非|除了)$", text[:place["start"]])]
    return tuple(meant)
