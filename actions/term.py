"""What a term means: its parts or its definition in the document's words, or that the document explains it nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions import cards, phrases
from actions.answers import Answer
from actions.asked_term import PENDING
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from policy_db.database import regions_of
from policy_db.schema import Term
from policy_db.validity import Status, status_on

#: related items named under the answer
_MOST_RELATED = 3


def term_answer(request: Request, memory: Memory, services: ActionServices) -> Answer:
    """The direct answer first; then the state of the document, the source and the items that the term belongs to."""
    policy = services.policy
    terms = [policy.terms[name] for name in request.terms]
    several = len({term.region for term in terms}) > 1
    told = list(dict.fromkeys(line for term in terms
                              for line in (_meaning(term, several=several), *_notes(term, request.city, services))))
    clauses = dict.fromkeys(term.source for term in terms)
    further = dict.fromkeys(key for term in terms for key in term.also if key not in clauses)
    sources, more = ([cards.clause_row(key, services) for key in keys] for keys in (clauses, further))
    related = [policy.item(name) for name in dict.fromkeys(name for term in terms for name in term.related)]
    offered = related[:_MOST_RELATED]
    lines = [*told, cards.source_line(sources)]
    if offered:
        lines.append(phrases.TERM_RELATED.format(titles="、".join(f"《{item.title}》" for item in offered)))
    card: dict[str, Any] = {"type": "policy_answer", "aspect": "meaning", "headline": told[0], "notes": told[1:],
                            "sources": [*sources, *more],
                            "related": [{"id": item.id, "title": item.title} for item in offered]}
    after = memory.with_(city=request.city or None, candidates=[], pending={"kind": PENDING, "words": request.question}, misses=0)
    home = next((item for item in related if policy.provisions(item, request.city)), None)
    if home:
        card["item"] = cards.item_head(replace(request, item=home), policy.provisions(home, request.city))
        after = after.with_(item=home.id, aspect=None, question=None, listing=None,
                            figures=memory.figures if memory.item == home.id else {})
    return Answer("\n".join(lines), card, after, tuple((item.title, item.title) for item in offered))


def _meaning(term: Term, *, several: bool) -> str:
    """One line: “四转”：个转企、小升规、规改股、股上市。"""
    quoted = term.name if "“" in term.name else f"“{term.name}”"
    name = (phrases.TERM_OF_REGION if several else phrases.TERM).format(name=quoted, region=term.region)
    if term.unlisted:
        return name + phrases.TERM_UNLISTED
    if not term.parts:
        return f"{name}{term.text}。"
    between = "；" if any(mark in part for part in term.parts for mark in "、，") else "、"
    listed = between.join(term.parts)
    return name + (phrases.TERM_PARTIAL.format(parts=listed) if term.partial else f"{listed}。")


def _notes(term: Term, city: str, services: ActionServices) -> list[str]:
    """What else belongs to the meaning: what the document says besides, and whether it counts for the asker today."""
    document = services.policy.document_of(term.source)
    notes = [f"说明：{term.text}。"] if term.text and (term.parts or term.unlisted) else []
    if document.state == "draft":
        notes.append(phrases.DRAFT.format(state=f"《{document.short}》（{document.state_text}）"))
    elif status_on(document.validity, services.today()) is Status.EXPIRED:
        notes.append(cards.expired_line(document.validity))
    if term.region not in regions_of(city):
        notes.append(phrases.TERM_OF_ANOTHER_CITY.format(region=term.region, city=city))
    return notes
