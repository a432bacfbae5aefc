"""The WeChat Official Account channel.

    push → account (signature, decryption) → messages → answers (deadline, retries) → turns (dialogue) → presentation
    late answers and agents' messages → delivery (owed, counted) → api

WeChat's protocol and its limits: docs/wechat.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from starlette.routing import BaseRoute

from bot.channels.wechat.card_page import card_routes
from bot.channels.wechat.delivery import Delivery
from bot.channels.wechat.endpoint import closed_routes, endpoint_routes
from bot.channels.wechat.outgoing import running
from bot.services import Services


def routes(services: Services) -> list[BaseRoute]:
    """/wechat and the pages of answers; without a token only a refusal that says so."""
    if not services.settings.wechat_token:
        return closed_routes(404, "wechat_not_configured", "没有设置 HUIQI_WECHAT_TOKEN，微信公众号接口未启用。")
    return [*endpoint_routes(services, Delivery(services)), *card_routes(services)]


@contextlib.asynccontextmanager
async def background(services: Services) -> AsyncIterator[None]:
    """Delivers agents' messages while the app runs; nothing to do without an account."""
    if not services.settings.wechat_token:
        yield
        return
    # the state of deliveries is in a file, so this object and that of the routes agree
    async with running(services, Delivery(services)):
        yield
