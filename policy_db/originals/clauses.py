"""Clauses and their addresses.

An address (key) is `<document id>#<path>`; the labels of a path are joined by "/", from the outside in:
`luoyang-2022-23#附件1/三`. A document inside a compendium has its title in its id, so that its clauses
read `jiaozuo-compendium-2022#<title>/<path>`. Where people cite a clause in several ways (with or without
its section, an annex by number or by title), one spelling is the key and the others are aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policy_db.errors import OriginalsError, UnknownClause


@dataclass(frozen=True)
class Clause:
    """One piece of an official text; the clauses of a file follow each other without gap or overlap."""

    key: str
    document: str
    path: str
    heading: str
    """The heading as printed, "" if the clause begins with running text."""
    text: str
    """The official wording with the heading, without the clauses below it."""
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.key, *self.aliases)


def join_address(base: str, path: str) -> str:
    """The address of `path` below `base`: a document id, or an address that already has a path."""
    if not path:
        return base
    return f"{base}{'/' if '#' in base else '#'}{path}"


class Originals:
    """The clauses of all documents, in document order."""

    def __init__(self, clauses: Iterable[Clause]):
        """Raise OriginalsError when two clauses claim one address."""
        self.clauses = list(clauses)
        self._by_spelling: dict[str, Clause] = {}
        self._within: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            for spelling in clause.spellings:
                if spelling in self._by_spelling:
                    raise OriginalsError(spelling, "two clauses have this address")
                self._by_spelling[spelling] = clause
            for parent in _with_parents(clause.spellings):
                self._within.setdefault(parent, []).append(clause)

    def get(self, key: str) -> Clause:
        """The clause with this key or alias, else UnknownClause.

        The address of a document or annex gives its opening clause (title and preamble), that of a section
        its heading and own text; `text_of` gives everything below it too.
        """
        try:
            return self._by_spelling[key]
        except KeyError:
            raise UnknownClause(key) from None

    def within(self, key: str) -> list[Clause]:
        """The clause with this address and all below it, in document order, else UnknownClause."""
        try:
            return self._within[key]
        except KeyError:
            raise UnknownClause(key) from None

    def text_of(self, key: str) -> str:
        """The official wording of a clause, section, annex or document with everything below it."""
        return "\n".join(clause.text for clause in self.within(key))


def _with_parents(spellings: Iterable[str]) -> dict[str, None]:
    """The addresses themselves and every address above them, each once."""
    found: dict[str, None] = {}
    for spelling in spellings:
        found[spelling] = None
        for cut in re.finditer("[#/]", spelling):
            found[spelling[: cut.start()]] = None
    return found


def outline(originals: Originals) -> str:
    """A line a clause: its key, a tab, and its first 40 characters."""
    return "\n".join(f"{clause.key}\t{' '.join(clause.text.split())[:40]}" for clause in originals.clauses)
