"""The parts that channels work with, built once by `bot.app`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.settings import Settings
from policy_db.database import PolicyDb

if TYPE_CHECKING:
    from bot.conversations import Conversations
    from bot.dialogue import Dialogue


@dataclass(frozen=True)
class Services:
    """Shared, thread-safe parts of one process."""

    settings: Settings
    clock: Clock
    policy: PolicyDb
    dialogue: Dialogue
    conversations: Conversations
