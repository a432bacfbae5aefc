"""The audit trail: who signed in, saw, sent and changed what, and when. Rows are only ever added."""

from __future__ import annotations

import json
from typing import Any

from bot.clock import Clock
from bot.desk.store import DeskStore


class Audit:
    """Writes and reads the trail."""

    def __init__(self, store: DeskStore, clock: Clock):
        self._store = store
        self._clock = clock

    def record(self, agent: str, action: str, target: str = "", **detail: Any) -> None:
        """`action` is a short English word (take, send, …); `target` the conversation, call, item or account."""
        with self._store.change() as db:
            db.execute("insert into audit (at, agent, action, target, detail) values (?, ?, ?, ?, ?)",
                       (self._clock.now(), agent, action, target, json.dumps(detail, ensure_ascii=False)))

    def entries(self, *, limit: int = 200, agent: str = "", action: str = "", since: float = 0.0,
                until: float = float("inf")) -> list[dict[str, Any]]:
        """Newest first; `agent` and `action` narrow the list."""
        rows = self._store.rows(
            "select * from audit where at >= ? and at < ? and (? = '' or agent = ?) and (? = '' or action = ?)"
            " order by id desc limit ?", since, until, agent, agent, action, action, limit)
        return [{**dict(row), "detail": json.loads(row["detail"])} for row in rows]
