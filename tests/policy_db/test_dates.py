"""Dates in running text, as spans of possible days."""

from __future__ import annotations

import pytest

from policy_db.dates import days_words, possible_days


@pytest.mark.parametrize(("text", "days", "words"), [
    ("2021年11月入的库", ["2021-11-01", "2021-11-30"], "2021年11月"), ("22年2月上规", ["2022-02-01", "2022-02-28"], "2022年2月"),
    ("2022-03-05", ["2022-03-05", "2022-03-05"], "2022年3月5日"), ("2022年3月5号", ["2022-03-05", "2022-03-05"], "2022年3月5日"),
    ("2023年升的规", ["2023-01-01", "2023-12-31"], "2023年"), ("2021.12入统", ["2021-12-01", "2021-12-31"], "2021年12月"),
])
def test_a_date_is_read_as_far_as_it_is_said(text: str, days: list[str], words: str) -> None:
    assert possible_days(text) == days
    assert days_words(days) == words


@pytest.mark.parametrize("text", ["去年入库", "2021年3月和2022年5月", "2022年2月30日", "3000万"])
def test_no_single_date(text: str) -> None:
    assert possible_days(text) == []
