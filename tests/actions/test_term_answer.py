"""Which messages ask for the meaning of a term, and what they are told."""

from __future__ import annotations

import pytest

from actions.answers import Answer
from actions.asked_term import asked_terms
from actions.context import Request
from actions.memory import Memory
from actions.term import term_answer
from tests.support.talk import services, turn


def asked(text: str, city: str = "", memory: Memory | None = None) -> list[str]:
    return [term.id for term in asked_terms(turn(text), city, memory or Memory(), services())[1]]


def told(text: str, city: str = "", memory: Memory | None = None) -> Answer:
    memory = memory or Memory()
    words, terms = asked_terms(turn(text), city, memory, services())
    request = Request("term", turn(text), city, question=words, terms=tuple(term.id for term in terms))
    return term_answer(request, memory, services())


@pytest.mark.parametrize(("text", "term"), [
    ("四转是哪四转", "sizhuan"),
    ("那个四转指的是啥呀", "sizhuan"),
    ("六大行动叫啥", "liuda-xingdong"),
    ("留抵退税说的六大行业是哪六个行业", "liuda-hangye"),
    ("六大行业都有谁", "liuda-hangye"),
    ("哪六大行业", "liuda-hangye"),
    ("啥叫规改股", "guigaigu"),
    ("哪些企业算小型微利企业", "xiaoxing-weili-qiye"),
    ("给解释一下五链耦合", "wulian"),
    ("困难行业包括哪些", "kunnan-hangye"),
    ("小额采购项目是多大", "xiaoe-caigou"),
    ("“四转”？", "sizhuan"),
    ("两证两码指的啥", "liangzheng-liangma"),
    ("三个一批是怎么回事", "sange-yipi"),
    ("五类人员都有哪几类", "wulei-renyuan"),
])
def test_asking_for_the_meaning(text: str, term: str) -> None:
    assert term in asked(text)


@pytest.mark.parametrize("text", [
    "四转的奖励有哪些", "四转有啥奖励", "四转企业给多少钱", "六大行业能退多少", "356产业集群有哪些补贴", "三大改造名单里有我，能领啥",
    "三大改造是啥，补多少", "什么叫股上市，境外上市算不算", "添翼计划附件有哪些", "添翼计划几个附件", "三十条里是咋说的",
    "五类人员培训怎么申请", "小升规奖多少", "服务业都有哪些", "六税两费范围里我算不算", "专精特新", "两证两码", "房租能减免吗",
])
def test_asking_for_something_else(text: str) -> None:
    assert asked(text) == []


def test_the_city_decides_which_document_speaks() -> None:
    assert asked("1+3政策体系是哪三个", "洛阳") == ["yi-jia-san-luoyang"]
    assert asked("1+3政策体系是哪三个", "焦作") == ["yi-jia-san"]
    assert asked("1+3政策体系是哪三个") == ["yi-jia-san-luoyang", "yi-jia-san"]


def test_beside_a_draft_the_next_document_is_told_too() -> None:
    assert asked("梯度培育体系是哪几级", "洛阳") == ["tidu-peiyu-luoyang", "tidu-peiyu"]
    text = told("梯度培育体系是哪几级", "洛阳").text
    assert text.startswith("“梯度培育体系”（洛阳）：创新型中小企业、")
    assert "不是正式文件" in text


def test_a_term_of_the_other_city_says_so() -> None:
    assert "这是焦作文件里的说法" in told("四转是哪四转", "洛阳").text
    assert "这是焦作文件里的说法" not in told("四转是哪四转", "焦作").text


def test_parts_come_first_then_state_source_and_items() -> None:
    answer = told("六大行业是哪六个", "焦作")
    first, *rest = answer.text.split("\n")
    assert first == ("“六大行业”：制造业、科学研究和技术服务业、电力热力燃气及水生产和供应业、软件和信息技术服务业、"
                     "生态保护和环境治理业、交通运输仓储邮政业。")
    assert any("已到期" in line for line in rest)
    assert rest[-2:] == ["依据：焦作纾困三十条 3", "相关事项：《增值税留抵退税》（回复名称看详情）"]
    assert answer.card["type"] == "policy_answer" and answer.card["headline"] == first
    assert answer.buttons == (("增值税留抵退税", "增值税留抵退税"),)
    assert answer.memory.item == "liudi-tuishui"


def test_what_a_document_does_not_explain_is_said_so() -> None:
    assert told("356产业集群是啥").text.startswith("“356产业集群”：文件只用了这个说法，没有写明具体内容。")
    assert "等；文件只写出这些。" in told("十大行动是哪十个").text


def test_a_term_without_items_keeps_the_item_before() -> None:
    before = Memory(item="liudi-tuishui", figures={"headcount": "3"})
    after = told("356产业集群是啥", "焦作", before).memory
    assert (after.item, after.figures) == ("liudi-tuishui", {"headcount": "3"})


def test_only_the_city_said_next_asks_for_the_same_term_there() -> None:
    after = told("1+3政策体系是哪三个", "洛阳").memory
    assert asked("焦作的呢", "焦作", after) == ["yi-jia-san"]
    assert asked("焦作的呢", "焦作") == []
