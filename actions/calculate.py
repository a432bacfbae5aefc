"""How much would I get: computes the item's benefits from what the caller said, shows the steps, asks for what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from actions import cards
from actions.answers import Answer
from actions.calculation_answer import calculation_answer
from actions.choose import ChosenBenefit, choose_benefits
from actions.computed_cases import (
    MOST_CASES,
    Result,
    case_name,
    computable_cases,
    compute,
    keys_of,
    meant_cases,
    plain_sums,
    results_of,
    shared_out,
)
from actions.content import VARIES
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.told import PATIENCE, Told, awaits_answer, leaves_question, read_told, sources_of, with_question_of
from policy_db.computable import ROW, needs
from policy_db.schema import Tiers
from policy_db.tier_sums import calculate_share

#: share of the best likeness from which a case that is not meant may be computed when the one meant lacks its figure
FAIR = 0.5
#: what is asked is a share, not a sum
_SHARE = re.compile(r"几成|百分之几|百分之多少|几个(?:百分)?点|多少个?(?:百分)?点|几个百分点|几折|比例|百分比|占多大")


def calculate_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The computed sum, or the question for the input that is missing; None when the message gives nothing to compute."""
    assert request.item is not None
    asking = _pending(memory, "input", request)
    if asking:
        request = with_question_of(request, asking)
    elif request.follow_up and memory.question and (
            VARIES.search(request.turn.text) or not any(case.meant for case in choose_benefits(request, services))):
        request = replace(request, question=f"{memory.question} {request.turn.text}")  # 就贷了150万, after 专利质押补多少
    before = _pending(memory, "calculated", request)
    again = bool(before) and request.follow_up and not request.turn.figures_of_own
    if again and not {"rest", "together"} & set(request.turn.acts):
        request = replace(request, question=f"{before['words']} {request.turn.text}")  # 忘说了，我们是…企业
        before = {}
    share = _share_answer(request, memory, services)
    if share:
        return share
    failed: tuple[Told, list[Result]] | None = None
    for group, asked_in, varied in _groups(request, services, before):
        told = read_told(asked_in, memory, services, keys_of(group, request), asking.get("key"), varied=varied, again=again)
        results = results_of(asked_in, group, told, services)
        if results and not all(result.assessment.verdict.failed for result in results):
            return calculation_answer(asked_in, memory, services, told, results)
        failed = failed or ((told, results) if results else None)
        if failed and any(case.meant for case in group) and not VARIES.search(request.turn.text):
            break  # the case meant fails: the sum of another is no answer, unless it is supposed (要是租的呢)
        if not results and not varied and any(_begun(case, request, memory, services) for case in group):
            break  # ask for what these cases still need, rather than compute others
    if failed:
        return calculation_answer(request, memory, services, *failed)
    levels = plain_sums(request, services)
    if "together" in request.turn.acts and len(levels) > 1:
        return calculation_answer(request, memory, services, Told({}, {}), levels)
    return _ask(request, memory, services, computable_cases(request, services), asking)


def _share_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """补几成: the rate of the tier that the message settles; None when its sum can be computed or the tier is open."""
    if not _SHARE.search(request.turn.text):
        return None
    for case in meant_cases(computable_cases(request, services)):
        if isinstance(case.benefit, Tiers) and case.benefit.base:
            told = read_told(request, memory, services, keys_of([case], request))
            share = calculate_share(case.benefit, told.values, services.policy.criteria)
            if share and case.benefit.input in told.fresh and case.benefit.base not in told.values:
                assessed = compute(request, case, told.values, services)
                result = replace(assessed, assessment=replace(assessed.assessment, calculation=share))
                return calculation_answer(request, memory, services, told, [result])
    return None


def _pending(memory: Memory, kind: str, request: Request) -> dict[str, Any]:
    """What is open about this item; {} when nothing is."""
    pending = awaits_answer(memory, kind) or {}
    return pending if request.item and pending.get("item") == request.item.id else {}


