"""What a calculation comes to beside its results: what is left to pay, and what several levels come to together."""

from __future__ import annotations

from actions.computed_cases import Result
from actions.context import Request
from policy_db.calculation import in_words
from policy_db.schema import Loan
from policy_db.stacking import combine


def left_to_pay(request: Request, results: list[Result]) -> list[str]:
    """What remains of the cost or of the debt, when the caller asks for it."""
    if "rest" not in request.turn.acts:
        return []
    lines = []
    for result in results:
        base, high, unit = result.calculation.base, result.calculation.high, result.calculation.unit
        if base is not None and high is not None and base >= high:
            name = "还差" if isinstance(result.case.benefit, Loan) else "其余自付"
            lines.append(f"· {name}：{in_words(base, unit)}－{in_words(high, unit)}＝{in_words(base - high, unit)}")
    return lines


def together(request: Request, results: list[Result], summed: bool) -> list[str]:
    """How results of several provisions combine, as a document says it; their bare sum when the caller asks for it."""
    if summed or len({id(result.case.provision) for result in results}) < 2:
        return []
    combined = combine([(result.case.provision, result.calculation) for result in results])
    if combined is None:
        return []
    if combined.text:
        total = f"，最多{in_words(combined.high, combined.unit)}" if combined.rule != "unstated" else ""
        return [f"说明：{combined.text}{total}"]
    levels = [result.case.provision.level for result in results]
    if combined.rule == "unstated" and len(set(levels)) == len(levels) and "together" in request.turn.acts:
        return [f"· 加在一起：{in_words(combined.high, combined.unit)}（文件没有写几项能不能同时享受，请先打电话确认）"]
    return []
