"""Nothing lost and nothing twice: reloads, outages, several tabs, and an agent who joins."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.chat_page import ask, composer, log, open_widget
from tests.support.service import WebService

pytestmark = pytest.mark.slow


def conversation_of(page: Page) -> str:
    return page.evaluate("JSON.parse(localStorage['huiqi.session']).conversation")


def test_a_reload_keeps_the_conversation(page: Page, service: WebService) -> None:
    open_widget(page, service.url)
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    open_widget(page, service.url)
    expect(page.locator("article.policy_answer")).to_have_count(1)
    expect(page.locator(".mine")).to_have_count(1)
    ask(page, "贴息", "最高300万元")
    expect(page.locator(".mine")).to_have_text(["您高企奖励", "您贴息"])


def test_messages_of_an_outage_are_sent_once_when_it_ends(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "你好", "请说您想了解的政策")
    service.server.stop()
    for text in ("高企奖励", "贴息"):
        composer(page).fill(text)
        composer(page).press("Enter")
    expect(log(page).get_by_text("网络不通，恢复后自动发送").first).to_be_visible()
    expect(page.get_by_text("连接中断，正在重新连接")).to_be_visible()
    expect(page.locator(".mine")).to_have_count(3)
    service.server.start()
    expect(page.locator("article.policy_answer")).to_have_count(2, timeout=20_000)
    expect(page.get_by_text("连接中断，正在重新连接")).to_have_count(0)
    expect(log(page).get_by_text("网络不通")).to_have_count(0)
    assert [m.text for m in service.conversations.history(conversation_of(page)) if m.author == "visitor"] == [
        "你好", "高企奖励", "贴息"]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('huiqi.out')).length") == 0


def test_an_unsent_message_survives_a_reload(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "你好", "请说您想了解的政策")
    page.route("**/api/chat", lambda route: route.abort())
    composer(page).fill("高企奖励")
    composer(page).press("Enter")
    expect(log(page).get_by_text("网络不通，恢复后自动发送")).to_be_visible()
    page.unroute("**/api/chat")
    page.reload()
    expect(page.locator("article.policy_answer")).to_have_count(1)
    expect(page.locator(".mine")).to_have_text(["您你好", "您高企奖励"])
    assert service.dialogue.turns == 2


def test_an_answer_that_got_lost_is_fetched_without_a_second_turn(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "你好", "请说您想了解的政策")
    lost: list[int] = []

    def lose_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/api/chat", lose_first_answer)
    ask(page, "高企奖励", "首次通过认定：一次性20万元")
    expect(page.locator(".delivery:not(.unseen)")).to_have_count(0, timeout=10_000)
    assert lost == [200]
    expect(page.locator("article.policy_answer")).to_have_count(1)
    expect(page.locator(".mine")).to_have_count(2)
    assert service.dialogue.turns == 2


def test_two_tabs_share_the_conversation(context: BrowserContext, service: WebService) -> None:
    first, second = context.new_page(), context.new_page()
    first.goto(f"{service.url}/chat")
    ask(first, "你好", "请说您想了解的政策")
    second.goto(f"{service.url}/chat")
    expect(log(second).get_by_text("请说您想了解的政策")).to_be_visible()
    ask(second, "贴息", "最高300万元")
    expect(log(first).get_by_text("贴息", exact=True)).to_be_visible()
    expect(first.locator("article.policy_answer")).to_have_count(1)
    ask(first, "高企奖励", "首次通过认定：一次性20万元")
    expect(second.locator("article.policy_answer")).to_have_count(2)
    for tab in (first, second):
        expect(tab.locator(".mine")).to_have_text(["您你好", "您贴息", "您高企奖励"])
    assert service.dialogue.turns == 3


def test_an_agent_joins_and_leaves(page: Page, service: WebService) -> None:
    open_widget(page, service.url)
    ask(page, "你好", "请说您想了解的政策")
    page.get_by_role("dialog").get_by_role("button", name="转人工").click()
    expect(page.get_by_text("已转人工，请稍候，坐席会在这里回复您")).to_be_visible()
    id = conversation_of(page)
    service.conversations.take(id, "wang")
    expect(page.get_by_text("人工坐席正在为您服务")).to_be_visible()
    service.conversations.add(id, "agent", "您好，请说。")
    expect(page.locator(".entry", has_text="您好，请说。").locator(".who")).to_have_text("人工坐席")
    composer(page).fill("房租能减吗")
    composer(page).press("Enter")
    expect(log(page).get_by_text("房租能减吗")).to_be_visible()
    service.conversations.add(id, "agent", "可以。")
    expect(log(page).get_by_text("可以。")).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)
    service.conversations.add(id, "system", "坐席已离开")
    service.conversations.release(id, "wang")
    expect(log(page).get_by_text("坐席已离开")).to_be_visible()
    expect(page.get_by_text("人工坐席正在为您服务")).to_have_count(0)
    ask(page, "贴息", "最高300万元")
    expect(page.locator(".mine")).to_have_text(["您你好", "您转人工", "您房租能减吗", "您贴息"])


def test_a_session_that_the_server_forgot_is_replaced(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "你好", "请说您想了解的政策")
    page.evaluate("""() => {
        const stored = JSON.parse(localStorage['huiqi.session']);
        localStorage['huiqi.session'] = JSON.stringify({...stored, session: stored.session + 'x'});
    }""")
    ask(page, "贴息", "最高300万元")
    expect(page.locator(".mine")).to_have_text(["您你好", "您贴息"])


def test_a_refused_message_says_why(page: Page, service: WebService) -> None:
    page.goto(f"{service.url}/chat")
    ask(page, "你好", "请说您想了解的政策")
    page.evaluate("localStorage['huiqi.city'] = JSON.stringify('北京')")
    page.reload()
    composer(page).fill("贴息")
    composer(page).press("Enter")
    expect(log(page).get_by_text("未发送：目前可选：洛阳、焦作。")).to_be_visible()
    page.get_by_label("城市").select_option("洛阳")
    log(page).get_by_role("button", name="重试").click()
    expect(log(page).get_by_text("最高300万元").first).to_be_visible()
    expect(page.locator(".mine")).to_have_count(2)


def test_too_many_messages_are_held_back_and_delivered(context: BrowserContext, service: WebService) -> None:
    page = context.new_page()
    page.goto(f"{service.url}/chat")
    ask(page, "你好", "请说您想了解的政策")
    refused: list[bool] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(True)
        route.fulfill(status=429, headers={"Retry-After": "1"}, json={"error": {"code": "too_many_requests", "message": "慢"}})

    page.route("**/api/chat", refuse_once)
    ask(page, "贴息", "最高300万元")
    assert refused
    expect(page.locator(".mine")).to_have_count(2)
