"""A Rasa tracker store whose cost does not grow with the talk: slots and the last few events, one row per sender.

The full history of messages is kept by `bot.conversations`; Rasa only needs what decides the next turn.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

#: events kept of a talk besides its slots
KEPT_EVENTS = 12


class RecentTrackerStore(TrackerStore, SerializedTrackerAsText):
    """SQLite; thread-safe. `path` is created when missing."""

    def __init__(self, domain: Domain, path: Path):
        super().__init__(domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.execute("create table if not exists trackers (sender text primary key, state text not null) without rowid")

    async def save(self, tracker: DialogueStateTracker) -> None:
        recent = _tail(list(tracker.events))
        slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}
        state = json.dumps({"slots": slots, "events": [event.as_dict() for event in recent]}, ensure_ascii=False)
        with self._lock:
            self._db.execute("insert or replace into trackers values (?, ?)", (tracker.sender_id, state))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        with self._lock:
            row = self._db.execute("select state from trackers where sender = ?", (sender_id,)).fetchone()
        if row is None:
            return None
        state: dict[str, Any] = json.loads(row[0])
        kept = deserialise_events(state["events"])
        begin = kept[0].timestamp if kept else None
        # slots go in as events, since Rasa replays events: before the kept ones, so that a new session in these clears them
        tracker = self.init_tracker(sender_id)
        for event in [*(SlotSet(name, value, timestamp=begin) for name, value in state["slots"].items()), *kept]:
            tracker.update(event)
        return tracker

    async def keys(self) -> Iterable[str]:
        with self._lock:
            return [row[0] for row in self._db.execute("select sender from trackers").fetchall()]


def _tail(events: list[Event]) -> list[Event]:
    """The last events, beginning after an `action_listen` so that the kept part is a whole number of turns."""
    start = max(0, len(events) - KEPT_EVENTS)
    for index in range(start, len(events) - 1):
        if getattr(events[index], "action_name", None) == ACTION_LISTEN_NAME:
            return events[index:]
    return events[start:]
