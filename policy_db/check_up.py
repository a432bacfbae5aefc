"""政策体检: the whole catalogue for one firm. Every item is 可享, 还差条件, 需补充信息 or 不适用, with amount and total.

Nothing is promised: a total is a span that starts at what is certain. Expired provisions are shown but not added up.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, get_args

from policy_db.calculate import calculate
from policy_db.calculation import Calculation
from policy_db.check_up_cases import AUDIENCE_KEYS, MONEY, Case, Matter, in_regions, matters_of
from policy_db.computable import ROW
from policy_db.database import REGIONS_OF_CITY
from policy_db.eligibility import Values, Verdict, check
from policy_db.schema import Condition, Criterion, Document, Item, Provision
from policy_db.stacking import combine
from policy_db.validity import Status, effective_validity, joint_status, status_on

State = Literal["available", "lacking", "unknown", "not_applicable"]
STATES: tuple[State, ...] = get_args(State)
_ZERO = Decimal(0)


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
        self._natures = frozenset(key for key, criterion in criteria.items() if criterion.type == "choice")
        matters = matters_of(items, criteria)
        self._matters = {city: in_regions(matters, regions) for city, regions in REGIONS_OF_CITY.items()}
        self._validity = {id(provision): effective_validity(provision, document_of(provision.source))
                          for item in items.values() for provision in item.provisions}
        self._states_on = lru_cache(maxsize=8)(self._states)

    def run(self, values: Values, city: str, day: datetime.date, skip: Iterable[str] = ()) -> Report:
        """Sort the items of `city` ('' for all) for what is known; `skip` are questions not to ask (again)."""
        known = {**values, **({"place": city} if city and "place" not in values else {})}
        tally = _Tally()
        by_state: dict[State, list[Entry]] = {state: [] for state in STATES}
        for matter in self._matters.get(city, self._matters[""]):
            entry = self._entry(matter, known, self._states_on(day), tally)
            by_state[entry.state].append(entry)
        for key in (*known, *skip):
            tally.worth.pop(key, None)
        questions = sorted(tally.worth, key=lambda key: -tally.worth[key])
        counted = [entry for entry in by_state["available"] if entry.status is not Status.EXPIRED and entry.high is not None]
        low = sum((entry.low or _ZERO for entry in counted if not entry.told), _ZERO)
        high = sum((entry.high or _ZERO for entry in counted), _ZERO)
        return Report(**{state: tuple(sorted(entries, key=_order)) for state, entries in by_state.items()}, low=low, high=high,
                      next_key=questions[0] if questions else None, open_keys=tuple(questions))

    def _states(self, day: datetime.date) -> dict[int, Status]:
        return {provision: status_on(validity, day) for provision, validity in self._validity.items()}

    def _entry(self, matter: Matter, values: Values, states: Mapping[int, Status], tally: _Tally) -> Entry:
        item, provisions = matter.item, matter.provisions
        status = joint_status(states[id(provision)] for provision in provisions)
        audience = _audience_gaps(matter, values)
        if audience is None:
            return Entry(item, "not_applicable", status, provisions=provisions)
        judged = [(case, check(case.conditions, values)) for case in matter.cases]
        open_cases = [(case, verdict) for case, verdict in judged if not verdict.failed]
        if not open_cases:
            return self._failed(matter, status, judged)
        promise = max(case.promise for case, _ in open_cases)
        evident = [(case, verdict) for case, verdict in open_cases if not verdict.unknown and self._evidence(verdict)]
        if audience:
            evident = []
        if status is not Status.EXPIRED:
            for case, verdict in open_cases:
                tally.add((*verdict.unknown_keys, *audience), case.promise)
            for case, _ in evident:
                tally.add((key for key in case.needs if key not in values and key != ROW), case.promise)
        if evident:
            low, high = _amount(evident, values, self._criteria, states, status)
            best = max(evident, key=lambda pair: (len(pair[1].met), pair[0].promise))[1]
            return Entry(item, "available", status, told=best.told, met=len(best.met), low=low, high=high, promise=promise,
                         provisions=provisions)
        best = min((verdict for _, verdict in open_cases), key=lambda verdict: len(verdict.unknown))
        questions = tuple(dict.fromkeys((*best.unknown_keys, *audience)))
        return Entry(item, "unknown", status, unknown=questions, told=best.told, met=len(best.met),
                     promise=promise, provisions=provisions)

    def _failed(self, matter: Matter, status: Status, judged: list[tuple[Case, Verdict]]) -> Entry:
        """Every case fails: on what the firm is (not applicable), or on something that it may still reach."""
        best = min((verdict for _, verdict in judged), key=lambda verdict: len(verdict.failed))
        fixed = any(self._is_nature(condition) for condition in best.failed)
        return Entry(matter.item, "not_applicable" if fixed else "lacking", status, failed=best.failed, unknown=best.unknown_keys,
                     told=best.told, met=len(best.met), promise=max(case.promise for case, _ in judged), provisions=matter.provisions)

    def _evidence(self, verdict: Verdict) -> bool:
        """Does a met condition speak for the firm? Being a small firm alone earns no award."""
        return any(not self._is_nature(condition) for condition in verdict.met)

    def _is_nature(self, condition: Condition) -> bool:
        return any(part.key in self._natures for part in condition.any or [condition])


def _audience_gaps(matter: Matter, values: Values) -> tuple[str, ...] | None:
    """Questions on who is meant that are still open; None when the firm is not meant."""
    excludes = matter.item.audience.excludes
    if excludes and any(values.get(key) in excludes for key in AUDIENCE_KEYS):
        return None
    open_keys = []
    for key, meant in matter.audience:
        given = _possible(values.get(key))
        if not given:
            open_keys.append(key)
        elif meant.isdisjoint(given) and (key != "size" or values.get("subject") in (None, "企业")):
            return None
    return tuple(open_keys)


def _amount(pairs: list[tuple[Case, Verdict]], values: Values, criteria: Mapping[str, Criterion],
            states: Mapping[int, Status], status: Status) -> tuple[Decimal | None, Decimal | None]:
    """The span of the item: the best benefit of each provision, combined as the documents say."""
    best: dict[int, tuple[Provision, Calculation]] = {}
    for case, _ in pairs:
        result = case.result
        if result is None and case.needs and all(key in values for key in case.needs):
            result = calculate(case.benefit, values, criteria)
        if result is None or not result.computed or result.missing or result.unit != MONEY:
            continue
        if states[id(case.provision)] is Status.EXPIRED and status is not Status.EXPIRED:
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
