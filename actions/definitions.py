"""What a word means: 小型微利企业 is settled by the figures told, where a document defines it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from actions.answer import item_answer
from actions.answers import Answer
from actions.content import asks_whether, place_of
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.verdict_words import Said, ask_line, verdict_card
from policy_db.eligibility import Verdict, check

_IS = "按您提供的信息，符合“{name}”的标准：{met}{told}。"
_IS_NOT = "按您提供的信息，不属于“{name}”：要求“{failed}”{said}。"
_OPEN = "是不是“{name}”，还要看：{unknown}。"
_STILL_CHECKED = "；还要由部门核实：{told}"

@dataclass(frozen=True)
class Defined:
    """A yes/no criterion that the told figures settle by its definition in a document."""

    key: str
    verdict: Verdict


def defined_criteria(request: Request, keys: list[str], values: dict[str, Any], services: ActionServices) -> list[Defined]:
    """The defined criteria that the question turns on, where a figure fails the definition or all figures meet it; also
    while some are open, when just that is asked."""
    found = []
    for key, definition in services.policy.definitions.items():
        criterion = services.policy.criteria[key]
        if key in keys or place_of(request.turn.text, criterion) >= 0:
            verdict = check(definition.fact.conditions, values)
            if verdict.failed or not verdict.unknown or asks_whether(request.question, criterion):
                found.append(Defined(key, verdict))
    return found


def definition_line(entry: Defined, said: Said) -> str:
    """Whether one is what the criterion says, with the conditions that tell it, or what is still needed for that."""
    name, verdict = said.criteria[entry.key].name, entry.verdict
    if verdict.unknown and not verdict.failed:
        return _OPEN.format(name=name, unknown="；".join(condition.text for condition in verdict.unknown))
    if verdict.failed:
        return _IS_NOT.format(name=name, failed=verdict.failed[0].text, said=said.of(verdict.failed[0]))
    told = _STILL_CHECKED.format(told="；".join(condition.text for condition in verdict.told)) if verdict.told else ""
    return _IS.format(name=name, met="；".join(condition.text for condition in verdict.met), told=told)


def definition_answer(request: Request, memory: Memory, services: ActionServices, entry: Defined, values: dict[str, Any]) -> Answer:
    """The verdict by the definition, with the clause that holds it; asks for what is open."""
    definition, criteria = services.policy.definitions[entry.key], services.policy.criteria
    leads = [definition_line(entry, Said(request, values, criteria))]
    open_key = next(iter(entry.verdict.unknown_keys), None) if not entry.verdict.failed else None
    if open_key:
        leads.append(ask_line(criteria[open_key]))
    answer = item_answer(replace(request, item=definition.item), memory, services, lead=tuple(leads))
    after = answer.memory
    if open_key:
        after = after.with_(figures=memory.figures, pending={"kind": "condition", "key": open_key, "item": definition.item.id,
                                                            "question": request.question})
    return Answer(answer.text, verdict_card(answer, entry.verdict, leads[0]), after, answer.buttons)
