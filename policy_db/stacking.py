"""How grants of several provisions combine, as the documents say it: 从高不重复, 不同时享受, 叠加, 只享受一次."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from policy_db.calculation import Calculation
from policy_db.schema import Provision

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Combined:
    """The span of what can be had altogether, and the documents' words on combining ('' when they say nothing)."""

    low: Decimal
    high: Decimal
    unit: str
    text: str
    rule: str


def combine(results: Sequence[tuple[Provision, Calculation]]) -> Combined | None:
    """Combine computed results of one item, one per provision; None when none is computed or units differ.

    Exclusive ones: the best of them. Where no document says how levels combine, the span reaches from the best single
    one to the sum, because nobody may promise both.
    """
    computed = [(provision, result) for provision, result in results if result.computed]
    units = {result.unit for _, result in computed}
    if not computed or len(units) != 1:
        return None
    rules = {provision.stacking.rule for provision, _ in computed if provision.stacking}
    text = "；".join(dict.fromkeys(provision.stacking.text for provision, _ in computed if provision.stacking))
    lows = [result.low or _ZERO for _, result in computed]
    highs = [result.high or _ZERO for _, result in computed]
    if len(computed) == 1:
        return Combined(lows[0], highs[0], units.pop(), text, "single")
    if rules & {"exclusive", "highest_of", "once"}:
        return Combined(max(lows), max(highs), units.pop(), text, "highest_of")
    if "sum" in rules:
        return Combined(sum(lows, _ZERO), sum(highs, _ZERO), units.pop(), text, "sum")
    return Combined(max(lows), sum(highs, _ZERO), units.pop(), text, "unstated")
