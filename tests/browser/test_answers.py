"""Cards, buttons, and what can be done with an answer: on a desktop page with the widget and on a phone."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat_page import ask, log, open_widget, screenshot
from tests.browser.waiting import wait_until
from tests.support.cards import MARKUP, POLICY
from tests.support.service import WebService

pytestmark = pytest.mark.slow


def test_desktop_visitor_gets_a_complete_answer(page: Page, service: WebService) -> None:
    open_widget(page, service.url)
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    card = page.locator("article.policy_answer")
    assert card.locator("h3, strong").first.inner_text() == "首次通过认定：一次性20万元"
    expect(card.locator(".badge.expired")).to_have_text("已于2022年12月31日到期")
    expect(card.get_by_role("link", name="63910557")).to_have_attribute("href", "tel:0379-63910557")
    expect(card.get_by_text("在洛阳市注册的企业")).to_be_visible()
    expect(card.get_by_text("科技类/1")).to_be_visible()
    screenshot(page, "widget-desktop")
    original = card.get_by_text("对首次通过认定的高新技术企业")
    expect(original).to_be_hidden()
    card.get_by_text("查看原文").click()
    expect(original).to_be_visible()


def test_phone_visitor_gets_a_complete_answer(phone: Page, service: WebService) -> None:
    phone.goto(f"{service.url}/chat")
    ask(phone, "高企奖励", "首次通过认定：一次性20万元")
    headline = phone.get_by_role("heading", name="首次通过认定：一次性20万元")
    expect(headline).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = phone.evaluate("""() => [...document.querySelector('huiqi-chat').shadowRoot
        .querySelectorAll('.log button, .log a, .composer button, .composer textarea')]
        .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)""")
    assert small == []
    screenshot(phone, "page-phone")


def test_the_widget_fills_a_phone(phone: Page, service: WebService) -> None:
    open_widget(phone, service.url)
    box = phone.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}


@pytest.mark.parametrize(("question", "kind", "words"), [
    ("科技类有哪些", "list", ["科技类政策（共14项）", "研发费用补助", "现行有效", "还有 12 项"]),
    ("能拿多少", "calculation", ["35万元", "基础奖励", "按研发费用的1%追加", "15万元", "现行有效"]),
    ("我能申请吗", "eligibility", ["还不能确定", "成立不足一年", "是否在洛阳注册"]),
    ("没有的事", "no_answer", ["这个问题暂时没有收录", "12345"]),
    ("贴息", "policy_answer", ["最高300万元", "现行有效"]),
])
def test_every_kind_of_card_is_shown(page: Page, service: WebService, question: str, kind: str, words: list[str]) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, question, words[0])
    for word in words:
        expect(page.locator(f"article.{kind}")).to_contain_text(word)


def test_a_comparison_is_a_real_table(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "洛阳和焦作比", "从高不重复")
    expect(page.get_by_role("columnheader")).to_have_text(["洛阳", "焦作"])
    row = page.get_by_role("row", name="额度")
    expect(row.get_by_role("cell")).to_have_text(["最高20万元", "最高15万元"])


def test_candidates_and_quick_replies_ask_on(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "科技奖励", "您想问哪一项？")
    candidate = log(page).get_by_role("button", name="高新技术企业奖励")
    expect(candidate).to_have_count(1)  # the reply's own buttons are not repeated under the card
    candidate.click()
    expect(page.locator("article.policy_answer")).to_be_visible()
    log(page).get_by_role("button", name="申报条件").click()
    expect(page.locator(".mine")).to_have_text(["您科技奖励", "您高企奖励", "您申报条件"])
    expect(log(page).get_by_role("button", name="申报条件")).to_have_count(0)  # quick replies belong to the newest


def test_a_form_asks_one_question_at_a_time(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "政策体检", "企业在哪里注册？")
    log(page).get_by_role("button", name="洛阳").click()
    expect(log(page).get_by_text("有多少张床位？")).to_be_visible()
    expect(log(page).get_by_role("button", name="焦作")).to_have_count(0)


def test_markup_stays_text(page: Page, service: WebService) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{service.url}/chat")
    ask(page, f"回声{MARKUP}", f"回声{MARKUP}")
    ask(page, "恶意", MARKUP)
    expect(page.get_by_role("button", name=MARKUP).first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("huiqi-chat").locator("img, script").count() == 0
    assert "javascript" not in (page.locator("a.phone").last.get_attribute("href") or "")
    page.reload()
    expect(log(page).get_by_text(MARKUP).first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert problems == []


def test_copy_with_and_without_the_clipboard_api(context: BrowserContext, service: WebService) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service.url)
    page = context.new_page()
    page.goto(f"{service.url}/chat")
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == POLICY.text
    page.evaluate("navigator.clipboard.writeText('')")
    page.add_init_script("Object.defineProperty(navigator.clipboard, 'writeText', {value: undefined})")
    page.reload()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == POLICY.text


def test_print_shows_the_answer_alone(page: Page, service: WebService) -> None:
    page.add_init_script("window.print = () => { top.printed = document.body.innerText; top.styled = "
                         "getComputedStyle(document.querySelector('h3')).fontWeight; }")
    page.goto(f"{service.url}/chat")
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    page.get_by_role("button", name="打印").click()
    wait_until(page, "window.printed")
    printed = page.evaluate("window.printed")
    assert "首次通过认定：一次性20万元" in printed
    assert "对首次通过认定的高新技术企业" in printed  # the official words are unfolded
    assert "请输入" not in printed
    assert page.evaluate("window.styled") == "700"


def test_share_hands_over_the_text(page: Page, service: WebService) -> None:
    page.add_init_script("navigator.share = async (shared) => { window.shared = shared; }")
    page.goto(f"{service.url}/chat")
    ask(page, "贴息", "最高300万元")
    page.get_by_role("button", name="分享").click()
    assert page.evaluate("window.shared.text") == "贴息：最高300万元"


def test_feedback_with_a_reason_is_stored_and_remembered(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    page.get_by_role("button", name="没用").click()
    with page.expect_response("**/api/feedback"):
        page.get_by_role("button", name="已经过期").click()
    expect(page.get_by_text("感谢您的反馈")).to_be_visible()
    conversation = page.evaluate("JSON.parse(localStorage['huiqi.session']).conversation")
    assert list(service.conversations.feedback(conversation).values()) == [(False, "outdated")]
    page.reload()
    expect(page.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")


def test_an_answer_is_on_the_screen_within_50_ms(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    page.evaluate("""() => {
        const log = document.querySelector('huiqi-chat').shadowRoot.querySelector('.log');
        window.shown = [];
        new MutationObserver(() => {
            if (log.querySelectorAll('article.policy_answer').length > window.shown.length)
                window.shown.push(performance.now());
        }).observe(log, {childList: true, subtree: true});
    }""")
    for count in range(1, 6):
        ask(page, "高企奖励", "首次通过认定：一次性20万元")
        wait_until(page, f"window.shown.length >= {count}")
    answered = page.evaluate("""performance.getEntriesByType('resource')
        .filter(entry => entry.name.endsWith('/api/chat')).map(entry => entry.responseEnd)""")
    # The event stream may deliver an answer before its response ends; then the difference is negative.
    delays = [shown - end for shown, end in zip(page.evaluate("window.shown"), answered, strict=True)]
    assert statistics.median(delays) < 50, delays
