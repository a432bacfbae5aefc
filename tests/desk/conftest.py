from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.desk_service import SUPERVISOR, DeskService, desk_service


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskService]:
    service = desk_service(tmp_path, api_key="speech-key")
    yield service
    service.server.stop()


@pytest.fixture
def agent(desk: DeskService) -> Iterator[httpx.Client]:
    with desk.signed_in() as client:
        yield client


@pytest.fixture
def supervisor(desk: DeskService) -> Iterator[httpx.Client]:
    with desk.signed_in(SUPERVISOR) as client:
        yield client
