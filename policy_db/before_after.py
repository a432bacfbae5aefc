"""What was before and what came after: the figures of two years, from which growth and increments follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from policy_db.comparators import beside
from policy_db.fitting import MONEY_UNITS
from policy_db.nearness import claimed
from policy_db.quantity import Figure, find_figures
from policy_db.schema import Criterion

#: years told beside the calendar's, by their distance from this one
_YEAR_WORDS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "头年": -1, "今年": 0, "本年": 0, "当年": 0}
_YEAR_WORD = re.compile("|".join(sorted(_YEAR_WORDS, key=len, reverse=True)))
#: between two figures, or before and between them: the second is what the first became
_BECAME = re.compile(r"[^，。；,;]{0,4}(?:涨|增|升|提高|做|变|发展|扩|长|干|冲)[^，。；,;]{0,3}(?:到|至|成|为)了?")
#: how clearly (`word_score`) a figure must be of another thing, although two years or a change are told
CLEARLY = 5.0
_FROM, _TO = re.compile(r"[从由]$"), re.compile(r"[^，。；,;]{0,6}[到至]了?")


def before_and_after(text: str, figures: list[Figure], criteria: Mapping[str, Criterion], wanted: list[str],
                      ) -> tuple[dict[str, Decimal], list[Figure]]:
    """2021年4.2亿，2022年5.1亿; 前年2亿去年2.7亿; 从2亿涨到3亿: what was before and what came after, and the figures that say it.

    The figures of another thing (利润从…涨到…) fill nothing.
    """
    pairs = [pair for key in wanted if (pair := _pair_of(criteria[key], criteria))]
    money = [figure for figure in figures if figure.unit in MONEY_UNITS and figure.value >= 1000]
    ordered = (_by_year(text, money) or _by_change(text, money)) if pairs and len(money) == len(pairs[0]) else []
    if not ordered:
        return {}, []
    names = "".join(criteria[key].name for key in pairs[0])
    kin = [key for key, criterion in criteria.items() if any(word in names for word in criterion.words)]
    if any(claimed(text, figure, criteria, [*wanted, *pairs[0], *kin], CLEARLY) for figure in money):
        return {}, money
    return {key: beside(figure.value, figure.side) for key, figure in zip(pairs[0], ordered, strict=True)}, money


def _pair_of(criterion: Criterion, criteria: Mapping[str, Criterion]) -> tuple[str, str] | None:
    """Keys of before and after: those that the criterion follows from, or in which it is what came after."""
    if not criterion.taken_from:
        return criterion.growth_of or criterion.increment_of
    pairs = (other.growth_of or other.increment_of for other in criteria.values())
    return next((pair for pair in pairs if pair and pair[1] == criterion.taken_from), None)


def _by_year(text: str, money: list[Figure]) -> list[Figure]:
    """The two figures by the years that stand before each; [] when each has not exactly one."""
    years = [(figure.start, int(figure.value)) for figure in find_figures(text) if figure.is_calendar_year]
    words = [(match.start(), _YEAR_WORDS[match[0]]) for match in _YEAR_WORD.finditer(text)]
    told = years or words
    starts = (0, money[0].end)
    own = [[year for place, year in told if start <= place < figure.start] for start, figure in zip(starts, money, strict=True)]
    if any(len(found) != 1 for found in own) or len(told) != len(money) or own[0] == own[1]:
        return []
    return [figure for _, figure in sorted(zip((own[0][0], own[1][0]), money, strict=True), key=lambda pair: pair[0])]


def _by_change(text: str, money: list[Figure]) -> list[Figure]:
    """The two figures, when the text says that the first became the second; else []."""
    between = text[money[0].end:money[1].start]
    became = _BECAME.fullmatch(between) or (_FROM.search(text[:money[0].start]) and _TO.fullmatch(between))
    return money if became else []
