"""政策体检 in talk: reads the firm's facts, shows what may be had, and asks the question that decides the most money."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from actions import phrases
from actions.answers import Answer
from actions.check_eligibility import choices_of
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from actions.telling_figure import telling_figures
from actions.told import awaits_answer, facts_of
from policy_db.calculation import in_words, input_words
from policy_db.check_up import CheckUp, Entry, Report
from policy_db.check_up_report import report_rows
from policy_db.database import PolicyDb
from policy_db.dates import days_words
from policy_db.profile import read_answer, read_profile, to_json
from policy_db.validity import Status

_SHOWN, _SHOWN_LACKING, _MOST_QUESTIONS = 6, 3, 8
#: items still open of which the first are worth naming
_FEW = 40
_WANTED = re.compile(r"体检|(?:我们?|俺们?|咱们?)[^。？?]{0,30}(?:能|可以|够)[^。？?]{0,6}(?:享受|申请|拿|领|享)[^。？?]{0,4}(?:哪些|什么|啥)")
_STOP = re.compile(r"停|不问了|够了|不用了|先这样|结束|直接看结果|算了")
_SKIP = re.compile(r"不知道|不清楚|跳过|下一个|说不准|没算过")
_HEAD = "【政策体检】按您提供的信息{facts}，初步看："
_AVAILABLE = "可能可享{count}项："
_TOTAL = "金额合计：{words}（只加了没到期、能算出金额的；以部门审核为准）"
_LACKING = "还差条件："
_OPEN = "还有{count}项要补充信息才能判断。"
_NEXT = "再问一句（最影响金额）：{ask}（说“不问了”可随时停）"
_NOTHING = "按目前的信息还没有能确定可享的。"
_RELATED = "可能有关，还要看条件："
_TITLE = "政策体检"
_YUAN = "元"


def wants_check_up(text: str) -> bool:
    """Does the message ask for a check-up of the firm: 政策体检, 我们这种公司能享受哪些政策?"""
    return bool(_WANTED.search(text))


def stops(text: str) -> bool:
    """Does the caller want no further question?"""
    return bool(_STOP.search(text))


@lru_cache(maxsize=2)
def compiled(policy: PolicyDb) -> CheckUp:
    """The catalogue made ready for check-ups; once per database."""
    return CheckUp(policy.items, policy.criteria, policy.document_of)


def check_up_answer(request: Request, memory: Memory, services: ActionServices) -> Answer:
    """The state of the check-up after this message, with the next question unless the caller stops."""
    criteria = services.policy.criteria
    pending = awaits_answer(memory, "check_up") or {}
    skip = list(pending.get("skip", []))
    told = _of_firm(read_profile(request.turn.text, criteria), services)
    key = pending.get("key")
    if key in criteria:
        answer = read_answer(request.turn.text, criteria[key])
        if answer is not None:
            told[key] = answer
        elif _SKIP.search(request.turn.text) or key not in told:
            skip.append(key)
    values = {**_of_firm(facts_of(request, memory, services), services), **told}
    report = compiled(services.policy).run(values, request.city, services.today(), skip)
    stop = stops(request.turn.text) or pending.get("asked", 0) >= _MOST_QUESTIONS
    next_key = None if stop else report.next_key
    lines = [_HEAD.format(facts=_facts(values, services)), *_available(report), *_lacking(report)]
    if not report.available and len(report.unknown) <= _FEW:
        lines += [_RELATED, *(f"· {entry.item.title}：{telling_figures(entry.item, request.city, services)}"
                              for entry in report.unknown[:_SHOWN])]
    if report.unknown:
        lines.append(_OPEN.format(count=len(report.unknown)))
    if next_key:
        lines.append(_NEXT.format(ask=criteria[next_key].ask))
    after = memory.with_(profile={**memory.profile, **to_json(told)}, candidates=[], misses=0, city=request.city or None,
                         pending={"kind": "check_up", "key": next_key, "skip": skip, "asked": pending.get("asked", 0) + 1,
                                  "question": request.question} if next_key else None)
    buttons = (*choices_of(criteria[next_key]), ("不问了", "不问了")) if next_key else ()
    return Answer("\n".join(lines), _card(report, next_key, services), after, buttons)


def _of_firm(facts: dict[str, Any], services: ActionServices) -> dict[str, Any]:
    """Without what is only true of one matter."""
    return {key: value for key, value in facts.items() if not services.policy.criteria[key].of_case}


def _facts(values: dict[str, Any], services: ActionServices) -> str:
    """（洛阳；从业人数30人；高新技术企业）: what was understood, so that the caller can correct it."""
    criteria = services.policy.criteria
    words = []
    for key, value in values.items():
        name = criteria[key].name
        if isinstance(value, bool):
            words.append(name if value else f"不是{name}")
        elif isinstance(value, Decimal):
            words.append(f"{name}{input_words(key, value, criteria)}")
        elif criteria[key].type == "date":
            words.append(f"{name}{days_words(value)}")
        else:
            words.append(value if isinstance(value, str) else "或".join(value))
    return f"（{'；'.join(words)}）" if words else ""


def _available(report: Report) -> list[str]:
    if not report.available:
        return [_NOTHING]
    lines = [_AVAILABLE.format(count=len(report.available))]
    lines += [f"· {_entry_words(entry)}" for entry in report.available[:_SHOWN]]
    if len(report.available) > _SHOWN:
        lines.append("· ……")
    if report.high:
        lines.append(_TOTAL.format(words=span_words(report.low, report.high)))
    return lines


def _entry_words(entry: Entry) -> str:
    amount = f"：{span_words(entry.low or Decimal(0), entry.high)}" if entry.high is not None else ""
    told = f"，还要核实：{entry.told[0].text}" if entry.told else ""
    expired = f"（{phrases.STATUS[entry.status]}）" if entry.status is Status.EXPIRED else ""
    return f"{entry.item.title}{expired}{amount}{told}"


def span_words(low: Decimal, high: Decimal) -> str:
    """20万元 / 最高50万元 / 5万元至50万元."""
    if low == high:
        return in_words(high, _YUAN)
    return f"最高{in_words(high, _YUAN)}" if low == 0 else f"{in_words(low, _YUAN)}至{in_words(high, _YUAN)}"


def _lacking(report: Report) -> list[str]:
    shown = report.lacking[:_SHOWN_LACKING]
    return [_LACKING, *(f"· {entry.item.title}：{entry.failed[0].text}" for entry in shown)] if shown else []


def _card(report: Report, next_key: str | None, services: ActionServices) -> dict[str, Any]:
    card = {"type": "form" if next_key else "list", "title": _TITLE, **report_rows(report, services.policy.criteria)}
    if next_key:
        criterion = services.policy.criteria[next_key]
        card |= {"question": criterion.ask, "key": next_key,
                 "options": [{"title": title, "payload": payload} for title, payload in choices_of(criterion)]}
    return card
