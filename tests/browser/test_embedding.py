"""The widget on somebody else's site: another origin, a strict policy, hostile styles, options of the tag."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from bot.channels.pages import DIST
from tests.browser.chat_page import ask, composer, log, open_widget, screenshot, violations
from tests.browser.conftest import HostSite
from tests.browser.waiting import wait_until
from tests.support.service import WebService

pytestmark = pytest.mark.slow

HOSTILE_STYLES = """
* { letter-spacing: 9px !important; text-transform: uppercase !important; box-sizing: content-box !important; }
html { font-size: 40px !important; } body { direction: rtl; text-align: right; line-height: 5; visibility: visible; }
div, span, button, p, textarea, huiqi-chat { color: red !important; background: yellow !important; display: none !important;
  line-height: 3 !important; font: 40px serif !important; opacity: .2 !important; transform: rotate(9deg) !important; }
"""


def host_page(service: WebService, attributes: str = "", head: str = "") -> str:
    return (
        f"<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>某网站</title>{head}</head>"
        f"<body><main><h1>某网站</h1></main>"
        f'<script src="{service.url}/widget.js" defer data-title="问政策" {attributes}></script></body></html>'
    )


def test_a_strict_policy_and_no_third_party(page: Page, service: WebService, host_site: HostSite) -> None:
    host_site.html = host_page(service)
    host_site.headers = {"Content-Security-Policy": (
        f"default-src 'none'; script-src {service.url}; connect-src {service.url}; style-src 'self'; "
        "require-trusted-types-for 'script'")}
    problems: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    open_widget(page, host_site.url, "问政策")
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    page.get_by_role("dialog").get_by_role("button", name="有用", exact=True).click()
    assert problems == []
    assert hosts == {urlsplit(service.url).netloc, urlsplit(host_site.url).netloc}
    header = page.get_by_role("dialog").locator(".top")
    assert header.evaluate("top => getComputedStyle(top).backgroundColor") == "rgb(6, 125, 62)"


def test_an_integrity_hash_is_accepted(page: Page, service: WebService, host_site: HostSite) -> None:
    digest = base64.b64encode(hashlib.sha384((DIST / "widget.js").read_bytes()).digest()).decode()
    host_site.html = host_page(service, f'crossorigin="anonymous" integrity="sha384-{digest}"')
    open_widget(page, host_site.url, "问政策")
    ask(page, "贴息", "最高300万元")


def test_a_site_that_is_not_on_the_list_gets_nothing(page: Page, service: WebService, host_site: HostSite) -> None:
    host_site.html = host_page(service)
    page.goto(host_site.url.replace("127.0.0.1", "localhost"))
    page.get_by_role("button", name="问政策").click()
    composer(page).fill("高企奖励")
    composer(page).press("Enter")
    expect(page.locator(".delivery:not(.unseen)")).to_be_visible()
    assert service.dialogue.turns == 0


def appearance(page: Page) -> list[list[str]]:
    """Sizes, positions and computed styles of everything in the widget."""
    return page.evaluate("""() => [...document.querySelector('huiqi-chat').shadowRoot.querySelectorAll('.root *')].map(e => {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        return [e.tagName, e.className, box.x, box.y, box.width, box.height, style.color, style.backgroundColor,
            style.fontFamily, style.fontSize, style.letterSpacing, style.lineHeight, style.textTransform, style.direction,
            style.textAlign, style.opacity, style.visibility, style.boxSizing].map(String);
    })""")


def test_hostile_styles_change_nothing(page: Page, service: WebService, host_site: HostSite) -> None:
    looks = []
    for head in ("", f"<style>{HOSTILE_STYLES}</style>"):
        host_site.html = host_page(service, head=head)
        page.goto(host_site.url)
        page.evaluate("localStorage.clear()")
        open_widget(page, host_site.url, "问政策")
        expect(page.get_by_label("城市")).to_be_visible()
        log(page).evaluate("list => list.querySelectorAll('.system').forEach(time => time.remove())")
        looks.append(appearance(page))
    screenshot(page, "widget-hostile-styles")
    assert len(looks[0]) > 30
    assert looks[1] == looks[0]


def test_options_of_the_tag(page: Page, service: WebService, host_site: HostSite) -> None:
    host_site.html = host_page(
        service, 'data-color="#ffd400" data-position="left" data-greeting="欢迎！" data-lang="en" data-city="焦作"')
    page.goto(host_site.url)
    launcher = page.get_by_role("button", name="问政策")
    box = launcher.bounding_box()
    assert box
    assert box["x"] < 100
    launcher.click()
    expect(log(page).get_by_text("欢迎！")).to_be_visible()
    expect(page.get_by_label("City")).to_have_value("焦作")
    assert page.get_by_role("dialog").locator(".top").evaluate(
        "top => getComputedStyle(top).backgroundColor") != "rgb(6, 125, 62)"
    assert violations(page) == []  # the yellow was darkened until white is readable on it


def test_the_host_page_does_not_wait_for_the_widget(page: Page, service: WebService, host_site: HostSite) -> None:
    host_site.html = host_page(service)
    held: list[Route] = []
    page.route("**/widget.js", lambda route: held.append(route))
    page.goto(host_site.url, wait_until="commit")
    expect(page.get_by_role("heading", name="某网站")).to_be_visible()
    wait_until(page, "performance.getEntriesByName('first-contentful-paint').length")
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("button", name="问政策")).to_be_visible()


def test_without_local_storage_it_still_answers(page: Page, service: WebService, host_site: HostSite) -> None:
    host_site.html = host_page(service)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }})")
    open_widget(page, host_site.url, "问政策")
    ask(page, "贴息", "最高300万元")
