"""What a talk remembers, in slots. The only place that knows their names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import SlotSet


@dataclass(frozen=True)
class Memory:
    """Slots of the domain; every value is plain JSON."""

    item: str | None = None
    aspect: str | None = None
    city: str | None = None
    figures: dict[str, str] = field(default_factory=dict)     # criteria key → figure as decimal text
    profile: dict[str, Any] = field(default_factory=dict)     # criteria key → what the asker told of the firm
    candidates: list[dict[str, str]] = field(default_factory=list)  # {"title", "item"} offered last
    pending: dict[str, Any] | None = None                     # our open question: {"kind", "question", …}
    listing: dict[str, Any] | None = None                     # {"title", "items", "shown"}
    misses: int = 0

    @classmethod
    def read(cls, slots: Mapping[str, Any]) -> Memory:
        """From a tracker's slots; slots that were never set have their defaults."""
        known = {field.name: slots[field.name] for field in dataclasses.fields(cls) if slots.get(field.name) is not None}
        return cls(**known)

    def changes(self, after: Memory) -> list[dict[str, Any]]:
        """Rasa events that turn this memory into `after`."""
        return [SlotSet(field.name, getattr(after, field.name)) for field in dataclasses.fields(self)
                if getattr(after, field.name) != getattr(self, field.name)]

    def with_(self, **changes: Any) -> Memory:
        return dataclasses.replace(self, **changes)
