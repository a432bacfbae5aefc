"""The built policy database, read-only: rows, search, official texts. Open one `PolicyDb` per process."""

from __future__ import annotations

import datetime
import json
import math
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from policy_db.build import INDEX_COLUMNS
from policy_db.errors import PolicyDbError, UnknownItem
from policy_db.schema import Agency, Contact, Criterion, Document, Fact, Item, Place, Provision, Term, Topic, Validity
from policy_db.term_names import TermNames
from policy_db.text import Segmenter, bigrams, normalise
from policy_db.validity import Status, effective_validity, joint_status, status_on
from policy_db.wording import Wording

M = TypeVar("M", bound=BaseModel)
#: weight of a hit by column of the index (title, aliases, questions, body)
COLUMN_WEIGHTS = (3.0, 4.0, 1.0, 1.0)
REGIONS_OF_CITY = {"洛阳": ("洛阳", "河南", "全国"), "焦作": ("焦作", "河南", "全国"), "": ("洛阳", "焦作", "河南", "全国")}
LIKE_A_TITLE = 4  # shared pairs of characters before a text counts as naming a document
LEVEL_ORDER = {"city": 0, "province": 1, "national": 2}


@dataclass(frozen=True)
class Hit:
    """A search result: the item id and its BM25 score (higher is better)."""

    item: str
    score: float


@dataclass(frozen=True)
class Definition:
    """Where a document says what a yes/no criterion means: the fact whose conditions define it."""

    item: Item
    provision: Provision
    fact: Fact


