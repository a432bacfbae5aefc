"""政策体检 in talk."""

from __future__ import annotations

from actions.check_up import check_up_answer
from tests.support.talk import say


def test_facts_are_repeated_and_a_question_follows() -> None:
    answer = say(check_up_answer, "keji-01", "洛阳60人的软件公司，是高企，做个政策体检")[0]
    assert answer is not None
    assert "从业人数60人" in answer.text
    assert "高新技术企业" in answer.text
    assert answer.card["question"] in answer.text
    assert answer.memory.pending is not None
    assert answer.memory.pending["key"] == answer.card["key"]
    assert answer.memory.profile["employees"] == "60"


def test_an_answer_is_taken_and_an_unknown_one_is_not_asked_again() -> None:
    answers = say(check_up_answer, "keji-01", "洛阳的软件公司，做个体检", "小微", "不知道", "不知道")
    keys = [answer.card.get("key") for answer in answers if answer]
    assert len(set(keys)) == len(keys) == 4
    assert answers[1] is not None
    assert answers[1].memory.profile["size"] == ["小型", "微型"]


def test_it_stops_when_told() -> None:
    last = say(check_up_answer, "keji-01", "洛阳的软件公司，做个体检", "不问了")[-1]
    assert last is not None
    assert last.memory.pending is None
    assert last.card["type"] == "list"


def test_an_available_item_shows_its_amount_and_promises_nothing() -> None:
    answer = say(check_up_answer, "keji-01", "大专毕业两年，个体户，头一次开面馆，执照办了两年")[0]
    assert answer is not None
    assert "创业开业补贴" in answer.text
    assert "可能可享" in answer.text
    assert "您符合" not in answer.text
