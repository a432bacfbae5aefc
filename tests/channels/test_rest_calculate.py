"""POST /api/calculate and POST /api/check-up over a real server, against their OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels import rest_calculate
from bot.channels.json_api import ApiError
from bot.channels.rest_calculate_openapi import paths
from bot.clock import Clock
from bot.settings import Settings
from tests.support.catalogue import TODAY, built_policy
from tests.support.service import RunningServer, build_services


def start(var: Path, **settings: Any) -> RunningServer:
    """The interfaces on a real server, with refusals answered as the app does."""
    services, _ = build_services(Settings(var=var, **settings), Clock(TODAY), built_policy())
    app = Starlette(routes=rest_calculate.routes(services), exception_handlers={ApiError: lambda _, error: error.response()})
    server = RunningServer(app)
    server.start()
    return server


@pytest.fixture
def api(tmp_path: Path) -> Iterator[httpx.Client]:
    server = start(tmp_path, city="")
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client
    server.stop()


def calculate(api: httpx.Client, **body: Any) -> httpx.Response:
    return api.post("/api/calculate", json=body)


def test_an_amount_with_its_steps_and_clause(api: httpx.Client) -> None:
    answer = calculate(api, item="zhujian-01", city="洛阳", benefit="装配率60%（含）以上",
                       inputs={"area": "9万平方米", "assembly_rate": "62%"})
    assert answer.status_code == 200
    row = answer.json()["benefits"][0]
    assert row["amount"] == {"low": "3000000", "high": "3000000", "unit": "元", "words": "300万元"}
    assert row["capped"] is True
    assert row["eligible"] == "yes"
    assert row["source"].startswith("luoyang-compendium-2022#")
    assert row["steps"][0]["figure"] == "360万元"


def test_what_is_missing_is_named_with_its_question(api: httpx.Client) -> None:
    row = calculate(api, item="minzheng-01", city="洛阳", benefit="建设补贴（自建房）").json()["benefits"][0]
    assert "amount" not in row
    assert [entry["key"] for entry in row["missing"]] == ["beds"]
    assert row["missing"][0]["ask"]


def test_a_failed_condition_gives_zero(api: httpx.Client) -> None:
    row = calculate(api, item="zhujian-01", city="洛阳", benefit="装配率60%（含）以上",
                    inputs={"area": 1000, "assembly_rate": "59.99%"}).json()["benefits"][0]
    assert row["amount"]["high"] == "0"
    assert row["eligible"] == "no"
    assert row["failed"]


def test_without_a_benefit_all_of_the_city_are_computed(api: httpx.Client) -> None:
    labels = [row["label"] for row in calculate(api, item="minzheng-01", city="洛阳", inputs={"beds": 10}).json()["benefits"]]
    assert len(labels) > 2


def test_a_title_is_chosen_by_name(api: httpx.Client) -> None:
    body = {"item": "shichang-01", "benefit": "省专利奖奖金", "title": "一等奖"}
    assert calculate(api, **body).json()["benefits"][0]["amount"]["words"] == "10万元"
    assert calculate(api, **{**body, "title": "头等奖"}).status_code == 422


@pytest.mark.parametrize(("path", "body", "field"), [
    ("/api/calculate", {}, "item"), ("/api/calculate", {"item": "no-such"}, "item"), ("/api/calculate", {"item": 5}, "item"),
    ("/api/calculate", {"item": "minzheng-01", "benefit": "没有这个"}, "benefit"),
    ("/api/calculate", {"item": "minzheng-01", "inputs": {"beds": "很多"}}, "inputs.beds"),
    ("/api/calculate", {"item": "minzheng-01", "inputs": {"beds": -3}}, "inputs.beds"),
    ("/api/calculate", {"item": "minzheng-01", "inputs": {"beds": True}}, "inputs.beds"),
    ("/api/calculate", {"item": "minzheng-01", "inputs": {"no_such": 1}}, "inputs.no_such"),
    ("/api/calculate", {"item": "minzheng-01", "inputs": [1]}, "inputs"),
    ("/api/calculate", {"item": "minzheng-01", "extra": 1}, "extra"),
    ("/api/calculate", {"item": "minzheng-01", "city": "焦作"}, "city"),
    ("/api/check-up", {"profile": {"hi_tech": "yes"}}, "profile.hi_tech"),
    ("/api/check-up", {"profile": {"industry": "造船"}}, "profile.industry"),
    ("/api/check-up", {"profile": "小微"}, "profile"), ("/api/check-up", {"skip": "size"}, "skip"),
    ("/api/check-up", {"city": "郑州"}, "city"),
])
def test_bad_input_names_the_field_and_the_reason(api: httpx.Client, path: str, body: dict[str, Any], field: str) -> None:
    answer = api.post(path, json=body)
    assert answer.status_code == 422
    named, reason = answer.json()["error"]["message"].split(":", 1)
    assert named.endswith(field)
    assert reason.strip()


@pytest.mark.parametrize("body", [b"[]", b"{", b'"x"'])
def test_no_json_object_is_a_plain_400(api: httpx.Client, body: bytes) -> None:
    assert api.post("/api/check-up", content=body).status_code == 400


def test_a_check_up_sorts_the_catalogue(api: httpx.Client) -> None:
    body = {"city": "洛阳", "profile": {"subject": "个体工商户", "is_graduate": True, "first_time": True, "years_operating": "18个月"}}
    report = api.post("/api/check-up", json=body).json()
    opening = next(row for row in report["available"] if row["item"] == "renshe-04")
    assert opening["amount"]["unit"] == "元"
    assert "shichang-03" in report["not_applicable"]
    assert float(report["total"]["low"]) <= float(report["total"]["high"])
    skipped = api.post("/api/check-up", json={**body, "skip": [report["next"]["key"]]}).json()
    assert skipped["next"]["key"] != report["next"]["key"]


def test_the_description_names_every_field_that_is_answered(api: httpx.Client) -> None:
    described = paths()["/api/calculate"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    answer = calculate(api, item="zhujian-01", city="洛阳", inputs={"area": 10}).json()
    assert set(answer) == set(described)
    for row in answer["benefits"]:
        assert set(row) <= set(described["benefits"]["items"]["properties"])
    described = paths()["/api/check-up"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    report = api.post("/api/check-up", json={"city": "洛阳"}).json()
    assert set(report) == set(described)
    for state in ("available", "lacking", "unknown"):
        for row in report[state]:
            assert set(row) <= set(described[state]["items"]["properties"])


def test_with_a_key_set_the_key_is_needed(tmp_path: Path) -> None:
    server = start(tmp_path, city="", api_key="secret-key")
    with httpx.Client(base_url=server.url, timeout=20) as client:
        assert client.post("/api/check-up", json={}).status_code == 401
        assert client.post("/api/check-up", json={}, headers={"X-API-Key": "secret-key"}).status_code == 200
    server.stop()
