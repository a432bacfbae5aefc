"""政策体检: states of items, the total, the next question, speed; and how results of several levels combine."""

from __future__ import annotations

import statistics
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_db.calculation import Calculation
from policy_db.check_up import CheckUp, Report
from policy_db.check_up_report import report_rows
from policy_db.profile import read_profile
from policy_db.schema import Provision, Stacking
from policy_db.stacking import combine
from policy_db.validity import Status
from tests.support.catalogue import TODAY, catalogue

CHECK_UP = CheckUp(catalogue().items, catalogue().criteria, catalogue().document_of)
PROFILES = {
    "software": "洛阳一家40人的软件公司，小微，刚认定高企",
    "shop": "毕业两年第一次开店，个体户，餐饮，营业执照办了两年",
    "factory": "焦作的制造业工厂，省级专精特新中小企业，去年研发800万，今年1000万",
    "nothing": "",
}


def run(name: str, **more: Any) -> Report:
    values = {**read_profile(PROFILES[name], catalogue().criteria), **more}
    return CHECK_UP.run(values, values.get("place", "洛阳"), TODAY)


def state_of(report: Report, item: str) -> str:
    return next(state for state in ("available", "lacking", "unknown", "not_applicable")
                if any(entry.item.id == item for entry in getattr(report, state)))


def test_every_item_of_the_city_has_one_state() -> None:
    report = run("software")
    ids = [entry.item.id for state in ("available", "lacking", "unknown", "not_applicable") for entry in getattr(report, state)]
    assert len(ids) == len(set(ids))
    regions = {"洛阳", "河南", "全国"}
    assert set(ids) == {item.id for item in catalogue().items.values() if any(p.region in regions for p in item.provisions)}


def test_met_failed_and_excluded_items() -> None:
    assert state_of(run("shop"), "renshe-04") == "available"
    assert state_of(run("shop", years_operating=Decimal("0.5")), "renshe-04") == "lacking"
    assert state_of(run("shop"), "shichang-03") == "not_applicable"
    assert state_of(run("nothing"), "renshe-04") == "unknown"
    lacking = next(e for e in run("shop", years_operating=Decimal("0.5")).lacking if e.item.id == "renshe-04")
    assert "1年" in lacking.failed[0].text


def test_nothing_is_available_of_nothing_known() -> None:
    report = run("nothing")
    assert report.high == 0
    assert not [entry for entry in report.available if entry.high]
    assert report.next_key is not None


def test_the_total_is_the_span_of_the_available_items_that_have_not_expired() -> None:
    report = run("shop")
    counted = [e for e in report.available if e.status is not Status.EXPIRED and e.high is not None]
    assert report.high == sum(e.high or 0 for e in counted)
    assert report.high > 0
    assert report.low <= report.high


def test_a_question_is_not_asked_again_and_its_answer_never_opens_it() -> None:
    first = run("software").next_key
    assert first is not None
    again = CHECK_UP.run(read_profile(PROFILES["software"], catalogue().criteria), "洛阳", TODAY, skip=[first])
    assert again.next_key != first
    assert first not in again.open_keys


def test_a_single_matter_is_no_question_of_a_check_up() -> None:
    criteria = catalogue().criteria
    asked = run("software").open_keys
    assert asked
    assert not [key for key in asked if criteria[key].of_case]


def test_rows_are_plain_and_exact() -> None:
    rows = report_rows(run("shop"), catalogue().criteria)
    entry = next(row for row in rows["available"] if row["item"] == "renshe-04")
    assert entry["amount"]["unit"] == "元"
    assert rows["next"]["question"]
    assert rows["total"]["high"].replace(".", "").isdigit()


def test_the_whole_catalogue_takes_at_most_20_ms() -> None:
    for name in PROFILES:
        run(name)
    took = []
    for _ in range(15):
        begin = time.process_time()
        run("factory")
        took.append(time.process_time() - begin)
    assert statistics.median(took) <= 0.02


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from([c.key for c in catalogue().criteria.values() if c.type == "bool"]), st.booleans(), max_size=12),
       st.sampled_from(["洛阳", "焦作", ""]))
def test_any_profile_gives_a_sound_report(facts: dict[str, bool], city: str) -> None:
    report = CHECK_UP.run(facts, city, TODAY)
    assert 0 <= report.low <= report.high
    assert not set(report.open_keys) & set(facts)
    assert all(entry.failed for entry in report.lacking)
    assert not any(entry.failed or entry.unknown for entry in report.available)


# --- stacking ---------------------------------------------------------------------------------------------------

def provision(rule: str | None) -> Provision:
    base = next(iter(catalogue().items.values())).provisions[0]
    stacking = Stacking(rule=rule, text="从高不重复") if rule else None
    return base.copy(update={"stacking": stacking})


def sum_of(yuan: int) -> Calculation:
    return Calculation("测试", Decimal(yuan), Decimal(yuan), "元")


@pytest.mark.parametrize(("rule", "low", "high"), [("exclusive", 30, 30), ("highest_of", 30, 30), ("once", 30, 30), ("sum", 50, 50),
                                                   (None, 30, 50)])
def test_levels_combine_as_the_document_says(rule: str | None, low: int, high: int) -> None:
    combined = combine([(provision(rule), sum_of(30)), (provision(None), sum_of(20))])
    assert combined is not None
    assert (combined.low, combined.high) == (low, high)


def test_nothing_to_combine() -> None:
    assert combine([(provision(None), Calculation("测试", reason="不是金额"))]) is None
    assert combine([(provision(None), sum_of(1)), (provision(None), Calculation("比例", Decimal(0), Decimal(1), "ratio"))]) is None
