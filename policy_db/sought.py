"""What a question for a list names: authorities, topics, who asks, a level. All its words are data of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from policy_db.database import PolicyDb
from policy_db.mentions import mentions_in
from policy_db.profile import read_profile
from policy_db.schema.base import Level
from policy_db.spoken import spoken

#: what somebody is, or what holds for him: (criteria key, choice, or "" for a yes)
Trait = tuple[str, str]
#: beside one of these a short name (公积金, 交通) means the authority, not the topic
_AS_AUTHORITY = "(?:局|厅|中心|部门|口上|口|上(?!市|云|规|设|网)|那边|这边|那头|那儿|管|负责|系统)"
#: cues of the kind of help that is asked for
_KINDS = {"奖补": re.compile(r"补[贴助]|奖|资助|给钱"), "减免": re.compile(r"减|免|少交|降成本"), "融资": re.compile(r"贷|融资|借钱")}


@dataclass(frozen=True)
class Named:
    """What one word of a question may mean: topics of items, traits of the asker (饭店 is a trade, and a service)."""

    topics: frozenset[str] = frozenset()
    traits: frozenset[Trait] = frozenset()


@dataclass(frozen=True)
class Sought:
    """A question for a list: the authorities, what its words name from left to right, the kinds of help, a level."""

    text: str
    agencies: tuple[str, ...] = ()
    words: tuple[Named, ...] = ()
    kinds: frozenset[str] = frozenset()
    level: Level | None = None

    @cached_property
    def topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(topic for word in self.words for topic in sorted(word.topics)))

    @cached_property
    def traits(self) -> frozenset[Trait]:
        """All that the asker may be."""
        return frozenset(trait for word in self.words for trait in word.traits)


def sought_in(text: str, policy: PolicyDb, levels: Iterable[Level] = ()) -> Sought:
    """Read a question; `levels` are those that it names (省里 …): one is meant, several are none."""
    named = tuple(dict.fromkeys(levels))
    return Sought(text, tuple(agencies_in(text, policy)), _words(text, policy),
                  frozenset(kind for kind, cue in _KINDS.items() if cue.search(text)), named[0] if len(named) == 1 else None)


def agencies_in(text: str, policy: PolicyDb) -> list[str]:
    """Kinds of authorities named in a text, by any of their names; a name inside a longer one names nothing."""
    return list(dict.fromkeys(name for _, _, name in _names_found(text, _agency_patterns(policy))))


def topics_of(policy: PolicyDb) -> dict[str, frozenset[str]]:
    """Item id → its topics; its department (税务类) is one as well."""
    return {item.id: frozenset([*item.topics, item.category.removesuffix("类")]) for item in policy.items.values()}


def _words(text: str, policy: PolicyDb) -> tuple[Named, ...]:
    """Topics and traits, those of overlapping words together: a word counts once, whatever it means."""
    found = [(start, end, Named(topics=frozenset([name]))) for start, end, name in _names_found(text, _topic_patterns(policy))]
    found += [(start, end, Named(traits=frozenset([trait]))) for start, end, trait in _traits_told(text, policy)]
    words: list[Named] = []
    reach = 0
    for start, end, named in sorted(found, key=lambda entry: entry[:2]):
        if words and start < reach:
            words[-1] = Named(words[-1].topics | named.topics, words[-1].traits | named.traits)
        else:
            words.append(named)
        reach = max(reach, end)
    return tuple(words)


def _traits_told(text: str, policy: PolicyDb) -> Iterator[tuple[int, int, Trait]]:
    """What is told and not denied; places make no list."""
    profile = read_profile(text, policy.criteria)
    for mention in mentions_in(text, policy.criteria):
        told = profile.get(mention.key)
        if mention.key != "place" and (told is True or told == mention.choice or (isinstance(told, list) and mention.choice in told)):
            yield mention.start, mention.end, (mention.key, mention.choice)


def _names_found(text: str, patterns: list[tuple[str, re.Pattern[str]]]) -> list[tuple[int, int, str]]:
    """Names whose words stand in the text outside of longer words of others, from left to right."""
    found = [(match.start(), match.end(), name) for name, pattern in patterns for match in pattern.finditer(text)]
    return sorted(entry for entry in found if not any(other[0] <= entry[0] and entry[1] <= other[1] and
                                                      other[1] - other[0] > entry[1] - entry[0] for other in found))


@lru_cache(maxsize=2)
def _agency_patterns(policy: PolicyDb) -> list[tuple[str, re.Pattern[str]]]:
    patterns = []
    for agency in policy.agencies.values():
        patterns += [(agency.name, re.compile(re.escape(name))) for name in (agency.name, *agency.aliases)]
        patterns += [(agency.name, re.compile(re.escape(name) + _AS_AUTHORITY)) for name in agency.short]
    return patterns


@lru_cache(maxsize=2)
def _topic_patterns(policy: PolicyDb) -> list[tuple[str, re.Pattern[str]]]:
    own = sorted({topic for topics in topics_of(policy).values() for topic in topics})
    return [*((name, re.compile(re.escape(name))) for name in own),
            *((topic.name, spoken(word)) for topic in policy.topics.values() for word in topic.words)]
