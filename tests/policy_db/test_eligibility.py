"""Three-valued conditions; every computed condition of the catalogue just below, at and above its threshold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_db.eligibility import check, holds, is_told, threshold
from policy_db.quantity import parse_quantity
from policy_db.schema import Condition
from policy_db.validity import Status, effective_validity, status_on
from tests.support.catalogue import catalogue

DAY = datetime.timedelta(days=1)
EDGE = Decimal("0.0001")


def condition(**fields: Any) -> Condition:
    return Condition.parse_obj({"text": "条件", **fields})


YEARS = condition(key="years", op=">=", value="1年")
SHOP = condition(text="个体", key="subject", op="==", value="个体工商户")
SMALL = condition(text="小微", key="size", op="in", value=["小型", "微型"])
EITHER = condition(text="个体或小微", any=[SHOP.dict(), SMALL.dict()])
TOLD = condition(text="经营状况良好")


@pytest.mark.parametrize(("rule", "values", "state"), [
    (YEARS, {"years": Decimal(1)}, True), (YEARS, {"years": Decimal("0.99")}, False), (YEARS, {}, None),
    (SMALL, {"size": ["小型", "微型"]}, True), (SMALL, {"size": ["中型", "小型"]}, None), (SMALL, {"size": "大型"}, False),
    (EITHER, {"subject": "个体工商户"}, True), (EITHER, {"subject": "企业"}, None),
    (EITHER, {"subject": "企业", "size": "大型"}, False), (EITHER, {"size": "微型"}, True),
    (condition(key="hired", op=">=", value=1), {"hired": Decimal(2)}, True),
    (condition(key="hi_tech", op="!=", value=True), {"hi_tech": False}, True),
    (condition(key="listed", op=">=", value="2023-01-01"), {"listed": ["2022-10-01", "2022-10-31"]}, False),
    (condition(key="listed", op=">=", value="2023-01-15"), {"listed": ["2023-01-01", "2023-01-31"]}, None),
    (condition(key="listed", op=">=", value="2023-01-01"), {"listed": ["2023-04-02", "2023-04-02"]}, True),
    (condition(key="size", op="not_in", value=["大型"]), {"size": "小型"}, True),
])
def test_a_condition_holds_fails_or_stays_open(rule: Condition, values: dict[str, Any], state: bool | None) -> None:
    assert holds(rule, values) is state


def test_a_whole_number_is_no_yes() -> None:
    assert condition(key="layers", op=">=", value=1).value == 1
    assert condition(key="layers", op=">=", value=1).value is not True


def test_yes_needs_every_condition_computed_and_met() -> None:
    known = {"years": Decimal(2), "subject": "个体工商户"}
    assert check([YEARS, EITHER], known).answer == "yes"
    assert check([YEARS, EITHER, TOLD], known).answer == "unknown"
    assert check([YEARS, EITHER], {"years": Decimal(2)}).answer == "unknown"
    assert check([YEARS, EITHER, TOLD], {"years": Decimal(0)}).answer == "no"


def test_unknown_keys_are_what_to_ask() -> None:
    verdict = check([YEARS, EITHER, TOLD], {})
    assert verdict.unknown_keys == ("years", "subject", "size")
    assert verdict.told == (TOLD,)


def test_what_nobody_is_asked_for_still_fails_when_it_is_told() -> None:
    rare = condition(key="tobacco", op="==", value=False, asked=False)
    assert check([rare], {}).told == (rare,)
    assert check([rare], {}).unknown_keys == ()
    assert check([rare], {"tobacco": True}).failed == (rare,)
    assert check([rare], {"tobacco": False}).answer == "yes"


@given(st.lists(st.sampled_from([YEARS, EITHER, SMALL, TOLD]), max_size=5), st.booleans(), st.booleans())
def test_the_verdict_keeps_every_condition_once(rules: list[Condition], old: bool, shop: bool) -> None:
    values: dict[str, Any] = {**({"years": Decimal(3)} if old else {}), **({"subject": "个体工商户"} if shop else {})}
    verdict = check(rules, values)
    assert sorted(c.text for c in (*verdict.failed, *verdict.unknown, *verdict.told, *verdict.met)) == sorted(c.text for c in rules)
    assert verdict.answer != "yes" or not (verdict.unknown or verdict.told)


# --- the real catalogue -----------------------------------------------------------------------------------------

def computed() -> Iterator[tuple[str, Condition]]:
    for item in catalogue().items.values():
        groups = [item.conditions, *(p.conditions for p in item.provisions), *(b.conditions for p in item.provisions for b in p.benefits)]
        for group in groups:
            for rule in group:
                for part in (rule, *rule.any):
                    if part.key:
                        yield item.id, part


NUMERIC = [(name, rule) for name, rule in computed() if catalogue().criteria[rule.key or ""].type not in ("bool", "choice", "date")]


@pytest.mark.parametrize(("name", "rule"), NUMERIC, ids=[f"{name}-{rule.key}-{index}" for index, (name, rule) in enumerate(NUMERIC)])
def test_thresholds_of_the_catalogue(name: str, rule: Condition) -> None:
    limit = threshold(rule)
    expected = {">=": (False, True, True), ">": (False, False, True), "<=": (True, True, False), "<": (True, False, False),
                "==": (False, True, False), "!=": (True, False, True)}[rule.op or ""]
    assert tuple(holds(rule, {rule.key or "": value}) for value in (limit - EDGE, limit, limit + EDGE)) == expected


@pytest.mark.parametrize(("name", "rule"), list(computed()), ids=lambda value: value if isinstance(value, str) else "")
def test_conditions_of_the_catalogue_fit_their_criteria(name: str, rule: Condition) -> None:
    criterion = catalogue().criteria[rule.key or ""]
    if criterion.type == "bool":
        assert isinstance(rule.value, bool)
        assert rule.op in ("==", "!=")
    elif criterion.type == "date":
        assert datetime.date.fromisoformat(str(rule.value))
    elif criterion.type == "choice":
        values = rule.value if isinstance(rule.value, list) else [rule.value]
        assert set(values) <= set(criterion.choices)
        assert rule.op in ("==", "!=", "in", "not_in")
    elif isinstance(rule.value, str):
        unit = parse_quantity(rule.value).unit
        same = {criterion.unit, "", "ratio" if criterion.type == "ratio" else criterion.unit}
        assert unit in same or {unit, criterion.unit} <= {"个", "家", "人", "户", "名", "项", "台", "套", "头", "只", "天", "日"}


def test_few_conditions_are_told_only() -> None:
    groups = [group for item in catalogue().items.values() for group in (
        item.conditions, *(p.conditions for p in item.provisions), *(b.conditions for p in item.provisions for b in p.benefits))]
    rules = [rule for group in groups for rule in group]
    assert sum(map(is_told, rules)) <= len(rules) * 0.2


def test_provisions_are_in_force_from_their_first_to_their_last_day() -> None:
    dated = 0
    for item in catalogue().items.values():
        for provision in item.provisions:
            validity = effective_validity(provision, catalogue().document_of(provision.source))
            last = validity.apply_by or validity.to
            if validity.from_:
                dated += 1
                assert status_on(validity, validity.from_ - DAY) is Status.NOT_STARTED
                assert status_on(validity, validity.from_) is not Status.NOT_STARTED
            if last and (validity.from_ is None or last >= validity.from_):
                dated += 1
                assert status_on(validity, last) is Status.IN_FORCE
                assert status_on(validity, last + DAY) is Status.EXPIRED
    assert dated > 0
