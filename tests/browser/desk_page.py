"""What an agent does at the desk, in the words of the tests."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.support.desk_service import AGENT, PASSWORD, DeskService


def desk_context(browser: Browser) -> BrowserContext:
    return browser.new_context(locale="zh-CN", reduced_motion="reduce", viewport={"width": 1440, "height": 900})


def sign_in(page: Page, service: DeskService, name: str = AGENT) -> None:
    """By keyboard; ends when the desk is drawn and connected."""
    page.goto(f"{service.url}/desk")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    with page.expect_response("**/api/desk/chats"):
        page.keyboard.press("Enter")
    expect(page.get_by_label("查政策", exact=True)).to_be_visible()


def chats(page: Page, place: str) -> Locator:
    """Rows of 等待人工, 我的会话, 助手接待中 or 其他坐席."""
    return page.get_by_role("region", name=place).get_by_role("button")


def messages(page: Page) -> Locator:
    return page.get_by_role("log", name="消息")


def results(page: Page) -> Locator:
    return page.get_by_role("listbox", name="查询结果").get_by_role("option")
