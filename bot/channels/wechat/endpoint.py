"""GET and POST /wechat: the console's check of the address, and WeChat's pushes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.json_api import ApiError, read_body
from bot.channels.wechat.account import Account, NotConfigured, Push
from bot.channels.wechat.answers import Answers
from bot.channels.wechat.delivery import Delivery
from bot.channels.wechat.envelope import text_reply
from bot.channels.wechat.messages import Incoming, read_message
from bot.channels.wechat.signature import Replays
from bot.channels.wechat.turns import Turns
from bot.services import Services

log = logging.getLogger(__name__)

PATH = "/wechat"
_NO_SNIFF = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
_EVENTS_THAT_ALLOW = ("subscribe", "scan", "click")

Handler = Callable[[Request], Awaitable[Response]]


def endpoint_routes(services: Services, delivery: Delivery) -> list[BaseRoute]:
    """The check of the address and the pushes; without a usable configuration both are refused."""
    try:
        account = Account(services.settings, services.clock)
    except NotConfigured as problem:
        log.error("the WeChat channel is closed: %s", problem)
        return closed_routes(503, "wechat_misconfigured", f"微信公众号设置不完整：{problem}")
    endpoint = Endpoint(services, account, delivery)
    return [
        Route(PATH, _telling(endpoint.verify), methods=["GET"]),
        Route(PATH, _telling(endpoint.push), methods=["POST"]),
    ]


class Endpoint:
    """The handlers; they raise ApiError for what they refuse."""

    def __init__(self, services: Services, account: Account, delivery: Delivery):
        settings = services.settings
        self._account = account
        self._delivery = delivery
        self._clock = services.clock
        self._max_body = settings.max_body_bytes
        self._replays = Replays(settings.wechat_max_age_seconds, services.clock)
        self._answers = Answers(Turns(services), delivery, settings.wechat_deadline_seconds)

    async def verify(self, request: Request) -> Response:
        """The console's check of the address: gets its echostr back."""
        return PlainTextResponse(self._account.echo(request.query_params), headers=_NO_SNIFF)

    async def push(self, request: Request) -> Response:
        """A message or event: checked, answered once, and answered in time."""
        arrived = asyncio.get_running_loop().time()
        self._account.require_signature(request.query_params)
        push = self._account.open(request.query_params, await read_body(request, self._max_body))
        message = read_message(push.fields)
        if not self._replays.admit(push.signature, (message.openid, message.key)):
            log.warning("refused a replayed signature")
            raise ApiError(403, "replayed", "请求已处理过。")
        self._note_contact(message)
        answer = await self._answers.answer(message, arrived)
        if answer.in_time and not await request.is_disconnected():
            self._replays.answered(push.signature)
        return self._response(push, message, answer.text)

    def _note_contact(self, message: Incoming) -> None:
        """What the contact means for customer-service messages."""
        if message.event == "unsubscribe":
            self._delivery.state.forget(message.openid)
        elif message.kind != "event" or message.event in _EVENTS_THAT_ALLOW:
            self._delivery.state.allow(message.openid, message.key, message=message.kind != "event")

    def _response(self, push: Push, message: Incoming, text: str) -> Response:
        if not text:
            return PlainTextResponse("success", headers=_NO_SNIFF)
        xml = text_reply(message.openid, message.account, int(self._clock.now()), text)
        return Response(self._account.seal(push, xml), media_type="text/xml", headers=_NO_SNIFF)


def _telling(handler: Handler) -> Handler:
    """The handler, with its refusals as JSON."""

    async def endpoint(request: Request) -> Response:
        try:
            return await handler(request)
        except ApiError as error:
            return error.response()

    return endpoint


def closed_routes(status: int, code: str, message: str) -> list[BaseRoute]:
    """Routes that refuse everything and say why (`message`, 中文)."""

    async def refuse(request: Request) -> Response:
        return ApiError(status, code, message).response()

    return [Route(PATH, refuse, methods=["GET", "POST"])]
