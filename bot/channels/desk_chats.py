"""The desk's API for conversations: the queue, one chat, what is done with it, and its events."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk_guard import signed_in
from bot.channels.json_api import ApiError, json_response, read_json, text_field
from bot.conversations import AlreadyTaken, NotHolding, UnknownConversation
from bot.desk.accounts import Agent
from bot.desk.chats import AgentNotHere, message_json
from bot.desk.desk import Desk
from bot.subscriptions import Lagged

PING_SECONDS = 15
_LONGEST_MESSAGE = 4000
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class ChatsApi:
    """The handlers; each raises ApiError for what it refuses."""

    def __init__(self, desk: Desk):
        self._desk = desk
        self._chats = desk.chats

    async def list(self, request: Request, agent: Agent) -> Response:
        """{"waiting", "mine", "others", "bot"}: rows with summary."""
        return json_response(self._chats.list(agent.name))

    async def open(self, request: Request, agent: Agent) -> Response:
        """One conversation with its messages."""
        id = request.query_params.get("id", "")
        return json_response(_refusing(lambda: self._chats.open(id, agent.name)))

    async def suggest(self, request: Request, agent: Agent) -> Response:
        """The bot's own answer to the visitor's last message."""
        try:
            return json_response(await self._chats.suggest(request.query_params.get("id", "")))
        except UnknownConversation:
            raise _UNKNOWN from None

    async def take(self, request: Request, agent: Agent) -> Response:
        """409 when another agent has it."""
        body = await self._body(request)
        self._desk.presence.seen(agent.name)
        _refusing(lambda: self._chats.take(body["id"], agent.name))
        return self._opened(body["id"], agent)

    async def say(self, request: Request, agent: Agent) -> Response:
        """{"id", "text", "message_id"}: one message to the visitor, sent once however often it comes."""
        body = await self._body(request)
        text, message_id = text_field(body, "text").strip(), text_field(body, "message_id")
        if not text or len(text) > _LONGEST_MESSAGE:
            raise ApiError(400, "bad_text", f"内容应为 1 至 {_LONGEST_MESSAGE} 字。")
        if not _MESSAGE_ID.fullmatch(message_id):
            raise ApiError(400, "bad_id", "message_id 应为 8 至 64 位的字母、数字或连字符。")
        message = _refusing(lambda: self._chats.say(body["id"], agent.name, text, message_id))
        return json_response({"message": message_json(message)})

    async def release(self, request: Request, agent: Agent) -> Response:
        """Back to the bot."""
        body = await self._body(request)
        _refusing(lambda: self._chats.release(body["id"], agent.name))
        return self._opened(body["id"], agent)

    async def transfer(self, request: Request, agent: Agent) -> Response:
        """{"id", "to"}: to an agent who is here, or into the queue with an empty `to`."""
        body = await self._body(request)
        to = text_field(body, "to", "")
        try:
            _refusing(lambda: self._chats.transfer(body["id"], agent.name, to))
        except AgentNotHere:
            raise ApiError(409, "agent_not_here", "该坐席不在线。") from None
        return self._opened(body["id"], agent)

    async def close(self, request: Request, agent: Agent) -> Response:
        """End the conversation."""
        body = await self._body(request)
        _refusing(lambda: self._chats.close(body["id"], agent.name))
        return self._opened(body["id"], agent)

    async def events(self, request: Request, agent: Agent) -> Response:
        """Server-sent events `chat`: something changed in a conversation that waits or that a person has."""
        return EventSourceResponse(self._stream(request), ping=PING_SECONDS)

    async def _stream(self, request: Request) -> AsyncIterator[dict[str, str]]:
        conversations = self._desk.conversations
        with conversations.subscribe(None) as subscription:
            ours = {chat.id for chat in (*conversations.waiting(), *conversations.open_chats())}
            yield {"event": "ready", "data": "{}"}
            try:
                async for event in subscription:
                    if signed_in(request, self._desk) is None:
                        return
                    id, state = event.conversation.id, event.conversation.state
                    if state in ("waiting", "person"):
                        ours.add(id)
                    elif id not in ours:
                        continue  # the bot's own talks: too many, and nobody's business here
                    message = message_json(event.message) if event.message else None
                    yield {"event": "chat", "data": json.dumps(
                        {"id": id, "state": state, "agent": event.conversation.agent, "message": message}, ensure_ascii=False)}
                    if state not in ("waiting", "person") and event.kind == "message":
                        ours.discard(id)  # its last word (the goodbye) was told
            except Lagged:
                return  # the page connects again and reads everything anew

    async def _body(self, request: Request) -> dict[str, Any]:
        body = await read_json(request, self._desk.settings.max_body_bytes)
        text_field(body, "id")
        return body

    def _opened(self, id: str, agent: Agent) -> Response:
        chat = self._desk.conversations.get(id)
        assert chat is not None
        return json_response({"chat": self._chats.row(chat)})


_UNKNOWN = ApiError(404, "unknown_chat", "没有这个会话。")


def _refusing(step: Callable[[], Any]) -> Any:
    try:
        return step()
    except UnknownConversation:
        raise _UNKNOWN from None
    except AlreadyTaken:
        raise ApiError(409, "already_taken", "该会话已由其他坐席接入或已结束。") from None
    except NotHolding:
        raise ApiError(409, "not_holding", "该会话不在您名下。") from None
