"""The talk: one Rasa agent for all channels. Everything that a channel must not forget happens here, once.

    channel text → normalise → mask → (a person has the talk? store only) → Rasa turn(s) → record → replies
"""

from __future__ import annotations

import asyncio
import logging
import uuid
import weakref
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import SessionConfig

from bot.conversations import Conversations, Message
from bot.in_process_actions import InProcessActions, lighten_remote_actions
from bot.privacy import mask
from bot.replies import Button, Reply
from bot.splitting import split_questions
from bot.tracker_store import RecentTrackerStore
from policy_db.text import normalise

log = logging.getLogger(__name__)
HOTLINE = "12345"
EMPTY = "没有看到文字内容。请用一句话说说您想问的政策，例如“房租能减免吗”。"
TOO_LONG = "这段话太长了，请用一两句话说说您想问什么政策；也可以拨{hotline}。"
FAILED = "抱歉，系统刚才出了点问题，请稍后再问一次，或拨{hotline}。"


class Dialogue:
    """Answers messages of all channels; one per process."""

    def __init__(self, agent: Agent, conversations: Conversations, longest: int = 2000):
        self._agent = agent
        self._conversations = conversations
        self._longest = longest
        self._one_turn = asyncio.Lock()
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def reply(self, sender: str, text: str, *, channel: str, city: str | None = None,
                    message_id: str | None = None) -> list[Reply]:
        """The replies to one message, in the order of the sender's messages; [] while a person has the talk.

        The same `message_id` again gives the recorded replies without a second turn. Never raises for what a user sends.
        """
        lock = self._locks.setdefault(sender, asyncio.Lock())
        async with lock:
            return await self._reply(sender, text, channel, city, message_id or uuid.uuid4().hex)

    async def understand(self, text: str) -> dict[str, Any]:
        """NLU's reading of a text without a turn: intent, item_ranking, entities (for the desk)."""
        return dict(await self._agent.parse_message(mask(normalise(text))))

    async def _reply(self, sender: str, text: str, channel: str, city: str | None, message_id: str) -> list[Reply]:
        said = mask(normalise(text))
        self._conversations.open(sender, channel, city or "")
        message = self._conversations.add(sender, "visitor", said[:self._longest], message_id=message_id)
        if message.repeated and (known := self._conversations.replies_to(sender, message_id)):
            return [_reply_of(stored) for stored in known]
        talk = self._conversations.get(sender)
        if talk is not None and (talk.state == "person" or (talk.state == "waiting" and message.repeated)):
            return []
        replies = await self._answers(sender, said, (talk.city if talk else "") if city is None else city)
        if any((reply.card or {}).get("type") == "handoff" for reply in replies):
            self._conversations.request_person(sender, reason="visitor asked")
        return [self._record(sender, reply, message_id) for reply in replies]

    async def _answers(self, sender: str, said: str, city: str) -> list[Reply]:
        if not any(char.isalnum() for char in said):
            return [Reply(EMPTY, card={"type": "smalltalk"})]
        if len(said) > self._longest:
            return [Reply(TOO_LONG.format(hotline=HOTLINE), card={"type": "no_answer", "reason": "too_long"})]
        try:
            replies: list[Reply] = []
            for question in split_questions(said):
                replies += await self._turn(sender, question, city)
            return replies or [Reply(FAILED.format(hotline=HOTLINE), card={"type": "no_answer", "reason": "failure"})]
        except Exception:  # the caller must get a sentence whatever fails; the log has the cause
            incident = uuid.uuid4().hex[:8]
            log.exception("incident %s: turn failed", incident)
            return [Reply(FAILED.format(hotline=HOTLINE), card={"type": "no_answer", "reason": "failure", "incident": incident})]

    async def _turn(self, sender: str, question: str, city: str) -> list[Reply]:
        output = _Collector()
        async with self._one_turn:
            # a turn computes without pause: of many at once, each lets the answers that are ready go out first
            await asyncio.sleep(0)
        # a leading slash would be read as an intent by Rasa: it is text here
        text = question.lstrip("/") or question
        await self._agent.handle_message(UserMessage(text, output, sender_id=sender, metadata={"city": city}))
        return output.replies

    def _record(self, sender: str, reply: Reply, message_id: str) -> Reply:
        stored = self._conversations.add(sender, "bot", reply.text, card=reply.card, buttons=reply.buttons, reply_to=message_id)
        return _reply_of(stored)


class _Collector(OutputChannel):
    """Collects each bot utterance whole (text, buttons and card together)."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        buttons = tuple(Button(button["title"], button["payload"]) for button in message.get("buttons") or [])
        self.replies.append(Reply(message.get("text") or "", buttons, message.get("custom") or None))


def _reply_of(message: Message) -> Reply:
    return Reply(message.text, message.buttons, message.card, message.id)


def load_agent(model: Path, trackers: Path, session_minutes: int) -> Agent:
    """The trained model with our tracker store and in-process actions."""
    lighten_remote_actions()
    agent = Agent.load(model, action_endpoint=InProcessActions())
    assert agent.domain is not None and agent.processor is not None
    agent.domain.session_config = SessionConfig(session_minutes, carry_over_slots=False)
    store = RecentTrackerStore(agent.domain, trackers)
    agent.tracker_store = agent.processor.tracker_store = store
    return agent
