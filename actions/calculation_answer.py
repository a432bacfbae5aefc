"""The answer to a calculation: the result first, its steps, the rule, what must still hold, and the card."""

from __future__ import annotations

from actions import cards, phrases
from actions.answers import Answer
from actions.choose import ChosenBenefit, choose_benefits
from actions.computed_cases import Result, adds_up, case_name
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.told import Told
from actions.totals import left_to_pay, together
from policy_db.calculate import calculate_many
from policy_db.eligibility import is_told
from policy_db.quantity import RATIO, find_figures
from policy_db.schema import Condition, Fee, Loan, Provision, Waiver

_MOST_CONDITIONS, _LONGEST = 3, 60
#: other cases shown beside the computed ones, and the characters that rules and cases may take
_MOST_OTHERS, _ROOM = 2, 200
_NOUNS = {Fee: "应付", Loan: "最高可借", Waiver: "可减免"}


def calculation_answer(request: Request, memory: Memory, services: ActionServices, told: Told, results: list[Result]) -> Answer:
    """The text and card of computed results; the memory keeps which cases were computed, so that one figure can be varied."""
    assert request.item is not None
    provisions = list({id(result.case.provision): result.case.provision for result in results}.values())
    summed = adds_up(request, results, services)
    contacts, sources = cards.contact_rows(request, services, provisions), cards.source_rows(provisions, services)
    conditions = _conditions(request, results)
    headline = _headline(results, summed)
    steps = _step_rows(results, summed)
    lines = [headline, *(f"· {row['line']}" for row in steps), _rough(request), *left_to_pay(request, results),
             *together(request, results, summed), *_standard(request, results, services), _condition_line(results, conditions),
             cards.status_line(request, provisions, services),
             cards.draft_line(provisions, services), *_notes(request, provisions), cards.contact_line(contacts),
             cards.source_line(sources)]
    card = {"type": "calculation", "item": cards.item_head(request, provisions), "aspect": "amount", "result": _words(results, summed),
            "headline": headline, "status": cards.status_of(provisions, services).value,
            "steps": [{key: value for key, value in row.items() if key != "line"} for row in steps],
            "conditions": [{"text": condition.text} for condition in conditions], "contacts": contacts, "sources": sources}
    pending = {"kind": "calculated", "item": request.item.id, "benefits": [case_name(result.case) for result in results],
               "words": request.question}
    after = told.remembered(memory, request, services).with_(aspect="amount", pending=pending, listing=None)
    return Answer("\n".join(line for line in lines if line), card, after)


def _standard(request: Request, results: list[Result], services: ActionServices) -> list[str]:
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


def _headline(results: list[Result], summed: bool) -> str:
    if summed:
        return f"合计{_words(results, True)}（按您说的数计算）。"
    if len(results) > 1:
        return "按您说的数计算：" + "；".join(f"{_label(result, results)}{_sum_words(result)}" for result in results) + "。"
    result = results[0]
    return f"{result.case.benefit.per}{_sum_words(result)}（{result.case.benefit.label}，按您说的数计算）。"


def _sum_words(result: Result) -> str:
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


def _label(result: Result, results: list[Result]) -> str:
    """Level and case, as far as they tell the results apart."""
    regions = {other.case.provision.region for other in results}
    level = phrases.LEVEL_NAMES[result.case.provision.region] if len(regions) > 1 else ""
    return f"{level}{result.case.benefit.label}"


def _words(results: list[Result], summed: bool) -> str:
    if summed:
        return calculate_many([result.calculation for result in results]).words
    return "；".join(result.calculation.words for result in results if result.calculation.computed)


def _step_rows(results: list[Result], summed: bool) -> list[dict[str, str]]:
    rows = []
    for result in results:
        for step in result.calculation.steps:
            rows.append({"text": step.text + (f"：{step.formula}" if step.formula else ""), "figure": step.figure,
                         "source": result.case.provision.source, "line": str(step)})
    if summed:
        total = calculate_many([result.calculation for result in results]).steps[-1]
        rows.append({"text": total.text, "figure": total.figure, "source": "", "line": str(total)})
    return rows


def _conditions(request: Request, results: list[Result]) -> list[Condition]:
    """What must still hold: failed first, then unknown, then told; each once."""
    found: dict[str, Condition] = {}
    for part in ("failed", "unknown", "told"):
        for result in results:
            for condition in getattr(result.assessment.verdict, part):
                found.setdefault(condition.text, condition)
    return list(found.values())


def _condition_line(results: list[Result], conditions: list[Condition]) -> str:
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
