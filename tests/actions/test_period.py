"""The time that a status question names."""

from __future__ import annotations

import datetime

import pytest

from actions.period import asked_period

TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(("text", "first", "last"), [
    ("2022年6月的时候能享受吗", "2022-06-01", "2022-06-30"),
    ("22年12月还能申请吗", "2022-12-01", "2022-12-31"),
    ("2022年6月15日能享受吗", "2022-06-15", "2022-06-15"),
    ("2022年下半年能享受吗", "2022-07-01", "2022-12-31"),
    ("明年还有没有", "2027-01-01", "2027-12-31"),
    ("去年还能享受吗", "2025-01-01", "2025-12-31"),
    ("下个月还能办吗", "2026-12-01", "2026-12-31"),
])
def test_a_named_time_is_read(text: str, first: str, last: str) -> None:
    period = asked_period(text, TODAY)
    assert period is not None
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", [
    "现在还能办吗", "2022年租的房子能免吗",
    "2022年的高企奖励还有效吗", "2022年6月的房租现在还能减吗", "去年营收3000万能享受吗", "2022年6月31日还能办吗",
])
def test_a_year_that_belongs_to_the_case_is_no_asked_time(text: str) -> None:
    assert asked_period(text, TODAY) is None
