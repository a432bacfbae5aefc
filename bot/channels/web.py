"""The web channel: the chat API of the widget and the mobile page, and the pages themselves.

| call | what | refusals |
|---|---|---|
| POST /api/session | a new signed session with its conversation | 400 403 413 429 |
| POST /api/chat | one message; the same id again returns the same answers | 400 401 403 413 429 |
| GET /api/history | messages after an id | 400 401 403 429 |
| GET /api/events | messages and hand-over states as they happen (SSE) | 400 401 403 429 |
| POST /api/feedback | 有用 / 没用 for one answer | 400 401 403 404 413 429 |
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels import pages
from bot.channels.json_api import ApiError, json_response, read_json, text_field
from bot.channels.origins import Handler, for_sites, site_of
from bot.conversations import Message
from bot.limits import RateLimit, client_address
from bot.replies import Reply
from bot.services import Services
from bot.sessions import Session, SessionExpired, SessionInvalid, Sessions, signing_key
from bot.subscriptions import Lagged
from policy_db.database import REGIONS_OF_CITY

#: Cities that a visitor can choose.
CITIES = tuple(city for city in REGIONS_OF_CITY if city)
#: Why an answer was of no use. A list and no free text: nothing personal can get in.
REASONS = ("wrong", "outdated", "unclear", "off_topic", "other")
#: Event streams that one session may hold open: a few tabs.
MAX_STREAMS = 6
_SECONDS_A_DAY = 86_400
_PING_SECONDS = 15
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def routes(services: Services) -> list[BaseRoute]:
    """The routes of this channel."""
    api = WebApi(services)
    endpoints: list[tuple[str, str, Handler]] = [
        ("POST", "/api/session", api.session),
        ("POST", "/api/chat", api.chat),
        ("GET", "/api/history", api.history),
        ("GET", "/api/events", api.events),
        ("POST", "/api/feedback", api.feedback),
    ]
    sites = services.settings.sites()
    return [
        Route(path, for_sites(sites, method, handler), methods=[method, "OPTIONS"])
        for method, path, handler in endpoints
    ] + pages.routes()


class WebApi:
    """The handlers; each raises ApiError for what it refuses."""

    def __init__(self, services: Services):
        settings = services.settings
        self._settings = settings
        self._clock = services.clock
        self._dialogue = services.dialogue
        self._conversations = services.conversations
        self._sessions = Sessions(
            signing_key(settings), services.clock, settings.web_session_days * _SECONDS_A_DAY
        )
        self._proxies = {proxy.strip() for proxy in settings.trusted_proxies.split(",")}
        self._of_session = RateLimit(settings.rate_per_second, services.clock)
        self._of_address = RateLimit(settings.rate_per_address, services.clock)
        self._streams: Counter[str] = Counter()

    async def session(self, request: Request) -> Response:
        """A new session. The conversation is stored with its first message, not before."""
        self._limit_address(request)
        body = await read_json(request, self._settings.max_body_bytes)
        city = _city(body) or self._settings.city
        token, session = self._sessions.issue(site_of(request))
        return json_response({
            "session": token,
            "conversation": session.conversation,
            "expires": session.expires,
            "city": city,
            "cities": CITIES,
        })

    async def chat(self, request: Request) -> Response:
        """One message of the visitor, answered once however often its id is sent."""
        self._limit_address(request)
        session = self._authenticate(request)
        _refuse_until(self._of_session.wait(session.conversation))
        body = await read_json(request, self._settings.max_body_bytes)
        message_id, text = text_field(body, "id"), text_field(body, "text").strip()
        if not _MESSAGE_ID.fullmatch(message_id):
            raise ApiError(400, "bad_id", "字段 id 应为 8 至 64 位的字母、数字或连字符。")
        if not text:
            raise ApiError(400, "empty_message", "请输入内容。")
        if len(text) > self._settings.max_message_chars:
            limit = self._settings.max_message_chars
            raise ApiError(400, "message_too_long", f"内容过长，请控制在 {limit} 字以内。")
        city = _city(body) or self._settings.city
        self._conversations.open(session.conversation, "web", city)
        replies = await self._dialogue.reply(
            session.conversation, text, channel="web", city=city if "city" in body else city or None, message_id=message_id
        )
        now = self._clock.now()
        return json_response({
            "messages": [_reply_json(reply, now) for reply in replies],
            "state": self._state(session),
        })

    async def history(self, request: Request) -> Response:
        """Messages after `after`, with the visitor's verdicts."""
        self._limit_address(request)
        session = self._authenticate(request)
        verdicts = self._conversations.feedback(session.conversation)
        messages = self._conversations.history(session.conversation, _number(request.query_params.get("after", "0")))
        listed = [_message_json(message) for message in messages]
        for message in listed:
            if message["id"] in verdicts:
                message["useful"] = verdicts[message["id"]][0]
        return json_response({"messages": listed, "state": self._state(session)})

    async def events(self, request: Request) -> Response:
        """Server-sent events; `Last-Event-ID` (or `after`) resumes behind that message."""
        self._limit_address(request)
        session = self._authenticate(request)
        if self._streams[session.conversation] >= MAX_STREAMS:
            raise ApiError(429, "too_many_streams", "打开的窗口过多，请关闭一些。", {"Retry-After": "5"})
        last = request.headers.get("last-event-id") or request.query_params.get("after")
        stream = self._event_stream(session, None if last is None else _number(last))
        return EventSourceResponse(stream, ping=_PING_SECONDS)

    async def feedback(self, request: Request) -> Response:
        """The verdict on one answer of this conversation."""
        self._limit_address(request)
        session = self._authenticate(request)
        body = await read_json(request, self._settings.max_body_bytes)
        message, useful, reason = body.get("message"), body.get("useful"), text_field(body, "reason", "")
        if type(message) is not int or type(useful) is not bool or reason not in ("", *REASONS):
            raise ApiError(400, "bad_feedback", f"应为消息编号、true 或 false，以及原因：{'、'.join(REASONS)}。")
        if not self._conversations.rate(session.conversation, message, useful, reason):
            raise ApiError(404, "unknown_message", "没有这条答复。")
        return json_response({})

    async def _event_stream(self, session: Session, after: int | None) -> AsyncIterator[dict[str, str]]:
        id = session.conversation
        self._streams[id] += 1
        try:
            # Subscribe before reading the past, so that nothing falls between; what is in both is sent once.
            with self._conversations.subscribe(id) as subscription:
                yield {"event": "state", "data": json.dumps({"state": self._state(session)})}
                sent = after or 0
                for message in self._conversations.history(id, after) if after is not None else ():
                    sent = message.id
                    yield _message_event(message)
                async for event in subscription:
                    if event.message is None:
                        yield {"event": "state", "data": json.dumps({"state": event.conversation.state})}
                    elif event.message.id > sent:
                        sent = event.message.id
                        yield _message_event(event.message)
        except Lagged:
            return  # the stream ends; the browser connects again and resumes behind the last message it saw
        finally:
            self._streams[id] -= 1
            if not self._streams[id]:
                del self._streams[id]

    def _authenticate(self, request: Request) -> Session:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = request.query_params.get("session", "")
        try:
            return self._sessions.read(token, site_of(request))
        except SessionExpired:
            raise ApiError(401, "session_expired", "会话已过期，请重新开始。") from None
        except SessionInvalid:
            raise ApiError(401, "session_invalid", "会话无效，请重新开始。") from None

    def _limit_address(self, request: Request) -> None:
        _refuse_until(self._of_address.wait(client_address(request, self._proxies)))

    def _state(self, session: Session) -> str:
        conversation = self._conversations.get(session.conversation)
        return conversation.state if conversation else "bot"


