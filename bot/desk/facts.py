"""What a caller or visitor has told of the own case, in words: shown to the agent, so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from policy_db.calculation import input_words
from policy_db.profile import Profile, read_profile
from policy_db.schema import Criterion


def told_facts(texts: Iterable[str], criteria: Mapping[str, Criterion]) -> Profile:
    """Criteria key → value from all texts; what is said later corrects what was said before."""
    profile: Profile = {}
    for text in texts:
        profile |= read_profile(text, criteria)
    return profile


def in_words(profile: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> list[dict[str, str]]:
    """Rows {"key", "name", "value"}: 企业规模 微型, 职工人数 30人."""
    return [{"key": key, "name": criteria[key].name, "value": _value(key, value, criteria)} for key, value in profile.items()]


def _value(key: str, value: Any, criteria: Mapping[str, Criterion]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return input_words(key, value, criteria)
    return "或".join(value) if isinstance(value, list | tuple) else str(value)
