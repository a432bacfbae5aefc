"""An open question takes the next message; another matter leaves it."""

from __future__ import annotations

from actions.calculate import calculate_answer
from actions.check_eligibility import eligibility_answer
from actions.check_up import check_up_answer, wants_check_up
from actions.forms import form_answer
from actions.memory import Memory
from tests.support.talk import say, services, turn


def test_an_input_is_filled() -> None:
    asked = say(calculate_answer, "shangwu-01", "去年出口200万美元，信用险能补多少")[0]
    assert asked is not None
    done = form_answer(turn("9万块"), asked.memory, services())
    assert done is not None
    assert "合计9万元" in done.text


def test_a_condition_is_answered() -> None:
    asked = say(eligibility_answer, "renshe-04", "大专毕业开店两年了，能领吗", act="eligibility")[0]
    assert asked is not None
    done = form_answer(turn("不是第一次"), asked.memory, services())
    assert done is not None
    assert done.card["verdict"] == "no"


def test_a_check_up_goes_on_and_stops() -> None:
    begun = say(check_up_answer, "keji-01", "洛阳的软件公司，做个体检")[0]
    assert begun is not None
    further = form_answer(turn("小微"), begun.memory, services())
    assert further is not None
    stopped = form_answer(turn("算了，不问了"), further.memory, services())
    assert stopped is not None
    assert stopped.memory.pending is None


def test_another_question_is_no_reply() -> None:
    asked = say(calculate_answer, "shangwu-01", "去年出口200万美元，信用险能补多少")[0]
    assert asked is not None
    assert form_answer(turn("那高企奖励多少"), asked.memory, services()) is None
    assert form_answer(turn("9万"), Memory(), services()) is None


def test_what_asks_for_a_check_up() -> None:
    assert wants_check_up("给我们做个政策体检")
    assert wants_check_up("我们是软件公司，能享受哪些政策")
    assert not wants_check_up("高企奖励多少")
