"""The answer about one item: the direct answer first, then the rest within a phone screen."""

from __future__ import annotations

import re
from typing import Any

from actions import cards, phrases
from actions.answers import Answer
from actions.choose import ChosenBenefit, choose_benefits
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from policy_db.schema import Provision
from policy_db.validity import Status

#: characters of benefits and conditions in a short answer; the whole fits a phone screen
ROOM = 230
ROOM_FOR_ALL = 1500
_FEW_CONDITIONS = 3
_ALL_OF_IT = re.compile(r"(?:说|讲|列|写)[全完]|(?:全部|所有|完整)(?:的)?(?:标准|内容|条件|档|情况|规定|名目)|一个不(?:落|漏)"
                        r"|都(?:给我)?(?:说|讲|列)一?遍")


def item_answer(request: Request, memory: Memory, services: ActionServices, *, everything: bool = False,
                lead: tuple[str, ...] = ()) -> Answer:
    """Answer about `request.item`; `everything` shows all benefits; `lead` lines come first (a verdict, a status)."""
    assert request.item is not None
    everything = everything or bool(_ALL_OF_IT.search(request.turn.text))
    if request.city and not services.policy.provisions(request.item, request.city):
        return _not_in_city(request, memory, services)
    chosen = cards.each_once(choose_benefits(request, services), services)
    shown = _within(chosen, services, ROOM_FOR_ALL if everything else ROOM)
    provisions = _provisions_of(shown)
    if "validity" in request.aspects:
        provisions = cards.by_date(provisions, services)
    rows = cards.benefit_rows(shown, services)
    contacts = cards.contact_rows(request, services, provisions)
    conditions = cards.condition_rows(request, provisions, shown)
    sources = cards.source_rows(provisions, services)
    status = cards.status_of(provisions, services)
    layout = _layout(request)
    aspect = "amount" if layout == "amount_and_contact" else layout
    if "list" in request.turn.acts and not lead:
        lead = (_names_of_all(chosen),)
    text = _text(request, services, lead=lead, rows=rows, conditions=conditions, contacts=contacts, sources=sources,
                 provisions=provisions, left=len(chosen) - len(shown), aspect=layout, everything=everything)
    card = _card(request, services, rows=rows, conditions=conditions, contacts=contacts, sources=sources,
                 provisions=provisions, status=status, aspect=aspect)
    remembered = memory.with_(item=request.item.id, aspect=aspect, question=request.question, city=request.city or None, candidates=[], pending=None,
                              misses=0, listing={"kind": "item", "item": request.item.id, "question": request.question}
                              if len(chosen) > len(shown) else None,
                              figures=memory.figures if memory.item == request.item.id else {})
    return Answer(text, card, remembered)


def _not_in_city(request: Request, memory: Memory, services: ActionServices) -> Answer:
    """The item exists only elsewhere: say so, and never give one city's terms to another's asker."""
    assert request.item is not None
    elsewhere = "、".join(dict.fromkeys(provision.region for provision in request.item.provisions))
    text = phrases.NOT_IN_CITY.format(title=request.item.title, city=request.city, elsewhere=elsewhere, hotline=cards.HOTLINE)
    card = {"type": "no_answer", "reason": "not_in_city", "item": {"id": request.item.id, "title": request.item.title}}
    buttons = tuple((f"看{region}的规定", f"{region}的{request.item.title}")
                    for region in dict.fromkeys(p.region for p in request.item.provisions))
    return Answer(text, card, memory.with_(item=request.item.id, city=request.city, candidates=[], pending=None), buttons)


def _layout(request: Request) -> str:
    """The key of `_ORDER`: the aspect asked, or amount and contact together."""
    for aspect in ("contact", "validity", "source", "apply", "conditions"):
        if aspect in request.aspects:
            return "amount_and_contact" if aspect == "contact" and "amount" in request.aspects else aspect
    return "amount"


def _names_of_all(chosen: list[ChosenBenefit]) -> str:
    """For "有几种": the labels of all benefits, in the catalogue's order of provisions."""
    labels = list(dict.fromkeys(entry.benefit.label for entry in chosen))
    return f"共{len(labels)}项：{'、'.join(labels)}。"


def _within(chosen: list[ChosenBenefit], services: ActionServices, room: int) -> list[ChosenBenefit]:
    """As many cases as fit, those meant first; at least one."""
    shown: list[ChosenBenefit] = []
    used = 0
    for entry in chosen:
        label, text = cards.row_words(entry, services)
        used += len(label) + len(text) + 6
        if shown and used > room and not (entry.meant and used < room * 2):
            break
        shown.append(entry)
    return shown


def _provisions_of(shown: list[ChosenBenefit]) -> list[Provision]:
    return list({id(entry.provision): entry.provision for entry in shown}.values())


