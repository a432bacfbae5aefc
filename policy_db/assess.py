"""One benefit for one asker: do the conditions hold, and how much is it? What calculator, check-up and REST all use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from policy_db.calculate import calculate
from policy_db.calculation import Calculation
from policy_db.eligibility import Values, Verdict, check
from policy_db.profile import Profile, read_profile
from policy_db.schema import Benefit, Condition, Criterion, Item, Provision, Steps, Tiers

_ZERO = Decimal(0)
#: 二季度满负荷 is a name of an award as well, but also what an asker tells
_GRANT = re.compile(r"[奖补贷金券费税罚险]|支持|政策|扶持|优惠|融资|服务|计划")


@dataclass(frozen=True)
class Assessment:
    """A benefit with the state of its conditions (item, provision and benefit together) and its amount."""

    provision: Provision
    benefit: Benefit
    verdict: Verdict
    calculation: Calculation


def conditions_of(item: Item, provision: Provision, benefit: Benefit) -> list[Condition]:
    """Everything that must hold for a benefit, from the general to the special."""
    return [*item.conditions, *provision.conditions, *benefit.conditions]


def names_of(item: Item) -> tuple[str, ...]:
    """Those of an item's title and other names that name what is granted; words inside them tell nothing of the asker."""
    return tuple(name for name in (item.title, *item.aliases) if _GRANT.search(name))


def told_of_item(text: str, item: Item, criteria: Mapping[str, Criterion]) -> Profile:
    """What the text tells of the things that the item's conditions compare."""
    conditions = [condition for provision in item.provisions for benefit in provision.benefits
                  for condition in conditions_of(item, provision, benefit)]
    wanted = {part.key for condition in conditions for part in (condition, *condition.any)}
    return {key: value for key, value in read_profile(text, criteria, names_of(item)).items() if key in wanted}


def threshold_of(benefit: Benefit, criteria: Mapping[str, Criterion]) -> list[Condition]:
    """The lowest mark that the benefit's own tiers or steps grant anything from, as a condition; [] when it has none."""
    if isinstance(benefit, Steps):
        name = criteria[benefit.input].name
        return [Condition(text=f"{name}达到{benefit.first_at}", key=benefit.input, op=">=", value=str(benefit.first_at))]
    if not isinstance(benefit, Tiers) or not benefit.tiers[0].when.low:
        return []
    lowest = benefit.tiers[0].when
    reaches = "达到" if lowest.low_inclusive else "超过"
    return [Condition(text=f"{criteria[benefit.input].name}{reaches}{lowest.low_text}", key=benefit.input,
                      op=">=" if lowest.low_inclusive else ">", value=lowest.low_text)]


def assess(item: Item, provision: Provision, benefit: Benefit, values: Values, criteria: Mapping[str, Criterion],
           row: int | None = None) -> Assessment:
    """A failed condition makes the amount zero, with its words as the reason."""
    verdict = check(conditions_of(item, provision, benefit), values)
    result = calculate(benefit, values, criteria, row)
    if verdict.failed and result.computed:
        reason = "不符合条件：" + "；".join(condition.text for condition in verdict.failed)
        result = replace(result, low=_ZERO, high=_ZERO, reason=reason)
    return Assessment(provision, benefit, verdict, result)
