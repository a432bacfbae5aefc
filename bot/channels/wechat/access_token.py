"""The access token of WeChat's API, kept in a file that all processes of the service share."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.clock import Clock

# WeChat issues a new token this long before the old one ends, and both work meanwhile
_RENEW_SECONDS = 300

#: asks WeChat for a token: (force a new one) → (token, seconds it lasts)
Fetch = Callable[[bool], tuple[str, int]]


class TokenCache:
    """One token for one AppID. Of several threads or processes that need a new one, a single one asks for it."""

    def __init__(self, path: Path, app_id: str, clock: Clock, fetch: Fetch):
        self._path = path
        self._app_id = app_id
        self._clock = clock
        self._fetch = fetch
        self._lock = threading.Lock()

    def get(self) -> str:
        """The cached token, or a new one when it ends soon. Blocks; raises what `fetch` raises."""
        with self._alone():
            return self._cached() or self._renewed(force=False)

    def replace(self, refused: str) -> str:
        """A token other than the `refused` one: another process's, or a new one. Blocks; raises what `fetch` raises."""
        with self._alone():
            cached = self._cached()
            if cached and cached != refused:
                return cached
            token = self._renewed(force=False)
            # the stable interface repeats a token that it believes in; only force makes it issue another
            return token if token != refused else self._renewed(force=True)

    def _renewed(self, force: bool) -> str:
        token, seconds = self._fetch(force)
        content = {"app_id": self._app_id, "token": token, "expires": self._clock.now() + seconds}
        draft = self._path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file)
        draft.replace(self._path)
        return token

    def _cached(self) -> str | None:
        try:
            content = json.loads(self._path.read_text())
            fresh = content["app_id"] == self._app_id and content["expires"] - _RENEW_SECONDS > self._clock.now()
            return str(content["token"]) if fresh else None
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, self._path.with_suffix(".lock").open("w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            yield
