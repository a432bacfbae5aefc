"""May I have it: yes, no with the failed condition, or unknown with what is still needed. Never yes while anything is open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from actions import cards
from actions.answer import item_answer
from actions.answers import Answer
from actions.choose import ChosenBenefit, choose_benefits
from actions.content import asks_whether, place_of
from actions.context import Request
from actions.decisive_case import Judged, decisive_case, refused_besides, tied_cases
from actions.definitions import Defined, defined_criteria, definition_answer, definition_line
from actions.memory import Memory
from actions.services import ActionServices
from actions.told import Told, awaits_answer, leaves_question, read_facts, read_told, said_keys, with_question_of
from actions.verdict_words import Said, ask_line, besides_lines, verdict_card, verdict_lines, which_line
from policy_db.assess import conditions_of, threshold_of
from policy_db.eligibility import check
from policy_db.nearness import claimed, word_score
from policy_db.profile import read_answer, to_json
from policy_db.quantity import find_figures
from policy_db.schema import Condition, Criterion
from policy_db.validity import Status

#: 现在还能申请吗: the question is whether it can still be had
_STILL = re.compile(r"(?:现在|目前|如今|眼下)[^，。？?]{0,6}(?:还|能|可以)|还(?:能|可以|给|让)[^，。？?]*(?:申请|申报|办|领|享|报|用|缓)")


def eligibility_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The verdict for the case that the question means; None when the item has no condition that could be computed."""
    assert request.item is not None
    criteria = services.policy.criteria
    request, answered = _continued(request, memory, services)
    cases = _cases(request, services)
    keys = _keys(request, cases, services)
    if not keys:
        return None
    told = _told(request, memory, services, cases, keys)
    values = {**told.values, **answered}
    defined = defined_criteria(request, keys, values, services)
    values |= {entry.key: not entry.verdict.failed for entry in defined if entry.verdict.failed or not entry.verdict.unknown}
    asked = next((entry for entry in defined if asks_whether(request.question, criteria[entry.key])), None)
    if asked:
        return definition_answer(request, told.remembered(memory, request, services), services, asked, values)
    said = said_keys(request, told, services)
    judged = [Judged(case, check(_conditions(request, case, services), values)) for case in cases]
    tied = tied_cases(judged, said, {key for key, criterion in criteria.items() if criterion.is_trait})
    decisive = decisive_case(tied, said)
    after = _remembered(request, memory, services, told, answered)
    if decisive.verdict.answer != "no" and _lapsed(request, decisive, services):
        return item_answer(request, after, services)  # which begins with the lapse
    leads = _leads(judged, tied, decisive, defined, Said(request, values, criteria))
    return _answer(request, after, services, decisive, leads, values) if leads else None


# --- what is known ----------------------------------------------------------------------------------------------

def _continued(request: Request, memory: Memory, services: ActionServices) -> tuple[Request, dict[str, Any]]:
    """The request with the words that began the talk about it, and what it answers to our question."""
    assert request.item is not None
    judged = awaits_answer(memory, "judged") or {}
    if request.follow_up and judged.get("item") == request.item.id:
        return with_question_of(request, judged), {}
    pending = awaits_answer(memory, "condition") or {}
    if pending.get("item") != request.item.id:
        return request, {}
    value = _reply(request.turn.text, services.policy.criteria[pending["key"]], services.policy.criteria)
    answered = {} if value is None else {pending["key"]: value}
    goes_on = answered or not leaves_question(request.turn.text)
    return (with_question_of(request, pending) if goes_on else request), answered


def _reply(text: str, asked: Criterion, criteria: dict[str, Criterion]) -> Any:
    """What the reply says to our question; None when its figure is one of another thing (社保交了3个月 is no contract)."""
    value, figures = read_answer(text, asked), find_figures(text)
    elsewhere = len(figures) == 1 and claimed(text, figures[0], criteria, [asked.key], word_score(text, figures[0], asked))
    return None if isinstance(value, Decimal) and elsewhere else value


def _told(request: Request, memory: Memory, services: ActionServices, cases: list[ChosenBenefit], keys: list[str]) -> Told:
    """What is told for the cases that the words mean; for all (`keys`) when no figure of the message fits these."""
    meant = [case for case in cases if case.meant] or cases
    told = read_told(request, memory, services, _keys(request, meant, services))
    return read_told(request, memory, services, keys) if request.turn.figures_of_own and not told.fresh else told


