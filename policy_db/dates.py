"""Dates as people write them: 2021年10月, 22年3月5日, 2022-03-05, 2023年. What is not said to the day stays a span of days."""

from __future__ import annotations

import calendar
import datetime
import re

_CENTURY, _DECEMBER = 2000, 12
_DATE = re.compile(r"(?<!\d)(?P<year>20\d\d|\d\d(?=年))(?:年|[-./](?=\d))(?:(?P<month>1[0-2]|0?[1-9])(?!\d)(?:月(?:份)?|[-./](?=\d)|$)?"
                   r"(?:(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)[日号]?)?)?")


def possible_days(text: str) -> list[str]:
    """First and last day (ISO) that the only date of the text may mean; [] when it holds no date, or several."""
    found = list(_DATE.finditer(text))
    if len(found) != 1:
        return []
    year = int(found[0]["year"]) % 100 + _CENTURY
    month, day = (int(found[0][part]) if found[0][part] else None for part in ("month", "day"))
    last_month = month or _DECEMBER
    last_day = calendar.monthrange(year, last_month)[1]
    if day and day > last_day:
        return []
    return [datetime.date(year, month or 1, day or 1).isoformat(), datetime.date(year, last_month, day or last_day).isoformat()]


def days_words(days: list[str]) -> str:
    """What `possible_days` read, in words: 2021年10月."""
    first, last = (datetime.date.fromisoformat(day) for day in (days[0], days[-1]))
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    return f"{first.year}年{first.month}月" if first.month == last.month else f"{first.year}年"
