"""Waiting for a condition in a page whose strict CSP forbids Playwright's own polling (it evaluates strings)."""

from __future__ import annotations

from playwright.sync_api import Page


def wait_until(page: Page, condition: str, tries: int = 500) -> None:
    """Until the JavaScript expression (or its promise) is true, looked at every 20 ms; an error in the page after `tries`."""
    page.evaluate(
        f"""() => new Promise((done, fail) => {{
            let left = {tries};
            const look = async () => (await ({condition})) ? done() : left-- ? setTimeout(look, 20) : fail(new Error('timed out'));
            look();
        }})""")
