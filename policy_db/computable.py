"""Which benefits can be computed, from which inputs, and why the others cannot."""

from __future__ import annotations

from decimal import Decimal

from policy_db.schema import (
    Benefit,
    Deferral,
    Fact,
    Fee,
    Item,
    Loan,
    PerUnit,
    Rate,
    Service,
    Stages,
    Steps,
    Tiers,
    Titles,
    Waiver,
)

#: criteria key: how many years the support is used, for rates of certain years
YEARS = "years"
#: pseudo-input of titles and stages: which row is meant
ROW = "row"


def needs(benefit: Benefit) -> list[str]:
    """Inputs of the computation, in the order in which to ask; ROW where a title must be chosen. [] for a plain sum."""
    if why_not(benefit):
        return []
    if isinstance(benefit, Titles):
        return [ROW]
    if isinstance(benefit, Tiers):
        base = benefit.base if benefit.base and any(tier.rate for tier in benefit.tiers) else None
        return list(dict.fromkeys(filter(None, [benefit.input, base])))
    if isinstance(benefit, Rate):
        return [benefit.base]
    if isinstance(benefit, PerUnit):
        return list(benefit.inputs)
    if isinstance(benefit, Steps):
        return [benefit.input]
    if isinstance(benefit, Loan) and benefit.limit is None and benefit.share_of:
        return [benefit.share_of]
    if isinstance(benefit, Waiver) and benefit.base:
        return [benefit.base]
    if isinstance(benefit, Fee):
        return [benefit.base, benefit.days]
    return []


def inputs_of(item: Item) -> list[str]:
    """Inputs of all sums of an item."""
    keys = [key for provision in item.provisions for benefit in provision.benefits for key in needs(benefit)]
    return [key for key in dict.fromkeys(keys) if key != ROW]


def granted_sums(item: Item) -> frozenset[Decimal]:
    """The sums that an item's rows grant, in their base units."""
    benefits = [benefit for provision in item.provisions for benefit in provision.benefits]
    rows = [row for benefit in benefits for name in ("titles", "tiers", "stages") for row in getattr(benefit, name, [])]
    amounts = [getattr(row, name, None) for row in (*benefits, *rows) for name in ("amount", "min", "max", "first_amount")]
    return frozenset(amount.quantity.value for amount in amounts if amount)


def optional_inputs(benefit: Benefit) -> list[str]:
    """Inputs that change the result when given but are not required."""
    if isinstance(benefit, Fee):
        return [benefit.total_days]
    if benefit.lasts or (isinstance(benefit, Rate) and benefit.years):
        return [YEARS]
    if isinstance(benefit, Loan) and benefit.limit is not None and benefit.share_of:
        return [benefit.share_of]
    if isinstance(benefit, Steps) and benefit.bonus_when and benefit.bonus_when.key:
        return [benefit.bonus_when.key]
    return []


def why_not(benefit: Benefit) -> str:
    """Why no sum can be computed from this benefit; '' when one can."""
    if isinstance(benefit, Service | Fact):
        return "不是金额，是服务、权益或事实"
    if isinstance(benefit, Deferral):
        return "缓缴只是推迟，不产生补贴金额"
    if isinstance(benefit, Waiver) and not benefit.base:
        return "减免额取决于应缴数额，文件没有给出可以直接套算的公式"
    if isinstance(benefit, Loan) and benefit.limit is None and not (benefit.share_of and benefit.share):
        return "只写了期限或利率，没有写金额"
    if isinstance(benefit, Tiers) and not any(tier.amount or tier.rate for tier in benefit.tiers):
        return "分档给的是待遇，不是金额"
    if isinstance(benefit, Stages) and not benefit.total and not any(stage.amount for stage in benefit.stages):
        return "只写了分期比例，没有写总额"
    return ""
