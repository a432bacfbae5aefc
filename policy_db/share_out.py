"""Several figures of one unit, each for the case whose words stand by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from policy_db.fitting import COUNT_UNITS, is_amount
from policy_db.quantity import Figure, find_figures

_CLAUSE_END = re.compile(r"[，。；;,！!？?\s]+")


def share_out(text: str, cases: Mapping[str, str], unit: str) -> dict[str, Decimal]:
    """Several figures of one unit to several cases (name → words): 日光温室20亩、大棚30亩. {} unless each finds one."""
    fitting = COUNT_UNITS.get(unit, {unit})
    figures = [figure for figure in find_figures(text) if figure.unit in fitting and is_amount(figure, text)]
    if not figures:
        return {}
    clauses = _clauses(text, figures)
    if len(clauses) == len(figures):
        found = _by_words(figures, clauses, cases, "")
        return found[1] if found else {}
    shared = [found for parts in _between(text, figures) if (found := _by_words(figures, parts, cases, text))]
    return max(shared, key=lambda found: found[0])[1] if shared else {}


def _by_words(figures: list[Figure], parts: list[str], cases: Mapping[str, str], text: str) -> tuple[float, dict[str, Decimal]] | None:
    """Each figure to the case that its part is most like, with the likeness of all; None when two want the same case.
    `text`: what stands elsewhere breaks ties."""
    total, shared = 0.0, {}
    for figure, part in zip(figures, parts, strict=True):
        best = max(cases, key=lambda name: _likeness(cases[name], part, text), default=None)
        if best is None or _shared(cases[best], part) <= 0 or best in shared:
            return None
        shared[best] = figure.value
        total += _likeness(cases[best], part, text)
    return total, shared


def _clauses(text: str, figures: list[Figure]) -> list[str]:
    """The clauses that hold a figure."""
    bounds = [0, *(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(bounds) if any(start <= figure.start < end for figure in figures)]


def _between(text: str, figures: list[Figure]) -> tuple[list[str], list[str]]:
    """For each figure the words since the figure before it, and the words up to the next one."""
    starts, ends = [0, *(figure.end for figure in figures)], [*(figure.start for figure in figures), len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return parts[:-1], parts[1:]


def _likeness(words: str, part: str, whole: str) -> float:
    return _shared(words, part) + 0.1 * _shared(words, whole)


def _shared(words: str, part: str) -> float:
    """Neighbouring pairs of characters of `part` that stand in `words`."""
    return sum(part[index:index + 2] in words for index in range(len(part) - 1))
