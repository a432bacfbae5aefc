"""What a conversation is about, at a glance: the last question, the item, what the visitor told of the own case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations import Message
from bot.desk.facts import in_words, told_facts
from policy_db.database import PolicyDb


@dataclass(frozen=True)
class Summary:
    """`question` is what the visitor said last, other than asking for a person.

    `item` and `title` are those of the last answer about an item, or ''.
    """

    question: str
    item: str
    title: str
    facts: tuple[dict[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        item = {"id": self.item, "title": self.title} if self.item else None
        return {"question": self.question, "item": item, "facts": list(self.facts)}


def summarise(messages: Sequence[Message], policy: PolicyDb) -> Summary:
    """From the messages in their order."""
    said = [message.text for message in messages if message.author == "visitor"]
    calls_for_person = {message.reply_to for message in messages if message.card and message.card.get("type") == "handoff"}
    asked = [message.text for message in messages if message.author == "visitor" and message.message_id not in calls_for_person]
    items = [message.card["item"] for message in messages if message.card and message.card.get("item")]
    item = items[-1] if items else {}
    facts = in_words(told_facts(said, policy.criteria), policy.criteria)
    return Summary((asked or said or [""])[-1], item.get("id", ""), item.get("title", ""), tuple(facts))
