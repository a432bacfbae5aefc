"""The figures of an item that tell most in one line of a list."""

from __future__ import annotations

import re

from actions.services import ActionServices
from policy_db.database import LEVEL_ORDER
from policy_db.listing import traits_of
from policy_db.schema import Benefit, Item, Provision
from policy_db.schema.base import Level
from policy_db.sought import Sought
from policy_db.text import bigrams
from policy_db.validity import Status
from policy_db.wording import tells_sum

#: benefits in a line, and characters of one and of all
_MOST, _LONGEST_OF_ONE, _LONGEST = 3, 54, 110
#: what makes a benefit tell more: words of the question that are not the item's own, the topic or asker named, a sum, a nearer
#: level, that it is still in force, and that it stands first
_WORDS, _NAMED, _SUM, _LEVEL, _IN_FORCE, _PLACE = 2.0, 1.0, 1.2, 0.5, 1.0, 0.05
#: an amount that needs its label (首次认定：一次性20万元); other texts stand alone
_NEEDS_LABEL = re.compile(r"[^，；]{0,20}\d")
_DIGITS = re.compile(r"[\d.]+")
#: part of the words by which a line says what another has said
_MUCH = 0.75
_CLAUSE_END = re.compile(r"[，；。]")
_OF_LEVEL: dict[Level, str] = {"province": "省", "national": "国家"}
#: beginnings that tell the level already; 省级 and 国家级 tell of a title, which a city may reward
_TOLD: dict[Level, tuple[str, ...]] = {"city": (), "province": ("省里", "全省", "省财政"), "national": ("国家继续", "国家加大", "全国", "中央")}


def telling_figures(item: Item, city: str, services: ActionServices, sought: Sought | None = None) -> str:
    """Its most telling benefits in a few words; whose they are is said where they are not the city's own."""
    wanted = sought or Sought("")
    provisions = services.policy.provisions(item, city) or list(item.provisions)
    provisions = [provision for provision in provisions if wanted.level in (None, provision.level)] or provisions
    own = bigrams(" ".join([item.title, *item.topics]))
    worths = [(_worth(provision, benefit, wanted, own, services) - _PLACE * place, provision, benefit)
              for provision in provisions for place, benefit in enumerate(provision.benefits)]
    lines: list[str] = []
    for _, provision, benefit in sorted(worths, key=lambda entry: -entry[0]):
        words = _marked(_words(provision, benefit, services), provision, city)
        if len(lines) == _MOST or (lines and len("；".join([*lines, words])) > _LONGEST):
            break
        if not any(_same(words, line) for line in lines):
            lines.append(words)
    return "；".join(lines)


def _worth(provision: Provision, benefit: Benefit, sought: Sought, own: frozenset[str], services: ActionServices) -> float:
    policy = services.policy
    amount = policy.wording.amount(benefit)
    text = f"{benefit.label} {amount} {' '.join(benefit.words)}"
    asked = bigrams(sought.text) - own
    explained = len(asked & bigrams(text)) / len(asked) if asked else 0.0
    met = any(sought.traits & set(traits_of(condition)) for condition in [*provision.conditions, *benefit.conditions])
    named = met or any(topic in text for topic in sought.topics if not bigrams(topic) & own)
    in_force = policy.status(provision, services.today()) is not Status.EXPIRED
    return (_WORDS * explained + _NAMED * named + _SUM * tells_sum(amount) - _LEVEL * LEVEL_ORDER[provision.level]
            + _IN_FORCE * in_force)


def _marked(words: str, provision: Provision, city: str) -> str:
    """With （省） or （国家）, where the benefit is not the city's own; with its city while none is chosen."""
    if provision.region == city or words.startswith(_TOLD[provision.level]):
        return words
    return f"（{_OF_LEVEL.get(provision.level, provision.region)}）{words}"


def _words(provision: Provision, benefit: Benefit, services: ActionServices) -> str:
    amount = services.policy.wording.amount(benefit)
    lone = len(provision.benefits) == 1 and not _NEEDS_LABEL.match(amount) and not _DIGITS.search(benefit.label)
    return _shortened(amount if lone else f"{benefit.label}：{amount}")


def _shortened(text: str) -> str:
    """Cut at the end of a clause."""
    if len(text) <= _LONGEST_OF_ONE:
        return text
    ends = [match.start() for match in _CLAUSE_END.finditer(text) if match.start() <= _LONGEST_OF_ONE]
    return text[:ends[-1]] if ends else f"{text[:_LONGEST_OF_ONE]}…"


def _same(words: str, other: str) -> bool:
    """Another document of the same level may say the same again."""
    return (_DIGITS.findall(words) == _DIGITS.findall(other)
            and len(bigrams(words) & bigrams(other)) > len(bigrams(words)) * _MUCH)
