"""Where the Rasa components find the built policy database."""

from __future__ import annotations

from functools import lru_cache

from bot.settings import Settings
from policy_db.database import PolicyDb


@lru_cache(maxsize=1)
def open_policy_db() -> PolicyDb:
    """The database of this process (HUIQI_VAR/policy.db); `make run` builds it before anything else starts."""
    return PolicyDb(Settings.from_environment().var / "policy.db")
