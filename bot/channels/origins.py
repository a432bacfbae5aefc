"""Which web sites may call the API from a browser: our own pages and the allow-list HUIQI_CORS_ORIGINS (CORS)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.json_api import ApiError

Handler = Callable[[Request], Awaitable[Response]]

_ALLOWED_HEADERS = "Authorization, Content-Type, Last-Event-ID"
_log = logging.getLogger(__name__)


def site_of(request: Request) -> str:
    """The embedding site's origin; "" for our own pages and for programs that send none."""
    origin = request.headers.get("origin", "")
    return "" if urlsplit(origin).netloc == request.headers.get("host") else origin


def for_sites(sites: Collection[str], method: str, handler: Handler) -> Handler:
    """`handler` with CORS: refuses other sites with 403, answers the preflight, and turns ApiError into JSON."""

    async def endpoint(request: Request) -> Response:
        site = site_of(request)
        if site and site not in sites:
            _log.warning("refused origin %r for %s", site[:200], request.url.path)
            return ApiError(403, "origin_not_allowed", "该网站未被允许使用本服务。", {"Vary": "Origin"}).response()
        if request.method == "OPTIONS":
            response = Response(status_code=204)
            response.headers["Access-Control-Allow-Methods"] = method
            response.headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
            response.headers["Access-Control-Max-Age"] = "600"
        else:
            try:
                response = await handler(request)
            except ApiError as error:
                response = error.response()
        response.headers["Vary"] = "Origin"
        if site:
            response.headers["Access-Control-Allow-Origin"] = site
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        return response

    return endpoint
