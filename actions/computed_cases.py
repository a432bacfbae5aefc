"""Which cases of an item the told figures compute, and the results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from actions.choose import ChosenBenefit, choose_benefits, same_case
from actions.context import Request
from actions.services import ActionServices
from actions.told import Told, sources_of
from policy_db.assess import Assessment, assess, conditions_of
from policy_db.calculation import Calculation
from policy_db.computable import ROW, YEARS, needs, optional_inputs
from policy_db.schema import Fee, Loan, PerUnit, Rate, Stages
from policy_db.share_out import share_out

#: a case with this share of the best likeness is as good as the best
TIE = 0.9
MOST_CASES = 4
_MONEY = "元"


@dataclass(frozen=True)
class Result:
    """A computed case and its assessment."""

    case: ChosenBenefit
    assessment: Assessment
    added: bool = False   # paid beside another of the results

    @property
    def calculation(self) -> Calculation:
        return self.assessment.calculation


def computable_cases(request: Request, services: ActionServices) -> list[ChosenBenefit]:
    """Computable cases that take figures, best first, of the level that the message names."""
    cases = [case for case in choose_benefits(request, services) if [key for key in needs(case.benefit) if key != ROW]
             or ((isinstance(case.benefit, Loan) or case.benefit.lasts) and optional_inputs(case.benefit))]
    return [case for case in cases if case.provision.level in request.turn.levels] or cases


def plain_sums(request: Request, services: ActionServices) -> list[Result]:
    """The case that the words single out, by level, where it needs no figure (省里市里加一块多少)."""
    cases = choose_benefits(request, services)
    if not cases or not cases[0].meant:
        return []
    found: dict[str, Result] = {}
    for case in cases:
        if not needs(case.benefit) and case.provision.level not in found and same_case(cases[0].benefit, case.benefit):
            result = compute(request, case, {}, services)
            if result.calculation.computed and result.calculation.unit == _MONEY:
                found[case.provision.level] = result
    return list(found.values())


def meant_cases(cases: list[ChosenBenefit]) -> list[ChosenBenefit]:
    """The cases that the words single out, with the other years of the same support; all when none is."""
    meant = [case for case in cases if case.meant]
    by_year = [case for case in cases if isinstance(case.benefit, Rate) and case.benefit.years]
    if any(case in by_year for case in meant):
        meant += [case for case in by_year if case not in meant]
    return meant or cases


def keys_of(cases: list[ChosenBenefit], request: Request) -> list[str]:
    """Inputs of the cases, then the figures that their conditions compare."""
    assert request.item is not None
    keys = [key for case in cases for key in (*needs(case.benefit), *optional_inputs(case.benefit)) if key != ROW]
    for case in cases:
        keys += [part.key for condition in conditions_of(request.item, case.provision, case.benefit)
                 for part in (condition, *condition.any) if part.key]
    return list(dict.fromkeys(keys))


def results_of(request: Request, cases: list[ChosenBenefit], told: Told, services: ActionServices) -> list[Result]:
    """Cases that the told figures compute; of several in one provision the ones that the words fit best."""
    shared = shared_out(request, cases, services)
    if shared:
        values = {key: value for key, value in told.values.items() if key not in _traits(request, cases)}
        return [compute(request, case, {**values, **figures}, services) for case, figures in shared]
    ready = [case for case in cases if _is_ready(case, told, services)]
    results = [compute(request, case, told.values, services) for case in ready]
    results = [result for result in results if result.calculation.computed or result.calculation.reason]
    open_results = [result for result in results if not result.assessment.verdict.failed] or results
    if YEARS in told.values and adds_years(open_results):
        return [result for result in open_results if isinstance(result.case.benefit, Rate) and result.case.benefit.years]
    best: list[Result] = []
    for provision in {id(result.case.provision): result.case.provision for result in open_results}.values():
        own = [result for result in open_results if result.case.provision is provision]
        for group in _by_figures(told, own, services):
            likeliest = max(result.case.score for result in group)
            best += [result for result in group if result.case.score >= TIE * likeliest]
    best = best[:MOST_CASES]
    return [*_paid_before(request, best, told, services), *best, *_matches(request, best, told, services)]


def _traits(request: Request, cases: list[ChosenBenefit]) -> set[str]:
    """What tells the cases themselves apart (自建房, 租用房): said of one figure, it is no word on the others."""
    assert request.item is not None
    return {part.key for case in cases for condition in conditions_of(request.item, case.provision, case.benefit)
            for part in (condition, *condition.any) if part.key and not condition.asked}


def adds_up(request: Request, results: list[Result], services: ActionServices) -> bool:
    """Do the results make one sum?"""
    several = len(shared_out(request, [result.case for result in results], services)) > 1
    provisions = {id(result.case.provision) for result in results}
    together = "together" in request.turn.acts and len(provisions) == 1 < len(results)
    return several or together or adds_years(results) or any(result.added for result in results)


def _by_figures(told: Told, results: list[Result], services: ActionServices) -> list[list[Result]]:
    """Results in groups by the figures just told that they use: those that use most of them (two figures explain more than
    one); where each figure is for a case of its own (评估花了6万，保险8万), a group for each."""
    groups: dict[frozenset[str], list[Result]] = {}
    for result in results:
        keys = [key for key in (*needs(result.case.benefit), *optional_inputs(result.case.benefit)) if key != ROW]
        used = frozenset({*keys, *sources_of(keys, services)} & set(told.fresh))
        groups.setdefault(used, []).append(result)
    most = max(map(len, groups))
    largest = [used for used in groups if len(used) == most]
    apart = sum(map(len, largest)) == len(frozenset().union(*largest))
    if apart:
        return [groups[used] for used in largest]
    return [[result for used in largest for result in groups[used]]]


def _paid_before(request: Request, results: list[Result], told: Told, services: ActionServices) -> list[Result]:
    """What a computed case is paid beside, as its row says (首次入库的奖励之外再给)."""
    bases = []
    for result in results:
        provision, label = result.case.provision, result.case.benefit.adds_to
        base = next((benefit for benefit in provision.benefits if benefit.label == label), None)
        if base and result.calculation.high:
            computed = compute(request, replace(result.case, benefit=base), told.values, services)
            bases += [replace(computed, added=True)] if computed.calculation.computed else []
    return bases


def _matches(request: Request, results: list[Result], told: Told, services: ActionServices) -> list[Result]:
    """Cases that are a share of what another level grants for the same (市里按省补助的比例配套), from that level's computed sum."""
    matches = []
    for case in computable_cases(request, services):
        missing = [key for key in needs(case.benefit) if key not in told.values]
        level = services.policy.criteria[missing[0]].award_of if len(missing) == 1 and missing[0] != ROW else None
        granted = [result.calculation.high for result in results if level and result.case.provision.level == level]
        if len(granted) == 1 and granted[0]:
            match = compute(request, case, {**told.values, missing[0]: granted[0]}, services)
            if not match.assessment.verdict.failed:
                matches.append(replace(match, added=not match.assessment.verdict.unknown))
    return matches


