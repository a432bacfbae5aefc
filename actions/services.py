"""What actions work with: the policy database and the day. Injected by the service; opened lazily for `rasa run actions`."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from policy_db.database import PolicyDb
from policy_db.match import Matcher


@dataclass(frozen=True)
class ActionServices:
    """Shared by all actions of a process."""

    policy: PolicyDb
    matcher: Matcher
    today: Callable[[], datetime.date]
    default_city: str = ""


_current: ActionServices | None = None


def configure(services: ActionServices) -> None:
    """Called once by the service before the first message."""
    global _current
    _current = services


def services() -> ActionServices:
    """The configured services; without any (stand-alone action server) those that the HUIQI_* variables describe."""
    global _current
    if _current is None:
        policy = PolicyDb(Path(os.environ.get("HUIQI_VAR", "var")) / "policy.db")
        _current = ActionServices(policy, Matcher(policy), _today_of_environment, os.environ.get("HUIQI_CITY", ""))
    return _current


def _today_of_environment() -> datetime.date:
    fixed = os.environ.get("HUIQI_TODAY")
    return datetime.date.fromisoformat(fixed) if fixed else datetime.datetime.now(ZoneInfo("Asia/Shanghai")).date()
