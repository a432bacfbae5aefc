"""What is stored of a conversation, and what listeners are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.replies import Button

Author = Literal["visitor", "bot", "agent", "system"]
State = Literal["bot", "waiting", "person", "closed"]


@dataclass(frozen=True)
class Conversation:
    """`since` is when `state` began; times are seconds since the epoch; `agent` and `reason` may be empty."""

    id: str
    channel: str
    city: str
    state: State
    agent: str
    reason: str
    since: float
    created_at: float
    last_at: float


@dataclass(frozen=True)
class Message:
    """One message. `message_id` is the sender's own id, `reply_to` that of the visitor message a bot message answers.

    `repeated` is True when `add` found the message already stored.
    """

    id: int
    conversation: str
    author: Author
    text: str
    card: dict[str, Any] | None
    buttons: tuple[Button, ...]
    at: float
    message_id: str | None
    reply_to: str | None
    repeated: bool = False


@dataclass(frozen=True)
class Event:
    """`message`: a message was added; `state`: the hand-over state, agent or city changed (`message` is None)."""

    kind: Literal["message", "state"]
    conversation: Conversation
    message: Message | None = None
