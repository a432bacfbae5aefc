"""Lists of items: by authority, topic, audience or likeness; ranked, a few at a time, each with its decisive figure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from actions import phrases
from actions.answers import Answer
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from policy_db.schema import Item
from policy_db.validity import Status

PAGE = 6
#: money first, then what saves money, then the rest
_KIND_ORDER = {"奖补": 0, "减免": 1, "融资": 2, "权益": 3, "服务": 3, "目标": 4}
_MOST_FIGURES = 3
_HEADING_TOPICS = 3
_NAMED = 10  # further items whose names alone are shown
_LONGEST = 46  # characters of the figures in a line


def list_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The first page of the list that the request describes; None when nothing fits."""
    title, items = _find(request, services)
    if not items:
        return None
    return _page(title, [item.id for item in items], 0, request, memory, services)


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
    same = replace(request, question=listing["question"])
    return _page(listing["title"], listing["items"], listing["shown"], same, memory, services)


def _find(request: Request, services: ActionServices) -> tuple[str, list[Item]]:
    """Heading and items, best first."""
    policy, text = services.policy, request.question
    agencies = policy.agencies_in(text)
    if agencies:
        items = [item for agency in agencies for item in policy.items_of_agency(agency, request.city)]
        return "、".join(agencies), _order(list(dict.fromkeys(item.id for item in items)), request, services, likeness=False)
    scores = _likeness(request, services)
    topics = policy.broad_topics_in(text)
    if topics:
        # items of every topic named; those of several first, then money before services, then likeness
        counts = Counter(item.id for topic in topics for item in policy.items_of_topic(topic))
        named = sorted(counts, key=lambda name: (-counts[name], _KIND_ORDER[policy.items[name].kind], -scores.get(name, -9.0)))
        return "、".join(topics[:_HEADING_TOPICS]), _order(named, request, services)
    best = list(scores)[:12]
    return "相关", _order(best, request, services)


def _likeness(request: Request, services: ActionServices) -> dict[str, float]:
    """Items by joint score, those clearly behind left out."""
    if request.match is None or not request.match.candidates:
        return {}
    first = request.match.candidates[0].score
    return {c.item: c.score for c in request.match.candidates if first - c.score < 1.0}


def _order(names: list[str], request: Request, services: ActionServices, likeness: bool = True) -> list[Item]:
    """Items that the city's askers can use; in force before lapsed where the rank is otherwise the catalogue's."""
    items = [services.policy.items[name] for name in names]
    items = [item for item in items if not request.city or services.policy.provisions(item, request.city)]
    if request.city:  # what the asker's own city grants comes before what it only passes on
        items.sort(key=lambda item: not any(provision.region == request.city for provision in item.provisions))
    if likeness:
        return items
    return sorted(items, key=lambda item: services.policy.item_status(item, request.city, services.today()) is Status.EXPIRED)


def _page(title: str, names: list[str], start: int, request: Request, memory: Memory, services: ActionServices) -> Answer:
    page = names[start:start + PAGE]
    rest = len(names) - start - len(page)
    rows, lines = [], []
    for number, name in enumerate(page, 1):
        item = services.policy.items[name]
        figure, status = decisive_figure(item, request.city, services), services.policy.item_status(
            item, request.city, services.today())
        mark = "（已到期）" if status is Status.EXPIRED else ""
        lines.append(f"{number}. {item.title}{mark}：{figure}")
        rows.append({"id": name, "title": item.title, "text": figure, "status": status.value, "payload": item.title})
    heading = f"{_place(request)}{title}方面的惠企政策，共{len(names)}项："
    others = "、".join(services.policy.items[name].title for name in names[start + PAGE:][:_NAMED])
    text = "\n".join([heading, *lines, *([f"还有：{others}。{phrases.MORE.format(rest=rest)}"] if rest > 0 else []),
                      "回复序号看详情。"])
    card = {"type": "list", "title": heading, "rows": rows, "more": max(rest, 0)}
    remembered = memory.with_(
        candidates=[{"title": row["title"], "item": row["id"]} for row in rows], pending=None, misses=0, item=None,
        city=request.city or None, listing={"title": title, "items": names, "shown": start + len(page), "question": request.question})
    buttons = [(row["title"], row["payload"]) for row in rows] + ([("更多", "更多")] if rest > 0 else [])
    return Answer(text, card, remembered, tuple(buttons))


def _place(request: Request) -> str:
    return f"{request.city}" if request.city else ""


def decisive_figure(item: Item, city: str, services: ActionServices) -> str:
    """The first benefit of the nearest level in a few words."""
    provisions = services.policy.provisions(item, city) or list(item.provisions)
    wording = services.policy.wording
    benefits = provisions[0].benefits
    if len(benefits) == 1:
        text = wording.amount(benefits[0])
    else:
        text = "；".join(f"{benefit.label}{wording.amount(benefit)}" for benefit in benefits[:_MOST_FIGURES])
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
