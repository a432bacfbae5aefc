"""The desk in a real browser: a visitor and an agent at once, keyboard alone, login, hostile texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat_page import ask, composer, log, screenshot, violations
from tests.browser.desk_page import chats, desk_context, messages, results, sign_in
from tests.browser.waiting import wait_until
from tests.support.cards import MARKUP
from tests.support.desk_service import (
    AGENT,
    OTHER,
    PASSWORD,
    SUPERVISOR,
    DeskService,
    Visitor,
    desk_service,
    send,
    step,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def service(tmp_path: Path) -> Iterator[DeskService]:
    running = desk_service(tmp_path)
    yield running
    running.server.stop()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = desk_context(browser)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def visitor(page: Page, service: DeskService) -> Page:
    page.goto(f"{service.url}/chat?city=洛阳")
    return page


def test_a_hand_over_and_back_with_a_restart_in_between(visitor: Page, desk: Page, service: DeskService) -> None:
    sign_in(desk, service)
    ask(visitor, "高企奖励", "首次通过认定：一次性20万元")
    ask(visitor, "转人工", "已为您转人工，请稍候。")
    waiting = chats(desk, "等待人工")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("高新技术企业奖励")
    expect(waiting).to_contain_text("要求人工")
    waiting.click()
    expect(messages(desk)).to_contain_text("高企奖励")
    desk.get_by_role("button", name="接入").click()
    expect(log(visitor)).to_contain_text("人工坐席已接入")
    composer(visitor).fill("我们是第一次认定")
    composer(visitor).press("Enter")
    expect(messages(desk).get_by_text("我们是第一次认定")).to_be_visible()
    desk.get_by_label("回复").fill("第一次认定按首次标准。")
    desk.keyboard.press("Enter")
    expect(log(visitor).get_by_text("第一次认定按首次标准。")).to_be_visible()
    screenshot(desk, "desk-chat")

    service.restart()
    composer(visitor).fill("重启后我还在")
    composer(visitor).press("Enter")
    expect(messages(desk).get_by_text("重启后我还在")).to_be_visible(timeout=20_000)
    desk.get_by_label("回复").fill("重启后我也在")
    desk.keyboard.press("Enter")
    expect(log(visitor).get_by_text("重启后我也在")).to_be_visible(timeout=20_000)
    desk.get_by_role("button", name="交还助手").click()
    expect(log(visitor)).to_contain_text("由智能助手继续为您解答")
    ask(visitor, "贴息", "最高300万元")
    for shown in (log(visitor), messages(desk)):
        for text in ("我们是第一次认定", "第一次认定按首次标准。", "重启后我还在", "重启后我也在"):
            expect(shown.get_by_text(text)).to_have_count(1)


def test_an_agents_work_by_keyboard_alone(visitor: Page, desk: Page, service: DeskService) -> None:
    sign_in(desk, service)
    ask(visitor, "创业担保贷款额度", "这个问题暂时没有收录")
    ask(visitor, "转人工", "已为您转人工，请稍候。")
    expect(chats(desk, "等待人工")).to_have_count(1)
    press, write = desk.keyboard.press, desk.keyboard.type
    press("Alt+KeyT")
    expect(desk.get_by_label("回复")).to_be_focused()
    press("Alt+KeyA")
    expect(desk.get_by_label("建议答复")).to_contain_text("创业担保贷款")
    press("Alt+KeyA")
    expect(desk.get_by_label("回复")).to_have_value(desk.get_by_label("建议答复").locator("p").last.inner_text())
    press("Control+a")
    write("您好，已帮您查到。")
    press("Enter")
    expect(log(visitor).get_by_text("您好，已帮您查到。")).to_be_visible()
    press("Alt+KeyQ")
    expect(desk.get_by_label("查政策", exact=True)).to_be_focused()
    write("gxjsqyjl")
    expect(results(desk).and_(desk.get_by_role("option", selected=True))).to_contain_text("高新技术企业奖励")
    expect(desk.get_by_label("话术")).to_contain_text("6 3 9 1 0 5 5 7")
    press("Alt+KeyC")
    expect(desk.get_by_text("已复制")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == desk.get_by_label("话术").locator("p").inner_text()
    press("Alt+KeyP")
    wait_until(desk, "navigator.clipboard.readText().then((text) => text === '0379-63910557')")
    press("Alt+KeyI")
    expect(desk.get_by_label("回复")).to_have_value(re.compile("高新技术企业奖励"))
    press("Alt+KeyW")
    expect(desk.get_by_role("dialog", name="工单草稿").get_by_label("答复内容")).to_have_value("您好，已帮您查到。")
    press("Escape")
    press("Alt+KeyG")
    desk.get_by_role("dialog", name="报给政策编辑").get_by_label("说明").focus()
    write("金额不对")
    press("Tab")
    press("Enter")
    expect(desk.get_by_role("dialog")).to_contain_text("已登记")
    press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    press("Alt+KeyR")
    expect(log(visitor)).to_contain_text("由智能助手继续为您解答")
    desk.locator("body").focus()
    press("?")
    expect(desk.get_by_role("dialog", name="快捷键")).to_contain_text("接入当前会话")
    screenshot(desk, "desk-keys")


def wait_for_desk(desk: Page) -> None:
    """The page is alive: its first answer, which brings the choices of the filters, has come."""
    expect(desk.get_by_label("部门").get_by_role("option", name="民政局")).to_be_attached()


def test_search_waits_for_the_input_method_and_is_fast(desk: Page, service: DeskService) -> None:
    sign_in(desk, service)
    wait_for_desk(desk)
    desk.keyboard.press("/")
    expect(desk.get_by_label("查政策", exact=True)).to_be_focused()
    asked: list[str] = []
    # the page's own first search, without a word, may still be on its way
    desk.on("request", lambda request: asked.append(request.url) if "/api/desk/search?" in request.url
            and not request.url.endswith("?") else None)
    cdp = desk.context.new_cdp_session(desk)
    for text in ("f", "fa", "fang'zu"):
        cdp.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    assert asked == []
    with desk.expect_response(lambda response: "/api/desk/search?q=" in response.url):
        cdp.send("Input.insertText", {"text": "房租"})
    expect(results(desk).first).to_contain_text("租金减免")
    assert len(asked) == 1
    desk.get_by_label("查政策", exact=True).fill("")
    times = desk.evaluate("""async () => {
        const input = document.getElementById('search'), times = [];
        for (const text of ['g', 'gx', 'gxj', 'cydbdk', '高企', '63910557', '科技局', '养老机构', 'fzjm', '创业']) {
            const before = document.querySelector('.script p')?.textContent;
            input.value = text;
            const start = performance.now();
            input.dispatchEvent(new InputEvent('input', {bubbles: true}));
            while (performance.now() - start < 3000) {
                await new Promise(requestAnimationFrame);
                if (document.querySelector('.script p')?.textContent !== before) break;
            }
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b);
    }""")
    assert times[len(times) // 2] < 100, times
    screenshot(desk, "desk-search")


def test_filters_and_pieces_of_the_card(desk: Page, service: DeskService) -> None:
    sign_in(desk, service)
    desk.get_by_label("部门").select_option("民政局")
    expect(results(desk).first).to_contain_text("民政")
    desk.get_by_label("层级").select_option("市级")
    desk.get_by_label("对象").select_option("养老机构")
    expect(results(desk).first).to_contain_text("养老机构补贴")
    desk.get_by_label("适用地区").select_option("洛阳")
    results(desk).first.click()
    card = desk.locator("article.policy_answer")
    for heading in ("支持标准", "咨询电话", "政策依据"):
        expect(card.get_by_role("heading", name=heading)).to_be_visible()
    expect(desk.get_by_label("转接电话")).to_contain_text("0379-")


def test_a_call_is_followed_on_the_screen(desk: Page, service: DeskService) -> None:
    sign_in(desk, service)
    desk.keyboard.press("Alt+KeyL")
    field = desk.get_by_label("来电人说的话")
    field.fill("嗯我想问一下那个创业担保贷款")
    field.press("Enter")
    expect(desk.get_by_label("建议事项").get_by_role("button").first).to_contain_text("创业担保贷款")
    expect(desk.get_by_label("话术")).to_contain_text("创业担保贷款")
    field.fill("我们是小微企业三十个人")
    field.press("Enter")
    expect(desk.get_by_label("已说的情况")).to_contain_text("小型或微型")
    desk.keyboard.press("Alt+KeyW")
    expect(desk.get_by_role("dialog").get_by_label("诉求内容")).to_have_value("创业担保贷款；我们是小微企业三十个人")
    desk.keyboard.press("Escape")
    desk.reload()
    wait_for_desk(desk)
    desk.keyboard.press("Alt+KeyL")
    expect(desk.get_by_label("通话文字")).to_contain_text("我们是小微企业三十个人")
    screenshot(desk, "desk-call")


def test_two_agents_and_a_transfer(browser: Browser, visitor: Page, desk: Page, service: DeskService) -> None:
    second = desk_context(browser)
    colleague = second.new_page()
    sign_in(colleague, service, OTHER)
    sign_in(desk, service)
    ask(visitor, "转人工", "已为您转人工，请稍候。")
    expect(chats(desk, "等待人工")).to_have_count(1)
    chats(colleague, "等待人工").click()
    desk.keyboard.press("Alt+KeyT")
    expect(chats(desk, "我的会话")).to_have_count(1)
    expect(chats(colleague, "其他坐席")).to_have_count(1)
    expect(colleague.get_by_role("button", name="接入")).to_have_count(0)
    desk.get_by_label("转交").select_option("韩梅梅")
    expect(chats(colleague, "我的会话")).to_have_count(1)
    expect(colleague.get_by_label("回复")).to_be_visible()
    second.close()


def test_login_refuses_locks_and_redirects(desk: Page, service: DeskService) -> None:
    desk.goto(f"{service.url}/desk")
    assert desk.url.endswith("/desk/login")
    assert violations(desk) == []
    screenshot(desk, "desk-login")
    for _ in range(service.settings.desk_login_failures):
        service.clock.ahead += 1
        desk.get_by_label("账号").fill(AGENT)
        desk.get_by_label("密码").fill("wrong password")
        desk.get_by_role("button", name="登录").click()
        expect(desk.get_by_role("alert")).to_have_text("账号或密码不正确。")
        expect(desk.get_by_label("密码")).to_have_value("")
    service.clock.ahead += 1
    desk.get_by_label("密码").fill(PASSWORD)
    desk.get_by_role("button", name="登录").click()
    expect(desk.get_by_role("alert")).to_contain_text("账号已锁定")
    service.clock.ahead += service.settings.desk_lock_minutes * 60
    sign_in(desk, service)
    desk.context.clear_cookies()
    with desk.expect_navigation(url="**/desk/login"):
        desk.keyboard.press("/")


def test_the_supervisors_page(desk: Page, service: DeskService) -> None:
    with service.client() as http, service.signed_in() as agent:
        for question in ("宠物店有补贴吗", "开宠物店给补贴不", "高企奖励", "贴息", "转人工"):
            asker = Visitor(http)
            asker.say(question)
        step(agent, "take", asker.id)
        send(agent, asker.id, "您好")
        agent.post("/api/desk/flags", json={"kind": "missing", "question": "宠物店补贴", "note": MARKUP})
    sign_in(desk, service, SUPERVISOR)
    desk.keyboard.press("Alt+KeyB")
    report = desk.get_by_label("班长报表")
    day = service.today_of_messages()
    desk.get_by_label("日期").fill(day)
    expect(report.get_by_text("宠物店有补贴吗")).to_be_visible()
    expect(report.get_by_role("img", name="命中率 50.0%")).to_be_visible()
    screenshot(desk, "desk-report")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="未答问题").click()
    assert "宠物店有补贴吗,2" in Path(download.value.path()).read_text("utf-8-sig")
    desk.get_by_role("tab", name="政策问题登记").click()
    expect(report.get_by_text(MARKUP)).to_be_visible()
    desk.get_by_label("状态").select_option("done")
    desk.get_by_role("tab", name="账号").click()
    desk.get_by_label("账号", exact=True).fill("xin-ren")
    desk.get_by_label("姓名").fill(MARKUP[:32])
    desk.get_by_label("初始密码").fill("long enough 123")
    desk.get_by_role("button", name="新建").click()
    expect(report.get_by_role("cell", name=MARKUP[:32])).to_be_visible()
    desk.get_by_role("tab", name="操作记录").click()
    expect(report.get_by_text("处理登记")).to_be_visible()


def test_an_agent_sees_no_supervisor_page(desk: Page, service: DeskService) -> None:
    sign_in(desk, service)
    desk.keyboard.press("Alt+KeyB")
    expect(desk.get_by_role("tab")).to_have_text(["查政策", "会话", "通话"])
    assert desk.evaluate("fetch('/api/desk/report').then((answer) => answer.status)") == 403


def test_scripts_in_names_and_messages_stay_text(visitor: Page, desk: Page, service: DeskService) -> None:
    service.accounts().add("hostile", PASSWORD, "agent", MARKUP[:32])
    sign_in(desk, service, "hostile")
    ask(visitor, "恶意", "window.hacked")
    ask(visitor, f"{MARKUP} 转", "这个问题暂时没有收录")
    ask(visitor, "转人工", "已为您转人工，请稍候。")
    expect(chats(desk, "等待人工")).to_contain_text("<script>")
    desk.keyboard.press("Alt+KeyT")
    expect(messages(desk)).to_contain_text("<img src=x")
    desk.get_by_text("查看答复卡").first.click()
    desk.get_by_label("回复").fill(MARKUP)
    desk.keyboard.press("Enter")
    expect(messages(desk).locator(".said.agent")).to_contain_text("<script>")
    desk.keyboard.press("Alt+KeyW")
    expect(desk.get_by_role("dialog").get_by_label("诉求内容")).to_be_visible()
    assert desk.evaluate("[window.hacked, document.querySelectorAll('img').length]") == [None, 0]
    assert visitor.evaluate("window.hacked") is None


def test_copying_works_without_the_clipboard_api(desk: Page, service: DeskService) -> None:
    desk.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    desk.add_init_script("document.addEventListener('copy', () => { window.copied = getSelection().toString() "
                         "|| document.activeElement.value })")
    sign_in(desk, service)
    desk.keyboard.press("/")
    desk.keyboard.type("gxjsqyjl")
    expect(desk.get_by_label("话术")).to_be_visible()
    desk.keyboard.press("Alt+KeyP")
    wait_until(desk, "window.copied === '0379-63910557'")


def test_the_desk_is_accessible(visitor: Page, desk: Page, service: DeskService) -> None:
    sign_in(desk, service, SUPERVISOR)
    ask(visitor, "高企奖励", "首次通过认定：一次性20万元")
    ask(visitor, "转人工", "已为您转人工，请稍候。")
    desk.keyboard.press("/")
    desk.keyboard.type("gxjsqyjl")
    expect(desk.get_by_label("话术")).to_be_visible()
    assert violations(desk) == []
    desk.keyboard.press("Alt+KeyT")
    expect(desk.get_by_label("回复")).to_be_visible()
    desk.keyboard.press("Alt+KeyA")
    assert violations(desk) == []
    desk.keyboard.press("Alt+KeyB")
    expect(desk.get_by_label("班长报表")).to_be_visible()
    assert violations(desk) == []
