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
    ("renshe-06", "洛阳", "退役办的公司注册七年多，省里的项目扶持资金能申请吗", "no", ["5年以内", "7年多"]),
    ("shangwu-03", "洛阳", "报废的摩托给补吗", "no", ["不含摩托车"]),
    ("guozi-01", "洛阳", "房租能减免吗", "unknown", ["还要看"]),
])
def test_the_first_line_is_the_verdict(item: str, city: str, message: str, verdict: str, words: list[str]) -> None:
    answer = say(eligibility_answer, item, message, city=city, act="eligibility")[0]
    assert answer is not None
    assert answer.card["verdict"] == verdict
    assert answer.card["type"] == "eligibility"
    assert all(word in answer.text.splitlines()[0] for word in words)


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
