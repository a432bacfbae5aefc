"""Rate limits by token bucket, and the address that they are counted for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Container

from starlette.requests import Request

from bot.clock import Clock

# Keys remembered at once; the one unused for longest is forgotten first, so that memory stays bounded.
CAPACITY = 20_000


class RateLimit:
    """Allows `per_second` calls a second for each key, and as many at once after a pause."""

    def __init__(self, per_second: float, clock: Clock):
        self._rate = per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """0 when the call is allowed (it is counted then), else the seconds until one will be."""
        with self._lock:
            now = self._clock.now()
            tokens, at = self._buckets.pop(key, (self._rate, now))
            tokens = min(self._rate, tokens + max(0.0, now - at) * self._rate)
            allowed = tokens >= 1
            self._buckets[key] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > CAPACITY:
                self._buckets.popitem(last=False)
            return 0.0 if allowed else (1 - tokens) / self._rate


def client_address(request: Request, trusted_proxies: Container[str]) -> str:
    """The visitor's address: the nearest one in X-Forwarded-For that is no trusted proxy, as others can be forged."""
    address = request.client.host if request.client else ""
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    while address in trusted_proxies and forwarded:
        address = forwarded.pop()
    return address
