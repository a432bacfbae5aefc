"""WeChat's signatures, and which signed requests are fresh.

The signature covers token, timestamp and nonce only, so whoever sees one address could send any body with it. A request
is therefore refused when its timestamp is old, when its signature comes with another message, and when it comes again
after it was answered. WeChat itself sends a push again, up to three times and with the same signature, while no answer
reached it in time; such a retry is welcome.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from dataclasses import dataclass

from bot.clock import Clock

#: one push and three retries
_MOST_REQUESTS = 4


def sign(*parts: str) -> str:
    """SHA-1, in hex, of the sorted and joined parts (token, timestamp, nonce, and the ciphertext if there is one)."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 (the protocol prescribes SHA-1)


def matches(given: str, *parts: str) -> bool:
    """Is `given` the signature of the parts? Takes the same time wherever they differ."""
    return hmac.compare_digest(sign(*parts).encode(), given.encode())


def seconds_off(timestamp: str, clock: Clock) -> float | None:
    """How far a request's timestamp is from now, in seconds (either way); None when it is no timestamp."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return None
    return abs(clock.now() - int(timestamp))


@dataclass
class _Seen:
    message: tuple[str, str]
    at: float
    requests: int = 1
    answered: bool = False


class Replays:
    """Remembers signatures for as long as their timestamps are fresh."""

    def __init__(self, max_age: float, clock: Clock):
        """`max_age`: seconds for which a timestamp is fresh, before and after now."""
        self._memory = 2 * max_age
        self._clock = clock
        self._seen: OrderedDict[str, _Seen] = OrderedDict()

    def admit(self, signature: str, message: tuple[str, str]) -> bool:
        """False for a replay; True for a first request and for WeChat's own retry of the same message."""
        now = self._clock.now()
        while self._seen and next(iter(self._seen.values())).at < now - self._memory:
            self._seen.popitem(last=False)
        seen = self._seen.setdefault(signature, _Seen(message, now, requests=0))
        if seen.message != message or seen.answered or seen.requests >= _MOST_REQUESTS:
            return False
        seen.requests += 1
        return True

    def answered(self, signature: str) -> None:
        """The request was answered in time: WeChat has no reason to send it again."""
        self._seen[signature].answered = True
