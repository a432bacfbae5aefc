"""A real HTTP server around a channel's routes, on a free port, that tests can stop and start again."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.clock import Clock
from bot.conversations import Conversations
from bot.services import Services
from bot.settings import Settings
from policy_db.database import PolicyDb
from tests.support.scripted_dialogue import ScriptedDialogue


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningServer:
    """uvicorn in a thread. `stop` and `start` keep the port, as a restarted service does."""

    def __init__(self, app: Any, port: int | None = None, lifespan: Literal["on", "off"] = "off"):
        self._app = app
        self._lifespan: Literal["on", "off"] = lifespan
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            self._app, port=self.port, log_level="critical", ws="none", lifespan=self._lifespan, timeout_graceful_shutdown=0
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()), daemon=True)
        ready = threading.Event()
        startup = self._server.startup

        async def startup_and_tell(*args: Any, **kwargs: Any) -> None:
            await startup(*args, **kwargs)
            ready.set()

        self._server.startup = startup_and_tell  # type: ignore[method-assign]
        self._thread.start()
        if not ready.wait(20):
            raise TimeoutError("the server did not start")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)


@dataclass
class WebService:
    """A server with what tests look at behind it."""

    server: RunningServer
    services: Services
    dialogue: ScriptedDialogue

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def conversations(self) -> Conversations:
        return self.services.conversations

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=20)


def build_services(settings: Settings, clock: Clock, policy: PolicyDb | None = None) -> tuple[Services, ScriptedDialogue]:
    """Services with a scripted dialogue. Channels that ask the catalogue themselves must pass `policy`."""
    conversations = Conversations(settings.var / "conversations.db", clock)
    dialogue = ScriptedDialogue(conversations)
    services = Services(
        settings=settings, clock=clock, policy=cast(Any, policy), dialogue=cast(Any, dialogue),
        conversations=conversations,
    )
    return services, dialogue


def start_service(
    routes: Callable[[Services], list[BaseRoute]], var: Path, *, clock: Clock | None = None, **settings: Any
) -> WebService:
    """A running service with these routes; `settings` are fields of Settings."""
    services, dialogue = build_services(Settings(var=var, **settings), clock or Clock())
    server = RunningServer(Starlette(routes=routes(services)))
    server.start()
    return WebService(server, services, dialogue)
