"""The page of one answer: reached by its signed link only, complete, and safe whatever the answer holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from bot.channels.wechat.card_link import CardLinks
from tests.support.cards import ITEM, MARKUP, POLICY
from tests.support.wechat import WeChatService, running_wechat
from tests.wechat_server.account import OPENID, text

PUBLIC = "https://bot.example.gov.cn"
CONVERSATION = f"wechat:{OPENID}"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[WeChatService]:
    with running_wechat(tmp_path, public_url=f"{PUBLIC}/") as running:
        yield running


def page_of(service: WeChatService, question: str) -> httpx.Response:
    """The page that the answer to `question` links to."""
    service.wechat.push(text(question))
    [answer] = [m for m in service.conversations.history(CONVERSATION) if m.author == "bot"][-1:]
    url = CardLinks(service.services.settings).url(CONVERSATION, answer.id)
    return httpx.get(url.replace(PUBLIC, service.url))


def test_answer_links_to_its_page(service: WeChatService) -> None:
    answer = service.wechat.push(text("高企奖励")).text
    [url] = re.findall(r'<a href="([^"]+)">', answer)
    assert url.startswith(f"{PUBLIC}/wechat/card/")
    page = httpx.get(url.replace(PUBLIC, service.url))
    assert page.status_code == 200
    for shown in (*POLICY.text.split("\n"), ITEM["title"], "最高10万元", "在有效期内通过高新技术企业认定"):
        assert shown in page.text
    assert "<a href='tel:0379-63910557'>63910557</a>" in page.text


@pytest.mark.parametrize(("question", "shown"), [
    ("洛阳和焦作比", ["<th>焦作</th>", "<td>最高15万元</td>"]), ("能拿多少", ["按研发费用的1%追加", "15万元"]),
    ("科技类有哪些", ["研发费用补助", "最高100万元"]), ("你好", ["您好，请说您想了解的政策。"]),
])
def test_page_shows_every_kind_of_card(service: WeChatService, question: str, shown: list[str]) -> None:
    page = page_of(service, question).text
    assert all(words in page for words in shown)


class Elements(HTMLParser):
    """Names and addresses of the elements of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src")}


def test_hostile_answer_stays_text(service: WeChatService) -> None:
    page = page_of(service, "恶意")
    elements = Elements(page.text)
    assert elements.names <= {"html", "head", "meta", "title", "link", "body", "main", "h1", "h2", "h3", "p", "section", "ul", "li",
                              "div", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}
    assert elements.attributes <= {"lang", "charset", "name", "content", "rel", "href", "class"}
    assert elements.addresses == {"/wechat/card.css"}
    assert MARKUP.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in page.text


def test_page_and_style_sheet_are_locked_down(service: WeChatService) -> None:
    page = page_of(service, "高企奖励")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-store"
    style = httpx.get(f"{service.url}/wechat/card.css")
    assert style.headers["content-type"].startswith("text/css")
    assert style.status_code == 200


def test_other_answers_cannot_be_reached(service: WeChatService) -> None:
    page = page_of(service, "高企奖励")
    token = str(page.url).rpartition("/")[2]
    visitor = service.conversations.history(CONVERSATION)[0]
    links = CardLinks(service.services.settings)
    other = token[:-20] + ("A" if token[-20] != "A" else "B") + token[-19:]
    bad = [other, token[1:], "x", "a.b", "%00",
           links.token(CONVERSATION, visitor.id), links.token(CONVERSATION, 999), links.token("wechat:other", 2)]
    for tried in bad:
        answer = httpx.get(f"{service.url}/wechat/card/{tried}")
        assert answer.status_code == 404
        assert "没有找到" in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_without_public_address_there_is_no_link(tmp_path: Path) -> None:
    with running_wechat(tmp_path) as service:
        assert "href" not in service.wechat.push(text("高企奖励")).text
