"""May I have it: yes, no with the failed condition, or unknown with what is still needed. Never yes while anything is open."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from actions import cards
from actions.answer import item_answer
from actions.answers import Answer
from actions.choose import ChosenBenefit, choose_benefits
from actions.context import Request
from actions.decisive_case import Judged, decisive_case, refused_besides, tied_cases
from actions.memory import Memory
from actions.services import ActionServices
from actions.told import awaits_answer, leaves_question, read_facts, read_told, said_keys, with_question_of
from policy_db.assess import conditions_of, threshold_of
from policy_db.calculation import input_words
from policy_db.dates import days_words
from policy_db.eligibility import Verdict, check
from policy_db.profile import clause_telling, read_answer, to_json
from policy_db.schema import Condition, Criterion
from policy_db.validity import Status

_YES = "按您提供的信息，可以：已满足“{met}”。"
_LIKELY = "按您提供的信息，可能可享；还要由部门核实：{told}。"
_NO = "不能（按您提供的信息）：要求“{failed}”{said}。"
_WHICH = "这里说的是“{label}”。"
_BESIDES = "其中“{label}”不能：要求“{failed}”{said}。"
_OPEN = "还要看：{unknown}。"
_ASK = "请问：{ask}"
_IS = "按您提供的信息，符合“{name}”的标准：{met}{told}。"
_IS_NOT = "按您提供的信息，不属于“{name}”：要求“{failed}”{said}。"
_STILL_CHECKED = "；还要由部门核实：{told}"
_MOST = 3
#: 算不算小型微利企业: the question is what one is, not what one may have
_WHETHER = re.compile(r"(?:算不算|算是|是不是|是否|属不属于|属于|够不够|算)[^，。？?]{0,4}$")
#: 现在还能申请吗: the question is whether it can still be had
_STILL = re.compile(r"(?:现在|目前|如今|眼下)[^，。？?]{0,6}(?:还|能|可以)|还(?:能|可以|给|让)[^，。？?]*(?:申请|申报|办|领|享|报|用|缓)")


@dataclass(frozen=True)
class _Said:
    """What is known of the asker's case, and the words in which it was said."""

    request: Request
    values: dict[str, Any]
    criteria: dict[str, Criterion]

    def of(self, condition: Condition) -> str:
        """，您说的是8个月 / ，您说的是“买的二手房”; '' when what fails was not said in words of its own."""
        keys = [part.key for part in (condition, *condition.any) if part.key in self.values]
        said = dict.fromkeys(words for key in keys if (words := self._words(key)))
        return f"，您说的是{'、'.join(said)}" if said else ""

    def _words(self, key: str) -> str:
        value, criterion = self.values[key], self.criteria[key]
        if isinstance(value, Decimal):
            return input_words(key, value, self.criteria)
        if criterion.type == "date":
            return days_words(value)
        clause = clause_telling(self.request.turn.text, criterion) or clause_telling(self.request.question, criterion)
        return f"“{clause}”" if clause else ""


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
    keys = _keys(request, cases, services)
    if not keys:
        return None
    told = read_told(request, memory, services, _keys(request, [case for case in cases if case.meant] or cases, services))
    if request.turn.figures_of_own and not told.fresh:
        told = read_told(request, memory, services, keys)
    values = {**told.values, **answered}
    defined = _defined(request, keys, values, services)
    values |= {entry.key: entry.verdict.answer != "no" for entry in defined}
    asked = next((entry for entry in defined if _asks_whether(request.turn.text, criteria[entry.key])), None)
    if asked:
        return _definition_answer(request, told.remembered(memory, request, services), services, asked, values)
    said = said_keys(request, told, services)
    judged = [Judged(case, check(_conditions(request, case, values, services), values)) for case in cases]
    tied = tied_cases(judged, [key for key in said if criteria[key].type != "choice"])
    decisive = decisive_case(tied, said)
    after = told.remembered(memory, request, services, facts=read_facts(request, services, request.turn.text))
    of_case = {key: value for key, value in answered.items() if criteria[key].of_case}
    after = after.with_(profile={**after.profile, **to_json({key: answered[key] for key in answered.keys() - of_case.keys()})},
                        figures={**after.figures, **to_json(of_case)})
    if decisive.verdict.answer != "no" and _lapsed(request, decisive, services):
        return item_answer(request, after, services)  # which begins with the lapse
    words = _Said(request, values, criteria)
    leads = [_definition_line(entry, words) for entry in defined if entry.verdict.failed]
    given = {condition.text for verdict in (*(entry.verdict for entry in defined), decisive.verdict) for condition in verdict.failed}
    verdict_lines = _lead(decisive.verdict, words)
    if verdict_lines and decisive.case.benefit is not cases[0].benefit:
        verdict_lines.append(_WHICH.format(label=decisive.case.benefit.label))
    leads += [*verdict_lines, *_besides(refused_besides(tied, decisive, given), words)]
    return _answer(request, after, services, decisive, leads, values) if leads else None


