"""Which figure of a message fills which input."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policy_db.comparators import on_the_mark, side_of
from policy_db.inputs import assign
from policy_db.quantity import find_figures
from tests.support.catalogue import catalogue

CASES: list[tuple[str, list[str], dict[str, str]]] = [
    ("去年营收3亿，今年4.2亿", ["revenue_growth", "revenue_increment"], {"revenue_growth": "0.4", "revenue_increment": "120000000"}),
    ("2020年营业收入1亿，2021年1.5亿", ["revenue_growth"], {"revenue_growth": "0.5"}),
    ("增长25%，比上年多了3000万", ["revenue_growth", "revenue_increment"], {"revenue_growth": "0.25", "revenue_increment": "30000000"}),
    ("营收翻了一番，增量8000万", ["revenue_growth", "revenue_increment"], {"revenue_growth": "1", "revenue_increment": "80000000"}),
    ("去年研发800万，今年950万", ["rd_increment"], {"rd_increment": "1500000"}),
    ("去年研发500万，今年880万", ["rd_increment", "rd_expense"], {"rd_increment": "3800000", "rd_expense": "8800000"}),
    ("220伏接入", ["voltage"], {"voltage": "0.22"}), ("报装容量500kva", ["transformer_capacity"], {"transformer_capacity": "500"}),
    ("麻辣烫店开了11个月", ["years_operating"], {"years_operating": "0.9166666666666666666666666667"}),
    ("厂里40个人，新招了6个", ["new_hire_ratio"], {"new_hire_ratio": "0.15"}),
    ("备案总投资900万，设备投了400万", ["total_investment", "equipment_investment"],
     {"total_investment": "9000000", "equipment_investment": "4000000"}),
    ("买了台机床花700万", ["equipment_investment"], {"equipment_investment": "7000000"}),
    ("出口280万美元，保费12万", ["export_usd", "premium"], {"export_usd": "2800000", "premium": "120000"}),
    ("装配率55%，面积两万平米", ["area", "assembly_rate"], {"area": "20000", "assembly_rate": "0.55"}),
    ("用了200万周转金，超了3天", ["bridge_amount", "days", "days_total"], {"bridge_amount": "2000000", "days": "3"}),
    ("用了200万周转金，一共用了12天", ["bridge_amount", "days", "days_total"], {"bridge_amount": "2000000", "days_total": "12"}),
    ("一年服务费8万，用两年", ["annual_fee", "years"], {"annual_fee": "80000", "years": "2"}),
    ("7个班停了两个月", ["classes", "months"], {"classes": "7", "months": "2"}),
    ("补两年", ["months"], {"months": "24"}),
    ("开了9个月", ["years_operating"], {"years_operating": "0.75"}),
    ("前年营收6000万，去年9000万", ["revenue_growth", "revenue_increment"], {"revenue_growth": "0.5", "revenue_increment": "30000000"}),
    ("去年营业收入8000万今年做到1亿", ["revenue_growth", "revenue_increment"], {"revenue_growth": "0.25", "revenue_increment": "20000000"}),
    ("今年1.3亿，去年1亿的营收", ["revenue_growth"], {"revenue_growth": "0.3"}),
    ("营收由5000万增加到7000万", ["revenue_growth"], {"revenue_growth": "0.4"}),
    ("销售额4000万变成了6000万", ["revenue_growth"], {"revenue_growth": "0.5"}),
    ("营业收入从1亿到1.2亿", ["revenue_growth", "revenue_increment"], {"revenue_growth": "0.2", "revenue_increment": "20000000"}),
    ("住了25位老人，一年能补多少", ["residents", "months"], {"residents": "25", "months": "12"}),
    ("用房300平，每月给多少", ["area", "months"], {"area": "300", "months": "1"}),
    ("6个班，一个班每月多少，停了四个月", ["classes", "months"], {"classes": "6", "months": "4"}),
    ("省里的示范项目奖了我们150万", ["equipment_investment", "prior_award"], {"prior_award": "1500000"}),
    ("40个员工，新招了10个", ["new_hire_ratio"], {"new_hire_ratio": "0.25"}),
]


@pytest.mark.parametrize(("text", "wanted", "expected"), CASES)
def test_figures_fill_their_inputs(text: str, wanted: list[str], expected: dict[str, str]) -> None:
    found = assign(text, catalogue().criteria, wanted)
    assert {key: found.get(key) for key in expected} == {key: Decimal(value) for key, value in expected.items()}


@pytest.mark.parametrize(("text", "wanted"), [
    ("贷了600万", ["appraisal_fee"]), ("评估费花了5万", ["loan_amount"]), ("增长20%", ["premium"]), ("2022年的政策", ["years"]),
    ("第6个工作日", ["days"]), ("3月份申请", ["months"]), ("花了20万，又花了30万", ["design_fee"]), ("出口300万元", ["export_usd"]),
    ("多少钱一张床", ["beds"]),
])
def test_a_figure_that_means_something_else_fills_nothing(text: str, wanted: list[str]) -> None:
    assert assign(text, catalogue().criteria, wanted) == {}


@pytest.mark.parametrize(("text", "key", "value"), [
    ("300", "premium", "300"), ("35", "revenue_growth", "0.35"), ("大概450万", "export_usd", "4500000"), ("两年", "lease_years", "2"),
    ("三十", "beds", None),
])
def test_an_asked_input_takes_a_bare_answer(text: str, key: str, value: str | None) -> None:
    found = assign(text, catalogue().criteria, [key], asked=key)
    assert found.get(key) == (Decimal(value) if value else None)


@pytest.mark.parametrize(("text", "key", "side"), [
    ("注册五年多", "years_operating", "above"), ("开店不到一年", "years_operating", "below"), ("主营收入超过30亿", "main_revenue", "above"),
    ("面积不足500平", "area", "below"), ("主营收入30亿", "main_revenue", ""),
])
def test_a_figure_keeps_the_side_that_was_said(text: str, key: str, side: str) -> None:
    value = assign(text, catalogue().criteria, [key])[key]
    assert side_of(value) == side
    assert on_the_mark(value) == find_figures(text)[0].value


def test_a_period_alone_and_another_thing_before_and_after_fill_nothing() -> None:
    assert assign("运营补贴一年能给多少", catalogue().criteria, ["residents", "months"]) == {}
    assert assign("利润从300万涨到500万", catalogue().criteria, ["revenue_growth", "revenue_increment"]) == {}


def test_each_figure_is_used_once() -> None:
    found = assign("设备投了500万", catalogue().criteria, ["equipment_investment", "total_investment", "project_investment"])
    assert list(found.values()).count(Decimal(5000000)) == 1
