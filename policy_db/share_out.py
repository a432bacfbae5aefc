"""Several figures of one unit, each for the case whose words stand by it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from policy_db.fitting import COUNT_UNITS, is_amount
from policy_db.quantity import Figure, find_figures


def share_out(text: str, cases: Mapping[str, str], unit: str) -> dict[str, Decimal]:
    """Several figures of one unit to several cases (name → words): 日光温室20亩、大棚30亩. {} unless each finds one."""
    fitting = COUNT_UNITS.get(unit, {unit})
    figures = [figure for figure in find_figures(text) if figure.unit in fitting and is_amount(figure, text)]
    if not figures:
        return {}
    before, after = _surroundings(text, figures)
    for parts in (before, after):
        shared: dict[str, Decimal] = {}
        for figure, part in zip(figures, parts, strict=True):
            ranked = sorted(cases, key=lambda name: -_likeness(cases[name], part, text))
            if not ranked or _likeness(cases[ranked[0]], part, "") <= 0 or ranked[0] in shared:
                break
            shared[ranked[0]] = figure.value
        if len(shared) == len(figures):
            return shared
    return {}


def _surroundings(text: str, figures: list[Figure]) -> tuple[list[str], list[str]]:
    """For each figure the words since the figure before it, and the words up to the next one."""
    starts = [0, *(figure.end for figure in figures)]
    ends = [*(figure.start for figure in figures), len(text)]
    before = [text[start:end] for start, end in zip(starts[:-1], ends[:-1], strict=True)]
    after = [text[start:end] for start, end in zip(starts[1:], ends[1:], strict=True)]
    return before, after


def _likeness(words: str, part: str, whole: str) -> float:
    return _shared(words, part) + 0.1 * _shared(words, whole)


def _shared(words: str, part: str) -> float:
    """Neighbouring pairs of characters of `part` that stand in `words`."""
    return sum(part[index:index + 2] in words for index in range(len(part) - 1))