def _keys(request: Request, cases: list[ChosenBenefit], services: ActionServices) -> list[str]:
    """Criteria that the conditions of the cases compare, the marks of their own tiers, and what defines these."""
    assert request.item is not None
    criteria, definitions = services.policy.criteria, services.policy.definitions
    conditions = [condition for case in cases
                  for condition in (*conditions_of(request.item, case.provision, case.benefit), *threshold_of(case.benefit, criteria))]
    keys = [part.key for condition in conditions for part in (condition, *condition.any) if part.key]
    named = [key for key in definitions if _place(request.turn.text, criteria[key]) >= 0]
    keys += [part.key for key in (*keys, *named) if key in definitions for part in definitions[key].fact.conditions if part.key]
    return list(dict.fromkeys(keys))


def _conditions(request: Request, case: ChosenBenefit, values: dict[str, Any], services: ActionServices) -> list[Condition]:
    """All conditions of a case; the mark of its own tiers only when the figure is known: it is no question of its own."""
    assert request.item is not None
    marks = [mark for mark in threshold_of(case.benefit, services.policy.criteria) if mark.key in values]
    return [*conditions_of(request.item, case.provision, case.benefit), *marks]


# --- what a word means ------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Defined:
    """A yes/no criterion that the told figures settle by its definition in a document."""

    key: str
    verdict: Verdict


def _defined(request: Request, keys: list[str], values: dict[str, Any], services: ActionServices) -> list[_Defined]:
    """The defined criteria that the question turns on, where a figure fails the definition or all figures meet it."""
    found = []
    for key, definition in services.policy.definitions.items():
        if key in keys or _place(request.turn.text, services.policy.criteria[key]) >= 0:
            verdict = check(definition.fact.conditions, values)
            if verdict.failed or not verdict.unknown:
                found.append(_Defined(key, verdict))
    return found


def _place(text: str, criterion: Criterion) -> int:
    """Where the text names the criterion; -1 when it does not."""
    return max((text.find(word) for word in criterion.words), default=-1)


def _asks_whether(text: str, criterion: Criterion) -> bool:
    """Does the text ask whether one is what the criterion says?"""
    place = _place(text, criterion)
    return place >= 0 and bool(_WHETHER.search(text[:place]))


def _definition_line(entry: _Defined, words: _Said) -> str:
    name, verdict = words.criteria[entry.key].name, entry.verdict
    if verdict.failed:
        return _IS_NOT.format(name=name, failed=verdict.failed[0].text, said=words.of(verdict.failed[0]))
    told = _STILL_CHECKED.format(told="；".join(condition.text for condition in verdict.told)) if verdict.told else ""
    return _IS.format(name=name, met="；".join(condition.text for condition in verdict.met), told=told)


