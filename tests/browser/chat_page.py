"""What a person does with the chat, in the words of the tests."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import AXE, SCREENSHOTS, skip_or_fail


def composer(page: Page) -> Locator:
    return page.get_by_label("您的问题")


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def open_widget(page: Page, url: str, title: str = "惠企通") -> None:
    page.goto(url)
    page.get_by_role("button", name=title).click()
    expect(page.get_by_role("dialog", name=title)).to_be_visible()


def ask(page: Page, text: str, answer: str) -> None:
    """Send `text` and wait until `answer` is shown."""
    composer(page).fill(text)
    composer(page).press("Enter")
    expect(log(page).get_by_text(answer).last).to_be_visible()


def screenshot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA, and its best practices, one line each."""
    if not AXE.exists():
        skip_or_fail("axe-core is not installed: npm ci in web/")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["passes"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:200]}"
        for violation in found["violations"] for node in violation["nodes"]
    ]
