"""答案有误 / 缺政策: what agents report, as entries for the editors of the catalogue."""

from __future__ import annotations

from typing import Any, Literal, cast, get_args

from bot.clock import Clock
from bot.desk.store import DeskStore

Kind = Literal["wrong", "missing"]
State = Literal["open", "done", "rejected"]
KINDS: tuple[str, ...] = get_args(Kind)
STATES: tuple[str, ...] = get_args(State)


class Flags:
    """The list of entries."""

    def __init__(self, store: DeskStore, clock: Clock):
        self._store = store
        self._clock = clock

    def add(self, agent: str, kind: Kind, *, item: str, question: str, note: str, origin: str) -> int:
        """A new open entry; `origin` is the conversation or call it comes from. Returns its number."""
        with self._store.change() as db:
            cursor = db.execute(
                "insert into flags (at, agent, kind, item, question, note, origin, state) values (?, ?, ?, ?, ?, ?, ?, 'open')",
                (self._clock.now(), agent, kind, item, question, note, origin))
            return cast(int, cursor.lastrowid)

    def all(self, state: str = "", limit: int = 500) -> list[dict[str, Any]]:
        """Newest first; all states for ''."""
        rows = self._store.rows("select * from flags where ? = '' or state = ? order by id desc limit ?", state, state, limit)
        return [dict(row) for row in rows]

    def settle(self, number: int, state: State) -> bool:
        """Set the state; False when there is no such entry."""
        with self._store.change() as db:
            return bool(db.execute("update flags set state = ? where id = ?", (state, number)).rowcount)
