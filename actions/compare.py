"""Who grants what, side by side: cities, levels, or cases of one item; with the rule that combines them, if one is written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from actions import cards, phrases
from actions.answers import Answer
from actions.choose import ChosenBenefit, choose_benefits
from actions.compare_documents import compare_documents_answer
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from policy_db.schema import Provision
from policy_db.wording import date_words

CITIES = ("洛阳", "焦作")
_MOST_LINES = 7
_MOST_UNSURE = 4
#: lines for one of several items
_MOST_OF_ITEM = 2


def compare_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """A comparison card; None when the item has nothing to set side by side."""
    assert request.item is not None
    regions = _regions(request, services)
    if len(regions) < 2:
        return compare_documents_answer(request, memory, services) if "changed" in request.turn.acts else None
    columns = {}
    for region in regions:
        provisions = [provision for provision in request.item.provisions if provision.region == region]
        columns[region] = _decisive(cards.each_once(choose_benefits(request, services, provisions), services)) if provisions else []
    lines, cells = [], []
    for region, entries in columns.items():
        rows = cards.benefit_rows(entries, services)
        said = [f"{row['label']}：{row['text']}" for row in rows] or ["没有查到这项规定"]
        dates = list(dict.fromkeys(_dated(entry, services) for entry in entries))
        lines += [f"【{phrases.LEVEL_NAMES[region]}】{dates[0] if dates else ''}", *said]
        cells.append("\n".join(said))
    provisions = [entry.provision for entries in columns.values() for entry in entries]
    rules = list(dict.fromkeys(p.stacking.text for p in provisions if p.stacking))
    notes = list(dict.fromkeys(filter(None, [request.item.note, *(p.note for p in provisions)])))
    contacts = cards.contact_rows(replace(request, city=""), services, provisions)
    sources = cards.source_rows(_unique(provisions), services)
    text = "\n".join(filter(None, [
        f"《{request.item.title}》对比：", *lines, f"合并规则：{'；'.join(rules)}" if rules else "",
        f"说明：{notes[0]}" if notes else "", _latest_line(provisions, services), cards.draft_line(provisions, services),
        cards.contact_line(contacts), cards.source_line(sources, most=len(regions) + 1)]))
    card: dict[str, Any] = {
        "type": "comparison", "title": request.item.title, "columns": [phrases.LEVEL_NAMES[region] for region in regions],
        "rows": [{"label": request.item.title, "cells": cells}], "rule": "；".join(rules), "sources": sources,
        "contacts": contacts, "item": cards.item_head(request, _unique(provisions))}
    return Answer(text, card, memory.with_(item=request.item.id, candidates=[], pending=None, misses=0, listing=None))


def compare_items_answer(request: Request, memory: Memory, services: ActionServices) -> Answer:
    """Several items side by side: what each grants, its state today, whom to call. No rule is told between items."""
    columns = [_column(replace(request, item=services.policy.item(name)), services) for name in request.candidates]
    titles = [column.title for column in columns]
    sources = [row for column in columns for row in column.sources]
    text = "\n".join([f"《{'》和《'.join(titles)}》对比：", *(line for column in columns for line in column.lines),
                      cards.source_line(sources, most=len(columns)), phrases.COMPARE_HINT])
    card: dict[str, Any] = {
        "type": "comparison", "title": " / ".join(titles), "columns": titles,
        "rows": [{"label": "支持标准", "cells": ["\n".join(column.grants) for column in columns]},
                 {"label": "期限", "cells": [column.status for column in columns]},
                 {"label": "咨询", "cells": [column.contact for column in columns]}],
        "sources": sources}
    candidates = [{"title": title, "item": name} for title, name in zip(titles, request.candidates, strict=True)]
    remembered = memory.with_(candidates=candidates, pending=None, misses=0, listing=None, question=request.question)
    return Answer(text, card, remembered, tuple((title, title) for title in titles))


@dataclass(frozen=True)
class _Column:
    """One item beside others."""

    title: str
    grants: list[str]
    status: str
    contact: str
    sources: list[dict[str, Any]]

    @property
    def lines(self) -> list[str]:
        return [f"【{self.title}】", *self.grants, self.status, self.contact]


def _column(request: Request, services: ActionServices) -> _Column:
    assert request.item is not None
    entries = _decisive(cards.each_once(choose_benefits(request, services), services))[:_MOST_OF_ITEM]
    provisions = _unique([entry.provision for entry in entries])
    rows = cards.benefit_rows(entries, services)
    draft = cards.draft_line(provisions, services)
    return _Column(
        request.item.title,
        [f"{phrases.LEVEL_NAMES[row['region']]}·{row['label']}：{row['text']}" for row in rows] + ([draft] if draft else []),
        cards.status_lines(provisions, services)[0],
        cards.contact_line(cards.contact_rows(request, services, provisions), most=1),
        cards.source_rows(provisions, services)[:1])


def _regions(request: Request, services: ActionServices) -> list[str]:
    """Which regions to set beside each other: the cities named, else the levels named, else all that the item has."""
    assert request.item is not None
    present = {provision.region for provision in request.item.provisions}
    if len(request.cities) > 1:
        return [city for city in CITIES if city in request.cities]
    level_regions = {"province": "河南", "national": "全国", "city": request.city or "洛阳"}
    named = [level_regions[level] for level in request.turn.levels]
    if request.cities:
        named = [*request.cities, *named]
    named = [region for region in dict.fromkeys(named) if region in present]
    if len(named) > 1:
        return named
    return []


def _decisive(entries: list[ChosenBenefit]) -> list[ChosenBenefit]:
    """The cases meant, else the likeliest; what only tells of a service gives way to what grants something."""
    granting = [entry for entry in entries if entry.benefit.kind not in ("service", "fact")]
    entries = granting or entries
    meant = [entry for entry in entries if entry.meant]
    if meant:
        return meant[:_MOST_LINES]
    return entries[:_MOST_UNSURE]


def _dated(entry: ChosenBenefit, services: ActionServices) -> str:
    status = services.policy.status(entry.provision, services.today())
    return f"（{phrases.STATUS[status]}）"


def _latest_line(provisions: list[Provision], services: ActionServices) -> str:
    """Which of several documents was signed last; '' for one document or without dates."""
    documents = {document.id: document for p in provisions if (document := services.policy.document_of(p.source)).signed}
    dated = sorted(documents.values(), key=lambda document: document.signed or datetime.date.min)
    if len(dated) < 2 or dated[-1].signed == dated[-2].signed:
        return ""
    return phrases.LATEST.format(document=dated[-1].short, day=date_words(dated[-1].signed))


def _unique(provisions: list[Provision]) -> list[Provision]:
    return list({id(provision): provision for provision in provisions}.values())
