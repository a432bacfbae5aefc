"""Amounts as people and documents write them: 20万元, 1.2亿, 35%, 5‰, 万分之五, 三成, 两万五, 半年, 3辆.

Everything is exact (`Decimal`). One scanner serves the catalogue, the figure check and the figures of a caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import cn2an

from policy_db.errors import QuantityError

RATIO = "ratio"
SCALES = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "十万": Decimal(10**5),
          "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
RATIO_UNITS = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "个百分点": Decimal("0.01"), "个点": Decimal("0.01"),
               "成": Decimal("0.1"), "倍": Decimal(1), "折": Decimal("0.1")}
FRACTIONS = {"百分之": Decimal("0.01"), "千分之": Decimal("0.001"), "万分之": Decimal("0.0001")}
#: spelling of a unit → the unit that we use
UNITS = {
    "人民币": "元", "元": "元", "块钱": "元", "块": "元", "圆": "元", "美元": "美元", "美金": "美元", "刀": "美元",
    "年": "年", "周年": "年", "个月": "个月", "月": "月", "工作日": "工作日", "个工作日": "工作日", "天": "天",
    "日": "日", "周": "周", "小时": "小时", "平方米": "平方米", "平米": "平方米", "平方": "平方米", "平": "平方米",
    "㎡": "平方米", "m2": "平方米", "m²": "平方米", "亩": "亩", "公顷": "公顷", "吨": "吨", "辆": "辆", "台": "台",
    "套": "套", "床": "张", "张": "张", "张床": "张", "床位": "张", "人": "人", "名": "人", "个人": "人", "位": "人", "个": "个",
    "户": "户", "家": "家", "头": "头", "只": "只", "项": "项", "件": "件", "次": "次", "班": "个", "个班": "个",
    "场": "场", "枚": "枚", "灶头": "个", "灶": "个", "公里": "公里", "千伏": "千伏", "伏": "伏", "度": "度", "岁": "岁",
    "层": "层", "笔": "笔", "种": "种", "类": "类", "条": "条", "毫升": "毫升", "头份": "头份", "千克": "千克",
}
_CN_DIGITS = "零〇一二两三四五六七八九十百千"
_NUMBER = rf"(?:\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_CN_DIGITS}半]+(?:点[零一二三四五六七八九]+)?)"
_SCALE = r"(?:万亿|千万|百万|十万|[万亿千百])?"
_UNIT = "|".join(sorted([*map(re.escape, UNITS), *map(re.escape, RATIO_UNITS)], key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<fraction>百分之|千分之|万分之)(?P<part>{_NUMBER})"
    rf"|(?P<number>{_NUMBER})\s*(?P<including>[（(]含[)）])?(?P<scale>{_SCALE})(?P<tail>[一二三四五六七八九]|\d(?!\d|[年月%]))?(?P<half>半)?\s*(?P<unit>{_UNIT})?"
)


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
    """A quantity found in running text at [start, end)."""

    start: int
    end: int


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

    Chinese numerals count only with a scale or a unit (一般 and 一等奖 are no figures). In 3—5万元 the first
    number takes scale and unit of the second.
    """
    text = text.replace("％", "%").replace("﹪", "%")
    figures = [figure for match in _FIGURE.finditer(text) if (figure := _figure(match)) is not None]
    return _share_units_in_ranges(text, figures)


def _figure(match: re.Match[str]) -> Figure | None:
    if match["fraction"]:
        value = _number(match["part"])
        if value is None:
            return None
        return Figure(value * FRACTIONS[match["fraction"]], RATIO, match[0], match.start(), match.end())
    raw, scale, unit = match["number"], match["scale"] or "", match["unit"] or ""
    arabic = raw[0].isdigit()
    value = _number(raw)
    if value is None or (not arabic and not scale and not unit):
        return None
    if not arabic and len(raw) == 1 and raw in "一" and unit in ("次", "个", "户", "种", "类", "位", "层", "条", "家", "块", "刀"):
        return None  # 一次性, 一个, 一户: words, not figures
    value *= SCALES[scale]
    if match["tail"] and scale:  # 两万五 = 25000
        value += _number(match["tail"]) * SCALES[scale] / 10  # type: ignore[operator]
    if match["half"] and (unit or scale):  # 3年半, 2万半
        value += SCALES[scale] / 2
    if unit in RATIO_UNITS:
        if unit == "倍" or not (scale):
            return Figure(value * RATIO_UNITS[unit], RATIO, match[0], match.start(), match.end())
    return Figure(value, UNITS.get(unit, unit), match[0].strip(), match.start(), match.start() + len(match[0].rstrip()))


def _number(raw: str) -> Decimal | None:
    if raw[0].isdigit():
        return Decimal(raw.replace(",", ""))
    if raw == "半":
        return Decimal("0.5")
    raw = raw.removesuffix("半").replace("〇", "零")
    try:
        return Decimal(str(cn2an.cn2an(raw, "smart")))
    except (ValueError, InvalidOperation):
        return None


def _share_units_in_ranges(text: str, figures: list[Figure]) -> list[Figure]:
    shared = list(figures)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        between = re.fullmatch(r"\s*(?:[（(]不?含[)）])?\s*(?:—|－|-|–|~|～|至|到)+\s*", text[this.end:following.start])
        if not between or this.unit or not following.unit:
            continue
        factor = _factor(following)
        shared[index] = Figure(this.value * factor, following.unit, this.text, this.start, this.end)
    return shared


def _factor(figure: Figure) -> Decimal:
    """What one unit of the written number of a figure is worth (3万元 → 10000, 5% → 0.01)."""
    match = _FIGURE.match(figure.text)
    if not match or not match["number"]:
        return Decimal(1)
    unit = match["unit"] or ""
    return SCALES[match["scale"] or ""] * RATIO_UNITS.get(unit, Decimal(1))


def format_money(value: Decimal, unit: str = "元") -> str:
    """Exact, in the largest unit that keeps it short: 400000 → 40万元, 1234.5 → 1234.5元, 230000000 → 2.3亿元."""
    for scale in ("亿", "万"):
        scaled = value / SCALES[scale]
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.0001")):
            return f"{format_number(scaled)}{scale}{unit}"
    return f"{format_number(value)}{unit}"


def format_number(value: Decimal) -> str:
    """Plain digits without exponent or trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
