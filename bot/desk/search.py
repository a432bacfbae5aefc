"""Instant search of the desk: answer cards from the first characters, for whatever an agent types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions import phrases
from actions.cards import telephone
from actions.services import ActionServices
from bot.desk.prefixes import PrefixIndex, typed_words
from policy_db.database import REGIONS_OF_CITY
from policy_db.schema import Contact, Item
from policy_db.validity import Status

#: score of the best full-text hit, and of the item that a sentence means, beside the worth of names below
_FULL_TEXT, _MEANT = 45.0, 80.0
_MEANT_FALLS = 0.8
_TITLE, _ALIAS, _TOPIC, _AGENCY, _PHONE, _DOCUMENT_NUMBER, _DOCUMENT = 100.0, 95.0, 75.0, 60.0, 90.0, 85.0, 50.0
_FULL_TEXT_HITS = 40
#: regions whose measures somebody of the region can use
_USABLE: dict[str, tuple[str, ...]] = {**{city: regions for city, regions in REGIONS_OF_CITY.items() if city},
                                       "河南": ("河南", "全国"), "全国": ("全国",)}
REGIONS = tuple(_USABLE)
LEVELS = {"city": "市", "province": "省", "national": "国家"}
STATES = ("", "in_force", "not_expired")


@dataclass(frozen=True)
class Filters:
    """Empty fields do not filter. `region`: usable there; `state`: one of STATES (not_expired includes unstated terms)."""

    region: str = ""
    level: str = ""
    agency: str = ""
    audience: str = ""
    state: str = ""

    @property
    def city(self) -> str:
        """The city for which cards are made; '' when the region is no city."""
        return self.region if self.region in REGIONS_OF_CITY else ""


@dataclass(frozen=True)
class Found:
    """The best items of a query as (item, why it was found), and how many there are in all."""

    hits: tuple[tuple[Item, str], ...]
    total: int


class InstantSearch:
    """Built once from the catalogue; a search takes a few milliseconds."""

    def __init__(self, actions: ActionServices):
        self._actions = actions
        self._policy = actions.policy
        self._kinds = {name: agency.name for agency in self._policy.agencies.values()
                       for name in (agency.name, *agency.aliases)}
        self._agencies = {item.id: frozenset(self._kinds.get(contact.agency, contact.agency) for contact in item.contacts)
                          for item in self._policy.items.values()}
        self._index = PrefixIndex()
        for item in self._policy.items.values():
            self._add(item)
        self._index.freeze()
        self._position = {item: place for place, item in enumerate(self._policy.items)}

    def search(self, typed: str, filters: Filters, limit: int = 20, meant: Sequence[str] = ()) -> Found:
        """Items that fit the filters, best first; all of them in the order of the catalogue when nothing is typed.

        `meant`: items that the language model takes a typed sentence to mean, best first.
        """
        scores = self._scores(typed, meant) if typed.strip() else dict.fromkeys(self._position, (0.0, ""))
        fitting = [item for item in scores if self._fits(self._policy.items[item], filters)]
        fitting.sort(key=lambda item: (-scores[item][0], self._position[item]))
        return Found(tuple((self._policy.items[item], scores[item][1]) for item in fitting[:limit]), len(fitting))

    def choices(self) -> dict[str, list[str]]:
        """What the filters can be set to."""
        subjects = {subject for item in self._policy.items.values() for subject in item.audience.subjects}
        agencies = {agency for names in self._agencies.values() for agency in names if agency in self._policy.agencies}
        return {"regions": list(REGIONS), "levels": list(LEVELS), "agencies": sorted(agencies), "audiences": sorted(subjects),
                "states": list(STATES)}

    def row(self, item: Item, city: str, why: str = "") -> dict[str, Any]:
        """One line of the result list."""
        policy = self._policy
        provisions = policy.provisions(item, city) or list(item.provisions)
        status = policy.status(provisions[0], self._actions.today())
        contact = _first_with_phone(policy.contacts(item, city))
        row = {"id": item.id, "title": item.title, "headline": policy.wording.benefit(provisions[0].benefits[0]),
               "regions": list(dict.fromkeys(provision.region for provision in provisions)), "category": item.category,
               "status": status.value, "status_text": phrases.STATUS[status], "why": why}
        if contact:
            row |= {"agency": contact.agency + contact.office, "tel": telephone(contact.phones[0], contact.region)}
        return row

    def _add(self, item: Item) -> None:
        add = self._index.add
        add(item.id, item.title, _TITLE, "名称")
        for alias in item.aliases:
            add(item.id, alias, _ALIAS, "别名")
        for topic in item.topics:
            add(item.id, topic, _TOPIC, "主题")
        for contact in item.contacts:
            kind = self._policy.agencies.get(self._kinds.get(contact.agency, ""))
            for name in dict.fromkeys([contact.agency + contact.office, contact.office,
                                       *([kind.name, *kind.aliases, *kind.short] if kind else [])]):
                add(item.id, name, _AGENCY, "部门")
            for phone in contact.phones:
                self._index.add_number(item.id, phone, _PHONE, "电话")
                self._index.add_number(item.id, telephone(phone, contact.region), _PHONE, "电话")
        for provision in item.provisions:
            for source in (provision.source, *provision.repeats):
                document = self._policy.document_of(source)
                self._index.add_number(item.id, document.number, _DOCUMENT_NUMBER, "文号")
                for name in (document.title, document.short, *document.aliases):
                    add(item.id, name, _DOCUMENT, "文件")

    def _scores(self, typed: str, meant: Sequence[str]) -> dict[str, tuple[float, str]]:
        """Names must fit every word typed; the full text adds to them and stands in where no name fits."""
        by_word = [self._index.find(word) for word in typed_words(typed)]
        shared = set.intersection(*map(set, by_word)) if by_word else set()
        scores = {item: (sum(found[item][0] for found in by_word) / len(by_word), by_word[0][item][1]) for item in shared}
        hits = self._policy.search(typed, limit=_FULL_TEXT_HITS)
        for hit in hits:
            score, why = scores.get(hit.item, (0.0, "全文"))
            scores[hit.item] = (score + _FULL_TEXT * hit.score / hits[0].score, why)
        for place, item in enumerate(meant):
            score, _ = scores.get(item, (0.0, ""))
            scores[item] = (score + _MEANT * _MEANT_FALLS**place, "语义")
        return scores

    def _fits(self, item: Item, filters: Filters) -> bool:
        if filters.agency and filters.agency not in self._agencies[item.id]:
            return False
        if filters.audience and filters.audience not in item.audience.subjects:
            return False
        usable = _USABLE.get(filters.region, tuple(REGIONS))
        provisions = [provision for provision in item.provisions
                      if provision.region in usable and filters.level in ("", provision.level)]
        if not filters.state:
            return bool(provisions)
        states = {self._policy.status(provision, self._actions.today()) for provision in provisions}
        wanted = {Status.IN_FORCE} if filters.state == "in_force" else set(Status) - {Status.EXPIRED}
        return bool(states & wanted)


def _first_with_phone(contacts: list[Contact]) -> Contact | None:
    return next((contact for contact in contacts if contact.phones), None)
