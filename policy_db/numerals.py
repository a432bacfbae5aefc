"""Numbers in running text: 20万, 2亿3000万, 两万五, 三点五, 二〇二二, 60来万. Exact (`Decimal`); units are `quantity`'s affair."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {**{char: value for value, char in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "俩": 2, "仨": 3}
PLACES = {"十": 10, "百": 100, "千": 1000, "k": 1000, "K": 1000, "万": 10**4, "w": 10**4, "W": 10**4, "亿": 10**8}
_ARABIC = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
#: what may stand between a number and its scale: 60来万, 2个亿, 5（含）亿; it does not change the value
_FILLER = re.compile(r"(?:[（(]含[)）]|[来多余](?=[百千万亿kwKW])|个[来多]?(?=亿|千万|百万))")
#: 十来个, 30多人: about so many, no exact figure
_ABOUT = re.compile(r"[来多余几](?=[号口个人名位家户辆台套亩吨头只张天次项])")
#: 二〇二二
_DIGIT_BY_DIGIT = re.compile(r"[零〇一二三四五六七八九]{3,4}(?![十百千万亿])")
#: 七五折
_DISCOUNT = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])(?=折)")
_DECIMALS = re.compile(r"点([零一二三四五六七八九]+)")
#: after one digit that follows a place value (3万6): it is no tail of that number but begins another figure
_NEW_FIGURE = re.compile(r"[年月日%‰个]|[.:：,，]\d")
_TOO_LARGE = Decimal(10**18)
NO_TAIL = "次个年月日天项户家类等级档般定份起些人名位台辆套成倍折亩吨张床头只号种批笔期样道直旦切"


@dataclass(frozen=True)
class Number:
    """A number without its unit; `worth` is what one written unit of it is worth (3万 → 10000)."""

    value: Decimal
    end: int
    counted: bool  # written with Arabic digits or with a scale: a figure even without a unit
    worth: Decimal


def number_at(text: str, start: int) -> Number | None:
    """The number that begins at `start`: Arabic, Chinese or mixed (2亿3000万); None when it is no exact number."""
    if text.startswith("半", start):
        return Number(Decimal("0.5"), start + 1, False, Decimal(1))
    if run := _DIGIT_BY_DIGIT.match(text, start):
        return Number(Decimal("".join(str(DIGITS[char]) for char in run[0])), run.end(), False, Decimal(1))
    if discount := _DISCOUNT.match(text, start):
        return Number(Decimal(DIGITS[discount[1]] * 10 + DIGITS[discount[2]]), discount.end(), False, Decimal(1))
    reader = _Reader(text, start)
    while reader.step():
        pass
    return reader.number()


class _Reader:
    """Reads a number part by part: digits, places (十 to 亿), what may stand between them, decimals after 点."""

    def __init__(self, text: str, start: int):
        self._text, self._start, self._position = text, start, start
        self._done, self._section = Decimal(0), Decimal(0)  # before the last 亿 or 万; since then
        self._pending: Decimal | None = None                # digits that still wait for their place
        self._place, self._zero, self._scaled, self._vague = 0, False, False, False

    def step(self) -> bool:
        """Read one part; False at the end of the number."""
        text, position = self._text, self._position
        char = text[position:position + 1]
        digits = _ARABIC.match(text, position)
        if digits or char in DIGITS:
            return self._read_digits(char, digits)
        if char in PLACES and (position > self._start or char == "十"):
            return self._read_place(char)
        filler = _FILLER.match(text, position) if position > self._start else None
        if filler:
            self._position = filler.end()
            return True
        return char == "点" and self._read_decimals()

    def number(self) -> Number | None:
        """What was read; None for 七八个, 十来个 and what is too large to be meant."""
        pending = self._pending
        if pending is not None and self._place >= 100 and not self._zero and pending < 10:
            pending = pending * self._place / 10  # 两万五 = 25000
        value = self._done + self._section + (pending or 0)
        if self._vague or value >= _TOO_LARGE or _ABOUT.match(self._text, self._position):
            return None
        end = self._position
        while self._text[end - 1] in "零〇" and end - 1 > self._start:
            end -= 1  # 一年零三个月 ends with 一年
        return Number(plain(value), end, self._text[self._start].isdigit() or self._scaled, Decimal(self._place or 1))

    def _read_digits(self, char: str, digits: re.Match[str] | None) -> bool:
        if self._pending is not None:  # 七八个, 两三万
            self._vague = True
            return False
        end = digits.end() if digits else self._position + 1
        if char in "零〇" and self._place:
            self._zero, self._position = True, end
            return True
        if self._place and not self._zero and not _continues(self._text, self._position, end, self._place):
            return False
        self._pending = Decimal(digits[0].replace(",", "")) if digits else Decimal(DIGITS[char])
        self._position = end
        return True

    def _read_place(self, char: str) -> bool:
        size, after = PLACES[char], self._text[self._position + 1:self._position + 2]
        if (char in "kKwW" and after.isalpha() and after.isascii()) or (char == "千" and after in tuple("伏瓦克")):
            return False  # kW, 千伏
        if self._pending is None and size <= self._place:
            return False  # 600万千瓦
        if size >= 10**4:
            whole = self._section + (self._pending or 0)
            self._done = (self._done + whole) * size if size == 10**8 else self._done + whole * size
            self._section = Decimal(0)
        else:
            self._section += (Decimal(1) if self._pending is None else self._pending) * size
        self._pending, self._place, self._zero, self._position = None, size, False, self._position + 1
        self._scaled = self._scaled or size >= 100
        return True

    def _read_decimals(self) -> bool:
        decimals = _DECIMALS.match(self._text, self._position)
        if self._pending is None or decimals is None:
            return False
        self._pending += Decimal("0." + "".join(str(DIGITS[digit]) for digit in decimals[1]))
        self._position = decimals.end()
        return True


def _continues(text: str, position: int, end: int, place: int) -> bool:
    """Does the number at `position`, after a place value, belong to the number before it?"""
    after = text[end:end + 1]
    if text[position].isdigit():
        if after in tuple(PLACES):
            return PLACES[after] < place
        if end - position == 1:
            return not _NEW_FIGURE.match(text, end)
        return place >= 10**4 and Decimal(text[position:end].replace(",", "")) >= 1000 and after not in tuple("年月日")
    if place == 10 or after in tuple(PLACES):
        return True
    return not (after and (after in NO_TAIL or after in DIGITS))


def after_digits(text: str, start: int) -> int:
    """Past the whole run of numerals, so that no part of 七八十万 is taken for a figure."""
    run = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿俩仨]+").match(text, start)
    return run.end() if run else start + 1


def plain(value: Decimal) -> Decimal:
    """Whole numbers without decimals or exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
