"""The supervisor's API: the day's report, CSV, the audit trail, the editors' entries."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.json_api import NO_STORE, ApiError, json_response, read_json, text_field
from bot.desk.accounts import Agent
from bot.desk.desk import Desk
from bot.desk.flags import STATES, State

#: a cell that begins so is a formula for spreadsheet programs
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ReportsApi:
    """The handlers; the guard lets only supervisors in."""

    def __init__(self, desk: Desk):
        self._desk = desk

    async def report(self, request: Request, agent: Agent) -> Response:
        """?day=YYYY-MM-DD (default: today)."""
        return json_response(await run_in_threadpool(self._desk.reports.day, self._day(request)))

    async def table(self, request: Request, agent: Agent) -> Response:
        """?part=questions|unanswered|ending|flags|audit&day= → CSV that spreadsheet programs read as text."""
        part, day = request.query_params.get("part", ""), self._day(request)
        try:
            rows = await run_in_threadpool(self._desk.reports.table, part, day)
        except KeyError:
            raise ApiError(400, "bad_part", "没有这个表。") from None
        self._desk.audit.record(agent.name, "export", part, day=day.isoformat())
        headers = NO_STORE | {"Content-Disposition": f'attachment; filename="huiqi-{part}-{day.isoformat()}.csv"'}
        return Response(csv_text(rows), media_type="text/csv; charset=utf-8", headers=headers)

    async def audit(self, request: Request, agent: Agent) -> Response:
        """?agent=&action= → the newest entries of the trail."""
        given = request.query_params
        return json_response({"entries": self._desk.audit.entries(agent=given.get("agent", ""), action=given.get("action", ""))})

    async def flags(self, request: Request, agent: Agent) -> Response:
        """?state=open|done|rejected → entries for the editors."""
        return json_response({"flags": self._desk.flags.all(request.query_params.get("state", ""))})

    async def settle_flag(self, request: Request, agent: Agent) -> Response:
        """{"id", "state"}."""
        body = await read_json(request, self._desk.settings.max_body_bytes)
        number, state = body.get("id"), text_field(body, "state")
        if type(number) is not int or state not in STATES:
            raise ApiError(400, "bad_flag", f"应为编号和状态：{'、'.join(STATES)}。")
        if not self._desk.flags.settle(number, cast(State, state)):
            raise ApiError(404, "unknown_flag", "没有这条记录。")
        self._desk.audit.record(agent.name, "flag_settled", str(number), state=state)
        return json_response({})

    def _day(self, request: Request) -> datetime.date:
        given = request.query_params.get("day")
        try:
            return datetime.date.fromisoformat(given) if given else self._desk.clock.today()
        except ValueError:
            raise ApiError(400, "bad_day", "日期应为 YYYY-MM-DD。") from None


def csv_text(rows: list[list[Any]]) -> str:
    """CSV with the mark by which spreadsheet programs know UTF-8; what looks like a formula is kept as text."""
    out = io.StringIO()
    csv.writer(out).writerows([[_as_text(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()


def _as_text(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
