"""The answer card of an item for an agent: the chat's own card, with the script to read aloud."""

from __future__ import annotations

from typing import Any

from actions.answer import item_answer
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.turn import Turn
from bot.desk.script import script_of


def item_card(item_id: str, actions: ActionServices, *, city: str = "", question: str = "") -> dict[str, Any]:
    """{"card", "text", "script"} of an item; `question` singles out the case meant. Raises UnknownItem."""
    item = actions.policy.item(item_id)
    if city and not actions.policy.provisions(item, city):
        city = ""  # shown as the other place's measure, with its region on every row
    request = Request("answer", Turn(question, ""), city, item, question)
    answer = item_answer(request, Memory(city=city or None), actions, everything=True)
    return {"card": answer.card, "text": answer.text, "script": script_of(answer.card)}
