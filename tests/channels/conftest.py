from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.channels import web
from tests.support.service import WebService, start_service

SITE = "https://www.example.gov.cn"


@pytest.fixture
def web_service(tmp_path: Path) -> Iterator[WebService]:
    """A web channel that allows one embedding site, with small limits on the number of messages."""
    service = start_service(web.routes, tmp_path, cors_origins=f"{SITE}, https://zwfw.example.gov.cn", city="")
    yield service
    service.server.stop()


@pytest.fixture
def http(web_service: WebService) -> Iterator[httpx.Client]:
    with web_service.client() as client:
        yield client
