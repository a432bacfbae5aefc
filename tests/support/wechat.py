"""The WeChat channel behind real HTTP, joined with our WeChat server."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.channels import wechat
from bot.clock import Clock
from bot.conversations import Conversations
from bot.services import Services
from bot.settings import Settings
from tests.support.scripted_dialogue import ScriptedDialogue
from tests.support.service import RunningServer, build_services
from tests.wechat_server.account import OPENID, Account, Push
from tests.wechat_server.server import WeChatServer


@dataclass
class WeChatService:
    """The service with what tests look at behind it, and the WeChat server that talks to it."""

    url: str
    services: Services
    dialogue: ScriptedDialogue
    wechat: WeChatServer

    @property
    def conversations(self) -> Conversations:
        return self.services.conversations

    def post(self, push: Push, **changes: str) -> httpx.Response:
        """One request as it is, with changed query parameters ("" leaves one out)."""
        query = {name: value for name, value in (push.query | changes).items() if value}
        return httpx.post(f"{self.url}/wechat", params=query, content=push.body, timeout=20)

    def texts(self, author: str, openid: str = OPENID) -> list[str]:
        """What an author said in the user's conversation."""
        return [m.text for m in self.conversations.history(f"wechat:{openid}") if m.author == author]


@contextmanager
def running_wechat(
    var: Path, account: Account | None = None, *, clock: Clock | None = None, patience: float = 5.0,
    allowed: Mapping[str, int] | None = None, **settings: Any
) -> Iterator[WeChatService]:
    """A service for `account`; `settings` are further fields of Settings, `patience` is that of the WeChat server.

    `allowed`: customer-service messages per user that the WeChat server accepts before the service starts.
    """
    server = WeChatServer(account or Account(), patience=patience)
    for openid, count in (allowed or {}).items():
        server.allow(openid, count)
    server.start()
    fields = server.account.settings() | {"wechat_api": server.url} | settings
    services, dialogue = build_services(Settings(var=var, **fields), clock or Clock())

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with wechat.background(services):
            yield

    service = RunningServer(Starlette(routes=wechat.routes(services), lifespan=lifespan), lifespan="on")
    service.start()
    server.service = service.url
    try:
        yield WeChatService(service.url, services, dialogue, server)
    finally:
        service.stop()
        server.stop()
