"""What must survive a restart and be shared by all parts of the channel (SQLite): who may still be written to, and what is owed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clock import Clock

#: customer-service messages that WeChat allows after each kind of contact: (number, seconds)
AFTER_MESSAGE = (5, 48 * 3600)
AFTER_EVENT = (3, 60)

# nothing can be delivered later than WeChat's longest window
_DEBT_SECONDS = AFTER_MESSAGE[1]

_SCHEMA = """
create table if not exists allowances (
    openid text not null, contact text not null, remaining integer not null, until real not null,
    push text not null, primary key (openid, contact)
) without rowid;
create table if not exists owed (
    id integer primary key autoincrement, openid text not null, reference text not null, since real not null,
    unique (openid, reference)
);
create table if not exists suspended (what text primary key, until real not null) without rowid;
"""


@dataclass(frozen=True)
class Debt:
    """Something the user has not received yet. `reference` is "answer:<message key>" or "message:<id>"."""

    id: int
    openid: str
    reference: str
    since: float


class DeliveryState:
    """Every method is atomic and may be called from any thread or process."""

    def __init__(self, path: Path, clock: Clock):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_SCHEMA)

    # --- customer-service messages allowed

    def allow(self, openid: str, push: str, *, message: bool) -> None:
        """The user wrote (`message`), or followed, scanned or clicked: WeChat allows anew. A retry of the same push adds nothing."""
        count, seconds = AFTER_MESSAGE if message else AFTER_EVENT
        contact = "message" if message else "event"
        self._run(
            "insert into allowances values (?, ?, ?, ?, ?) on conflict do update set remaining = excluded.remaining,"
            " until = excluded.until, push = excluded.push where push <> excluded.push",
            openid, contact, count, self._clock.now() + seconds, push,
        )

    def spend(self, openid: str) -> None:
        """Count one customer-service message, against the window that ends first."""
        self._run(
            "update allowances set remaining = remaining - 1 where openid = ?1 and contact ="
            " (select contact from allowances where openid = ?1 and remaining > 0 and until > ?2 order by until limit 1)",
            openid, self._clock.now(),
        )

    def allowed(self, openid: str) -> int:
        """How many customer-service messages WeChat takes now."""
        [(count,)] = self._rows(
            "select coalesce(sum(remaining), 0) from allowances where openid = ? and until > ?", openid, self._clock.now())
        return int(count)

    def exhaust(self, openid: str) -> None:
        """WeChat says that none is allowed."""
        self._run("update allowances set remaining = 0 where openid = ?", openid)

    # --- deliveries owed

    def owe(self, openid: str, reference: str) -> None:
        """Note a delivery; no effect when it is noted already."""
        self._run("insert or ignore into owed (openid, reference, since) values (?, ?, ?)", openid, reference, self._clock.now())

    def owed(self, openid: str) -> list[Debt]:
        """What the user has not received, oldest first."""
        rows = self._rows("select * from owed where openid = ? and since > ? order by id", openid, self._oldest())
        return [Debt(*row) for row in rows]

    def claim(self, openid: str, reference: str) -> bool:
        """Take the debt in order to deliver it; False when another part has done so."""
        return self._run("delete from owed where openid = ? and reference = ?", openid, reference) > 0

    def restore(self, debt: Debt) -> None:
        """The delivery of a claimed debt failed: it is owed again, at its old place."""
        self._run("insert or ignore into owed values (?, ?, ?, ?)", debt.id, debt.openid, debt.reference, debt.since)

    def debtors(self) -> list[str]:
        """Users that something is owed to; what is too old to be delivered is forgotten."""
        self._run("delete from owed where since <= ?", self._oldest())
        return [openid for (openid,) in self._rows("select distinct openid from owed")]

    def forget(self, openid: str) -> None:
        """The user left: nothing can be delivered."""
        self._run("delete from owed where openid = ?", openid)
        self.exhaust(openid)

    # --- permission

    def suspend(self, what: str, seconds: float) -> None:
        """Do not try `what` for a while."""
        self._run("insert or replace into suspended values (?, ?)", what, self._clock.now() + seconds)

    def suspended(self, what: str) -> bool:
        """Is `what` not to be tried now?"""
        return bool(self._rows("select 1 from suspended where what = ? and until > ?", what, self._clock.now()))

    # --- inside

    def _oldest(self) -> float:
        return self._clock.now() - _DEBT_SECONDS

    def _run(self, sql: str, *values: Any) -> int:
        with self._lock:
            return self._db.execute(sql, values).rowcount

    def _rows(self, sql: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()
