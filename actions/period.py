"""The time that a question names: 2022年6月的时候, 去年, 明年. Reading only; what was in force then is in `asked_day`."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

#: what a period must be followed by to be the time asked about: 2022年6月的时候能…, but not 2022年租的房子 or 2022年的奖励
_THEN = r"(?=(?:份|底|初)?(?:的?时候|那时候?|那会儿?|那阵子?|当时|时|期间)?[，, ]?" \
        r"(?:还|能|可以|可不|是否|是不是|有没|有效|算|管用|办|享受|申请|执行|领|会|再|呢|吗|过期|到期|[?？]|$))"
_DATED = re.compile(r"(?P<year>20\d\d|(?<!\d)[12]\d)年"
                    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]|[12]?\d)[日号])?|(?P<half>[上下])半年)?" + _THEN)
_RELATIVE = re.compile(r"(?P<word>前年|去年|明年|后年|上个?月|下个?月|昨天|明天)(?:(?P<month>1[0-2]|[1-9])月)?" + _THEN)
_NOW = re.compile(r"现在|目前|眼下|如今|今天|这会儿")
_YEARS = {"前年": -2, "去年": -1, "明年": 1, "后年": 2}


@dataclass(frozen=True)
class Period:
    """The days asked about, first and last, in the caller's words."""

    words: str
    first: datetime.date
    last: datetime.date


def asked_period(text: str, today: datetime.date) -> Period | None:
    """The past or future time whose state the text asks for; None when it asks for today."""
    if _NOW.search(text):
        return None
    dated = _DATED.search(text)
    if dated:
        year = int(dated["year"]) if len(dated["year"]) > 2 else 2000 + int(dated["year"])
        return _period(dated[0], year, dated["month"], dated["day"], dated["half"])
    relative = _RELATIVE.search(text)
    if not relative:
        return None
    word = relative["word"]
    if word in _YEARS:
        return _period(relative[0], today.year + _YEARS[word], relative["month"])
    if word.endswith("天"):
        day = today + datetime.timedelta(days=1 if word == "明天" else -1)
        return Period(word, day, day)
    months = today.year * 12 + today.month - 1 + (1 if word.startswith("下") else -1)
    return _period(word, months // 12, str(months % 12 + 1))


def _period(words: str, year: int, month: str | None = None, day: str | None = None, half: str | None = None) -> Period | None:
    try:
        begin, end = {"上": (1, 6), "下": (7, 12)}[half] if half else (int(month), int(month)) if month else (1, 12)
        first = datetime.date(year, begin, int(day) if day else 1)
        last = first if day else datetime.date(year, end, calendar.monthrange(year, end)[1])
    except ValueError:  # 6月31日
        return None
    return Period(words, first, last)
