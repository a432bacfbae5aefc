"""How much is it? Every kind of benefit computed exactly, with the steps in words and figures.

A result is a span [low, high]: equal ends are one sum; a ceiling (最高, 不超过) starts at zero. No figure of a policy
stands here: all come from the benefit's row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from policy_db.calculation import Calculation, Step, in_words, input_words
from policy_db.comparators import joint_side, on_the_mark, side_of
from policy_db.computable import ROW, YEARS, needs, why_not
from policy_db.eligibility import holds
from policy_db.quantity import RATIO, Quantity, format_number
from policy_db.schema import (
    Amount,
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
    Tier,
    Tiers,
    Titles,
    Waiver,
)
from policy_db.wording import interval_words

_ZERO, _CENT = Decimal(0), Decimal("0.01")


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
    result = _RULES[type(benefit)](benefit, inputs, criteria, row)
    if benefit.up_to and result.high:
        result = replace(result, low=_ZERO)
    return _with_side(result, benefit, inputs)


def calculate_share(benefit: Tiers, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> Calculation | None:
    """The rate of the tier that `input` falls into, for who asks for the share alone; None when no tier grants a rate."""
    value: Decimal | None = inputs.get(benefit.input)
    if value is None or benefit.reading == "marginal":
        return None
    tier = next((tier for tier in benefit.tiers if value in tier.when), None)
    if tier is None or tier.rate is None:
        return None
    share = tier.rate.quantity.value
    limit = f"（最高{tier.cap or benefit.cap}）" if tier.cap or benefit.cap else ""
    step = Step(f"按{criteria[benefit.base or benefit.input].name}", "", f"{'最高' if tier.up_to else ''}{tier.rate}{limit}")
    return Calculation(benefit.label, _ZERO if tier.up_to else share, share, RATIO, (_found(benefit, tier, value, criteria), step))


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


def _given(key: str, benefit: Benefit, inputs: Mapping[str, Any]) -> bool:
    return key in inputs or (isinstance(benefit, Fee) and key == benefit.days and benefit.total_days in inputs)


def _fixed(benefit: Fixed, *_: Any) -> Calculation:
    amount = benefit.amount.quantity
    return _plain(benefit, amount, [Step(benefit.label, "", str(benefit.amount))])


def _range(benefit: Range, *_: Any) -> Calculation:
    low, high = benefit.min.quantity, benefit.max.quantity
    step = Step(benefit.label, "", f"{benefit.min}至{benefit.max}")
    return Calculation(benefit.label, low.value, high.value, high.unit, (step,))


def _titles(benefit: Titles, _: Any, __: Any, row: int | None) -> Calculation:
    if row is not None:
        title = benefit.titles[row]
        return _plain(benefit, title.amount.quantity, [Step(title.name, "", str(title.amount))])
    values = [title.amount.quantity.value for title in benefit.titles]
    steps = tuple(Step(title.name, "", str(title.amount)) for title in benefit.titles)
    return Calculation(benefit.label, min(values), max(values), benefit.titles[0].amount.quantity.unit, steps, missing=(ROW,))


def _tiers(benefit: Tiers, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    value = inputs[benefit.input]
    base_key = benefit.base or benefit.input
    if benefit.reading == "marginal":
        return _marginal(benefit, value, criteria)
    tier = next((tier for tier in benefit.tiers if value in tier.when), None)
    name, given = criteria[benefit.input].name, input_words(benefit.input, value, criteria)
    if tier is None:
        tiers = "；".join(interval_words(tier.when) for tier in benefit.tiers)
        return Calculation(benefit.label, _ZERO, _ZERO, _unit_of_tiers(benefit, criteria),
                           reason=f"{name}{given}不在任何一档（{tiers}）")
    found = _found(benefit, tier, value, criteria)
    if tier.amount:
        return _limited(benefit, tier.amount.quantity, [found, Step(benefit.label, "", str(tier.amount))], _caps(tier, benefit), tier.up_to)
    if tier.rate:
        base = inputs[base_key]
        product = base * tier.rate.quantity.value
        unit = _money_unit(criteria[base_key])
        step = Step(f"按{criteria[base_key].name}", f"{input_words(base_key, base, criteria)}×{tier.rate}", in_words(product, unit))
        result = _limited(benefit, Quantity(product, unit, ""), [found, step], _caps(tier, benefit), tier.up_to)
        return replace(result, base=base)
    return Calculation(benefit.label, steps=(found, Step(benefit.label, "", tier.text)), reason=tier.text)


def _found(benefit: Tiers, tier: Tier, value: Decimal, criteria: Mapping[str, Criterion]) -> Step:
    given = input_words(benefit.input, value, criteria)
    return Step(criteria[benefit.input].name, "", f"{given}，属于“{interval_words(tier.when)}”一档")


def _marginal(benefit: Tiers, value: Decimal, criteria: Mapping[str, Criterion]) -> Calculation:
    total, steps, unit = _ZERO, [], _unit_of_tiers(benefit, criteria)
    for tier in benefit.tiers:
        low = tier.when.low or _ZERO
        part = (value if tier.when.high is None else min(value, tier.when.high)) - low
        if part <= 0 or not tier.rate:
            continue
        sum_of_tier = part * tier.rate.quantity.value
        total += sum_of_tier
        steps.append(Step(interval_words(tier.when), f"{input_words(benefit.input, part, criteria)}×{tier.rate}",
                          in_words(sum_of_tier, unit)))
    if not steps:
        return Calculation(benefit.label, _ZERO, _ZERO, unit, reason=f"{criteria[benefit.input].name}没有达到最低一档")
    return _limited(benefit, Quantity(total, unit, ""), steps, [benefit.cap])


def _rate(benefit: Rate, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    base, unit = inputs[benefit.base], _money_unit(criteria[benefit.base])
    rates = [benefit.rate] if benefit.rate else list(benefit.factors)
    product = base
    for rate in rates:
        product *= rate.quantity.value
    factors = [input_words(benefit.base, base, criteria), *map(str, rates)]
    if benefit.years and YEARS in inputs:
        first, last = benefit.years
        used = max(_ZERO, min(on_the_mark(inputs[YEARS]), Decimal(last)) - first + 1)
        product *= used
        factors.append(f"{format_number(used)}年")
    formula = "×".join(factors)
    steps = [Step(f"按{benefit.of or criteria[benefit.base].name}", formula, in_words(product, unit))]
    if benefit.floor and product < benefit.floor.quantity.value:
        product = benefit.floor.quantity.value
        steps.append(Step("不低于", "", str(benefit.floor)))
    return replace(_limited(benefit, Quantity(product, unit, ""), steps, [benefit.cap]), base=base)


def _per_unit(benefit: PerUnit, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    units = [_units(benefit, key, inputs[key], criteria) for key in benefit.inputs]
    product = benefit.amount.quantity.value
    for value in units:
        product *= value
    formula = "×".join([*(input_words(key, value, criteria) for key, value in zip(benefit.inputs, units, strict=True)),
                        f"{benefit.amount}"])
    unit = benefit.amount.quantity.unit
    steps = [Step(benefit.label, formula, in_words(product, unit))]
    reduced = [key for key, value in zip(benefit.inputs, units, strict=True) if value < inputs[key]]
    if reduced and benefit.max_units:
        steps.insert(0, Step("最多计", "", str(benefit.max_units)))
    result = _limited(benefit, Quantity(product, unit, ""), steps, [benefit.cap])
    return replace(result, capped=result.capped or bool(reduced))


def _units(benefit: PerUnit, key: str, value: Decimal, criteria: Mapping[str, Criterion]) -> Decimal:
    """The input, held to `max_units` when that counts the same thing."""
    if benefit.max_units is None:
        return value
    limit = benefit.max_units.quantity
    if limit.unit not in (criteria[key].unit, "") and len(benefit.inputs) > 1:
        return value
    return min(value, limit.value)


def _steps(benefit: Steps, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    value, unit = inputs[benefit.input], benefit.first_amount.quantity.unit
    name, given = criteria[benefit.input].name, input_words(benefit.input, value, criteria)
    if value < benefit.first_at.quantity.value:
        return Calculation(benefit.label, _ZERO, _ZERO, unit, reason=f"{name}{given}没有达到{benefit.first_at}")
    further = (value - benefit.first_at.quantity.value) // benefit.every.quantity.value
    total = benefit.first_amount.quantity.value + further * benefit.every_amount.quantity.value
    steps = [Step(f"达到{benefit.first_at}", "", str(benefit.first_amount))]
    if further:
        added = further * benefit.every_amount.quantity.value
        steps.append(Step(f"再增加{format_number(further)}个{benefit.every}", f"{format_number(further)}×{benefit.every_amount}",
                          in_words(added, unit)))
    if benefit.bonus and benefit.bonus_when:
        state = holds(benefit.bonus_when, inputs)
        if state:
            formula = f"{in_words(total, unit)}×（1＋{benefit.bonus}）"
            total *= 1 + benefit.bonus.quantity.value
            steps.append(Step(benefit.bonus_when.text, formula, in_words(total, unit)))
        elif state is None:
            steps.append(Step(f"如果{benefit.bonus_when.text}", "", f"还可再增加{benefit.bonus}"))
    return _limited(benefit, Quantity(total, unit, ""), steps, [benefit.cap])


def _stages(benefit: Stages, _: Any, __: Any, row: int | None) -> Calculation:
    total = benefit.total.quantity if benefit.total else _sum(stage.amount for stage in benefit.stages if stage.amount)
    shares = [stage.amount.quantity.value if stage.amount else total.value * stage.rate.quantity.value  # type: ignore[union-attr]
              for stage in benefit.stages]
    steps = [Step(stage.name, f"{in_words(total.value, total.unit)}×{stage.rate}" if stage.rate else "", in_words(share, total.unit))
             for stage, share in zip(benefit.stages, shares, strict=True)]
    if row is not None:
        result = _plain(benefit, Quantity(shares[row], total.unit, ""), [steps[row]])
        return replace(result, low=_ZERO if benefit.stages[row].up_to else result.low)
    result = _plain(benefit, total, steps)
    return replace(result, low=_ZERO) if any(stage.up_to for stage in benefit.stages) else result


def _loan(benefit: Loan, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    limits: list[Decimal] = []
    steps = []
    unit = benefit.limit.quantity.unit if benefit.limit else "元"
    if benefit.share_of and benefit.share and benefit.share_of in inputs:
        base = inputs[benefit.share_of]
        limits.append(base * benefit.share.quantity.value)
        steps.append(Step(f"不超过{criteria[benefit.share_of].name}的{benefit.share}",
                          f"{input_words(benefit.share_of, base, criteria)}×{benefit.share}", in_words(limits[0], unit)))
    if benefit.limit:
        limits.append(benefit.limit.quantity.value)
        steps.append(Step("额度上限", "", str(benefit.limit)))
    return Calculation(benefit.label, _ZERO, min(limits), unit, tuple(steps), capped=len(limits) > 1 and limits[0] > limits[1])


def _waiver(benefit: Waiver, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    assert benefit.base is not None
    base, unit = inputs[benefit.base], _money_unit(criteria[benefit.base])
    if not benefit.parts:
        return _plain(benefit, Quantity(base, unit, ""), [Step(benefit.label, "", in_words(base, unit))])
    total, steps = _ZERO, []
    for part in benefit.parts:
        saved = base * part.share.quantity.value * (part.months or 1)
        months = f"×{part.months}个月" if part.months else ""
        total += saved
        steps.append(Step(f"减免{part.share}", f"{input_words(benefit.base, base, criteria)}×{part.share}{months}", in_words(saved, unit)))
    return _plain(benefit, Quantity(total, unit, ""), steps)


def _fee(benefit: Fee, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    base, unit = inputs[benefit.base], _money_unit(criteria[benefit.base])
    free = benefit.free.quantity.value if benefit.free else _ZERO
    longest = benefit.longest.quantity.value if benefit.longest else None
    steps = []
    if benefit.days in inputs:
        charged = on_the_mark(inputs[benefit.days])
        used = charged + free
    else:
        used = on_the_mark(inputs[benefit.total_days])
        charged = max(_ZERO, used - free)
        steps.append(Step("收费天数", f"{format_number(used)}天－免费{benefit.free}", f"{format_number(charged)}天"))
    if longest is not None and max(charged, used - free) > longest:
        return Calculation(benefit.label, steps=tuple(steps), reason=f"超过最长使用期限{benefit.longest}，超出部分怎么收文件没有写")
    total = base * benefit.rate.quantity.value * charged
    steps.append(Step("费用", f"{input_words(benefit.base, base, criteria)}×{benefit.rate}×{format_number(charged)}天", in_words(total, unit)))
    reason = "" if charged else f"还在免费期（{benefit.free}）内"
    return replace(_plain(benefit, Quantity(total, unit, ""), steps), reason=reason)


def _plain(benefit: Benefit, quantity: Quantity, steps: list[Step]) -> Calculation:
    return Calculation(benefit.label, quantity.value, quantity.value, quantity.unit, tuple(steps))


def _limited(benefit: Benefit, quantity: Quantity, steps: list[Step], caps: list[Amount | None], up_to: bool = False) -> Calculation:
    """The sum, held to the lowest cap."""
    value = max(_ZERO, quantity.value)
    limits = [cap for cap in caps if cap is not None]
    lowest = min(limits, key=lambda cap: cap.quantity.value, default=None)
    capped = lowest is not None and value > lowest.quantity.value
    if lowest is not None and capped:
        value = lowest.quantity.value
        steps.append(Step("超过上限，按上限", "", str(lowest)))
    return Calculation(benefit.label, _ZERO if up_to else value, value, quantity.unit, tuple(steps), capped=capped)


def _caps(tier: Tier, benefit: Tiers) -> list[Amount | None]:
    return [tier.cap, benefit.cap]


def _sum(amounts: Any) -> Quantity:
    quantities = [amount.quantity for amount in amounts]
    return Quantity(sum((quantity.value for quantity in quantities), _ZERO), quantities[0].unit, "")


def _unit_of_tiers(benefit: Tiers, criteria: Mapping[str, Criterion]) -> str:
    sums = [tier.amount.quantity.unit for tier in benefit.tiers if tier.amount]
    return sums[0] if sums else _money_unit(criteria[benefit.base or benefit.input])


def _money_unit(criterion: Criterion) -> str:
    return criterion.unit or "元"


_RULES: dict[type, Callable[..., Calculation]] = {
    Fixed: _fixed, Range: _range, Titles: _titles, Tiers: _tiers, Rate: _rate, PerUnit: _per_unit, Steps: _steps,
    Stages: _stages, Loan: _loan, Waiver: _waiver, Fee: _fee,
}
