"""A running service with the web and desk channels over the real catalogue, with scripted answers for visitors."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import httpx
from starlette.applications import Starlette

from bot.channels import desk, web
from bot.clock import Clock
from bot.conversations import Conversations
from bot.desk.accounts import Accounts, open_accounts
from bot.desk.store import DeskStore
from bot.services import Services
from bot.settings import Settings
from policy_db.database import PolicyDb
from tests.support.catalogue import TODAY, built_policy
from tests.support.scripted_dialogue import ScriptedDialogue
from tests.support.service import RunningServer

PASSWORD = "correct horse battery"
AGENT, OTHER, SUPERVISOR = "li-lei", "han-meimei", "zhang-laoshi"


class DeskDialogue(ScriptedDialogue):
    """Scripted replies; what a text means is left to the full-text search (no model is trained for these tests)."""

    async def understand(self, text: str) -> dict[str, Any]:
        return {"text": text, "intent": {"name": "ask_policy"}, "entities": [], "item_ranking": [], "known_share": 1.0}


class SetClock(Clock):
    """The real clock, moved on by the test."""

    def __init__(self, today: datetime.date | None = TODAY):
        super().__init__(today)
        self.ahead = 0.0

    def now(self) -> float:
        return super().now() + self.ahead


@dataclass
class DeskService:
    """A server that can be stopped and started anew over the same files."""

    settings: Settings
    clock: SetClock
    policy: PolicyDb
    port: int | None = None
    server: RunningServer = field(init=False)
    services: Services = field(init=False)

    def start(self) -> DeskService:
        """Open everything anew, as a restarted process does."""
        conversations = Conversations(self.settings.var / "conversations.db", self.clock)
        dialogue = DeskDialogue(conversations)
        self.services = Services(self.settings, self.clock, self.policy, cast(Any, dialogue), conversations)
        app = Starlette(routes=[*web.routes(self.services), *desk.routes(self.services)])
        self.server = RunningServer(app, self.port)
        self.port = self.server.port
        self.server.start()
        return self

    def restart(self) -> None:
        self.server.stop()
        self.services.conversations.dispose()
        self.start()

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def conversations(self) -> Conversations:
        return self.services.conversations

    def accounts(self) -> Accounts:
        return open_accounts(self.settings, DeskStore(self.settings.var / "desk.db"), self.clock)

    def today_of_messages(self) -> str:
        """The real day: messages carry the real time, whatever day the policies are looked at on."""
        return datetime.datetime.fromtimestamp(self.clock.now(), ZoneInfo("Asia/Shanghai")).date().isoformat()

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=20)

    @contextmanager
    def signed_in(self, name: str = AGENT) -> Iterator[httpx.Client]:
        """A client with the agent's session cookie."""
        with self.client() as client:
            answer = client.post("/api/desk/login", json={"name": name, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            yield client


def desk_service(var: Path, **settings: Any) -> DeskService:
    """A running desk with two agents and a supervisor."""
    values = {"rate_per_second": 50, "rate_per_address": 500, **settings}
    service = DeskService(Settings(var=var, **values), SetClock(), built_policy())
    accounts = service.accounts()
    accounts.add(AGENT, PASSWORD, "agent", "李雷")
    accounts.add(OTHER, PASSWORD, "agent", "韩梅梅")
    accounts.add(SUPERVISOR, PASSWORD, "supervisor", "张老师")
    return service.start()


class Visitor:
    """A visitor of the web chat."""

    def __init__(self, http: httpx.Client, city: str = "洛阳"):
        opened = http.post("/api/session", json={}).json()
        self.http, self.city, self.id = http, city, opened["conversation"]
        self.headers = {"Authorization": f"Bearer {opened['session']}"}

    def say(self, text: str) -> dict[str, Any]:
        answer = self.http.post("/api/chat", headers=self.headers, json={"id": uuid.uuid4().hex, "text": text, "city": self.city})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def history(self) -> list[tuple[str, str]]:
        return [(m["author"], m["text"]) for m in self.http.get("/api/history", headers=self.headers).json()["messages"]]


def step(client: httpx.Client, what: str, id: str, **fields: Any) -> httpx.Response:
    """take, message, release, transfer or close."""
    return client.post(f"/api/desk/chat/{what}", json={"id": id, **fields})


def send(client: httpx.Client, id: str, text: str, message_id: str = "") -> httpx.Response:
    return step(client, "message", id, text=text, message_id=message_id or uuid.uuid4().hex)
