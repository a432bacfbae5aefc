"""Which agents are there. The desk's page calls every few seconds; who is silent for too long loses the chats held."""

from __future__ import annotations

from bot.clock import Clock
from bot.conversations import Conversation, Conversations, NotHolding
from bot.desk.store import DeskStore

LOST = "坐席暂时离线，已为您重新排队，请稍候。"


class Presence:
    """Last signs of life, kept in the store so that a restart does not forget them."""

    def __init__(self, store: DeskStore, clock: Clock, lost_after_seconds: float):
        self._store = store
        self._clock = clock
        self._lost_after = lost_after_seconds
        # nobody could call while the service was down: everybody has the full time from its start
        self._started = clock.now()

    def seen(self, agent: str) -> None:
        """The agent is there now."""
        now = self._clock.now()
        with self._store.change() as db:
            db.execute("insert into presence values (?, ?) on conflict do update set at = ?", (agent, now, now))

    def left(self, agent: str) -> None:
        """The agent signed out: chats held go back to the queue at the next sweep."""
        with self._store.change() as db:
            db.execute("insert into presence values (?, 0) on conflict do update set at = 0", (agent,))

    def is_here(self, agent: str) -> bool:
        """Was there a sign of life lately?"""
        row = self._store.row("select at from presence where agent = ?", agent)
        if row is None or row["at"] == 0:
            return False
        return self._clock.now() - max(row["at"], self._started) <= self._lost_after

    def here(self) -> list[str]:
        """Agents with a sign of life lately."""
        names = [row["agent"] for row in self._store.rows("select agent from presence where at > 0 order by agent")]
        return [name for name in names if self.is_here(name)]


def return_lost_chats(conversations: Conversations, presence: Presence) -> list[Conversation]:
    """Chats whose agent is gone wait for a person again; the visitor is told. Returns them."""
    returned = []
    for chat in conversations.open_chats():
        if presence.is_here(chat.agent):
            continue
        try:
            returned.append(conversations.transfer(chat.id, chat.agent, None))
        except NotHolding:  # given away in this moment
            continue
        conversations.add(chat.id, "system", LOST)
    return returned
