"""What a message about an item wants: an answer, its state, a sum, a verdict, a comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from actions.content import VARIES
from actions.memory import Memory
from actions.services import ActionServices
from actions.turn import Turn
from policy_db.assess import told_of_item
from policy_db.computable import granted_sums, inputs_of
from policy_db.inputs import assign
from policy_db.schema import Item

Act = Literal["answer", "status", "calculate", "eligibility", "compare", "compare_items", "list", "more", "choose", "refuse", "document",
              "set_city", "same_list", "term"]
#: a question whether something can be had, not whether some detail holds (要不要加滞纳金)
_ABOUT_ME = re.compile(r"我|俺|咱|本人|(?:能|可以|还)[^，。？?]{0,6}(?:领|享|申|报|拿|办|用|给)|符合|资格|轮|够格|算不算|给不给")
#: 建床位的钱能领多少，是一把给吗: a sum is asked, whatever is asked besides
_ASKS_SUM = re.compile(r"(?:领|拿|补|给|奖|得|返|退|免|减|贷|报|发)(?:到|我|俺|我们|俺们)?(?:多少|几[万千百块个])")
#: what stands before a sum that is quoted rather than told
_QUOTES = re.compile(r"(?:[那这]|[给奖补领拿说]的)[^，。0-9]{0,2}$")
#: a message that asks rather than tells
_ASKS = re.compile(r"[?？]|吗|呢|多少|怎么|咋|哪|什么|啥|谁|几")


def act_of(turn: Turn, cities: tuple[str, ...], aspects: tuple[str, ...], told: Mapping[str, Any], item: Item, memory: Memory,
           services: ActionServices, *, follow_up: bool) -> Act:
    """`told`: criteria of the item that the message says something of."""
    if follow_up and _goes_on_calculating(turn, item, memory):
        return "calculate"
    if follow_up and goes_on_judging(turn, item, memory, services):
        return "eligibility"
    facts = [key for key in told if not services.policy.criteria[key].is_trait]
    if compares(turn) or len(cities) > 1:
        return "compare"
    if "validity" in aspects and not turn.figures_of_own and not ("eligibility" in turn.acts and facts):
        return "status"
    asks_sum = "eligibility" not in turn.acts or _ASKS_SUM.search(turn.text)
    if asks_sum and ((turn.figures_of_own and not _only_quotes(turn, item)) or ("together" in turn.acts and "amount" in aspects)):
        return "calculate"
    if "eligibility" in turn.acts and (turn.figures_of_own or facts or _ABOUT_ME.search(turn.text)):
        return "eligibility"
    return "answer"


def _only_quotes(turn: Turn, item: Item) -> bool:
    """Are the figures sums that the item itself grants (那10万，市里区里各出多少)?"""
    granted = granted_sums(item)
    quoted = [figure for figure, (start, _) in zip(turn.figures, turn.figure_spans, strict=True)
              if figure.value in granted and _QUOTES.search(turn.text[:start])]
    return all(figure in quoted for figure in turn.figures_of_own)


def _goes_on_calculating(turn: Turn, item: Item, memory: Memory) -> bool:
    """After a calculation: what is left to pay, what it comes to together, or a fact that was forgotten?"""
    pending = memory.pending or {}
    if pending.get("kind") != "calculated" or pending.get("item") != item.id or turn.places:
        return False
    tells = not (turn.aspects or turn.acts or _ASKS.search(turn.text))
    return tells or bool({"rest", "together"} & set(turn.acts)) or bool(VARIES.search(turn.text))


def goes_on_judging(turn: Turn, item: Item, memory: Memory, services: ActionServices) -> bool:
    """Does the message only tell more, after a verdict on the item?"""
    pending, criteria = memory.pending or {}, services.policy.criteria
    judged = pending.get("kind") == "judged" and pending.get("item") == item.id and not gives_input(turn, item, services)
    return judged and not turn.acts and not turn.aspects and any(
        not criteria[key].is_trait for key in told_of_item(turn.text, item, criteria))


def gives_input(turn: Turn, item: Item, services: ActionServices) -> bool:
    """Does the message tell a figure that one of the item's sums needs (我契税交了8万)?"""
    return bool(turn.figures_of_own and assign(turn.text, services.policy.criteria, inputs_of(item)))


def compares(turn: Turn) -> bool:
    """Does the message set things beside each other, or ask whether one changed?"""
    return bool({"compare", "changed"} & set(turn.acts)) or turn.intent == "ask_compare"
