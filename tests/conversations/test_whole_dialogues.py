"""Replays whole dialogues (`*.yml` beside this file) through the real service.

A dialogue has `name`, `city` (of the channel; empty: none) and `turns`. A turn has `user` and what the replies to it must
show: `contains` (all of these), `any_of` (one of these), `lacks` (none of these), `card` (a card type), `item` (an item id),
`reason` (of a refusal). What is expected comes from the catalogue and its sources.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.replies import Reply
from bot.services import Services

pytestmark = pytest.mark.slow
EXPECTATIONS = {"contains", "any_of", "lacks", "card", "item", "reason"}


def dialogues() -> list[Any]:
    """Every dialogue of every file, named <file>:<name>."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.yml")):
        for dialogue in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(pytest.param(dialogue, id=f"{path.stem}:{dialogue['name']}"))
    return found


@pytest.mark.parametrize("dialogue", dialogues())
def test_dialogue(services: Services, dialogue: dict[str, Any], request: pytest.FixtureRequest) -> None:
    said: list[str] = []

    async def talk() -> None:
        for turn in dialogue["turns"]:
            replies = await services.dialogue.reply(request.node.name, turn["user"], channel="test", city=dialogue["city"] or None)
            said.append("\n".join([f"用户：{turn['user']}", *(f"[{card_of(reply)}] {reply.text}" for reply in replies)]))
            wrong = problems(turn, replies)
            assert not wrong, "\n".join([*wrong, "--- the dialogue so far:", *said])

    asyncio.run(talk())


def problems(turn: dict[str, Any], replies: list[Reply]) -> list[str]:
    """What the replies to a turn lack, in words; [] when all is as expected."""
    text = "\n".join(reply.text for reply in replies)
    cards = [reply.card or {} for reply in replies]
    shown = {"card": {card.get("type") for card in cards}, "reason": {card.get("reason") for card in cards},
             "item": {(card.get("item") or {}).get("id") for card in cards}}
    wrong = [f"“{words}” is missing" for words in turn.get("contains", []) if words not in text]
    wrong += [f"“{words}” must not be said" for words in turn.get("lacks", []) if words in text]
    if turn.get("any_of") and not any(words in text for words in turn["any_of"]):
        wrong.append(f"none of {turn['any_of']} is said")
    wrong += [f"{field} is {found}, not {turn[field]}" for field, found in shown.items() if field in turn and turn[field] not in found]
    return wrong


def card_of(reply: Reply) -> str:
    card = reply.card or {}
    return " ".join(str(part) for part in (card.get("type"), (card.get("item") or {}).get("id"), card.get("reason")) if part)


def test_every_dialogue_is_well_formed() -> None:
    """Unknown keys would silently check nothing."""
    for parameter in dialogues():
        dialogue = parameter.values[0]
        assert set(dialogue) == {"name", "city", "turns"}, parameter.id
        assert 3 <= len(dialogue["turns"]) <= 8, parameter.id
        for turn in dialogue["turns"]:
            assert set(turn) - {"user"} <= EXPECTATIONS, (parameter.id, turn)
        assert any(set(turn) - {"user"} for turn in dialogue["turns"]), parameter.id
