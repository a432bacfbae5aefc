"""From a turn and the memory of the talk to one resolved request: which item, for which city, what is wanted.

This is the one place where follow-ups, pronouns, choices and topic changes are decided (what makes a message a follow-up
stands in `follow_up`, what its places mean in `places`). In order:
a place without documents → a choice among offered candidates or an exact title → more of a list → the meaning of a term
→ a document's own state or parts → several items to compare → a list → the item of this message, unless the message only makes sense about the
item before → candidates → refusal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from actions.acts import Act, act_of, compares, goes_on_judging
from actions.asked_term import asked_terms
from actions.content import PARTICLES, asks_whether, content_length, only_city, share_of_item, tells_no_topic
from actions.follow_up import ELLIPTICAL, is_follow_up
from actions.memory import Memory
from actions.period import Period, asked_period
from actions.places import bears_on_condition, cities_named, city_of, comes_from_outside, only_passing
from actions.services import ActionServices
from actions.turn import Turn
from actions.wanted_list import is_named, wants_list
from policy_db.assess import told_of_item
from policy_db.match import Match
from policy_db.schema import Item

_DOCUMENT = re.compile(r"文件|方案|意见|措施|通知|公告|[一二三四五六七八九十\d]条|稿|发文")
_STATE = re.compile(r"正式|稿子|草稿|发文|生效|有效|过期|到期|失效|作废|试行|现在还|还(?:在|能|管|有|算)|来得及|晚不晚|哪[年天]|作数|算数|"
                    r"什么时候|啥时候|截止|多长时间|几年|执行到")
#: 试行几年: a number of years is asked, but of the document
_HOW_LONG = re.compile(r"试行|执行[^，。]{0,3}(?:几|多)|哪年的?文|(?:啥|什么)时候的?文")
_MONEY = re.compile(r"奖|补[贴助]|给[^，。]{0,4}(?:钱|多)|多少钱|几个钱|几万")
#: what belongs to a document (后面有几个附件, 五个配套方案是啥)
_PARTS = re.compile(r"附件|配套(?:方案|文件)|(?:哪|几)[一二三四五六七八九十几\d]*个(?:方案|文件|部分)")
#: a document is only where something stands (方案里说…, 征求意见稿里讲…)
_OF_CONTENT = re.compile(r"(?:里|中|上|里面|里头)(?:讲|说|写|提|规定|要求)")
_BETWEEN = re.compile(r"和|跟|与|还是|、|同")
#: characters of a side of a comparison that can name an item, and how much of the side the item must explain
SHORTEST_SIDE, SIDE_EXPLAINED = 3, 0.6
#: items set side by side at most
MOST_COMPARED = 3
#: candidates after the first that may be meant instead
_NEXT = 3


@dataclass(frozen=True)
class Request:
    """What the caller wants, resolved."""

    act: Act
    turn: Turn
    city: str
    item: Item | None = None
    question: str = ""                       # the words that choose among the item's benefits
    cities: tuple[str, ...] = ()             # named in this message
    candidates: tuple[str, ...] = ()         # item ids, for "choose" and "compare_items"
    terms: tuple[str, ...] = ()              # ids of the terms whose meaning is asked
    match: Match | None = None
    follow_up: bool = False
    reason: str = ""                         # why refused
    aspects: tuple[str, ...] = field(default=())
    period: Period | None = None             # the time whose state is asked for, when it is not today


def resolve(turn: Turn, memory: Memory, services: ActionServices) -> Request:
    """Decide what the message asks for."""
    policy = services.policy
    cities = cities_named(turn, services)
    city = city_of(turn, memory, services)
    match = services.matcher.match(turn.text, turn.reading, city)
    strangers = [place for place in turn.places if not policy.places[place].covered]
    if strangers and not cities and not only_passing(turn.text, strangers) \
            and not comes_from_outside(turn.text, strangers, match, services) \
            and not bears_on_condition(turn.text, strangers, match, services):
        return Request("refuse", turn, city, reason="other_place", question=strangers[0])
    chosen = _choice(turn, memory, services)
    if chosen:
        pending = memory.pending or {}
        asked = replace(turn, aspects=turn.aspects or tuple(pending.get("aspects", ())))
        return _about(services, asked, policy.item(chosen), pending.get("question") or "", city, cities, memory,
                      follow_up=bool(pending))
    if "more" in turn.acts and memory.listing:
        return Request("more", turn, city)
    words, terms = asked_terms(turn, city, memory, services)
    if terms:
        return Request("term", turn, city, match=match, question=words, terms=tuple(term.id for term in terms))
    if _DOCUMENT.search(turn.text) and (_PARTS.search(turn.text) or _asks_state(turn, match)):
        document = policy.document_in(turn.text)
        if document:
            return Request("document", turn, city, question=document.id, match=match)
    if compares(turn) and len(compared := _items_compared(turn, match, services)) > 1:
        return Request("compare_items", turn, city, question=turn.text, match=match, aspects=turn.aspects,
                       candidates=compared[:MOST_COMPARED])
    if wants_list(turn, match, city, services):
        return Request("list", turn, city, cities=cities, match=match, question=turn.text)
    if "earlier" in turn.acts and memory.earlier and match.band != "answer":
        return _about(services, turn, policy.item(memory.earlier[0]), turn.text, city, cities, memory, match=match)
    before = policy.items.get(memory.item or "")
    if not before and turn.aspects and content_length(turn) <= 1:
        return _of_which(turn, city, match, memory)
    if not before and memory.candidates and memory.pending and turn.places and match.band != "answer" \
            and (only_city(turn) or ELLIPTICAL.search(turn.text)):
        return _of_which(turn, city, match, memory)
    if not before and only_city(turn) and not (turn.aspects and match.band != "refuse"):
        return Request("same_list" if "items" in (memory.listing or {}) else "set_city", turn, city, match=match)
    if match.band == "answer" and match.item in memory.earlier:  # back to what was talked about before (刚才鲁班奖那个)
        return _about(services, turn, policy.item(match.item), turn.text, city, cities, memory, match=match)
    if before and (is_follow_up(turn, match, before, services) or goes_on_judging(turn, before, memory, services)):
        words = memory.question or turn.text if tells_no_topic(turn) else turn.text
        return _about(services, turn, before, words, city, cities, memory, follow_up=True, match=match)
    if match.band == "answer" and match.item:
        item = _better_instead(match, turn, cities, services) or match.item
        return _about(services, turn, policy.item(item), turn.text, city, cities, memory, match=match)
    defined = next((entry.item for key, entry in policy.definitions.items() if asks_whether(turn.text, policy.criteria[key])), None)
    if defined:
        return _about(services, turn, defined, turn.text, city, cities, memory, match=match)
    near = tuple(services.matcher.near(match)) if match.band == "candidates" else ()
    if len(near) > 1 and _MONEY.search(turn.text) and (granting := _granting(near, services)):
        if len(granting) == 1:
            return _about(services, turn, policy.item(granting[0]), turn.text, city, cities, memory, match=match)
        near = granting
    if len(named := [item for item in near if is_named(policy.item(item), turn.text)]) == 1:
        near = tuple(named)
    if turn.aspects == ("contact",) and len({_phones(item, city, services) for item in near}) == 1:
        near = near[:1]  # asking which item is meant would not change the answer
    if near and match.signals["over_refusal"] >= 0 and (
            len(near) > 1 or match.confidence >= services.matcher.thresholds.lone or is_named(policy.item(near[0]), turn.text)):
        if len(near) == 1:
            item = (near[0] == match.item and _better_instead(match, turn, cities, services)) or near[0]
            return _about(services, turn, policy.item(item), turn.text, city, cities, memory, match=match)
        return Request("choose", turn, city, cities=cities, match=match, question=turn.text, aspects=turn.aspects,
                       candidates=near)
    if turn.intent == "follow_up":
        return _of_which(turn, city, match, memory)
    return Request("refuse", turn, city, match=match, reason="not_covered", question=turn.text, candidates=near)


def _granting(items: tuple[str, ...], services: ActionServices) -> tuple[str, ...]:
    """Without items that only state targets: who asks for money does not mean these."""
    return tuple(item for item in items if services.policy.item(item).kind != "目标")


def _better_instead(match: Match, turn: Turn, cities: tuple[str, ...], services: ActionServices) -> str | None:
    """One of the next candidates, where the first cannot be meant: it only states targets and money is asked for, or it
    stands in one only of the cities that are compared (省级专精特新，哪个市给得多)."""
    items = [services.policy.item(candidate.item) for candidate in match.candidates[:_NEXT + 1]]
    fits = items
    if _MONEY.search(turn.text) and items[0].kind == "目标":
        fits = [item for item in items if item.kind == "奖补"]
    if len(cities) > 1:
        fits = [item for item in fits if set(cities) <= {provision.region for provision in item.provisions}]
    return fits[0].id if fits and fits[0] is not items[0] else None


def _phones(item: str, city: str, services: ActionServices) -> frozenset[str]:
    """The item's phones in a city; what prints none shares none."""
    contacts = [contact for contact in services.policy.item(item).contacts if not city or contact.region == city]
    return frozenset(phone for contact in contacts for phone in contact.phones) or frozenset((item,))


