"""Telling listeners in event loops of changes that any thread makes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

# A listener that is this many events behind is not reading any more (a stalled connection).
QUEUE_SIZE = 1000


class Lagged(Exception):
    """The listener read too slowly and missed events: it must read the state anew and subscribe again."""


class Subscription(Generic[T]):
    """An async iterator of events. Use `with` (or `close`) so that the hub forgets it.

    Iteration raises Lagged after QUEUE_SIZE unread events.
    """

    def __init__(self, topic: str | None, forget: Callable[[Subscription[T]], None]):
        self.topic = topic
        self._forget = forget
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[T] = asyncio.Queue(QUEUE_SIZE)
        self._lagged = False

    def offer(self, event: T) -> None:
        """Called by the hub, from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._put, event)
        except RuntimeError:  # the listener's loop is closed: nobody will read
            self.close()

    def close(self) -> None:
        """Stop receiving."""
        self._forget(self)

    def __enter__(self) -> Subscription[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __aiter__(self) -> Subscription[T]:
        return self

    async def __anext__(self) -> T:
        if self._lagged:
            raise Lagged(self.topic)
        return await self._queue.get()

    def _put(self, event: T) -> None:
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self._lagged = True
            self.close()


class Hub(Generic[T]):
    """Delivers events by topic; topic None receives all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscriptions: dict[str | None, set[Subscription[T]]] = {}

    def subscribe(self, topic: str | None) -> Subscription[T]:
        """Must be called inside a running event loop."""
        subscription: Subscription[T] = Subscription(topic, self._forget)
        with self._lock:
            self._subscriptions.setdefault(topic, set()).add(subscription)
        return subscription

    def publish(self, topic: str, event: T) -> None:
        """Offer `event` to the listeners of `topic` and of everything."""
        with self._lock:
            listeners = [*self._subscriptions.get(topic, ()), *self._subscriptions.get(None, ())]
        for listener in listeners:
            listener.offer(event)

    def _forget(self, subscription: Subscription[T]) -> None:
        with self._lock:
            listeners = self._subscriptions.get(subscription.topic, set())
            listeners.discard(subscription)
            if not listeners:
                self._subscriptions.pop(subscription.topic, None)
