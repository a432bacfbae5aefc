"""JSON over HTTP as every channel of ours speaks it: size-limited bodies in, `{"error": {"code", "message"}}` out."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class ApiError(Exception):
    """A refusal. `code` is for programs, `message` for people (中文)."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None):
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}

    def response(self) -> JSONResponse:
        """The answer that tells the client."""
        error = {"error": {"code": self.code, "message": self.message}}
        return JSONResponse(error, self.status, NO_STORE | self.headers)


def json_response(content: dict[str, Any]) -> JSONResponse:
    """A successful answer; nobody may cache it."""
    return JSONResponse(content, headers=NO_STORE)


async def read_body(request: Request, max_bytes: int) -> bytes:
    """The body. Raises ApiError 413 before more than `max_bytes` are read."""
    too_large = ApiError(413, "body_too_large", f"请求过大，最多 {max_bytes} 字节。", {"Connection": "close"})
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise too_large
    return bytes(body)


async def read_json(request: Request, max_bytes: int) -> dict[str, Any]:
    """The JSON object in the body. Raises ApiError: 413 before more than `max_bytes` are read, 400 when it is none."""
    body = await read_body(request, max_bytes)
    try:
        value = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        raise ApiError(400, "bad_json", "请求不是有效的 JSON。") from None
    if not isinstance(value, dict):
        raise ApiError(400, "bad_json", "请求应为 JSON 对象。")
    return value


def text_field(body: dict[str, Any], name: str, default: str | None = None) -> str:
    """A text of the body. Raises ApiError 400 when it is missing (and has no default) or no text."""
    value = body.get(name, default)
    if not isinstance(value, str):
        raise ApiError(400, f"bad_{name}", f"缺少文本字段 {name}，或类型不对。")
    try:
        value.encode()
    except UnicodeEncodeError:  # lone surrogates are valid in JSON, but cannot be stored
        raise ApiError(400, f"bad_{name}", f"字段 {name} 含有无效字符。") from None
    return value
