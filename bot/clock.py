"""The one clock: the day for validity, and the moment for sessions and logs. Injected, never read in the middle of logic."""

from __future__ import annotations

import datetime
import time
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")


class Clock:
    """The real clock, or one whose day is fixed (HUIQI_TODAY)."""

    def __init__(self, today: datetime.date | None = None):
        self._today = today

    def today(self) -> datetime.date:
        """The calendar day in China."""
        return self._today or datetime.datetime.now(_CHINA).date()

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()
