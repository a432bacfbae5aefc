"""Questions for a list through the real service (`lists.yml`): what must be among the first six, and with which figures."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.services import Services

pytestmark = pytest.mark.slow
CASES = yaml.safe_load(Path(__file__).with_name("lists.yml").read_text(encoding="utf-8"))
SHOWN = 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['city']}:{case['ask']}")
def test_list(services: Services, case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    replies = asyncio.run(services.dialogue.reply(request.node.name, case["ask"], channel="test", city=case["city"] or None))
    text = "\n".join(reply.text for reply in replies)
    cards = [reply.card or {} for reply in replies]
    shown = [row["id"] for card in cards for row in card.get("rows", [])]
    shown += [card["item"]["id"] for card in cards if card.get("item")]  # one item may be all that there is
    assert not set(case["first"]) - set(shown), text
    assert len(shown) <= SHOWN
    assert not [figure for figure in case.get("says", []) if figure not in text], text


def test_the_set_is_well_formed() -> None:
    """Unknown keys would silently check nothing; a question twice checks nothing more."""
    assert len({(case["ask"], case["city"]) for case in CASES}) == len(CASES) >= 60
    for case in CASES:
        assert set(case) - {"says"} == {"ask", "city", "first"}, case
        assert 1 <= len(case["first"]) <= SHOWN, case
