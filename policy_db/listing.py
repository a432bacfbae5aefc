"""Which items belong on a list, and in what order: one sum of marks for each item, the weights in one table."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from policy_db.check_up_cases import AUDIENCE_KEYS
from policy_db.database import PolicyDb, regions_of
from policy_db.schema import Condition, Item, Provision
from policy_db.sought import Sought, Trait, topics_of
from policy_db.validity import Status
from policy_db.wording import tells_sum

#: what counts, and how much. Every mark lies between 0 and 1, or is a sum of such
WEIGHTS = {
    "agency": 2.0,      # the authority asked for is responsible; more with a phone in the city, less where it is one of many
    "named": 3.0,       # topics, trades, who asks: each word of the question once, a rare thing more than what many items share
    "others": -1.5,     # meant for another trade or form of business alone
    "narrow": -0.7,     # meant for certain trades or bodies, and the question names none; for private persons, when it names a trade
    "likeness": 0.7,    # the classifier and the search see the item in the question
    "words": 0.5,       # share of the question's words that the item's texts explain
    "kind": 1.2,        # the kind of help asked for: money, relief, loans
    "value": 0.5,       # without such a wish: money before services before targets
    "sum": 0.7,         # names a sum, a share or a time; half of it where only province or state do
    "own": 0.6,         # granted by the asker's own city
    "expired": -1.5,
}
VALUE = {"奖补": 1.0, "减免": 0.8, "融资": 0.6, "权益": 0.4, "服务": 0.3, "目标": 0.0}
#: what an item needs of the question's names to belong on the list: one that tells much, or this part of what the best one has
STRONG, BELONGS = 0.35, 0.4
#: marks of rarity below which a name tells nothing (most items are for 企业)
TELLING = 0.1
#: parts of the mark of an authority: that it is responsible, alone, with a phone printed for the item; and what an item of
#: its department has for which no authority is printed
_RESPONSIBLE, _ALONE, _PHONE, _DEPARTMENT = 0.4, 0.3, 0.3, 0.2
#: part of its mark that a trait of many trades has (a service, a trading firm): the trade itself tells more
_GENERAL = 0.25
#: part of its mark that a trade, form or size has when it stands in conditions of some benefit, not in the audience
_IN_CONDITION = 0.5
#: who asks when nobody says so
_ANYBODY = {"企业", "个体工商户", "个人"}


@dataclass(frozen=True)
class Fit:
    """An item with its marks by name and their weighted sum."""

    item: Item
    marks: Mapping[str, float]
    score: float


class Listing:
    """The catalogue made ready for lists; compiled once."""

    def __init__(self, policy: PolicyDb):
        self._policy = policy
        self._topics = topics_of(policy)
        self._traits = {item.id: frozenset(_traits(item)) for item in policy.items.values()}
        self._audience = {item.id: frozenset((key, choice) for key, meant in _audience(item) for choice in meant)
                          for item in policy.items.values()}
        self._tells_sum = {(item.id, provision.id) for item in policy.items.values() for provision in item.provisions
                           if any(tells_sum(policy.wording.amount(benefit)) for benefit in provision.benefits)}
        self._worth = _rarities(self._topics.values()) | _rarities(self._traits.values())
        for trait in set().union(*self._traits.values()):
            if policy.criteria[trait[0]].general and trait[0] not in AUDIENCE_KEYS:
                self._worth[trait] *= _GENERAL

        self._expired_on = lru_cache(maxsize=8)(self._expired)

    def ranked(self, sought: Sought, city: str, day: datetime.date, likeness: Mapping[str, float] | None = None,
               least: int = 0) -> list[Item]:
        """Items that belong on the list, best first; filled up to `least` with those most alike, for when few are named."""
        fits = sorted(self._fits(sought, city, day, likeness or {}), key=lambda fit: -fit.score)
        if sought.agencies:
            return [fit.item for fit in fits if fit.marks["agency"]]
        most = max((fit.marks["named"] for fit in fits), default=0.0)
        meant = [fit for fit in fits if not fit.marks["others"]]
        belonging = [fit for fit in meant if _belongs(fit, most)]
        alike = [fit for fit in meant if fit.marks["likeness"] and not _belongs(fit, most)]
        return [fit.item for fit in [*belonging, *alike[:max(least - len(belonging), 0)]]]

    def _fits(self, sought: Sought, city: str, day: datetime.date, likeness: Mapping[str, float]) -> list[Fit]:
        regions = regions_of(city)
        fits = []
        expired = self._expired_on(city, day)
        explained = self._policy.explained_shares(sought.text, self._policy.items)
        for item in self._policy.items.values():
            here = [provision for provision in item.provisions if provision.region in regions]
            if not any(sought.level in (None, provision.level) for provision in here):
                continue
            marks = {"agency": self._agency(item, sought, city), "named": self._named(item, sought),
                     "others": float(self._for_others(item, sought)), "narrow": float(self._narrow(item, sought)),
                     "likeness": likeness.get(item.id, 0.0), "words": explained[item.id],
                     "kind": float(item.kind in sought.kinds), "value": VALUE[item.kind], "sum": self._sum(item, here, city),
                     "own": float(bool(city) and any(provision.region == city for provision in here)),
                     "expired": float(item.id in expired)}
            fits.append(Fit(item, marks, math.fsum(WEIGHTS[name] * mark for name, mark in marks.items())))
        return fits

    def _expired(self, city: str, day: datetime.date) -> frozenset[str]:
        return frozenset(item.id for item in self._policy.items.values()
                         if self._policy.item_status(item, city, day) is Status.EXPIRED)

    def _agency(self, item: Item, sought: Sought, city: str) -> float:
        contacts = [(self._policy.agency_of_name.get(contact.agency, contact.agency), contact)
                    for contact in self._policy.contacts(item, city)]
        asked = [contact for name, contact in contacts if name in sought.agencies]
        if asked:
            share = len(set(sought.agencies)) / len({name for name, _ in contacts} | set(sought.agencies))
            return _RESPONSIBLE + _ALONE * share + _PHONE * any(contact.phones for contact in asked)
        department = not contacts and any(item.category == self._policy.agencies[name].category for name in sought.agencies)
        return _DEPARTMENT * department

    def _sum(self, item: Item, here: list[Provision], city: str) -> float:
        telling = [provision for provision in here if (item.id, provision.id) in self._tells_sum]
        return max((1.0 if provision.region == city or not city else 0.5 for provision in telling), default=0.0)

    def _named(self, item: Item, sought: Sought) -> float:
        """Of each word, the topic or trait of the item that tells most."""
        topics, traits = self._topics[item.id], self._traits[item.id]
        best = (max((*(self._worth[topic] for topic in word.topics & topics),
                     *(self._worth_for(trait, item) for trait in word.traits & traits)), default=0.0) for word in sought.words)
        return math.fsum(worth for worth in best if worth > TELLING)

    def _worth_for(self, trait: Trait, item: Item) -> float:
        aside = trait[0] in AUDIENCE_KEYS and trait not in self._audience[item.id]
        return self._worth[trait] * (_IN_CONDITION if aside else 1.0)

    def _narrow(self, item: Item, sought: Sought) -> bool:
        """For certain trades or bodies though none are told, or for private persons though a trade is."""
        told, broad = {key for key, _ in sought.traits}, set(self._policy.criteria["industry"].broad)
        trades, subjects = set(item.audience.industries), set(item.audience.subjects)
        if "industry" in told:
            return subjects == {"个人"} and not trades
        return bool(trades - set(sought.topics) and not broad & trades) or bool(
            subjects and not _ANYBODY & subjects and "subject" not in told)

    def _for_others(self, item: Item, sought: Sought) -> bool:
        """Does the audience name trades or forms, and none that the asker can be?"""
        for key, meant in _audience(item):
            told = {choice for name, choice in sought.traits if name == key}
            broad = set(self._policy.criteria[key].broad)
            speaks_of = {(key, choice) for choice in told} & self._traits[item.id]
            if told and meant and not speaks_of and not broad & (set(meant) | told):
                return True
        return False


def _belongs(fit: Fit, most: float) -> bool:
    """`most`: how much of the question's names the best item has."""
    return fit.marks["named"] >= STRONG or fit.marks["named"] > max(BELONGS * most, TELLING)


