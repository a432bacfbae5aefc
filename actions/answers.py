"""What an action gives back: the words, the card, the buttons, and what to remember."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.memory import Memory


@dataclass(frozen=True)
class Answer:
    """`text` alone is complete; `card` is its structure (design §3); `buttons` are (title, payload)."""

    text: str
    card: dict[str, Any]
    memory: Memory
    buttons: tuple[tuple[str, str], ...] = field(default=())
