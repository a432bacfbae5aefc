"""A verdict in words: yes, no with the condition that fails and what was said of it, or what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actions.answers import Answer
from actions.context import Request
from actions.decisive_case import Judged
from policy_db.calculation import input_words
from policy_db.dates import days_words
from policy_db.eligibility import Verdict
from policy_db.profile import words_telling
from policy_db.schema import Condition, Criterion

_YES = "按您提供的信息，可以：已满足“{met}”。"
_LIKELY = "按您提供的信息，可能可享；还要由部门核实：{told}。"
_NO = "不能（按您提供的信息）：要求“{failed}”{said}。"
_WHICH = "这里说的是“{label}”。"
_BESIDES = "其中“{label}”不能：要求“{failed}”{said}。"
_OPEN = "还要看：{unknown}。"
_ASK = "请问：{ask}"
_MOST = 3


@dataclass(frozen=True)
class Said:
    """What is known of the asker's case (criteria key → value), and the request with the words in which it was said."""

    request: Request
    values: Mapping[str, Any]
    criteria: Mapping[str, Criterion]

    def of(self, condition: Condition) -> str:
        """，您说的是8个月 / ，您说的是“买的二手房”; '' when what fails was not said in words of its own."""
        keys = [part.key for part in (condition, *condition.any) if part.key and part.key in self.values]
        figures = [words for key in keys if (words := self._figure(key))]
        said = dict.fromkeys(figures or [words for key in keys if (words := self._words(key))])
        return f"，您说的是{'、'.join(said)}" if said else ""

    def _figure(self, key: str) -> str:
        value = self.values[key]
        if isinstance(value, Decimal):
            return input_words(key, value, dict(self.criteria))
        return days_words(value) if self.criteria[key].type == "date" else ""

    def _words(self, key: str) -> str:
        criterion = self.criteria[key]
        said = words_telling(self.request.turn.text, criterion) or words_telling(self.request.question, criterion)
        return f"“{said}”" if said else ""


def verdict_lines(verdict: Verdict, said: Said) -> list[str]:
    """The verdict, at most a few conditions each; [] for a case without any condition, which promises nothing."""
    if verdict.answer == "no":
        return [_NO.format(failed=condition.text, said=said.of(condition)) for condition in verdict.failed[:_MOST]]
    if not (verdict.met or verdict.unknown or verdict.told):
        return []
    if verdict.answer == "yes":
        return [_YES.format(met="；".join(condition.text for condition in verdict.met[:_MOST]))]
    if verdict.unknown:
        return [_OPEN.format(unknown="；".join(condition.text for condition in verdict.unknown[:_MOST]))]
    if verdict.met:
        return [_LIKELY.format(told="；".join(condition.text for condition in verdict.told[:_MOST]))]
    return [_OPEN.format(unknown="；".join(condition.text for condition in verdict.told[:_MOST]))]


def ask_line(criterion: Criterion) -> str:
    """The question for what is open."""
    return _ASK.format(ask=criterion.ask)


def which_line(decisive: Judged) -> str:
    """Which of the item's benefits the verdict is about."""
    return _WHICH.format(label=decisive.case.benefit.label)


def besides_lines(refused: Mapping[str, Judged], said: Said) -> list[str]:
    """Other benefits that are refused, by the condition that fails."""
    return [_BESIDES.format(label=entry.case.benefit.label, failed=text, said=said.of(entry.verdict.failed[0]))
            for text, entry in list(refused.items())[:_MOST]]


def verdict_card(answer: Answer, verdict: Verdict, headline: str) -> dict[str, Any]:
    """The answer's card with the verdict and its conditions by their state."""
    settled = verdict.failed or verdict.met
    return {**answer.card, "type": "eligibility", "verdict": verdict.answer if settled else "unknown", "headline": headline,
            "failed": [condition.text for condition in verdict.failed], "met": [condition.text for condition in verdict.met],
            "unknown": [condition.text for condition in (*verdict.unknown, *verdict.told)]}
