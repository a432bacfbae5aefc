"""How much would I get: computes the item's benefits from what the caller said, shows the steps, asks for what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from actions import cards, phrases
from actions.answers import Answer
from actions.choose import ChosenBenefit, choose_benefits
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.told import PATIENCE, Told, awaits_answer, leaves_question, read_told, sources_of, with_question_of
from policy_db.assess import Assessment, assess, conditions_of
from policy_db.calculate import calculate_many
from policy_db.calculation import Calculation, in_words
from policy_db.computable import ROW, YEARS, needs, optional_inputs
from policy_db.eligibility import is_told
from policy_db.quantity import RATIO, find_figures
from policy_db.schema import Condition, Fee, Loan, PerUnit, Provision, Rate, Stages, Tiers, Waiver
from policy_db.share_out import share_out
from policy_db.stacking import combine
from policy_db.tier_sums import calculate_share

#: a case with this share of the best likeness is as good as the best
TIE = 0.9
_MOST_CASES, _MOST_CONDITIONS, _LONGEST = 4, 3, 60
#: other cases shown beside the computed ones, and the characters that rules and cases may take
_MOST_OTHERS, _ROOM = 2, 200
_OWN_SHARE = re.compile(r"自己|自付|自掏|我们掏|个人承担|自费")
#: what is asked is a share, not a sum
_SHARE = re.compile(r"几成|百分之几|百分之多少|几个(?:百分)?点|多少个?(?:百分)?点|几个百分点|几折|比例|百分比|占多大")
_NOUNS = {Fee: "应付", Loan: "最高可借", Waiver: "可减免"}


@dataclass(frozen=True)
class _Result:
    """A computed case and its assessment."""

    case: ChosenBenefit
    assessment: Assessment

    @property
    def calculation(self) -> Calculation:
        return self.assessment.calculation


def calculate_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """The computed sum, or the question for the input that is missing; None when the message gives nothing to compute."""
    assert request.item is not None
    asking = _pending(memory, "input", request)
    before = _pending(memory, "calculated", request)
    if asking:
        request = with_question_of(request, asking)
    share = _share_answer(request, memory, services)
    if share:
        return share
    failed: tuple[Told, list[_Result]] | None = None
    for group, asked_in, varied in _groups(request, services, before):
        told = read_told(asked_in, memory, services, _keys(group, request), asking.get("key"), varied=varied)
        results = _results(asked_in, group, told, services)
        if results and not all(result.assessment.verdict.failed for result in results):
            return _answer(asked_in, memory, services, told, results)
        failed = failed or ((told, results) if results else None)
        if not results and not varied and any(_begun(case, request, memory, services) for case in group):
            break  # ask for what these cases still need, rather than compute others
    if failed:
        return _answer(request, memory, services, *failed)
    return _ask(request, memory, services, _cases(request, services), asking)


def _share_answer(request: Request, memory: Memory, services: ActionServices) -> Answer | None:
    """补几成: the rate of the tier that the message settles; None when its sum can be computed or the tier is open."""
    if not _SHARE.search(request.turn.text):
        return None
    for case in _meant(_cases(request, services)):
        if isinstance(case.benefit, Tiers) and case.benefit.base:
            told = read_told(request, memory, services, _keys([case], request))
            share = calculate_share(case.benefit, told.values, services.policy.criteria)
            if share and case.benefit.input in told.fresh and case.benefit.base not in told.values:
                assessed = _compute(request, case, told.values, services)
                return _answer(request, memory, services, told, [replace(assessed, assessment=replace(assessed.assessment, calculation=share))])
    return None


def _pending(memory: Memory, kind: str, request: Request) -> dict[str, Any]:
    """What is open about this item; {} when nothing is."""
    pending = awaits_answer(memory, kind) or {}
    return pending if request.item and pending.get("item") == request.item.id else {}


def _groups(request: Request, services: ActionServices, before: dict[str, Any],
            ) -> Iterator[tuple[list[ChosenBenefit], Request, bool]]:
    """Cases to try, the likeliest group first: those of the calculation that is varied, those meant, all."""
    if before and request.follow_up:
        varied = with_question_of(request, before)
        yield [case for case in _cases(varied, services) if _name(case) in before["benefits"]], varied, True
    cases = _cases(request, services)
    if len(_shared(request, cases, services)) > 1:
        yield cases, request, False
    yield _meant(cases), request, False
    yield cases, request, False


def _cases(request: Request, services: ActionServices) -> list[ChosenBenefit]:
    """Computable cases that take figures, best first, of the level that the message names."""
    cases = [case for case in choose_benefits(request, services) if [key for key in needs(case.benefit) if key != ROW]
             or (isinstance(case.benefit, Loan) and optional_inputs(case.benefit))]
    return [case for case in cases if case.provision.level in request.turn.levels] or cases


def _meant(cases: list[ChosenBenefit]) -> list[ChosenBenefit]:
    """The cases that the words single out, with the other years of the same support; all when none is."""
    meant = [case for case in cases if case.meant]
    by_year = [case for case in cases if isinstance(case.benefit, Rate) and case.benefit.years]
    if any(case in by_year for case in meant):
        meant += [case for case in by_year if case not in meant]
    return meant or cases


def _keys(cases: list[ChosenBenefit], request: Request) -> list[str]:
    """Inputs of the cases, then the figures that their conditions compare."""
    assert request.item is not None
    keys = [key for case in cases for key in (*needs(case.benefit), *optional_inputs(case.benefit)) if key != ROW]
    for case in cases:
        keys += [part.key for condition in conditions_of(request.item, case.provision, case.benefit)
                 for part in (condition, *condition.any) if part.key]
    return list(dict.fromkeys(keys))


def _results(request: Request, cases: list[ChosenBenefit], told: Told, services: ActionServices) -> list[_Result]:
    """Cases that the told figures compute; of several in one provision the ones that the words fit best."""
    shared = _shared(request, cases, services)
    if shared:
        return [_compute(request, case, {**told.values, **values}, services) for case, values in shared]
    ready = [case for case in cases if _is_ready(case, told, services)]
    results = [_compute(request, case, told.values, services) for case in ready]
    results = [result for result in results if result.calculation.computed or result.calculation.reason]
    open_results = [result for result in results if not result.assessment.verdict.failed] or results
    if YEARS in told.values and _adds_years(open_results):
        return [result for result in open_results if isinstance(result.case.benefit, Rate) and result.case.benefit.years]
    best: list[_Result] = []
    for provision in {id(result.case.provision): result.case.provision for result in open_results}.values():
        own = [result for result in open_results if result.case.provision is provision]
        likeliest = max(result.case.score for result in own)
        best += [result for result in own if result.case.score >= TIE * likeliest]
    return best[:_MOST_CASES]


def _adds_years(results: list[_Result]) -> bool:
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


def _shared(request: Request, cases: list[ChosenBenefit], services: ActionServices) -> list[tuple[ChosenBenefit, dict[str, Any]]]:
    """日光温室20亩、大棚30亩: several figures of one unit, each for a case of its own."""
    single = [case for case in cases if isinstance(case.benefit, PerUnit) and len(case.benefit.inputs) == 1]
    for key in dict.fromkeys(case.benefit.inputs[0] for case in single if isinstance(case.benefit, PerUnit)):
        same = {_name(case): case for case in single if isinstance(case.benefit, PerUnit) and case.benefit.inputs[0] == key}
        words = {name: f"{case.benefit.label} {' '.join(case.benefit.words)}" for name, case in same.items()}
        found = share_out(request.turn.text, words, services.policy.criteria[key].unit)
        if len(found) > 1:
            return [(same[name], {key: value}) for name, value in found.items()]
    return []


def _compute(request: Request, case: ChosenBenefit, values: dict[str, Any], services: ActionServices) -> _Result:
    assert request.item is not None
    row = case.row if not isinstance(case.benefit, Stages) else None
    return _Result(case, assess(request.item, case.provision, case.benefit, values, services.policy.criteria, row))


def _name(case: ChosenBenefit) -> str:
    return f"{case.provision.id}/{case.provision.benefits.index(case.benefit)}"


# --- asking -----------------------------------------------------------------------------------------------------

def _ask(request: Request, memory: Memory, services: ActionServices, cases: list[ChosenBenefit], asking: dict[str, Any],
         ) -> Answer | None:
    """The question for a missing input of the likeliest case that the message began to compute."""
    key = asking.get("key")
    if key and not read_told(request, memory, services, [key], key).fresh:
        return _ask_again(request, memory, services, key, asking)
    for case in _meant(cases):
        required = [name for name in needs(case.benefit) if name != ROW]
        told = read_told(request, memory, services, _keys([case], request), key)
        missing = [name for name in required if name not in told.values]
        if missing and (_begun(case, request, memory, services) or "calculate" in request.turn.acts):
            pending = {"kind": "input", "key": missing[0], "item": request.item.id if request.item else "",
                       "question": request.question, "tries": 0}
            terms = [f"{row['label']}：{row['text']}" for row in cards.benefit_rows(_meant(cases), services)]
            return _question(request, told.remembered(memory, request, services), services, missing[0], pending, terms=terms)
    return None


def _begun(case: ChosenBenefit, request: Request, memory: Memory, services: ActionServices) -> bool:
    """Does the message give one of the inputs of the case?"""
    required = [name for name in needs(case.benefit) if name != ROW]
    told = read_told(request, memory, services, _keys([case], request))
    return bool({*required, *sources_of(required, services)} & set(told.fresh))


def _ask_again(request: Request, memory: Memory, services: ActionServices, asked: str, pending: dict[str, Any]) -> Answer | None:
    tries = pending.get("tries", 0) + 1
    if tries > PATIENCE or leaves_question(request.turn.text):
        return None
    return _question(request, memory, services, asked, {**pending, "tries": tries}, again=True)


def _question(request: Request, memory: Memory, services: ActionServices, key: str, pending: dict[str, Any], *,
              again: bool = False, terms: list[str] | None = None) -> Answer:
    """Asks for one figure; the terms of the cases meant are given with it, so that nobody must answer to learn them."""
    assert request.item is not None
    criterion = services.policy.criteria[key]
    question = criterion.ask + (f"（单位：{criterion.unit}）" if criterion.unit else "")
    lead = "没有看懂这个数，请直接说数字和单位。" if again else f"算【{request.item.title}】还差一个数："
    card = {"type": "form", "question": criterion.ask, "key": key, "item": cards.item_head(request, [])}
    contact = [cards.contact_line(cards.contact_rows(request, services, []))] if terms else []
    return Answer("\n".join([f"{lead}{question}", *(terms or [])[:_MOST_CASES], *contact]), card, memory.with_(pending=pending))


# --- answering --------------------------------------------------------------------------------------------------

def _answer(request: Request, memory: Memory, services: ActionServices, told: Told, results: list[_Result]) -> Answer:
    assert request.item is not None
    provisions = list({id(result.case.provision): result.case.provision for result in results}.values())
    summed = len(_shared(request, [result.case for result in results], services)) > 1 or _adds_years(results)
    contacts, sources = cards.contact_rows(request, services, provisions), cards.source_rows(provisions, services)
    conditions = _conditions(request, results)
    headline = _headline(results, summed)
    steps = _step_rows(results, summed)
    lines = [headline, *(f"· {row['line']}" for row in steps), _rough(request), *_own_share(request, results), *_together(results, summed),
             *_standard(request, results, services), _condition_line(results, conditions), cards.status_line(request, provisions, services),
             cards.draft_line(provisions, services), *_notes(request, provisions), cards.contact_line(contacts),
             cards.source_line(sources)]
    card = {"type": "calculation", "item": cards.item_head(request, provisions), "aspect": "amount", "result": _words(results, summed),
            "headline": headline, "status": cards.status_of(provisions, services).value,
            "steps": [{key: value for key, value in row.items() if key != "line"} for row in steps],
            "conditions": [{"text": condition.text} for condition in conditions], "contacts": contacts, "sources": sources}
    pending = {"kind": "calculated", "item": request.item.id, "benefits": [_name(result.case) for result in results],
               "words": request.question}
    after = told.remembered(memory, request, services).with_(aspect="amount", pending=pending, listing=None)
    return Answer("\n".join(line for line in lines if line), card, after)


def _standard(request: Request, results: list[_Result], services: ActionServices) -> list[str]:
    """The rule that was computed with, and the likeliest other cases of the item as far as there is room."""
    computed = [ChosenBenefit(result.case.provision, result.case.benefit, None, result.case.score) for result in results]
    lines = [f"标准：{row['label']}：{row['text']}" for row in cards.benefit_rows(computed, services)]
    known = {id(case.benefit) for case in computed}
    others = [case for case in choose_benefits(request, services) if id(case.benefit) not in known]
    for row in cards.benefit_rows(others, services)[:_MOST_OTHERS]:
        line = f"另有：{row['label']}：{row['text']}"
        if sum(map(len, lines)) + len(line) <= _ROOM:
            lines.append(line)
    return lines


def _headline(results: list[_Result], summed: bool) -> str:
    if summed:
        return f"合计{_words(results, True)}（按您说的数计算）。"
    if len(results) > 1:
        return "按您说的数计算：" + "；".join(f"{_label(result, results)}{_sum_words(result)}" for result in results) + "。"
    result = results[0]
    return f"{result.case.benefit.per}{_sum_words(result)}（{result.case.benefit.label}，按您说的数计算）。"


def _sum_words(result: _Result) -> str:
    calculation = result.calculation
    if calculation.unit == RATIO:
        return f"比例{calculation.words}"
    if not calculation.computed:
        return f"算不出：{calculation.reason}"
    noun = next((noun for kind, noun in _NOUNS.items() if isinstance(result.case.benefit, kind)), "合计")
    words = calculation.words.removeprefix("最高") if noun.startswith("最高") or calculation.amount is None else calculation.words
    if calculation.low == 0 and calculation.high and not noun.startswith("最高"):
        noun = "最高"
    reason = f"，{calculation.reason}" if calculation.reason else ""
    return f"{noun}{words}{reason}"


def _rough(request: Request) -> str:
    """A warning that a figure told roughly was taken as the number."""
    rough = any(figure.side == "about" for figure in find_figures(request.turn.text))
    return "· 您说的是约数，这里按整数估算，以实际数为准。" if rough else ""


def _label(result: _Result, results: list[_Result]) -> str:
    """Level and case, as far as they tell the results apart."""
    regions = {other.case.provision.region for other in results}
    level = phrases.LEVEL_NAMES[result.case.provision.region] if len(regions) > 1 else ""
    return f"{level}{result.case.benefit.label}"


def _words(results: list[_Result], summed: bool) -> str:
    if summed:
        return calculate_many([result.calculation for result in results]).words
    return "；".join(result.calculation.words for result in results if result.calculation.computed)


def _step_rows(results: list[_Result], summed: bool) -> list[dict[str, str]]:
    rows = []
    for result in results:
        for step in result.calculation.steps:
            rows.append({"text": step.text + (f"：{step.formula}" if step.formula else ""), "figure": step.figure,
                         "source": result.case.provision.source, "line": str(step)})
    if summed:
        total = calculate_many([result.calculation for result in results]).steps[-1]
        rows.append({"text": total.text, "figure": total.figure, "source": "", "line": str(total)})
    return rows


def _own_share(request: Request, results: list[_Result]) -> list[str]:
    """What is left to pay, when the caller asks for it."""
    lines = []
    for result in results:
        calculation = result.calculation
        if _OWN_SHARE.search(request.turn.text) and calculation.base is not None and calculation.high is not None:
            rest = calculation.base - calculation.high
            if rest >= 0:
                lines.append(f"· 其余自付：{in_words(calculation.base, calculation.unit)}－"
                             f"{in_words(calculation.high, calculation.unit)}＝{in_words(rest, calculation.unit)}")
    return lines


def _together(results: list[_Result], summed: bool) -> list[str]:
    """How results of several provisions combine, where a document says so."""
    if summed or len({id(result.case.provision) for result in results}) < 2:
        return []
    combined = combine([(result.case.provision, result.calculation) for result in results])
    if combined is None or not combined.text:
        return []
    total = f"，最多{in_words(combined.high, combined.unit)}" if combined.rule != "unstated" else ""
    return [f"说明：{combined.text}{total}"]


def _conditions(request: Request, results: list[_Result]) -> list[Condition]:
    """What must still hold: failed first, then unknown, then told; each once."""
    found: dict[str, Condition] = {}
    for part in ("failed", "unknown", "told"):
        for result in results:
            for condition in getattr(result.assessment.verdict, part):
                found.setdefault(condition.text, condition)
    return list(found.values())


def _condition_line(results: list[_Result], conditions: list[Condition]) -> str:
    open_conditions = [condition for condition in conditions
                       if not any(condition in result.assessment.verdict.failed for result in results)]
    if not open_conditions:
        return ""
    shown = sorted(open_conditions, key=is_told)[:_MOST_CONDITIONS]
    more = "等" if len(open_conditions) > _MOST_CONDITIONS else ""
    return f"前提：{'；'.join(_short(condition.text) for condition in shown)}{more}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"


def _notes(request: Request, provisions: list[Provision]) -> list[str]:
    assert request.item is not None
    notes = dict.fromkeys([request.item.note, *(provision.note for provision in provisions)])
    return [f"说明：{note}" for note in notes if note]


