"""Rasa's REST contract for integrators: POST /webhooks/rest/webhook, and GET /health."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from bot.channels.json_api import ApiError, read_json, text_field
from bot.services import Services

_LONGEST_SENDER = 128


def routes(services: Services) -> list[BaseRoute]:
    """With an API key set, the key is required; without one only loopback is answered."""

    async def webhook(request: Request) -> JSONResponse:
        require_integrator(request, services.settings.api_key)
        body = await read_json(request, services.settings.max_body_bytes)
        sender, text = text_field(body, "sender"), text_field(body, "message")
        if len(sender) > _LONGEST_SENDER or not sender.strip():
            raise ApiError(422, "invalid_field", f"sender: must have 1 to {_LONGEST_SENDER} characters")
        metadata = body.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise ApiError(422, "invalid_field", "metadata: must be an object")
        city = known_city(metadata.get("city"), services)
        replies = await services.dialogue.reply(f"rest:{sender}", text, channel="rest", city=city,
                                                message_id=_message_id(metadata))
        return JSONResponse([_message(sender, reply) for reply in replies])

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "items": len(services.policy.items), "catalogue": services.policy.version[:12]})

    return [Route("/webhooks/rest/webhook", webhook, methods=["POST"]), Route("/health", health)]


def require_integrator(request: Request, api_key: str) -> None:
    """Raises ApiError 401/403 unless the caller may use the integrators' interfaces."""
    if api_key:
        given = request.headers.get("x-api-key") or request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), api_key.encode()):
            raise ApiError(401, "unauthorised", "a valid API key is needed (X-API-Key)")
        return
    host = request.client.host if request.client else ""
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host == "testclient"
    if not local:
        raise ApiError(403, "loopback_only", "without an API key only loopback is answered")


def known_city(city: Any, services: Services) -> str | None:
    """The city of a request; an unknown one is an error of the caller."""
    if city in (None, ""):
        return services.settings.city or None
    if not isinstance(city, str):
        raise ApiError(422, "invalid_field", "metadata.city: must be text")
    name = city.removesuffix("市")
    place = services.policy.places.get(name)
    if place is None or not place.covered:
        raise ApiError(422, "unknown_city", f"metadata.city: {city[:20]!r} is not covered; known are 洛阳 and 焦作")
    return name


def _message_id(metadata: dict[str, Any]) -> str | None:
    given = metadata.get("message_id")
    if given is not None and (not isinstance(given, str) or len(given) > _LONGEST_SENDER):
        raise ApiError(422, "invalid_field", "metadata.message_id: must be a short text")
    return given


def _message(sender: str, reply: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"recipient_id": sender, "text": reply.text}
    if reply.buttons:
        message["buttons"] = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    if reply.card:
        message["custom"] = reply.card
    return message
