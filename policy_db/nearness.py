"""How clearly the words near a figure tell which criterion is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from policy_db.fitting import fitting_value
from policy_db.quantity import Figure, find_figures
from policy_db.schema import Criterion
from policy_db.spoken import spoken

_CLAUSE_END = re.compile(r"[，。；！？,;!?、\s]")
#: how much a word tells: each of its characters, less for each character between it and the figure
_PER_CHARACTER, _PER_DISTANCE, _OTHER_CLAUSE, _BEHIND, _UNIT_IS_WORD = 2.0, 0.5, 8.0, 1.0, 3.0
#: characters between word and figure beyond which they hardly belong together
_FAR = 14


def word_score(text: str, figure: Figure, criterion: Criterion) -> float:
    """How clearly words of the criterion near the figure tell that it is meant; 0 when none stands near."""
    return max((_distance_score(text, figure, said) for word in criterion.words for said in _as_written(word, text, figure)), default=0.0)


def claimed(text: str, figure: Figure, criteria: Mapping[str, Criterion], keys: Collection[str], score: float = 0) -> bool:
    """Do the words of a criterion that is not wanted say clearer what the figure is?"""
    for key, criterion in criteria.items():
        if key in keys or criterion.general or fitting_value(figure, criterion) is None:
            continue
        if word_score(text, figure, criterion) > max(score, 2.5):
            return True
    return False


def _as_written(word: str, text: str, figure: Figure) -> list[str]:
    """The word as the text has it: 省…补了 is 省里给我们补了 directly before the figure."""
    if "…" not in word and "/" not in word:
        return [word]
    return [match[0] for match in spoken(word, _FAR).finditer(text[:figure.start])][-1:]


def _distance_score(text: str, figure: Figure, word: str) -> float:
    if word in text[figure.start:figure.end]:
        return _PER_CHARACTER * len(word) + _UNIT_IS_WORD  # 30亩: the unit itself is the word
    worth = _PER_CHARACTER * len(word) + 2
    before = text.rfind(word, 0, figure.start)
    scores = [0.0]
    if before >= 0:
        scores.append(worth - _between(text[before + len(word):figure.start]))
    after = text.find(word, figure.end)
    if after >= 0:
        scores.append(worth - _between(text[figure.end:after]) - _BEHIND)
    return max(scores)


def _between(gap: str) -> float:
    """What the characters between word and figure take away; another figure or clause between takes more."""
    penalty = len(gap) * _PER_DISTANCE
    if _CLAUSE_END.search(gap):
        penalty += _OTHER_CLAUSE
    if find_figures(gap):
        penalty += _OTHER_CLAUSE
    return penalty if len(gap) <= _FAR else penalty + _OTHER_CLAUSE