def _definition_answer(request: Request, memory: Memory, services: ActionServices, entry: _Defined, values: dict[str, Any]) -> Answer:
    """The verdict by the definition, with the clause that holds it."""
    definition = services.policy.definitions[entry.key]
    lead = _definition_line(entry, _Said(request, values, services.policy.criteria))
    answer = item_answer(replace(request, item=definition.item), memory, services, lead=(lead,))
    return Answer(answer.text, _verdict_card(answer, entry.verdict, lead), answer.memory, answer.buttons)


def _lapsed(request: Request, decisive: Judged, services: ActionServices) -> bool:
    """Does the caller ask whether something can still be had that has run out?"""
    asks = "validity" in request.aspects or _STILL.search(request.turn.text)
    return bool(asks) and cards.status_of([decisive.case.provision], services) is Status.EXPIRED


# --- what one may have ------------------------------------------------------------------------------------------

def _cases(request: Request, services: ActionServices) -> list[ChosenBenefit]:
    """What can be had, the likeliest first; a mere fact grants nothing."""
    cases = choose_benefits(request, services)
    cases = [case for case in cases if case.benefit.kind != "fact"] or cases
    return [case for case in cases if case.provision.level in request.turn.levels] or cases


def _besides(refused: dict[str, Judged], words: _Said) -> list[str]:
    return [_BESIDES.format(label=entry.case.benefit.label, failed=text, said=words.of(entry.verdict.failed[0]))
            for text, entry in list(refused.items())[:_MOST]]


def _answer(request: Request, memory: Memory, services: ActionServices, decisive: Judged, lead: list[str], values: dict[str, Any],
            ) -> Answer:
    assert request.item is not None
    verdict, criteria = decisive.verdict, services.policy.criteria
    ask = None
    open_keys = [key for key in verdict.unknown_keys if key not in values or isinstance(values[key], list)]
    if verdict.answer == "unknown" and open_keys:
        ask = criteria[open_keys[0]]
        lead = [*lead, _ASK.format(ask=ask.ask)]
    answer = item_answer(request, memory, services, lead=tuple(lead))
    card = _verdict_card(answer, verdict, lead[0])
    after = answer.memory.with_(figures=memory.figures, profile=memory.profile)
    if ask is None:
        return Answer(answer.text, card, after, answer.buttons)
    pending = {"kind": "condition", "key": ask.key, "item": request.item.id, "question": request.question}
    return Answer(answer.text, card, after.with_(pending=pending), choices_of(ask))


def _verdict_card(answer: Answer, verdict: Verdict, headline: str) -> dict[str, Any]:
    settled = verdict.failed or verdict.met
    return {**answer.card, "type": "eligibility", "verdict": verdict.answer if settled else "unknown", "headline": headline,
            "failed": [condition.text for condition in verdict.failed], "met": [condition.text for condition in verdict.met],
            "unknown": [condition.text for condition in (*verdict.unknown, *verdict.told)]}


def _lead(verdict: Verdict, words: _Said) -> list[str]:
    if verdict.answer == "no":
        return [_NO.format(failed=condition.text, said=words.of(condition)) for condition in verdict.failed[:_MOST]]
    if not (verdict.met or verdict.unknown or verdict.told):
        return []  # a case without any condition promises nothing
    if verdict.answer == "yes":
        return [_YES.format(met="；".join(condition.text for condition in verdict.met[:_MOST]))]
    if verdict.unknown:
        return [_OPEN.format(unknown="；".join(condition.text for condition in verdict.unknown[:_MOST]))]
    if verdict.met:
        return [_LIKELY.format(told="；".join(condition.text for condition in verdict.told[:_MOST]))]
    return [_OPEN.format(unknown="；".join(condition.text for condition in verdict.told[:_MOST]))]


def choices_of(criterion: Criterion) -> tuple[tuple[str, str], ...]:
    """Quick replies to a criterion's question."""
    if criterion.type == "bool":
        return (("是", "是"), ("不是", "不是"))
    return tuple((choice, choice) for choice in criterion.choices)


