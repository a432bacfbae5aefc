"""Who gets in: passwords, locks, sessions, roles, other sites."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from bot.channels import desk as desk_channel
from bot.desk import accounts as accounts_module
from tests.support.desk_service import AGENT, PASSWORD, SUPERVISOR, DeskService

FREE = {"/desk/login", "/desk.js", "/api/desk/login"}
SUPERVISORS = {"/api/desk/report", "/api/desk/report.csv", "/api/desk/audit", "/api/desk/accounts", "/api/desk/flags/settle"}


def login(client: httpx.Client, password: str, name: str = AGENT) -> httpx.Response:
    return client.post("/api/desk/login", json={"name": name, "password": password})


def all_calls(desk: DeskService) -> list[tuple[str, str]]:
    return [(method, route.path) for route in desk_channel.routes(desk.services) if isinstance(route, Route)
            for method in sorted((route.methods or set()) - {"HEAD"})]


def test_without_login_every_address_refuses(desk: DeskService) -> None:
    calls = [call for call in all_calls(desk) if call[1] not in FREE]
    assert len(calls) > 20
    with desk.client() as client:
        for method, path in calls:
            answer = client.request(method, path, json={} if method == "POST" else None)
            if path == "/desk":
                assert (answer.status_code, answer.headers["location"]) == (302, "/desk/login")
            else:
                assert answer.status_code == 401, (method, path)
                assert answer.json()["error"]["message"]


def test_an_agent_cannot_use_what_supervisors_can(desk: DeskService, agent: httpx.Client, supervisor: httpx.Client) -> None:
    for method, path in all_calls(desk):
        if path not in SUPERVISORS:
            continue
        refused = agent.request(method, path, json={} if method == "POST" else None)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "supervisors_only"), path
        assert supervisor.request(method, path, json={} if method == "POST" else None).status_code != 403, path
    assert agent.get("/api/desk/flags").status_code == 403
    trail = supervisor.get("/api/desk/audit", params={"action": "refused"}).json()["entries"]
    assert {entry["agent"] for entry in trail} == {AGENT}


def test_the_cookie_is_kept_from_scripts_and_other_sites(desk: DeskService) -> None:
    with desk.client() as client:
        cookie = login(client, PASSWORD).headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/desk").status_code == 200
        assert client.get("/desk/login").status_code == 302
        client.cookies.set("huiqi_desk", client.cookies["huiqi_desk"][:-2] + "xx")
        assert client.get("/api/desk/me").status_code == 401


def test_only_hashes_are_stored(desk: DeskService, agent: httpx.Client) -> None:
    with sqlite3.connect(desk.settings.var / "desk.db") as db:
        stored = "\n".join(db.iterdump())
    assert "$argon2id$" in stored
    assert PASSWORD not in stored
    assert agent.cookies["huiqi_desk"] not in stored


def test_an_account_locks_after_repeated_failures_and_opens_again(desk: DeskService, supervisor: httpx.Client) -> None:
    with desk.client() as client:
        for _ in range(desk.settings.desk_login_failures):
            desk.clock.ahead += 1
            assert login(client, "wrong password").status_code == 401
        locked = login(client, PASSWORD)
        assert (locked.status_code, locked.json()["error"]["code"]) == (429, "account_locked")
        assert int(locked.headers["retry-after"]) > 60
        desk.clock.ahead += desk.settings.desk_lock_minutes * 60 + 1
        assert login(client, PASSWORD).status_code == 200
        for _ in range(desk.settings.desk_login_failures):
            desk.clock.ahead += 1
            login(client, "wrong password")
        assert login(client, PASSWORD).status_code == 429
        assert supervisor.post("/api/desk/accounts", json={"action": "unlock", "name": AGENT}).status_code == 200
        desk.clock.ahead += 1
        assert login(client, PASSWORD).status_code == 200
    actions = [entry["action"] for entry in supervisor.get("/api/desk/audit").json()["entries"]]
    assert actions.count("login_failed") == 2 * desk.settings.desk_login_failures
    assert actions.count("login_locked") == 2


def test_an_unknown_name_fails_and_locks_like_a_known_one(desk: DeskService) -> None:
    with desk.client() as client:
        answers = []
        for _ in range(desk.settings.desk_login_failures + 1):
            desk.clock.ahead += 1
            answers.append(login(client, "wrong password", "nobody-here"))
        assert [answer.status_code for answer in answers] == [401] * desk.settings.desk_login_failures + [429]
        assert answers[0].json() == login(client, "wrong password").json()


def test_passwords_cannot_be_tried_fast(desk: DeskService) -> None:
    with desk.client() as client, ThreadPoolExecutor(20) as threads:
        codes = list(threads.map(lambda number: login(client, "wrong password", f"name-{number}").status_code, range(20)))
    assert codes.count(429) > 5
    assert codes.count(401) >= 5


def test_sessions_end(desk: DeskService, supervisor: httpx.Client) -> None:
    with desk.signed_in() as client:
        assert client.post("/api/desk/logout", json={}).status_code == 200
        assert client.get("/api/desk/me").status_code == 401
    with desk.signed_in() as client:
        assert supervisor.post("/api/desk/accounts", json={"action": "disable", "name": AGENT}).status_code == 200
        assert client.get("/api/desk/me").status_code == 401
        assert login(client, PASSWORD).status_code == 401
        supervisor.post("/api/desk/accounts", json={"action": "enable", "name": AGENT})
        desk.clock.ahead += 1
        assert login(client, PASSWORD).status_code == 200
        desk.clock.ahead += desk.settings.desk_session_hours * 3600
        assert client.get("/api/desk/me").status_code == 401


def test_a_session_outlives_a_restart(desk: DeskService, agent: httpx.Client) -> None:
    desk.restart()
    assert agent.get("/api/desk/me").json()["display"] == "李雷"


@pytest.mark.parametrize(("headers", "code"), [
    ({"Origin": "https://evil.example"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Content-Type": "text/plain"}, 415),
    ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
])
def test_other_sites_cannot_act_in_an_agents_name(desk: DeskService, agent: httpx.Client, headers: dict[str, str], code: int) -> None:
    desk.conversations.open("web:one", "web")
    desk.conversations.request_person("web:one", "visitor asked")
    request = {"content": b'{"id": "web:one"}', "headers": {"Content-Type": "application/json", **headers}}
    assert agent.post("/api/desk/chat/take", **request).status_code == code
    assert desk.conversations.get("web:one").state == "waiting"


def test_a_supervisor_adds_accounts_that_work(desk: DeskService, supervisor: httpx.Client) -> None:
    name = "<script>alert(1)</script>"
    given = {"action": "add", "name": "wang", "password": "long enough 123", "role": "agent", "display": name}
    listed = supervisor.post("/api/desk/accounts", json=given).json()["accounts"]
    assert [account["display"] for account in listed if account["name"] == "wang"] == [name]
    with desk.client() as client:
        assert login(client, "long enough 123", "wang").status_code == 200
    for wrong in ({"name": "a"}, {"name": "wang"}, {"password": "short"}, {"role": "boss"}, {"name": "wang2", "password": "xx-wang2-xx"}):
        refused = supervisor.post("/api/desk/accounts", json={**given, **wrong})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_account"), wrong
    assert supervisor.post("/api/desk/accounts", json={"action": "disable", "name": SUPERVISOR}).status_code == 400
    assert supervisor.post("/api/desk/accounts", json={"action": "enable", "name": "nobody"}).status_code == 404


def test_the_first_supervisor_comes_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                          capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HUIQI_VAR", str(tmp_path))
    monkeypatch.setenv("HUIQI_DESK_PASSWORD", "from the environment")
    assert accounts_module.main(["add", "chief", "--role", "supervisor"]) == 0
    assert accounts_module.main(["add", "chief"]) == 1
    assert accounts_module.main(["unlock", "chief"]) == 0
    assert accounts_module.main(["disable", "nobody"]) == 1
    assert accounts_module.main(["list"]) == 0
    assert "chief\tchief\tsupervisor\t正常" in capsys.readouterr().out
