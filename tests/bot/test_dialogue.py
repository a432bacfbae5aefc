"""The talk with the real model: order, isolation, idempotence, bad input, long talks, silence."""

from __future__ import annotations

import asyncio
import statistics
import time

import pytest

from bot.replies import Reply
from bot.services import Services

pytestmark = pytest.mark.slow


def say(services: Services, sender: str, *texts: str, city: str | None = "洛阳") -> list[Reply]:
    """The replies to the last of several messages."""

    async def talk() -> list[Reply]:
        replies: list[Reply] = []
        for text in texts:
            replies = await services.dialogue.reply(sender, text, channel="test", city=city)
        return replies

    return asyncio.run(talk())


def kinds(replies: list[Reply]) -> set[str]:
    return {str((reply.card or {}).get("type")) for reply in replies}


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "😀😀", "？？！", "\u200b\u200b", "\x00\x01\x02"])
def test_nothing_said_gets_a_friendly_sentence(services: Services, text: str) -> None:
    replies = say(services, f"empty:{text!r}", text)
    assert len(replies) == 1
    assert "请" in replies[0].text


def test_ten_thousand_characters_get_a_friendly_sentence(services: Services) -> None:
    replies = say(services, "long", "房租能减免吗" * 1700)
    assert [reply.card["reason"] for reply in replies if reply.card] == ["too_long"]


@pytest.mark.parametrize("text", ["/restart", '/ask_policy{"x":1}', "/session_start", "/", "//", "/ask_policy/keji-01"])
def test_a_leading_slash_is_text_and_no_command(services: Services, text: str) -> None:
    before = say(services, f"slash:{text}", "头一次评上高新技术企业奖多少")
    assert "20万元" in before[0].text
    say(services, f"slash:{text}", text)
    after = say(services, f"slash:{text}", "那电话呢")
    assert "63910557" in after[0].text, "the talk's memory must survive"


def test_control_characters_and_markup_are_harmless(services: Services) -> None:
    replies = say(services, "control", "高企\x07首次\x1b[31m认定奖多少<script>alert(1)</script>")
    assert "script" not in replies[0].text


def test_fifty_messages_at_once_are_all_answered_in_order(services: Services) -> None:
    async def flood() -> list[list[Reply]]:
        texts = [f"第{number}次问：新办企业刻章免费吗" for number in range(50)]
        return await asyncio.gather(*(services.dialogue.reply("flood", text, channel="test", city="洛阳",
                                                              message_id=f"m{number}") for number, text in enumerate(texts)))

    answers = asyncio.run(flood())
    assert all(len(replies) >= 1 for replies in answers)
    history = services.conversations.history("flood", limit=400)
    visitors = [message.message_id for message in history if message.author == "visitor"]
    assert visitors == [f"m{number}" for number in range(50)]
    assert {message.reply_to for message in history if message.author == "bot"} == set(visitors)


def test_the_same_message_id_is_answered_once(services: Services) -> None:
    async def twice() -> tuple[list[Reply], list[Reply]]:
        first = await services.dialogue.reply("twice", "刻章免费吗", channel="test", city="洛阳", message_id="a")
        return first, await services.dialogue.reply("twice", "刻章免费吗", channel="test", city="洛阳", message_id="a")

    first, second = asyncio.run(twice())
    assert first == second
    assert len(services.conversations.history("twice")) == 2


def test_a_hundred_interleaved_senders_stay_apart(services: Services) -> None:
    """Every other sender asks about another item; the follow-up must be about their own."""
    topics = [("头一次评上高新技术企业奖多少", "63910557"), ("新办企业刻章免费吗", "65516396"),
              ("粮改饲收青贮一吨补多少", "63912838"), ("电焊证没考过补考还收费吗", "63922039")]

    async def talk() -> list[tuple[str, list[Reply]]]:
        await asyncio.gather(*(services.dialogue.reply(f"many:{n}", topics[n % 4][0], channel="test", city="洛阳") for n in range(100)))
        replies = await asyncio.gather(*(services.dialogue.reply(f"many:{n}", "那电话呢", channel="test", city="洛阳")
                                         for n in range(100)))
        return [(topics[n % 4][1], list(reply)) for n, reply in enumerate(replies)]

    for phone, replies in asyncio.run(talk()):
        assert phone in replies[0].text
        assert not any(other in replies[0].text for _, other in topics if other != phone)


def test_the_two_hundredth_turn_is_as_fast_as_the_first(services: Services) -> None:
    questions = ["头一次评上高新技术企业奖多少", "那电话呢", "重新认定呢", "要什么条件"]

    async def talk() -> list[float]:
        times = []
        for number in range(200):
            begin = time.perf_counter()
            await services.dialogue.reply("endless", questions[number % 4], channel="test", city="洛阳")
            times.append(time.perf_counter() - begin)
        return times

    times = asyncio.run(talk())
    # the same four questions, medians over ten rounds, without the very first turn that fills caches
    assert statistics.median(times[160:]) <= 1.5 * statistics.median(times[4:44])


def test_a_person_has_the_talk_and_the_bot_is_silent(services: Services) -> None:
    assert "handoff" in kinds(say(services, "person", "转人工"))
    assert services.conversations.get("person").state == "waiting"  # type: ignore[union-attr]
    services.conversations.take("person", "agent-1")
    assert say(services, "person", "头一次评上高新技术企业奖多少") == []
    services.conversations.release("person", "agent-1")
    assert "20万元" in say(services, "person", "头一次评上高新技术企业奖多少")[0].text


def test_personal_data_is_masked_before_it_is_stored(services: Services) -> None:
    say(services, "privacy", "我叫张三，手机13812345678，身份证410305199001011234，卡6222021234567890123，邮箱a.b@c.cn，刻章免费吗")
    stored = " ".join(message.text for message in services.conversations.history("privacy"))
    for secret in ("13812345678", "410305199001011234", "6222021234567890123", "a.b@c.cn"):
        assert secret not in stored


def test_silence_begins_a_new_session(services: Services) -> None:
    """The tracker's last user event is moved into the past, beyond the configured silence."""
    store = services.dialogue._agent.tracker_store

    async def talk() -> list[Reply]:
        await services.dialogue.reply("silent", "头一次评上高新技术企业奖多少", channel="test", city="洛阳")
        tracker = await store.retrieve("silent")
        assert tracker is not None
        for event in tracker.events:
            event.timestamp -= 61 * 60
        await store.save(tracker)
        return await services.dialogue.reply("silent", "那电话呢", channel="test", city="洛阳")

    assert all("63910557" not in reply.text for reply in asyncio.run(talk()))
