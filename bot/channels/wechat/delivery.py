"""Bringing texts to WeChat users: in the reply to a push, or as customer-service messages, each exactly once.

What could not be delivered in time is owed (`state`), and goes out by whichever way opens first.
"""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.channels.wechat import wording
from bot.channels.wechat.api import NoPermission, QuotaUsed, WeChatApi, WeChatApiError
from bot.channels.wechat.card_link import CardLinks
from bot.channels.wechat.fitting import LIMIT, size
from bot.channels.wechat.messages import conversation_of
from bot.channels.wechat.presentation import Part, in_pieces, part_of, together
from bot.channels.wechat.state import Debt, DeliveryState
from bot.conversations import Message
from bot.replies import Reply
from bot.services import Services

log = logging.getLogger(__name__)

_CUSTOMER_SERVICE = "customer service"
# an account without permission may get it: ask again after this time
_SUSPENDED_SECONDS = 3600
_THREADS = 8


class Delivery:
    """Deliveries for one account."""

    def __init__(self, services: Services):
        settings = services.settings
        self.state = DeliveryState(settings.var / "wechat.db", services.clock)
        self._conversations = services.conversations
        self._links = CardLinks(settings)
        usable = settings.wechat_customer_service and settings.wechat_app_id and settings.wechat_secret
        self._api = WeChatApi(settings, services.clock) if usable else None
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="wechat-api")
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    def can_send(self) -> bool:
        """May the account send customer-service messages, as far as we know?"""
        return self._api is not None and not self.state.suspended(_CUSTOMER_SERVICE)

    def part(self, conversation: str, reply: Reply | Message) -> Part:
        """A reply, or a stored message, as text with the link to its page."""
        message_id = reply.id if isinstance(reply, Message) else reply.message_id
        return part_of(reply.text, reply.buttons, reply.card, self._links.url(conversation, message_id))

    # --- in the reply to a push

    def too_long(self, parts: Sequence[Part]) -> bool:
        """Would something be left out of a passive reply, without a page that has it?"""
        return size("\n\n".join(part.whole for part in parts)) > LIMIT and not all(part.link for part in parts)

    def passive(self, openid: str, parts: Sequence[Part]) -> str:
        """The text of a passive reply: what is owed and fits, then `parts`; "" when there is nothing to say."""
        owed: list[Part] = []
        left = False
        for debt in self.state.owed(openid):
            paid = self.parts_owed(debt)
            left = bool(paid) and bool(owed or parts) and not _fits([*owed, *paid, *parts])
            if left:
                break
            if paid and self.state.claim(openid, debt.reference):
                owed += paid
        shown = [*owed, *parts, *([Part(wording.MORE_OWED)] if left else [])]
        return together(shown) if shown else ""

    def parts_owed(self, debt: Debt) -> list[Part]:
        """What a debt consists of; [] while the answer is not there yet."""
        conversation = conversation_of(debt.openid)
        kind, _, key = debt.reference.partition(":")
        if kind == "answer":
            return [self.part(conversation, message) for message in self._conversations.replies_to(conversation, key)]
        message = self._conversations.message(conversation, int(key))
        return [Part(message.text)] if message else []

    # --- as customer-service messages

    async def flush(self, openid: str) -> str:
        """Send what is owed and ready, in order, as far as WeChat allows. Returns "" or why something is left (中文)."""
        lock = self._locks.setdefault(openid, asyncio.Lock())
        async with lock:
            for debt in self.state.owed(openid):
                parts = self.parts_owed(debt)
                if not parts:
                    continue
                if not self.can_send():
                    return wording.REASON_NO_PERMISSION
                if not self.state.claim(openid, debt.reference):
                    continue
                problem = await self._send(openid, [piece for part in parts for piece in in_pieces(part)])
                if problem:
                    self.state.restore(debt)
                    return problem
        return ""

    async def _send(self, openid: str, pieces: list[str]) -> str:
        assert self._api is not None
        for piece in pieces:
            if not self.state.allowed(openid):
                return wording.REASON_QUOTA
            try:
                await asyncio.get_running_loop().run_in_executor(self._threads, self._api.send_text, openid, piece)
                self.state.spend(openid)
            except QuotaUsed:
                self.state.exhaust(openid)
                return wording.REASON_QUOTA
            except NoPermission:
                self.state.suspend(_CUSTOMER_SERVICE, _SUSPENDED_SECONDS)
                log.error("customer-service messages are not permitted; answers that are late wait for the user's next message")
                return wording.REASON_NO_PERMISSION
            except WeChatApiError as error:
                log.error("a customer-service message was not sent: %s", error)
                return wording.REASON_FAILED
        return ""


def _fits(parts: Sequence[Part]) -> bool:
    """Do the parts leave room for the hint that there is more?"""
    return size("\n\n".join(part.whole for part in [*parts, Part(wording.MORE_OWED)])) <= LIMIT
