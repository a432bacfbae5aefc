"""A scripted stand-in for bot.dialogue.Dialogue, for tests of what a channel itself does.

It answers from a table with full cards, and keeps the promises that channels rely on: messages of one sender in
order, the same message id answered once, no answer while a person has the conversation. What the real dialogue
answers is tested elsewhere, through the same channels.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict

from bot.conversations import Conversations
from bot.replies import Button, Reply
from tests.support.cards import SCRIPT

UNKNOWN = Reply("这个问题暂时没有收录，请拨打12345。", card={
    "type": "no_answer",
    "reason": "not_covered",
    "contacts": [{"agency": "政务服务便民热线", "phone": "12345", "tel": "12345"}],
})


class ScriptedDialogue:
    """`turns` counts the messages that were worked on; `delay` is how long each takes, in seconds."""

    def __init__(self, conversations: Conversations, delay: float = 0.0):
        self._conversations = conversations
        self._one_turn = asyncio.Lock()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.delay = delay
        self.turns = 0

    async def reply(
        self, sender: str, text: str, *, channel: str, city: str | None = None, message_id: str | None = None
    ) -> list[Reply]:
        async with self._locks[sender]:
            self._conversations.open(sender, channel, city or "")
            asked = self._conversations.add(sender, "visitor", text, message_id=message_id)
            if asked.repeated:
                stored = self._conversations.replies_to(sender, asked.message_id or "")
                return [Reply(m.text, m.buttons, m.card, m.id) for m in stored]
            self.turns += 1
            conversation = self._conversations.get(sender)
            if conversation and conversation.state == "person":
                return []
            async with self._one_turn:
                await asyncio.sleep(0)  # as the real dialogue: one turn after the other, ready answers go out in between
            await asyncio.sleep(self.delay)
            return [self._record(sender, reply, message_id) for reply in self._answer(sender, text, city)]

    def _answer(self, sender: str, text: str, city: str | None) -> list[Reply]:
        if text == "转人工":
            self._conversations.request_person(sender, "visitor asked")
        if text == "我在哪":
            return [Reply(f"您选的是{city or '不限城市'}。")]
        if text.startswith("回声"):
            return [Reply(text, buttons=(Button(text, "回声"),))]
        return SCRIPT.get(text, [UNKNOWN])

    def _record(self, sender: str, reply: Reply, message_id: str | None) -> Reply:
        stored = self._conversations.add(
            sender, "bot", reply.text, card=reply.card, buttons=reply.buttons, reply_to=message_id
        )
        return Reply(reply.text, reply.buttons, reply.card, stored.id)
