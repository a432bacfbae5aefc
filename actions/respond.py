"""The Rasa actions: read the turn and the memory, decide, answer, remember. One module per thing that can be done."""

from __future__ import annotations

import logging
import re
import uuid
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import item_answer
from actions.answers import Answer
from actions.asked_day import asked_day_lines, asked_provisions
from actions.calculate import calculate_answer
from actions.cards import HOTLINE
from actions.check_eligibility import eligibility_answer
from actions.check_up import check_up_answer, wants_check_up
from actions.clarify import clarify_answer
from actions.compare import compare_answer, compare_items_answer
from actions.content import BELONGS, share_of_item, tells_no_topic
from actions.context import Request, resolve
from actions.decline import ACCUSING, REASONS, decline_answer
from actions.document import document_answer
from actions.follow_up import WEAK
from actions.forms import awaits_reply, form_answer
from actions.hand_over import hand_over_answer
from actions.list_items import list_answer, more_answer, same_list_answer
from actions.memory import Memory
from actions.places import city_of
from actions.services import ActionServices, services
from actions.small_talk import WORDS as SMALL_TALK
from actions.small_talk import city_answer, small_talk_answer
from actions.term import term_answer
from actions.told import remember_told
from actions.turn import Turn, turn_of
from policy_db.errors import PolicyDbError

log = logging.getLogger(__name__)
#: above this confidence a message that looks like small talk is a policy question
SURE = 0.85
_ASKS = re.compile(r"呢|吗|么$|多少|啥|什么|怎么|咋|哪|谁|几|再说|[发给][^，。]{0,3}(?:下|我|个)|[?？]")
FAILED = f"抱歉，刚才没有处理好您的问题。请再问一次，或拨{HOTLINE}。"


HANDLERS = {"compare": compare_answer, "calculate": calculate_answer, "eligibility": eligibility_answer}


def policy_answer(turn: Turn, memory: Memory, shared: ActionServices) -> Answer:
    """Everything that is about policies."""
    reply_to_us = form_answer(turn, memory, shared)
    if reply_to_us:
        return reply_to_us
    request = resolve(turn, memory, shared)
    if request.act == "term":
        return term_answer(request, memory, shared)
    if wants_check_up(turn.text) or (
            turn.intent == "ask_check_up" and request.act != "list" and not (request.follow_up or memory.item or _sure(request))):
        return check_up_answer(request, memory, shared)
    if request.act == "refuse":
        if turn.intent in SMALL_TALK and request.reason == "not_covered":
            return small_talk_answer(turn.intent, memory)
        return decline_answer(_reason(request), request, memory, shared)
    if request.act == "document":
        return document_answer(request, memory, shared)
    if request.act == "set_city":
        return city_answer(request.city, memory)
    if request.act == "choose":
        return clarify_answer(request, memory, shared)
    if request.act == "compare_items":
        return compare_items_answer(request, memory, shared)
    if request.act in ("list", "same_list"):
        found = (list_answer if request.act == "list" else same_list_answer)(request, memory, shared)
        return found or decline_answer("not_covered", request, memory, shared)
    if request.act == "more":
        return _more(request, memory, shared)
    return about_item(request, memory, shared)


def _reason(request: Request) -> str:
    """Why nothing is answered, in the classifier's view where it has one; nobody is accused while items are likely as well."""
    seen = request.turn.intent
    if request.reason != "not_covered" or seen not in REASONS:
        return request.reason
    return "not_covered" if seen in ACCUSING and request.candidates else seen


def is_about_policy(turn: Turn, memory: Memory, shared: ActionServices) -> bool:
    """Small talk around a question (您好，我想问…) or a correction of it (说错了，是老棚改造) is a policy question."""
    if awaits_reply(memory):
        return True
    request = resolve(turn, memory, shared)
    if request.act == "term":
        return True
    if request.follow_up and request.item:
        same = request.match is not None and request.match.item == request.item.id and request.match.band == "answer"
        weakly = bool(turn.aspects) or turn.no_item_margin < WEAK  # 忘问了，一共免几枚 is hardly a goodbye
        asks = (bool(turn.aspects) and tells_no_topic(turn)) or (weakly and bool(_ASKS.search(turn.text)))
        asks = asks or bool(set(turn.places) & set(request.cities))
        tells = request.act == "calculate" and bool(turn.figures_of_own)
        return same or asks or tells or share_of_item(turn.text, request.item, shared) >= BELONGS
    return request.act not in ("refuse", "choose") and request.match is not None and request.match.confidence > SURE


