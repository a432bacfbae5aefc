"""What a person tells of the firm in running text, as values of criteria. The words are data of the criteria.

A profile maps criteria keys to values: Decimal (in the criterion's unit), bool, a choice, or a list of choices that are
still possible (小微 is 小型 or 微型).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from policy_db.dates import possible_days
from policy_db.errors import InputError
from policy_db.fitting import fitting_value
from policy_db.inputs import assign
from policy_db.mentions import Mention, mentions_in
from policy_db.quantity import find_figures
from policy_db.schema import Criterion
from policy_db.spoken import is_said

Profile = dict[str, Any]
#: characters of a word that tells a figure by itself
_TELLING = 4
#: characters of the last part of a word that tell enough in an answer
_TELLING_TAIL = 2
_NUMERIC = ("money", "usd", "ratio", "count", "duration")
_NOT = re.compile(r"(?:不是|不算|没有|还没|并非|不在|没|未|非|不|无)(?:被|有|能|过|评上|认定|认定为|纳入|评为|拿到|是|进)?(?:[^，。,；;]{0,2})$")
_WHETHER = re.compile(r"(?:是不是|是否|有没有|算不算|能不能|要不要|在不在|如果是|要是)[^，。,；;]{0,4}$")
#: 里头30辆是摩托: so is a part, not the whole
_OF_A_PART = re.compile(r"(?:里头|里面|其中|当中|有些|有的|一部分)[^，。,；;]{0,10}$")
_NOT_AFTER = re.compile(r"^(?:还?没(?:有)?(?:评上|认定|下来|通过|拿到|批)|除外|不算|(?:都|也)(?:不是|不算|没))")
_CLAUSES = re.compile(r"[，。,；;！!？?\s]+")
_ASKS = re.compile(r"[吗么呢不没]$|(.)不\1|多少|能[领拿申报办享免补给贷]|可以")
#: characters of a clause that is worth repeating
_LONGEST_CLAUSE = 24


def read_profile(text: str, criteria: Mapping[str, Criterion], names: Iterable[str] = ()) -> Profile:
    """Everything the text tells: yes/no with negation, choices, and figures whose words name the criterion.

    `names` are those of the matter asked for: who asks for the 专精特新贷 has not said to be a 专精特新 firm.
    """
    named = [match.span() for name in names for match in re.finditer(re.escape(name), text)]
    mentions = [mention for mention in mentions_in(text, criteria)
                if not _WHETHER.search(text[:mention.start]) and not _OF_A_PART.search(text[:mention.start])
                and not any(_is_part(mention, span) for span in named)]
    profile: Profile = {}
    for mention in mentions:
        negated = bool(_NOT.search(text[:mention.start]) or _NOT_AFTER.match(text[mention.end:]))
        if criteria[mention.key].type == "bool":
            _add_fact(profile, mention, negated)
        elif not negated:
            _add_choice(profile, mention, mentions)
    for key in [key for key, value in profile.items() if value is True]:
        profile |= dict.fromkeys(criteria[key].implies, True)
    profile |= _figures(text, criteria)
    profile |= _dates(text, criteria)
    return profile


def _dates(text: str, criteria: Mapping[str, Criterion]) -> dict[str, Any]:
    """The one date of the text for a criterion whose word it holds: first and last possible day, for a month is no day."""
    named = [key for key, criterion in criteria.items() if criterion.type == "date" and any(is_said(word, text) for word in criterion.words)]
    days = possible_days(text) if named else []
    return {key: days for key in named if days}


def _figures(text: str, criteria: Mapping[str, Criterion]) -> dict[str, Decimal]:
    """Only where a word of the criterion stands by the figure: 30人, 营收2000万, 成立8个月."""
    if not find_figures(text):
        return {}
    wanted = [key for key, criterion in criteria.items()
              if criterion.type in _NUMERIC and not criterion.general and _is_named(text, criterion, criteria)]
    given = assign(text, criteria, wanted)
    return {key: value for key, value in given.items() if key in wanted}


def _is_named(text: str, criterion: Criterion, criteria: Mapping[str, Criterion]) -> bool:
    """Does a word of the criterion stand in the text, or a telling one (去年研发) of the figures that it follows from?"""
    telling = [word for key in criterion.follows_from for word in criteria[key].words if len(word) >= _TELLING]
    return any(is_said(word, text) for word in (*criterion.words, *telling))


def _is_part(mention: Mention, span: tuple[int, int]) -> bool:
    return span[0] <= mention.start and mention.end <= span[1] and mention.end - mention.start < span[1] - span[0]


def _add_fact(profile: Profile, mention: Mention, negated: bool) -> None:
    """The first word decides, unless one says outright that it is not so (招了大学生，毕业两年了)."""
    if mention.denies and not negated:
        profile[mention.key] = False
    else:
        profile.setdefault(mention.key, negated == mention.denies)


def _add_choice(profile: Profile, mention: Mention, mentions: list[Mention]) -> None:
    """The first choice named; several choices of one word stay open as a list."""
    if mention.key in profile:
        return
    same = [other.choice for other in mentions if (other.key, other.start, other.end) == (mention.key, mention.start, mention.end)]
    profile[mention.key] = same[0] if len(same) == 1 else same


def read_answer(text: str, criterion: Criterion) -> Any:
    """The answer to the criterion's own question: a value, or None when the text holds none. 是/有/对 and 不是/没有 count,
    and what the question has said already need not be said again (洛龙的 is enough for 并购…洛龙)."""
    if criterion.type == "bool":
        told = _told(text, criterion)
        if told is None:
            told = _told(text, criterion.copy(update={"words": _tails(criterion.words), "denied": _tails(criterion.denied)}))
        if told is not None:
            return told
        if re.match(r"\s*(?:不|没|否|无|未|还没)", text):
            return False
        return True if re.match(r"\s*(?:是|有|对|嗯|在|可以|满足|符合|好|yes|当然)", text, re.IGNORECASE) else None
    if criterion.type == "choice":
        return _told(text, criterion)
    if criterion.type == "date":
        return possible_days(text) or None
    return assign(text, {criterion.key: criterion}, [criterion.key], asked=criterion.key).get(criterion.key)


def _tails(words: Iterable[str]) -> list[str]:
    """What comes last in words of several parts."""
    tails = (word.rsplit("…", 1)[-1] for word in words if "…" in word)
    return ["/".join(kept) for tail in tails if (kept := [part for part in tail.split("/") if len(part) >= _TELLING_TAIL])]


def _told(text: str, criterion: Criterion) -> Any:
    return read_profile(text, {criterion.key: criterion}).get(criterion.key)


def words_telling(text: str, criterion: Criterion) -> str:
    """The words of the text that tell the yes/no criterion or the choice: their clause, or they alone when it is long or
    asks; '' when none do."""
    criteria = {criterion.key: criterion}
    for clause in _CLAUSES.split(text):
        if read_profile(clause, criteria):
            mention = mentions_in(clause, criteria)[0]
            return clause if len(clause) <= _LONGEST_CLAUSE and not _ASKS.search(clause) else clause[mention.start:mention.end]
    return ""


def to_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as plain JSON; numbers as exact decimal text."""
    return {key: f"{value:f}" if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value
            for key, value in values.items()}


