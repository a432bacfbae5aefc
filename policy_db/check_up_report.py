"""The report of a 政策体检 as plain JSON, for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_db.check_up import Entry, Report
from policy_db.check_up_cases import MONEY
from policy_db.schema import Criterion


def report_rows(report: Report, criteria: Mapping[str, Criterion]) -> dict[str, Any]:
    """The report as plain JSON: items by state, the total in 元 (exact text), the next question."""
    rows: dict[str, Any] = {state: [_entry_row(entry, criteria) for entry in getattr(report, state)]
                            for state in ("available", "lacking", "unknown")}
    rows["not_applicable"] = [entry.item.id for entry in report.not_applicable]
    rows["total"] = {"low": f"{report.low:f}", "high": f"{report.high:f}", "unit": MONEY}
    key = report.next_key
    rows["next"] = {"key": key, "question": criteria[key].ask} if key else None
    return rows


def _entry_row(entry: Entry, criteria: Mapping[str, Criterion]) -> dict[str, Any]:
    row: dict[str, Any] = {"item": entry.item.id, "title": entry.item.title, "status": entry.status.value,
                           "failed": [condition.text for condition in entry.failed],
                           "told": [condition.text for condition in entry.told],
                           "ask": [{"key": key, "question": criteria[key].ask} for key in entry.unknown],
                           "sources": [provision.source for provision in entry.provisions]}
    if entry.low is not None and entry.high is not None:
        row["amount"] = {"low": f"{entry.low:f}", "high": f"{entry.high:f}", "unit": MONEY}
    return row
