"""The store of conversations and the moves of the hand-over. One object serves all threads of a process.

    bot --request_person--> waiting --take--> person --release--> bot
    any state --close--> closed --next visitor message--> bot
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.conversations.errors import AlreadyTaken, NotHolding, UnknownConversation
from bot.conversations.exchanges import Exchange, read_exchanges
from bot.conversations.records import Author, Conversation, Event, Message, State
from bot.conversations.tables import as_json, message_of, open_database
from bot.replies import Button
from bot.subscriptions import Hub, Subscription


class Conversations:
    """The store. Every method is atomic and may be called from any thread."""

    def __init__(self, path: Path, clock: Clock):
        """`path` is created with its folder when missing."""
        self._path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._hub: Hub[Event] = Hub()
        self._db = open_database(path)

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
        """What visitors said from `start` to before `end` (seconds since the epoch), oldest first, with the bot's replies."""
        return read_exchanges(self._path, start, end)

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
                (id, author, text, as_json(card), as_json([asdict(b) for b in buttons]), now, message_id, reply_to),
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
        return message_of(row) if row else None

    def replies_to(self, id: str, message_id: str) -> list[Message]:
        """The messages that answer the visitor's message `message_id`, in order."""
        with self._lock:
            rows = self._db.execute(
                "select * from messages where conversation = ? and reply_to = ? order by id", (id, message_id)
            ).fetchall()
        return [message_of(row) for row in rows]

    def history(self, id: str, after: int = 0, limit: int = 200) -> list[Message]:
        """The newest `limit` messages whose id is above `after`, in rising order."""
        with self._lock:
            rows = self._db.execute(
                "select * from messages where conversation = ? and id > ? order by id desc limit ?", (id, after, limit)
            ).fetchall()
        return [message_of(row) for row in reversed(rows)]

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
        return message_of(row) if row else None
