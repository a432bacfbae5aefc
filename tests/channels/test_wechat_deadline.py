"""The five seconds: slow answers, retries, and many users at once. The first two tests keep WeChat's real times."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.channels.wechat import wording
from tests.support.cards import POLICY
from tests.support.scripted_dialogue import UNKNOWN
from tests.support.wechat import WeChatService, running_wechat
from tests.wechat_server.account import OPENID, event, text, xml_of
from tests.wechat_server.load import push_all
from tests.wechat_server.server import UNAVAILABLE

# WeChat's times, ten times faster
FAST = {"patience": 0.8, "wechat_deadline_seconds": 0.5}


def settled(service: WeChatService, texts: list[str]) -> None:
    """The phone shows exactly these texts, also after what is still under way has come."""
    service.wechat.wait_for(OPENID, len(texts))
    time.sleep(0.5)  # what must not come has had the time to come
    assert service.wechat.seen[OPENID] == texts


def test_slow_answer_is_delivered_once(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        service.dialogue.delay = 6
        pushed = service.wechat.push(text("你好"))
        assert (pushed.text, pushed.requests) == ("", 1)
        assert 4 < pushed.seconds < 5
        settled(service, ["您好，请说您想了解的政策。"])
        assert service.dialogue.turns == 1


def test_retries_attach_to_the_running_answer(tmp_path: Path) -> None:
    with running_wechat(tmp_path, wechat_customer_service=False) as service:
        service.dialogue.delay = 6
        pushed = service.wechat.push(text("你好"))
        assert (pushed.text, pushed.requests) == ("您好，请说您想了解的政策。", 2)
        settled(service, [pushed.text])
        assert service.dialogue.turns == 1


def test_three_retries_get_one_answer_of_one_turn(tmp_path: Path) -> None:
    """Four pushes at once, as when WeChat gives up early each time: all get the same answer of a single turn."""
    with running_wechat(tmp_path) as service, ThreadPoolExecutor(4) as pool:
        service.dialogue.delay = 1
        push = service.wechat.account.push(xml_of(text("你好")))
        answers = list(pool.map(lambda _: service.post(push), range(4)))
        contents = {service.wechat.account.open_reply(answer.text)["Content"] for answer in answers}  # type: ignore[index]
        assert contents == {"您好，请说您想了解的政策。"}
        assert service.dialogue.turns == 1
        assert service.post(push).status_code == 403
        assert len(service.texts("visitor")) == len(service.texts("bot")) == 1


def test_retry_with_a_new_signature_gets_the_same_answer(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        fields = text("你好")
        first, again = service.wechat.push(fields), service.wechat.push(fields)
        assert first.text == again.text == "您好，请说您想了解的政策。"
        assert service.dialogue.turns == 1


def test_retry_after_a_restart_gets_the_recorded_answer(tmp_path: Path) -> None:
    fields = text("你好")
    with running_wechat(tmp_path) as service:
        service.wechat.push(fields)
    with running_wechat(tmp_path) as service:
        assert service.wechat.push(fields).text == "您好，请说您想了解的政策。"
        assert service.dialogue.turns == 0


def test_repeated_events_are_answered_once(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        fields = event("CLICK", "help")
        assert service.wechat.push(fields).text == service.wechat.push(fields).text == UNKNOWN.text
        assert service.dialogue.turns == 1


def test_retry_after_success_is_not_answered_again(tmp_path: Path) -> None:
    with running_wechat(tmp_path, **FAST) as service:
        service.dialogue.delay = 1.2
        fields = text("你好")
        assert service.wechat.push(fields).text == ""
        assert service.wechat.push(fields).text == ""
        settled(service, ["您好，请说您想了解的政策。"])
        assert service.wechat.push(fields).text == ""
        assert service.dialogue.turns == 1


def test_without_permission_a_very_slow_answer_is_fetched(tmp_path: Path) -> None:
    with running_wechat(tmp_path, wechat_customer_service=False, **FAST) as service:
        service.dialogue.delay = 3
        pushed = service.wechat.push(text("你好"))
        assert (pushed.text, pushed.requests) == (wording.LATE, 3)
        while (fetched := service.wechat.push(text(wording.COLLECT))).text != "您好，请说您想了解的政策。":
            assert fetched.text == wording.LATE
        assert service.dialogue.turns == 1
        assert UNAVAILABLE not in service.wechat.seen[OPENID]


def test_without_permission_the_next_message_brings_the_answer(tmp_path: Path) -> None:
    with running_wechat(tmp_path, wechat_customer_service=False, **FAST) as service:
        service.dialogue.delay = 2.5
        assert service.wechat.push(text("你好")).text == wording.LATE
        service.dialogue.delay = 0
        texts = [service.wechat.push(text("我在哪")).text for _ in range(3)]
        assert "".join(texts).count("您好，请说您想了解的政策。") == 1
        assert any(text.startswith("您好，请说您想了解的政策。\n\n您选的是") for text in texts)


def test_refused_permission_is_noticed(tmp_path: Path) -> None:
    """The setting says that customer-service messages may be sent; WeChat does not agree."""
    with running_wechat(tmp_path, **FAST) as service:
        service.wechat.permission = False
        service.dialogue.delay = 0.7
        assert service.wechat.push(text("你好")).text == ""
        wait_until(lambda: service.wechat.calls.count("custom/send") == 1)
        pushed = service.wechat.push(text("贴息"))
        assert pushed.text == "您好，请说您想了解的政策。\n\n贴息：最高300万元"
        assert pushed.requests == 2
        assert service.wechat.calls.count("custom/send") == 1


def test_collect_is_an_ordinary_word_when_nothing_is_owed(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        assert service.wechat.push(text(wording.COLLECT)).text.startswith(UNKNOWN.text)
        assert service.dialogue.turns == 1


def test_failing_dialogue_gives_a_sentence(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with running_wechat(tmp_path) as service:
        service.conversations.dispose()
        assert service.wechat.push(text("你好")).text == wording.FAILED
        assert "incident" in caplog.text


def test_two_hundred_users_at_once(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service, ThreadPoolExecutor(200) as pool:
        service.dialogue.delay = 0.5
        users = [f"oUser-{number:03}" for number in range(200)]
        pushes = list(pool.map(lambda user: service.wechat.push(text("高企奖励", user)), users))
        assert all(pushed.text.startswith(POLICY.text) for pushed in pushes)
        assert max(pushed.seconds for pushed in pushes) < 4
        assert all(pushed.requests == 1 for pushed in pushes)
        assert service.dialogue.turns == 200


def test_first_answers_do_not_wait_for_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn computes without pause, unlike the double's: many at once must still be answered one by one."""
    with running_wechat(tmp_path) as service:
        answer = service.dialogue._answer
        monkeypatch.setattr(service.dialogue, "_answer", lambda *asked: time.sleep(0.02) or answer(*asked))
        times = asyncio.run(push_all(service.url, service.wechat.account, 60))
        assert times["answered"] == 60
        assert times["median"] < 0.8 * times["slowest"]


def wait_until(condition: object, seconds: float = 10.0) -> None:
    """Raises TimeoutError when the condition does not come true."""
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.02)
