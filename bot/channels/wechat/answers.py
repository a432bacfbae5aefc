"""One answer per message within WeChat's five seconds, however often the message is pushed.

A push waits for its answer until the deadline. When the answer is late:

- an account with customer-service messages says "success" at once, and the answer follows as such a message;
- any other lets WeChat time out and push again, which attaches to the same running answer; the last push that can be
  counted on says how to fetch the answer, which then comes with the reply to the user's next message.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.channels.wechat import wording
from bot.channels.wechat.delivery import Delivery
from bot.channels.wechat.messages import Incoming
from bot.channels.wechat.presentation import Part
from bot.channels.wechat.turns import Turns

log = logging.getLogger(__name__)

# WeChat says "three retries in all": three pushes can be counted on, whichever way that is read
_SURE_PUSHES = 3
# how long after the deadline an unanswered push is held: WeChat has given up by then
_HOLD_SECONDS = 1.0
# finished answers kept for retries; the conversations' record answers later ones
_KEPT = 2000


@dataclass(frozen=True)
class Answer:
    """`text` is the passive reply, "" for none ("success"). `in_time`: WeChat was still waiting for it."""

    text: str = ""
    in_time: bool = True


@dataclass
class _Running:
    """A message that is being answered, or was. `pushes` counts the message and its retries."""

    task: asyncio.Task[list[Part]]
    pushes: int = 0
    late: bool = False
    handed_over: bool = False
    composed: str | None = field(default=None)


class Answers:
    """The running answers of this process."""

    def __init__(self, turns: Turns, delivery: Delivery, deadline_seconds: float):
        self._turns = turns
        self._delivery = delivery
        self._deadline = deadline_seconds
        self._running: OrderedDict[tuple[str, str], _Running] = OrderedDict()
        self._sending: set[asyncio.Task[str]] = set()

    async def answer(self, message: Incoming, arrived: float) -> Answer:
        """The answer to a push that arrived at `arrived` (the event loop's time)."""
        running = self._attach(message)
        push = running.pushes
        if running.handed_over:
            return Answer()
        left = arrived + self._deadline - asyncio.get_running_loop().time()
        await asyncio.wait({running.task}, timeout=max(0.0, left))
        if running.handed_over:
            return Answer()
        if running.task.done():
            return Answer(self._compose(message, running))
        return await self._late(message, running, push)

    async def _late(self, message: Incoming, running: _Running, push: int) -> Answer:
        running.late = True
        self._delivery.state.owe(message.openid, _reference(message))
        if self._delivery.can_send():
            self._hand_over(message, running)
            return Answer()
        if push < _SURE_PUSHES:
            await asyncio.sleep(_HOLD_SECONDS)
            return Answer(in_time=False)
        return Answer(wording.LATE)

    def _compose(self, message: Incoming, running: _Running) -> str:
        """The text of the passive reply, the same for every retry."""
        if running.composed is None:
            parts = running.task.result()
            if running.late and not self._delivery.state.claim(message.openid, _reference(message)):
                parts = []  # the reply to a later message has brought it
            if self._delivery.too_long(parts) and self._delivery.can_send():
                self._delivery.state.owe(message.openid, _reference(message))
                self._hand_over(message, running)
                return ""
            running.composed = self._delivery.passive(message.openid, parts)
        return running.composed

    def _hand_over(self, message: Incoming, running: _Running) -> None:
        """The answer follows as customer-service messages."""
        running.handed_over = True
        running.task.add_done_callback(lambda _: self._send(message.openid))

    def _send(self, openid: str) -> None:
        sending = asyncio.create_task(self._delivery.flush(openid))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)

    def _attach(self, message: Incoming) -> _Running:
        """The running answer of the message, started when this is its first push."""
        key = (message.openid, message.key)
        running = self._running.get(key)
        if running is None:
            running = self._running[key] = _Running(asyncio.create_task(self._work(message)))
            self._forget_oldest()
        running.pushes += 1
        return running

    def _forget_oldest(self) -> None:
        while len(self._running) > _KEPT and next(iter(self._running.values())).task.done():
            self._running.popitem(last=False)

    async def _work(self, message: Incoming) -> list[Part]:
        """The parts of the answer. Never fails: the user gets a sentence, the log an id."""
        try:
            if message.text.strip() == wording.COLLECT and await self._owed_is_ready(message):
                return []
            replies = await self._turns.replies(message)
            return [self._delivery.part(message.conversation, reply) for reply in replies]
        except Exception:
            incident = uuid.uuid4().hex[:8]
            log.exception("incident %s: a WeChat message was not answered", incident)
            return [Part(wording.FAILED)]

    async def _owed_is_ready(self, message: Incoming) -> bool:
        """Waits for the user's running answers; is there anything owed then?"""
        others = [running.task for (openid, key), running in self._running.items()
                  if openid == message.openid and key != message.key and not running.task.done()]
        if others:
            await asyncio.wait(others)
        return any(self._delivery.parts_owed(debt) for debt in self._delivery.state.owed(message.openid))


def _reference(message: Incoming) -> str:
    return f"answer:{message.key}"
