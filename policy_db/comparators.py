"""Numbers said with a side: 超过20亿, 300多万, 不到500万. A side is kept as a hair beside the number, so that every comparison
with a limit falls as it was said, while words and sums use the number itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

#: where the true figure lies: above or below the number, or somewhere about it
Side = Literal["", "above", "below", "about"]
#: before a figure; 开过3家 and 补过200万 only say that it happened, 没超过 sets a limit
_ABOVE_BEFORE = re.compile(r"(?:(?<![不没未])(?:超过|超|突破|破|高于|大于|多于|逾)|突?破了"
                           r"|(?:^|(?<=[入值额次回刚就快已都才量率，。,；;：:\s])|(?<=营收))过了?)$")
_BELOW_BEFORE = re.compile(r"(?:不到|没到|未到|不满|未满|没满|不足|不够|低于|少于|小于|将近|接近|(?<![最附])近)$")
#: behind or inside a figure: 20亿出头, 六年多, 300多万; 两百来万 may be more or less
_ABOVE_AFTER = re.compile(r"多(?![少久大长远高家次数出于项年种])|出头|开外|有余|挂零")
_ABOVE_INSIDE = re.compile(r"[多余](?=[百千万亿kwKW])|个多")
_ABOUT_AFTER, _ABOUT_INSIDE = re.compile(r"左右|上下"), re.compile(r"来")
#: 超了3天 and 过了两年 count what has passed; they set no limit
_DAYS, _SPANS = ("天", "日", "工作日"), ("年", "个月", "月")
#: a hair is enough for every limit, too little for any sum
_HAIR, _FINEST = Decimal("1E-8"), Decimal("1E-6")


def side_said(text: str, start: int, end: int, unit: str) -> Side:
    """The side that the words around and inside the figure at [start, end) give it."""
    before, inside = text[:start], text[start:end]
    below = _BELOW_BEFORE.search(before)
    if below and not (below[0] == "近" and unit in _SPANS):  # 近三年
        return "below"
    if _ABOVE_AFTER.match(text, end) or _ABOVE_INSIDE.search(inside):
        return "above"
    passed = unit in _DAYS or (unit in _SPANS and before.endswith("过了"))
    if not passed and _ABOVE_BEFORE.search(before):
        return "above"
    return "about" if _ABOUT_AFTER.match(text, end) or _ABOUT_INSIDE.search(inside) else ""


def beside(value: Decimal, side: Side) -> Decimal:
    """The value, a hair to its side."""
    return value + _HAIR if side == "above" else value - _HAIR if side == "below" else value


def side_of(value: Decimal) -> Side:
    """Which side `beside` gave the value."""
    moved = value - value.quantize(_FINEST)
    return "above" if moved == _HAIR else "below" if moved == -_HAIR else ""


def joint_side(sides: Iterable[Side]) -> Side:
    """The side of something that grows with several numbers: theirs, when they agree."""
    told = {side for side in sides if side}
    return "about" if len(told) > 1 else next(iter(told), "")


def on_the_mark(value: Decimal) -> Decimal:
    """The number as said, without its hair."""
    if not side_of(value):
        return value
    number = value.quantize(_FINEST)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
