"""Our open question comes first: a message that answers it goes to the action that asked, without matching items anew."""

from __future__ import annotations

from actions.acts import gives_input
from actions.answers import Answer
from actions.calculate import calculate_answer
from actions.check_eligibility import eligibility_answer
from actions.check_up import check_up_answer, stops
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.told import leaves_question
from actions.turn import Turn
from policy_db.profile import read_answer

#: kinds of open questions of ours that a reply can fill
_OPEN = ("input", "condition", "check_up")


def awaits_reply(memory: Memory) -> bool:
    """Is a question of ours for a figure or a fact still open?"""
    return (memory.pending or {}).get("kind") in _OPEN


def form_answer(turn: Turn, memory: Memory, services: ActionServices) -> Answer | None:
    """The answer when the message replies to an input, a condition or a check-up question; None when it does not."""
    pending = memory.pending or {}
    kind = pending.get("kind")
    if not awaits_reply(memory) or (leaves_question(turn.text) and not (kind == "check_up" and stops(turn.text))):
        return None
    city = memory.city or services.default_city
    if kind == "check_up":
        return check_up_answer(Request("answer", turn, city, question=turn.text, follow_up=True), memory, services)
    item = services.policy.items.get(pending.get("item", ""))
    if item is None:
        return None
    if kind == "input":
        return calculate_answer(Request("calculate", turn, city, item, turn.text, follow_up=True), memory, services)
    if gives_input(turn, item, services) and read_answer(turn.text, services.policy.criteria[pending["key"]]) is None:
        return calculate_answer(Request("calculate", turn, city, item, turn.text, follow_up=True), memory, services)
    return eligibility_answer(Request("eligibility", turn, city, item, turn.text, follow_up=True), memory, services)