def adds_years(results: list[Result]) -> bool:
    """首年全额，后两年各一半: rates of different years of one support, which add up."""
    return sum(isinstance(result.case.benefit, Rate) and result.case.benefit.years is not None for result in results) > 1


def _is_ready(case: ChosenBenefit, told: Told, services: ActionServices) -> bool:
    """All inputs known, and this message adds one of them (or of the figures they follow from)."""
    required = [key for key in needs(case.benefit) if key != ROW]
    if isinstance(case.benefit, Fee) and case.benefit.total_days in told.values:
        required.remove(case.benefit.days)
    used = {*required, *optional_inputs(case.benefit), *sources_of(required, services)}
    known = all(key in told.values for key in required)
    return known and bool(used & set(told.fresh))


def shared_out(request: Request, cases: list[ChosenBenefit], services: ActionServices) -> list[tuple[ChosenBenefit, dict[str, Any]]]:
    """日光温室20亩、大棚30亩: several figures of one unit, each for a case of its own."""
    single = [case for case in cases if isinstance(case.benefit, PerUnit) and len(case.benefit.inputs) == 1]
    for key in dict.fromkeys(case.benefit.inputs[0] for case in single if isinstance(case.benefit, PerUnit)):
        same = {case_name(case): case for case in single if isinstance(case.benefit, PerUnit) and case.benefit.inputs[0] == key}
        words = {name: f"{case.benefit.label} {' '.join(case.benefit.words)}" for name, case in same.items()}
        found = share_out(request.turn.text, words, services.policy.criteria[key].unit)
        if len(found) > 1:
            return [(same[name], {key: value}) for name, value in found.items()]
    return []


def compute(request: Request, case: ChosenBenefit, values: dict[str, Any], services: ActionServices) -> Result:
    """The case with these values (criteria key → value in base units), computed and assessed."""
    assert request.item is not None
    row = case.row if not isinstance(case.benefit, Stages) else None
    return Result(case, assess(request.item, case.provision, case.benefit, values, services.policy.criteria, row))


def case_name(case: ChosenBenefit) -> str:
    """The case as the memory keeps it: provision and place of the benefit."""
    return f"{case.provision.id}/{case.provision.benefits.index(case.benefit)}"
