"""The integrators' REST contract over HTTP with the real model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.app import create_app
from bot.services import Services
from tests.support.service import RunningServer

pytestmark = pytest.mark.slow
WEBHOOK = "/webhooks/rest/webhook"


@pytest.fixture(scope="module")
def client(services: Services) -> Iterator[httpx.Client]:
    server = RunningServer(create_app(services))
    server.start()
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client
    server.stop()


def ask(client: httpx.Client, message: Any, **more: Any) -> httpx.Response:
    return client.post(WEBHOOK, json={"sender": "rest-test", "message": message, **more})


def test_the_contract(client: httpx.Client) -> None:
    answer = ask(client, "头一次评上高新技术企业奖多少", metadata={"city": "洛阳"})
    assert answer.status_code == 200
    message = answer.json()[0]
    assert message["recipient_id"] == "rest-test"
    assert "20万元" in message["text"]
    card = message["custom"]
    assert card["type"] == "policy_answer"
    assert card["item"] == {"id": "keji-01", "title": "高新技术企业奖励", "region": "洛阳", "level": "city", "category": "科技类"}
    assert card["contacts"][0]["phone"] == "63910557"
    assert card["contacts"][0]["tel"] == "0379-63910557"
    assert card["sources"][0]["key"] == "luoyang-compendium-2022#科技类/1"


def test_a_contact_question_has_the_phone_in_the_first_two_lines(client: httpx.Client) -> None:
    text = ask(client, "高企奖励打哪个电话问", metadata={"city": "洛阳"}).json()[0]["text"]
    assert "63910557" in "\n".join(text.splitlines()[:2])


def test_health_names_the_catalogue(client: httpx.Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["items"] > 250


@pytest.mark.parametrize(("body", "status", "code"), [
    (b"{", 400, "bad_json"),
    (b"[1, 2]", 400, "bad_json"),
    (b"\xff\xfe", 400, "bad_json"),
    (b'{"sender": 1, "message": "x"}', 400, "bad_sender"),
    (b'{"sender": "a"}', 400, "bad_message"),
    (b'{"sender": "a", "message": ["x"]}', 400, "bad_message"),
    (b'{"sender": "", "message": "x"}', 422, "invalid_field"),
    (b'{"sender": "a", "message": "x", "metadata": 7}', 422, "invalid_field"),
    ('{"sender": "a", "message": "x", "metadata": {"city": "郑州"}}'.encode(), 422, "unknown_city"),
    (b'{"sender": "a", "message": "x", "metadata": {"city": 5}}', 422, "invalid_field"),
])
def test_bad_bodies_get_a_clear_4xx(client: httpx.Client, body: bytes, status: int, code: str) -> None:
    answer = client.post(WEBHOOK, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert "Traceback" not in answer.text


def test_five_megabytes_are_refused(client: httpx.Client) -> None:
    answer = client.post(WEBHOOK, content=b'{"sender": "a", "message": "' + b"x" * 5_000_000 + b'"}')
    assert answer.status_code == 413


@pytest.mark.parametrize("text", ["", "   ", "😀", "/restart", '/ask_policy{"x":1}', "问" * 10_000])
def test_odd_messages_get_a_friendly_text(client: httpx.Client, text: str) -> None:
    answer = ask(client, text)
    assert answer.status_code == 200
    assert answer.json()[0]["text"]
    assert "Traceback" not in answer.text


def test_with_an_api_key_the_key_is_needed(services: Services) -> None:
    server = RunningServer(create_app(replace(services, settings=replace(services.settings, api_key="s3cret"))))
    server.start()
    try:
        with httpx.Client(base_url=server.url, timeout=30) as client:
            assert ask(client, "刻章免费吗").status_code == 401
            assert client.post(WEBHOOK, json={"sender": "a", "message": "刻章免费吗"}, headers={"X-API-Key": "wrong"}).status_code == 401
            assert client.post(WEBHOOK, json={"sender": "a", "message": "刻章免费吗"}, headers={"X-API-Key": "s3cret"}).status_code == 200
    finally:
        server.stop()


def test_every_public_path_is_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/webhooks/rest/webhook", "/api/session", "/api/chat", "/api/events", "/api/calculate", "/api/check-up"} <= set(paths)
