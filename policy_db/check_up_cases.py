"""What a 政策体检 needs of the catalogue, compiled once: every benefit with all its conditions, and who is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policy_db.assess import conditions_of
from policy_db.calculate import calculate
from policy_db.calculation import Calculation
from policy_db.computable import needs, why_not
from policy_db.schema import (
    Benefit,
    Condition,
    Criterion,
    Fee,
    Item,
    Loan,
    Provision,
    Stages,
    Steps,
    Tiers,
    Titles,
)

MONEY = "元"
#: criteria that say who somebody is
AUDIENCE_KEYS = ("subject", "size", "industry")


@dataclass(frozen=True)
class Case:
    """A benefit with all its conditions, and its result when it needs no input."""

    provision: Provision
    benefit: Benefit
    conditions: tuple[Condition, ...]
    needs: tuple[str, ...]
    result: Calculation | None
    promise: Decimal            # the most that it names, in 元


@dataclass(frozen=True)
class Matter:
    """An item as it stands in one city: the cases and provisions that hold there."""

    item: Item
    cases: tuple[Case, ...]
    provisions: tuple[Provision, ...]
    audience: tuple[tuple[str, frozenset[str]], ...]    # criteria key and the choices meant, where not everybody is


def matters_of(items: Mapping[str, Item], criteria: Mapping[str, Criterion]) -> tuple[Matter, ...]:
    """All items, with their cases of all regions."""
    return tuple(_matter(item, cases_of(item, criteria), _audience(item, criteria)) for item in items.values())


def in_regions(matters: Sequence[Matter], regions: Sequence[str]) -> tuple[Matter, ...]:
    """The matters that have a case in one of the regions, with those cases only."""
    kept = ((matter, tuple(case for case in matter.cases if case.provision.region in regions)) for matter in matters)
    return tuple(_matter(matter.item, cases, matter.audience) for matter, cases in kept if cases)


def _matter(item: Item, cases: tuple[Case, ...], audience: tuple[tuple[str, frozenset[str]], ...]) -> Matter:
    provisions = {id(case.provision): case.provision for case in cases}
    return Matter(item, cases, tuple(provisions.values()), audience)


def _audience(item: Item, criteria: Mapping[str, Criterion]) -> tuple[tuple[str, frozenset[str]], ...]:
    named: list[Sequence[str]] = [item.audience.subjects, item.audience.sizes, item.audience.industries]
    return tuple((key, frozenset(meant)) for key, meant in zip(AUDIENCE_KEYS, named, strict=True)
                 if meant and not any(choice in criteria[key].broad or choice not in criteria[key].choices for choice in meant))


def cases_of(item: Item, criteria: Mapping[str, Criterion]) -> tuple[Case, ...]:
    """Every benefit of the item as a case."""
    return tuple(_case(item, provision, benefit, criteria) for provision in item.provisions for benefit in provision.benefits)


def _case(item: Item, provision: Provision, benefit: Benefit, criteria: Mapping[str, Criterion]) -> Case:
    needed = tuple(needs(benefit))
    grants = not why_not(benefit) and not isinstance(benefit, Loan | Fee)
    result = calculate(benefit, {}, criteria) if grants and not needed else None
    if result is not None and (result.unit != MONEY or isinstance(benefit, Titles | Stages)):
        result = None  # which title or stage the firm reaches is not known
    conditions = tuple(_of_firm(condition, criteria) for condition in conditions_of(item, provision, benefit))
    return Case(provision, benefit, conditions, needed if grants else (), result,
                _promise(benefit, result) if grants else Decimal(0))


def _of_firm(condition: Condition, criteria: Mapping[str, Criterion]) -> Condition:
    """The condition; told only, where it turns on a single matter that no check-up of the firm asks for."""
    if condition.key and criteria[condition.key].of_case:
        return Condition(text=condition.text)
    return condition.copy(update={"any": [_of_firm(part, criteria) for part in condition.any]})


def _promise(benefit: Benefit, result: Calculation | None) -> Decimal:
    """The most that the benefit's row names: its sum, its cap, its best title or tier."""
    if result and result.high is not None:
        return result.high
    amounts: list[Any] = [getattr(benefit, "cap", None), getattr(benefit, "total", None)]
    if isinstance(benefit, Titles):
        amounts += [title.amount for title in benefit.titles]
    if isinstance(benefit, Tiers):
        amounts += [tier.amount or tier.cap for tier in benefit.tiers]
    if isinstance(benefit, Steps):
        amounts.append(benefit.first_amount)
    if isinstance(benefit, Stages):
        amounts += [stage.amount for stage in benefit.stages]
    return max((amount.quantity.value for amount in amounts if amount and amount.quantity.unit == MONEY), default=Decimal(0))