class PolicyDb:
    """All rows of a built catalogue. Raises PolicyDbError when the file cannot be used."""

    def __init__(self, path: Path):
        try:
            self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
            meta = self._connection.execute("select version from meta").fetchone()
        except sqlite3.Error as error:
            raise PolicyDbError(f"{path} is no built policy database: {error}") from error
        self._lock = threading.Lock()
        self.path = path
        self.version: str = meta[0]
        self.items = self._rows("items", Item)
        self.documents = self._rows("documents", Document)
        self.criteria = self._rows("criteria", Criterion)
        self.agencies = self._rows("agencies", Agency)
        self.places = self._rows("places", Place)
        self.terms = self._rows("defined_terms", Term)
        self.term_names = TermNames(self.terms.values())
        self.topics = self._rows("topics", Topic)
        self.item_of_intent = {item.intent: item.id for item in self.items.values() if item.intent}
        self.item_of_title = {re.sub(r"[\s“”（）()]", "", item.title): item.id for item in self.items.values()}
        self.wording = Wording(self.criteria)
        self.definitions = {benefit.defines: Definition(item, provision, benefit) for item in self.items.values()
                            for provision in item.provisions for benefit in provision.benefits
                            if isinstance(benefit, Fact) and benefit.defines}
        self._items_of_name = _by_name(self.items.values())
        #: name of an authority, official or everyday → its kind
        self.agency_of_name = {name: agency.name for agency in self.agencies.values()
                                for name in (agency.name, *agency.aliases)}
        self._vocabulary: dict[str, frozenset[str]] = {}
        self._words_of_item: dict[str, frozenset[str]] = {}
        self.segmenter_terms: list[str] = [row[0] for row in self._query("select term from terms")]
        self.segmenter = Segmenter(self.segmenter_terms)

    def close(self) -> None:
        self._connection.close()

    def item(self, item_id: str) -> Item:
        try:
            return self.items[item_id]
        except KeyError:
            raise UnknownItem(item_id) from None

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Items by BM25 over words and characters; [] when no token of the text is indexed."""
        tokens = list(dict.fromkeys(self.segmenter.tokens(text)))
        if not tokens:
            return []
        expression = " OR ".join(f'"{token}"' for token in tokens)
        weights = ", ".join(str(weight) for weight in COLUMN_WEIGHTS)
        rows = self._query(
            f"select i.item, -bm25(item_index_fts, {weights}) as score from item_index_fts "  # noqa: S608 - constants
            "join item_index i on i.rowid = item_index_fts.rowid where item_index_fts match ? "
            "order by score desc limit ?", expression, limit)
        return [Hit(item, score) for item, score in rows]

    def questions(self) -> dict[str, list[str]]:
        """Item id → indexed questions."""
        found: dict[str, list[str]] = {}
        for item, text in self._query("select item, text from questions"):
            found.setdefault(item, []).append(text)
        return found

    def clause_text(self, key: str) -> str | None:
        """The official words of a clause, when the official texts were loaded; else None."""
        rows = self._query("select text from clauses where key = ?", key)
        return rows[0][0] if rows else None

    def document_of(self, clause_key: str) -> Document:
        fitting = [d for d in self.documents if clause_key == d or clause_key.startswith((f"{d}#", f"{d}/"))]
        return self.documents[max(fitting, key=len)]

    def provisions(self, item: Item, city: str) -> list[Provision]:
        """Provisions that an asker of the city can use, the city's own first; all of them for city ''."""
        fitting = [provision for provision in item.provisions if provision.region in regions_of(city)]
        return sorted(fitting, key=lambda provision: LEVEL_ORDER[provision.level])

    def contacts(self, item: Item, city: str) -> list[Contact]:
        return [contact for contact in item.contacts if contact.region in regions_of(city)]

    def contacts_of_colleagues(self, item: Item, city: str) -> list[tuple[Contact, Item]]:
        """Printed phones of the same authorities in the same regions, from items related to this one; [] when there are none."""
        kinds = {(contact.region, self.agency_of_name.get(contact.agency)) for contact in self.contacts(item, city)}
        related = [self.items[name] for name in item.related]
        related += [other for other in self.items.values() if item.id in other.related and other not in related]
        return [(contact, other) for other in related for contact in self.contacts(other, city)
                if contact.phones and self.agency_of_name.get(contact.agency) and
                (contact.region, self.agency_of_name[contact.agency]) in kinds]

    def validity(self, provision: Provision) -> Validity:
        return effective_validity(provision, self.document_of(provision.source))

    def status(self, provision: Provision, day: datetime.date) -> Status:
        return status_on(self.validity(provision), day)

    def item_status(self, item: Item, city: str, day: datetime.date) -> Status:
        provisions = self.provisions(item, city) or item.provisions
        return joint_status(self.status(provision, day) for provision in provisions)

    def document_in(self, text: str) -> Document | None:
        """The document that a text speaks of: by one of its names, else by likeness to its title; None when unclear."""
        named = [document for document in self.documents.values() if any(alias in text for alias in document.aliases)]
        if len(named) == 1:
            return named[0]
        said = bigrams(text)
        scores = sorted(((len(said & bigrams(document.title + " ".join(document.aliases))), document.id)
                         for document in (named or self.documents.values()) if document.state != "copy"), reverse=True)
        if scores and scores[0][0] >= LIKE_A_TITLE and (len(scores) == 1 or scores[0][0] > scores[1][0]):
            return self.documents[scores[0][1]]
        return None

    def explained_share(self, text: str, item_id: str) -> float:
        """How much of a question's words (by rarity) occur anywhere in an item's indexed texts and questions (0–1)."""
        return self.explained_shares(text, [item_id])[item_id]

    def explained_shares(self, text: str, items: Iterable[str]) -> dict[str, float]:
        """The same for several items."""
        if not self._words_of_item:
            self._load_words()
        words = {word for word in self.segmenter.words(text) if len(word) > 1}
        weights = {word: self._rarity.get(word, self._rarest) for word in words}
        total = math.fsum(weights.values())
        none: frozenset[str] = frozenset()
        return {item: math.fsum(weights[word] for word in words & self._words_of_item.get(item, none)) / total if total else 1.0
                for item in items}

    def _load_words(self) -> None:
        rows = self._query(f"select item, {', '.join(INDEX_COLUMNS)} from item_index")  # noqa: S608 - constants
        words = {item: frozenset(word for text in texts for word in text.split() if len(word) > 1) for item, *texts in rows}
        counts = Counter(word for found in words.values() for word in found)
        self._rarity = {word: math.log(1 + len(words) / count) for word, count in counts.items()}
        self._rarest = math.log(1 + len(words))
        self._words_of_item = words

    def items_named_in(self, text: str) -> list[Item]:
        """Items of which a title or a name of their own stands in a text, in the order of the text."""
        said = normalise(text).lower()
        found: dict[str, int] = {}
        for name in sorted(self._items_of_name, key=len, reverse=True):
            place = said.find(name)
            if place >= 0:
                said = said.replace(name, "\n" * len(name))  # a name inside a longer one names nothing
                items = self._items_of_name[name]
                if len(items) == 1:
                    found.setdefault(items[0].id, place)
        return [self.items[item] for item in sorted(found, key=lambda item: found[item])]

    def vocabulary(self, item_id: str) -> frozenset[str]:
        """Two-character runs of everything that the item says: what a follow-up about it is made of."""
        if item_id not in self._vocabulary:
            item = self.items[item_id]
            texts = [item.title, item.summary, *item.aliases, *(c.text for c in item.conditions)]
            for provision in item.provisions:
                texts += [provision.for_, *(c.text for c in provision.conditions)]
                for benefit in provision.benefits:
                    texts += [self.wording.benefit(benefit), *benefit.words, *(c.text for c in benefit.conditions)]
            self._vocabulary[item_id] = frozenset().union(*map(bigrams, texts))
        return self._vocabulary[item_id]

    def _rows(self, table: str, model: type[M]) -> dict[str, M]:
        return {key: model.parse_obj(json.loads(body))
                for key, body in self._query(f"select id, body from {table} order by rowid")}  # noqa: S608 - constants

    def _query(self, sql: str, *arguments: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._connection.execute(sql, arguments).fetchall()


def regions_of(city: str) -> tuple[str, ...]:
    """The regions whose documents count for an asker of the city, the nearest first; all of them for city ''."""
    return REGIONS_OF_CITY.get(city, REGIONS_OF_CITY[""])


def _by_name(items: Iterable[Item]) -> dict[str, list[Item]]:
    named: dict[str, list[Item]] = {}
    for item in items:
        for name in {normalise(name).lower() for name in (item.title, *item.aliases)}:
            named.setdefault(name, []).append(item)
    return named


__all__ = ["INDEX_COLUMNS", "Hit", "PolicyDb"]
