"""Several figures of one unit, each for a case of its own."""

from __future__ import annotations

from decimal import Decimal

from policy_db.share_out import share_out


def test_figures_are_shared_out_among_cases() -> None:
    cases = {"warm": "新建日光温室", "cold": "新建塑料大棚", "old": "升级改造塑料大棚"}
    assert share_out("日光温室12亩，塑料大棚新建8亩", cases, "亩") == {"warm": Decimal(12), "cold": Decimal(8)}
    assert share_out("12亩日光温室和8亩新建塑料大棚", cases, "亩") == {"warm": Decimal(12), "cold": Decimal(8)}
    assert share_out("一共20亩地", cases, "亩") == {}


def test_a_figure_in_a_clause_of_its_own_takes_the_words_of_that_clause() -> None:
    cases = {"warm": "新建日光温室", "old warm": "升级改造日光温室", "old": "升级改造塑料大棚"}
    assert share_out("新盖了6亩日光温室，还有9亩塑料大棚做了改造", cases, "亩") == {"warm": Decimal(6), "old": Decimal(9)}
