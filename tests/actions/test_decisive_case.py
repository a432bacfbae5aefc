"""Which case of an item decides the verdict."""

from __future__ import annotations

from typing import Any

from actions.choose import ChosenBenefit
from actions.decisive_case import Judged, decisive_case, refused_besides, tied_cases
from policy_db.eligibility import check
from policy_db.schema import Condition
from tests.support.catalogue import built_policy

PROVISION = next(provision for provision in built_policy().item("renshe-01").provisions if len(provision.benefits) > 3)
LEASE = {"text": "租用满期限", "key": "lease", "op": ">=", "value": 5}
SMALL = {"text": "小微企业", "key": "size", "op": "==", "value": "小型"}
LARGE = {"text": "大型企业", "key": "size", "op": "==", "value": "大型"}
FEW, MANY = {"text": "少", "key": "people", "op": "<=", "value": 100}, {"text": "多", "key": "people", "op": ">", "value": 100}
OPEN = {"text": "验收合格", "key": "accepted", "op": "==", "value": True}


def judged(values: dict[str, Any], *cases: tuple[float, list[dict[str, Any]]], meant: bool = True) -> list[Judged]:
    entries = []
    for (score, rules), benefit in zip(cases, PROVISION.benefits, strict=False):
        verdict = check([Condition.parse_obj(rule) for rule in rules], values)
        entries.append(Judged(ChosenBenefit(PROVISION, benefit, None, score, meant), verdict))
    return entries


def test_who_tells_a_lease_means_the_case_that_asks_for_one() -> None:
    entries = judged({"lease": 3}, (3.0, [OPEN]), (2.0, [OPEN, LEASE]))
    tied = tied_cases(entries, {"lease"}, set())
    assert decisive_case(tied, {"lease"}).verdict.answer == "no"


def test_without_anything_said_the_likeliest_open_case_decides() -> None:
    entries = judged({}, (3.0, [OPEN]), (2.0, [OPEN, LEASE]))
    assert tied_cases(entries, set(), set()) == entries[:1]


def test_cases_for_others_are_not_meant() -> None:
    entries = judged({"size": "大型"}, (3.0, [SMALL]), (1.0, [LARGE]))
    assert tied_cases(entries, set(), {"size"}) == entries[1:]
    assert tied_cases(entries[:1], set(), {"size"}) == entries[:1]


def test_the_other_side_of_a_mark_is_not_told_besides() -> None:
    entries = judged({"people": 60, "lease": 1}, (1.0, [FEW]), (1.0, [MANY]), (1.0, [LEASE]))
    assert list(refused_besides(entries, entries[0], set())) == ["租用满期限"]
    assert refused_besides(entries, entries[0], {"租用满期限"}) == {}
