"""What a person tells of the firm in running text; values from and to JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_db.errors import InputError
from policy_db.profile import from_json, read_answer, read_profile, to_json, words_telling
from tests.support.catalogue import catalogue

SMALL, SME = ["小型", "微型"], ["中型", "小型", "微型"]


@pytest.mark.parametrize(("text", "expected"), [
    ("洛阳一家80人的软件企业，是高企", {"place": "洛阳", "industry": "软件信息", "subject": "企业", "hi_tech": True,
                              "employees": Decimal(80)}),
    ("我不是高新技术企业，是科技型中小企业", {"hi_tech": False, "tech_sme": True}),
    ("高企还没评上", {"hi_tech": False}),
    ("我们是国家级专精特新小巨人", {"little_giant": True}),
    ("省里的专精特新中小企业", {"zjtx": True}),
    ("个体户，开面馆的，干了三年", {"subject": "个体工商户", "industry": "餐饮", "years_operating": Decimal(3)}),
    ("退役回来办的小微公司，成立18个月", {"is_veteran": True, "size": SMALL, "subject": "企业", "years_operating": Decimal("1.5")}),
    ("中小微企业，租的国有房屋，受疫情影响", {"size": SME, "state_premises": True, "covid_affected": True}),
    ("招了4个大学生", {"hires_graduates": True, "hired": Decimal(4)}),
    ("大专毕业三年，头一次开店", {"is_graduate": True, "first_time": True, "years_since_graduation": Decimal(3)}),
    ("种大棚的合作社", {"subject": "合作社", "industry": "农业"}),
    ("拆的是摩托", {"vehicle_kind": "摩托车"}),
    ("收购的是偃师的一家厂", {"merges_outside": False}), ("兼并了一家郑州的企业", {"merges_outside": True}),
    ("买了套二手的", {"new_home": False}), ("不是二手房", {"new_home": True}),
    ("接收了毕业生，都离校三年了", {"hires_graduates": False}), ("收中介费介绍工作", {"free_placement": False}),
    ("介绍工作不收费", {"free_placement": True}), ("国家级专精特新小巨人", {"little_giant": True, "specialised": True}),
    ("专精特新都不是", {"zjtx": False, "specialised": False}), ("项目在园区外", {"in_park": False}),
    ("夏天租期签了四年", {"lease_years": Decimal(4)}), ("研究生毕业6年", {"degree": "硕士", "years_since_graduation": Decimal(6)}),
    ("我们2023年5月入库的", {"entered_on": ["2023-05-01", "2023-05-31"]}),
])
def test_facts_are_read(text: str, expected: dict[str, Any]) -> None:
    found = read_profile(text, catalogue().criteria)
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize(("text", "key"), [
    ("是不是高企才给", "hi_tech"), ("招大学生有补贴", "is_graduate"), ("专精特新小巨人", "zjtx"), ("你好", "subject"),
    ("有没有认定高企都能报吗", "hi_tech"),
])
def test_what_is_not_told_stays_unknown(text: str, key: str) -> None:
    assert key not in read_profile(text, catalogue().criteria)


def test_names_of_the_matter_tell_nothing_of_the_asker() -> None:
    text = "专精特新贷怎么贷"
    assert read_profile(text, catalogue().criteria)["specialised"] is True
    assert "specialised" not in read_profile(text, catalogue().criteria, ["专精特新贷"])
    assert read_profile(f"我们是专精特新，{text}", catalogue().criteria, ["专精特新贷"])["specialised"] is True


@pytest.mark.parametrize(("text", "key", "words"), [
    ("养殖场在伊川，养的是猪，养猪场能补吗", "keeps_grass_feeders", "养猪"), ("房子是新的，就是合同弄丢了", "has_cost_proof", "就是合同弄丢了"),
    ("你好", "new_home", ""),
])
def test_what_was_said_is_told_in_its_own_words(text: str, key: str, words: str) -> None:
    assert words_telling(text, catalogue().criteria[key]) == words


@pytest.mark.parametrize(("text", "key", "value"), [
    ("宜阳的", "merges_outside", False), ("湖北的", "merges_outside", None), ("没交", "deed_tax_paid", False), ("交过了", "deed_tax_paid", True),
    ("是的", "hi_tech", True), ("不是", "hi_tech", False), ("没有", "first_time", False), ("30来号", "employees", None),
    ("五十", "employees", None), ("50", "employees", Decimal(50)), ("开饭店的", "industry", "餐饮"), ("小微", "size", SMALL),
    ("说不好", "size", None),
])
def test_answers_to_a_question(text: str, key: str, value: Any) -> None:
    assert read_answer(text, catalogue().criteria[key]) == value


def test_values_survive_json() -> None:
    values = {"employees": Decimal(30), "revenue": Decimal("1200000.5"), "hi_tech": True, "size": SMALL, "industry": "餐饮",
              "entered_on": ["2023-05-01", "2023-05-31"], "revenue_growth": Decimal(1) / 3}
    assert from_json(to_json(values), catalogue().criteria) == values


@pytest.mark.parametrize(("key", "given", "value"), [
    ("revenue", "1.2亿", Decimal(120000000)), ("revenue", 5000, Decimal(5000)), ("revenue_growth", "35%", Decimal("0.35")),
    ("years_operating", "18个月", Decimal("1.5")), ("hi_tech", False, False), ("employees", "30人", Decimal(30)),
])
def test_values_as_systems_write_them(key: str, given: Any, value: Any) -> None:
    assert from_json({key: given}, catalogue().criteria) == {key: value}


@pytest.mark.parametrize(("key", "given"), [
    ("revenue", "很多"), ("revenue", True), ("revenue", [1]), ("revenue", "-5"), ("revenue", "30%"), ("revenue", "1e9"),
    ("hi_tech", "yes"), ("hi_tech", 1), ("industry", "造船"), ("size", []), ("size", [{}]), ("no_such_key", 1), ("revenue", {}),
    ("entered_on", "去年"), ("entered_on", 3),
])
def test_unusable_values_name_the_field(key: str, given: Any) -> None:
    with pytest.raises(InputError) as error:
        from_json({key: given}, catalogue().criteria)
    assert error.value.field == key
    assert error.value.reason


@given(st.text(alphabet="我们是不没有一家个体户公司高企专精特新小微中型企业招了大学生年月日成立营收万亿0123456789，。人", max_size=40))
def test_any_text_gives_usable_values(text: str) -> None:
    found = read_profile(text, catalogue().criteria)
    assert from_json(to_json(found), catalogue().criteria).keys() == found.keys()
