"""The page of one stored answer, for phones: the whole text, the tables and the official words. Read only, behind a signed link."""

from __future__ import annotations

import datetime
import re
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.wechat.card_link import PATH, CardLinks
from bot.conversations import Message
from bot.services import Services

_STYLE_PATH = "/wechat/card.css"
_STYLE = Path(__file__).with_name("card.css")
_CHINA = ZoneInfo("Asia/Shanghai")
# the transcription of the official texts marks headings and bold type so
_MARKUP = re.compile(r"\*\*|^#+ *", re.MULTILINE)
_TELEPHONE = re.compile(r"[0-9-]{3,20}")
_SAFE = {
    "Content-Security-Policy":
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-store",
}


def card_routes(services: Services) -> list[BaseRoute]:
    """The page and its style sheet."""
    links = CardLinks(services.settings)
    style = _STYLE.read_bytes()

    async def page(request: Request) -> Response:
        named = links.read(request.path_params["token"])
        message = services.conversations.message(*named) if named else None
        if message is None or message.author != "bot":
            return HTMLResponse(_document("没有找到这条答复", "<p>链接不完整或已失效，请回到公众号重新提问。</p>"), 404, _SAFE)
        return HTMLResponse(render(message), headers=_SAFE)

    async def style_sheet(request: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=600", "X-Content-Type-Options": "nosniff"}
        return Response(style, media_type="text/css", headers=headers)

    return [Route(f"{PATH}{{token}}", page, methods=["GET"]), Route(_STYLE_PATH, style_sheet, methods=["GET"])]


def render(message: Message) -> str:
    """The page as HTML. Everything that comes from the message is escaped."""
    card = message.card or {}
    title = (card.get("item") or {}).get("title") or card.get("title") or "答复"
    asked = datetime.datetime.fromtimestamp(message.at, _CHINA)
    parts = [
        f"<p class='time'>{asked:%Y-%m-%d %H:%M} 的答复，政策以文件原文为准。</p>",
        f"<section>{_lines(message.text)}</section>",
        _benefits(card), _conditions(card), _comparison(card), _rows(card), _steps(card), _contacts(card), _sources(card),
    ]
    return _document(str(title), "\n".join(part for part in parts if part))


def _document(title: str, body: str) -> str:
    return (
        "<!doctype html>\n<html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)} - 惠企通</title><link rel='stylesheet' href='{_STYLE_PATH}'></head>"
        f"<body><main><h1>{escape(title)}</h1>\n{body}\n</main></body></html>"
    )


def _benefits(card: dict[str, Any]) -> str:
    rows = [[row.get("region"), row.get("label"), row.get("text")] for row in card.get("benefits") or []]
    return _section("支持标准", _table(["地区", "情形", "标准"], rows))


def _conditions(card: dict[str, Any]) -> str:
    entries = [f"<li>{_text(row.get('text'))}（{_text(row.get('region'))}）</li>" if row.get("region") else
               f"<li>{_text(row.get('text'))}</li>" for row in card.get("conditions") or []]
    return _section("申报条件", f"<ul>{''.join(entries)}</ul>" if entries else "")


def _comparison(card: dict[str, Any]) -> str:
    if not card.get("columns"):
        return ""
    rows = [[row.get("label"), *(row.get("cells") or [])] for row in card.get("rows") or []]
    return _section("比较", _table(["", *card["columns"]], rows))


def _rows(card: dict[str, Any]) -> str:
    if card.get("type") != "list":
        return ""
    return _section("事项", _table(["名称", "标准"], [[row.get("title"), row.get("text")] for row in card.get("rows") or []]))


def _steps(card: dict[str, Any]) -> str:
    rows = [[step.get("text"), step.get("figure"), step.get("source")] for step in card.get("steps") or []]
    return _section("计算过程", _table(["步骤", "结果", "依据"], rows))


def _contacts(card: dict[str, Any]) -> str:
    entries = []
    for contact in card.get("contacts") or []:
        office = " ".join(filter(None, [contact.get("agency"), contact.get("office"), contact.get("for")]))
        entries.append(f"<li>{_text(office)} {_telephone(contact)}</li>")
    return _section("咨询电话", f"<ul>{''.join(entries)}</ul>" if entries else "")


def _telephone(contact: dict[str, Any]) -> str:
    shown, dialled = contact.get("phone"), str(contact.get("tel") or "")
    if not _TELEPHONE.fullmatch(dialled):
        return _text(shown)
    return f"<a href='tel:{dialled}'>{_text(shown)}</a>"


def _sources(card: dict[str, Any]) -> str:
    entries = []
    for source in card.get("sources") or []:
        name = " ".join(filter(None, [source.get("document"), source.get("number"), source.get("clause")]))
        words = f"<blockquote>{_lines(_MARKUP.sub('', str(source['text'])))}</blockquote>" if source.get("text") else ""
        draft = "（草稿，不是正式文件）" if source.get("draft") else ""
        entries.append(f"<h3>{_text(name)}{draft}</h3>{words}")
    return _section("文件依据", "".join(entries))


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def _table(columns: list[Any], rows: list[list[Any]]) -> str:
    """A table without the columns that are empty throughout; "" without rows."""
    shown = [index for index in range(len(columns)) if any(index < len(row) and row[index] for row in rows)]
    if not shown:
        return ""
    head = "".join(f"<th>{_text(columns[index])}</th>" for index in shown)
    body = "".join(
        "<tr>" + "".join(f"<td>{_text(row[index] if index < len(row) else '')}</td>" for index in shown) + "</tr>"
        for row in rows)
    return f"<div class='table'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in str(text).split("\n") if line.strip())


def _text(value: Any) -> str:
    return escape(str(value or ""))
