"""Who can use it and how: keyboard, input methods, screen readers, large text, languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat_page import ask, composer, log, open_widget, screenshot, violations
from tests.support.cards import SCRIPT
from tests.support.service import WebService

pytestmark = pytest.mark.slow


def test_everything_works_by_keyboard(page: Page, service: WebService) -> None:
    page.goto(service.url)
    launcher = page.get_by_role("button", name="惠企通")
    for _ in range(20):
        page.keyboard.press("Tab")
        if launcher.evaluate("button => button.getRootNode().activeElement === button"):
            break
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()
    page.keyboard.type("科技奖励")
    page.keyboard.press("Enter")
    candidate = log(page).get_by_role("button", name="高新技术企业奖励")
    expect(candidate).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(log(page).get_by_role("button", name="研发费用补助")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(candidate).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article.policy_answer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(launcher).to_be_focused()


def test_enter_inside_an_input_method_does_not_send(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    composer(page).click()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "gaoqi", "selectionStart": 5, "selectionEnd": 5})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **enter})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    expect(page.locator(".mine")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "高企奖励"})
    expect(composer(page)).to_have_value("高企奖励")
    # Safari reports the Enter that ends a composition after its end, with key code 229.
    composer(page).dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True})
    expect(page.locator(".mine")).to_have_count(0)
    composer(page).press("Enter")
    expect(page.locator(".mine")).to_have_text(["您高企奖励"])


def test_shift_enter_breaks_the_line(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    composer(page).press_sequentially("回声一")
    composer(page).press("Shift+Enter")
    composer(page).press_sequentially("二")
    composer(page).press("Enter")
    expect(page.locator(".mine .bubble")).to_have_text("回声一\n二")


@pytest.mark.parametrize("path", ["/", "/chat", "/chat?lang=en"])
def test_axe_finds_nothing(page: Page, service: WebService, path: str) -> None:
    page.goto(service.url + path)
    assert violations(page) == []
    if path == "/":
        page.get_by_role("button", name="惠企通").click()
    field = page.get_by_role("textbox")
    for count, question in enumerate(SCRIPT, start=1):
        field.fill(question)
        field.press("Enter")
        expect(log(page).locator(".entry")).to_have_count(1 + 2 * count)  # the greeting, then question and answer
    page.get_by_role("button", name="没用").or_(page.get_by_role("button", name="Not useful")).last.click()
    assert violations(page) == []


def test_axe_finds_nothing_on_a_phone_with_large_text(phone: Page, service: WebService) -> None:
    phone.goto(f"{service.url}/chat")
    phone.get_by_role("button", name="大字").click()
    ask(phone, "高企奖励", "首次通过认定：一次性20万元")
    ask(phone, "洛阳和焦作比", "从高不重复")
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(phone, "page-phone-large")


def test_answers_appear_in_a_live_region(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    expect(log(page)).to_have_attribute("aria-live", "polite")
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    service.server.stop()
    expect(page.get_by_role("status").filter(has_text="连接中断")).to_be_visible()
    service.server.start()


def test_large_text_and_city_are_remembered(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    page.get_by_label("城市").select_option("焦作")
    page.get_by_role("button", name="大字").click()
    ask(page, "我在哪", "您选的是焦作。")
    page.reload()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("城市")).to_have_value("焦作")
    size = page.locator(".mine .bubble").evaluate("bubble => getComputedStyle(bubble).fontSize")
    assert size == "20px"


def test_the_chrome_speaks_english(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat?lang=en&city=洛阳")
    expect(page.get_by_label("City")).to_have_value("洛阳")
    page.get_by_label("Your question").fill("高企奖励")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name="Not useful")).to_be_visible()
    expect(page.locator("huiqi-chat .root")).to_have_attribute("lang", "en")


def test_typing_is_shown_while_the_bot_works(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "你好", "请说您想了解的政策")
    service.dialogue.delay = 0.5
    composer(page).fill("贴息")
    composer(page).press("Enter")
    expect(page.locator(".typing")).to_be_visible()
    expect(page.locator("article.policy_answer")).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)


def test_closing_returns_the_focus_and_keeps_the_conversation(page: Page, service: WebService) -> None:
    open_widget(page, service.url)
    ask(page, "贴息", "最高300万元")
    page.get_by_role("button", name="关闭").click()
    launcher = page.get_by_role("button", name="惠企通")
    expect(launcher).to_be_focused()
    launcher.click()
    expect(page.locator("article.policy_answer")).to_have_count(1)
