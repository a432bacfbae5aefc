"""OpenAPI path items of the WeChat channel, to be merged into /openapi.json."""

from __future__ import annotations

from typing import Any

_XML = {"text/xml": {"schema": {"type": "string"}}}


def _query(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, "description": description}


_SIGNED = [_query("signature", "SHA-1 over token, timestamp and nonce"), _query("timestamp", "seconds"), _query("nonce", "")]
_REFUSED = {"403": {"description": "wrong, stale or replayed signature"},
            "404": {"description": "no WeChat account is configured"},
            "503": {"description": "the account's settings are incomplete"}}

PATHS: dict[str, Any] = {
    "/wechat": {
        "get": {
            "summary": "WeChat's check of this address", "tags": ["wechat"],
            "parameters": [*_SIGNED, _query("echostr", "given back when the signature is right")],
            "responses": {"200": {"description": "echostr", "content": {"text/plain": {"schema": {"type": "string"}}}},
                          **_REFUSED}},
        "post": {
            "summary": "A message or event that WeChat pushes, plain or encrypted", "tags": ["wechat"],
            "parameters": [*_SIGNED, _query("msg_signature", "in the encrypted mode: over the encrypted text, too")],
            "requestBody": {"content": _XML},
            "responses": {"200": {"description": "The passive reply, or `success` when the answer follows later",
                                  "content": _XML},
                          "400": {"description": "no readable push"}, "413": {"description": "body too large"},
                          **_REFUSED}}},
}
