"""Errors of the policy database.

PolicyDbError
├── CatalogueError      a catalogue file breaks a rule: names file, field and reason
├── QuantityError       a text is no amount that we understand
├── OriginalsError      the official texts cannot be read or divided into clauses
│   └── UnknownClause   no clause has this address
├── InputError          a figure or profile answer given by a person or system is unusable
└── UnknownItem         no item has this id
"""

from __future__ import annotations

from dataclasses import dataclass


class PolicyDbError(Exception):
    """Base of everything that policy_db raises on purpose."""


@dataclass(frozen=True)
class Problem:
    """One broken rule: the catalogue file, the dotted field path inside it, and the reason in words."""

    file: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.reason}"


class CatalogueError(PolicyDbError):
    """The catalogue is not fit to be built; `problems` lists every broken rule, not only the first."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class QuantityError(PolicyDbError, ValueError):
    """The text is no amount (number with a unit) that we understand."""


class OriginalsError(PolicyDbError):
    """An official text is missing or cannot be divided into clauses."""

    def __init__(self, file: str, reason: str):
        self.file, self.reason = file, reason
        super().__init__(f"{file}: {reason}")


class UnknownClause(OriginalsError):
    """No clause has this address."""

    def __init__(self, key: str):
        super().__init__(key, "no such clause")


class InputError(PolicyDbError):
    """A figure or answer that somebody gave cannot be used; `field` is a criteria key."""

    def __init__(self, field: str, reason: str):
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


class UnknownItem(PolicyDbError, KeyError):
    """No item has this id."""
