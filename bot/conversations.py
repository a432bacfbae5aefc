"""Conversations of every channel: their messages, their hand-over state, and who is told of changes (SQLite).

    bot --request_person--> waiting --take--> person --release--> bot
    any state --close--> closed --next visitor message--> bot

Texts are already masked when they get here. One object serves all threads of a process.

    ConversationError
    ├── UnknownConversation   no conversation has this id
    ├── AlreadyTaken          another agent has it, or it is closed
    └── NotHolding            the agent does not have this conversation
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from bot.clock import Clock
from bot.replies import Button
from bot.subscriptions import Hub, Subscription

Author = Literal["visitor", "bot", "agent", "system"]
State = Literal["bot", "waiting", "person", "closed"]

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
_EXCHANGES = """
select m.id, m.conversation, c.channel, m.text, m.at, r.at, coalesce(json_extract(r.card, '$.type'), ''),
    coalesce(json_extract(r.card, '$.reason'), ''), coalesce(json_extract(r.card, '$.item.id'), ''),
    coalesce(json_extract(r.card, '$.item.title'), '')
from messages m join conversations c on c.id = m.conversation
left join messages r on r.conversation = m.conversation and r.reply_to = m.message_id and r.author = 'bot'
where m.author = 'visitor' and m.at >= ? and m.at < ? order by m.id, r.id
"""


class ConversationError(Exception):
    """Base of this module's errors."""


class UnknownConversation(ConversationError):
    """No conversation has this id."""


class AlreadyTaken(ConversationError):
    """Another agent has the conversation, or it is closed."""


class NotHolding(ConversationError):
    """The agent does not have this conversation."""


@dataclass(frozen=True)
class Conversation:
    """`since` is when `state` began; times are seconds since the epoch; `agent` and `reason` may be empty."""

    id: str
    channel: str
    city: str
    state: State
    agent: str
    reason: str
    since: float
    created_at: float
    last_at: float


@dataclass(frozen=True)
class Message:
    """One message. `message_id` is the sender's own id, `reply_to` that of the visitor message a bot message answers.

    `repeated` is True when `add` found the message already stored.
    """

    id: int
    conversation: str
    author: Author
    text: str
    card: dict[str, Any] | None
    buttons: tuple[Button, ...]
    at: float
    message_id: str | None
    reply_to: str | None
    repeated: bool = False


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


@dataclass(frozen=True)
class Event:
    """`message`: a message was added; `state`: the hand-over state, agent or city changed (`message` is None)."""

    kind: Literal["message", "state"]
    conversation: Conversation
    message: Message | None = None


