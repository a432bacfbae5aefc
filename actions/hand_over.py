"""Asks for a person. The state of the hand-over is the service's: it sees this card and queues the talk."""

from __future__ import annotations

from actions.answers import Answer
from actions.cards import HOTLINE
from actions.memory import Memory

WORDS = f"好的，已为您转接人工，请稍候；着急请直接拨{HOTLINE}。等待时您可以继续留言。"


def hand_over_answer(reason: str, memory: Memory) -> Answer:
    """A handoff card whose state is `waiting`."""
    card = {"type": "handoff", "state": "waiting", "reason": reason, "text": WORDS}
    return Answer(WORDS, card, memory.with_(misses=0, pending=None))
