"""What goes out without a push: the desk's messages to WeChat users, and answers that could not be delivered yet."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from bot.channels.wechat import wording
from bot.channels.wechat.delivery import Delivery
from bot.channels.wechat.messages import openid_of
from bot.channels.wechat.turns import CHANNEL
from bot.conversations import Conversations, Event, Message
from bot.services import Services
from bot.subscriptions import Lagged, Subscription

log = logging.getLogger(__name__)

_SWEEP_SECONDS = 60.0


@contextlib.asynccontextmanager
async def running(services: Services, delivery: Delivery) -> AsyncIterator[None]:
    """Delivers while the app runs."""
    outgoing = Outgoing(services.conversations, delivery)
    # subscribed before anything else runs, so that no message is missed
    tasks = [asyncio.create_task(outgoing.forward(services.conversations.subscribe())),
             asyncio.create_task(outgoing.sweep())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Outgoing:
    """Forwards agents' messages; each user's in order, different users' side by side."""

    def __init__(self, conversations: Conversations, delivery: Delivery):
        self._conversations = conversations
        self._delivery = delivery
        self._sending: set[asyncio.Task[None]] = set()

    async def forward(self, events: Subscription[Event]) -> None:
        """Runs until cancelled."""
        while True:
            try:
                async for event in events:
                    message = event.message
                    if message and message.author == "agent" and event.conversation.channel == CHANNEL:
                        self._forward(message)
            except Lagged:
                log.error("too many events at once: some messages of agents may not have been forwarded to WeChat")
                events = self._conversations.subscribe()
            finally:
                events.close()

    async def sweep(self) -> None:
        """Tries again, now and then, what is owed; also what a former run of the service left. Runs until cancelled."""
        while True:
            for openid in self._delivery.state.debtors():
                if self._delivery.can_send() and self._delivery.state.allowed(openid):
                    await self._delivery.flush(openid)
            await asyncio.sleep(_SWEEP_SECONDS)

    def _forward(self, message: Message) -> None:
        openid = openid_of(message.conversation)
        self._delivery.state.owe(openid, f"message:{message.id}")
        sending = asyncio.create_task(self._send(openid, message))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)

    async def _send(self, openid: str, message: Message) -> None:
        """Sends the message, after what was owed before; the desk learns when that is not possible now."""
        problem = await self._delivery.flush(openid)
        if problem:
            self._conversations.add(message.conversation, "system", wording.UNDELIVERED.format(reason=problem))
