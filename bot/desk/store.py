"""The desk's own SQLite file (var/desk.db): accounts, sessions, audit trail, flags, calls."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEMA = """
create table if not exists agents (
    name text primary key, display text not null, role text not null, password text not null,
    disabled integer not null default 0, created_at real not null
) without rowid;
create table if not exists failures (name text primary key, count integer not null, last_at real not null) without rowid;
create table if not exists sessions (
    id text primary key, agent text not null references agents (name), expires real not null
) without rowid;
create table if not exists presence (agent text primary key, at real not null) without rowid;
create table if not exists audit (
    id integer primary key autoincrement, at real not null, agent text not null, action text not null,
    target text not null, detail text not null
);
create index if not exists audit_by_time on audit (at);
create table if not exists flags (
    id integer primary key autoincrement, at real not null, agent text not null, kind text not null, item text not null,
    question text not null, note text not null, origin text not null, state text not null
);
create table if not exists calls (
    id text primary key, agent text not null, city text not null, started_at real not null, last_at real not null
) without rowid;
create table if not exists segments (
    call text not null references calls (id), speaker text not null, start real not null, text text not null,
    primary key (call, start, speaker)
) without rowid;
"""


class DeskStore:
    """One connection for all threads of a process; a change is one transaction."""

    def __init__(self, path: Path):
        """`path` is created with its folder when missing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.execute("pragma busy_timeout = 5000")
        self._db.executescript(_SCHEMA)

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a query."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A write transaction; rolled back when the block raises."""
        with self._lock:
            self._db.execute("begin immediate")
            try:
                yield self._db
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def dispose(self) -> None:
        """Close the database file."""
        with self._lock:
            self._db.close()
