"""The supervisor's report of one day: questions, what could not be answered, hand-overs, times, items that end soon."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.conversations import Conversations, Exchange
from bot.desk.audit import Audit
from bot.desk.flags import Flags
from policy_db.database import PolicyDb
from policy_db.text import bigrams

_CHINA = ZoneInfo("Asia/Shanghai")
_ANSWERS = ("policy_answer", "list", "comparison", "calculation", "eligibility", "candidates", "form")
#: likeness (Dice's coefficient of their pairs of characters) from which two questions count as alike
_ALIKE = 0.5
#: words of any question: they tell nothing of its matter
_ANY_QUESTION = re.compile(r"有没有|能不能|可不可以|补贴|补助|奖励|政策|申请|请问|怎么|多少|什么|可以|[有吗呢能给不咋么啊吧的了我想问]")
_MOST_GROUPS, _MOST_EXAMPLES, _MOST_ITEMS = 30, 5, 10
_MOST_DISTINCT = 3000
_SOON_DAYS = 90
_AUDITED = 100_000


@dataclass(frozen=True)
class Group:
    """Questions that ask alike; `question` is the most frequent of them."""

    question: str
    count: int
    examples: tuple[str, ...]


class Reports:
    """Computes reports from what is stored; nothing is counted twice or kept beside it."""

    def __init__(self, conversations: Conversations, policy: PolicyDb, audit: Audit, flags: Flags):
        self._conversations = conversations
        self._policy = policy
        self._audit = audit
        self._flags = flags

    def day(self, day: datetime.date) -> dict[str, Any]:
        """Everything of the supervisor's page; times in seconds, shares 0–1 (None without cases)."""
        exchanges = self._exchanges(day)
        answered = _messages(e for e in exchanges if e.card_type in _ANSWERS)
        unanswered = [e for e in exchanges if is_unanswered(e)]
        missed = _messages(unanswered)
        judged = len(answered | missed)
        audited = self._audit.entries(limit=_AUDITED, since=_start(day), until=_start(day + datetime.timedelta(1)))
        return {
            "day": day.isoformat(),
            "questions": len(_messages(exchanges)), "answered": len(answered), "unanswered": len(missed),
            "conversations": len({e.conversation for e in exchanges}),
            "hit_rate": round(len(answered - missed) / judged, 4) if judged else None,
            "hours": _by_hour(exchanges),
            "channels": dict(_count((e.message, e.channel) for e in exchanges)),
            "items": [{"id": id, "title": title, "count": count} for (id, title), count in
                      Counter((e.item, e.title) for e in exchanges if e.item).most_common(_MOST_ITEMS)],
            "groups": [{"question": g.question, "count": g.count, "examples": list(g.examples)}
                       for g in group_alike([e.question for e in unanswered])],
            "hand_overs": _hand_overs(exchanges, audited),
            "bot_seconds": _times([e.answered_at - e.asked_at for e in exchanges if e.answered_at is not None]),
            "ending": self.ending(day),
            "open_flags": len(self._flags.all("open")),
        }

    def unanswered(self, day: datetime.date) -> list[Exchange]:
        """Messages of the day that the bot had to decline as not covered."""
        return [e for e in self._exchanges(day) if is_unanswered(e)]

    def ending(self, day: datetime.date) -> list[dict[str, Any]]:
        """Provisions whose last day is within the next three months, the nearest first."""
        rows = []
        for item in self._policy.items.values():
            for provision in item.provisions:
                validity = self._policy.validity(provision)
                last = validity.apply_by or validity.to
                if last and 0 <= (last - day).days <= _SOON_DAYS:
                    rows.append({"id": item.id, "title": item.title, "region": provision.region, "to": last.isoformat(),
                                 "days": (last - day).days})
        return sorted(rows, key=lambda row: (row["days"], row["title"]))

    def table(self, part: str, day: datetime.date) -> list[list[Any]]:
        """A part as rows for CSV, the first being the heading. Raises KeyError for an unknown part."""
        tables = {"questions": self._question_rows, "unanswered": self._unanswered_rows, "ending": self._ending_rows,
                  "flags": self._flag_rows, "audit": self._audit_rows}
        return tables[part](day)

    def _exchanges(self, day: datetime.date) -> list[Exchange]:
        return self._conversations.exchanges(_start(day), _start(day + datetime.timedelta(1)))

    def _question_rows(self, day: datetime.date) -> list[list[Any]]:
        return [["时间", "渠道", "会话", "问题", "答复类型", "原因", "事项"],
                *([clock_time(e.asked_at), e.channel, e.conversation, e.question, e.card_type, e.reason, e.title]
                  for e in self._exchanges(day))]

    def _unanswered_rows(self, day: datetime.date) -> list[list[Any]]:
        groups = group_alike([e.question for e in self.unanswered(day)])
        return [["问题", "次数", "其他问法"], *([g.question, g.count, " / ".join(g.examples)] for g in groups)]

    def _ending_rows(self, day: datetime.date) -> list[list[Any]]:
        return [["事项编号", "事项", "地区", "截止", "剩余天数"],
                *([row["id"], row["title"], row["region"], row["to"], row["days"]] for row in self.ending(day))]

    def _flag_rows(self, day: datetime.date) -> list[list[Any]]:
        return [["编号", "时间", "坐席", "类型", "事项", "问题", "说明", "来源", "状态"],
                *([f["id"], clock_time(f["at"]), f["agent"], f["kind"], f["item"], f["question"], f["note"], f["origin"], f["state"]]
                  for f in self._flags.all())]

    def _audit_rows(self, day: datetime.date) -> list[list[Any]]:
        entries = self._audit.entries(limit=_AUDITED, since=_start(day), until=_start(day + datetime.timedelta(1)))
        return [["时间", "账号", "动作", "对象", "详情"],
                *([clock_time(e["at"]), e["agent"], e["action"], e["target"], str(e["detail"] or "")] for e in entries)]


