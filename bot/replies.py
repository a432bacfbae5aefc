"""What the bot says: the same reply for every channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A quick reply: `payload` comes back as the visitor's next text."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One answer. `text` alone is complete; `card` is its structure (design §3)."""

    text: str
    buttons: tuple[Button, ...] = ()
    card: dict[str, Any] | None = None
    message_id: int = 0
