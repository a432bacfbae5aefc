"""Which figures of a message fill which inputs: by unit, by the criterion's words near the figure, each figure once.

A figure that could mean two things fills nothing: the caller asks instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from policy_db.comparators import beside
from policy_db.quantity import RATIO, Figure, find_figures
from policy_db.schema import Criterion

_MONEY_UNITS = {"元", ""}
#: units that people use for each other when they count
_COUNT_UNITS = {"人": {"人", "个"}, "张": {"张", "个"}, "辆": {"辆", "台", "个"}, "头": {"头", "只", "个"},
                "头份": {"头份", "毫升", "只", "头"}, "个": {"个", "家", "项", "件", "场", "种", "套"}, "家": {"家", "个", "户"},
                "户": {"户", "家", "个"}, "个月": {"个月", "月"}, "天": {"天", "日", "工作日"}, "台": {"台", "个", "套"},
                "套": {"套", "台", "个"}, "层": {"层"}}
_MONTHS_A_YEAR, _DAYS_A_YEAR = 12, 365
_CLAUSE_END = re.compile(r"[，。；！？,;!?、\s]")
_SPAN_BEFORE = re.compile(r"[了满过到有才刚够签用]$")
#: years told beside the calendar's, by their distance from this one
_YEAR_WORDS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "头年": -1, "今年": 0, "本年": 0, "当年": 0}
_YEAR_WORD = re.compile("|".join(sorted(_YEAR_WORDS, key=len, reverse=True)))
#: between two figures, or before and between them: the second is what the first became
_BECAME = re.compile(r"[^，。；,;]{0,4}(?:涨|增|升|提高|做|变|发展|扩|长|干|冲)[^，。；,;]{0,3}(?:到|至|成|为)了?")
_FROM, _TO = re.compile(r"[从由]$"), re.compile(r"[^，。；,;]{0,6}[到至]了?")
_MONTH_UNIT = "个月"
#: a stretch of time that says for how many months something is asked, when months are wanted and nothing counts them
_PERIODS = ((re.compile(r"(?<![\d.十百])(?:[一1全整每]个?|按)年(?!级|度?检)|年度"), Decimal(12)),
            (re.compile(r"(?<![\d.十百])(?:[一1每单]个?|按)月"), Decimal(1)))
#: how much a word tells: each of its characters, less for each character between it and the figure
_PER_CHARACTER, _PER_DISTANCE, _OTHER_CLAUSE, _BEHIND, _UNIT_IS_WORD = 2.0, 0.5, 8.0, 1.0, 3.0
_FAR = 14


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
    sources = [source for key in wanted for source in criteria[key].follows_from]
    figures = [figure for figure in find_figures(text) if _is_amount(figure, text)]
    values, used = _before_and_after(text, figures, criteria, wanted)
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
    """Wanted growth, increments and shares that follow from two values."""
    found: dict[str, Decimal] = {}
    for key in wanted:
        criterion = criteria[key]
        pair = criterion.follows_from
        if key in values or not pair or any(name not in values for name in pair):
            continue
        first, second = (values[name] for name in pair)
        if criterion.increment_of:
            found[key] = second - first
        elif criterion.growth_of and first > 0:
            found[key] = (second - first) / first
        elif criterion.share_of and second > 0:
            found[key] = first / second
    return found


def share_out(text: str, cases: Mapping[str, str], unit: str) -> dict[str, Decimal]:
    """Several figures of one unit to several cases (name → words): 日光温室20亩、大棚30亩. {} unless each finds one."""
    fitting = _COUNT_UNITS.get(unit, {unit})
    figures = [figure for figure in find_figures(text) if figure.unit in fitting and _is_amount(figure, text)]
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


def fitting_value(figure: Figure, criterion: Criterion, *, lenient: bool = False) -> Decimal | None:
    """The figure as a value of the criterion, a hair to the side that was said (超过20亿); None when its unit cannot mean
    that. `lenient`: we asked for it."""
    value = _in_unit(figure, criterion, lenient)
    return None if value is None else beside(value, figure.side)


def _in_unit(figure: Figure, criterion: Criterion, lenient: bool) -> Decimal | None:
    if criterion.type == "money":
        return figure.value if figure.unit in _MONEY_UNITS and (lenient or figure.unit or figure.value >= 1000) else None
    if criterion.type == "usd":
        return figure.value if figure.unit == "美元" or (lenient and not figure.unit) else None
    if criterion.type == "ratio":
        if figure.unit == RATIO:
            return figure.value
        return figure.value / 100 if lenient and not figure.unit and figure.value <= 100 else None
    if criterion.type == "duration":
        return _duration(figure, criterion.unit, lenient)
    if criterion.type == "count":
        return _count(figure, criterion.unit, lenient)
    return None


def _count(figure: Figure, unit: str, lenient: bool) -> Decimal | None:
    if unit == "个月" and figure.unit == "年":
        return figure.value * _MONTHS_A_YEAR
    if unit == "个月" and figure.unit == "月" and not lenient:
        return None  # 3月 is March
    if figure.unit == unit or figure.unit in _COUNT_UNITS.get(unit, ()):
        return figure.value
    return figure.value if lenient and not figure.unit else None


def _duration(figure: Figure, unit: str, lenient: bool) -> Decimal | None:
    in_years = {"年": Decimal(1), "个月": Decimal(1) / _MONTHS_A_YEAR, "天": Decimal(1) / _DAYS_A_YEAR}
    if figure.unit == unit or (lenient and not figure.unit):
        return figure.value
    if unit == "个月" and figure.unit == "年":
        return figure.value * _MONTHS_A_YEAR
    if unit == "年" and figure.unit == "个月":
        return figure.value / _MONTHS_A_YEAR
    if figure.unit in in_years and unit in in_years:
        return figure.value * in_years[figure.unit] / in_years[unit]
    return None


def _is_amount(figure: Figure, text: str) -> bool:
    """No calendar year or date, no ordinal (第6个工作日), no 一年 that means yearly (一年服务费), no 一张 that means each."""
    date = figure.unit in ("月", "日") and not text.startswith("内", figure.end)
    single = figure.text.startswith("一") and figure.value == 1 and not _SPAN_BEFORE.search(text[:figure.start])
    each = single and (figure.unit not in ("年", "个月") or re.match(r"[^\s，。？！,?!；、半零了多以就整]", text[figure.end:]))
    return not (figure.is_calendar_year or date or each or text[:figure.start].endswith("第"))


def _derivable(criterion: Criterion, values: Mapping[str, Decimal]) -> bool:
    return bool(criterion.follows_from) and all(name in values for name in criterion.follows_from)


def _best_fits(text: str, figures: list[Figure], criteria: Mapping[str, Criterion], keys: list[str],
               asked: str | None) -> list[_Fit]:
    """Keys whose words stand near a figure, best first; a figure belongs to the criterion whose words fit best."""
    fits = []
    for figure in figures:
        for key in keys:
            value = fitting_value(figure, criteria[key], lenient=key == asked)
            score = _word_score(text, figure, criteria[key])
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


def claimed(text: str, figure: Figure, criteria: Mapping[str, Criterion], keys: list[str], score: float = 0) -> bool:
    """Do the words of a criterion that is not wanted say clearer what the figure is?"""
    for key, criterion in criteria.items():
        if key in keys or criterion.general or fitting_value(figure, criterion) is None:
            continue
        if _word_score(text, figure, criterion) > max(score, 2.5):
            return True
    return False


def _word_score(text: str, figure: Figure, criterion: Criterion) -> float:
    """How clearly words of the criterion near the figure tell that it is meant; 0 when none stands near."""
    return max((_distance_score(text, figure, said) for word in criterion.words for said in _as_written(word, text, figure)), default=0.0)


def _as_written(word: str, text: str, figure: Figure) -> list[str]:
    """The word as the text has it: 省…补了 is 省里给我们补了 directly before the figure."""
    if "…" not in word:
        return [word]
    pattern = re.escape(word).replace("…", f"[^，。,；;]{{0,{_FAR}}}?")
    return [match[0] for match in re.finditer(pattern, text[:figure.start])][-1:]


def _distance_score(text: str, figure: Figure, word: str) -> float:
    if word in text[figure.start:figure.end]:
        return _PER_CHARACTER * len(word) + _UNIT_IS_WORD  # 30亩: the unit itself is the word
    worth = _PER_CHARACTER * len(word) + 2
    before = text.rfind(word, 0, figure.start)
    scores = [0.0]
    if before >= 0:
        scores.append(worth - _between(text[before + len(word):figure.start]))
    after = text.find(word, figure.end)
    if after >= 0:
        scores.append(worth - _between(text[figure.end:after]) - _BEHIND)
    return max(scores)


def _between(gap: str) -> float:
    """What the characters between word and figure take away; another figure or clause between takes more."""
    penalty = len(gap) * _PER_DISTANCE
    if _CLAUSE_END.search(gap):
        penalty += _OTHER_CLAUSE
    if find_figures(gap):
        penalty += _OTHER_CLAUSE
    return penalty if len(gap) <= _FAR else penalty + _OTHER_CLAUSE


def _before_and_after(text: str, figures: list[Figure], criteria: Mapping[str, Criterion], wanted: list[str],
                      ) -> tuple[dict[str, Decimal], list[Figure]]:
    """2021年4.2亿，2022年5.1亿; 前年2亿去年2.7亿; 从2亿涨到3亿: what was before and what came after, and the figures that say it.

    The figures of another thing (利润从…涨到…) fill nothing.
    """
    pairs = [pair for key in wanted if (pair := criteria[key].growth_of or criteria[key].increment_of)]
    money = [figure for figure in figures if figure.unit in _MONEY_UNITS and figure.value >= 1000]
    ordered = (_by_year(text, money) or _by_change(text, money)) if pairs and len(money) == len(pairs[0]) else []
    if not ordered:
        return {}, []
    names = "".join(criteria[key].name for key in pairs[0])
    kin = [key for key, criterion in criteria.items() if any(word in names for word in criterion.words)]
    if any(claimed(text, figure, criteria, [*wanted, *pairs[0], *kin]) for figure in money):
        return {}, money
    return {key: beside(figure.value, figure.side) for key, figure in zip(pairs[0], ordered, strict=True)}, money


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


def _periods(text: str, criteria: Mapping[str, Criterion], wanted: list[str], values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """一年能补多少 asks for twelve months, 一个月 for one; only beside another figure, for alone it is no case of one's own."""
    months = [key for key in wanted if criteria[key].unit == _MONTH_UNIT and criteria[key].general and key not in values]
    if not values or not months:
        return {}
    counted = next((number for pattern, number in _PERIODS if pattern.search(text)), None)
    return {} if counted is None else {months[0]: counted}


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
