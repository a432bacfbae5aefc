"""Can a figure be a value of a criterion? What units stand for each other, and which figures are no amounts."""

from __future__ import annotations

import re
from decimal import Decimal

from policy_db.comparators import beside
from policy_db.quantity import RATIO, Figure
from policy_db.schema import Criterion

MONEY_UNITS = {"元", ""}
#: units that people use for each other when they count
COUNT_UNITS = {"人": {"人", "个"}, "张": {"张", "个"}, "辆": {"辆", "台", "个"}, "头": {"头", "只", "个"},
                "头份": {"头份", "毫升", "只", "头"}, "个": {"个", "家", "项", "件", "场", "种", "套"}, "家": {"家", "个", "户"},
                "户": {"户", "家", "个"}, "个月": {"个月", "月"}, "天": {"天", "日", "工作日"}, "台": {"台", "个", "套"},
                "套": {"套", "台", "个"}, "层": {"层"}}
#: (unit wanted, unit said) → what one of the latter is worth
_WORTH = {("千伏", "伏"): Decimal("0.001")}
_MONTHS_A_YEAR, _DAYS_A_YEAR = 12, 365
#: 一年服务费 means each year; 一年合同 is as long as it says
_EACH = re.compile(r"(?!(?:期|的)?(?:劳动|用工)?合同)[^\s，。？！,?!；、半零了多以就整]")
_SPAN_BEFORE = re.compile(r"[了满过到有才刚够签用]$")
#: 后头两年也是5万: not how many years, but which
_WHICH_YEARS = re.compile(r"(?:后头?|后面|其后|之后|最后|剩下|余下)这?$")


def fitting_value(figure: Figure, criterion: Criterion, *, lenient: bool = False) -> Decimal | None:
    """The figure as a value of the criterion, a hair to the side that was said (超过20亿); None when its unit cannot mean
    that. `lenient`: we asked for it."""
    value = _in_unit(figure, criterion, lenient)
    return None if value is None else beside(value, figure.side)


def is_amount(figure: Figure, text: str) -> bool:
    """No calendar year or date, no ordinal (第6个工作日), no 后头两年 that says which years, no 一年 that means yearly
    (一年服务费), no 一张 that means each."""
    date = figure.unit in ("月", "日") and not text.startswith("内", figure.end)
    single = figure.text.startswith("一") and figure.value == 1 and not _SPAN_BEFORE.search(text[:figure.start])
    each = single and (figure.unit not in ("年", "个月") or _EACH.match(text, figure.end))
    which = figure.unit == "年" and _WHICH_YEARS.search(text[:figure.start])
    return not (figure.is_calendar_year or date or each or which or text[:figure.start].endswith("第"))


def _in_unit(figure: Figure, criterion: Criterion, lenient: bool) -> Decimal | None:
    if criterion.type == "money":
        return figure.value if figure.unit in MONEY_UNITS and (lenient or figure.unit or figure.value >= 1000) else None
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
    if figure.unit == unit or figure.unit in COUNT_UNITS.get(unit, ()):
        return figure.value
    if (unit, figure.unit) in _WORTH:
        return figure.value * _WORTH[unit, figure.unit]
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
