"""What the caller has told of the own case: figures of this item and facts of the firm, from this message and before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from actions.content import VARIES
from actions.context import Request
from actions.follow_up import OWN_CASE
from actions.memory import Memory
from actions.services import ActionServices
from policy_db.assess import names_of
from policy_db.computable import inputs_of
from policy_db.fitting import fitting_value, is_amount
from policy_db.inputs import assign, derive
from policy_db.nearness import claimed, word_score
from policy_db.profile import from_json, read_profile, to_json
from policy_db.quantity import find_figures

#: times that a question is repeated when its answer cannot be read
PATIENCE = 2
#: the criterion of a support by the month, and the words that name one month without a number
_MONTHS = "months"
_ONE_MONTH = re.compile(r"(?:这|本|当|上|每)个?月")
_ANOTHER_MATTER = re.compile(r"[?？]|吗|多少|怎么|咋|哪|什么|啥|谁|电话|算了|不用|不算|取消|谢谢|(?<![十百千万好])几(?:个月|[年次天回成])")


@dataclass(frozen=True)
class Told:
    """`values` is everything known (criteria key → value); `fresh` are the figures of this message among them."""

    values: dict[str, Any]
    fresh: dict[str, Decimal]

    def remembered(self, memory: Memory, request: Request, services: ActionServices, facts: Iterable[str] = ()) -> Memory:
        """The memory with the figures and facts of the request's item, and with what this message tells of the firm
        itself: yes/no and choices, and the figures named in `facts`."""
        assert request.item is not None
        criteria, facts = services.policy.criteria, set(facts)
        figures = {key: value for key, value in self.values.items()
                   if criteria[key].of_case or (isinstance(value, Decimal) and key not in facts)}
        told = read_facts(request, services)
        profile = {key: value for key, value in told.items()
                   if not criteria[key].of_case and (not isinstance(value, Decimal) or key in facts)}
        return memory.with_(item=request.item.id, city=request.city or None, figures=to_json(figures),
                            profile={**memory.profile, **to_json(profile)}, candidates=[], misses=0)


def facts_of(request: Request, memory: Memory, services: ActionServices) -> dict[str, Any]:
    """Facts of the firm: told before, told now (the newer wins), and the city."""
    criteria = services.policy.criteria
    known = from_json({key: value for key, value in memory.profile.items() if key in criteria}, criteria)
    known |= read_facts(request, services)
    if request.city and "place" in criteria:
        known["place"] = request.city
    return known


def read_facts(request: Request, services: ActionServices, text: str | None = None) -> dict[str, Any]:
    """What the text (this message's, unless it only goes on with a question) tells of the asker or the matter."""
    names = names_of(request.item) if request.item else ()
    return read_profile(_text(request) if text is None else text, services.policy.criteria, names)


def read_told(request: Request, memory: Memory, services: ActionServices, wanted: Iterable[str], asked: str | None = None, *,
              varied: bool = False, again: bool = False) -> Told:
    """Figures for the wanted keys from this message, joined with those before for the same item and the firm's facts.

    `varied`: the message may vary the calculation before by one bare figure (换成5000万呢); `again`: it asks or tells
    something more about that calculation, whose figures count as told now.
    """
    criteria, wanted = services.policy.criteria, list(dict.fromkeys(wanted))
    fresh = assign(_text(request), criteria, wanted, asked)
    if fresh and _MONTHS in wanted and _MONTHS not in fresh and _ONE_MONTH.search(_text(request)):
        fresh = {**fresh, _MONTHS: Decimal(1)}
    same_item = request.item is not None and memory.item == request.item.id
    before = from_json(memory.figures, criteria) if same_item else {}
    if before and not fresh and varied:
        fresh = _changed(_text(request), before, wanted, services)
    facts = facts_of(request, memory, services)
    if VARIES.search(request.turn.text) and not _named(_text(request), fresh, services):
        inputs = inputs_of(request.item) if request.item else []
        known = {**{key: facts[key] for key in inputs if key in facts}, **before}
        fresh = _changed(_text(request), known, wanted, services, supposed=True) or fresh
    if again and before:
        fresh = {key: value for key, value in before.items() if isinstance(value, Decimal)}
    now = {key: value for key, value in facts.items() if criteria[key].of_case}  # of this message: newer than before
    if again:  # 要是租的呢: newer than the words of the calculation before
        supposed = read_facts(request, services, VARIES.sub("", request.turn.text))
        now |= {key: value for key, value in supposed.items() if not isinstance(value, Decimal)}
    values = {**facts, **_without_derived(before, fresh, services), **now, **fresh}
    numbers = {key: value for key, value in values.items() if isinstance(value, Decimal)}
    derived = derive(numbers, criteria, [key for key in wanted if key in criteria])
    return Told({**values, **derived}, fresh)


def remember_told(request: Request, memory: Memory, services: ActionServices) -> Memory:
    """The memory with what a message about the own case tells in passing (我这房是租的，签了八年), for a sum asked later."""
    assert request.item is not None
    if not (request.follow_up or OWN_CASE.match(request.turn.text)):
        return memory
    told = read_told(request, memory, services, inputs_of(request.item))
    return told.remembered(memory, request, services)


def said_keys(request: Request, told: Told, services: ActionServices) -> set[str]:
    """Criteria that the message, or the question that it goes on with, tells of, with those that follow from them;
    without traits (size, trade), which tell no case apart."""
    criteria = services.policy.criteria
    said = {*read_facts(request, services, request.question), *read_facts(request, services, request.turn.text), *told.fresh}
    said |= {key for key in told.values if said & set(criteria[key].follows_from)}
    return {key for key in said if not criteria[key].is_trait}


def awaits_answer(memory: Memory, kind: str) -> dict[str, Any] | None:
    """Our open question of this kind, if one is open."""
    return memory.pending if memory.pending and memory.pending.get("kind") == kind else None


def leaves_question(text: str) -> bool:
    """Does the caller turn to another matter instead of answering our question?"""
    return bool(_ANOTHER_MATTER.search(text))


def sources_of(keys: Iterable[str], services: ActionServices) -> set[str]:
    """The keys from which growth and increments among `keys` follow."""
    criteria = services.policy.criteria
    return {source for key in keys for source in criteria[key].follows_from}


def with_question_of(request: Request, pending: dict[str, Any]) -> Request:
    """The request with the words that began the calculation, for choosing among the item's cases."""
    return replace(request, question=pending.get("words") or f"{pending.get('question', '')} {request.turn.text}")


def _text(request: Request) -> str:
    return request.turn.text if find_figures(request.turn.text) else request.question or request.turn.text


def _named(text: str, fresh: dict[str, Decimal], services: ActionServices) -> bool:
    """Do words by the figures say what they are?"""
    return any(word_score(text, figure, services.policy.criteria[key]) > 0 for key in fresh for figure in find_figures(text))


def _changed(text: str, before: dict[str, Any], wanted: list[str], services: ActionServices, *, supposed: bool = False,
             ) -> dict[str, Decimal]:
    """换成5000万呢: one figure without words replaces the first input that it fits, of those wanted first; what is only
    supposed (要是去年做到七百万) whatever other words stand by it."""
    figures, criteria = [figure for figure in find_figures(text) if is_amount(figure, text)], services.policy.criteria
    if len(figures) != 1 or (not supposed and claimed(text, figures[0], criteria, wanted)):
        return {}
    for key in (*(key for key in wanted if key in before), *before):
        value = fitting_value(figures[0], criteria[key], lenient=True)
        if value is not None:
            return {key: value}
    return {}


def _without_derived(before: dict[str, Any], fresh: dict[str, Decimal], services: ActionServices) -> dict[str, Any]:
    """Earlier figures without those that a new figure makes stale (growth, when a year's revenue changes)."""
    stale = set()
    for key in before:
        if sources_of([key], services) & set(fresh):
            stale.add(key)
    return {key: value for key, value in before.items() if key not in stale}
