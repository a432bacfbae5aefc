"""Asks which of a few items is meant; never the same question twice in a row."""

from __future__ import annotations

from dataclasses import replace

from actions import phrases
from actions.answer import item_answer
from actions.answers import Answer
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices


def clarify_answer(request: Request, memory: Memory, services: ActionServices) -> Answer:
    """Candidates as buttons; the same set offered again means the first is shown instead."""
    serving = [name for name in request.candidates if services.policy.provisions(services.policy.item(name), request.city)]
    names = serving or list(request.candidates)  # another city's measure is no choice while the asker's own city has one
    offered = [candidate["item"] for candidate in memory.candidates]
    if len(names) == 1 or (memory.pending and set(offered) == set(names)):
        return item_answer(replace(request, act="answer", item=services.policy.item(names[0])), memory, services)
    options = [{"title": services.policy.items[name].title, "payload": services.policy.items[name].title} for name in names]
    lines = [f"{number}. {option['title']}" for number, option in enumerate(options, 1)]
    text = "\n".join([phrases.CHOOSE_ITEM, *lines, phrases.CHOOSE_HINT])
    remembered = memory.with_(
        candidates=[{"title": option["title"], "item": name} for option, name in zip(options, names, strict=True)],
        pending={"kind": "item", "question": request.question, "aspects": list(request.aspects)}, city=request.city or None, listing=None)
    card = {"type": "candidates", "question": phrases.CHOOSE_ITEM, "options": options}
    return Answer(text, card, remembered, tuple((option["title"], option["payload"]) for option in options))