def _refuse_until(seconds: float) -> None:
    if seconds:
        raise ApiError(429, "too_many_requests", "发送过于频繁，请稍候再试。", {"Retry-After": str(math.ceil(seconds))})


def _city(body: dict[str, Any]) -> str:
    city = text_field(body, "city", "")
    if city and city not in CITIES:
        raise ApiError(400, "unknown_city", f"目前可选：{'、'.join(CITIES)}。")
    return city


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ApiError(400, "bad_after", "after 应为消息编号。")
    return int(text)


def _reply_json(reply: Reply, at: float) -> dict[str, Any]:
    buttons = [asdict(button) for button in reply.buttons]
    return {
        "id": reply.message_id,
        "author": "bot",
        "text": reply.text,
        "buttons": buttons,
        "card": reply.card,
        "at": at,
    }


def _message_json(message: Message) -> dict[str, Any]:
    """A stored message; `client_id` lets the sender recognise its own."""
    return {
        "id": message.id,
        "author": message.author,
        "text": message.text,
        "buttons": [asdict(button) for button in message.buttons],
        "card": message.card,
        "at": message.at,
        "client_id": message.message_id,
    }


def _message_event(message: Message) -> dict[str, str]:
    return {"event": "message", "id": str(message.id), "data": json.dumps(_message_json(message), ensure_ascii=False)}
