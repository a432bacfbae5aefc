"""Questions that no model saw: the right item comes first often enough, and no held-out question is trained on."""

from __future__ import annotations

import asyncio

import pytest

from actions.turn import turn_of
from bot.services import Services
from policy_db.database import PolicyDb
from policy_db.match import Match, Matcher
from policy_db.text import normalise
from scripts.calibrate import right_item
from scripts.held_out import HELD_OUT_DIR, TRAINING_DIR, read_examples

#: questions per item that CONTRIBUTING asks for; targets and services that grant no money have fewer
LEAST_QUESTIONS, LEAST_FOR_SERVICES = 25, 12


def test_no_held_out_question_is_trained_on() -> None:
    trained = {normalise(text) for text, _ in read_examples(TRAINING_DIR)}
    assert [text for text, _ in read_examples(HELD_OUT_DIR, "held_out_*.yml") if normalise(text) in trained] == []


def test_every_item_has_enough_questions_and_a_held_out_one(policy: PolicyDb) -> None:
    counts: dict[str, int] = {}
    for _, label in read_examples(TRAINING_DIR):
        if item := right_item(label, policy):
            counts[item] = counts.get(item, 0) + 1
    least = {item.id: LEAST_FOR_SERVICES if item.kind in ("服务", "目标", "权益") else LEAST_QUESTIONS for item in policy.items.values()}
    assert {name: counts.get(name, 0) for name in policy.items if counts.get(name, 0) < least[name]} == {}
    held_out = {right_item(label, policy) for _, label in read_examples(HELD_OUT_DIR, "held_out_*.yml")}
    assert set(policy.items) - held_out == set()


@pytest.mark.slow
def test_the_right_item_comes_first(policy: PolicyDb, services: Services) -> None:
    questions = [(text, item) for text, label in read_examples(HELD_OUT_DIR, "held_out_*.yml") if (item := right_item(label, policy))]

    async def matches() -> list[Match]:
        return [matcher.match(text, turn_of({**await services.dialogue.understand(text), "text": text}).reading)
                for text, _ in questions]

    matcher = Matcher(policy)
    wrong_answers = first = compendium = compendium_first = 0
    for (_, item), match in zip(questions, asyncio.run(matches()), strict=True):
        first += match.item == item
        wrong_answers += match.band == "answer" and match.item != item
        if any(p.source.startswith("luoyang-compendium-2022#") for p in policy.items[item].provisions):
            compendium += 1
            compendium_first += match.item == item
    print(f"right item first: {first}/{len(questions)}; compendium {compendium_first}/{compendium}; wrong answers {wrong_answers}")
    assert first / len(questions) >= 0.93
    assert compendium_first / compendium >= 0.95
    assert wrong_answers / len(questions) <= 0.025
