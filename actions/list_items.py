"""Lists of items: by authority, topic, audience or likeness; ranked, a few at a time, each with its decisive figure."""

from __future__ import annotations

from dataclasses import replace

from actions import phrases
from actions.answers import Answer
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.telling_figure import telling_figures
from actions.wanted_list import listing_of, sought_of
from policy_db.sought import Sought
from policy_db.validity import Status

PAGE = 6
_HEADING_NAMES = 3
_NAMED = 10  # further items whose names alone are shown


def list_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The first page of the list that the request describes; None when nothing fits."""
    sought = sought_of(request.question, services, request.turn.levels)
    items = listing_of(services.policy).ranked(sought, request.city, services.today(), _likeness(request), least=PAGE)
    if not items:
        return None
    return _page(_title(sought), [item.id for item in items], 0, request.city, memory, sought, services)


def same_list_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The last list again, for the city that the request names now; None when nothing fits there."""
    question = (memory.listing or {})["question"]
    match = services.matcher.match(question, city=request.city)
    return list_answer(replace(request, question=question, match=match), memory, services)


def more_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The next page of the last list; that there is no more; None when there was no list."""
    listing = memory.listing or {}
    if "items" not in listing:
        return None
    if listing["shown"] >= len(listing["items"]):
        return Answer(phrases.NO_MORE.format(title=listing["title"]), {"type": "smalltalk"}, memory)
    sought = sought_of(listing["question"], services, listing.get("levels", ()))
    return _page(listing["title"], listing["items"], listing["shown"], request.city, memory, sought, services)


def _likeness(request: Request) -> dict[str, float]:
    """Items by how little their joint score is behind the first (1: not at all), those clearly behind left out."""
    if request.match is None or not request.match.candidates:
        return {}
    first = request.match.candidates[0].score
    return {c.item: 1 - (first - c.score) for c in request.match.candidates if first - c.score < 1.0}


def _title(sought: Sought) -> str:
    """Authorities, else trades and forms of business, then topics, as far as they fill a heading."""
    trades = [choice for key, choice in sorted(sought.traits) if key in ("industry", "subject") and choice != "企业"]
    named = sought.agencies or (*trades, *sought.topics)
    return "、".join(list(dict.fromkeys(named))[:_HEADING_NAMES]) or "相关"


def _page(title: str, names: list[str], start: int, city: str, memory: Memory, sought: Sought, services: ActionServices) -> Answer:
    page = names[start:start + PAGE]
    rest = len(names) - start - len(page)
    rows, lines = [], []
    for number, name in enumerate(page, 1):
        item = services.policy.items[name]
        figure = telling_figures(item, city, services, sought)
        status = services.policy.item_status(item, city, services.today())
        mark = "（已到期）" if status is Status.EXPIRED else ""
        lines.append(f"{number}. {item.title}{mark}：{figure}")
        rows.append({"id": name, "title": item.title, "text": figure, "status": status.value, "payload": item.title})
    heading = f"{city}{title}方面的惠企政策，共{len(names)}项："
    others = "、".join(services.policy.items[name].title for name in names[start + PAGE:][:_NAMED])
    text = "\n".join([heading, *lines, *([f"还有：{others}。{phrases.MORE.format(rest=rest)}"] if rest > 0 else []),
                      "回复序号看详情。"])
    card = {"type": "list", "title": heading, "rows": rows, "more": max(rest, 0)}
    remembered = memory.with_(
        candidates=[{"title": row["title"], "item": row["id"]} for row in rows], pending=None, misses=0, item=None, city=city or None,
        listing={"title": title, "items": names, "shown": start + len(page), "question": sought.text,
                 "levels": [sought.level] if sought.level else []})
    buttons = [(row["title"], row["payload"]) for row in rows] + ([("更多", "更多")] if rest > 0 else [])
    return Answer(text, card, remembered, tuple(buttons))
