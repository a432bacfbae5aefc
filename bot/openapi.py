"""/openapi.json: one description of every public interface, put together from the channels' own parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

_TITLE = "惠企通 (huiqi)"


def describe(parts: Sequence[Any]) -> dict[str, Any]:
    """`parts` are modules with PATHS and, where they need it, SECURITY_SCHEMES."""
    paths: dict[str, Any] = {}
    schemes: dict[str, Any] = {}
    for part in parts:
        paths |= getattr(part, "PATHS", {})
        schemes |= getattr(part, "SECURITY_SCHEMES", {})
    return {"openapi": "3.0.3", "info": {"title": _TITLE, "version": "0.1.0"}, "paths": paths,
            "components": {"securitySchemes": schemes}}


def routes(parts: Sequence[Any]) -> list[BaseRoute]:
    document = describe(parts)

    async def openapi(request: Request) -> JSONResponse:
        return JSONResponse(document)

    return [Route("/openapi.json", openapi)]
