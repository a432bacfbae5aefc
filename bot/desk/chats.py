"""Conversations at the desk: the queue, taking over, answering, giving back. Each step is told to the visitor and audited.

What may happen when is decided by `bot.conversations`; its AlreadyTaken and NotHolding pass through.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from actions.memory import Memory
from actions.respond import policy_answer
from actions.services import ActionServices
from actions.turn import turn_of
from bot.clock import Clock
from bot.conversations import Conversation, Conversations, Message, NotHolding, UnknownConversation
from bot.desk.assist import Understand
from bot.desk.audit import Audit
from bot.desk.presence import Presence
from bot.desk.summary import summarise
from bot.privacy import mask

TAKEN = "人工坐席已接入，为您服务。"
RELEASED = "人工服务已结束，由智能助手继续为您解答。"
TRANSFERRED = "正在为您转接其他坐席，请稍候。"
CLOSED = "本次会话已结束，感谢您的咨询。再次留言即可重新开始。"
#: seconds for which a conversation with the bot stays in the list
_RECENT_SECONDS = 900
_SUMMARISED = 60
_SHOWN = 300


class AgentNotHere(Exception):
    """The agent to transfer to does not exist or is not at the desk."""


class Chats:
    """What an agent does with conversations."""

    def __init__(self, conversations: Conversations, presence: Presence, audit: Audit, clock: Clock, actions: ActionServices,
                 understand: Understand):
        self._conversations = conversations
        self._presence = presence
        self._audit = audit
        self._clock = clock
        self._actions = actions
        self._understand = understand

    def list(self, agent: str) -> dict[str, list[dict[str, Any]]]:
        """Rows by place: waiting (longest first), mine, of other agents, and those that the bot has now."""
        held = self._conversations.open_chats()
        recent = self._conversations.recent(self._clock.now() - _RECENT_SECONDS)
        return {"waiting": [self.row(chat) for chat in self._conversations.waiting()],
                "mine": [self.row(chat) for chat in held if chat.agent == agent],
                "others": [self.row(chat) for chat in held if chat.agent != agent],
                "bot": [self.row(chat) for chat in recent]}

    def row(self, chat: Conversation) -> dict[str, Any]:
        """A conversation with its summary."""
        summary = summarise(self._conversations.history(chat.id, limit=_SUMMARISED), self._actions.policy)
        return {**asdict(chat), "waited": max(0.0, self._clock.now() - chat.since), "summary": summary.as_json()}

    def open(self, id: str, agent: str) -> dict[str, Any]:
        """The conversation with its messages. Raises UnknownConversation."""
        chat = self._require(id)
        self._audit.record(agent, "view", id)
        return {"chat": self.row(chat), "messages": [message_json(m) for m in self._conversations.history(id, limit=_SHOWN)]}

    def take(self, id: str, agent: str) -> Conversation:
        """Take it over; again for an agent who has it already changes nothing. Raises AlreadyTaken."""
        before = self._require(id)
        taken = self._conversations.take(id, agent)
        if before.state == "person" and before.agent == agent:
            return taken
        waited = self._clock.now() - before.since if before.state == "waiting" else None
        self._conversations.add(id, "system", TAKEN)
        self._audit.record(agent, "take", id, **({} if waited is None else {"waited": round(waited, 1)}))
        return taken

    def say(self, id: str, agent: str, text: str, message_id: str) -> Message:
        """Send; the same `message_id` again sends nothing twice. Raises NotHolding."""
        chat = self._require(id)
        if chat.state != "person" or chat.agent != agent:
            raise NotHolding(id)
        message = self._conversations.add(id, "agent", mask(text), message_id=f"desk:{agent}:{message_id}")
        if not message.repeated:
            self._audit.record(agent, "send", id, message=message.id)
        return message

    def release(self, id: str, agent: str) -> None:
        """Give it back to the bot."""
        self._conversations.release(id, agent)
        self._conversations.add(id, "system", RELEASED)
        self._audit.record(agent, "release", id)

    def transfer(self, id: str, agent: str, to: str) -> None:
        """Give it to another agent who is here, or into the queue (''). Raises AgentNotHere."""
        if to and not self._presence.is_here(to):
            raise AgentNotHere(to)
        self._conversations.transfer(id, agent, to or None)
        self._conversations.add(id, "system", TRANSFERRED)
        self._audit.record(agent, "transfer", id, to=to)

    def close(self, id: str, agent: str) -> None:
        """End it."""
        self._conversations.close(id, agent)
        self._conversations.add(id, "system", CLOSED)
        self._audit.record(agent, "close", id)

    async def suggest(self, id: str) -> dict[str, Any]:
        """{"question", "text", "card"}: the bot's own answer to the last question, without taking a turn."""
        history = self._conversations.history(id, limit=_SUMMARISED)
        summary = summarise(history, self._actions.policy)
        asked = summary.question
        if not asked:
            return {"question": "", "text": "", "card": None}
        memory = Memory(item=summary.item if summary.item in self._actions.policy.items else None,
                        city=self._require(id).city or None)
        turn = turn_of({"text": asked} | await self._understand(asked))
        answer = policy_answer(turn, memory, self._actions)
        return {"question": asked, "text": answer.text, "card": answer.card}

    def _require(self, id: str) -> Conversation:
        chat = self._conversations.get(id)
        if chat is None:
            raise UnknownConversation(id)
        return chat


def message_json(message: Message) -> dict[str, Any]:
    """A message for the desk's page."""
    return {"id": message.id, "author": message.author, "text": message.text, "card": message.card, "at": message.at,
            "buttons": [asdict(button) for button in message.buttons]}
