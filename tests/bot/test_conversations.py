"""The conversation store on a real SQLite file: idempotency, hand-over, delivery across threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import subscriptions
from bot.clock import Clock
from bot.conversations import AlreadyTaken, Conversations, NotHolding, UnknownConversation
from bot.replies import Button

ID = "web:one"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "conversations.db"


@pytest.fixture
def conversations(path: Path) -> Iterator[Conversations]:
    store = Conversations(path, Clock())
    store.open(ID, "web", "洛阳")
    yield store
    store.dispose()


def test_open_keeps_what_exists(conversations: Conversations) -> None:
    first = conversations.get(ID)
    again = conversations.open(ID, "web")
    assert again == first
    assert again.state == "bot"
    assert conversations.open(ID, "web", "焦作").city == "焦作"
    assert conversations.get("web:other") is None


def test_message_keeps_card_and_buttons_over_a_restart(conversations: Conversations, path: Path) -> None:
    card = {"type": "candidates", "question": "哪一项？"}
    added = conversations.add(ID, "bot", "哪一项？", card=card, buttons=[Button("甲", "甲项")], reply_to="m1")
    again = Conversations(path, Clock())
    assert again.history(ID) == [added]
    assert again.replies_to(ID, "m1")[0].buttons == (Button("甲", "甲项"),)
    again.dispose()


def test_same_sender_id_is_stored_once(conversations: Conversations) -> None:
    first = conversations.add(ID, "visitor", "你好", message_id="m1")
    second = conversations.add(ID, "visitor", "别的话", message_id="m1")
    assert (second.id, second.text, second.repeated) == (first.id, "你好", True)
    assert not first.repeated
    assert len(conversations.history(ID)) == 1


def test_same_sender_id_in_another_conversation_is_another_message(conversations: Conversations) -> None:
    conversations.add(ID, "visitor", "甲", message_id="m1")
    conversations.open("web:two", "web")
    assert not conversations.add("web:two", "visitor", "乙", message_id="m1").repeated
    assert conversations.replies_to("web:two", "m1") == []


def test_history_pages_forward_and_keeps_the_newest(conversations: Conversations) -> None:
    ids = [conversations.add(ID, "visitor", str(n)).id for n in range(5)]
    assert [m.text for m in conversations.history(ID, after=ids[2])] == ["3", "4"]
    assert [m.text for m in conversations.history(ID, limit=2)] == ["3", "4"]


def test_concurrent_repeats_store_one(conversations: Conversations) -> None:
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: conversations.add(ID, "visitor", "问", message_id="same"), range(40)))
    assert len({m.id for m in added}) == 1
    assert sum(not m.repeated for m in added) == 1


def test_hand_over_round(conversations: Conversations) -> None:
    conversations.request_person(ID, "投诉")
    assert [c.id for c in conversations.waiting()] == [ID]
    taken = conversations.take(ID, "wang")
    assert (taken.state, taken.agent, taken.reason) == ("person", "wang", "投诉")
    assert conversations.waiting() == []
    assert [c.id for c in conversations.open_chats()] == [ID]
    moved = conversations.transfer(ID, "wang", "li")
    assert moved.agent == "li"
    assert conversations.transfer(ID, "li", None).state == "waiting"
    conversations.take(ID, "li")
    assert conversations.release(ID, "li").state == "bot"


def test_only_the_holder_acts(conversations: Conversations) -> None:
    conversations.request_person(ID, "")
    conversations.take(ID, "wang")
    assert conversations.take(ID, "wang").agent == "wang"
    with pytest.raises(AlreadyTaken):
        conversations.take(ID, "li")
    for act in (
        lambda: conversations.release(ID, "li"),
        lambda: conversations.transfer(ID, "li", "li"),
        lambda: conversations.close(ID, "li"),
    ):
        with pytest.raises(NotHolding):
            act()
    assert [(c.id, c.agent) for c in conversations.open_chats()] == [(ID, "wang")]


def test_of_many_agents_one_takes(conversations: Conversations) -> None:
    conversations.request_person(ID, "")

    def attempt(agent: str) -> bool:
        try:
            conversations.take(ID, agent)
        except AlreadyTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, [f"agent{n}" for n in range(20)])) == 1


def test_visitor_reopens_a_closed_conversation(conversations: Conversations) -> None:
    conversations.close(ID, "wang")
    conversations.add(ID, "system", "结束")
    assert conversations.open(ID, "web").state == "closed"
    conversations.add(ID, "visitor", "还有一个问题")
    assert conversations.open(ID, "web").state == "bot"


def test_unknown_conversation(conversations: Conversations) -> None:
    with pytest.raises(UnknownConversation):
        conversations.add("web:nobody", "visitor", "喂")
    with pytest.raises(UnknownConversation):
        conversations.take("web:nobody", "wang")
    assert conversations.history("web:nobody") == []


def test_feedback_belongs_to_the_conversations_own_answers(conversations: Conversations) -> None:
    conversations.open("web:two", "web")
    answer = conversations.add(ID, "bot", "答").id
    question = conversations.add(ID, "visitor", "问").id
    assert conversations.rate(ID, answer, False, "wrong")
    assert conversations.rate(ID, answer, True)
    assert not conversations.rate("web:two", answer, False)
    assert not conversations.rate(ID, question, True)
    assert conversations.feedback(ID) == {answer: (True, "")}


def test_events_reach_a_loop_from_another_thread(conversations: Conversations) -> None:
    async def listen() -> list[tuple[str, str, str]]:
        conversations.open("web:two", "web")
        with conversations.subscribe(ID) as one, conversations.subscribe() as all_of_them:
            thread = threading.Thread(target=_talk, args=(conversations,))
            thread.start()
            seen = [await asyncio.wait_for(anext(one), 5) for _ in range(2)]
            everything = [await asyncio.wait_for(anext(all_of_them), 5) for _ in range(3)]
            thread.join()
        assert [e.conversation.id for e in everything] == ["web:two", ID, ID]
        return [(e.kind, e.conversation.state, e.message.text if e.message else "") for e in seen]

    assert asyncio.run(listen()) == [("message", "bot", "一"), ("state", "waiting", "")]


def _talk(conversations: Conversations) -> None:
    conversations.add("web:two", "visitor", "别人的")
    conversations.add(ID, "visitor", "一")
    conversations.request_person(ID, "")


def test_a_repeat_and_a_failure_publish_nothing(conversations: Conversations) -> None:
    async def listen() -> str:
        conversations.add(ID, "visitor", "一", message_id="m1")
        with conversations.subscribe(ID) as events:
            conversations.add(ID, "visitor", "一", message_id="m1")
            with pytest.raises(NotHolding):
                conversations.release(ID, "li")
            conversations.add(ID, "bot", "答")
            message = (await asyncio.wait_for(anext(events), 5)).message
            return message.text if message else ""

    assert asyncio.run(listen()) == "答"


def test_a_listener_that_lags_is_told(conversations: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "QUEUE_SIZE", 2)

    async def listen() -> None:
        with conversations.subscribe(ID) as events:
            for n in range(3):
                conversations.add(ID, "visitor", str(n))
            await asyncio.sleep(0)
            with pytest.raises(subscriptions.Lagged):
                await anext(events)

    asyncio.run(listen())


def test_a_closed_loop_does_not_disturb_writers(conversations: Conversations) -> None:
    async def subscribe_and_leave() -> None:
        conversations.subscribe(ID)

    asyncio.run(subscribe_and_leave())
    assert conversations.add(ID, "visitor", "还在吗").id > 0
