"""Every kind of benefit, then every benefit of the real catalogue: at, below and above each threshold; caps; monotone rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import parse_obj_as

from policy_db.assess import assess, threshold_of
from policy_db.calculate import calculate, calculate_many
from policy_db.calculation import Calculation, in_words
from policy_db.comparators import beside
from policy_db.computable import ROW, YEARS, needs, optional_inputs, why_not
from policy_db.eligibility import holds
from policy_db.schema import (
    Benefit,
    Criterion,
    Fee,
    Fixed,
    Item,
    Loan,
    PerUnit,
    Provision,
    Range,
    Rate,
    Steps,
    Tiers,
    Waiver,
)
from policy_db.tier_sums import calculate_share
from scripts.computable_table import rows
from tests.support.catalogue import catalogue

STEP = Decimal("0.01")


def criterion(key: str, kind: str = "money", unit: str = "元") -> Criterion:
    return Criterion(key=key, name=key, type=kind, unit=unit, ask=f"{key}?")


CRITERIA = {c.key: c for c in [
    criterion("cost"), criterion("sales"), criterion("growth", "ratio", ""), criterion("usd", "usd", "美元"),
    criterion("beds", "count", "张"), criterion("months", "count", "个月"), criterion("days", "count", "天"),
    criterion("days_total", "count", "天"), criterion("years", "count", "年"), criterion("zone", "bool", "")]}


def benefit(**fields: Any) -> Benefit:
    return parse_obj_as(Benefit, {"label": "测试", **fields})  # type: ignore[arg-type]


def result(fields: dict[str, Any], row: int | None = None, **given: Any) -> Calculation:
    values = {key: Decimal(str(value)) if not isinstance(value, bool) else value for key, value in given.items()}
    return calculate(benefit(**fields), values, CRITERIA, row)


RATE = {"kind": "rate", "rate": "30%", "base": "cost", "cap": "50万元"}
TIERS = {"kind": "tiers", "input": "growth", "base": "sales", "cap": "40万元",
         "tiers": [{"when": "[10%, 20%)", "rate": "3‰"}, {"when": "[20%, +)", "rate": "5‰"}]}
MARGINAL = {"kind": "tiers", "input": "sales", "reading": "marginal",
            "tiers": [{"when": "[0元, 100万元]", "rate": "5%"}, {"when": "(100万元, 300万元]", "rate": "10%"}]}
STEPS = {"kind": "steps", "input": "usd", "first_at": "1000万美元", "first_amount": "50万元", "every": "1000万美元",
         "every_amount": "50万元", "cap": "200万元", "bonus": "50%",
         "bonus_when": {"text": "在园区", "key": "zone", "op": "==", "value": True}}
FEE = {"kind": "fee", "rate": "万分之五", "base": "cost", "days": "days", "free": "5个工作日", "longest": "30日"}


@pytest.mark.parametrize(("fields", "given", "words"), [
    ({"kind": "fixed", "amount": "20万元"}, {}, "20万元"),
    ({"kind": "fixed", "amount": "20万元", "up_to": True}, {}, "最高20万元"),
    ({"kind": "range", "min": "3万元", "max": "5万元"}, {}, "3万元至5万元"),
    (RATE, {"cost": 1_000_000}, "30万元"),
    (RATE, {"cost": 5_000_000}, "50万元"),
    ({**RATE, "floor": "10万元"}, {"cost": 1000}, "10万元"),
    ({**RATE, "up_to": True}, {"cost": 1_000_000}, "最高30万元"),
    ({"kind": "rate", "factors": ["12.5%", "20%"], "base": "cost"}, {"cost": 600_000}, "1.5万元"),
    ({**RATE, "cap": None, "years": [2, 3]}, {"cost": 100_000, "years": 3}, "6万元"),
    ({**RATE, "cap": None, "years": [2, 3]}, {"cost": 100_000, "years": 1}, "0元"),
    (TIERS, {"growth": "0.1", "sales": 10_000_000}, "3万元"),
    (TIERS, {"growth": "0.2", "sales": 10_000_000}, "5万元"),
    (TIERS, {"growth": "0.2", "sales": 100_000_000}, "40万元"),
    (MARGINAL, {"sales": 2_000_000}, "15万元"),
    ({"kind": "per_unit", "amount": "2000元", "unit": "张", "inputs": ["beds", "months"], "max_units": "3个月"},
     {"beds": 4, "months": 5}, "2.4万元"),
    ({"kind": "per_unit", "amount": "2000元", "unit": "张", "inputs": ["beds"], "cap": "1万元"}, {"beds": 40}, "1万元"),
    (STEPS, {"usd": 10_000_000, "zone": False}, "50万元"),
    (STEPS, {"usd": 29_999_999, "zone": False}, "100万元"),
    (STEPS, {"usd": 20_000_000, "zone": True}, "150万元"),
    (STEPS, {"usd": 90_000_000, "zone": True}, "200万元"),
    ({"kind": "loan", "limit": "300万元"}, {}, "最高300万元"),
    ({"kind": "loan", "limit": "300万元", "share_of": "cost", "share": "80%"}, {"cost": 1_000_000}, "最高80万元"),
    ({"kind": "waiver", "text": "免", "base": "cost", "parts": [{"share": "100%", "months": 3}, {"share": "50%", "months": 6}]},
     {"cost": 2000}, "1.2万元"),
    (FEE, {"cost": 1_000_000, "days": 4}, "2000元"),
    (FEE, {"cost": 1_000_000, "days_total": 9}, "2000元"),
    (FEE, {"cost": 1_000_000, "days_total": 5}, "0元"),
    ({"kind": "stages", "total": "100万元", "stages": [{"name": "甲", "rate": "30%"}, {"name": "乙", "rate": "70%"}]}, {}, "100万元"),
    ({"kind": "stages", "stages": [{"name": "甲", "amount": "20万元"}, {"name": "乙", "amount": "30万元"}]}, {}, "50万元"),
])
def test_each_kind_gives_its_sum(fields: dict[str, Any], given: dict[str, Any], words: str) -> None:
    assert result(fields, **given).words == words


def test_a_title_or_stage_is_chosen_by_its_row() -> None:
    titles = {"kind": "titles", "titles": [{"name": "一等奖", "amount": "50万元"}, {"name": "二等奖", "amount": "30万元"}]}
    assert result(titles, row=1).amount == 300_000
    assert result(titles).missing == (ROW,)
    stages = {"kind": "stages", "total": "100万元", "stages": [{"name": "甲", "rate": "30%"}, {"name": "乙", "rate": "70%"}]}
    assert result(stages, row=0).amount == 300_000


@pytest.mark.parametrize(("fields", "given", "reason"), [
    (TIERS, {"growth": "0.0999", "sales": 10_000_000}, "不在任何一档"),
    (STEPS, {"usd": 9_999_999}, "没有达到1000万美元"),
    (FEE, {"cost": 1_000_000, "days_total": 3}, "免费期"),
])
def test_zero_comes_with_its_reason(fields: dict[str, Any], given: dict[str, Any], reason: str) -> None:
    found = result(fields, **given)
    assert found.amount == 0
    assert reason in found.reason


def test_what_is_not_given_is_missing_and_nothing_is_assumed() -> None:
    assert result(TIERS, growth="0.2").missing == ("sales",)
    assert result(FEE, cost=1).missing == ("days",)
    assert not result(RATE).computed


def test_beyond_the_longest_term_nothing_is_promised() -> None:
    found = result(FEE, cost=1_000_000, days_total=36)
    assert not found.computed
    assert "30日" in found.reason


LINE = {"kind": "tiers", "input": "sales", "tiers": [{"when": "(100万元, 200万元]", "amount": "5万元"}, {"when": "(200万元, +)", "amount": "9万元"}]}


@pytest.mark.parametrize(("fields", "key", "number", "side", "words"), [
    (LINE, "sales", 1_000_000, "above", "5万元"), (LINE, "sales", 2_000_000, "above", "9万元"), (LINE, "sales", 2_000_000, "below", "5万元"),
    (LINE, "sales", 1_000_000, "below", "0元"), (RATE, "cost", 1_000_000, "above", "至少30万元"), (RATE, "cost", 1_000_000, "below", "最高30万元"),
    (RATE, "cost", 5_000_000, "above", "50万元"), ({**RATE, "up_to": True}, "cost", 1_000_000, "above", "最高约30万元"),
    (STEPS, "usd", 20_000_000, "below", "50万元"), (STEPS, "usd", 20_000_000, "above", "100万元"),
])
def test_a_figure_beside_a_number_falls_on_its_side(fields: dict[str, Any], key: str, number: int, side: Any, words: str) -> None:
    found = calculate(benefit(**fields), {key: beside(Decimal(number), side)}, CRITERIA)
    assert found.words == words
    assert found.high == found.high.quantize(STEP)  # type: ignore[union-attr]


def test_the_share_of_a_tier_without_its_base() -> None:
    shares = benefit(kind="tiers", input="growth", base="sales", cap="40万元",
                     tiers=[{"when": "[10%, 20%)", "rate": "3‰"}, {"when": "[20%, +)", "rate": "5%"}])
    found = calculate_share(shares, {"growth": Decimal("0.25")}, CRITERIA)
    assert found is not None
    assert found.words == "5%"
    assert "40万元" in str(found.steps[-1])
    assert calculate_share(shares, {"growth": Decimal("0.05")}, CRITERIA) is None
    assert calculate_share(shares, {}, CRITERIA) is None


def test_the_lowest_mark_of_tiers_and_steps_is_a_condition() -> None:
    [mark] = threshold_of(benefit(**LINE), CRITERIA)
    assert (holds(mark, {"sales": Decimal(1_000_000)}), holds(mark, {"sales": Decimal(1_000_001)})) == (False, True)
    [first] = threshold_of(benefit(**STEPS), CRITERIA)
    assert holds(first, {"usd": Decimal(10_000_000)}) is True
    assert threshold_of(benefit(**RATE), CRITERIA) == []
    assert threshold_of(benefit(**MARGINAL), CRITERIA) == []


def test_sums_of_several_results() -> None:
    one, two = result(RATE, cost=100_000), result({"kind": "range", "min": "1万元", "max": "2万元"})
    total = calculate_many([one, two])
    assert (total.low, total.high, len(total.steps)) == (40_000, 50_000, 3)
    assert calculate_many([one]) is one
    assert calculate_many([one, result(TIERS, growth="0.2")]).missing == ("sales",)


def test_kinds_without_a_sum_say_why() -> None:
    for fields in ({"kind": "service", "text": "免费"}, {"kind": "deferral", "text": "缓交"}, {"kind": "waiver", "text": "免"}):
        assert why_not(benefit(**fields))
        assert needs(benefit(**fields)) == []
        assert result(fields).reason


# --- the real catalogue -----------------------------------------------------------------------------------------

CASES = [(item, provision, entry) for item in catalogue().items.values() for provision in item.provisions
         for entry in provision.benefits if not why_not(entry)]
REAL = catalogue().criteria


def inputs_of(entry: Benefit) -> list[str]:
    """All inputs, but for the years of a yearly sum: its cap is for one year."""
    return [key for key in (*needs(entry), *optional_inputs(entry)) if not (entry.lasts and key == YEARS)]


def at(entry: Benefit, key: str, value: Decimal) -> Calculation:
    """The result with one input at `value`, the others at a plain large figure."""
    others = {name: Decimal(1_000_000) for name in inputs_of(entry) if name in REAL}
    if isinstance(entry, Fee):
        others = {entry.base: Decimal(1_000_000), entry.days: Decimal(3)}
    return calculate(entry, {**others, key: value}, REAL)


def cap_of(entry: Benefit) -> Decimal | None:
    cap = getattr(entry, "cap", None)
    return cap.quantity.value if cap else None


def named(case: tuple[Item, Provision, Benefit]) -> str:
    return f"{case[0].id}/{case[1].id}/{case[2].label}"


@pytest.mark.parametrize("case", [case for case in CASES if isinstance(case[2], Tiers)], ids=named)
def test_tiers_change_exactly_where_the_clause_says(case: tuple[Item, Provision, Tiers]) -> None:
    entry = case[2]
    for tier in entry.tiers:
        for bound, inclusive in ((tier.when.low, tier.when.low_inclusive), (tier.when.high, tier.when.high_inclusive)):
            if bound is None or entry.reading == "marginal":
                continue
            assert (bound in tier.when) is inclusive
            at_bound = next((other for other in entry.tiers if bound in other.when), None)
            found = at(entry, entry.input, bound)
            if at_bound is None:
                assert found.amount == 0
                assert found.reason
            elif at_bound.amount:
                limit = cap_of(entry)
                expected = at_bound.amount.quantity.value
                assert found.high == (min(expected, limit) if limit is not None else expected)
        inside = [value for value in (tier.when.low, tier.when.high) if value is not None]
        below, above = min(inside) - STEP, max(inside) + STEP
        assert below not in tier.when or tier.when.low is None
        assert above not in tier.when or tier.when.high is None


@pytest.mark.parametrize("case", [case for case in CASES if isinstance(case[2], Steps)], ids=named)
def test_steps_rise_at_each_mark(case: tuple[Item, Provision, Steps]) -> None:
    entry = case[2]
    mark, every = entry.first_at.quantity.value, entry.every.quantity.value
    assert at(entry, entry.input, mark - STEP).amount == 0
    assert at(entry, entry.input, mark).high == entry.first_amount.quantity.value
    assert at(entry, entry.input, mark + every - STEP).high == entry.first_amount.quantity.value
    assert at(entry, entry.input, mark + every).high == (entry.first_amount.quantity.value + entry.every_amount.quantity.value)


@pytest.mark.parametrize("case", [case for case in CASES if isinstance(case[2], Rate | PerUnit) and cap_of(case[2])], ids=named)
def test_a_cap_bites_exactly_where_it_is_reached(case: tuple[Item, Provision, Rate | PerUnit]) -> None:
    entry, cap = case[2], cap_of(case[2])
    assert cap is not None
    key = needs(entry)[0]
    if len(needs(entry)) > 1:
        pytest.skip("several inputs multiply")
    each = at(entry, key, Decimal(1)).high or Decimal(0)
    if getattr(entry, "floor", None) or each == 0 or getattr(entry, "max_units", None) or getattr(entry, "years", None):
        pytest.skip("a floor, a limit of units or years hide the slope")
    just = cap / each
    assert at(entry, key, just).high == pytest.approx(cap)
    assert (at(entry, key, just - 1).high or 0) < cap
    assert at(entry, key, just + 1).high == cap
    assert at(entry, key, just + 1).capped


@pytest.mark.parametrize("case", CASES, ids=named)
def test_no_result_is_negative_or_above_its_cap(case: tuple[Item, Provision, Benefit]) -> None:
    entry, caps = case[2], cap_of(case[2])
    for size in (0, 1, 29, 10**4, 10**7, 10**11):
        given = {key: Decimal(size) for key in inputs_of(entry) if key in REAL and REAL[key].type != "bool"}
        found = calculate(entry, given, REAL)
        if not found.computed:
            assert found.reason or found.missing
            continue
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.high
        assert caps is None or found.high <= caps
        assert found.steps or found.reason


@pytest.mark.parametrize("case", [case for case in CASES if needs(case[2]) and needs(case[2]) != [ROW]
                                  and isinstance(case[2], Rate | PerUnit | Steps | Waiver | Loan)], ids=named)
def test_more_never_brings_less(case: tuple[Item, Provision, Benefit]) -> None:
    entry = case[2]
    for key in needs(entry):
        sums = [at(entry, key, Decimal(size)).high or Decimal(0) for size in (0, 1, 10, 5000, 10**6, 5 * 10**6, 10**8, 10**10)]
        assert sums == sorted(sums)


@pytest.mark.parametrize("case", [case for case in CASES if isinstance(case[2], Fixed | Range)], ids=named)
def test_plain_sums_are_the_row(case: tuple[Item, Provision, Fixed | Range]) -> None:
    entry = case[2]
    found = calculate(entry, {}, REAL)
    assert found.high == (entry.amount if isinstance(entry, Fixed) else entry.max).quantity.value
    assert found.words


def test_a_failed_condition_makes_the_sum_zero_with_its_words() -> None:
    entry = benefit(kind="fixed", amount="20万元", conditions=[{"text": "满一年", "key": "years", "op": ">=", "value": "1年"}])
    item, provision, _ = CASES[0]
    bare_item, bare = item.copy(update={"conditions": []}), provision.copy(update={"conditions": []})
    short = assess(bare_item, bare, entry, {"years": Decimal("0.99")}, CRITERIA)
    assert (short.calculation.amount, short.verdict.answer) == (0, "no")
    assert "满一年" in short.calculation.reason
    assert assess(bare_item, bare, entry, {"years": Decimal(1)}, CRITERIA).calculation.amount == 200_000


@pytest.mark.parametrize(("years", "sum_of_years"), [(None, 9_000), (2, 18_000), (3, 27_000), (7, 27_000)])
def test_a_yearly_sum_runs_for_the_years_asked_but_no_longer_than_it_lasts(years: int | None, sum_of_years: int) -> None:
    entry = benefit(kind="fixed", label="扣减限额", amount="9000元", per="每年", lasts="3年")
    given = {} if years is None else {YEARS: Decimal(years)}
    assert calculate(entry, given, CRITERIA).amount == sum_of_years


def test_what_the_receiver_bears_is_told_beside_the_standard() -> None:
    entry = benefit(kind="per_unit", label="扑杀", amount="500元", unit="只", inputs=["heads"], own_share="30%")
    found = calculate(entry, {"heads": Decimal(40)}, REAL)
    assert found.amount == 20_000
    assert found.steps[-1].figure == "1.4万元"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CASES), st.decimals(min_value=0, max_value=10**11, places=2, allow_nan=False))
def test_any_figure_gives_an_exact_bounded_result(case: tuple[Item, Provision, Benefit], value: Decimal) -> None:
    entry = case[2]
    given_values = {key: value for key in inputs_of(entry) if key in REAL and REAL[key].type != "bool"}
    found = calculate(entry, given_values, REAL)
    cap = cap_of(entry)
    if found.computed:
        assert isinstance(found.high, Decimal)
        assert found.high >= 0
        assert cap is None or found.high <= cap
        assert in_words(found.high, found.unit)


def test_at_least_nine_of_ten_stated_figures_are_computable() -> None:
    stated = [row for row in rows(catalogue()) if row.stated]
    assert sum(not row.reason for row in stated) >= 0.9 * len(stated)
