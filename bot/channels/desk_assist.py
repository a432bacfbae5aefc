"""The desk's API for answers: instant search, item cards, live assist on calls, work orders, flags."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import AsyncIterator
from typing import Any, cast

from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from actions.turn import turn_of
from bot.channels.desk_chats import PING_SECONDS
from bot.channels.desk_guard import refuse_other_sites, signed_in
from bot.channels.json_api import ApiError, json_response, read_json, text_field
from bot.desk import work_order
from bot.desk.accounts import Agent
from bot.desk.assist import Segment
from bot.desk.calls import Call, NotYourCall
from bot.desk.desk import Desk
from bot.desk.flags import KINDS, Kind
from bot.desk.item_cards import item_card
from bot.desk.search import Filters
from bot.privacy import mask
from bot.subscriptions import Lagged
from policy_db.errors import UnknownItem

SPEAKERS = ("caller", "agent")
_LONGEST_QUERY, _LONGEST_SEGMENT, _LONGEST_NOTE, _MOST_SEGMENTS = 100, 1000, 2000, 100
#: from this many Chinese characters on, what is typed is a sentence that the language model can read
_SENTENCE = 5
_CALL_IS_OVER_SECONDS = 1800
_HAN = re.compile(r"[\u3400-\u9fff]")
_CALL_ID = re.compile(r"[\w.:-]{1,64}")


class AssistApi:
    """The handlers; each raises ApiError for what it refuses."""

    def __init__(self, desk: Desk):
        self._desk = desk

    # --- search

    async def search(self, request: Request, agent: Agent) -> Response:
        """?q=&region=&level=&agency=&audience=&state= → {"results", "total", "first"}: rows, and the best one's card."""
        given = request.query_params
        typed = given.get("q", "")[:_LONGEST_QUERY]
        filters = Filters(*(given.get(name, "") for name in ("region", "level", "agency", "audience", "state")))
        found = self._desk.search.search(typed, filters, meant=await self._meant(typed, filters.city))
        rows = [self._desk.search.row(item, filters.city, why) for item, why in found.hits]
        first = self._card(rows[0]["id"], filters.city, typed) if rows and typed.strip() else None
        return json_response({"q": typed, "results": rows, "total": found.total, "first": first})

    async def item(self, request: Request, agent: Agent) -> Response:
        """?id=&city=&question= → the item's card with script."""
        given = request.query_params
        return json_response(self._card(given.get("id", ""), given.get("city", ""), given.get("question", "")[:_LONGEST_QUERY]))

    # --- calls

    async def transcript(self, request: Request) -> Response:
        """{"call", "segments": [{"speaker", "start", "text"}], "city"?, "agent"?} → suggestions, also sent to the agent's page.

        Sent by a signed-in agent's page, or by the speech system with the API key and the agent's name.
        """
        try:
            return await self._transcript(request)
        except ApiError as error:
            return error.response()

    async def events(self, request: Request, agent: Agent) -> Response:
        """Server-sent events `call`: the agent's present call with transcript and suggestions."""
        return EventSourceResponse(self._stream(request, agent), ping=PING_SECONDS)

    # --- after the talk

    async def work_order(self, request: Request, agent: Agent) -> Response:
        """?chat= or ?call= → {"draft", "text"}."""
        desk = self._desk
        if call_id := request.query_params.get("call"):
            call = self._own_call(call_id, agent)
            segments = desk.calls.segments(call.id)
            draft = work_order.of_call(call, segments, await desk.assist.suggest(segments, call.city), agent.display, desk.actions)
        else:
            chat = desk.conversations.get(request.query_params.get("chat", ""))
            if chat is None:
                raise ApiError(404, "unknown_chat", "没有这个会话。")
            draft = work_order.of_chat(chat, desk.conversations.history(chat.id), agent.display, desk.actions)
        desk.audit.record(agent.name, "work_order", draft["number"])
        return json_response({"draft": draft, "text": work_order.as_text(draft)})

    async def flag(self, request: Request, agent: Agent) -> Response:
        """{"kind": wrong | missing, "item"?, "question"?, "note"?, "origin"?} → {"id"}: an entry for the editors."""
        body = await read_json(request, self._desk.settings.max_body_bytes)
        kind = text_field(body, "kind")
        if kind not in KINDS:
            raise ApiError(400, "bad_kind", f"kind 应为 {' 或 '.join(KINDS)}。")
        item, question, note, origin = (mask(text_field(body, name, "")[:_LONGEST_NOTE]) for name in ("item", "question", "note", "origin"))
        if not (item or question or note):
            raise ApiError(400, "empty_flag", "请写明是哪个事项或什么问题。")
        number = self._desk.flags.add(agent.name, cast(Kind, kind), item=item, question=question, note=note, origin=origin)
        self._desk.audit.record(agent.name, "flag", item or origin, number=number, kind=kind)
        return json_response({"id": number})

    # --- inside

    def _card(self, item: str, city: str, question: str) -> dict[str, Any]:
        if city and (city not in self._desk.actions.policy.places or not self._desk.actions.policy.places[city].covered):
            raise ApiError(400, "unknown_city", "没有收录这个城市。")
        try:
            return item_card(item, self._desk.actions, city=city, question=question)
        except UnknownItem:
            raise ApiError(404, "unknown_item", "没有这个事项。") from None

    async def _meant(self, typed: str, city: str) -> list[str]:
        """Items that a typed sentence means; [] for names and initials."""
        if len(_HAN.findall(typed)) < _SENTENCE:
            return []
        turn = turn_of({"text": typed} | await self._desk.assist.understand(typed))
        match = self._desk.actions.matcher.match(typed, turn.reading, city)
        return self._desk.actions.matcher.near(match) if match.candidates and match.band != "refuse" else []

    async def _transcript(self, request: Request) -> Response:
        desk = self._desk
        agent = signed_in(request, desk)
        if agent is not None:
            refuse_other_sites(request, desk)
        elif not self._is_speech_system(request):
            raise ApiError(401, "login_needed", "请先登录，或提供接口密钥（X-API-Key）。")
        body = await read_json(request, desk.settings.max_body_bytes)
        if agent is None:
            agent = desk.accounts.get(text_field(body, "agent"))
            if agent is None or agent.disabled:
                raise ApiError(404, "unknown_agent", "没有这个坐席。")
        call_id, city = text_field(body, "call"), text_field(body, "city", "")
        if not _CALL_ID.fullmatch(call_id):
            raise ApiError(400, "bad_call", "call 应为 1 至 64 位的通话编号。")
        if city and (city not in desk.actions.policy.places or not desk.actions.policy.places[city].covered):
            raise ApiError(400, "unknown_city", "没有收录这个城市。")
        try:
            call = desk.calls.hear(call_id, agent.name, _segments(body), city)
        except NotYourCall:
            raise ApiError(409, "not_your_call", "这个通话属于其他坐席。") from None
        shown = await self._shown(call)
        desk.call_events.publish(agent.name, shown)
        return json_response(shown)

    def _is_speech_system(self, request: Request) -> bool:
        key = self._desk.settings.api_key
        return bool(key) and hmac.compare_digest(request.headers.get("x-api-key", "").encode(), key.encode())

    async def _shown(self, call: Call) -> dict[str, Any]:
        segments = self._desk.calls.segments(call.id)
        heard = [{"speaker": segment.speaker, "start": segment.start, "text": segment.text} for segment in segments]
        return {"call": call.id, "started_at": call.started_at, "segments": heard,
                **await self._desk.assist.suggest(segments, call.city)}

    async def _stream(self, request: Request, agent: Agent) -> AsyncIterator[dict[str, str]]:
        with self._desk.call_events.subscribe(agent.name) as subscription:
            call = self._desk.calls.latest(agent.name, self._desk.clock.now() - _CALL_IS_OVER_SECONDS)
            yield {"event": "call", "data": json.dumps(await self._shown(call) if call else None, ensure_ascii=False)}
            try:
                async for shown in subscription:
                    if signed_in(request, self._desk) is None:
                        return
                    yield {"event": "call", "data": json.dumps(shown, ensure_ascii=False)}
            except Lagged:
                return  # the page connects again and gets the whole call

    def _own_call(self, id: str, agent: Agent) -> Call:
        call = self._desk.calls.get(id)
        if call is None:
            raise ApiError(404, "unknown_call", "没有这个通话。")
        if call.agent != agent.name and not agent.supervises:
            raise ApiError(403, "not_your_call", "这个通话属于其他坐席。")
        return call


def _segments(body: dict[str, Any]) -> list[Segment]:
    given = body.get("segments")
    if not isinstance(given, list) or len(given) > _MOST_SEGMENTS:
        raise ApiError(400, "bad_segments", f"segments 应为至多 {_MOST_SEGMENTS} 段的列表。")
    return [_segment(entry) for entry in given]


def _segment(entry: Any) -> Segment:
    if not isinstance(entry, dict):
        raise ApiError(400, "bad_segments", "每段应为对象：speaker、start、text。")
    speaker, text, start = text_field(entry, "speaker"), text_field(entry, "text"), entry.get("start")
    if speaker not in SPEAKERS or isinstance(start, bool) or not isinstance(start, int | float) or not 0 <= start < 1e6:
        raise ApiError(400, "bad_segments", f"speaker 应为 {' 或 '.join(SPEAKERS)}，start 应为通话开始后的秒数。")
    return Segment(speaker, float(start), text[:_LONGEST_SEGMENT])
