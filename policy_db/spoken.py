"""Words of criteria as people say them: … stands for a few characters without a negation, / for alternatives (招/聘…大学生)."""

from __future__ import annotations

import re
from functools import lru_cache

#: characters that … may stand for at most
REACH = 8


@lru_cache(maxsize=8192)
def spoken(word: str, reach: int = REACH) -> re.Pattern[str]:
    """The pattern of a word of a criterion; … stands for at most `reach` characters."""
    parts = ["|".join(map(re.escape, part.split("/"))) for part in word.split("…")]
    gap = f"[^，。,；;？?没不未无]{{0,{reach}}}?"
    return re.compile(gap.join(f"(?:{part})" for part in parts), re.IGNORECASE)


def is_said(word: str, text: str) -> bool:
    """Does the text hold the word?"""
    return word in text or (not _is_plain(word) and bool(spoken(word).search(text)))


@lru_cache(maxsize=8192)
def _is_plain(word: str) -> bool:
    """Neither parts nor letters of either case: found as it stands, or not at all."""
    return not re.search(r"[…/A-Za-z]", word)
