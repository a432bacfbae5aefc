"""Sums and shares by the size of a figure: the tier that it falls into, or tier upon tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from policy_db.calculation import Calculation, Step, in_words, input_words, limited_sum, money_unit
from policy_db.quantity import RATIO, Quantity
from policy_db.schema import Amount, Criterion, Tier, Tiers
from policy_db.wording import interval_words

_ZERO = Decimal(0)


def tiers_sum(benefit: Tiers, inputs: Mapping[str, Any], criteria: Mapping[str, Criterion], _: Any) -> Calculation:
    """The amount or rate of the tier that `input` falls into, or of all tiers up to it (`reading: marginal`); zero with a reason outside."""
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
        result = limited_sum(benefit, tier.amount.quantity, [found, Step(benefit.label, "", str(tier.amount))], _caps(tier, benefit), tier.up_to)
        cost = any(other.rate for other in benefit.tiers) and not benefit.base and criteria[benefit.input].type == "money"
        return replace(result, base=value) if cost else result
    if tier.rate:
        base = inputs[base_key]
        product = base * tier.rate.quantity.value
        unit = money_unit(criteria[base_key])
        step = Step(f"按{criteria[base_key].name}", f"{input_words(base_key, base, criteria)}×{tier.rate}", in_words(product, unit))
        result = limited_sum(benefit, Quantity(product, unit, ""), [found, step], _caps(tier, benefit), tier.up_to)
        return replace(result, base=base)
    return Calculation(benefit.label, steps=(found, Step(benefit.label, "", tier.text)), reason=tier.text)


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
    return limited_sum(benefit, Quantity(total, unit, ""), steps, [benefit.cap])


def _found(benefit: Tiers, tier: Tier, value: Decimal, criteria: Mapping[str, Criterion]) -> Step:
    given = input_words(benefit.input, value, criteria)
    return Step(criteria[benefit.input].name, "", f"{given}，属于“{interval_words(tier.when)}”一档")


def _caps(tier: Tier, benefit: Tiers) -> list[Amount | None]:
    return [tier.cap, benefit.cap]


def _unit_of_tiers(benefit: Tiers, criteria: Mapping[str, Criterion]) -> str:
    sums = [tier.amount.quantity.unit for tier in benefit.tiers if tier.amount]
    return sums[0] if sums else money_unit(criteria[benefit.base or benefit.input])
