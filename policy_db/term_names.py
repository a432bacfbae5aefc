"""Finds the terms that a text names: quotation marks do not count, a name inside a longer one names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policy_db.schema import Term
from policy_db.text import normalise

_MARKS = re.compile(r"[\s“”‘’\"'《》「」『』·]")
_AND = "(?:和|与|跟|及|、|,)?"


@dataclass(frozen=True)
class NamedTerms:
    """Terms named one after the other (三零三省): the words, the terms of each name, and what stands around them."""

    words: str
    each: tuple[tuple[Term, ...], ...]
    before: str
    after: str


class TermNames:
    """The names of all terms."""

    def __init__(self, terms: Iterable[Term]):
        self._terms: dict[str, list[Term]] = {}
        for term in terms:
            for name in dict.fromkeys(map(plain, term.names)):
                self._terms.setdefault(name, []).append(term)
        name = "|".join(map(re.escape, sorted(self._terms, key=len, reverse=True)))
        self._name = re.compile(name) if name else None
        self._row = re.compile(f"(?:{name})(?:{_AND}(?:{name}))*")

    def find(self, text: str) -> list[NamedTerms]:
        """In the order of the text."""
        if self._name is None:
            return []
        said = plain(text)
        return [NamedTerms(row[0], tuple(tuple(self._terms[name]) for name in self._name.findall(row[0])),
                           said[:row.start()], said[row.end():]) for row in self._row.finditer(said)]


def plain(text: str) -> str:
    """Normalised, in lower case, without spaces and quotation marks."""
    return _MARKS.sub("", normalise(text).lower())
