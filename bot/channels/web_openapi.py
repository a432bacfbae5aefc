"""OpenAPI path items of the chat API, to be merged into /openapi.json."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_ERRORS = {
    "400": "请求内容有误", "401": "会话无效或已过期", "403": "网站不在允许名单", "404": "没有这条答复",
    "413": "请求过大", "429": "过于频繁，见 Retry-After",
}
_BUTTON = {"type": "object", "properties": {"title": _TEXT, "payload": _TEXT}}
_MESSAGE = {
    "type": "object",
    "properties": {
        "id": _NUMBER,
        "author": {"enum": ["visitor", "bot", "agent", "system"]},
        "text": _TEXT,
        "buttons": {"type": "array", "items": _BUTTON},
        "card": {"type": "object", "nullable": True},
        "at": {"type": "number", "description": "seconds since the epoch"},
        "client_id": {"type": "string", "nullable": True, "description": "the sender's own id (history and events)"},
        "useful": {"type": "boolean", "description": "the visitor's verdict (history)"},
    },
}
_TALK = {
    "messages": {"type": "array", "items": _MESSAGE},
    "state": {"enum": ["bot", "waiting", "person", "closed"]},
}
_AFTER = {"name": "after", "in": "query", "schema": _NUMBER, "description": "id of the last message seen"}
_TOKEN = {"name": "session", "in": "query", "schema": _TEXT, "description": "the token, where no header can be sent"}
_BEARER: list[dict[str, list[str]]] = [{"session": []}]


def _call(summary: str, answer: dict[str, Any] | None, errors: str, **more: Any) -> dict[str, Any]:
    """An operation; `answer` lists the fields of its JSON, None stands for an event stream."""
    if answer is None:
        content: dict[str, Any] = {"text/event-stream": {"schema": _TEXT}}
    else:
        content = {"application/json": {"schema": {"type": "object", "properties": answer}}}
    responses: dict[str, Any] = {"200": {"description": "OK", "content": content}}
    for status in errors.split():
        responses[status] = {"description": _ERRORS[status]}
    return {"summary": summary, "tags": ["chat"], "responses": responses, **more}


def _body(required: list[str], **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "required": required, "properties": properties}
    return {"content": {"application/json": {"schema": schema}}}


SECURITY_SCHEMES = {"session": {"type": "http", "scheme": "bearer", "description": "token of POST /api/session"}}

PATHS: dict[str, Any] = {
    "/api/session": {"post": _call(
        "A new session, bound to its conversation and to the calling site",
        {"session": _TEXT, "conversation": _TEXT, "expires": _NUMBER, "city": _TEXT,
         "cities": {"type": "array", "items": _TEXT}},
        "400 403 413 429", requestBody=_body([], city=_TEXT), security=[],
    )},
    "/api/chat": {"post": _call(
        "One message of the visitor; the same id again returns the same answers", _TALK, "400 401 403 413 429",
        requestBody=_body(
            ["id", "text"], id={"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"}, text=_TEXT, city=_TEXT
        ),
        security=_BEARER,
    )},
    "/api/history": {"get": _call(
        "Messages of the conversation", _TALK, "400 401 403 429", parameters=[_AFTER, _TOKEN], security=_BEARER,
    )},
    "/api/events": {"get": _call(
        "Events `message` (one message) and `state` ({state}) as they happen; Last-Event-ID resumes", None,
        "400 401 403 429", parameters=[_AFTER, _TOKEN], security=_BEARER,
    )},
    "/api/feedback": {"post": _call(
        "The visitor's verdict on one answer", {}, "400 401 403 404 413 429",
        requestBody=_body(["message", "useful"], message=_NUMBER, useful={"type": "boolean"},
                          reason={"enum": ["wrong", "outdated", "unclear", "off_topic", "other"]}),
        security=_BEARER,
    )},
}
