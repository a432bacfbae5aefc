"""Yes, no with the condition, or what is still needed."""

from __future__ import annotations

import pytest

from actions.check_eligibility import eligibility_answer
from tests.support.talk import say


@pytest.mark.parametrize(("item", "city", "message", "verdict", "words"), [
    ("renshe-04", "洛阳", "大专毕业头一次开店，执照才5个月，开业补贴能领吗", "no", ["1年以上", "5个月"]),
    ("renshe-04", "洛阳", "大专毕业头一次开店，开了两年，开业补贴能领吗", "yes", ["按您提供的信息，可以"]),
    ("shichang-03", "洛阳", "个体户能免费刻章吗", "no", ["个体工商户除外"]),
    ("gongxin-06", "洛阳", "备案总投资800万，设备投了200万，市里能报吗", "no", ["300万元", "200万元"]),
    ("chengguan-02", "洛阳", "后厨4个灶头，能只贴码吗", "no", ["三灶头以下", "4个"]),
    ("zhujian-02", "洛阳", "工程造价80万，面积900平，能免办吗", "yes", ["可以"]),
    ("renshe-06", "洛阳", "退役办的公司注册七年多，省里的项目扶持资金能申请吗", "no", ["5年以内", "超过7年"]),
    ("shangwu-03", "洛阳", "报废的摩托给补吗", "no", ["不含摩托车"]),
    ("daqiye-peitao", "焦作", "我们是培育对象，采购设备一共180万，本市采购补助能拿吗", "no", ["超过300万元", "180万元"]),
    ("daqiye-peitao", "焦作", "培育对象，采购设备300多万，卖方也在焦作，能补吗", "unknown", ["可能可享"]),
    ("gongxin-04", "洛阳", "战略新兴头雁，主营收入不到10亿，过线奖励能给吗", "no", ["超过10亿元", "不到10亿元"]),
    ("renshe-03", "焦作", "小微企业80个员工，新招了4个人，签了两年合同，按招人比例能贷吗", "no", ["15%", "5%"]),
    ("gongxin-23", "焦作", "工业企业第一次入库，2021年8月入的，升规奖励能拿吗", "no", ["2022年1月1日", "2021年8月"]),
    ("gongxin-23", "焦作", "2021年6月头一次入规的工厂，小升规奖励有没有我们的份", "no", ["2022年1月1日"]),
    ("liushui-liangfei", "洛阳", "资产总额7000万，利润100万，50个员工，算不算小型微利企业", "no", ["不属于", "5000万元", "7000万元"]),
    ("shuiwu-01", "洛阳", "利润150万，员工90人，资产总额2000万，算小型微利企业吗", "unknown", ["符合“小型微利企业”的标准"]),
    ("liushui-liangfei", "洛阳", "资产总额9000万，利润100万，50个员工，小型微利企业的六税两费减半能享受吗", "unknown", ["不属于", "9000万元"]),
    ("guozi-01", "洛阳", "房租能减免吗", "unknown", ["还要看"]),
])
def test_the_first_line_is_the_verdict(item: str, city: str, message: str, verdict: str, words: list[str]) -> None:
    answer = say(eligibility_answer, item, message, city=city, act="eligibility")[0]
    assert answer is not None
    assert answer.card["verdict"] == verdict
    assert answer.card["type"] == "eligibility"
    assert all(word in answer.text.splitlines()[0] for word in words)


def test_a_lapsed_item_is_said_to_be_lapsed_before_anything_is_asked() -> None:
    answer = say(eligibility_answer, "renshe-09", "还能不能申请缓交工伤保险", act="eligibility")[0]
    assert answer is not None
    assert answer.text.startswith("【已到期】")
    assert "请问" not in answer.text
    assert answer.memory.pending is None


def test_never_yes_while_something_is_open() -> None:
    answer = say(eligibility_answer, "renshe-04", "大专毕业开店两年了，能领吗", act="eligibility")[0]
    assert answer is not None
    assert answer.card["verdict"] == "unknown"
    assert "可以" not in answer.text.splitlines()[0]
    assert "首次创办企业或从事个体经营" in answer.card["unknown"]


def test_the_answer_to_our_question_settles_it() -> None:
    first, second = say(eligibility_answer, "renshe-04", "大专毕业开店两年了，能领吗", "是的", act="eligibility")
    assert first is not None
    assert second is not None
    assert first.memory.pending == {**(first.memory.pending or {}), "kind": "condition", "key": "first_time"}
    assert second.card["verdict"] == "yes"


def test_an_item_without_computed_conditions_has_no_verdict() -> None:
    assert say(eligibility_answer, "gongxin-13", "我们能拿吗", act="eligibility") == [None]
