"""What visitors said in a span of time and what the bot replied, for the reports."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

_EXCHANGES = """
select m.id, m.conversation, c.channel, m.text, m.at, r.at, coalesce(json_extract(r.card, '$.type'), ''),
    coalesce(json_extract(r.card, '$.reason'), ''), coalesce(json_extract(r.card, '$.item.id'), ''),
    coalesce(json_extract(r.card, '$.item.title'), '')
from messages m join conversations c on c.id = m.conversation
left join messages r on r.conversation = m.conversation and r.reply_to = m.message_id and r.author = 'bot'
where m.author = 'visitor' and m.at >= ? and m.at < ? order by m.id, r.id
"""


@dataclass(frozen=True)
class Exchange:
    """A visitor's message with one reply of the bot (`answered_at` None and the rest empty without any).

    `card_type`, `reason` (of a refusal), `item` and `title` are those of the reply's card.
    """

    message: int
    conversation: str
    channel: str
    question: str
    asked_at: float
    answered_at: float | None
    card_type: str
    reason: str
    item: str
    title: str


def read_exchanges(path: Path, start: float, end: float) -> list[Exchange]:
    """The exchanges from `start` to before `end` (seconds since the epoch), oldest first.

    Reads through a connection of its own, so that a long report keeps no conversation waiting.
    """
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        rows = db.execute(_EXCHANGES, (start, end)).fetchall()
    return [Exchange(*row) for row in rows]
