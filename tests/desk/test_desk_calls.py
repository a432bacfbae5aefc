"""Simulated calls with recognition errors, through the trained model: is the right item on the screen in time?"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.services import ActionServices
from bot.desk.assist import Assist, Segment
from bot.services import Services
from policy_db.match import Matcher

pytestmark = pytest.mark.slow

CALLS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "calls.yml").read_text(encoding="utf-8"))
#: share of calls whose item must be suggested, and be suggested first, by the second segment about the matter
SUGGESTED, FIRST = 0.9, 0.8


def spoken_until(call: dict[str, Any], relevant: int) -> list[Segment]:
    """Segments up to and with the `relevant`-th one about the matter."""
    segments, seen = [], 0
    for place, entry in enumerate(call["segments"]):
        (speaker, text), = entry.items()
        segments.append(Segment("agent" if speaker == "agent" else "caller", float(place), text))
        seen += speaker == "matter"
        if seen == relevant:
            break
    return segments


async def suggested(assist: Assist, calls: list[dict[str, Any]]) -> list[list[str]]:
    return [[row["id"] for row in (await assist.suggest(spoken_until(call, 2)))["suggestions"]] for call in calls]


def test_the_right_item_is_suggested_by_the_second_relevant_segment(services: Services) -> None:
    assert len(CALLS) >= 20
    assert all(sum("matter" in entry for entry in call["segments"]) >= 2 for call in CALLS)
    actions = ActionServices(services.policy, Matcher(services.policy), services.clock.today)
    shown = asyncio.run(suggested(Assist(actions, services.dialogue.understand), CALLS))
    missed = [(call["item"], items) for call, items in zip(CALLS, shown, strict=True) if call["item"] not in items]
    not_first = [(call["item"], items) for call, items in zip(CALLS, shown, strict=True) if call["item"] not in items[:1]]
    assert len(missed) <= (1 - SUGGESTED) * len(CALLS), missed
    assert len(not_first) <= (1 - FIRST) * len(CALLS), not_first
