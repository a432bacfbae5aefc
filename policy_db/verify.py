"""The figure check: every number, date and phone of an item or a term must occur in the clause that it cites.

Figures are compared as exact values, so 20万 = 200000, 5‰ = 0.5% = 万分之五十, 两年 = 2年. What stands in no cited
clause is unexplained, unless the provision lists it under `explained` with a reason.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from policy_db.catalogue_files import Catalogue
from policy_db.quantity import find_figures
from policy_db.schema import Interval, Item, Provision, Term
from policy_db.verify_terms import unfound_words

#: fields that hold names of our own, not statements of the document
_OWN_FIELDS = {"id", "source", "repeats", "key", "input", "inputs", "base", "days", "share_of", "kind", "level",
               "region", "explained", "op", "words", "verified", "reading", "per", "gaps", "years", "total_days", "adds_to"}


class ClauseTexts(Protocol):
    """Where clause texts come from: the loaded originals."""

    def text_of(self, key: str) -> str: ...


@dataclass(frozen=True)
class Finding:
    """A figure of an item or a term that its clauses do not contain."""

    item: str
    field: str
    figure: str
    clauses: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.item}: {self.field}: {self.figure} stands in none of {', '.join(self.clauses)}"


@dataclass(frozen=True)
class Report:
    """What was compared, and what was not found."""

    items: int
    terms: int
    figures: int
    phones: int
    explained: int
    findings: list[Finding]

    def __str__(self) -> str:
        lines = [str(finding) for finding in self.findings]
        lines.append(f"{self.items} items, {self.terms} terms: {self.figures} figures and {self.phones} phones compared, "
                     f"{self.explained} explained, {len(self.findings)} unexplained")
        return "\n".join(lines)


def verify(catalogue: Catalogue, originals: ClauseTexts, only: Iterable[str] = ()) -> Report:
    """Compare all items and terms (or the items named in `only`) with the official texts."""
    only = list(only)
    items = [catalogue.items[name] for name in only] or list(catalogue.items.values())
    counts = {"figures": 0, "phones": 0, "explained": 0}
    findings: list[Finding] = []
    for item in items:
        findings += _item_findings(item, originals, counts)
    terms = [] if only else list(catalogue.terms.values())
    for term in terms:
        findings += _term_findings(term, originals, counts)
    return Report(len(items), len(terms), counts["figures"], counts["phones"], counts["explained"], findings)


def _item_findings(item: Item, originals: ClauseTexts, counts: dict[str, int]) -> Iterator[Finding]:
    all_clauses = sorted({p.source for p in item.provisions} | {c.source for c in item.contacts}
                         | {key for p in item.provisions for key in p.repeats})
    whole = _values_in("".join(originals.text_of(key) for key in all_clauses))
    for contact in item.contacts:
        text = originals.text_of(contact.source)
        for phone in contact.phones:
            counts["phones"] += 1
            if phone not in re.findall(r"[\d-]+", text):
                yield Finding(item.id, "contacts", phone, (contact.source,))
        for name in filter(None, (contact.office,)):
            if _squeeze(name) not in _squeeze(text):
                yield Finding(item.id, "contacts.office", name, (contact.source,))
    for field, text in _texts(item.dict(include={"title", "summary", "note", "conditions", "audience"})):
        yield from _missing(item.id, field, text, whole, all_clauses, counts)
    for index, provision in enumerate(item.provisions):
        clauses = [provision.source, *provision.repeats]
        values = _values_in("".join(originals.text_of(key) for key in clauses))
        explained = {figure.value for entry in provision.explained for figure in find_figures(entry.figure)}
        counts["explained"] += len(provision.explained)
        for field, text in _texts(_statements(provision)):
            yield from _missing(item.id, f"provisions.{index}.{field}", text, values | explained, clauses, counts)


def _term_findings(term: Term, originals: ClauseTexts, counts: dict[str, int]) -> Iterator[Finding]:
    clauses = [term.source, *term.also]
    said = "".join(originals.text_of(key) for key in clauses)
    for field, words in unfound_words(term, said):
        yield Finding(term.id, field, words, tuple(clauses))
    yield from _missing(term.id, "text", term.text, _values_in(said), clauses, counts)


def _statements(provision: Provision) -> dict[str, Any]:
    return provision.dict(by_alias=True)


def _missing(item: str, field: str, text: str, values: set[Decimal], clauses: list[str],
             counts: dict[str, int]) -> Iterator[Finding]:
    for figure in find_figures(text):
        counts["figures"] += 1
        if figure.value not in values:
            yield Finding(item, field, figure.text, tuple(clauses))


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text, number and date below a value, with its dotted path, without fields of our own."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _OWN_FIELDS:
                yield from _texts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{index}")
    elif isinstance(value, datetime.date):
        yield path, f"{value.month}月{value.day}日"
        yield path, f"{value.year}年"
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield path, f"{value}个"
    elif isinstance(value, Interval):
        yield path, value[1:-1].replace("+", "").replace("-", "")
    elif isinstance(value, str):
        yield path, value


def _values_in(text: str) -> set[Decimal]:
    """Every value that a figure of the clause can mean.

    Read generously: 20（含）—40亿元 gives 20亿 and 20; 50、30万元 gives 50万; 年底 is 12月31日, 上半年 ends 6月30日.
    """
    text = re.sub(r"(?<=\d)\s+(?=[\d%‰万亿元年月日])", "", text)
    values: set[Decimal] = set()
    figures = find_figures(text)
    for figure in figures:
        values.add(figure.value)
        plain = re.match(r"\d+(?:\.\d+)?", figure.text)
        if plain:
            values.add(Decimal(plain[0]))
    for number, scale in re.findall(r"(\d+(?:\.\d+)?)(?=(?:[（(]不?含[)）])?[、—\-至~～和到]+[\d.（）()含、—\-至~～]*?(万|亿))", text):
        values.add(Decimal(number) * (10**4 if scale == "万" else 10**8))
    for number in re.findall(r"(\d+(?:\.\d+)?)(?=[、—\-至~～]+[\d.、—\-至~～]*%)", text):
        values.add(Decimal(number) / 100)
    if re.search(r"年年?底|年末|全年|年度|\d{4}年", text):
        values |= {Decimal(1), Decimal(12), Decimal(31)}
    if re.search(r"月底|季度|半年", text):
        values |= {Decimal(day) for day in (1, 3, 4, 6, 7, 9, 10, 12, 28, 29, 30, 31)}
    if "全额" in text or "全部" in text or "免" in text:
        values.add(Decimal(1))  # 100 %
    if "减半" in text or "一半" in text:
        values.add(Decimal("0.5"))
    return values


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
