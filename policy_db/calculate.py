"""How much is it? Every kind of benefit computed exactly, with the steps in words and figures.

A result is a span [low, high]: equal ends are one sum; a ceiling (最高, 不超过) starts at zero. No figure of a policy
stands here: all come from the benefit's row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from policy_db.benefit_sums import (
    fee_sum,
    fixed_sum,
    loan_sum,
    per_unit_sum,
    range_sum,
    rate_sum,
    stages_sum,
    steps_sum,
    titles_sum,
    waiver_sum,
)
from policy_db.calculation import Calculation, Step, in_words
from policy_db.comparators import joint_side, on_the_mark, side_of
from policy_db.computable import ROW, YEARS, needs, why_not
from policy_db.quantity import format_number
from policy_db.schema import (
    Benefit,
    Criterion,
    Fee,
    Fixed,
    Loan,
    PerUnit,
    Range,
    Rate,
    Stages,
    Steps,
    Tiers,
    Titles,
    Waiver,
)
from policy_db.tier_sums import tiers_sum

_ZERO, _CENT = Decimal(0), Decimal("0.01")
#: kind of benefit → its sum from (benefit, inputs, criteria, row)
_SUMS: dict[type, Callable[..., Calculation]] = {
    Fixed: fixed_sum, Range: range_sum, Titles: titles_sum, Tiers: tiers_sum, Rate: rate_sum, PerUnit: per_unit_sum, Steps: steps_sum,
    Stages: stages_sum, Loan: loan_sum, Waiver: waiver_sum, Fee: fee_sum,
}


def calculate(benefit: Benefit, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], row: int | None = None,
              ) -> Calculation:
    """Compute one benefit from inputs (criteria key → Decimal in base units). `row` chooses a title or stage.

    What is not given is listed in `missing`; nothing is assumed. A result is never negative and never above a cap.
    """
    reason = why_not(benefit)
    if reason:
        return Calculation(benefit.label, reason=reason)
    missing = tuple(key for key in needs(benefit) if key != ROW and not _given(key, benefit, inputs))
    if missing:
        return Calculation(benefit.label, missing=missing)
    result = _SUMS[type(benefit)](benefit, inputs, criteria, row)
    if benefit.up_to and result.high:
        result = replace(result, low=_ZERO)
    return _with_side(_over_years(result, benefit, inputs), benefit, inputs)


def calculate_many(results: Sequence[Calculation], label: str = "合计") -> Calculation:
    """The sum of results in one unit; missing inputs of all; a single result stays as it is."""
    if len(results) == 1:
        return results[0]
    missing = tuple(dict.fromkeys(key for result in results for key in result.missing))
    computed = [result for result in results if result.computed]
    if missing or not computed or len({result.unit for result in computed}) != 1:
        return Calculation(label, missing=missing, reason="" if missing else "各项没有可以相加的金额")
    low, high = (sum((getattr(result, end) for result in computed), _ZERO) for end in ("low", "high"))
    unit = computed[0].unit
    parts = "＋".join(result.words for result in computed)
    steps = (*(step for result in computed for step in result.steps),
             Step(label, parts, Calculation(label, low, high, unit).words))
    return Calculation(label, low, high, unit, steps, capped=any(result.capped for result in computed),
                       side=joint_side(result.side for result in computed))


def _over_years(result: Calculation, benefit: Benefit, inputs: Mapping[str, Any]) -> Calculation:
    """A yearly sum over the years asked for, at most as long as it lasts."""
    if not benefit.lasts or YEARS not in inputs or result.low is None or result.high is None:
        return result
    years = min(on_the_mark(inputs[YEARS]), benefit.lasts.quantity.value)
    total = result.high * years
    step = Step(f"最长{benefit.lasts}", f"{in_words(result.high, result.unit)}×{format_number(years)}年", in_words(total, result.unit))
    return replace(result, low=result.low * years, high=total, steps=(*result.steps, step))


def _given(key: str, benefit: Benefit, inputs: Mapping[str, Any]) -> bool:
    return key in inputs or (isinstance(benefit, Fee) and key == benefit.days and benefit.total_days in inputs)


def _with_side(result: Calculation, benefit: Benefit, inputs: Mapping[str, Any]) -> Calculation:
    """A sum that grows with a figure above (below) a number is above (below) as well, unless a cap holds it."""
    side = joint_side(side_of(inputs[key]) for key in needs(benefit) if isinstance(inputs.get(key), Decimal))
    if not side or not result.high:
        return result
    grows = isinstance(benefit, Rate | PerUnit | Waiver | Fee) or result.base is not None
    if not grows or (result.capped and side == "above"):
        side = ""
    low, high, base = (None if value is None else value.quantize(_CENT, ROUND_HALF_UP)
                       for value in (result.low, result.high, result.base))
    return replace(result, low=low, high=high, base=base, side=side)
