"""Our pages and scripts out of web/dist, with cache headers, compression and a strict content security policy."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

DIST = Path(__file__).resolve().parents[2] / "web" / "dist"

#: Nothing but our own files: no inline script or style, no other host, no frame around us, no markup from strings.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_PAGE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
# An embedding page may keep the widget for ten minutes; after that the browser asks whether it changed (ETag).
_WIDGET = {
    "Cache-Control": "public, max-age=600, must-revalidate",
    "Access-Control-Allow-Origin": "*",  # a script tag with an integrity hash is fetched with CORS
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_ASSET = {"Cache-Control": "no-cache"}

_FILES = {
    "/": ("demo.html", _PAGE),
    "/chat": ("chat.html", _PAGE),
    "/widget.js": ("widget.js", _WIDGET),
    "/chat.js": ("chat.js", _ASSET),
    "/demo.css": ("demo.css", _ASSET),
    "/chat.css": ("chat.css", _ASSET),
    "/icon.svg": ("icon.svg", _ASSET),
}


class BuiltFile:
    """One file, read and compressed once at start; answers 304 when the browser has it."""

    def __init__(self, path: Path, headers: dict[str, str]):
        self._plain = path.read_bytes()
        self._gzip = gzip.compress(self._plain, mtime=0)
        self._etag = f'"{hashlib.sha256(self._plain).hexdigest()[:32]}"'
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._type = kind if kind.startswith("image/") else f"{kind}; charset=utf-8"
        self._headers = headers | {"ETag": self._etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}

    async def __call__(self, request: Request) -> Response:
        if self._etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=self._headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self._gzip, headers=self._headers | {"Content-Encoding": "gzip"}, media_type=self._type)
        return Response(self._plain, headers=self._headers, media_type=self._type)


def routes(dist: Path = DIST) -> list[BaseRoute]:
    """A route for each file. Raises FileNotFoundError at start when the built front end is missing."""
    return [Route(path, BuiltFile(dist / name, headers).__call__) for path, (name, headers) in _FILES.items()]
