"""Calculations in talk: the result first, its steps, asking for what is missing, varying one figure."""

from __future__ import annotations

import pytest

from actions.answers import Answer
from actions.calculate import calculate_answer
from tests.support.talk import say


def only(answers: list[Answer | None]) -> Answer:
    assert answers[-1] is not None
    return answers[-1]


@pytest.mark.parametrize(("item", "city", "message", "reason"), [
    ("yanfa-buzhu", "焦作", "专精特新企业研发去年300万，今年620万，新增的能补多少", "1000万元（含）以上"),
    ("shichang-05", "洛阳", "商标代理公司接收了两个应届生，合同一年，社保交了5个月，能拿多少", "社会保险费6个月以上"),
    ("qishui-butie", "焦作", "二手的房子，契税3万，补多少", "不是二手房"),
    ("jinrong-03", "洛阳", "上市公司花3亿并购了洛宁一家矿企，奖励多少", "洛阳市域外"),
])
def test_a_stated_fact_that_fails_a_condition_makes_it_nothing(item: str, city: str, message: str, reason: str) -> None:
    answer = only(say(calculate_answer, item, message, city=city))
    assert "不符合条件" in answer.text.splitlines()[0]
    assert reason in answer.text.splitlines()[0]


@pytest.mark.parametrize(("item", "city", "message", "first", "steps"), [
    ("minzheng-01", "洛阳", "自建的养老院有80张床，建设补贴一共多少", "合计24万元", ["80张×3000元＝24万元"]),
    ("zhujian-01", "洛阳", "装配率55%，面积4万平方米能奖多少", "合计120万元", ["4万平方米×30元＝120万元"]),
    ("zhujian-01", "洛阳", "装配率70%，面积9万平方米能奖多少", "合计300万元", ["＝360万元", "按上限：300万元"]),
    ("zhujian-01", "洛阳", "装配式项目比例62%，面积5万平方米能奖多少", "合计200万元", ["5万平方米×40元＝200万元"]),
    ("jinrong-01", "洛阳", "200万的周转金超了6天要交多少", "应付6000元", ["200万元×万分之五×6天＝6000元"]),
    ("jinrong-01", "洛阳", "200万的周转金一共用了11天要交多少", "应付6000元", ["11天－免费5个工作日＝6天"]),
    ("gongxin-21", "洛阳", "提质倍增试点，去年营收1亿，今年1.25亿，增速奖励多少", "7.5万元", ["2500万元×3‰＝7.5万元"]),
    ("shangwu-01", "洛阳", "去年出口500万美元，保费20万，我们自己掏多少", "合计16万元", ["其余自付：20万元－16万元＝4万元"]),
    ("nongye-02", "洛阳", "新建日光温室10亩，塑料大棚15亩，总共补多少", "合计29.5万元", ["10亩×2.5万元＝25万元", "15亩×3000元＝4.5万元"]),
    ("renshe-07", "洛阳", "学徒里中级工8个，高级工5个，一年多少", "合计7万元", ["8人×5000元＝4万元", "5人×6000元＝3万元"]),
    ("gongxin-04", "洛阳", "战略新兴产业头雁，主营收入首次突破30亿，奖多少", "合计300万元", ["超过30亿元，属于"]),
    ("daqiye-peitao", "焦作", "采购本地主要生产设备花了400多万，能补多少", "合计至少8万元", ["超过400万元×2%"]),
    ("gongxin-21", "洛阳", "提质倍增试点，营收从5000万涨到7000万，增速奖励多少", "合计16万元", ["2000万元×8‰＝16万元"]),
    ("gongxin-11", "洛阳", "民企，省里的机器换人奖了我们250万，市里再配多少", "合计75万元", ["250万元×30%＝75万元"]),
    ("minzheng-01", "洛阳", "常年住着40位老人，一年的运营补贴有多少", "合计7.2万元", ["40人×12个月×150元＝7.2万元"]),
    ("minzheng-02", "洛阳", "用房450平，运行补贴每个月多少", "合计4500元", ["450平方米×1个月×10元＝4500元"]),
    ("shangwu-01", "洛阳", "上年出口520万美元，信用保险费能补百分之几", "比例80%", ["300万美元至600万美元（含）"]),
    ("zhujian-01", "洛阳", "装配率55%，面积4万平方米左右能奖多少", "合计120万元", ["约数"]),
    ("shangyun-butie", "焦作", "上云平台一年服务费6万，用三年总共补多少", "合计12万元", ["6万元×100%×1年＝6万元", "6万元×50%×2年＝6万元"]),
])
def test_result_first_then_the_steps(item: str, city: str, message: str, first: str, steps: list[str]) -> None:
    answer = only(say(calculate_answer, item, message, city=city))
    assert first in answer.text.splitlines()[0]
    assert all(step in answer.text for step in steps)
    assert answer.card["type"] == "calculation"
    assert answer.card["steps"]
    assert all(row["figure"] for row in answer.card["steps"])
    assert "依据：" in answer.text


def test_a_missing_input_is_asked_for_and_then_filled() -> None:
    asked, done = say(calculate_answer, "shangwu-01", "去年出口200万美元，信用险能补多少", "交了9万")
    assert asked is not None
    assert done is not None
    assert asked.card == {**asked.card, "type": "form", "key": "premium"}
    assert asked.text.splitlines()[0].endswith("一年的保险费交了多少？（单位：元）")
    assert "合计9万元" in done.text


def test_a_wrong_answer_is_asked_again_politely_and_not_for_ever() -> None:
    answers = say(calculate_answer, "shangwu-01", "去年出口200万美元，信用险能补多少", "记不清", "真记不清", "不记得")
    assert [answer is not None and answer.card["type"] == "form" for answer in answers] == [True, True, True, False]
    assert answers[1] is not None
    assert "没有看懂" in answers[1].text


def test_another_question_leaves_the_form() -> None:
    assert say(calculate_answer, "shangwu-01", "去年出口200万美元，信用险能补多少", "电话是多少")[-1] is None


def test_one_figure_is_varied_and_the_others_stay() -> None:
    first, second, third = say(calculate_answer, "gongxin-21", "提质倍增试点，去年营收1亿，今年1.25亿，增速奖励多少",
                               "换成今年1.4亿呢", "今年1.35亿")
    assert first is not None
    assert second is not None
    assert third is not None
    assert "7.5万元" in first.text.splitlines()[0]
    assert "32万元" in second.text.splitlines()[0]
    assert "17.5万元" in third.text.splitlines()[0]


def test_another_fact_varies_the_calculation_before() -> None:
    rented, built = say(calculate_answer, "minzheng-01", "租的房，60张床能拿多少", "要是自己盖的呢")
    assert rented is not None
    assert built is not None
    assert "合计12万元" in rented.text
    assert "合计18万元" in built.text


def test_a_bare_figure_varies_the_calculation_before() -> None:
    assert "90万元" in only(say(calculate_answer, "minzheng-01", "自建养老院80张床建设补贴多少", "换成300张呢")).text


def test_below_the_threshold_is_zero_with_the_reason() -> None:
    answer = only(say(calculate_answer, "gongxin-06", "备案总投资400万，设备投了200万，市里补多少"))
    assert "0元" in answer.text.splitlines()[0]
    assert "300万元" in answer.text.splitlines()[0]


@pytest.mark.parametrize("message", ["这个政策是什么", "2022年还能办吗", "找哪个科室", "有哪些条件"])
def test_without_figures_there_is_nothing_to_compute(message: str) -> None:
    assert say(calculate_answer, "minzheng-01", message) == [None]