def is_unanswered(exchange: Exchange) -> bool:
    """Was the question a matter for us that the database does not hold?"""
    return exchange.card_type == "no_answer" and exchange.reason == "not_covered"


def group_alike(questions: Sequence[str]) -> list[Group]:
    """Questions by likeness, the largest group first."""
    groups: list[tuple[frozenset[str], list[tuple[str, int]]]] = []
    for question, count in Counter(questions).most_common(_MOST_DISTINCT):
        pairs = bigrams(_ANY_QUESTION.sub("", question)) or bigrams(question)
        fitting = next((members for known, members in groups if _likeness(known, pairs) >= _ALIKE), None)
        if fitting is None:
            groups.append((pairs, [(question, count)]))
        else:
            fitting.append((question, count))
    found = [Group(members[0][0], sum(count for _, count in members), tuple(text for text, _ in members[1:1 + _MOST_EXAMPLES]))
             for _, members in groups]
    return sorted(found, key=lambda group: -group.count)[:_MOST_GROUPS]


def clock_time(at: float) -> str:
    """2026-11-23 09:30:05 in China."""
    return datetime.datetime.fromtimestamp(at, _CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _likeness(known: frozenset[str], pairs: frozenset[str]) -> float:
    both = len(known) + len(pairs)
    return 2 * len(known & pairs) / both if both else 1.0


def _start(day: datetime.date) -> float:
    return datetime.datetime.combine(day, datetime.time(), _CHINA).timestamp()


def _messages(exchanges: Iterable[Exchange]) -> set[int]:
    return {exchange.message for exchange in exchanges}


def _count(pairs: Iterable[tuple[int, str]]) -> list[tuple[str, int]]:
    """How many distinct messages have each value."""
    return list(Counter(value for _, value in set(pairs)).items())


def _by_hour(exchanges: Sequence[Exchange]) -> list[dict[str, int]]:
    missed = _messages(e for e in exchanges if is_unanswered(e))
    hours = [{"hour": hour, "questions": 0, "unanswered": 0} for hour in range(24)]
    for message, asked_at in {(e.message, e.asked_at) for e in exchanges}:
        hour = hours[datetime.datetime.fromtimestamp(asked_at, _CHINA).hour]
        hour["questions"] += 1
        hour["unanswered"] += message in missed
    return hours


def _hand_overs(exchanges: Sequence[Exchange], audited: Sequence[dict[str, Any]]) -> dict[str, Any]:
    actions = Counter(entry["action"] for entry in audited)
    waits = [entry["detail"]["waited"] for entry in audited if entry["action"] == "take" and "waited" in entry["detail"]]
    return {"asked": len(_messages(e for e in exchanges if e.card_type == "handoff")), "taken": actions["take"],
            "released": actions["release"], "transferred": actions["transfer"], "closed": actions["close"],
            "wait_seconds": _times(waits)}


def _times(seconds: Sequence[float]) -> dict[str, float | None]:
    """Median and 90th percentile."""
    ordered = sorted(seconds)
    if not ordered:
        return {"median": None, "p90": None}
    return {"median": round(ordered[len(ordered) // 2], 2), "p90": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.9))], 2)}