def _text(request: Request, services: ActionServices, *, lead: tuple[str, ...], rows: list[dict[str, Any]],
          conditions: list[dict[str, str]], contacts: list[dict[str, str]], sources: list[dict[str, Any]],
          provisions: list[Provision], left: int, aspect: str, everything: bool) -> str:
    benefits = _benefit_lines(rows)
    benefits[0] = f"【{request.item.title if request.item else ''}】{benefits[0]}"
    status = cards.status_lines(provisions, services, all_dates=aspect == "validity")
    expired = cards.status_of(provisions, services) is Status.EXPIRED
    parts: dict[str, list[str]] = {
        "lead": list(lead),
        "benefits": benefits,
        "conditions": _condition_lines(conditions, aspect, everything),
        "status": status,
        "draft": [cards.draft_line(provisions, services)],
        "notes": _notes(request, provisions),
        "apply": _apply_lines(provisions, aspect),
        "contact": [cards.contact_line(contacts)],
        "source": [cards.source_line(sources)],
        "more": ["回复“更多”看全部内容。"] if left else [],
    }
    order = _ORDER.get(aspect, _ORDER["amount"])
    if expired and aspect not in ("contact", "validity") and not lead:
        order = ["status", *[part for part in order if part != "status"]]
    return "\n".join(line for part in order for line in parts[part] if line)


_ORDER = {
    "amount": ["lead", "benefits", "conditions", "draft", "status", "apply", "notes", "contact", "source", "more"],
    "amount_and_contact": ["lead", "benefits", "contact", "conditions", "draft", "status", "apply", "notes", "source", "more"],
    "contact": ["lead", "contact", "benefits", "draft", "status", "notes", "source", "more"],
    "validity": ["lead", "status", "draft", "benefits", "notes", "contact", "source", "more"],
    "conditions": ["lead", "conditions", "benefits", "draft", "status", "notes", "contact", "source", "more"],
    "apply": ["lead", "apply", "benefits", "conditions", "draft", "status", "notes", "contact", "source", "more"],
    "source": ["lead", "source", "benefits", "draft", "status", "notes", "contact", "more"],
}


def _benefit_lines(rows: list[dict[str, Any]]) -> list[str]:
    """A line per case; the level is named once per run of lines of that level."""
    regions = {row["region"] for row in rows}
    lines, last = [], None
    for row in rows:
        head = f"{phrases.LEVEL_NAMES[row['region']]}·" if len(regions) > 1 or row["level"] != "city" else ""
        lines.append(f"{head}{row['label']}：{row['text']}")
        last = row["region"]
    return lines if last else []


def _condition_lines(conditions: list[dict[str, str]], aspect: str, everything: bool) -> list[str]:
    if not conditions:
        return ["条件：文件未另写条件。"] if aspect == "conditions" else []
    most = len(conditions) if everything or aspect == "conditions" else _FEW_CONDITIONS
    return [phrases.CONDITIONS.format(conditions="；".join(condition["text"] for condition in conditions[:most]))]


def _apply_lines(provisions: list[Provision], aspect: str) -> list[str]:
    stated = list(dict.fromkeys(provision.apply for provision in provisions if provision.apply))
    if stated:
        return [f"办理：{'；'.join(stated)}"]
    return ["办理：文件未写申报流程和材料，请打电话咨询。"] if aspect == "apply" else []


def _notes(request: Request, provisions: list[Provision]) -> list[str]:
    assert request.item is not None
    notes = [request.item.note, *(provision.note for provision in provisions)]
    stacking = [provision.stacking.text for provision in provisions if provision.stacking]
    return [f"说明：{note}" for note in dict.fromkeys([*stacking, *notes]) if note]


def _card(request: Request, services: ActionServices, *, rows: list[dict[str, Any]], conditions: list[dict[str, str]],
          contacts: list[dict[str, str]], sources: list[dict[str, Any]], provisions: list[Provision], status: Status,
          aspect: str) -> dict[str, Any]:
    assert request.item is not None
    validity = services.policy.validity(provisions[0])
    related = [{"id": name, "title": services.policy.items[name].title} for name in request.item.related]
    return {
        "type": "policy_answer", "headline": f"{rows[0]['label']}：{rows[0]['text']}",
        "item": cards.item_head(request, provisions), "aspect": aspect, "status": status.value,
        "status_text": phrases.STATUS[status], "benefits": rows, "conditions": conditions,
        "validity": {"from": str(validity.from_ or "") or None, "to": str(validity.to or "") or None,
                     "stated": validity.stated},
        "contacts": contacts, "sources": sources, "related": related,
        "notes": [line.removeprefix("说明：") for line in _notes(request, provisions)],
    }
