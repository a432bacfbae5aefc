"""The agents' desk: its pages and its API. Everything but the login needs a signed-in agent; see docs/desk.zh.md.

| pages | API |
|---|---|
| /desk, /desk/login | POST /api/desk/login, logout, heartbeat; GET /api/desk/me |
| | GET /api/desk/search, item, work-order; POST /api/desk/flags |
| | GET /api/desk/chats, chat, suggest, events (SSE); POST /api/desk/chat/take, message, release, transfer, close |
| | POST /api/assist/transcript; GET /api/assist/events (SSE) |
| supervisors | GET /api/desk/report, report.csv, audit, flags, accounts; POST /api/desk/flags/settle, accounts |
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.desk_assist import AssistApi
from bot.channels.desk_chats import ChatsApi
from bot.channels.desk_guard import AgentHandler, for_agents, for_pages, signed_in
from bot.channels.desk_login import LoginApi
from bot.channels.desk_reports import ReportsApi
from bot.channels.pages import CONTENT_SECURITY_POLICY, DIST, BuiltFile
from bot.desk.desk import open_desk, open_presence
from bot.desk.presence import return_lost_chats
from bot.desk.store import DeskStore
from bot.services import Services

log = logging.getLogger(__name__)
_PAGE = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
         "X-Frame-Options": "DENY"}
_ASSET = {"Cache-Control": "no-cache"}
#: how often lost agents are looked for, as a share of the time after which they are lost, and at most
_SWEEP_SHARE, _SWEEP_SECONDS = 0.25, 5.0


def routes(services: Services, dist: Path = DIST) -> list[BaseRoute]:
    """The routes of this channel."""
    desk = open_desk(services)
    login, chats, assist, reports = LoginApi(desk), ChatsApi(desk), AssistApi(desk), ReportsApi(desk)
    page, login_page = BuiltFile(dist / "desk.html", _PAGE), BuiltFile(dist / "desk-login.html", _PAGE)

    async def login_or_desk(request: Request) -> Response:
        return RedirectResponse("/desk", 302) if signed_in(request, desk) else await login_page(request)

    agents: list[tuple[str, str, AgentHandler]] = [
        ("POST", "/api/desk/logout", login.logout), ("GET", "/api/desk/me", login.me),
        ("POST", "/api/desk/heartbeat", login.heartbeat),
        ("GET", "/api/desk/search", assist.search), ("GET", "/api/desk/item", assist.item),
        ("GET", "/api/desk/work-order", assist.work_order), ("POST", "/api/desk/flags", assist.flag),
        ("GET", "/api/assist/events", assist.events),
        ("GET", "/api/desk/chats", chats.list), ("GET", "/api/desk/chat", chats.open), ("GET", "/api/desk/suggest", chats.suggest),
        ("GET", "/api/desk/events", chats.events), ("POST", "/api/desk/chat/take", chats.take),
        ("POST", "/api/desk/chat/message", chats.say), ("POST", "/api/desk/chat/release", chats.release),
        ("POST", "/api/desk/chat/transfer", chats.transfer), ("POST", "/api/desk/chat/close", chats.close),
    ]
    supervisors: list[tuple[str, str, AgentHandler]] = [
        ("GET", "/api/desk/report", reports.report), ("GET", "/api/desk/report.csv", reports.table),
        ("GET", "/api/desk/audit", reports.audit), ("GET", "/api/desk/flags", reports.flags),
        ("POST", "/api/desk/flags/settle", reports.settle_flag),
        ("GET", "/api/desk/accounts", login.accounts), ("POST", "/api/desk/accounts", login.change_account),
    ]
    return [
        Route("/desk", for_pages(desk, page.__call__)),
        Route("/desk/login", login_or_desk),
        Route("/desk.js", BuiltFile(dist / "desk.js", _ASSET).__call__),
        Route("/api/desk/login", login.login, methods=["POST"]),
        Route("/api/assist/transcript", assist.transcript, methods=["POST"]),
        *(Route(path, for_agents(desk, handler), methods=[method]) for method, path, handler in agents),
        *(Route(path, for_agents(desk, handler, supervisors=True), methods=[method]) for method, path, handler in supervisors),
    ]


@contextlib.asynccontextmanager
async def background(services: Services) -> AsyncIterator[None]:
    """While the app runs, chats of lost agents go back into the queue."""
    store = DeskStore(services.settings.var / "desk.db")
    presence = open_presence(services, store)
    every = min(_SWEEP_SECONDS, services.settings.desk_lost_seconds * _SWEEP_SHARE)

    async def sweep() -> None:
        while True:
            try:
                for chat in return_lost_chats(services.conversations, presence):
                    log.info("%s is back in the queue: its agent is gone", chat.id)
            except Exception:  # a busy database must not end the watch
                log.exception("looking for lost agents failed")
            await asyncio.sleep(every)

    task = asyncio.create_task(sweep())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        store.dispose()
