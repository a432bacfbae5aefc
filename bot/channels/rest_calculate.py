"""Computing for other systems: POST /api/calculate and POST /api/check-up. Bad input gets 422 with the field and the reason."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from bot.channels.json_api import ApiError, json_response, read_json
from bot.channels.rest import known_city, require_integrator
from bot.services import Services
from policy_db.assess import Assessment, assess
from policy_db.check_up import CheckUp
from policy_db.check_up_report import report_rows
from policy_db.computable import ROW, needs, optional_inputs, why_not
from policy_db.database import PolicyDb
from policy_db.errors import InputError
from policy_db.profile import from_json
from policy_db.schema import Benefit, Item, Provision, Titles

_CALCULATE_FIELDS, _CHECK_UP_FIELDS = {"item", "benefit", "title", "inputs", "city"}, {"city", "profile", "skip"}


def routes(services: Services) -> list[BaseRoute]:
    """With an API key set, the key is required; without one only loopback is answered."""
    check_up = CheckUp(services.policy.items, services.policy.criteria, services.policy.document_of)

    async def calculate_item(request: Request) -> JSONResponse:
        body = await _body(request, services, _CALCULATE_FIELDS)
        item = _item(body.get("item"), services.policy)
        city = known_city(body.get("city"), services) or ""
        values = _values(body.get("inputs"), "inputs", services.policy)
        cases = _cases(item, body.get("benefit"), city, services.policy)
        rows = [_row(assess(item, provision, benefit, values, services.policy.criteria, _title(body.get("title"), benefit)),
                     services) for provision, benefit in cases]
        return json_response({"item": {"id": item.id, "title": item.title}, "city": city, "benefits": rows})

    async def check(request: Request) -> JSONResponse:
        body = await _body(request, services, _CHECK_UP_FIELDS)
        city = known_city(body.get("city"), services) or ""
        values = _values(body.get("profile"), "profile", services.policy)
        skip = body.get("skip", [])
        if not isinstance(skip, list) or not all(isinstance(key, str) for key in skip):
            raise _invalid("skip", "应为字段名的列表")
        report = check_up.run(values, city, services.clock.today(), skip)
        return json_response({"city": city, **report_rows(report, services.policy.criteria)})

    return [Route("/api/calculate", calculate_item, methods=["POST"]), Route("/api/check-up", check, methods=["POST"])]


async def _body(request: Request, services: Services, allowed: set[str]) -> dict[str, Any]:
    require_integrator(request, services.settings.api_key)
    body = await read_json(request, services.settings.max_body_bytes)
    for name in body:
        if name not in allowed:
            raise _invalid(str(name)[:40], f"没有这个字段；可用：{'、'.join(sorted(allowed))}")
    return body


def _invalid(field: str, reason: str) -> ApiError:
    return ApiError(422, "invalid_field", f"{field}: {reason}")


def _item(given: Any, policy: PolicyDb) -> Item:
    if not isinstance(given, str) or given not in policy.items:
        raise _invalid("item", "没有这个事项")
    return policy.items[given]


def _values(given: Any, name: str, policy: PolicyDb) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise _invalid(name, "应为对象：字段 → 值")
    try:
        return from_json(given, policy.criteria)
    except InputError as error:
        raise _invalid(f"{name}.{error.field}", error.reason) from None


def _cases(item: Item, label: Any, city: str, policy: PolicyDb) -> list[tuple[Provision, Benefit]]:
    cases = [(provision, benefit) for provision in policy.provisions(item, city) for benefit in provision.benefits]
    if not cases:
        raise _invalid("city", f"这个事项没有适用于{city}的内容")
    if label is None:
        return cases
    chosen = [case for case in cases if case[1].label == label]
    if not chosen:
        raise _invalid("benefit", f"应为其中之一：{'、'.join(dict.fromkeys(benefit.label for _, benefit in cases))}")
    return chosen


def _title(given: Any, benefit: Benefit) -> int | None:
    """The row of a title by its name; other kinds of benefit have none."""
    if given is None or not isinstance(benefit, Titles):
        return None
    names = [title.name for title in benefit.titles]
    if given not in names:
        raise _invalid("title", f"应为其中之一：{'、'.join(names)}")
    return names.index(given)


def _row(assessment: Assessment, services: Services) -> dict[str, Any]:
    policy, result = services.policy, assessment.calculation
    provision, benefit, verdict = assessment.provision, assessment.benefit, assessment.verdict
    row: dict[str, Any] = {
        "provision": provision.id, "level": provision.level, "region": provision.region, "label": benefit.label,
        "words": policy.wording.amount(benefit), "per": benefit.per, "eligible": verdict.answer,
        "failed": [condition.text for condition in verdict.failed],
        "unknown": [condition.text for condition in (*verdict.unknown, *verdict.told)],
        "status": policy.status(provision, services.clock.today()).value, "source": provision.source,
        "inputs": [_input(key, policy) for key in (*needs(benefit), *optional_inputs(benefit)) if key != ROW],
        "missing": [_input(key, policy) for key in result.missing if key != ROW], "reason": result.reason or why_not(benefit),
        "capped": result.capped,
        "steps": [{"text": step.text, "formula": step.formula, "figure": step.figure} for step in result.steps],
    }
    if result.low is not None and result.high is not None:
        row["amount"] = {"low": f"{result.low:f}", "high": f"{result.high:f}", "unit": result.unit, "words": result.words}
    return row


def _input(key: str, policy: PolicyDb) -> dict[str, str]:
    criterion = policy.criteria[key]
    return {"key": key, "name": criterion.name, "type": criterion.type, "unit": criterion.unit, "ask": criterion.ask}
