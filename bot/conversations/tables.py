"""The SQLite tables of the conversations, and how records stand in their rows."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from bot.conversations.records import Message
from bot.replies import Button

_SCHEMA = """
create table if not exists conversations (
    id text primary key, channel text not null, city text not null, state text not null, agent text not null,
    reason text not null, since real not null, created_at real not null, last_at real not null
) without rowid;
create index if not exists conversations_by_state on conversations (state, since);
create table if not exists messages (
    id integer primary key autoincrement, conversation text not null references conversations (id),
    author text not null, text text not null, card text, buttons text not null, at real not null,
    message_id text, reply_to text
);
create unique index if not exists messages_by_sender_id on messages (conversation, message_id)
    where message_id is not null;
create index if not exists messages_by_conversation on messages (conversation, id);
create index if not exists messages_by_time on messages (at);
create table if not exists feedback (
    message integer primary key references messages (id), conversation text not null,
    useful integer not null, reason text not null, at real not null
);
"""


def open_database(path: Path) -> sqlite3.Connection:
    """A connection for all threads of the process, with the tables; `path` is created with its folder when missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = normal")
    db.executescript(_SCHEMA)
    return db


def as_json(value: Any) -> str | None:
    """A card or buttons as a column holds them; None stays None."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def message_of(row: sqlite3.Row) -> Message:
    """The record of a row of `messages`."""
    fields = dict(row)
    fields["card"] = json.loads(row["card"]) if row["card"] else None
    fields["buttons"] = tuple(Button(**button) for button in json.loads(row["buttons"]))
    return Message(**fields)