def _audience(item: Item) -> Iterable[tuple[str, list[str]]]:
    audience = item.audience
    return zip(AUDIENCE_KEYS, (audience.subjects, list(audience.sizes), audience.industries), strict=True)


def _traits(item: Item) -> Iterable[Trait]:
    """What the audience and the conditions name."""
    for key, meant in _audience(item):
        yield from ((key, choice) for choice in meant)
    for provision in item.provisions:
        for condition in [*item.conditions, *provision.conditions, *(c for b in provision.benefits for c in b.conditions)]:
            yield from traits_of(condition)


def traits_of(condition: Condition) -> Iterable[Trait]:
    """Traits that meet the condition: a yes, or one of the choices that it wants."""
    for part in (condition, *condition.any):
        if part.key and part.op == "==" and part.value is True:
            yield part.key, ""
        elif part.key and part.op in ("==", "in") and isinstance(part.value, str | list):
            yield from ((part.key, choice) for choice in ([part.value] if isinstance(part.value, str) else part.value))


def _rarities(groups: Iterable[frozenset]) -> dict:  # type: ignore[type-arg]
    """1 for what one item alone has, 0 for what all have."""
    kept = list(groups)
    counts = Counter(name for names in kept for name in names)
    return {name: 1 - math.log(count) / math.log(len(kept)) for name, count in counts.items()}