def _of_which(turn: Turn, city: str, match: Match, memory: Memory) -> Request:
    """A reference to something said before, with nothing, or with several things, to refer to."""
    offered = tuple(candidate["item"] for candidate in memory.candidates)
    if offered:
        asked = memory.pending or {}
        return Request("choose", turn, city, match=match, question=asked.get("question") or turn.text,
                       aspects=turn.aspects or tuple(asked.get("aspects", ())), candidates=offered)
    return Request("refuse", turn, city, match=match, reason="no_topic", question=turn.text)


def _about(services: ActionServices, turn: Turn, item: Item, question: str, city: str, cities: tuple[str, ...],
           memory: Memory, *, follow_up: bool = False, match: Match | None = None) -> Request:
    aspects = turn.aspects
    if follow_up and not aspects and memory.aspect and question in (turn.text, memory.question) and len(turn.text) <= 10:
        aspects = (memory.aspect,)
    told = told_of_item(turn.text, item, services.policy.criteria)
    if any(services.policy.criteria[key].type == "date" for key in told):  # a day of the asker's own, not one to look at
        period, aspects = None, tuple(aspect for aspect in aspects if aspect != "validity")
    else:
        period = asked_period(turn.text, services.today())
    if period and "amount" not in aspects:
        return Request("status", turn, city, item, question, cities, match=match, follow_up=follow_up,
                       aspects=tuple(dict.fromkeys(("validity", *aspects))), period=period)
    act = act_of(turn, cities, aspects, told, item, memory, services, follow_up=follow_up)
    return Request(act, turn, city, item, question, cities, match=match, follow_up=follow_up, aspects=aspects)


