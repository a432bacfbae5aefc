"""The desk beside the real dialogue: silence while a person has the talk, and the context afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from bot.app import create_app
from bot.desk.accounts import open_accounts
from bot.desk.store import DeskStore
from bot.services import Services
from tests.support.desk_service import AGENT, PASSWORD, Visitor, send, step
from tests.support.service import RunningServer

pytestmark = pytest.mark.slow


@pytest.fixture
def server(services: Services) -> Iterator[RunningServer]:
    named = replace(services, settings=replace(services.settings, rate_per_second=50))
    store = DeskStore(named.settings.var / "desk.db")
    accounts = open_accounts(named.settings, store, named.clock)
    if accounts.get(AGENT) is None:
        accounts.add(AGENT, PASSWORD, "agent")
    running = RunningServer(create_app(named))
    running.start()
    yield running
    running.stop()


def test_the_bot_is_silent_and_then_goes_on_with_the_context(server: RunningServer) -> None:
    with httpx.Client(base_url=server.url, timeout=30) as http, httpx.Client(base_url=server.url, timeout=30) as agent:
        assert agent.post("/api/desk/login", json={"name": AGENT, "password": PASSWORD}).status_code == 200
        visitor = Visitor(http)
        assert "20万元" in visitor.say("首次通过高新技术企业认定奖励多少")["messages"][0]["text"]
        assert visitor.say("转人工")["state"] == "waiting"
        suggested = agent.get("/api/desk/suggest", params={"id": visitor.id}).json()
        assert suggested["question"] == "首次通过高新技术企业认定奖励多少"
        assert "20万元" in suggested["text"]
        step(agent, "take", visitor.id)
        assert visitor.say("那重新认定呢")["messages"] == []
        assert "10万元" in agent.get("/api/desk/suggest", params={"id": visitor.id}).json()["text"]
        assert send(agent, visitor.id, "重新认定的标准不同。").status_code == 200
        step(agent, "release", visitor.id)
        assert "63910557" in visitor.say("那电话呢")["messages"][0]["text"]
        sentence = agent.get("/api/desk/search", params={"q": "我租的国有房子开小饭店房租能减几个月"}).json()
        assert sentence["results"][0]["title"] == "国有房屋租金减免"
        assert sentence["results"][0]["why"] == "语义"
