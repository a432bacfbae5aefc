"""Instant search and the script to read aloud, over the real catalogue."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

import httpx
import pytest

from actions.services import ActionServices
from bot.desk.item_cards import item_card
from bot.desk.script import spoken, spoken_phone
from bot.desk.search import Filters, InstantSearch
from policy_db.validity import Status
from tests.support.catalogue import TODAY, built_policy

#: what can be read aloud: Chinese, figures, pauses; single letters (5G, A级, REITs are names) stand before or after them
SPEAKABLE = re.compile(r"(?:[\u3400-\u9fff\d，。、 ]|(?<![A-Za-z])[A-Z](?![A-Za-z]))+")


def actions() -> ActionServices:
    return ActionServices(built_policy(), cast(Any, None), lambda: TODAY)


@lru_cache(maxsize=1)
def instant() -> InstantSearch:
    return InstantSearch(actions())


def titles(typed: str, **filters: str) -> list[str]:
    return [item.title for item, _ in instant().search(typed, Filters(**filters)).hits]


@pytest.mark.parametrize(("typed", "expected"), [
    ("fzjm", "国有房屋租金减免"),               # initials of an alias
    ("cydbdk", "创业担保贷款"),
    ("chuangyedanbao", "创业担保贷款"),          # full pinyin
    ("CYDB", "创业担保贷款"),
    ("创业担", "创业担保贷款"),                  # the first characters
    ("担保贷款", "创业担保贷款"),                # from the middle
    ("高企", "高新技术企业奖励"),                # alias
    ("63910557", "高新技术企业奖励"),            # phone
    ("0379-63910557", "高新技术企业奖励"),       # with area code
    ("0557", "高新技术企业奖励"),                # its last digits
    ("高新技术科", "高新技术企业奖励"),          # office
    ("房租 焦作", "非国有房屋租金减免"),         # several words
])
def test_the_item_is_found_as_agents_type_it(typed: str, expected: str) -> None:
    assert expected in titles(typed)[:3]


def test_initials_and_pinyin_of_every_title_find_it() -> None:
    from pypinyin import Style, lazy_pinyin

    missed = []
    for item in built_policy().items.values():
        han = "".join(re.findall(r"[\u3400-\u9fff]+", item.title))
        if len(han) < 4 or han != item.title:
            continue
        for typed in ("".join(lazy_pinyin(han, style=Style.FIRST_LETTER)), "".join(lazy_pinyin(han)), han[:7]):
            if item.title not in titles(typed)[:5]:
                missed.append((item.title, typed))
    assert missed == []


def test_a_document_number_gives_the_items_of_the_document() -> None:
    policy = built_policy()
    number = next(document.number for document in policy.documents.values() if document.number)
    for typed in (number, number.replace("〔", "").replace("〕", ""), re.sub(r"\D+", " ", number)):
        found = instant().search(typed, Filters()).hits
        sources = [policy.document_of(source).number for item, why in found if why == "文号"
                   for provision in item.provisions for source in (provision.source, *provision.repeats)]
        assert number in sources, typed


def test_an_agency_gives_its_items() -> None:
    for item, _ in instant().search("民政局", Filters()).hits[:3]:
        assert any("民政" in contact.agency for contact in item.contacts), item.title


def test_filters() -> None:
    policy = built_policy()
    for region, usable in (("洛阳", {"洛阳", "河南", "全国"}), ("全国", {"全国"})):
        found = instant().search("", Filters(region=region), limit=1000)
        assert 0 < found.total < len(policy.items) or region == "洛阳"
        assert all({provision.region for provision in item.provisions} & usable for item, _ in found.hits)
    for item, _ in instant().search("", Filters(level="national"), limit=1000).hits:
        assert "national" in {provision.level for provision in item.provisions}
    for item, _ in instant().search("", Filters(agency="科技局"), limit=1000).hits:
        assert any("科" in contact.agency for contact in item.contacts)
    for item, _ in instant().search("", Filters(audience="养老机构"), limit=1000).hits:
        assert "养老机构" in item.audience.subjects
    states = {state: instant().search("", Filters(state=state), limit=1000) for state in ("", "not_expired", "in_force")}
    assert len(policy.items) == states[""].total > states["not_expired"].total > states["in_force"].total
    for item, _ in states["in_force"].hits:
        assert Status.IN_FORCE in {policy.status(provision, TODAY) for provision in item.provisions}


def test_nonsense_finds_nothing_or_little_and_never_fails() -> None:
    for typed in ("", " ", "！？", "zzzzqx", "'\"; drop table", "%_*", "（", "a" * 500, "\U0001f600", "NEAR(", "-", "OR"):
        assert instant().search(typed, Filters()).total <= len(built_policy().items)
    assert titles("zzzzqx") == []


@pytest.mark.parametrize(("written", "said"), [
    ("20%—30%", "百分之20到百分之30"),
    ("20%（含）至30%", "百分之20含本数至百分之30"),
    ("5‰", "千分之5"),
    ("10万元-50万元", "10万元到50万元"),
    ("《办法》（试行）", "办法，试行"),
    ("每月每平方米30元/月", "每月每平方米30元每月"),
    ("1.5倍", "1点5倍"),
    ("LPR", "贷款市场报价利率"),
    ("VOCs治理", "V O C S治理"),
    ("省、市按1:1负担", "省、市按1比1负担"),
    ("１００㎡", "100平方米"),
])
def test_symbols_become_words(written: str, said: str) -> None:
    assert spoken(written) == said


def test_phones_are_read_digit_by_digit() -> None:
    assert spoken_phone("0379-63910557") == "区号0 3 7 9，6 3 9 1 0 5 5 7"
    assert spoken_phone("12345") == "1 2 3 4 5"


@pytest.mark.parametrize("city", ["", "洛阳", "焦作"])
def test_every_item_has_a_script_that_can_be_read_aloud(city: str) -> None:
    for item in built_policy().items:
        made = item_card(item, actions(), city=city)
        script = made["script"]
        assert 1 <= script.count("。") <= 3, script
        assert SPEAKABLE.fullmatch(script), (item, re.sub(SPEAKABLE, "", script), script)
        if made["card"]["status"] == "expired":
            assert "已经到期" in script
        phone = next((contact["phone"] for contact in made["card"]["contacts"] if contact["phone"]), "")
        assert " ".join(phone.rpartition("-")[2]) in script


def test_the_script_holds_no_figure_that_the_card_has_not() -> None:
    for item in built_policy().items:
        made = item_card(item, actions())
        known = set(re.findall(r"\d+", made["text"] + str(made["card"])))
        digits = {figure for figure in re.findall(r"\d+", made["script"]) if len(figure) > 1}
        assert digits <= known, (item, digits - known)


def test_search_api_gives_rows_and_the_first_card(agent: httpx.Client) -> None:
    answer = agent.get("/api/desk/search", params={"q": "gaoxinjishuqiye", "region": "洛阳"}).json()
    first = answer["results"][0]
    assert (first["title"], first["tel"]) == ("高新技术企业奖励", "0379-63910557")
    assert first["status"] in {status.value for status in Status}
    card = answer["first"]["card"]
    assert card["item"]["id"] == first["id"]
    assert card["benefits"]
    assert card["contacts"][0]["tel"] == "0379-63910557"
    assert card["sources"][0]["key"].startswith("luoyang-compendium-2022#")
    assert "6 3 9 1 0 5 5 7" in answer["first"]["script"]


def test_item_api(agent: httpx.Client) -> None:
    item = agent.get("/api/desk/item", params={"id": "keji-01", "city": "洛阳", "question": "重新认定给多少"}).json()
    assert [row["label"] for row in item["card"]["benefits"] if row["matched"]] == ["重新认定"]
    assert agent.get("/api/desk/item", params={"id": "nothing"}).status_code == 404
    assert agent.get("/api/desk/item", params={"id": "keji-01", "city": "郑州"}).status_code == 400
