"""Token buckets and the visitor's address behind proxies."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from bot import limits
from bot.clock import Clock
from bot.limits import RateLimit, client_address


class _Clock(Clock):
    seconds = 0.0

    def now(self) -> float:
        return self.seconds


def test_a_bucket_fills_again() -> None:
    clock = _Clock()
    limit = RateLimit(2, clock)
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 0.5]
    assert limit.wait("b") == 0
    clock.seconds = 0.5
    assert [limit.wait("a") for _ in range(2)] == [0, 0.5]
    clock.seconds = 60
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 0.5]


def test_a_clock_that_goes_back_gives_nothing() -> None:
    clock = _Clock()
    clock.seconds = 100
    limit = RateLimit(1, clock)
    limit.wait("a")
    clock.seconds = 0
    assert limit.wait("a") == 1


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CAPACITY", 2)
    limit = RateLimit(1, _Clock())
    for key in "abc":
        limit.wait(key)
    assert limit.wait("c") == 1
    assert limit.wait("a") == 0  # forgotten, as it was unused for longest


@pytest.mark.parametrize(("peer", "forwarded", "address"), [
    ("9.9.9.9", "", "9.9.9.9"),
    ("9.9.9.9", "1.1.1.1", "9.9.9.9"),
    ("10.0.0.1", "1.1.1.1", "1.1.1.1"),
    ("10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),
    ("10.0.0.1", "1.1.1.1, 10.0.0.2", "1.1.1.1"),
    ("10.0.0.1", "", "10.0.0.1"),
    ("10.0.0.1", " , ", "10.0.0.1"),
])
def test_only_trusted_proxies_name_the_visitor(peer: str, forwarded: str, address: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())]
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    assert client_address(request, {"10.0.0.1", "10.0.0.2"}) == address
