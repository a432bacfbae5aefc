"""May I have it: yes, no with the failed condition, or unknown with what is still needed. Never yes while anything is open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actions.answer import item_answer
from actions.answers import Answer
from actions.calculate import TIE
from actions.choose import ChosenBenefit, choose_benefits
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.told import awaits_answer, leaves_question, read_told, with_question_of
from policy_db.assess import conditions_of
from policy_db.calculation import input_words
from policy_db.eligibility import Verdict, check
from policy_db.profile import read_answer, read_profile, to_json
from policy_db.schema import Condition, Criterion

_YES = "按您提供的信息，可以：已满足“{met}”。"
_LIKELY = "按您提供的信息，可能可享；还要由部门核实：{told}。"
_NO = "不能（按您提供的信息）：要求“{failed}”{said}。"
_BESIDES = "其中“{label}”不能：要求“{failed}”{said}。"
_OPEN = "还要看：{unknown}。"
_ASK = "请问：{ask}"
_MOST = 3


@dataclass(frozen=True)
class _Case:
    case: ChosenBenefit
    verdict: Verdict


def eligibility_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The verdict for the case that the question means; None when the item has no condition that could be computed."""
    assert request.item is not None
    item, criteria = request.item, services.policy.criteria
    pending = awaits_answer(memory, "condition") or {}
    answered: dict[str, Any] = {}
    if pending.get("item") == item.id:
        value = read_answer(request.turn.text, criteria[pending["key"]])
        answered = {} if value is None else {pending["key"]: value}
        if answered or not leaves_question(request.turn.text):
            request = with_question_of(request, pending)
    cases = _cases(request, services)
    keys = [part.key for case in cases for condition in conditions_of(item, case.provision, case.benefit)
            for part in (condition, *condition.any) if part.key]
    if not keys:
        return None
    told = read_told(request, memory, services, keys)
    values = {**told.values, **answered}
    judged = [_Case(case, check(conditions_of(item, case.provision, case.benefit), values)) for case in cases]
    likeliest = max(entry.case.score for entry in judged)
    tied = [entry for entry in judged if entry.case.score >= TIE * likeliest]
    decisive = _decisive(tied)
    after = told.remembered(memory, request, services, facts=read_profile(request.turn.text, criteria))
    after = after.with_(profile={**after.profile, **to_json(answered)})
    return _answer(request, after, services, decisive, values, _refused_besides(tied, decisive, values, criteria))


def _cases(request: Request, services: ActionServices) -> list[ChosenBenefit]:
    cases = choose_benefits(request, services)
    cases = [case for case in cases if case.meant] or cases
    return [case for case in cases if case.provision.level in request.turn.levels] or cases


def _decisive(tied: list[_Case]) -> _Case:
    """Of the cases that the words mean: one that is not refused; of those an open one, so that yes is never premature."""
    return min(tied, key=lambda entry: (len(entry.verdict.failed), entry.verdict.answer == "yes", -len(entry.verdict.met),
                                        len(entry.verdict.unknown)))


def _refused_besides(tied: list[_Case], decisive: _Case, values: dict[str, Any], criteria: dict[str, Criterion]) -> list[str]:
    """Cases that the words mean as well and that are refused, when the decisive one is not."""
    if decisive.verdict.failed:
        return []
    refused = {entry.verdict.failed[0].text: entry for entry in tied if entry.verdict.failed}
    return [_BESIDES.format(label=entry.case.benefit.label, failed=text, said=_said(entry.verdict.failed[0], values, criteria))
            for text, entry in list(refused.items())[:_MOST]]


def _answer(request: Request, memory: Memory, services: ActionServices, decisive: _Case, values: dict[str, Any],
            besides: list[str]) -> Answer:
    assert request.item is not None
    verdict, criteria = decisive.verdict, services.policy.criteria
    lead, ask = [*_lead(verdict, values, criteria), *besides], None
    if verdict.answer == "unknown" and verdict.unknown_keys:
        ask = criteria[verdict.unknown_keys[0]]
        lead.append(_ASK.format(ask=ask.ask))
    answer = item_answer(request, memory, services, lead=tuple(lead))
    card = {**answer.card, "type": "eligibility", "verdict": verdict.answer, "headline": lead[0],
            "failed": [condition.text for condition in verdict.failed], "met": [condition.text for condition in verdict.met],
            "unknown": [condition.text for condition in (*verdict.unknown, *verdict.told)]}
    after = answer.memory.with_(figures=memory.figures, profile=memory.profile)
    if ask is None:
        return Answer(answer.text, card, after, answer.buttons)
    pending = {"kind": "condition", "key": ask.key, "item": request.item.id, "question": request.question}
    return Answer(answer.text, card, after.with_(pending=pending), choices_of(ask))


def _lead(verdict: Verdict, values: dict[str, Any], criteria: dict[str, Criterion]) -> list[str]:
    if verdict.answer == "no":
        return [_NO.format(failed=condition.text, said=_said(condition, values, criteria)) for condition in verdict.failed[:_MOST]]
    if verdict.answer == "yes":
        return [_YES.format(met="；".join(condition.text for condition in verdict.met[:_MOST]))]
    if verdict.unknown:
        return [_OPEN.format(unknown="；".join(condition.text for condition in verdict.unknown[:_MOST]))]
    if verdict.met:
        return [_LIKELY.format(told="；".join(condition.text for condition in verdict.told[:_MOST]))]
    return [_OPEN.format(unknown="；".join(condition.text for condition in verdict.told[:_MOST]))]


def _said(condition: Condition, values: dict[str, Any], criteria: dict[str, Criterion]) -> str:
    """，您说的是8个月."""
    keys = [part.key for part in (condition, *condition.any) if part.key and isinstance(values.get(part.key), Decimal)]
    said = dict.fromkeys(input_words(key, values[key], criteria) for key in keys)
    return f"，您说的是{'、'.join(said)}" if said else ""


def choices_of(criterion: Criterion) -> tuple[tuple[str, str], ...]:
    """Quick replies to a criterion's question."""
    if criterion.type == "bool":
        return (("是", "是"), ("不是", "不是"))
    return tuple((choice, choice) for choice in criterion.choices)


