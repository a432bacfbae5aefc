"""The card of an item: the same rows for every channel, and the lines of text made from them."""

from __future__ import annotations

from typing import Any

from actions import phrases
from actions.choose import ChosenBenefit
from actions.context import Request
from actions.services import ActionServices
from policy_db.schema import Condition, Contact, Document, Item, Provision, Tiers, Titles, Validity
from policy_db.validity import Status
from policy_db.wording import date_words, interval_words, validity_words

#: phones of the same authority to tell when none is printed for the item
_MOST_COLLEAGUES = 1
#: area codes by region, for tel: links
AREA_CODES = {"洛阳": "0379", "焦作": "0391", "河南": "0371"}


def benefit_rows(chosen: list[ChosenBenefit], services: ActionServices) -> list[dict[str, Any]]:
    """The card's benefits: label, words of the amount, level, source; rows of one titles benefit that are all meant join."""
    rows: list[dict[str, Any]] = []
    for entry in _joined(chosen):
        label, text = row_words(entry, services)
        rows.append({"level": entry.provision.level, "region": entry.provision.region, "label": label, "text": text,
                     "matched": entry.meant, "source": entry.provision.source})
    return rows


def _joined(chosen: list[ChosenBenefit]) -> list[ChosenBenefit]:
    """Rows of one benefit become the whole benefit again when all or none of them are meant."""
    by_benefit: dict[int, list[ChosenBenefit]] = {}
    for entry in chosen:
        by_benefit.setdefault(id(entry.benefit), []).append(entry)
    joined = []
    done: set[int] = set()
    for entry in chosen:
        siblings = by_benefit[id(entry.benefit)]
        same = len({sibling.meant for sibling in siblings}) == 1
        if not same:
            joined.append(entry)
        elif id(entry.benefit) not in done:
            done.add(id(entry.benefit))
            joined.append(ChosenBenefit(entry.provision, entry.benefit, None, entry.score, entry.meant))
    return joined


def each_once(chosen: list[ChosenBenefit], services: ActionServices) -> list[ChosenBenefit]:
    """Without what another document of the same region says again in the same words (a draft that repeats the rule)."""
    first: dict[tuple[str, str, str], ChosenBenefit] = {}
    for entry in chosen:
        first.setdefault((entry.provision.region, *row_words(entry, services)), entry)
    return list(first.values())


def row_words(entry: ChosenBenefit, services: ActionServices) -> tuple[str, str]:
    """Label and words of the amount of one case."""
    wording, benefit = services.policy.wording, entry.benefit
    if entry.row is not None and isinstance(benefit, Titles):
        title = benefit.titles[entry.row]
        detail = f"（{title.detail}）" if title.detail else ""
        return title.name, f"{benefit.unit}{benefit.per}{'最高' if benefit.up_to else ''}{title.amount}{detail}"
    if entry.row is not None and isinstance(benefit, Tiers):
        tier = benefit.tiers[entry.row]
        return f"{benefit.label}（{interval_words(tier.when)}）", tier.text or str(tier.amount or tier.rate)
    detail = f"（{benefit.detail}）" if benefit.detail else ""
    return benefit.label, wording.amount(benefit) + detail


def condition_rows(request: Request, provisions: list[Provision], chosen: list[ChosenBenefit]) -> list[dict[str, str]]:
    """Conditions of the item, of the shown provisions and of the benefits meant, each once."""
    assert request.item is not None
    found: list[tuple[Condition, str]] = [(condition, "") for condition in request.item.conditions]
    for provision in provisions:
        found += [(condition, provision.region) for condition in provision.conditions]
    for entry in chosen:
        if entry.meant:
            found += [(condition, entry.provision.region) for condition in entry.benefit.conditions]
    rows: dict[str, dict[str, str]] = {}
    for condition, region in found:
        rows.setdefault(condition.text, {"text": condition.text, "region": region})
    return list(rows.values())


def contact_rows(request: Request, services: ActionServices, provisions: list[Provision]) -> list[dict[str, str]]:
    """One row per office and phone; offices for the part that was asked for come first."""
    assert request.item is not None
    contacts = services.policy.contacts(request.item, request.city)
    asked = request.question
    contacts = sorted(contacts, key=lambda contact: (-_likeness(contact, asked), not contact.phones, _far(contact)))
    rows = []
    for contact in contacts:
        for phone in [str(number) for number in contact.phones] or [""]:
            row = {"agency": contact.agency, "office": contact.office, "phone": phone, "for": contact.for_}
            if phone:
                row["tel"] = telephone(phone, contact.region)
            if row not in rows:
                rows.append(row)
    if not any(row["phone"] for row in rows):
        rows += [_colleague_row(contact, other) for contact, other in
                 services.policy.contacts_of_colleagues(request.item, request.city)[:_MOST_COLLEAGUES]]
    return rows


def _colleague_row(contact: Contact, other: Item) -> dict[str, str]:
    """A phone of the same authority that is printed for another item, and says so."""
    phone = str(contact.phones[0])
    return {"agency": contact.agency, "office": contact.office, "phone": phone, "tel": telephone(phone, contact.region),
            "for": phrases.COLLEAGUE.format(title=other.title), "printed_for": other.id}


def _likeness(contact: Contact, asked: str) -> int:
    return len(set(contact.for_) & set(asked)) if contact.for_ else 0


def _far(contact: Contact) -> int:
    return {"洛阳": 0, "焦作": 0, "河南": 1, "全国": 2}[contact.region]