def _groups(request: Request, services: ActionServices, before: dict[str, Any],
            ) -> Iterator[tuple[list[ChosenBenefit], Request, bool]]:
    """Cases to try, the likeliest group first: those of the calculation that is varied, those meant, all."""
    if before and request.follow_up:
        varied = with_question_of(request, before)
        yield [case for case in computable_cases(varied, services) if case_name(case) in before["benefits"]], varied, True
    cases = computable_cases(request, services)
    if len(shared_out(request, cases, services)) > 1 or ("together" in request.turn.acts and len(request.turn.figures_of_own) > 1):
        yield cases, request, False
    meant = meant_cases(cases)
    yield meant, request, False
    best = max((case.score for case in cases), default=0.0)
    # a case that takes several figures tells by these that it is meant
    yield [case for case in cases if not case.meant and (case.score >= FAIR * best or len(needs(case.benefit)) > 1)], request, False


# --- asking -----------------------------------------------------------------------------------------------------

def _ask(request: Request, memory: Memory, services: ActionServices, cases: list[ChosenBenefit], asking: dict[str, Any],
         ) -> Answer | None:
    """The question for a missing input of the likeliest case that the message began to compute."""
    key = asking.get("key")
    if key and not read_told(request, memory, services, [key], key).fresh:
        return _ask_again(request, memory, services, key, asking)
    likeliest = choose_benefits(request, services)[0]
    varies = any(_begun(case, request, memory, services) for case in cases) and request.follow_up
    if not key and not varies and likeliest.meant and not any(case.benefit is likeliest.benefit for case in cases):
        return None  # the case meant needs no figure: the ordinary answer tells it
    for case in meant_cases(cases):
        required = [name for name in needs(case.benefit) if name != ROW]
        told = read_told(request, memory, services, keys_of([case], request), key)
        missing = [name for name in required if name not in told.values]
        if missing and (_begun(case, request, memory, services) or "calculate" in request.turn.acts):
            pending = {"kind": "input", "key": missing[0], "item": request.item.id if request.item else "",
                       "question": request.question, "tries": 0}
            terms = [*_share_line(case, told, services),
                     *(f"{row['label']}：{row['text']}" for row in cards.benefit_rows(meant_cases(cases), services))]
            return _question(request, told.remembered(memory, request, services), services, missing[0], pending, terms=terms)
    return None


def _share_line(case: ChosenBenefit, told: Told, services: ActionServices) -> list[str]:
    """The rate that the told figures already settle, while the sum is still open."""
    if not isinstance(case.benefit, Tiers) or not case.benefit.base:
        return []
    share = calculate_share(case.benefit, told.values, services.policy.criteria)
    return [f"按您说的数，{case.benefit.label}的比例：{share.words}"] if share else []


def _begun(case: ChosenBenefit, request: Request, memory: Memory, services: ActionServices) -> bool:
    """Does the message give one of the inputs of the case?"""
    required = [name for name in needs(case.benefit) if name != ROW]
    told = read_told(request, memory, services, keys_of([case], request))
    return bool({*required, *sources_of(required, services)} & set(told.fresh))


def _ask_again(request: Request, memory: Memory, services: ActionServices, asked: str, pending: dict[str, Any]) -> Answer | None:
    tries = pending.get("tries", 0) + 1
    if tries > PATIENCE or leaves_question(request.turn.text):
        return None
    return _question(request, memory, services, asked, {**pending, "tries": tries}, again=True)


def _question(request: Request, memory: Memory, services: ActionServices, key: str, pending: dict[str, Any], *,
              again: bool = False, terms: list[str] | None = None) -> Answer:
    """Asks for one figure; the terms of the cases meant are given with it, so that nobody must answer to learn them."""
    assert request.item is not None
    criterion = services.policy.criteria[key]
    question = criterion.ask + (f"（单位：{criterion.unit}）" if criterion.unit else "")
    lead = "没有看懂这个数，请直接说数字和单位。" if again else f"算【{request.item.title}】还差一个数："
    card = {"type": "form", "question": criterion.ask, "key": key, "item": cards.item_head(request, [])}
    contact = [cards.contact_line(cards.contact_rows(request, services, []))] if terms else []
    return Answer("\n".join([f"{lead}{question}", *(terms or [])[:MOST_CASES], *contact]), card, memory.with_(pending=pending))
