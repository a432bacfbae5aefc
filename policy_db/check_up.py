"""政策体检: the whole catalogue for one firm. Every item is 可享, 还差条件, 需补充信息 or 不适用, with amount and total.

Nothing is promised: a total is a span that starts at what is certain. Expired provisions are shown but not added up.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from policy_db.assess import conditions_of
from policy_db.calculate import calculate
from policy_db.calculation import Calculation
from policy_db.computable import ROW, needs, why_not
from policy_db.database import REGIONS_OF_CITY
from policy_db.eligibility import Values, Verdict, check
from policy_db.schema import (
    Benefit,
    Condition,
    Criterion,
    Document,
    Fee,
    Item,
    Loan,
    Provision,
    Stages,
    Steps,
    Tiers,
    Titles,
)
from policy_db.stacking import combine
from policy_db.validity import Status, effective_validity, joint_status, status_on

State = Literal["available", "lacking", "unknown", "not_applicable"]
_ZERO = Decimal(0)
MONEY = "元"


@dataclass(frozen=True)
class Entry:
    """One item for one firm. `low`/`high` in 元, None when no sum can be computed yet."""

    item: Item
    state: State
    status: Status
    failed: tuple[Condition, ...] = ()
    unknown: tuple[str, ...] = ()       # criteria keys to ask for
    told: tuple[Condition, ...] = ()    # what only the authority can check
    met: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    promise: Decimal = _ZERO            # the most that the item could bring, for the order of questions
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True)
class Report:
    """All items by state, the best first; the span of what the available ones bring; the next question to ask."""

    available: tuple[Entry, ...]
    lacking: tuple[Entry, ...]
    unknown: tuple[Entry, ...]
    not_applicable: tuple[Entry, ...]
    low: Decimal
    high: Decimal
    next_key: str | None
    open_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Case:
    """A benefit with all its conditions, and its result when it needs no input."""

    provision: Provision
    benefit: Benefit
    conditions: tuple[Condition, ...]
    needs: tuple[str, ...]
    result: Calculation | None
    promise: Decimal


@dataclass
class _Tally:
    """How much money hangs on each unanswered question."""

    worth: dict[str, Decimal] = field(default_factory=dict)

    def add(self, keys: Iterable[str], promise: Decimal) -> None:
        keys = tuple(keys)
        for key in keys:
            self.worth[key] = self.worth.get(key, _ZERO) + (promise + 1) / len(keys)


class CheckUp:
    """Compiled once from the catalogue; `run` answers for one firm without reading anything."""

    def __init__(self, items: Mapping[str, Item], criteria: Mapping[str, Criterion], document_of: Callable[[str], Document]):
        self._criteria = criteria
        self._cases = {item.id: _cases(item, criteria) for item in items.values()}
        self._items = items
        self._validity = {id(provision): effective_validity(provision, document_of(provision.source))
                          for item in items.values() for provision in item.provisions}

    def run(self, values: Values, city: str, day: datetime.date, skip: Iterable[str] = ()) -> Report:
        """Sort the items of `city` ('' for all) for what is known; `skip` are questions not to ask (again)."""
        known = {**values, **({"place": city} if city and "place" not in values else {})}
        regions = REGIONS_OF_CITY.get(city, REGIONS_OF_CITY[""])
        entries, tally = [], _Tally()
        for item in self._items.values():
            cases = [case for case in self._cases[item.id] if case.provision.region in regions]
            if cases:
                entries.append(self._entry(item, cases, known, day, tally))
        for key in (*known, *skip):
            tally.worth.pop(key, None)
        questions = sorted(tally.worth, key=lambda key: -tally.worth[key])
        by_state = {state: tuple(sorted((e for e in entries if e.state == state), key=_order))
                    for state in ("available", "lacking", "unknown", "not_applicable")}
        counted = [entry for entry in by_state["available"] if entry.status is not Status.EXPIRED and entry.high is not None]
        low = sum((entry.low or _ZERO for entry in counted if not entry.told), _ZERO)
        high = sum((entry.high or _ZERO for entry in counted), _ZERO)
        return Report(**by_state, low=low, high=high, next_key=questions[0] if questions else None, open_keys=tuple(questions))

    def _entry(self, item: Item, cases: list[_Case], values: Values, day: datetime.date, tally: _Tally) -> Entry:
        provisions = tuple({id(case.provision): case.provision for case in cases}.values())
        states = {id(p): status_on(self._validity[id(p)], day) for p in provisions}
        status = joint_status(states.values())
        audience = self._audience_gaps(item, values)
        if audience is None:
            return Entry(item, "not_applicable", status, provisions=provisions)
        judged = [(case, check(case.conditions, values)) for case in cases]
        open_cases = [(case, verdict) for case, verdict in judged if not verdict.failed]
        if not open_cases:
            return self._failed(item, status, judged, provisions)
        promise = max(case.promise for case, _ in open_cases)
        settled = [(case, verdict) for case, verdict in open_cases if not verdict.unknown]
        if status is not Status.EXPIRED:
            for case, verdict in open_cases:
                tally.add((*verdict.unknown_keys, *audience), case.promise)
                if not verdict.unknown and not audience and self._evidence(verdict):
                    tally.add((key for key in case.needs if key not in values and key != ROW), case.promise)
        evident = [(case, verdict) for case, verdict in settled if self._evidence(verdict)]
        if evident and not audience:
            low, high = _amount(evident, values, self._criteria, states)
            best = max(evident, key=lambda pair: (len(pair[1].met), pair[0].promise))[1]
            return Entry(item, "available", status, told=best.told, met=len(best.met), low=low, high=high, promise=promise,
                         provisions=provisions)
        best = min((verdict for _, verdict in open_cases), key=lambda verdict: len(verdict.unknown))
        questions = tuple(dict.fromkeys((*best.unknown_keys, *audience)))
        return Entry(item, "unknown", status, unknown=questions, told=best.told, met=len(best.met),
                     promise=promise, provisions=provisions)

    def _failed(self, item: Item, status: Status, judged: list[tuple[_Case, Verdict]], provisions: tuple[Provision, ...]) -> Entry:
        """Every case fails: on what the firm is (not applicable), or on something that it may still reach."""
        best = min((verdict for _, verdict in judged), key=lambda verdict: len(verdict.failed))
        fixed = any(self._is_nature(condition) for condition in best.failed)
        return Entry(item, "not_applicable" if fixed else "lacking", status, failed=best.failed, unknown=best.unknown_keys,
                     told=best.told, met=len(best.met), promise=max(case.promise for case, _ in judged), provisions=provisions)

    def _evidence(self, verdict: Verdict) -> bool:
        """Does a met condition speak for the firm? Being a small firm alone earns no award."""
        return any(not self._is_nature(condition) for condition in verdict.met)

    def _is_nature(self, condition: Condition) -> bool:
        parts = condition.any or [condition]
        return any(part.key and self._criteria[part.key].type == "choice" for part in parts)

    def _audience_gaps(self, item: Item, values: Values) -> tuple[str, ...] | None:
        """Questions on who is meant that are still open; None when the firm is not meant."""
        open_keys = []
        audience = item.audience
        named: list[tuple[str, Sequence[str]]] = [("subject", audience.subjects), ("size", audience.sizes),
                                                  ("industry", audience.industries)]
        for key, meant in named:
            given = _possible(values.get(key))
            if any(choice in item.audience.excludes for choice in given) and len(given) == 1:
                return None
            choices, broad = self._criteria[key].choices, self._criteria[key].broad
            if not meant or any(choice in broad or choice not in choices for choice in meant):
                continue
            if not given:
                open_keys.append(key)
            elif not set(given) & set(meant) and (key != "size" or values.get("subject") in (None, "企业")):
                return None
        return tuple(open_keys)


def _cases(item: Item, criteria: Mapping[str, Criterion]) -> list[_Case]:
    cases = []
    for provision in item.provisions:
        for benefit in provision.benefits:
            needed = tuple(needs(benefit))
            grants = not why_not(benefit) and not isinstance(benefit, Loan | Fee)
            result = calculate(benefit, {}, criteria) if grants and not needed else None
            if result is not None and (result.unit != MONEY or isinstance(benefit, Titles | Stages)):
                result = None  # which title or stage the firm reaches is not known
            conditions = tuple(_of_firm(condition, criteria) for condition in conditions_of(item, provision, benefit))
            cases.append(_Case(provision, benefit, conditions, needed if grants else (),
                               result, _promise(benefit, result) if grants else _ZERO))
    return cases


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
    return max((amount.quantity.value for amount in amounts if amount and amount.quantity.unit == MONEY), default=_ZERO)


def _amount(pairs: list[tuple[_Case, Verdict]], values: Values, criteria: Mapping[str, Criterion],
            states: Mapping[int, Status]) -> tuple[Decimal | None, Decimal | None]:
    """The span of the item: the best benefit of each provision, combined as the documents say."""
    best: dict[int, tuple[Provision, Calculation]] = {}
    for case, _ in pairs:
        result = case.result
        if result is None and case.needs and all(key in values for key in case.needs):
            result = calculate(case.benefit, values, criteria)
        if result is None or not result.computed or result.missing or result.unit != MONEY:
            continue
        if states[id(case.provision)] is Status.EXPIRED and any(state is not Status.EXPIRED for state in states.values()):
            continue
        before = best.get(id(case.provision))
        if before is None or (result.high or _ZERO) > (before[1].high or _ZERO):
            best[id(case.provision)] = (case.provision, result)
    combined = combine(list(best.values()))
    return (combined.low, combined.high) if combined else (None, None)


def _possible(value: Any) -> list[str]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _order(entry: Entry) -> tuple[bool, bool, Decimal]:
    """In force first, then what rests on met conditions, then by money."""
    return entry.status is Status.EXPIRED, not entry.met, -(entry.high if entry.high is not None else entry.promise)
