"""Phone calls at the desk: whose they are, and what was recognised so far. Kept, so that a restart loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.desk.assist import Segment
from bot.desk.store import DeskStore
from bot.privacy import mask
from policy_db.text import normalise

#: segments of one call that are kept: some hours of talk
MOST_SEGMENTS = 5000


class NotYourCall(Exception):
    """The call belongs to another agent."""


@dataclass(frozen=True)
class Call:
    """`id` is the telephone system's; times are seconds since the epoch."""

    id: str
    agent: str
    city: str
    started_at: float
    last_at: float


class Calls:
    """Every text is masked before it is stored."""

    def __init__(self, store: DeskStore, clock: Clock):
        self._store = store
        self._clock = clock

    def hear(self, id: str, agent: str, segments: Sequence[Segment], city: str = "") -> Call:
        """Add segments; one with the same start and speaker replaces the earlier reading. Raises NotYourCall."""
        now = self._clock.now()
        with self._store.change() as db:
            db.execute("insert into calls values (?, ?, ?, ?, ?) on conflict do nothing", (id, agent, city, now, now))
            call = _call(db.execute("select * from calls where id = ?", (id,)).fetchone())
            if call.agent != agent:
                raise NotYourCall(id)
            db.execute("update calls set last_at = ?, city = ? where id = ?", (now, city or call.city, id))
            count = db.execute("select count(*) from segments where call = ?", (id,)).fetchone()[0]
            for segment in segments[:max(0, MOST_SEGMENTS - count)]:
                db.execute("insert or replace into segments values (?, ?, ?, ?)",
                           (id, segment.speaker, segment.start, mask(normalise(segment.text))))
        return self._require(id)

    def get(self, id: str) -> Call | None:
        """The call, or None."""
        row = self._store.row("select * from calls where id = ?", id)
        return _call(row) if row else None

    def latest(self, agent: str, since: float) -> Call | None:
        """The agent's last call that went on after `since`."""
        row = self._store.row("select * from calls where agent = ? and last_at >= ? order by last_at desc limit 1", agent, since)
        return _call(row) if row else None

    def segments(self, id: str) -> list[Segment]:
        """In the order of speaking."""
        rows = self._store.rows("select speaker, start, text from segments where call = ? order by start, speaker", id)
        return [Segment(row["speaker"], row["start"], row["text"]) for row in rows]

    def _require(self, id: str) -> Call:
        call = self.get(id)
        assert call is not None
        return call


def _call(row: sqlite3.Row) -> Call:
    return Call(*row)
