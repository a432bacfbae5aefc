"""OpenAPI path items of the REST webhook, to be merged into /openapi.json."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
SECURITY_SCHEMES = {"api_key": {"type": "apiKey", "in": "header", "name": "X-API-Key",
                                "description": "needed when the service has one configured; else loopback only"}}

PATHS: dict[str, Any] = {
    "/webhooks/rest/webhook": {"post": {
        "summary": "One message of a sender, answered in the order of the sender's messages", "tags": ["integrators"],
        "security": [{"api_key": []}],
        "requestBody": {"content": {"application/json": {"schema": {
            "type": "object", "required": ["sender", "message"],
            "properties": {"sender": _TEXT, "message": _TEXT, "metadata": {"type": "object", "properties": {
                "city": {"type": "string", "description": "洛阳 or 焦作"},
                "message_id": {"type": "string", "description": "the same id again returns the same replies"}}}}}}}},
        "responses": {
            "200": {"description": "The replies; empty while a person has the talk", "content": {"application/json": {"schema": {
                "type": "array", "items": {"type": "object", "properties": {
                    "recipient_id": _TEXT, "text": {"type": "string", "description": "a complete answer by itself"},
                    "buttons": {"type": "array", "items": {"type": "object", "properties": {"title": _TEXT, "payload": _TEXT}}},
                    "custom": {"type": "object", "description": "the answer card"}}}}}}},
            "400": {"description": "no valid JSON"}, "401": {"description": "wrong API key"},
            "403": {"description": "not from loopback"}, "413": {"description": "body too large"},
            "422": {"description": "a field is unusable; the message names it"}}}},
    "/health": {"get": {"summary": "200 when questions can be answered", "tags": ["operation"],
                        "responses": {"200": {"description": "OK"}}}},
}