def _remembered(request: Request, memory: Memory, services: ActionServices, told: Told, answered: Mapping[str, Any]) -> Memory:
    criteria = services.policy.criteria
    after = told.remembered(memory, request, services, facts=read_facts(request, services, request.turn.text))
    of_case = {key: value for key, value in answered.items() if criteria[key].of_case}
    of_firm = {key: value for key, value in answered.items() if not criteria[key].of_case}
    return after.with_(profile={**after.profile, **to_json(of_firm)}, figures={**after.figures, **to_json(of_case)})


def _keys(request: Request, cases: list[ChosenBenefit], services: ActionServices) -> list[str]:
    """Criteria that the conditions of the cases compare, the marks of their own tiers, and what defines these."""
    assert request.item is not None
    criteria, definitions = services.policy.criteria, services.policy.definitions
    conditions = [condition for case in cases
                  for condition in (*conditions_of(request.item, case.provision, case.benefit), *threshold_of(case.benefit, criteria))]
    keys = [part.key for condition in conditions for part in (condition, *condition.any) if part.key]
    named = [key for key in definitions if place_of(request.turn.text, criteria[key]) >= 0]
    keys += [part.key for key in (*keys, *named) if key in definitions for part in definitions[key].fact.conditions if part.key]
    return list(dict.fromkeys(keys))


def _conditions(request: Request, case: ChosenBenefit, services: ActionServices) -> list[Condition]:
    """All conditions of a case; the mark of its own tiers is one too, but no question of its own."""
    assert request.item is not None
    marks = [mark.copy(update={"asked": False}) for mark in threshold_of(case.benefit, services.policy.criteria)]
    return [*conditions_of(request.item, case.provision, case.benefit), *marks]


def _cases(request: Request, services: ActionServices) -> list[ChosenBenefit]:
    """What can be had, the likeliest first; a mere fact grants nothing."""
    cases = choose_benefits(request, services)
    cases = [case for case in cases if case.benefit.kind != "fact"] or cases
    return [case for case in cases if case.provision.level in request.turn.levels] or cases


def _lapsed(request: Request, decisive: Judged, services: ActionServices) -> bool:
    """Does the caller ask whether something can still be had that has run out?"""
    asks = "validity" in request.aspects or _STILL.search(request.turn.text)
    return bool(asks) and cards.status_of([decisive.case.provision], services) is Status.EXPIRED


# --- the answer -------------------------------------------------------------------------------------------------

def _leads(judged: list[Judged], tied: list[Judged], decisive: Judged, defined: list[Defined], said: Said) -> list[str]:
    """The lines before the ordinary answer: what the figures define, the verdict, and what is refused besides."""
    defining = [definition_line(entry, said) for entry in defined if entry.verdict.failed]
    given = {condition.text for verdict in (*(entry.verdict for entry in defined), decisive.verdict) for condition in verdict.failed}
    besides, lines = refused_besides(tied, decisive, given), verdict_lines(decisive.verdict, said)
    if lines and (besides or decisive.case.benefit is not judged[0].case.benefit or _others_differ(judged, decisive)):
        lines.append(which_line(decisive))
    return [*defining, *lines, *besides_lines(besides, said)]


def _others_differ(judged: list[Judged], decisive: Judged) -> bool:
    """Is the verdict settled, and another for a case that the words may mean as well?"""
    verdicts = {entry.verdict.answer for entry in judged if entry.case.meant}
    return decisive.verdict.answer != "unknown" and bool(verdicts - {decisive.verdict.answer})


def _answer(request: Request, memory: Memory, services: ActionServices, decisive: Judged, lead: list[str], values: dict[str, Any],
            ) -> Answer:
    assert request.item is not None
    verdict, criteria = decisive.verdict, services.policy.criteria
    ask = None
    open_keys = [key for key in verdict.unknown_keys if key not in values or isinstance(values[key], list)]
    if verdict.answer == "unknown" and open_keys:
        ask = criteria[open_keys[0]]
        lead = [*lead, ask_line(ask)]
    answer = item_answer(request, memory, services, lead=tuple(lead))
    card = verdict_card(answer, verdict, lead[0])
    after = answer.memory.with_(figures=memory.figures, profile=memory.profile)
    if ask is None:
        pending = {"kind": "judged", "item": request.item.id, "question": request.question}
        return Answer(answer.text, card, after.with_(pending=pending), answer.buttons)
    pending = {"kind": "condition", "key": ask.key, "item": request.item.id, "question": request.question}
    return Answer(answer.text, card, after.with_(pending=pending), choices_of(ask))


def choices_of(criterion: Criterion) -> tuple[tuple[str, str], ...]:
    """Quick replies to a criterion's question."""
    if criterion.type == "bool":
        return (("是", "是"), ("不是", "不是"))
    return tuple((choice, choice) for choice in criterion.choices)


