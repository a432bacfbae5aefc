"""The server: pushes to the service with WeChat's patience and retries, and offers the API that the service calls."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.service import RunningServer
from tests.wechat_server.account import Account, xml_of

PATIENCE_SECONDS = 5.0
RETRIES = 3
#: what a user sees when the service does not answer, or answers nonsense
UNAVAILABLE = "该公众号暂时无法提供服务，请稍后再试"

_ALLOWED_AFTER_MESSAGE = 5


@dataclass(frozen=True)
class Pushed:
    """What came of one push: the passive reply ("" for none), the number of requests, and the seconds of the last."""

    text: str
    requests: int
    seconds: float


@dataclass
class WeChatServer:
    """`seen` holds what each user's phone shows, in order. `api_errors` are answered to coming calls, one each."""

    account: Account
    service: str = ""
    patience: float = PATIENCE_SECONDS
    retries: int = RETRIES
    permission: bool = True
    seen: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    api_errors: list[tuple[str, int]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    menu: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._allowed: dict[str, int] = defaultdict(int)
        self._tokens = 0
        self._http = httpx.Client(limits=httpx.Limits(max_connections=None, max_keepalive_connections=0))
        self._api = RunningServer(Starlette(routes=[
            Route("/cgi-bin/stable_token", self._stable_token, methods=["POST"]),
            Route("/cgi-bin/message/custom/send", self._custom_send, methods=["POST"]),
            Route("/cgi-bin/menu/create", self._menu_create, methods=["POST"]),
        ]))
        self.url = self._api.url

    def start(self) -> None:
        self._api.start()

    def stop(self) -> None:
        self._api.stop()

    # --- towards the service

    def push(self, fields: dict[str, object]) -> Pushed:
        """Push a message or event as WeChat does: the same request again while no good answer comes in time."""
        openid = str(fields["FromUserName"])
        if fields["MsgType"] != "event":
            self.allow(openid, _ALLOWED_AFTER_MESSAGE)
        request = self.account.push(xml_of(fields))
        for attempt in range(1, self.retries + 2):
            began = time.monotonic()
            try:
                answer = self._http.post(f"{self.service}/wechat", params=request.query, content=request.body,
                                         headers={"Content-Type": "text/xml"}, timeout=self.patience)
            except httpx.TransportError:
                continue
            if answer.status_code != 200:
                continue
            reply = self.account.open_reply(answer.text)
            if reply is not None:
                self._show(openid, reply["Content"])
            return Pushed(reply["Content"] if reply else "", attempt, time.monotonic() - began)
        self._show(openid, UNAVAILABLE)
        return Pushed(UNAVAILABLE, self.retries + 1, time.monotonic() - began)

    def allow(self, openid: str, count: int) -> None:
        """So many customer-service messages to this user are allowed now."""
        self._allowed[openid] = count

    def wait_for(self, openid: str, count: int, seconds: float = 30.0) -> list[str]:
        """What the phone shows once that many texts are there. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.seen[openid]) >= count, seconds):
                raise TimeoutError(f"{len(self.seen[openid])} of {count} texts: {self.seen[openid]}")
            return list(self.seen[openid])

    def _show(self, openid: str, text: str) -> None:
        with self._changed:
            self.seen[openid].append(text)
            self._changed.notify_all()

    # --- the API

    @property
    def token(self) -> str:
        return f"token-{self._tokens}"

    def expire_token(self) -> None:
        """From now on the token that the service has is refused."""
        self._tokens += 1

    async def _stable_token(self, request: Request) -> Response:
        self.calls.append("stable_token")
        body = await request.json()
        if body["appid"] != self.account.app_id or body["secret"] != self.account.secret:
            return _error(40125, "invalid appsecret")
        self._tokens += bool(body.get("force_refresh"))
        return JSONResponse({"access_token": self.token, "expires_in": 7200})

    async def _custom_send(self, request: Request) -> Response:
        if error := self._refusal(request, "custom/send"):
            return error
        body = await request.json()
        openid, text = body["touser"], body["text"]["content"]
        if not self.permission:
            return _error(48001, "api unauthorized")
        if not self._allowed[openid]:
            return _error(45047, "out of response count limit")
        if len(text.encode()) > 2048:
            return _error(45002, "content size out of limit")
        self._allowed[openid] -= 1
        self._show(openid, text)
        return _error(0, "ok")

    async def _menu_create(self, request: Request) -> Response:
        if error := self._refusal(request, "menu/create"):
            return error
        self.menu = await request.json()
        return _error(0, "ok")

    def _refusal(self, request: Request, call: str) -> Response | None:
        self.calls.append(call)
        if self.api_errors and self.api_errors[0][0] == call:
            return _error(self.api_errors.pop(0)[1], "as the test wants it")
        return None if request.query_params.get("access_token") == self.token else _error(40001, "invalid credential")


def _error(code: int, message: str) -> Response:
    return JSONResponse({"errcode": code, "errmsg": message})
