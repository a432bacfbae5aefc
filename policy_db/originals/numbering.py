"""Finding the numbered headings of a Chinese official text.

A heading counts only when its number is the next one of its kind (or 1 below a new outer heading): the texts
also hold numbers that head nothing (amounts, quoted lists), and headings that stand inside a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy_db.errors import OriginalsError

_DIGITS = "一二三四五六七八九"
_TENS = {"": 0, "十": 10} | {f"{digit}十": 10 * value for value, digit in enumerate(_DIGITS, 1) if value > 1}
_UNITS = {"": 0} | {digit: value for value, digit in enumerate(_DIGITS, 1)}
_NUMERALS = {ten + unit: _TENS[ten] + _UNITS[unit] for ten in _TENS for unit in _UNITS if ten + unit}

_START = r"(?:^|(?<=[\n。]))[ ]*"
_CHINESE = "(?P<number>[一二三四五六七八九十]+)"
# One pattern a kind of number; group `label` is what an address calls it.
SECTION = re.compile(f"{_START}(?P<label>{_CHINESE})、")
SUBSECTION = re.compile(f"{_START}(?P<label>（{_CHINESE}）)")
ORDINAL = re.compile(f"{_START}(?P<label>第{_CHINESE})，")
# "．" is never a decimal point in these texts, so an item with it may also stand inside a line.
ITEM = re.compile(rf"(?:{_START}|(?<!\d)(?=\d+．))(?P<label>(?P<number>\d{{1,2}}))[.．]")
OUTLINE = (SECTION, SUBSECTION, ITEM)


@dataclass(frozen=True)
class Mark:
    """A clause whose beginning no number shows: its label and the characters that it begins with.

    A number as label stands for an item number that the file has lost; after any other label (closing words,
    signature) the numbers are no headings any more.
    """

    label: str
    opening: str


@dataclass(frozen=True)
class Heading:
    """Where a clause begins in a text, and its labels from the outside in."""

    start: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class _Candidate:
    start: int
    label: str
    rank: int
    number: int


_UNNUMBERED = -1


def find_opening(text: str, opening: str, start: int = 0) -> int | None:
    """Where `opening` begins in `text` at or after `start`, whatever white space stands inside it."""
    characters = r"\s*".join(map(re.escape, "".join(opening.split())))
    found = re.compile(characters).search(text, start)
    return found.start() if found else None


def find_headings(text: str, styles: tuple[re.Pattern[str], ...], marks: tuple[Mark, ...]) -> list[Heading]:
    """The headings of `text` in order; `styles` from the outside in. OriginalsError if it lacks a mark."""
    headings: list[Heading] = []
    last = [0] * len(styles)
    restarting: set[int] = set()
    labels: dict[int, str] = {}
    for candidate in _candidates(text, styles, marks):
        rank = candidate.rank
        if rank == _UNNUMBERED:
            headings.append(Heading(candidate.start, (candidate.label,)))
            styles = ()
            continue
        if rank >= len(styles) or (rank > 0 and not labels):
            continue
        if candidate.number != last[rank] + 1 and not (candidate.number == 1 and rank in restarting):
            continue
        last[rank] = candidate.number
        restarting = (restarting | set(range(rank, len(styles)))) - {rank}
        labels = {outer: label for outer, label in labels.items() if outer < rank} | {rank: candidate.label}
        headings.append(Heading(candidate.start, tuple(labels[outer] for outer in sorted(labels))))
    return headings


def _candidates(text: str, styles: tuple[re.Pattern[str], ...], marks: tuple[Mark, ...]) -> list[_Candidate]:
    """Everything that looks like a heading, in order of position."""
    found = [
        _Candidate(match.start("label"), match["label"], rank, _value(match["number"]))
        for rank, style in enumerate(styles)
        for match in style.finditer(text)
    ]
    position = 0
    for mark in marks:
        start = find_opening(text, mark.opening, position)
        if start is None:
            raise OriginalsError(mark.label, f"the text has no “{mark.opening}”")
        position = start
        numbered = mark.label.isdecimal()
        found.append(
            _Candidate(start, mark.label, styles.index(ITEM), int(mark.label))
            if numbered
            else _Candidate(start, mark.label, _UNNUMBERED, 0)
        )
    return sorted(found, key=lambda candidate: candidate.start)


def _value(numeral: str) -> int:
    """The value of 1…99 in Chinese or Arabic digits; 0 for what is no such number (no heading has it)."""
    return int(numeral) if numeral.isdecimal() else _NUMERALS.get(numeral, 0)
