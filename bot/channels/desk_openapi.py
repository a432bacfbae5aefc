"""OpenAPI path items of the desk that other systems call: speech recognition and the work-order system."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_SEGMENT: dict[str, Any] = {"type": "object", "required": ["speaker", "start", "text"], "properties": {
    "speaker": {"enum": ["caller", "agent"]}, "text": _TEXT,
    "start": {"type": "number", "minimum": 0, "description": "seconds from the beginning of the call; the same again replaces the text"}}}
_SUGGESTION: dict[str, Any] = {"type": "object", "properties": {
    "id": _TEXT, "title": _TEXT, "headline": _TEXT, "share": {"type": "number", "description": "share of the evidence, 0 to 1"}}}
_FACT: dict[str, Any] = {"type": "object", "properties": {"key": _TEXT, "name": _TEXT, "value": _TEXT}}
_SHOWN: dict[str, Any] = {"type": "object", "properties": {
    "call": _TEXT, "city": _TEXT, "segments": {"type": "array", "items": _SEGMENT},
    "suggestions": {"type": "array", "items": _SUGGESTION, "description": "best first"},
    "known": {"type": "array", "items": _FACT, "description": "what the caller told"},
    "questions": {"type": "array", "items": _TEXT, "description": "still worth asking"},
    "card": {"type": "object", "nullable": True, "description": "answer card of the first suggestion"}, "text": _TEXT,
    "script": {"type": "string", "description": "to read aloud"}}}


def _returns(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


PATHS: dict[str, Any] = {
    "/api/assist/transcript": {"post": {
        "summary": "Recognised speech of a call; suggestions go to the agent's screen and come back", "tags": ["desk"],
        "security": [{"api_key": []}],
        "requestBody": {"content": {"application/json": {"schema": {
            "type": "object", "required": ["call", "segments"], "properties": {
                "call": _TEXT, "city": {"type": "string", "description": "洛阳 or 焦作"},
                "agent": {"type": "string", "description": "account of the agent; needed with the API key"},
                "segments": {"type": "array", "items": _SEGMENT, "maxItems": 100}}}}}},
        "responses": {"200": _returns(_SHOWN, "What the agent sees now"), "400": {"description": "a field is unusable"},
                      "401": {"description": "no login and no valid API key"}, "404": {"description": "unknown agent"},
                      "409": {"description": "the call belongs to another agent"}}}},
    "/api/desk/work-order": {"get": {
        "summary": "Draft of the work order of a call or chat (signed-in agents)", "tags": ["desk"],
        "parameters": [{"name": name, "in": "query", "schema": _TEXT} for name in ("call", "chat")],
        "responses": {"200": _returns({"type": "object", "properties": {
            "draft": {"type": "object", "additionalProperties": _TEXT}, "text": _TEXT}}, "The draft, also as text to paste"),
            "401": {"description": "not signed in"}, "404": {"description": "no such call or chat"}}}},
}
