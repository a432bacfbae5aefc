"""The sum of one benefit of each kind, once all its inputs are given, with its steps.

Each takes the benefit, the inputs (criteria key → Decimal in base units), the criteria and the row of a title or stage.
No figure of a policy stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from policy_db.calculation import Calculation, Step, exact_sum, in_words, input_words, limited_sum, money_unit
from policy_db.comparators import on_the_mark
from policy_db.computable import ROW, YEARS
from policy_db.eligibility import holds
from policy_db.quantity import Quantity, format_number
from policy_db.schema import (
    Criterion,
    Fee,
    Fixed,
    Loan,
    PerUnit,
    Range,
    Rate,
    Stages,
    Steps,
    Titles,
    Waiver,
)

_ZERO = Decimal(0)


def fixed_sum(benefit: Fixed, *_: Any) -> Calculation:
    """The row's amount."""
    amount = benefit.amount.quantity
    return exact_sum(benefit, amount, [Step(benefit.label, "", str(benefit.amount))])


def range_sum(benefit: Range, *_: Any) -> Calculation:
    """From the row's lower to its upper amount."""
    low, high = benefit.min.quantity, benefit.max.quantity
    step = Step(benefit.label, "", f"{benefit.min}至{benefit.max}")
    return Calculation(benefit.label, low.value, high.value, high.unit, (step,))


def titles_sum(benefit: Titles, _: Any, __: Any, row: int | None) -> Calculation:
    """The amount of the title `row`; without one the span of all titles, with ROW missing."""
    if row is not None:
        title = benefit.titles[row]
        return exact_sum(benefit, title.amount.quantity, [Step(title.name, "", str(title.amount))])
    values = [title.amount.quantity.value for title in benefit.titles]
    steps = tuple(Step(title.name, "", str(title.amount)) for title in benefit.titles)
    return Calculation(benefit.label, min(values), max(values), benefit.titles[0].amount.quantity.unit, steps, missing=(ROW,))


def rate_sum(benefit: Rate, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    """The rate (or all factors) of the base, for the told years that it is for, within floor and cap."""
    base, unit = inputs[benefit.base], money_unit(criteria[benefit.base])
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
    return replace(limited_sum(benefit, Quantity(product, unit, ""), steps, [benefit.cap]), base=base)


def per_unit_sum(benefit: PerUnit, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    """The amount for each unit, held to `max_units` and the cap."""
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
    result = limited_sum(benefit, Quantity(product, unit, ""), steps, [benefit.cap])
    if benefit.own_share and result.high is not None:
        own = result.high * benefit.own_share.quantity.value
        borne = Step("其中个人承担", f"{in_words(result.high, unit)}×{benefit.own_share}", in_words(own, unit))
        rest = Step("扣除后", f"{in_words(result.high, unit)}－{in_words(own, unit)}", in_words(result.high - own, unit))
        result = replace(result, steps=(*result.steps, borne, rest))
    return replace(result, capped=result.capped or bool(reduced))


def _units(benefit: PerUnit, key: str, value: Decimal, criteria: Mapping[str, Criterion]) -> Decimal:
    """The input, held to `max_units` when that counts the same thing."""
    if benefit.max_units is None:
        return value
    limit = benefit.max_units.quantity
    if limit.unit not in (criteria[key].unit, "") and len(benefit.inputs) > 1:
        return value
    return min(value, limit.value)


def steps_sum(benefit: Steps, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    """The first amount at the first mark, and another for each further step; zero with a reason below the mark."""
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
    return limited_sum(benefit, Quantity(total, unit, ""), steps, [benefit.cap])


def stages_sum(benefit: Stages, _: Any, __: Any, row: int | None) -> Calculation:
    """The amount of the stage `row`, or of all stages together."""
    total, sums = _total(benefit), stage_sums(benefit)
    steps = [Step(stage.name, f"{in_words(total.value, total.unit)}×{stage.rate}" if stage.rate else "", in_words(paid.value, paid.unit))
             for stage, paid in zip(benefit.stages, sums, strict=True)]
    if row is not None:
        result = exact_sum(benefit, sums[row], [steps[row]])
        return replace(result, low=_ZERO if benefit.stages[row].up_to else result.low)
    result = exact_sum(benefit, total, steps)
    return replace(result, low=_ZERO) if any(stage.up_to for stage in benefit.stages) else result


def stage_sums(benefit: Stages) -> list[Quantity]:
    """What each stage pays: its amount, or its share of the total."""
    total = _total(benefit)
    return [stage.amount.quantity if stage.amount else Quantity(total.value * stage.rate.quantity.value, total.unit, "")  # type: ignore[union-attr]
            for stage in benefit.stages]


def _total(benefit: Stages) -> Quantity:
    if benefit.total:
        return benefit.total.quantity
    quantities = [stage.amount.quantity for stage in benefit.stages if stage.amount]
    return Quantity(sum((quantity.value for quantity in quantities), _ZERO), quantities[0].unit, "")


def loan_sum(benefit: Loan, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    """The most that can be borrowed: the lower of the limit and the share of what it is taken of."""
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
    return Calculation(benefit.label, _ZERO, min(limits), unit, tuple(steps), capped=len(limits) > 1 and limits[0] > limits[1],
                       base=inputs.get(benefit.share_of) if benefit.share_of else None)


def waiver_sum(benefit: Waiver, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    """What need not be paid: the whole base, or its parts by share and months."""
    assert benefit.base is not None
    base, unit = inputs[benefit.base], money_unit(criteria[benefit.base])
    if not benefit.parts:
        return exact_sum(benefit, Quantity(base, unit, ""), [Step(benefit.label, "", in_words(base, unit))])
    total, steps = _ZERO, []
    for part in benefit.parts:
        saved = base * part.share.quantity.value * (part.months or 1)
        months = f"×{part.months}个月" if part.months else ""
        total += saved
        steps.append(Step(f"减免{part.share}", f"{input_words(benefit.base, base, criteria)}×{part.share}{months}", in_words(saved, unit)))
    return exact_sum(benefit, Quantity(total, unit, ""), steps)


def fee_sum(benefit: Fee, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    """The price of the charged days; beyond the longest term nothing is computed, for the document is silent on it."""
    base, unit = inputs[benefit.base], money_unit(criteria[benefit.base])
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
    return replace(exact_sum(benefit, Quantity(total, unit, ""), steps), reason=reason)
