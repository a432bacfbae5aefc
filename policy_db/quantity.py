"""Amounts as people and documents write them: 20万元, 1.2亿, 35%, 5‰, 万分之五, 三成五, 两万五, 一年半, 翻了一番, 3辆.

Everything is exact (`Decimal`). One scanner serves the catalogue, the figure check and the figures of a caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from policy_db.comparators import Side, side_said
from policy_db.errors import QuantityError
from policy_db.numerals import DIGITS, NO_TAIL, PLACES, Number, after_digits, number_at, plain

RATIO = "ratio"
RATIO_UNITS = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "个百分点": Decimal("0.01"), "个点": Decimal("0.01"),
               "成": Decimal("0.1"), "倍": Decimal(1), "折": Decimal("0.1")}
FRACTIONS = {"百分之": Decimal("0.01"), "千分之": Decimal("0.001"), "万分之": Decimal("0.0001")}
#: spelling of a unit → the unit that we use
UNITS = {
    "人民币": "元", "元": "元", "块钱": "元", "块": "元", "圆": "元", "美元": "美元", "美金": "美元", "美刀": "美元", "刀": "美元",
    "年": "年", "周年": "年", "个月": "个月", "月": "月", "工作日": "工作日", "个工作日": "工作日", "天": "天",
    "日": "日", "周": "周", "小时": "小时", "平方米": "平方米", "平米": "平方米", "平方": "平方米", "平": "平方米",
    "㎡": "平方米", "m2": "平方米", "m²": "平方米", "亩": "亩", "公顷": "公顷", "吨": "吨", "辆": "辆", "台": "台",
    "套": "套", "床": "张", "张": "张", "张床": "张", "床位": "张", "人": "人", "名": "人", "个人": "人", "位": "人",
    "口人": "人", "号人": "人", "个": "个", "户": "户", "家": "家", "头": "头", "只": "只", "项": "项", "件": "件", "次": "次",
    "班": "个", "个班": "个", "场": "场", "枚": "枚", "灶头": "个", "灶": "个", "公里": "公里", "千伏": "千伏", "千伏安": "千伏安",
    "kva": "千伏安", "kv": "千伏", "伏": "伏",
    "度": "度", "岁": "岁", "层": "层", "笔": "笔", "种": "种", "类": "类", "条": "条", "毫升": "毫升", "头份": "头份", "千克": "千克",
}
#: a unit is none when it begins another word: 一成立, 3平台, 2人才
_UNLESS_BEFORE = {"成": "立为功本果员熟交绩都", "人": "才民社力员事", "个人": "所", "平": "台均稳时安等", "只": "是有要能补给限",
                  "头": "雁", "班": "倒组", "块": "地田", "折": "旧", "日": "光", "台": "阶", "刀": "具",
                  "周": "转期边围", "种": "子植", "家": "庭具电居", "条": "件例", "位": "数置", "月": "租薪工", "层": "级", "场": "地所"}
_UNIT = re.compile("|".join(
    re.escape(unit) + (f"(?![{_UNLESS_BEFORE[unit]}])" if unit in _UNLESS_BEFORE else "")
    for unit in sorted([*UNITS, *RATIO_UNITS], key=len, reverse=True)), re.IGNORECASE)
_START = re.compile(r"百分之|千分之|万分之|翻|[\d〇一二两三四五六七八九俩仨]|(?<![几数好])十|(?<![上下前后大小多])半")
#: 翻番, 翻倍: growth by 100 %; 翻两番: by 300 %
_DOUBLED = re.compile(r"翻了?(?:(?P<two>两|2)番|[一1]?[番倍])")
#: one of these after 一 makes a word of it: 一次性, 一个, 一户
_NO_COUNT = ("次", "个", "户", "种", "类", "位", "层", "条", "家", "块", "刀")
_SHORT_YEAR = re.compile(r"(?:^|(?<=[\s，。,；;：:、从自到在是（(]))(?:1[89]|2\d|3[0-5])年(?![期以多内后前半的了经])")
_CALENDAR_CENTURY = 2000


@dataclass(frozen=True)
class Quantity:
    """An exact amount: `value` in base units (元, ratio 1 = 100 %, or the counted thing), `unit`, and as written."""

    value: Decimal
    unit: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Figure(Quantity):
    """A quantity found in running text at [start, end); `side` tells where the true figure lies (超过20亿: above)."""

    start: int
    end: int
    side: Side = ""

    @property
    def is_calendar_year(self) -> bool:
        """2022年 (also written 22年) is a point in time, no amount."""
        return self.unit == "年" and self.value > _CALENDAR_CENTURY - 100


def parse_quantity(text: str) -> Quantity:
    """The whole text as one quantity; `QuantityError` when it is not exactly one."""
    cleaned = text.strip().replace("％", "%")
    figures = [figure for figure in find_figures(cleaned) if figure.start == 0 and figure.end == len(cleaned)]
    if len(figures) == 1:
        return Quantity(figures[0].value, figures[0].unit, text.strip())
    per = re.fullmatch(r"([^/]+)/(.+)", cleaned)  # 30元/平方米: the amount, per something
    if per:
        return Quantity(parse_quantity(per[1]).value, parse_quantity(per[1]).unit, text.strip())
    raise QuantityError(f"{text!r} is no amount with a unit")


def find_figures(text: str) -> list[Figure]:
    """Every figure of a text from left to right; plain numbers have the unit ''.

    Chinese numerals count only with a scale or a unit (一般 and 一等奖 are no figures); 七八个 and 几百万 are no exact
    amounts. In 3—5万元 the first number takes scale and unit of the second. 22年 at the start of a phrase is 2022年.
    """
    text = text.replace("％", "%").replace("﹪", "%")
    figures: list[Figure] = []
    worths: list[Decimal] = []
    position = 0
    while start := _START.search(text, position):
        figure, worth, position = _figure_at(text, start.start())
        if figure is not None:
            figures.append(figure)
            worths.append(worth)
    joined = _join_durations(text, _share_scales_in_ranges(text, figures, worths))
    return [figure if figure.is_calendar_year else replace(figure, side=side_said(text, figure.start, figure.end, figure.unit))
            for figure in joined]


def _figure_at(text: str, start: int) -> tuple[Figure | None, Decimal, int]:
    """The figure that begins at `start` (or None), the worth of one of its units, and where to go on."""
    fraction = next((prefix for prefix in FRACTIONS if text.startswith(prefix, start)), None)
    if fraction:
        number = number_at(text, start + len(fraction))
        if number is None:
            return None, Decimal(1), start + len(fraction)
        value = number.value * FRACTIONS[fraction]
        return Figure(value, RATIO, text[start:number.end], start, number.end), Decimal(1), number.end
    if text[start] == "翻":
        doubled = _DOUBLED.match(text, start)
        if not doubled:
            return None, Decimal(1), start + 1
        growth = Decimal(3 if doubled["two"] else 1)
        return Figure(growth, RATIO, doubled[0], start, doubled.end()), Decimal(1), doubled.end()
    short_year = _SHORT_YEAR.match(text, start)
    if short_year:
        year = Decimal(_CALENDAR_CENTURY + int(short_year[0][:-1]))
        return Figure(year, "年", short_year[0], start, short_year.end()), Decimal(1), short_year.end()
    number = number_at(text, start)
    if number is None:
        return None, Decimal(1), after_digits(text, start)
    return _with_unit(text, start, number)


def _with_unit(text: str, start: int, number: Number) -> tuple[Figure | None, Decimal, int]:
    half = re.compile(r"个?半(?=\s*[^\s，。,；;])").match(text, number.end)
    after = half.end() if half and _UNIT.match(text, half.end()) else number.end
    half_unit = Decimal("0.5") if after != number.end else Decimal(0)
    gap = len(text) - len(text[after:].lstrip()) - after if text[after:].strip() else 0
    match = _UNIT.match(text, after + gap)
    if match is None:
        end = number.end
        return (Figure(number.value, "", text[start:end], start, end) if number.counted else None), number.worth, end
    unit, end = match[0].lower(), match.end()
    value = number.value + half_unit * number.worth
    if not number.counted and number.value == 1 and end - start == 1 + len(unit) and unit in _NO_COUNT:
        return None, Decimal(1), end
    if half_unit and unit == "月":  # 两个半月
        unit = "个月"
    if text[start] in "俩仨半" and unit == "月":
        unit = "个月"
    if unit in RATIO_UNITS:
        return _ratio(text, start, end, value, unit)
    if text.startswith("半", end) and unit in ("年", "周年", "天", "日", "周", "小时", "亩", "吨") and not text.startswith("半年", end):
        value, end = value + Decimal("0.5"), end + 1
    return Figure(plain(value), UNITS[unit], text[start:end], start, end), number.worth, end


def _ratio(text: str, start: int, end: int, value: Decimal, unit: str) -> tuple[Figure, Decimal, int]:
    """三成五 and 三成半 are 35 %; 一倍半 is 150 %; 七五折 is 75 %."""
    if unit == "折" and value >= 10:
        value /= 10
    if unit in ("成", "倍"):
        tail = re.compile(rf"半|(?<=成)[一二三四五六七八九](?![{NO_TAIL}])").match(text, end)
        if tail:
            value += Decimal("0.5") if tail[0] == "半" else Decimal(DIGITS[tail[0]]) / 10
            end = tail.end()
    return Figure(value * RATIO_UNITS[unit], RATIO, text[start:end], start, end), RATIO_UNITS[unit], end


def _share_scales_in_ranges(text: str, figures: list[Figure], worths: list[Decimal]) -> list[Figure]:
    shared = list(figures)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        between = re.fullmatch(r"\s*(?:[（(]不?含[)）])?\s*(?:—|－|-|–|~|～|至|到)+\s*", text[this.end:following.start])
        if not between or this.unit or not (following.unit or worths[index + 1] > 1):
            continue
        factor = worths[index + 1] if worths[index] == 1 else Decimal(1)
        shared[index] = Figure(plain(this.value * factor), following.unit, this.text, this.start, this.end)
        worths[index] = worths[index + 1]
    return shared


def _join_durations(text: str, figures: list[Figure]) -> list[Figure]:
    """一年零两个月 is one figure of 14 months."""
    joined: list[Figure] = []
    for figure in figures:
        before = joined[-1] if joined else None
        if (before and before.unit == "年" and not before.is_calendar_year and figure.unit == "个月"
                and re.fullmatch(r"[零又]?", text[before.end:figure.start])):
            joined[-1] = Figure(before.value * 12 + figure.value, "个月", text[before.start:figure.end], before.start, figure.end)
        else:
            joined.append(figure)
    return joined


def format_money(value: Decimal, unit: str = "元") -> str:
    """Exact, in the largest unit that keeps it short: 400000 → 40万元, 1234.5 → 1234.5元, 230000000 → 2.3亿元."""
    for scale in ("亿", "万"):
        scaled = value / PLACES[scale]
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.0001")):
            return f"{format_number(scaled)}{scale}{unit}"
    return f"{format_number(value)}{unit}"


def format_number(value: Decimal) -> str:
    """Plain digits without exponent or trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
