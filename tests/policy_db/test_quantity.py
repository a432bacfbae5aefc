"""Figures as people and documents write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_db.errors import QuantityError
from policy_db.quantity import find_figures, format_money, format_number, parse_quantity

READ = [
    ("1.2亿", "120000000", ""), ("2个亿", "200000000", ""), ("一千二百万", "12000000", ""), ("两万五", "25000", ""),
    ("一万四千四", "14400", ""), ("三千六", "3600", ""), ("一百零八", "108", ""), ("一万零五百", "10500", ""),
    ("2亿3000万", "230000000", ""), ("一亿两千万", "120000000", ""), ("1万2千元", "12000", "元"), ("5千3", "5300", ""),
    ("1万5", "15000", ""), ("60来万", "600000", ""), ("20多万", "200000", ""), ("50w", "500000", ""), ("6k", "6000", ""),
    ("1,200万", "12000000", ""), ("6000块", "6000", "元"), ("6千", "6000", ""), ("450万美金", "4500000", "美元"),
    ("三万六千五百块", "36500", "元"), ("35%", "0.35", "ratio"), ("三成", "0.3", "ratio"), ("三成五", "0.35", "ratio"),
    ("一成半", "0.15", "ratio"), ("百分之十二点五", "0.125", "ratio"), ("万分之五", "0.0005", "ratio"), ("5‰", "0.005", "ratio"),
    ("八五折", "0.85", "ratio"), ("翻了一番", "1", "ratio"), ("翻番", "1", "ratio"), ("翻倍", "1", "ratio"), ("一倍", "1", "ratio"),
    ("翻两番", "3", "ratio"), ("3辆", "3", "辆"), ("半年", "0.5", "年"), ("一年半", "1.5", "年"), ("一年零两个月", "14", "个月"),
    ("3年零6个月", "42", "个月"), ("俩月", "2", "个月"), ("仨月", "3", "个月"), ("两个半月", "2.5", "个月"), ("半个月", "0.5", "个月"),
    ("一百二十张床", "120", "张"), ("十万平米", "100000", "平方米"), ("800平", "800", "平方米"), ("30号人", "30", "人"),
    ("250千伏安", "250", "千伏安"), ("400kVA", "400", "千伏安"), ("315KVA", "315", "千伏安"), ("35千伏", "35", "千伏"), ("380伏", "380", "伏"),
    ("2022年", "2022", "年"), ("二〇二二年", "2022", "年"), ("22年", "2022", "年"),
]


@pytest.mark.parametrize(("text", "value", "unit"), READ)
def test_the_whole_text_is_one_figure(text: str, value: str, unit: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["十来个人", "七八个", "五六百万", "两三万", "几百万", "十一二个", "一般", "一等奖", "一次性", "一成立就",
                                  "首次", "百万", "万把块", "上半年", "第一", "一个"])
def test_no_exact_figure(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(("text", "values"), [
    ("300万周转金", ["3000000"]), ("50万一次性奖励", ["500000"]), ("50万二等奖", ["500000"]), ("600万千瓦时", ["6000000"]),
    ("一年服务费10万", ["1", "100000"]), ("3—5万元", ["30000", "50000"]), ("10-20万", ["100000", "200000"]),
    ("九个班，三个月", ["9", "3"]), ("120张床位", ["120"]), ("2022年6月30日", ["2022", "6", "30"]),
    ("契税交了3万6，能返多少", ["36000"]), ("交了3万6,能返", ["36000"]), ("10万3年", ["100000", "3"]), ("1万2,3万5", ["10000", "2", "35000"]),
])
def test_figures_in_running_text(text: str, values: list[str]) -> None:
    assert [figure.value for figure in find_figures(text)] == [Decimal(value) for value in values]


def test_a_calendar_year_is_told_from_an_amount() -> None:
    assert [figure.is_calendar_year for figure in find_figures("22年困难，租期20年，2021年")] == [True, False, True]


@pytest.mark.parametrize("text", ["", "很多", "12和13", "abc"])
def test_parse_refuses_what_is_not_one_quantity(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text)


@given(st.integers(min_value=1, max_value=10**11))
def test_money_is_written_so_that_it_reads_back(yuan: int) -> None:
    assert parse_quantity(format_money(Decimal(yuan))).value == yuan


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False))
def test_numbers_have_no_exponent(value: Decimal) -> None:
    assert Decimal(format_number(value)) == value
    assert "E" not in format_number(value)


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿个半多来年月成翻番倍元％%.0123456789 ，", max_size=24))
def test_any_text_is_read_without_failing(text: str) -> None:
    for figure in find_figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.value >= 0
