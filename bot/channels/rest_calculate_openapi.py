"""OpenAPI path items of the computing interfaces, to be merged into /openapi.json."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_DECIMAL: dict[str, Any] = {"type": "string", "pattern": r"^\d+(\.\d+)?$", "description": "exact decimal number as text"}
_VALUES: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"oneOf": [_TEXT, {"type": "number"}, {"type": "boolean"}, _TEXTS]},
    "description": "criterion → value: \"1.2亿\", \"35%\", 30, true, \"餐饮\"",
}
_CITY: dict[str, Any] = {"type": "string", "enum": ["洛阳", "焦作", ""], "description": "empty: all regions"}
_AMOUNT: dict[str, Any] = {"type": "object", "properties": {"low": _DECIMAL, "high": _DECIMAL, "unit": _TEXT, "words": _TEXT}}
_INPUT: dict[str, Any] = {"type": "object", "properties": {"key": _TEXT, "name": _TEXT, "type": _TEXT, "unit": _TEXT, "ask": _TEXT}}
_INPUTS: dict[str, Any] = {"type": "array", "items": _INPUT}
_STATUS: dict[str, Any] = {"enum": ["in_force", "expired", "not_started", "unstated"]}
_STEP: dict[str, Any] = {"type": "object", "properties": {"text": _TEXT, "formula": _TEXT, "figure": _TEXT}}
_BENEFIT: dict[str, Any] = {"type": "object", "properties": {
    "provision": _TEXT, "level": _TEXT, "region": _TEXT, "label": _TEXT, "words": _TEXT, "per": _TEXT,
    "eligible": {"enum": ["yes", "no", "unknown"]}, "failed": _TEXTS, "unknown": _TEXTS, "status": _STATUS,
    "source": {"type": "string", "description": "document#clause"}, "inputs": _INPUTS, "missing": _INPUTS,
    "reason": {"type": "string", "description": "why the sum is zero, or why none can be computed"},
    "capped": {"type": "boolean"}, "steps": {"type": "array", "items": _STEP}, "amount": _AMOUNT,
}}
_QUESTION: dict[str, Any] = {"type": "object", "properties": {"key": _TEXT, "question": _TEXT}}
_ENTRY: dict[str, Any] = {"type": "object", "properties": {
    "item": _TEXT, "title": _TEXT, "status": _STATUS, "failed": _TEXTS, "told": _TEXTS,
    "ask": {"type": "array", "items": _QUESTION}, "sources": _TEXTS, "amount": _AMOUNT,
}}
_ENTRIES: dict[str, Any] = {"type": "array", "items": _ENTRY}
_ERROR: dict[str, Any] = {"type": "object", "properties": {"error": {
    "type": "object", "properties": {"code": _TEXT, "message": {"type": "string", "description": "field: reason"}}}}}


def paths() -> dict[str, Any]:
    """The path items of /api/calculate and /api/check-up."""
    return {
        "/api/calculate": {"post": _operation(
            "How much an item grants for given inputs, with the steps and the clause",
            ["item"], {"item": _TEXT, "benefit": {**_TEXT, "description": "label of one benefit; without it all are computed"},
                       "title": {**_TEXT, "description": "name of the title won"}, "inputs": _VALUES, "city": _CITY},
            {"item": {"type": "object", "properties": {"id": _TEXT, "title": _TEXT}}, "city": _TEXT,
             "benefits": {"type": "array", "items": _BENEFIT}})},
        "/api/check-up": {"post": _operation(
            "The whole catalogue for one firm: what may be had, what lacks, what to ask next",
            [], {"city": _CITY, "profile": _VALUES, "skip": {**_TEXTS, "description": "criteria not to ask for"}},
            {"city": _TEXT, "available": _ENTRIES, "lacking": _ENTRIES, "unknown": _ENTRIES, "not_applicable": _TEXTS,
             "total": _AMOUNT, "next": {**_QUESTION, "nullable": True}})},
    }


def _operation(summary: str, required: list[str], given: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "object", "properties": given, "additionalProperties": False}
    if required:
        body["required"] = required
    errors = {"400": "请求不是有效的 JSON", "401": "缺少或错误的 API Key", "403": "没有配置 API Key 时只接受本机访问",
              "413": "请求过大", "422": "字段有误：指明字段和原因"}
    return {
        "summary": summary, "tags": ["computing"], "security": [{"api_key": []}, {}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object", "properties": answer}}}},
            **{status: {"description": words, "content": {"application/json": {"schema": _ERROR}}} for status, words in errors.items()},
        },
    }


PATHS = paths()
