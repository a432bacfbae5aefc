"""What the bot says to each kind of push."""

from __future__ import annotations

from bot.channels.wechat import wording
from bot.channels.wechat.menu import QUESTIONS
from bot.channels.wechat.messages import Incoming
from bot.replies import Reply
from bot.services import Services

CHANNEL = "wechat"

#: events that an answer is expected to; the others need none, or allow none (unsubscribe)
_ANSWERED_EVENTS = ("subscribe", "scan", "click")


class Turns:
    """Answers pushes: questions by the dialogue, everything else by a fixed text. All of it is in the conversation's record."""

    def __init__(self, services: Services):
        self._dialogue = services.dialogue
        self._conversations = services.conversations
        self._city = services.settings.city or None

    async def replies(self, message: Incoming) -> list[Reply]:
        """The replies, [] when none is due. A retry of the same message gives the recorded replies."""
        if question := _question_of(message):
            return await self._dialogue.reply(
                message.conversation, question, channel=CHANNEL, city=self._city, message_id=message.key)
        if message.kind != "event":
            return self._told(message, *wording.NOT_TEXT.get(message.kind, wording.UNKNOWN_KIND))
        if message.event in _ANSWERED_EVENTS:
            labels = {"subscribe": wording.SUBSCRIBED, "scan": wording.SCANNED}
            return self._told(message, labels.get(message.event, wording.OLD_MENU), wording.WELCOME)
        if message.event == "unsubscribe" and self._conversations.get(message.conversation):
            self._conversations.add(message.conversation, "system", wording.UNSUBSCRIBED, message_id=message.key)
        return []

    def _told(self, message: Incoming, label: str, answer: str) -> list[Reply]:
        """A fixed answer; a person who has the conversation sees what came, and answers instead."""
        id = message.conversation
        state = self._conversations.open(id, CHANNEL).state
        if not self._conversations.add(id, "visitor", label, message_id=message.key).repeated and state != "person":
            self._conversations.add(id, "bot", answer, reply_to=message.key)
        return [Reply(stored.text, message_id=stored.id) for stored in self._conversations.replies_to(id, message.key)]


def _question_of(message: Incoming) -> str:
    """What the user asks: written, spoken, or chosen in the menu. A text that is only spaces still goes to the dialogue."""
    if message.kind == "text":
        return message.text or " "
    if message.kind == "event" and message.event == "click":
        return QUESTIONS.get(message.event_key, "")
    return message.text.strip()
