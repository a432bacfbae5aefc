"""Taking over, answering, giving back; who holds a chat; lost agents; restarts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from bot.channels import desk as desk_channel
from bot.desk.presence import LOST, Presence, return_lost_chats
from bot.desk.store import DeskStore
from tests.support.desk_service import AGENT, OTHER, DeskService, Visitor, send, step

MARKUP = '<img src=x onerror="alert(1)">'


@pytest.fixture
def visitor(desk: DeskService) -> Iterator[Visitor]:
    with desk.client() as http:
        yield Visitor(http)


@pytest.fixture
def other(desk: DeskService) -> Iterator[httpx.Client]:
    with desk.signed_in(OTHER) as client:
        yield client


def place_of(client: httpx.Client, id: str) -> str:
    lists = client.get("/api/desk/chats").json()
    return next(place for place, rows in lists.items() if any(row["id"] == id for row in rows))


def test_a_whole_hand_over_and_back(desk: DeskService, agent: httpx.Client, other: httpx.Client, visitor: Visitor) -> None:
    visitor.say("我们是小微企业，有30名职工，高企奖励多少")
    visitor.say("高企奖励")
    visitor.say("转人工")
    row = agent.get("/api/desk/chats").json()["waiting"][0]
    assert (row["id"], row["channel"], row["city"], row["reason"]) == (visitor.id, "web", "洛阳", "visitor asked")
    assert row["summary"]["question"] == "高企奖励"
    assert row["summary"]["item"] == {"id": "keji-01", "title": "高新技术企业奖励"}
    assert {"30人", "小型或微型"} <= {fact["value"] for fact in row["summary"]["facts"]}
    assert step(agent, "take", visitor.id).json()["chat"]["agent"] == AGENT
    refused = step(other, "take", visitor.id)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "already_taken")
    assert (place_of(agent, visitor.id), place_of(other, visitor.id)) == ("mine", "others")
    assert visitor.say("在吗")["messages"] == []  # the bot is silent
    assert send(agent, visitor.id, "在的，我来帮您查。").status_code == 200
    assert send(other, visitor.id, "我也来").status_code == 409
    assert step(agent, "release", visitor.id).json()["chat"]["state"] == "bot"
    assert visitor.say("贴息")["messages"][0]["text"] == "贴息：最高300万元"
    said = visitor.history()
    assert [text for author, text in said if author == "agent"] == ["在的，我来帮您查。"]
    assert [author for author, _ in said[-6:]] == ["system", "visitor", "agent", "system", "visitor", "bot"]


def test_of_many_agents_one_takes_the_chat(desk: DeskService, agent: httpx.Client, other: httpx.Client, visitor: Visitor) -> None:
    visitor.say("转人工")
    with ThreadPoolExecutor(8) as threads:
        codes = list(threads.map(lambda n: step(agent if n % 2 else other, "take", visitor.id).status_code, range(8)))
    assert codes.count(200) == 4
    assert codes.count(409) == 4
    assert [author for author, _ in visitor.history()].count("system") == 1


def test_a_message_sent_twice_arrives_once(agent: httpx.Client, visitor: Visitor) -> None:
    visitor.say("转人工")
    step(agent, "take", visitor.id)
    first, again = (send(agent, visitor.id, "您好", "same-id-0001").json()["message"]["id"] for _ in range(2))
    assert first == again
    assert visitor.history().count(("agent", "您好")) == 1


def test_nothing_is_lost_or_doubled_over_a_restart(desk: DeskService, agent: httpx.Client, visitor: Visitor) -> None:
    visitor.say("转人工")
    step(agent, "take", visitor.id)
    visitor.say("第一句")
    send(agent, visitor.id, "答一")
    before = visitor.history()
    desk.restart()
    assert visitor.history() == before
    assert place_of(agent, visitor.id) == "mine"
    assert visitor.say("第二句")["messages"] == []
    assert send(agent, visitor.id, "答二").status_code == 200
    assert step(agent, "release", visitor.id).status_code == 200
    assert visitor.say("贴息")["messages"][0]["text"] == "贴息：最高300万元"
    texts = [text for _, text in visitor.history()]
    assert [texts.count(text) for text in ("第一句", "答一", "第二句", "答二", "贴息")] == [1] * 5


def test_transfer_to_an_agent_who_is_here_or_into_the_queue(desk: DeskService, agent: httpx.Client, other: httpx.Client, visitor: Visitor) -> None:
    visitor.say("转人工")
    step(agent, "take", visitor.id)
    assert step(agent, "transfer", visitor.id, to="zhang-laoshi").json()["error"]["code"] == "agent_not_here"
    assert {one["display"] for one in other.post("/api/desk/heartbeat", json={}).json()["agents"]} == {"李雷", "韩梅梅"}
    assert step(agent, "transfer", visitor.id, to=OTHER).json()["chat"]["agent"] == OTHER
    assert send(agent, visitor.id, "还是我").status_code == 409
    assert step(other, "transfer", visitor.id, to="").json()["chat"]["state"] == "waiting"
    assert step(agent, "take", visitor.id).status_code == 200
    assert step(agent, "close", visitor.id).json()["chat"]["state"] == "closed"
    assert visitor.say("贴息")["messages"][0]["text"] == "贴息：最高300万元"


def test_chats_of_a_lost_agent_wait_again(desk: DeskService, agent: httpx.Client, visitor: Visitor) -> None:
    presence = Presence(DeskStore(desk.settings.var / "desk.db"), desk.clock, desk.settings.desk_lost_seconds)
    visitor.say("转人工")
    step(agent, "take", visitor.id)
    desk.clock.ahead += desk.settings.desk_lost_seconds - 10
    agent.post("/api/desk/heartbeat", json={})
    desk.clock.ahead += desk.settings.desk_lost_seconds - 10
    assert return_lost_chats(desk.conversations, presence) == []
    desk.clock.ahead += 20
    assert [chat.id for chat in return_lost_chats(desk.conversations, presence)] == [visitor.id]
    assert desk.conversations.get(visitor.id).state == "waiting"
    assert visitor.history()[-1] == ("system", LOST)
    assert return_lost_chats(desk.conversations, presence) == []


def test_after_a_restart_agents_have_time_to_come_back(desk: DeskService, agent: httpx.Client, visitor: Visitor) -> None:
    visitor.say("转人工")
    step(agent, "take", visitor.id)
    desk.clock.ahead += desk.settings.desk_lost_seconds * 10
    presence = Presence(DeskStore(desk.settings.var / "desk.db"), desk.clock, desk.settings.desk_lost_seconds)
    assert return_lost_chats(desk.conversations, presence) == []
    desk.clock.ahead += desk.settings.desk_lost_seconds + 1
    assert len(return_lost_chats(desk.conversations, presence)) == 1


def test_signing_out_gives_the_chats_back(desk: DeskService, agent: httpx.Client, visitor: Visitor) -> None:
    async def watch_until_waiting() -> None:
        async with desk_channel.background(desk.services):
            with desk.conversations.subscribe(visitor.id) as events:
                async for event in events:
                    if event.conversation.state == "waiting":
                        return

    visitor.say("转人工")
    step(agent, "take", visitor.id)
    agent.post("/api/desk/logout", json={})
    asyncio.run(asyncio.wait_for(watch_until_waiting(), 10))
    assert desk.conversations.get(visitor.id).state == "waiting"


def test_an_agents_suggested_answer_is_the_bots_own_without_a_turn(desk: DeskService, agent: httpx.Client, visitor: Visitor) -> None:
    visitor.say("创业担保贷款最高多少")
    visitor.say("转人工")
    turns = len(visitor.history())
    suggested = agent.get("/api/desk/suggest", params={"id": visitor.id}).json()
    assert suggested["question"] == "创业担保贷款最高多少"
    assert suggested["text"]
    assert suggested["card"]["type"]
    assert len(visitor.history()) == turns
    assert agent.get("/api/desk/suggest", params={"id": "web:none"}).status_code in (200, 404)


def test_personal_data_of_both_sides_is_masked(agent: httpx.Client, visitor: Visitor, desk: DeskService) -> None:
    visitor.say("转人工")
    step(agent, "take", visitor.id)
    send(agent, visitor.id, "请打 13812345678 或 63910557")
    assert ("agent", "请打 〔手机号〕 或 63910557") in visitor.history()


@pytest.mark.parametrize(("what", "fields", "code"), [
    ("take", {"id": "web:none"}, 404), ("take", {}, 400), ("take", {"id": 5}, 400), ("release", {"id": "web:none"}, 404),
    ("message", {"id": "web:none", "text": "x", "message_id": "12345678"}, 404),
    ("message", {"id": "web:none", "text": " ", "message_id": "12345678"}, 400),
    ("message", {"id": "web:none", "text": "x" * 5000, "message_id": "12345678"}, 400),
    ("message", {"id": "web:none", "text": "x", "message_id": "a b"}, 400),
])
def test_refusals(agent: httpx.Client, what: str, fields: dict[str, Any], code: int) -> None:
    assert agent.post(f"/api/desk/chat/{what}", json=fields).status_code == code


def test_events_tell_of_waiting_chats_and_spare_the_bots_own(desk: DeskService, agent: httpx.Client, visitor: Visitor) -> None:
    with desk.client() as http, agent.stream("GET", "/api/desk/events") as stream:
        events = _events(stream)
        assert next(events)[0] == "ready"
        Visitor(http).say("贴息")
        visitor.say(f"高企奖励 {MARKUP}")
        visitor.say("转人工")
        kind, data = next(events)
        assert (kind, data["id"], data["state"], data["message"]) == ("chat", visitor.id, "waiting", None)
        step(agent, "take", visitor.id)
        send(agent, visitor.id, "您好")
        while not (data["message"] and data["message"]["text"] == "您好"):
            _, data = next(events)
        assert data["agent"] == AGENT


def test_an_open_stream_ends_with_the_session(desk: DeskService, agent: httpx.Client, visitor: Visitor) -> None:
    with agent.stream("GET", "/api/desk/events") as stream:
        events = _events(stream)
        assert next(events)[0] == "ready"
        agent.post("/api/desk/logout", json={})
        visitor.say("转人工")
        assert list(events) == []


def _events(stream: httpx.Response) -> Iterator[tuple[str, Any]]:
    kind = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            kind = line[7:]
        elif line.startswith("data: "):
            yield kind, json.loads(line[6:])


def test_everything_done_is_in_the_audit_trail(agent: httpx.Client, supervisor: httpx.Client, visitor: Visitor) -> None:
    visitor.say("转人工")
    step(agent, "take", visitor.id)
    agent.get("/api/desk/chat", params={"id": visitor.id})
    send(agent, visitor.id, "您好")
    step(agent, "release", visitor.id)
    trail = supervisor.get("/api/desk/audit", params={"agent": AGENT}).json()["entries"]
    assert [entry["action"] for entry in trail] == ["release", "send", "view", "take", "login"]
    assert {entry["target"] for entry in trail[:-1]} == {visitor.id}
    assert trail[3]["detail"]["waited"] >= 0
