"""Live assist: from what a caller says, as speech recognition hears it, to the items that are meant.

Segments come without punctuation, with fillers and with words that only sound right. The language model knows sounds
(toneless syllables), so each segment is read alone and joined with the ones before, and what both say adds up.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from actions.services import ActionServices
from actions.turn import Turn, turn_of
from bot.desk.facts import in_words, told_facts
from bot.desk.item_cards import item_card
from policy_db.assess import conditions_of
from policy_db.computable import needs
from policy_db.eligibility import check
from policy_db.match import Match
from policy_db.profile import Profile
from policy_db.text import characters, normalise

#: suggestions shown at once, and questions that are worth asking next
MOST, MOST_QUESTIONS = 3, 3
#: the caller's last segments and characters that are read
_SEGMENTS, _WINDOW = 8, 120
#: how much an older segment still counts, beside the next
_FADES = 0.85
#: worth of the segments read together, beside the latest alone
_TOGETHER = 1.5
#: margins to shares, and the share of all evidence below which an item is no suggestion
_SHARPNESS, _LEAST = 4.0, 0.06
_LEAST_CONFIDENCE = 0.05
_REMEMBERED = 2000
_FILLERS = re.compile(
    r"嗯+|呃+|额(?!度|外)|啊+|哎+|唉+|喂+|哦+|噢+|哈+|对对+|好好+|是是+|(?:那个|这个)(?:那个|这个|啥|什么)+|那个啥?|就是说|就说|就是那个|怎么说呢|"
    r"你看|是吧|您好|你好|麻烦(?:您|你)?(?:一下|问一下)?|请问(?:一下)?|(?:我)?想?(?:问|咨询|了解)(?:一下|下子?|问)|然后(?:呢|就)?|谢谢(?:您|你)?|"
    r"(?<=[我你他这那就])[我你他这那就](?=[我你他这那就们个是])")

Understand = Callable[[str], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Segment:
    """A piece of recognised speech; `start` in seconds from the beginning of the call."""

    speaker: str
    start: float
    text: str


@dataclass(frozen=True)
class Suggestion:
    """An item with its share of the evidence (0–1)."""

    item: str
    share: float


def without_fillers(text: str) -> str:
    """The words that carry meaning: 嗯那个我想问一下房租 → 房租."""
    return _FILLERS.sub("", normalise(text)).strip(" ，。？！,?!")


class Assist:
    """Reads the segments of a call. Stateless but for a memory of texts already understood."""

    def __init__(self, actions: ActionServices, understand: Understand):
        self._actions = actions
        self.understand = understand
        self._known: OrderedDict[str, Turn] = OrderedDict()

    async def suggest(self, segments: Sequence[Segment], city: str = "") -> dict[str, Any]:
        """What the agent's screen shows: suggestions (best first), the first one's card, facts told, questions left."""
        said = [segment.text for segment in segments if segment.speaker == "caller"]
        clear = [text for text in map(without_fillers, said) if len(characters(text)) > 1]
        turns = [await self._turn(text) for text in clear[-_SEGMENTS:]]
        city = self._city(turns) or city
        suggestions = await self._suggestions(turns, city)
        profile = told_facts(clear, self._actions.policy.criteria)
        shown: dict[str, Any] = {
            "city": city, "known": in_words(profile, self._actions.policy.criteria), "questions": [], "failed": [],
            "suggestions": [self._row(suggestion) for suggestion in suggestions], "card": None, "script": "", "text": "",
        }
        if suggestions:
            shown |= item_card(suggestions[0].item, self._actions, city=city, question=" ".join(clear)[-_WINDOW:])
            shown |= self._still_open(suggestions[0].item, profile, city)
        return shown

    async def _suggestions(self, turns: Sequence[Turn], city: str) -> list[Suggestion]:
        if not turns:
            return []
        evidence: defaultdict[str, float] = defaultdict(float)
        for age, turn in enumerate(reversed(turns)):
            self._add(evidence, self._match(turn, city), _FADES**age)
        if len(turns) > 1:
            together = await self._turn("，".join(turn.text for turn in turns)[-_WINDOW:])
            self._add(evidence, self._match(together, city), _TOGETHER)
        total = sum(evidence.values())
        ranked = sorted(evidence, key=lambda item: -evidence[item])[:MOST]
        return [Suggestion(item, round(evidence[item] / total, 3)) for item in ranked if evidence[item] / total >= _LEAST]

    def _match(self, turn: Turn, city: str) -> Match:
        return self._actions.matcher.match(turn.text, turn.reading, city)

    @staticmethod
    def _add(evidence: defaultdict[str, float], match: Match, weight: float) -> None:
        """Share the confidence that the text is about an item among its candidates."""
        if match.confidence < _LEAST_CONFIDENCE:
            return
        first = match.candidates[0].score
        shares = {c.item: math.exp(_SHARPNESS * (c.score - first)) for c in match.candidates}
        total = sum(shares.values())
        for item, share in shares.items():
            evidence[item] += weight * match.confidence * share / total

    async def _turn(self, text: str) -> Turn:
        if text in self._known:
            self._known.move_to_end(text)
            return self._known[text]
        turn = turn_of({"text": text} | await self.understand(text))
        self._known[text] = turn
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return turn

    def _city(self, turns: Sequence[Turn]) -> str:
        places = [place for turn in turns for place in turn.places if self._actions.policy.places[place].covered]
        return places[-1] if places else ""

    def _row(self, suggestion: Suggestion) -> dict[str, Any]:
        item = self._actions.policy.item(suggestion.item)
        first = item.provisions[0]
        return {"id": item.id, "title": item.title, "share": suggestion.share,
                "headline": self._actions.policy.wording.benefit(first.benefits[0])}

    def _still_open(self, item_id: str, profile: Profile, city: str) -> dict[str, Any]:
        """Questions whose answers are not known yet, and conditions that fail on what was told."""
        policy = self._actions.policy
        item = policy.item(item_id)
        known = profile | ({"place": city} if city else {})
        provision = (policy.provisions(item, city) or list(item.provisions))[0]
        keys: list[str] = []
        failed: list[str] = []
        for benefit in provision.benefits:
            verdict = check(conditions_of(item, provision, benefit), known)
            keys += [*verdict.unknown_keys, *needs(benefit)]
            failed += [condition.text for condition in verdict.failed]
        questions = [policy.criteria[key].ask for key in dict.fromkeys(keys) if key in policy.criteria and key not in known]
        return {"questions": questions[:MOST_QUESTIONS], "failed": list(dict.fromkeys(failed))}
