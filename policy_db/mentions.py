"""Where a text holds the words of yes/no criteria and of choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from policy_db.schema import Criterion
from policy_db.spoken import is_said, spoken


@dataclass(frozen=True)
class Mention:
    """A word of a criterion in the text; `choice` for choices, `denies` for a word that says it is not so."""

    key: str
    choice: str
    denies: bool
    start: int
    end: int


def mentions_in(text: str, criteria: Mapping[str, Criterion]) -> list[Mention]:
    """Words found, from left to right; a word inside a longer one says nothing of its own (专精特新小巨人)."""
    found = []
    for key, choice, denies, word in _words(_Criteria(criteria)):
        if is_said(word, text):
            found += [Mention(key, choice, denies, match.start(), match.end()) for match in spoken(word).finditer(text)]
    outer = [mention for mention in found if not any(_hides(other, mention, criteria) for other in found)]
    return sorted(outer, key=lambda mention: (mention.start, -mention.end))


def _hides(outer: Mention, inner: Mention, criteria: Mapping[str, Criterion]) -> bool:
    """Is `inner` a part of a longer word of the same kind? 软件公司 still tells 公司, for that is another question."""
    longer = outer.start <= inner.start and inner.end <= outer.end and outer.end - outer.start > inner.end - inner.start
    both_facts = all(criteria[key].type == "bool" and not criteria[key].of_case for key in (outer.key, inner.key))
    return longer and (both_facts or outer.key == inner.key)


class _Criteria:
    """Criteria as a key of the cache below: hashed by identity, for they never change after loading."""

    def __init__(self, criteria: Mapping[str, Criterion]):
        self.criteria = criteria

    def __hash__(self) -> int:
        return id(self.criteria)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Criteria) and self.criteria is other.criteria


@lru_cache(maxsize=8)
def _words(known: _Criteria) -> list[tuple[str, str, bool, str]]:
    """(key, choice or '', denies, word) for every word of yes/no criteria and choices."""
    entries: list[tuple[str, str, bool, str]] = []
    for key, criterion in known.criteria.items():
        if criterion.type == "bool":
            entries += [(key, "", False, word) for word in criterion.words]
            entries += [(key, "", True, word) for word in criterion.denied]
        elif criterion.type == "choice":
            for choice in criterion.choices:
                entries += [(key, choice, False, word) for word in criterion.synonyms.get(choice, [choice])]
    return entries
