"""Of the cases of an item that a question may mean: which one decides the verdict, and which others are refused besides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from actions.choose import ChosenBenefit
from policy_db.eligibility import Verdict
from policy_db.schema import Condition

#: a case with this share of the best likeness is as good as the best
TIE = 0.9
_MARKS = (">=", ">", "<=", "<")


@dataclass(frozen=True)
class Judged:
    """A case and the state of its conditions."""

    case: ChosenBenefit
    verdict: Verdict


def tied_cases(judged: list[Judged], said: Iterable[str], traits: Collection[str]) -> list[Judged]:
    """The cases that the words fit as well as the best; of what was `said` (criteria keys) more may bear on others, which
    are meant then: who tells a lease means the case that asks for one. The city's own rule stays before. Of cases for one
    trade (or size …: `traits` of the asker) each, those of the asker's are meant: a noodle shop asks for no factory's award.
    """
    own = set(said)
    tied = _likeliest([entry for entry in judged if entry.case.meant] or judged)
    most, levels = max(len(own & keys_compared(entry.verdict)) for entry in tied), {entry.case.provision.level for entry in tied}
    wider = [entry for entry in judged if len(own & keys_compared(entry.verdict)) > most
             and (not most or entry.case.provision.level in levels | {"city"})]
    tied = _likeliest(wider) or tied
    if not all(_is_for_others(entry, traits) for entry in tied):
        return tied
    most = max(len(own & keys_compared(entry.verdict)) for entry in tied)
    provisions = {entry.case.provision.id for entry in tied}
    return _likeliest([entry for entry in judged if entry.case.provision.id in provisions and not _is_for_others(entry, traits)
                       and len(own & keys_compared(entry.verdict)) >= most]) or tied


def _is_for_others(entry: Judged, traits: Collection[str]) -> bool:
    return any(keys_of(condition) <= set(traits) for condition in entry.verdict.failed)


def decisive_case(tied: list[Judged], said: Iterable[str]) -> Judged:
    """The case that most of what was said (criteria keys) bears on; of several one that is not refused, and of those an
    open one, so that yes is never premature."""
    said = set(said)
    most = max(len(said & keys_compared(entry.verdict)) for entry in tied)
    meant = [entry for entry in tied if len(said & keys_compared(entry.verdict)) == most]
    return min(meant, key=lambda entry: (bool(entry.verdict.failed), entry.verdict.answer == "yes", -len(entry.verdict.met),
                                         entry.case.provision.level != "city", len(entry.verdict.unknown)))


def _likeliest(judged: list[Judged]) -> list[Judged]:
    best = max((entry.case.score for entry in judged), default=0.0)
    return [entry for entry in judged if entry.case.score >= TIE * best]


def refused_besides(tied: list[Judged], decisive: Judged, told: Iterable[str]) -> dict[str, Judged]:
    """Refused cases by the condition that fails, except for reasons `told` already and for the other side of a mark that
    the decisive case meets (100 people at most, more than 100 people)."""
    told, settled = set(told), {condition.key for condition in decisive.verdict.met if condition.op in _MARKS}
    return {entry.verdict.failed[0].text: entry for entry in tied
            if entry.verdict.failed and not told & {condition.text for condition in entry.verdict.failed}
            and entry.verdict.failed[0].key not in settled}


def keys_compared(verdict: Verdict) -> set[str]:
    """Criteria that the conditions of a verdict compare."""
    return {key for condition in (*verdict.failed, *verdict.met, *verdict.unknown, *verdict.told) for key in keys_of(condition)}


def keys_of(condition: Condition) -> set[str]:
    """Criteria that a condition compares, those of its parts included."""
    return {part.key for part in (condition, *condition.any) if part.key}
