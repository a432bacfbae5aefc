"""What several documents of one city grant for the same, side by side: did the sum change?"""

from __future__ import annotations

from actions import cards, phrases
from actions.answers import Answer
from actions.choose import ChosenBenefit, choose_benefits, same_case
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from policy_db.schema import Document, Provision


def compare_documents_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """A comparison card of the case meant, by document; None unless two documents grant it."""
    assert request.item is not None
    columns = _columns(request, services)
    if len(columns) < 2:
        return None
    entries = [entry for _, entry in columns]
    amounts = [services.policy.wording.amount(entry.benefit) for entry in entries]
    verdict = phrases.SAME_SUM if len(set(amounts)) == 1 else phrases.OTHER_SUM
    lines = [f"【{document.short}】{row['label']}：{row['text']}"
             for (document, entry) in columns for row in cards.benefit_rows([entry], services)]
    provisions = [entry.provision for entry in entries]
    contacts, sources = cards.contact_rows(request, services, provisions), cards.source_rows(provisions, services)
    text = "\n".join(filter(None, [verdict.format(title=request.item.title), *lines, *cards.status_lines(provisions, services),
                                   cards.draft_line(provisions, services), cards.contact_line(contacts),
                                   cards.source_line(sources, most=len(columns))]))
    card = {"type": "comparison", "title": request.item.title, "columns": [document.short for document, _ in columns],
            "rows": [{"label": request.item.title, "cells": amounts}], "rule": "", "sources": sources, "contacts": contacts,
            "item": cards.item_head(request, provisions)}
    return Answer(text, card, memory.with_(item=request.item.id, candidates=[], pending=None, misses=0, listing=None))


def _columns(request: Request, services: ActionServices) -> list[tuple[Document, ChosenBenefit]]:
    """The city's documents, the older first, each with its row of the likeliest case."""
    assert request.item is not None
    by_document: dict[str, list[Provision]] = {}
    for provision in request.item.provisions:
        if provision.level == "city" and provision.region == request.city:
            by_document.setdefault(services.policy.document_of(provision.source).id, []).append(provision)
    if len(by_document) < 2:
        return []
    all_cases = choose_benefits(request, services, [provision for provisions in by_document.values() for provision in provisions])
    best = all_cases[0].benefit
    columns = []
    for provisions in by_document.values():
        same = [case for case in all_cases if case.provision in provisions and same_case(best, case.benefit)]
        if same:
            columns.append((services.policy.document_of(provisions[0].source), same[0]))
    return sorted(columns, key=lambda column: (column[0].state == "draft", str(column[0].signed or "")))
