"""Customer-service messages: agents' texts, the number that WeChat allows, the access token, the menu."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.channels.wechat import menu, wording
from bot.channels.wechat.access_token import TokenCache
from bot.channels.wechat.api import Refused, Unreachable, WeChatApi
from bot.channels.wechat.fitting import LIMIT, size
from bot.channels.wechat.state import AFTER_EVENT, AFTER_MESSAGE, DeliveryState
from bot.clock import Clock
from bot.settings import Settings
from tests.support.service import free_port
from tests.support.wechat import WeChatService, running_wechat
from tests.wechat_server.account import OPENID, Account, event, text
from tests.wechat_server.server import WeChatServer

CONVERSATION = f"wechat:{OPENID}"
HELLO = "您好，请说您想了解的政策。"


class SetClock(Clock):
    """A clock that tests move."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0

    def now(self) -> float:
        return time.time() + self.ahead


def taken(service: WeChatService) -> None:
    """The user asks, and an agent takes the conversation."""
    service.wechat.push(text("转人工"))
    service.conversations.take(CONVERSATION, "小王")


def say(service: WeChatService, *texts: str) -> None:
    for words in texts:
        service.conversations.add(CONVERSATION, "agent", words)


def test_agent_reaches_the_user_in_order(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        taken(service)
        assert service.wechat.push(text("在吗")).text == ""
        say(service, "您好，我是小王。", "请问企业在哪个区？")
        assert service.wechat.wait_for(OPENID, 3)[1:] == ["您好，我是小王。", "请问企业在哪个区？"]


def test_after_five_messages_the_rest_waits_for_the_user(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        taken(service)
        texts = [f"第{number}句" for number in "一二三四五六七"]
        say(service, *texts)
        assert service.wechat.wait_for(OPENID, 6)[1:] == texts[:5]
        wait_for_notes(service, 2)
        assert wording.REASON_QUOTA in service.texts("system")[0]
        assert service.wechat.push(text("好的")).text == "第六句\n\n第七句"
        assert service.wechat.calls.count("custom/send") == 5


def test_agent_of_an_account_without_permission(tmp_path: Path) -> None:
    with running_wechat(tmp_path, wechat_customer_service=False) as service:
        taken(service)
        say(service, "您好，我是小王。")
        wait_for_notes(service, 1)
        assert wording.REASON_NO_PERMISSION in service.texts("system")[0]
        assert service.wechat.push(text("在吗")).text == "您好，我是小王。"
        assert service.wechat.push(text("谢谢")).text == ""


def test_what_is_owed_survives_a_restart(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        taken(service)
        service.wechat.api_errors = [("custom/send", 45009)]
        say(service, "您好，我是小王。")
        wait_for_notes(service, 1)
    with running_wechat(tmp_path, allowed={OPENID: 5}) as service:
        assert service.wechat.wait_for(OPENID, 1) == ["您好，我是小王。"]


def test_long_agent_text_comes_in_pieces(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        taken(service)
        sentence = "这一句用来凑长度，没有别的意思。"
        say(service, sentence * 80)
        pieces = service.wechat.wait_for(OPENID, 3)[1:]
        assert "".join(pieces) == sentence * 80
        assert all(size(piece) <= LIMIT for piece in pieces)


def test_long_answer_without_page_comes_in_pieces(tmp_path: Path) -> None:
    question = "回声" + "请说说这些政策。" * 120
    with running_wechat(tmp_path) as service:
        assert service.wechat.push(text(question)).text == ""
        assert "".join(service.wechat.wait_for(OPENID, 2)) == question
    with running_wechat(tmp_path, wechat_customer_service=False) as service:
        answer = service.wechat.push(text(question + "。")).text
        assert answer.endswith(wording.SHORTENED)
        assert size(answer) <= LIMIT


def test_refused_token_is_renewed_once(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        taken(service)
        say(service, "一")
        service.wechat.wait_for(OPENID, 2)
        service.wechat.expire_token()
        say(service, "二")
        assert service.wechat.wait_for(OPENID, 3)[1:] == ["一", "二"]
        assert service.wechat.calls == ["stable_token", "custom/send", "custom/send", "stable_token", "custom/send"]


def test_token_that_stays_refused_is_forced_once(tmp_path: Path) -> None:
    with running_api(tmp_path) as (server, api):
        server.api_errors = [("custom/send", 40001), ("custom/send", 42001)]
        with pytest.raises(Refused) as refusal:
            api.send_text(OPENID, "一")
        assert refusal.value.code == 42001
        assert server.calls == ["stable_token", "custom/send", "stable_token", "stable_token", "custom/send"]


def test_busy_api_is_asked_again(tmp_path: Path) -> None:
    with running_api(tmp_path) as (server, api):
        server.api_errors = [("custom/send", -1), ("custom/send", -1)]
        api.send_text(OPENID, "一")
        assert server.seen[OPENID] == ["一"]
        server.api_errors = [("custom/send", -1)] * 3
        with pytest.raises(Unreachable):
            api.send_text(OPENID, "二")
        assert server.calls.count("custom/send") == 6


def test_log_has_the_cause_and_no_secrets(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with running_api(tmp_path) as (server, api):
        server.api_errors = [("custom/send", 40164)]
        with pytest.raises(Refused):
            api.send_text(OPENID, "一")
        assert "IP white list" in caplog.text
        server.stop()
        with pytest.raises(Unreachable):
            api.send_text(OPENID, "二")
        assert "ConnectionError" in caplog.text or "ReadTimeout" in caplog.text
        assert server.token not in caplog.text
        assert server.account.secret not in caplog.text


def test_token_is_shared_and_fetched_by_one(tmp_path: Path) -> None:
    fetched: list[bool] = []

    def fetch(force: bool) -> tuple[str, int]:
        fetched.append(force)
        return f"t{len(fetched)}", 7200

    clock = SetClock()
    caches = [TokenCache(tmp_path / "token.json", "wx1", clock, fetch) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda cache: cache.get(), caches)) == {"t1"}
    assert fetched == [False]
    assert (tmp_path / "token.json").stat().st_mode & 0o777 == 0o600
    clock.ahead = 7200 - 299
    assert caches[0].get() == "t2"
    assert TokenCache(tmp_path / "token.json", "wx2", clock, fetch).get() == "t3"


def test_counting_follows_wechats_windows(tmp_path: Path) -> None:
    clock = SetClock()
    state = DeliveryState(tmp_path / "wechat.db", clock)
    assert state.allowed(OPENID) == 0
    state.allow(OPENID, "m1", message=True)
    state.allow(OPENID, "e1", message=False)
    assert state.allowed(OPENID) == AFTER_MESSAGE[0] + AFTER_EVENT[0]
    for _ in range(4):
        state.spend(OPENID)
    state.allow(OPENID, "m1", message=True)  # a retry
    assert state.allowed(OPENID) == AFTER_MESSAGE[0] + AFTER_EVENT[0] - 4
    clock.ahead = AFTER_EVENT[1] + 1
    assert state.allowed(OPENID) == AFTER_MESSAGE[0] - 1
    state.allow(OPENID, "m2", message=True)
    assert state.allowed(OPENID) == AFTER_MESSAGE[0]
    clock.ahead += AFTER_MESSAGE[1] + 1
    assert state.allowed(OPENID) == 0


def test_a_debt_is_claimed_once_and_keeps_its_place(tmp_path: Path) -> None:
    state = DeliveryState(tmp_path / "wechat.db", Clock())
    for reference in ("answer:1", "message:2", "answer:1"):
        state.owe(OPENID, reference)
    first, second = state.owed(OPENID)
    assert state.claim(OPENID, first.reference)
    assert not state.claim(OPENID, first.reference)
    state.restore(first)
    assert state.owed(OPENID) == [first, second]
    state.forget(OPENID)
    assert state.debtors() == []


def test_click_allows_a_late_answer(tmp_path: Path) -> None:
    with running_wechat(tmp_path, patience=0.8, wechat_deadline_seconds=0.4) as service:
        service.dialogue.delay = 0.7
        service.wechat.allow(OPENID, 3)
        assert service.wechat.push(event("CLICK", "person")).text == ""
        assert service.wechat.wait_for(OPENID, 1) == ["已为您转人工，请稍候。"]


def test_menu_is_published_by_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_api(tmp_path) as (server, _):
        values = {"VAR": str(tmp_path), "WECHAT_API": server.url, "WECHAT_APP_ID": server.account.app_id,
                  "WECHAT_SECRET": server.account.secret, "PUBLIC_URL": "https://bot.example.gov.cn"}
        for name, value in values.items():
            monkeypatch.setenv(f"HUIQI_{name}", value)
        monkeypatch.setattr("sys.argv", ["menu", "publish"])
        assert menu.main() == 0
        assert server.menu == menu.definition("https://bot.example.gov.cn")
        server.api_errors = [("menu/create", 48001)]
        assert menu.main() == 1
        assert "48001" in capsys.readouterr().err


def wait_for_notes(service: WeChatService, count: int, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while len(service.texts("system")) < count:
        if time.monotonic() > until:
            raise TimeoutError(service.texts("system"))
        time.sleep(0.02)


@contextmanager
def running_api(var: Path) -> Iterator[tuple[WeChatServer, WeChatApi]]:
    """The WeChat server and an API client for it; messages to the user are allowed."""
    server = WeChatServer(Account())
    settings = Settings(var=var, wechat_api=server.url, **server.account.settings())  # type: ignore[arg-type]
    server.start()
    server.allow(OPENID, 5)
    try:
        yield server, WeChatApi(settings, Clock())
    finally:
        server.stop()


def test_unreachable_api_is_told(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, wechat_api=f"http://127.0.0.1:{free_port()}", **Account().settings())  # type: ignore[arg-type]
    with pytest.raises(Unreachable) as failure:
        WeChatApi(settings, Clock()).send_text(OPENID, "一")
    assert not failure.value.sent
