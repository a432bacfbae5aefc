"""Who is signed in: a signed cookie that names a session row, so that signing out and disabling take effect at once."""

from __future__ import annotations

import hashlib
import secrets

from itsdangerous import BadData, URLSafeSerializer

from bot.clock import Clock
from bot.desk.accounts import Accounts, Agent
from bot.desk.store import DeskStore


class Logins:
    """Issues and reads the cookie's value."""

    def __init__(self, store: DeskStore, accounts: Accounts, clock: Clock, key: str, lifetime_seconds: int):
        self._store = store
        self._accounts = accounts
        self._clock = clock
        self.lifetime = lifetime_seconds
        self._serializer = URLSafeSerializer(
            key, salt="desk-session", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256})

    def issue(self, agent: Agent) -> str:
        """A new session's cookie value."""
        now, id = self._clock.now(), secrets.token_urlsafe(24)
        with self._store.change() as db:
            db.execute("delete from sessions where expires < ?", (now,))
            db.execute("insert into sessions values (?, ?, ?)", (_stored(id), agent.name, now + self.lifetime))
        return str(self._serializer.dumps(id))

    def read(self, cookie: str) -> Agent | None:
        """The agent of a valid session whose account is open, else None."""
        id = self._session(cookie)
        row = self._store.row("select * from sessions where id = ?", _stored(id)) if id else None
        if row is None or row["expires"] <= self._clock.now():
            return None
        agent = self._accounts.get(row["agent"])
        return agent if agent and not agent.disabled else None

    def revoke(self, cookie: str) -> None:
        """End the session."""
        if id := self._session(cookie):
            with self._store.change() as db:
                db.execute("delete from sessions where id = ?", (_stored(id),))

    def _session(self, cookie: str) -> str | None:
        try:
            id = self._serializer.loads(cookie)
        except BadData:
            return None
        return id if isinstance(id, str) else None


def _stored(id: str) -> str:
    """Only a digest is kept: who reads the database file cannot sign in with it."""
    return hashlib.sha256(id.encode()).hexdigest()
