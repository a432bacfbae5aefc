"""The real catalogue, read and built once per test run."""

from __future__ import annotations

import datetime
import tempfile
from functools import lru_cache
from pathlib import Path

from policy_db.build import build
from policy_db.catalogue_files import Catalogue, read_catalogue
from policy_db.database import PolicyDb

#: the day of all tests that need one
TODAY = datetime.date(2026, 11, 23)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return read_catalogue()


@lru_cache(maxsize=1)
def built_policy() -> PolicyDb:
    """The catalogue as a built database, without questions (not needed to compute)."""
    folder = Path(tempfile.mkdtemp(prefix="huiqi-test-"))
    build(folder / "policy.db")
    return PolicyDb(folder / "policy.db")
