"""WeChat with the real dialogue: a conversation, and many users at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from bot.channels import wechat
from bot.channels.wechat.menu import QUESTIONS
from bot.services import Services
from tests.support.service import RunningServer
from tests.wechat_server.account import Account, event, text
from tests.wechat_server.server import WeChatServer

pytestmark = pytest.mark.slow

@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[WeChatServer]:
    """WeChat, joined with the real service."""
    wechat_server = WeChatServer(Account())
    wechat_server.start()
    settings = replace(services.settings, wechat_api=wechat_server.url, city="洛阳", **Account().settings())  # type: ignore[arg-type]
    service = RunningServer(Starlette(routes=wechat.routes(replace(services, settings=settings))))
    service.start()
    wechat_server.service = service.url
    wechat_server.push(text("你好", "oWarmUp"))
    yield wechat_server
    service.stop()
    wechat_server.stop()


def test_candidates_are_chosen_by_number(server: WeChatServer) -> None:
    listing = server.push(text("科技方面有哪些政策")).text
    [second] = [line for line in listing.split("\n") if line.startswith("2. ")]
    title = second.removeprefix("2. ").split("：")[0].split("（")[0]
    assert title in server.push(text("2")).text


@pytest.mark.parametrize("key", QUESTIONS)
def test_every_menu_entry_is_understood(server: WeChatServer, key: str) -> None:
    answer = server.push(event("CLICK", key, f"oMenu-{key}")).text
    assert answer
    assert "没有收录" not in answer
    assert "抱歉" not in answer


def test_two_hundred_users_at_once_are_answered_within_four_seconds(server: WeChatServer) -> None:
    command = [sys.executable, "-m", "tests.wechat_server.load", server.service, "200"]
    times = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout)
    print(times)
    assert times["answered"] == 200
    assert times["slowest"] < 4