class Conversations:
    """The store. Every method is atomic and may be called from any thread."""

    def __init__(self, path: Path, clock: Clock):
        """`path` is created with its folder when missing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._hub: Hub[Event] = Hub()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_SCHEMA)

    def dispose(self) -> None:
        """Close the database file."""
        with self._lock:
            self._db.close()

    # --- conversations

    def open(self, id: str, channel: str, city: str = "") -> Conversation:
        """The conversation, created when missing; a city that is given replaces the stored one."""
        with self._changes() as events:
            now = self._clock.now()
            self._db.execute(
                "insert into conversations values (?, ?, ?, 'bot', '', '', ?, ?, ?) on conflict do nothing",
                (id, channel, city, now, now, now),
            )
            conversation = self._require(id)
            if city and city != conversation.city:
                conversation = self._update(conversation, city=city)
                events.append(Event("state", conversation))
            return conversation

    def get(self, id: str) -> Conversation | None:
        """The conversation, or None."""
        with self._lock:
            row = self._db.execute("select * from conversations where id = ?", (id,)).fetchone()
        return Conversation(**row) if row else None

    def waiting(self) -> list[Conversation]:
        """Conversations that wait for a person, longest wait first."""
        return self._in_states("waiting")

    def open_chats(self) -> list[Conversation]:
        """Conversations that a person has, oldest take-over first."""
        return self._in_states("person")

    def recent(self, since: float, limit: int = 100) -> list[Conversation]:
        """Conversations that the bot has and in which something was said since then, the latest first."""
        with self._lock:
            rows = self._db.execute(
                "select * from conversations where state = 'bot' and last_at >= ? order by last_at desc limit ?", (since, limit)
            ).fetchall()
        return [Conversation(**row) for row in rows]

    def exchanges(self, start: float, end: float) -> list[Exchange]:
        """What visitors said from `start` to before `end` (seconds since the epoch), oldest first, with the bot's replies.

        Reads through a connection of its own, so that a long report keeps no conversation waiting.
        """
        with contextlib.closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as db:
            rows = db.execute(_EXCHANGES, (start, end)).fetchall()
        return [Exchange(*row) for row in rows]

    # --- messages

    def add(
        self,
        id: str,
        author: Author,
        text: str,
        *,
        card: dict[str, Any] | None = None,
        buttons: Sequence[Button] = (),
        message_id: str | None = None,
        reply_to: str | None = None,
    ) -> Message:
        """Store a message; the same `message_id` again returns the stored one, with `repeated` True.

        A visitor's message reopens a closed conversation. Raises UnknownConversation.
        """
        with self._changes() as events:
            conversation = self._require(id)
            if message_id is not None and (stored := self._by_sender_id(id, message_id)):
                return replace(stored, repeated=True)
            now = self._clock.now()
            cursor = self._db.execute(
                "insert into messages (conversation, author, text, card, buttons, at, message_id, reply_to)"
                " values (?, ?, ?, ?, ?, ?, ?, ?)",
                (id, author, text, _json(card), _json([asdict(b) for b in buttons]), now, message_id, reply_to),
            )
            message = Message(
                cursor.lastrowid or 0, id, author, text, card, tuple(buttons), now, message_id, reply_to
            )
            if author == "visitor" and conversation.state == "closed":
                conversation = self._update(conversation, state="bot", agent="", reason="", last_at=now)
                events.append(Event("state", conversation))
            else:
                conversation = self._update(conversation, last_at=now)
            events.append(Event("message", conversation, message))
            return message

    def message(self, id: str, message: int) -> Message | None:
        """One message of the conversation `id`; None when it is not there or belongs to another conversation."""
        with self._lock:
            row = self._db.execute("select * from messages where id = ? and conversation = ?", (message, id)).fetchone()
        return _message(row) if row else None

    def replies_to(self, id: str, message_id: str) -> list[Message]:
        """The messages that answer the visitor's message `message_id`, in order."""
        with self._lock:
            rows = self._db.execute(
                "select * from messages where conversation = ? and reply_to = ? order by id", (id, message_id)
            ).fetchall()
        return [_message(row) for row in rows]

    def history(self, id: str, after: int = 0, limit: int = 200) -> list[Message]:
        """The newest `limit` messages whose id is above `after`, in rising order."""
        with self._lock:
            rows = self._db.execute(
                "select * from messages where conversation = ? and id > ? order by id desc limit ?", (id, after, limit)
            ).fetchall()
        return [_message(row) for row in reversed(rows)]

    def rate(self, id: str, message: int, useful: bool, reason: str = "") -> bool:
        """Record the visitor's verdict on an answer, replacing an earlier one; False when `id` has no such answer."""
        with self._lock:
            found = self.message(id, message)
            if found is None or found.author == "visitor":
                return False
            self._db.execute(
                "insert or replace into feedback values (?, ?, ?, ?, ?)",
                (message, id, int(useful), reason, self._clock.now()),
            )
            return True

    def feedback(self, id: str) -> dict[int, tuple[bool, str]]:
        """Verdicts of one conversation: message id → (useful, reason)."""
        with self._lock:
            rows = self._db.execute("select * from feedback where conversation = ?", (id,)).fetchall()
        return {row["message"]: (bool(row["useful"]), row["reason"]) for row in rows}

    # --- hand-over

    def request_person(self, id: str, reason: str) -> Conversation:
        """Put the conversation into the waiting queue; no effect while it waits already or a person has it."""
        with self._changes() as events:
            conversation = self._require(id)
            if conversation.state in ("waiting", "person"):
                return conversation
            return self._move(conversation, events, "waiting", agent="", reason=reason)

    def take(self, id: str, agent: str) -> Conversation:
        """`agent` takes a conversation that waits or that the bot has. Raises AlreadyTaken: of two agents one wins."""
        with self._changes() as events:
            conversation = self._require(id)
            if conversation.state == "person" and conversation.agent == agent:
                return conversation
            if conversation.state in ("person", "closed"):
                raise AlreadyTaken(f"{id} is {conversation.state} {conversation.agent}".rstrip())
            return self._move(conversation, events, "person", agent=agent, reason=conversation.reason)

    def release(self, id: str, agent: str) -> Conversation:
        """Give the conversation back to the bot. Raises NotHolding."""
        with self._changes() as events:
            return self._move(self._held_by(id, agent), events, "bot", agent="", reason="")

    def transfer(self, id: str, agent: str, to: str | None) -> Conversation:
        """Hand it to the agent `to`, or back into the waiting queue (None). Raises NotHolding."""
        with self._changes() as events:
            held = self._held_by(id, agent)
            return self._move(held, events, "person" if to else "waiting", agent=to or "", reason=held.reason)

    def close(self, id: str, agent: str) -> Conversation:
        """End the conversation. Raises NotHolding while another agent has it."""
        with self._changes() as events:
            conversation = self._require(id)
            if conversation.state == "person" and conversation.agent != agent:
                raise NotHolding(f"{id} is with {conversation.agent}")
            return self._move(conversation, events, "closed", agent="", reason="")

    def subscribe(self, id: str | None = None) -> Subscription[Event]:
        """Events of one conversation, or of all (None), from now on. Call it inside a running event loop."""
        return self._hub.subscribe(id)

    # --- inside

    @contextmanager
    def _changes(self) -> Iterator[list[Event]]:
        """One transaction; its events are published after the commit and in the order of commits."""
        events: list[Event] = []
        with self._lock:
            self._db.execute("begin immediate")
            try:
                yield events
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")
            for event in events:
                self._hub.publish(event.conversation.id, event)

    def _require(self, id: str) -> Conversation:
        conversation = self.get(id)
        if conversation is None:
            raise UnknownConversation(id)
        return conversation

    def _held_by(self, id: str, agent: str) -> Conversation:
        conversation = self._require(id)
        if conversation.state != "person" or conversation.agent != agent:
            raise NotHolding(f"{id} is not with {agent}")
        return conversation

    def _move(
        self, conversation: Conversation, events: list[Event], state: State, *, agent: str, reason: str
    ) -> Conversation:
        moved = self._update(conversation, state=state, agent=agent, reason=reason)
        events.append(Event("state", moved))
        return moved

    def _update(self, conversation: Conversation, **changes: Any) -> Conversation:
        if changes.get("state", conversation.state) != conversation.state:
            changes["since"] = self._clock.now()
        changed = replace(conversation, **changes)
        self._db.execute(
            "update conversations set city = :city, state = :state, agent = :agent, reason = :reason, since = :since,"
            " last_at = :last_at where id = :id",
            asdict(changed),
        )
        return changed

    def _in_states(self, state: State) -> list[Conversation]:
        with self._lock:
            rows = self._db.execute(
                "select * from conversations where state = ? order by since, id", (state,)
            ).fetchall()
        return [Conversation(**row) for row in rows]

    def _by_sender_id(self, id: str, message_id: str) -> Message | None:
        row = self._db.execute(
            "select * from messages where conversation = ? and message_id = ?", (id, message_id)
        ).fetchone()
        return _message(row) if row else None


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _message(row: sqlite3.Row) -> Message:
    fields = dict(row)
    fields["card"] = json.loads(row["card"]) if row["card"] else None
    fields["buttons"] = tuple(Button(**button) for button in json.loads(row["buttons"]))
    return Message(**fields)
