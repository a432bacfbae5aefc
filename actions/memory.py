"""What a talk remembers, in slots. The only place that knows their names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import SlotSet

#: items before the present one that can be returned to
_EARLIER = 5


@dataclass(frozen=True)
class Memory:
    """Slots of the domain; every value is plain JSON."""

    item: str | None = None
    aspect: str | None = None
    question: str | None = None                               # the words that last chose among the item's benefits
    city: str | None = None                                   # "": no city in particular; None: never told
    figures: dict[str, str] = field(default_factory=dict)     # criteria key → figure as decimal text
    profile: dict[str, Any] = field(default_factory=dict)     # criteria key → what the asker told of the firm
    candidates: list[dict[str, str]] = field(default_factory=list)  # {"title", "item"} offered last
    pending: dict[str, Any] | None = None                     # our open question: {"kind", "question", …}
    listing: dict[str, Any] | None = None                     # {"title", "items", "shown"}
    misses: int = 0                                           # failures in a row
    earlier: list[str] = field(default_factory=list)          # items talked about before this one, the latest first
    channel_city: str | None = None                           # the city that the channel told last

    @classmethod
    def read(cls, slots: Mapping[str, Any]) -> Memory:
        """From a tracker's slots; slots that were never set have their defaults."""
        known = {field.name: slots[field.name] for field in dataclasses.fields(cls) if slots.get(field.name) is not None}
        return cls(**known)

    def changes(self, after: Memory) -> list[dict[str, Any]]:
        """Rasa events that turn this memory into `after`."""
        return [SlotSet(field.name, getattr(after, field.name)) for field in dataclasses.fields(self)
                if getattr(after, field.name) != getattr(self, field.name)]

    def settled(self, after: Memory, city: str | None) -> Memory:
        """`after` a turn, completed with what every turn must keep: the city, the items before, a list being gone through."""
        earlier = self.earlier
        if self.item and after.item != self.item:
            earlier = [self.item, *(item for item in earlier if item not in (self.item, after.item))][:_EARLIER]
        one_of_these = after.item in {candidate["item"] for candidate in self.candidates}
        return after.with_(city=city, earlier=earlier, channel_city=self.channel_city,
                           candidates=after.candidates or (self.candidates if one_of_these else []))

    def with_(self, **changes: Any) -> Memory:
        return dataclasses.replace(self, **changes)
