"""Web sessions: tokens that the server issues and signs, each bound to one conversation and one site.

A token is a bearer secret: whoever has it can continue the conversation. It therefore expires, works only
from the site it was issued to, and the browser sends it in a header, not in addresses that end up in logs.

    SessionError
    ├── SessionInvalid   forged, damaged, or issued to another site
    └── SessionExpired   too old
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadData, URLSafeSerializer

from bot.clock import Clock
from bot.settings import Settings


class SessionError(Exception):
    """Base of this module's errors."""


class SessionInvalid(SessionError):
    """The token is forged, damaged, or was issued to another site."""


class SessionExpired(SessionError):
    """The token is too old."""


@dataclass(frozen=True)
class Session:
    """`conversation` is the id in Conversations; `site` the origin it was issued to, "" for our own pages."""

    conversation: str
    site: str
    expires: int


class Sessions:
    """Issues and reads tokens. Nothing is stored: the signature is the proof."""

    def __init__(self, key: str, clock: Clock, lifetime_seconds: int):
        self._clock = clock
        self._lifetime = lifetime_seconds
        self._serializer = URLSafeSerializer(
            key, salt="web-session", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )

    def issue(self, site: str) -> tuple[str, Session]:
        """A token for a new conversation, whose id nobody can guess."""
        session = Session(f"web:{secrets.token_urlsafe(16)}", site, int(self._clock.now()) + self._lifetime)
        return self._serializer.dumps([session.conversation, session.site, session.expires]), session

    def read(self, token: str, site: str) -> Session:
        """The session of a token that comes from `site`. Raises SessionInvalid, SessionExpired."""
        try:
            session = Session(*self._serializer.loads(token))
        except BadData:
            raise SessionInvalid("bad signature") from None
        if session.site != site:
            raise SessionInvalid(f"issued to {session.site or 'our pages'}, sent from {site or 'our pages'}")
        if session.expires <= self._clock.now():
            raise SessionExpired
        return session


def signing_key(settings: Settings) -> str:
    """HUIQI_SECRET, or a random key that is made once and kept in the var folder, readable by its owner only."""
    if settings.secret:
        return settings.secret
    path = settings.var / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _existing_key(path)
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(32)
        file.write(key)
    return key


def _existing_key(path: Path) -> str:
    key = path.read_text().strip()
    if not key:
        raise SessionError(f"{path} is empty: delete it, or set HUIQI_SECRET")
    return key