def from_json(given: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> Profile:
    """Values from JSON as people and systems write them ("1.2亿", 30, true, "餐饮"); InputError names field and reason."""
    return {key: value_of(key, value, criteria) for key, value in given.items() if value is not None}


def value_of(key: str, given: Any, criteria: Mapping[str, Criterion]) -> Any:
    """One value of a criterion; InputError when it is none or no such criterion exists."""
    criterion = criteria.get(key)
    if criterion is None:
        raise InputError(key, "没有这个字段")
    if criterion.type == "bool":
        if isinstance(given, bool):
            return given
        raise InputError(key, "应为 true 或 false")
    if criterion.type == "choice":
        return _choices(key, given, criterion)
    if criterion.type == "date":
        return _days(key, given)
    return _number(key, given, criterion)


def _choices(key: str, given: Any, criterion: Criterion) -> str | list[str]:
    chosen = given if isinstance(given, list) else [given]
    if not chosen or any(choice not in criterion.choices for choice in chosen):
        raise InputError(key, f"应为其中之一：{'、'.join(criterion.choices)}")
    return chosen[0] if len(chosen) == 1 else chosen


def _days(key: str, given: Any) -> list[str]:
    """A day (2022-03-05) or the first and last possible one."""
    days = given if isinstance(given, list) else [given]
    try:
        return [datetime.date.fromisoformat(day).isoformat() for day in days]
    except (TypeError, ValueError):
        raise InputError(key, "应为日期，如 2022-03-05") from None


def _number(key: str, given: Any, criterion: Criterion) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise InputError(key, "应为数字，或带单位的文字")
    text = str(given).strip()
    if re.fullmatch(r"\d{1,16}(?:\.\d{1,30})?", text):
        return Decimal(text)
    figures = find_figures(text)
    value = fitting_value(figures[0], criterion, lenient=True) if len(figures) == 1 and figures[0].text == text else None
    if value is None:
        raise InputError(key, f"“{text[:20]}”不是可以用的数（单位：{criterion.unit or '比例'}）")
    return value

