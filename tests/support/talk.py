"""Actions on the real catalogue without Rasa: messages in, answers out, memory kept between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from actions.answers import Answer
from actions.context import Act, Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.turn import Turn, turn_of
from bot.nlu.details import DetailFinder
from tests.support.catalogue import TODAY, built_policy

Handler = Callable[[Request, Memory, ActionServices], Answer | None]


def services() -> ActionServices:
    return ActionServices(built_policy(), cast(Any, None), lambda: TODAY)


def turn(text: str) -> Turn:
    found = DetailFinder(built_policy().places.values()).find(text)
    entities = [{"entity": d.kind, "value": d.value, "start": d.start, "end": d.end, "unit": d.unit} for d in found]
    return turn_of({"text": text, "entities": entities, "intent": {"name": "ask_policy"}})


def say(handler: Handler, item: str, *messages: str, city: str = "洛阳", act: Act = "calculate") -> list[Answer | None]:
    """The answers to messages about one item, in one talk."""
    memory, answers = Memory(), []
    for index, text in enumerate(messages):
        request = Request(act, turn(text), city, built_policy().item(item), text, follow_up=index > 0)
        answer = handler(request, memory, services())
        memory = answer.memory if answer else memory
        answers.append(answer)
    return answers