def _items_compared(turn: Turn, match: Match, services: ActionServices) -> tuple[str, ...]:
    """The items named (科技贷和创业担保贷款), else the best candidate for what stands on each side of 和, 跟, 还是."""
    named = services.policy.items_named_in(turn.text)
    if len(named) > 1:
        return tuple(item.id for item in named)
    sides = [side for side in _BETWEEN.split(turn.text, maxsplit=1) if len(PARTICLES.sub("", side)) >= SHORTEST_SIDE]
    candidates = [services.policy.item(candidate.item) for candidate in match.candidates[:MOST_COMPARED + 1]]
    if len(sides) < 2 or not candidates:
        return ()
    best = [max(candidates, key=lambda item: share_of_item(side, item, services)) for side in sides]
    clear = all(share_of_item(side, item, services) >= SIDE_EXPLAINED for side, item in zip(sides, best, strict=True))
    return tuple(dict.fromkeys(item.id for item in best)) if clear else ()


def _choice(turn: Turn, memory: Memory, services: ActionServices) -> str | None:
    """The item that a button, its number or its words select; an exact title works at any time."""
    said = _bare(turn.text)
    for candidate in memory.candidates:
        if said and said == _bare(candidate["title"]):
            return candidate["item"]
    if memory.candidates and turn.ordinal:
        index = turn.ordinal - 1 if turn.ordinal > 0 else len(memory.candidates) - 1
        if index < len(memory.candidates):
            return memory.candidates[index]["item"]
    still_open = memory.item not in {candidate["item"] for candidate in memory.candidates}
    if memory.candidates and still_open and len(said) >= 2:
        inside = [candidate["item"] for candidate in memory.candidates if said in _bare(candidate["title"])]
        if len(inside) == 1:
            return inside[0]
    return services.policy.item_of_title.get(said)


def _asks_state(turn: Turn, match: Match) -> bool:
    """Whether a document counts, rather than what it says of an item."""
    of_item = match.band == "answer" and "amount" in turn.aspects and not _HOW_LONG.search(turn.text)
    return bool(_STATE.search(turn.text)) and not _OF_CONTENT.search(turn.text) and not of_item


def _bare(text: str) -> str:
    return re.sub(r"[\s，,。.？?！!“”\"'（）()]", "", text)
