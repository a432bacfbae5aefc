"""Do conditions hold for what is known? Three values: what is not known stays unknown, and a told condition is never met."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from policy_db.quantity import parse_quantity
from policy_db.schema import Condition

#: what is known, by criteria key: Decimal in the criterion's unit, bool, a choice, or a list of the choices still possible
Values = Mapping[str, Any]
Answer = Literal["yes", "no", "unknown"]
_ORDER: dict[str, Callable[[Any, Any], bool]] = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt,
                                                 "==": operator.eq, "!=": operator.ne}


@dataclass(frozen=True)
class Verdict:
    """The conditions by their state. `told` are open ones that only the authority can check, or that nobody is asked for."""

    failed: tuple[Condition, ...]
    unknown: tuple[Condition, ...]
    told: tuple[Condition, ...]
    met: tuple[Condition, ...]

    @property
    def answer(self) -> Answer:
        """no: one fails; yes: all are computed and met; else unknown."""
        if self.failed:
            return "no"
        return "unknown" if self.unknown or self.told else "yes"

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """Criteria whose answer would settle an unknown condition, in the order of the conditions."""
        keys = [key for condition in self.unknown for key in _keys(condition)]
        return tuple(dict.fromkeys(keys))


def check(conditions: Iterable[Condition], values: Values) -> Verdict:
    """Sort conditions (with their `any` groups) by whether they hold for the values."""
    failed: list[Condition] = []
    unknown: list[Condition] = []
    told: list[Condition] = []
    met: list[Condition] = []
    for condition in conditions:
        if is_told(condition):
            told.append(condition)
            continue
        state = holds(condition, values)
        if state is None and not condition.asked:
            told.append(condition)
            continue
        (unknown if state is None else met if state else failed).append(condition)
    return Verdict(tuple(failed), tuple(unknown), tuple(told), tuple(met))


def is_told(condition: Condition) -> bool:
    """Text only: nothing that we could compute."""
    return condition.key is None and (not condition.any or all(map(is_told, condition.any)))


def holds(condition: Condition, values: Values) -> bool | None:
    """True, False, or None when the values do not settle it. An `any` group holds when one part does."""
    if condition.any:
        states = [holds(part, values) for part in condition.any]
        return True if True in states else None if None in states else False
    if condition.key is None or condition.key not in values:
        return None
    value = values[condition.key]
    if isinstance(value, list | tuple):
        states = [_compare(possible, condition) for possible in value]
        return states[0] if states and len(set(states)) == 1 else None
    return _compare(value, condition)


def _compare(value: Any, condition: Condition) -> bool:
    assert condition.op is not None
    if condition.op in ("in", "not_in"):
        assert isinstance(condition.value, list)
        return (value in condition.value) == (condition.op == "in")
    return _ORDER[condition.op](value, threshold(condition) if isinstance(value, Decimal) else condition.value)


def threshold(condition: Condition) -> Decimal:
    """The number that a computed condition compares with, in the unit of its criterion."""
    return _number(condition.value)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def _number(value: bool | int | str) -> Decimal:
    return Decimal(value) if isinstance(value, int) else parse_quantity(value).value


def _keys(condition: Condition) -> list[str]:
    own = [condition.key] if condition.key else []
    return [*own, *(key for part in condition.any for key in _keys(part))]
