"""A real browser, the web channel behind a real server, and a host site on another origin."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.channels import web
from tests.support.service import RunningServer, WebService, start_service

CHROMIUM = Path(os.environ.get("CHROME_BIN", "/usr/bin/chromium"))
ROOT = Path(__file__).parents[2]
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
SCREENSHOTS = ROOT / "screenshots"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
}


def skip_or_fail(reason: str) -> None:
    """Tests without a browser are skipped on a developer's machine, never in CI."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module, not longer: Playwright keeps an event loop running, which asyncio.run() does not bear."""
    if not CHROMIUM.exists():
        skip_or_fail(f"no browser at {CHROMIUM}: apt-get install --no-install-recommends chromium fonts-wqy-zenhei")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield chromium
        chromium.close()


class HostSite:
    """A web site of somebody else that embeds the widget. `html` and `headers` are what its page serves."""

    def __init__(self) -> None:
        self.html = ""
        self.headers: dict[str, str] = {}
        self.server = RunningServer(Starlette(routes=[Route("/", self._page)]))
        self.url = self.server.url

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(self.html, headers=self.headers)


@pytest.fixture
def host_site() -> Iterator[HostSite]:
    site = HostSite()
    site.server.start()
    yield site
    site.server.stop()


@pytest.fixture
def service(tmp_path: Path, host_site: HostSite) -> Iterator[WebService]:
    running = start_service(web.routes, tmp_path, cors_origins=host_site.url, rate_per_second=50)
    yield running
    running.server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    desktop = browser.new_context(locale="zh-CN", reduced_motion="reduce", **DESKTOP)
    yield desktop
    desktop.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    mobile = browser.new_context(locale="zh-CN", reduced_motion="reduce", **PHONE)
    yield mobile.new_page()
    mobile.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
