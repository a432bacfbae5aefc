"""Replies as WeChat text: length, choices, links, and the page of an answer's parts that have no room."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat import fitting, wording
from bot.channels.wechat.menu import QUESTIONS, definition
from bot.channels.wechat.presentation import Part, in_pieces, part_of, together
from bot.replies import Button
from tests.support.cards import CANDIDATES, POLICY

URL = "https://bot.example.gov.cn/wechat/card/" + "t" * 90
LINK = f'<a href="{URL}">网页</a>'
SENTENCE = "这是一句用来凑长度的话，没有别的意思。"


def test_short_text_stays_whole() -> None:
    assert fitting.split(SENTENCE) == [SENTENCE]
    assert fitting.split("") == []


def test_long_text_is_cut_at_sentence_ends() -> None:
    pieces = fitting.split(SENTENCE * 100)
    assert len(pieces) > 1
    assert "".join(pieces) == SENTENCE * 100
    assert all(piece.endswith("。") and fitting.size(piece) <= fitting.LIMIT for piece in pieces)


@pytest.mark.parametrize("before", range(1960, 2060, 7))
@pytest.mark.parametrize("link", [LINK, URL])
def test_link_is_never_cut(before: int, link: str) -> None:
    pieces = fitting.split("x" * before + link + SENTENCE)
    assert any(link in piece for piece in pieces)


def test_joined_emoji_is_never_cut() -> None:
    family = "👨‍👩‍👧"
    for piece in fitting.split(family * 200):
        assert piece == family * (len(piece) // len(family))


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.integers(60, 200))
def test_pieces_fit_and_lose_nothing(text: str, limit: int) -> None:
    pieces = fitting.split(text, limit)
    assert all(fitting.size(piece) <= limit for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


def test_candidates_without_numbers_get_them() -> None:
    buttons = (Button("高新技术企业奖励", "a"), Button("研发费用补助", "b"))
    part = part_of("您想问哪一项？", buttons, {"type": "candidates"}, "")
    assert part.whole == "您想问哪一项？\n1. 高新技术企业奖励\n2. 研发费用补助"


def test_candidates_with_numbers_stay_as_they_are() -> None:
    assert part_of(CANDIDATES.text, CANDIDATES.buttons, CANDIDATES.card, "").whole == CANDIDATES.text


def test_other_choices_are_told_by_the_words_to_reply() -> None:
    part = part_of("企业是高新技术企业吗？", (Button("是", "是"), Button("不清楚", "不清楚")), {"type": "form"}, "")
    assert part.whole == "企业是高新技术企业吗？\n可以回复：是、不清楚"


def test_policy_answer_links_to_its_page() -> None:
    assert URL in part_of(POLICY.text, (), POLICY.card, URL).whole
    assert URL not in part_of("您好", (), {"type": "smalltalk"}, URL).whole


def test_long_answer_is_shortened_to_its_page() -> None:
    text = together([part_of(SENTENCE * 100, (), {"type": "smalltalk"}, URL)])
    assert fitting.size(text) <= fitting.LIMIT
    assert text.startswith(SENTENCE)
    assert text.endswith(f'<a href="{URL}">{wording.FULL_ANSWER}</a>')
    assert "。\n……\n" in text


def test_long_answer_without_page_says_that_it_is_shortened() -> None:
    text = together([Part(SENTENCE * 100)])
    assert fitting.size(text) <= fitting.LIMIT
    assert text.endswith(wording.SHORTENED)
    assert len(in_pieces(Part(SENTENCE * 100))) == 3


def test_several_long_answers_share_the_room() -> None:
    parts = [part_of(f"{number}{SENTENCE * 60}", (), None, URL) for number in "一二三"]
    text = together(parts)
    assert fitting.size(text) <= fitting.LIMIT
    assert text.count(URL) == 3
    assert all(f"{number}这是" in text for number in "一二三")


def test_menu_keeps_wechats_limits() -> None:
    menu = definition("https://bot.example.gov.cn/")["button"]
    assert len(menu) <= 3
    for group in menu:
        assert fitting.size(group["name"]) <= 16
        assert 1 <= len(group["sub_button"]) <= 5
        for button in group["sub_button"]:
            assert fitting.size(button["name"]) <= 60
            assert button["type"] == "view" or button["key"] in QUESTIONS
    assert menu[-1]["sub_button"][-1]["url"] == "https://bot.example.gov.cn/chat"
    assert "view" not in str(definition(""))