def telephone(phone: str, region: str) -> str:
    """The number to dial: with the area code, except for short hotline numbers and numbers that have one."""
    if len(phone) <= 5 or "-" in phone or region not in AREA_CODES:
        return phone
    return f"{AREA_CODES[region]}-{phone}"


def source_rows(provisions: list[Provision], services: ActionServices) -> list[dict[str, Any]]:
    """One row per clause."""
    rows: dict[str, dict[str, Any]] = {}
    for provision in provisions:
        rows[provision.source] = clause_row(provision.source, services)
    return list(rows.values())


def clause_row(key: str, services: ActionServices) -> dict[str, Any]:
    """Where a clause stands, with its official words when they are loaded."""
    document = services.policy.document_of(key)
    row: dict[str, Any] = {"document": document.title, "short": document.short, "number": document.number,
                           "clause": clause_name(key, document), "key": key, "draft": document.state == "draft"}
    text = services.policy.clause_text(key)
    if text:
        row["text"] = text
    return row


def clause_name(key: str, document: Document) -> str:
    """The address inside the document: 科技类/1."""
    return key.removeprefix(document.id).lstrip("#/")


def status_of(provisions: list[Provision], services: ActionServices) -> Status:
    """State today of the provision that answers the question: the first, which is the most to the point."""
    return services.policy.status(provisions[0], services.today())


def status_lines(provisions: list[Provision], services: ActionServices, *, all_dates: bool = False) -> list[str]:
    """What to say of the time: the first provision's state; with `all_dates`, every other dated statement too."""
    lines = [_status_line(provisions[0], services)]
    for provision in provisions[1:]:
        validity = services.policy.validity(provision)
        dated = bool(validity.stated or validity.to or validity.apply_by)
        line = f"{phrases.LEVEL_NAMES[provision.region]}：{_status_line(provision, services)}"
        if dated and (all_dates or services.policy.status(provisions[0], services.today()) is Status.UNSTATED) \
                and not any(line.endswith(known) for known in lines):
            lines.append(line)
    return lines[:_MOST_STATUS_LINES]


_MOST_STATUS_LINES = 3


def status_line(request: Request, provisions: list[Provision], services: ActionServices) -> str:
    """The lines of `status_lines` in one text."""
    return "\n".join(status_lines(provisions, services, all_dates="validity" in request.aspects))


def by_date(provisions: list[Provision], services: ActionServices) -> list[Provision]:
    """Provisions with a stated time first: what a question for validity wants."""
    return sorted(provisions, key=lambda provision: not _is_dated(services.policy.validity(provision)))


def _is_dated(validity: Validity) -> bool:
    return bool(validity.to or validity.apply_by or validity.stated)


def _status_line(provision: Provision, services: ActionServices) -> str:
    status, validity = services.policy.status(provision, services.today()), services.policy.validity(provision)
    stated = validity_words(validity)
    if status is Status.EXPIRED:
        return expired_line(validity)
    if status is Status.IN_FORCE:
        return phrases.IN_FORCE.format(stated=stated)
    if status is Status.NOT_STARTED:
        return phrases.NOT_STARTED.format(stated=stated)
    return phrases.STATED_WITHOUT_END.format(stated=stated) if validity.stated else phrases.UNSTATED


def expired_line(validity: Validity) -> str:
    """What to say of a time that is over."""
    stated, last = validity_words(validity), validity.apply_by or validity.to
    when = f"{date_words(last)}止，" if last and date_words(last) not in stated else ""
    return phrases.EXPIRED.format(stated=stated, when=when)


def draft_line(provisions: list[Provision], services: ActionServices) -> str:
    """A warning when a shown provision is only a draft; else ''."""
    for provision in provisions:
        document = services.policy.document_of(provision.source)
        if document.state == "draft":
            return phrases.DRAFT.format(state=f"《{document.short}》（{document.state_text}）")
    return ""


def contact_line(rows: list[dict[str, str]], most: int = 3) -> str:
    """电话：市科学技术局高新技术科 63910557."""
    with_phone = [row for row in rows if row["phone"]]
    if with_phone and "printed_for" in with_phone[0]:
        without = "、".join(dict.fromkeys(row["agency"] + row["office"] for row in rows if not row["phone"]))
        told = "；".join(f"{row['agency']}{row['office']} {row['phone']}（{row['for']}）" for row in with_phone)
        return phrases.COLLEAGUES_PHONE.format(contacts=without, colleagues=told)
    if with_phone:
        named = [f"{row['agency']}{row['office']} {row['phone']}" + (f"（{row['for']}）" if row["for"] else "")
                 for row in with_phone[:most]]
        return phrases.CONTACT.format(contacts="；".join(named))
    agencies = list(dict.fromkeys(row["agency"] + row["office"] for row in rows))[:most]
    return phrases.NO_PHONE.format(contacts="、".join(agencies), hotline=HOTLINE) if agencies else NOBODY


def source_line(rows: list[dict[str, Any]], most: int = 2) -> str:
    """依据：洛阳惠企政策汇编 科技类/1."""
    return phrases.SOURCE.format(sources="；".join(f"{row['short']} {row['clause']}" for row in rows[:most]))


#: the government hotline, as every document names it
HOTLINE = "12345"
NOBODY = f"电话：文件未写联系人，可拨{HOTLINE}转接"


def item_head(request: Request, provisions: list[Provision]) -> dict[str, str]:
    """The card's `item`."""
    assert request.item is not None
    first = provisions[0] if provisions else request.item.provisions[0]
    return {"id": request.item.id, "title": request.item.title, "region": first.region, "level": first.level,
            "category": request.item.category}