def _sure(request: Request) -> bool:
    """Does the message name one item clearly?"""
    return request.match is not None and request.match.band == "answer"


def about_item(request: Request, memory: Memory, shared: ActionServices) -> Answer:
    """The handler of the act, or the ordinary answer when it has nothing special to say."""
    if request.period:
        lines = asked_day_lines(request.period, asked_provisions(request, shared), shared)
        return item_answer(request, memory, shared, lead=lines)
    handler = HANDLERS.get(request.act)
    special = handler(request, memory, shared) if handler else None
    return special or item_answer(request, remember_told(request, memory, shared), shared)


def _more(request: Request, memory: Memory, shared: ActionServices) -> Answer:
    listing = memory.listing or {}
    if listing.get("kind") == "item":
        whole = replace(request, act="answer", item=shared.policy.item(listing["item"]), question=listing["question"])
        return item_answer(whole, memory, shared, everything=True)
    return more_answer(request, memory, shared) or decline_answer("not_covered", request, memory, shared)


class _PolicyAction(Action, ABC):
    """Runs `answer` safely: whatever fails, the caller gets a sentence and the log an id."""

    @abstractmethod
    def answer(self, turn: Turn, memory: Memory, shared: ActionServices) -> Answer:
        """What to say to this turn."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        told = Memory.read(tracker.slots)
        turn, memory = turn_of(tracker.latest_message), _with_channel_city(told, tracker.latest_message)
        try:
            given = self._safe_answer(turn, memory, services())
        except PolicyDbError:
            incident = uuid.uuid4().hex[:8]
            log.exception("incident %s: %s failed", incident, self.name())
            dispatcher.utter_message(text=FAILED, json_message={"type": "no_answer", "reason": "failure", "incident": incident})
            return []
        dispatcher.utter_message(text=given.text, json_message=given.card,
                                 buttons=[{"title": title, "payload": payload} for title, payload in given.buttons])
        city = city_of(turn, memory, services()) if turn.places or "anywhere" in turn.acts else memory.city
        return told.changes(memory.settled(given.memory, city))

    def _safe_answer(self, turn: Turn, memory: Memory, shared: ActionServices) -> Answer:
        """Danger to life comes before everything else."""
        if "emergency" in turn.acts:
            return decline_answer("emergency", Request("refuse", turn, ""), memory, shared)
        return self.answer(turn, memory, shared)


def _with_channel_city(memory: Memory, message: dict[str, Any] | None) -> Memory:
    """The city chosen in the channel counts when it is chosen; a city said later counts more."""
    city = ((message or {}).get("metadata") or {}).get("city")
    if city is None or city == memory.channel_city:
        return memory
    return memory.with_(city=city or None if memory.channel_city is None else city, channel_city=city)


class ActionAnswer(_PolicyAction):
    def name(self) -> str:
        return "action_answer"

    def answer(self, turn: Turn, memory: Memory, shared: ActionServices) -> Answer:
        return policy_answer(turn, memory, shared)


class ActionDecline(_PolicyAction):
    """The classifier saw no policy question; a policy answer may still be surer than that."""

    def name(self) -> str:
        return "action_decline"

    def answer(self, turn: Turn, memory: Memory, shared: ActionServices) -> Answer:
        return policy_answer(turn, memory, shared)


class ActionSmallTalk(_PolicyAction):
    def name(self) -> str:
        return "action_small_talk"

    def answer(self, turn: Turn, memory: Memory, shared: ActionServices) -> Answer:
        if is_about_policy(turn, memory, shared):
            return policy_answer(turn, memory, shared)
        return small_talk_answer(turn.intent, memory)


class ActionHandOver(_PolicyAction):
    def name(self) -> str:
        return "action_hand_over"

    def answer(self, turn: Turn, memory: Memory, shared: ActionServices) -> Answer:
        if "person" not in turn.acts and is_about_policy(turn, memory, shared):
            return policy_answer(turn, memory, shared)
        return hand_over_answer("asked", memory)
