"""The chat API over real HTTP: what it answers, and what it refuses."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from bot.channels import web
from bot.channels.web_openapi import PATHS
from bot.clock import Clock
from tests.channels.conftest import SITE
from tests.support.service import WebService, start_service


def open_session(http: httpx.Client, **headers: str) -> dict[str, str]:
    """Headers of a new session."""
    return open_conversation(http, **headers)[0]


def open_conversation(http: httpx.Client, **headers: str) -> tuple[dict[str, str], str]:
    """Headers of a new session, and the id of its conversation."""
    answer = http.post("/api/session", json={}, headers=headers)
    assert answer.status_code == 200, answer.text
    opened = answer.json()
    return {"Authorization": f"Bearer {opened['session']}", **headers}, opened["conversation"]


def say(http: httpx.Client, session: dict[str, str], text: str, id: str = "", **fields: Any) -> httpx.Response:
    return http.post("/api/chat", json={"id": id or uuid.uuid4().hex, "text": text, **fields}, headers=session)


def error_code(answer: httpx.Response) -> str:
    assert answer.json()["error"]["message"]
    return answer.json()["error"]["code"]


def read_events(response: httpx.Response) -> Iterator[tuple[str, str, Any]]:
    """(event, id, data) of a server-sent event stream, as they arrive."""
    event = {"event": "message", "id": "", "data": ""}
    for line in response.iter_lines():
        if line:
            field, _, value = line.partition(": ")
            event[field] = value
        elif event["data"]:
            yield event["event"], event["id"], json.loads(event["data"])
            event = {"event": "message", "id": "", "data": ""}


# --- what it answers


def test_session_tells_what_the_page_needs(http: httpx.Client) -> None:
    opened = http.post("/api/session", json={"city": "焦作"}).json()
    assert opened["conversation"].startswith("web:")
    assert opened["city"] == "焦作"
    assert opened["cities"] == ["洛阳", "焦作"]
    assert opened["expires"] > Clock().now()


def test_chat_answers_with_card_and_buttons(http: httpx.Client) -> None:
    answer = say(http, open_session(http), "高企奖励")
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    [message] = body["messages"]
    assert body["state"] == "bot"
    assert message["author"] == "bot"
    assert message["card"]["headline"] == "首次通过认定：一次性20万元"
    assert message["buttons"][0] == {"title": "申报条件", "payload": "申报条件"}
    assert message["id"] > 0


def test_city_of_the_visitor_reaches_the_dialogue(http: httpx.Client) -> None:
    session = open_session(http)
    assert "焦作" in say(http, session, "我在哪", city="焦作").json()["messages"][0]["text"]
    assert "不限" in say(http, session, "我在哪", city="").json()["messages"][0]["text"]


def test_same_message_id_is_answered_once(http: httpx.Client, web_service: WebService) -> None:
    session = open_session(http)
    first = say(http, session, "你好", id="message-0001").json()["messages"]
    again = say(http, session, "你好", id="message-0001").json()["messages"]
    assert [m["id"] for m in again] == [m["id"] for m in first]
    assert web_service.dialogue.turns == 1
    history = http.get("/api/history", headers=session).json()["messages"]
    assert [m["author"] for m in history] == ["visitor", "bot"]


def test_simultaneous_repeats_are_answered_once(http: httpx.Client, web_service: WebService) -> None:
    session = open_session(http)
    web_service.dialogue.delay = 0.2
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: say(http, session, "你好", id="message-0001").json(), range(4)))
    assert len({answer["messages"][0]["id"] for answer in answers}) == 1
    assert web_service.dialogue.turns == 1


def test_history_pages_and_remembers_the_verdict(http: httpx.Client) -> None:
    session = open_session(http)
    answer = say(http, session, "你好").json()["messages"][0]["id"]
    say(http, session, "贴息")
    assert http.post("/api/feedback", headers=session, json={"message": answer, "useful": True}).status_code == 200
    everything = http.get("/api/history", headers=session).json()["messages"]
    assert [m["text"] for m in everything][::2] == ["你好", "贴息"]
    assert everything[1]["useful"] is True
    rest = http.get("/api/history", headers=session, params={"after": answer}).json()["messages"]
    assert [m["id"] for m in rest] == [m["id"] for m in everything[2:]]


def test_feedback_is_stored_with_its_reason(http: httpx.Client, web_service: WebService) -> None:
    session, conversation = open_conversation(http)
    answer = say(http, session, "高企奖励").json()["messages"][0]["id"]
    http.post("/api/feedback", headers=session, json={"message": answer, "useful": False, "reason": "outdated"})
    assert web_service.conversations.feedback(conversation) == {answer: (False, "outdated")}


def test_agent_messages_arrive_as_events(http: httpx.Client, web_service: WebService) -> None:
    session, id = open_conversation(http)
    assert say(http, session, "转人工").json()["state"] == "waiting"
    with http.stream("GET", "/api/events", headers=session) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = read_events(stream)
        assert next(events)[2] == {"state": "waiting"}
        web_service.conversations.take(id, "wang")
        assert next(events)[2] == {"state": "person"}
        sent = web_service.conversations.add(id, "agent", "您好，我是坐席。")
        kind, number, message = next(events)
        assert (kind, number, message["author"], message["text"]) == ("message", str(sent.id), "agent", "您好，我是坐席。")
    assert say(http, session, "请问").json() == {"messages": [], "state": "person"}


def test_events_resume_after_the_last_one_seen(http: httpx.Client) -> None:
    session = open_session(http)
    first = say(http, session, "你好").json()["messages"][0]["id"]
    say(http, session, "贴息", id="message-0002")
    with http.stream("GET", "/api/events", headers=session | {"Last-Event-ID": str(first)}) as stream:
        events = read_events(stream)
        assert next(events)[0] == "state"
        assert next(events)[2]["client_id"] == "message-0002"
        assert next(events)[2]["text"] == "贴息：最高300万元"


def test_events_accept_the_token_in_the_address(http: httpx.Client) -> None:
    token = open_session(http)["Authorization"].split()[1]
    with http.stream("GET", "/api/events", params={"session": token}) as stream:
        assert next(read_events(stream))[0] == "state"


def test_every_api_route_is_documented(web_service: WebService) -> None:
    routes = [route for route in web.routes(web_service.services) if isinstance(route, Route)]
    served = {route.path for route in routes if route.path.startswith("/api/")}
    assert set(PATHS) == served


# --- sessions


@pytest.mark.parametrize("path", ["/api/history", "/api/events"])
def test_without_session_nothing_is_read(http: httpx.Client, path: str) -> None:
    assert error_code(http.get(path)) == "session_invalid"
    assert http.get(path).status_code == 401


def test_a_guessed_session_is_refused(http: httpx.Client) -> None:
    real = open_session(http)["Authorization"]
    body, signature = real.split()[1].rsplit(".", 1)
    other_body = open_session(http)["Authorization"].split()[1].rsplit(".", 1)[0]
    for forged in ("x", f"{other_body}.{signature}", f"{body}.{signature[:-2]}", f"{body}.", "é" * 20):
        answer = say(http, {"Authorization": f"Bearer {forged}".encode()}, "你好")  # type: ignore[dict-item]
        assert (answer.status_code, error_code(answer)) == (401, "session_invalid"), forged


def test_a_session_signed_with_another_key_is_refused(http: httpx.Client, tmp_path: Path) -> None:
    other = start_service(web.routes, tmp_path / "other", secret="another key")
    try:
        with other.client() as elsewhere:
            session = open_session(elsewhere)
        assert error_code(say(http, session, "你好")) == "session_invalid"
    finally:
        other.server.stop()


def test_a_session_is_bound_to_its_conversation(http: httpx.Client) -> None:
    mine, other = open_session(http), open_session(http)
    answer = say(http, mine, "高企奖励", id="message-0001").json()["messages"][0]["id"]
    assert http.get("/api/history", headers=other).json()["messages"] == []
    rated = http.post("/api/feedback", headers=other, json={"message": answer, "useful": True})
    assert (rated.status_code, error_code(rated)) == (404, "unknown_message")
    repeated = say(http, other, "你好", id="message-0001").json()["messages"]
    assert "20万元" not in repeated[0]["text"]


def test_a_session_replayed_from_another_site_is_refused(http: httpx.Client) -> None:
    session = open_session(http, Origin=SITE)
    say(http, session, "你好")
    replayed = session | {"Origin": "https://zwfw.example.gov.cn"}
    assert error_code(http.get("/api/history", headers=replayed)) == "session_invalid"
    without = {"Authorization": session["Authorization"]}
    assert error_code(http.get("/api/history", headers=without)) == "session_invalid"


class _Tomorrow(Clock):
    ahead = 0.0

    def now(self) -> float:
        return super().now() + self.ahead


def test_an_expired_session_is_refused(tmp_path: Path) -> None:
    clock = _Tomorrow()
    service = start_service(web.routes, tmp_path, clock=clock, web_session_days=1)
    try:
        with service.client() as http:
            session = open_session(http)
            assert say(http, session, "你好").status_code == 200
            clock.ahead = 86_401
            answer = say(http, session, "你好")
            assert (answer.status_code, error_code(answer)) == (401, "session_expired")
    finally:
        service.server.stop()


def test_sessions_survive_a_restart(http: httpx.Client, web_service: WebService) -> None:
    session = open_session(http)
    say(http, session, "你好")
    key = (web_service.services.settings.var / "secret.key").stat()
    assert key.st_mode & 0o077 == 0
    restarted = start_service(web.routes, web_service.services.settings.var)
    try:
        with restarted.client() as again:
            assert len(again.get("/api/history", headers=session).json()["messages"]) == 2
    finally:
        restarted.server.stop()


# --- origins


@pytest.mark.parametrize("origin", [
    "https://evil.example", "null", "https://www.example.gov.cn.evil.example", "http://www.example.gov.cn", "garbage",
    "https://www.example.gov.cn:8443",
])
def test_a_forged_origin_is_refused(http: httpx.Client, origin: str) -> None:
    for answer in (
        http.post("/api/session", json={}, headers={"Origin": origin}),
        http.options("/api/chat", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
        say(http, open_session(http) | {"Origin": origin}, "你好"),
    ):
        assert (answer.status_code, error_code(answer)) == (403, "origin_not_allowed")
        assert "access-control-allow-origin" not in answer.headers


def test_an_allowed_site_passes_the_preflight_and_reads_errors(http: httpx.Client) -> None:
    preflight = http.options("/api/chat", headers={
        "Origin": SITE, "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == SITE
    assert preflight.headers["access-control-allow-methods"] == "POST"
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    refused = http.get("/api/history", headers={"Origin": SITE})
    assert refused.headers["access-control-allow-origin"] == SITE
    assert refused.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in refused.headers


def test_our_own_origin_needs_no_list(http: httpx.Client, web_service: WebService) -> None:
    session = open_session(http, Origin=web_service.url)
    assert say(http, session, "你好").status_code == 200
    assert http.get("/api/history", headers={"Authorization": session["Authorization"]}).status_code == 200


# --- sizes, rates, nonsense


def test_five_megabytes_are_refused(http: httpx.Client) -> None:
    session = open_session(http)
    answer = say(http, session, "长" * 5_000_000)
    assert (answer.status_code, error_code(answer)) == (413, "body_too_large")
    assert say(http, session, "你好").status_code == 200


def test_a_large_body_without_length_is_refused(http: httpx.Client) -> None:
    chunks = (b" " * 65_536 for _ in range(80))
    answer = http.post("/api/chat", content=chunks, headers=open_session(http))
    assert (answer.status_code, error_code(answer)) == (413, "body_too_large")


def test_thirty_messages_a_second_are_slowed_down(http: httpx.Client, web_service: WebService) -> None:
    session = open_session(http)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: say(http, session, f"回声{n}"), range(30)))
    accepted = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(accepted) + len(refused) == 30
    assert len(accepted) >= web_service.services.settings.rate_per_second
    assert len(refused) >= 15
    assert error_code(refused[0]) == "too_many_requests"
    assert int(refused[0].headers["retry-after"]) >= 1
    history = http.get("/api/history", headers=session).json()["messages"]
    assert len(history) == 2 * len(accepted)
    assert say(http, open_session(http), "你好").status_code == 200  # another visitor is not slowed down


def test_one_address_cannot_flood_with_sessions(tmp_path: Path) -> None:
    service = start_service(web.routes, tmp_path, rate_per_address=3)
    try:
        with service.client() as http:
            answers = [http.post("/api/session", json={}) for _ in range(12)]
            assert answers[0].status_code == 200
            assert "too_many_requests" in {error_code(answer) for answer in answers if answer.status_code == 429}
    finally:
        service.server.stop()


def test_streams_of_one_session_are_limited(http: httpx.Client) -> None:
    session = open_session(http)
    with ExitStack() as stack:
        streams = [
            read_events(stack.enter_context(http.stream("GET", "/api/events", headers=session)))
            for _ in range(web.MAX_STREAMS)
        ]
        assert [next(events)[0] for events in streams] == ["state"] * web.MAX_STREAMS
        with http.stream("GET", "/api/events", headers=session) as refused:
            assert refused.status_code == 429
            refused.read()
            assert error_code(refused) == "too_many_streams"


@pytest.mark.parametrize(("body", "code"), [
    (b"", "bad_id"), (b"{", "bad_json"), (b"[]", "bad_json"), (b"\xff\xfe", "bad_json"), (b"[" * 60_000, "bad_json"),
    (b'{"id": 1, "text": "a"}', "bad_id"), (b'{"id": "x", "text": "a"}', "bad_id"),
    (b'{"id": "message-0001", "text": null}', "bad_text"), (b'{"id": "message-0001", "text": " \\n"}', "empty_message"),
    (b'{"id": "message-0001", "text": "\\ud800"}', "bad_text"),
    (b'{"id": "message-0001", "text": "a", "city": "\xe5\x8c\x97\xe4\xba\xac"}', "unknown_city"),
    (json.dumps({"id": "message-0001", "text": "长" * 2001}).encode(), "message_too_long"),
], ids=range(12))
def test_nonsense_gets_a_clear_400(http: httpx.Client, body: bytes, code: str) -> None:
    answer = http.post("/api/chat", content=body, headers=open_session(http))
    assert (answer.status_code, error_code(answer)) == (400, code)


@pytest.mark.parametrize("after", ["-1", "x", "1e9", "9" * 30, "٣"])
def test_a_bad_position_gets_400(http: httpx.Client, after: str) -> None:
    session = open_session(http)
    assert error_code(http.get("/api/history", params={"after": after}, headers=session)) == "bad_after"
    assert error_code(http.get("/api/events", params={"after": after}, headers=session)) == "bad_after"


@pytest.mark.parametrize("fields", [
    {"message": "1", "useful": True}, {"message": True, "useful": True}, {"message": 1, "useful": 1},
    {"message": 1, "useful": False, "reason": "我的电话是13800000000"}, {},
])
def test_bad_feedback_gets_400(http: httpx.Client, fields: dict[str, Any]) -> None:
    answer = http.post("/api/feedback", json=fields, headers=open_session(http))
    assert (answer.status_code, error_code(answer)) == (400, "bad_feedback")


def test_markup_is_kept_as_text(http: httpx.Client) -> None:
    session = open_session(http)
    text = "回声<script>alert(1)</script>"
    answer = say(http, session, text)
    assert answer.json()["messages"][0]["text"] == text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
