"""Shared by all tests: the real catalogue, built once, and the real model, trained once."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

TODAY = datetime.date(2026, 11, 22)
ORIGINALS = Path("../shared/sources")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the developer's shell must not change what tests see."""
    for name in list(os.environ):
        if name.startswith("HUIQI_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def built_policy() -> Path:
    """The real catalogue, compiled (var/policy.db, rebuilt only when stale)."""
    from bot.settings import Settings
    from bot.training import database_path, prepare_database

    settings = Settings()
    prepare_database(settings)
    return database_path(settings)


@pytest.fixture(scope="session")
def policy(built_policy: Path):  # type: ignore[no-untyped-def]
    from policy_db.database import PolicyDb

    return PolicyDb(built_policy)


@pytest.fixture(scope="session")
def model(built_policy: Path) -> Path:
    """The trained model (var/models, trained only when stale; two to four minutes)."""
    from bot.settings import Settings
    from bot.training import prepare_model

    return prepare_model(Settings())


@pytest.fixture(scope="session")
def services(built_policy: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The real service's parts with stores of their own and a fixed day."""
    from bot.app import build_services
    from bot.logs import configure_logging
    from bot.settings import Settings

    folder = tmp_path_factory.mktemp("service")
    (folder / "policy.db").write_bytes(built_policy.read_bytes())
    settings = replace(Settings(), var=folder, today=TODAY)
    configure_logging(settings)
    return build_services(settings, model)


@pytest.fixture(scope="session")
def originals():  # type: ignore[no-untyped-def]
    """The official texts; tests that need them are skipped where they are not."""
    if not ORIGINALS.is_dir():
        pytest.skip(f"the official texts are not in {ORIGINALS}")
    from policy_db.originals import load_originals

    return load_originals(ORIGINALS)
