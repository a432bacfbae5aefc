"""Which figures of a message fill which inputs: by unit, by the criterion's words near the figure, each figure once.

A figure that could mean two things fills nothing: the caller asks instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from policy_db.before_after import before_and_after
from policy_db.fitting import fitting_value, is_amount
from policy_db.nearness import claimed, word_score
from policy_db.quantity import Figure, find_figures
from policy_db.schema import Criterion

_MONTH_UNIT = "个月"
#: a stretch of time that says for how many months something is asked, when months are wanted and nothing counts them
_PERIODS = ((re.compile(r"(?<![\d.十百])(?:[一1全整每]个?|按)年(?!级|度?检)|年度"), Decimal(12)),
            (re.compile(r"(?<![\d.十百])(?:[一1每单]个?|按)月"), Decimal(1)))


@dataclass(frozen=True)
class _Fit:
    score: float
    key: str
    figure: Figure
    value: Decimal


def assign(text: str, criteria: Mapping[str, Criterion], wanted: Iterable[str], asked: str | None = None,
           ) -> dict[str, Decimal]:
    """Values in base units (元, ratio, the criterion's unit) for the wanted keys that the text gives.

    `asked` is the key that we have just asked for: its answer may lack words and unit ("300", "两年").
    Growth and increments follow from the figures of two years; months from years.
    """
    wanted = [key for key in dict.fromkeys(wanted) if key in criteria]
    sources = [source for key in wanted for source in criteria[key].follows_from if source in criteria]
    figures = [figure for figure in find_figures(text) if is_amount(figure, text)]
    values, used = before_and_after(text, figures, criteria, wanted)
    free = [figure for figure in figures if figure not in used]
    keys = [key for key in dict.fromkeys([*wanted, *sources]) if key not in values]
    for fit in _best_fits(text, free, criteria, keys, asked):
        values[fit.key] = fit.value
        free = [figure for figure in free if figure is not fit.figure]
    open_keys = [key for key in wanted if key not in values and not _derivable(criteria[key], values)]
    values |= _only_choices(text, free, criteria, open_keys, asked)
    values |= _periods(text, criteria, wanted, values)
    return {**values, **derive(values, criteria, wanted)}


def derive(values: Mapping[str, Decimal], criteria: Mapping[str, Criterion], wanted: Iterable[str]) -> dict[str, Decimal]:
    """Wanted growth, increments and shares that follow from two values, and what is only another name of a value."""
    found: dict[str, Decimal] = {}
    for key in wanted:
        criterion = criteria[key]
        sources = criterion.follows_from
        if key in values or not sources or any(name not in values for name in sources):
            continue
        first, second = values[sources[0]], values[sources[-1]]
        if criterion.taken_from:
            found[key] = first
        elif criterion.increment_of:
            found[key] = second - first
        elif criterion.growth_of and first > 0:
            found[key] = (second - first) / first
        elif criterion.share_of and second > 0:
            found[key] = first / second
    return found


def _derivable(criterion: Criterion, values: Mapping[str, Decimal]) -> bool:
    return bool(criterion.follows_from) and all(name in values for name in criterion.follows_from)


def _best_fits(text: str, figures: list[Figure], criteria: Mapping[str, Criterion], keys: list[str],
               asked: str | None) -> list[_Fit]:
    """Keys whose words stand near a figure, best first; a figure belongs to the criterion whose words fit best, on a tie to the earlier key."""
    fits = []
    for figure in figures:
        for key in keys:
            value = fitting_value(figure, criteria[key], lenient=key == asked)
            score = word_score(text, figure, criteria[key])
            if value is not None and score > 0:
                fits.append(_Fit(score, key, figure, value))
    chosen: list[_Fit] = []
    for fit in sorted(fits, key=lambda entry: -entry.score):
        taken = any(fit.key == other.key or fit.figure is other.figure for other in chosen)
        if not taken and not claimed(text, fit.figure, criteria, keys, fit.score):
            chosen.append(fit)
    return chosen


def _only_choices(text: str, figures: list[Figure], criteria: Mapping[str, Criterion], keys: list[str],
                  asked: str | None) -> dict[str, Decimal]:
    """Figures without words: filled only when exactly one figure fits the key and exactly one key fits the figure."""
    unclaimed = [figure for figure in figures if not claimed(text, figure, criteria, keys)]
    fits: dict[str, list[tuple[Figure, Decimal]]] = {key: [] for key in keys}
    for figure in unclaimed:
        for key in keys:
            value = fitting_value(figure, criteria[key], lenient=key == asked)
            if value is not None:
                fits[key].append((figure, value))
    if asked in fits and len(fits[asked]) == 1:
        return {asked: fits[asked][0][1]}
    return {key: entries[0][1] for key, entries in fits.items()
            if len(entries) == 1 and sum(entries[0][0] is other for found in fits.values() for other, _ in found) == 1}


def _periods(text: str, criteria: Mapping[str, Criterion], wanted: list[str], values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """一年能补多少 asks for twelve months, 一个月 for one; only beside another figure, for alone it is no case of one's own."""
    months = [key for key in wanted if criteria[key].unit == _MONTH_UNIT and criteria[key].general and key not in values]
    if not values or not months:
        return {}
    counted = next((number for pattern, number in _PERIODS if pattern.search(text)), None)
    return {} if counted is None else {months[0]: counted}
