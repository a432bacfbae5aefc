"""Numbers said with a side: comparisons fall as said, words keep the number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_db.comparators import beside, joint_side, on_the_mark, side_of
from policy_db.quantity import find_figures


@pytest.mark.parametrize(("text", "sides"), [
    ("营收超30亿", ["above"]), ("今年突破5000万", ["above"]), ("产值破了10亿", ["above"]), ("收入刚过5亿", ["above"]), ("600多万", ["above"]),
    ("8亿出头", ["above"]), ("六年多", ["above"]), ("2000万多一点", ["above"]), ("不到800万", ["below"]), ("未满三年", ["below"]),
    ("不足60人", ["below"]), ("将近900万", ["below"]), ("三百来万", ["about"]), ("500万左右", ["about"]), ("花了700万", [""]),
    ("没超过600万", [""]), ("贷过300万", [""]), ("开过3家店", [""]), ("超了3天", [""]), ("评完过了两年", [""]), ("700万多少钱", [""]),
    ("最近200万", [""]), ("近三年", [""]), ("近300万", ["below"]), ("去年600多万，今年不到900万", ["above", "below"]), ("2022年多", [""]),
])
def test_the_side_of_a_figure(text: str, sides: list[str]) -> None:
    assert [figure.side for figure in find_figures(text)] == sides


@given(st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False), st.sampled_from(["above", "below", ""]))
def test_a_side_changes_comparisons_and_nothing_else(number: Decimal, side: str) -> None:
    value = beside(number, side)  # type: ignore[arg-type]
    assert side_of(value) == side
    assert on_the_mark(value) == number
    assert (value > number, value < number) == (side == "above", side == "below")


def test_sides_join() -> None:
    assert [joint_side(sides) for sides in ([], ["", "above"], ["above", "below"])] == ["", "above", "about"]
