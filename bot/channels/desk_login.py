"""Signing in and out, and the supervisor's administration of accounts."""

from __future__ import annotations

import math

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk_guard import COOKIE, refuse_other_sites
from bot.channels.json_api import ApiError, json_response, read_json, text_field
from bot.desk.accounts import AccountLocked, Agent, BadAccount, UnknownAgent, WrongPassword
from bot.desk.desk import Desk
from bot.limits import RateLimit, client_address

#: tries a second from one address; verifying a password is costly on purpose
_TRIES = 5


class LoginApi:
    """The handlers; each raises ApiError for what it refuses."""

    def __init__(self, desk: Desk):
        self._desk = desk
        self._of_address = RateLimit(_TRIES, desk.clock)
        self._proxies = {proxy.strip() for proxy in desk.settings.trusted_proxies.split(",")}

    async def login(self, request: Request) -> Response:
        """{"name", "password"} → the session cookie. 401 wrong, 429 locked or too fast."""
        try:
            refuse_other_sites(request, self._desk)
            return await self._login(request)
        except ApiError as error:
            return error.response()

    async def logout(self, request: Request, agent: Agent) -> Response:
        """End the session; chats held go back to the queue."""
        self._desk.logins.revoke(request.cookies.get(COOKIE, ""))
        self._desk.presence.left(agent.name)
        self._desk.audit.record(agent.name, "logout")
        response = json_response({})
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return response

    async def me(self, request: Request, agent: Agent) -> Response:
        """Who is signed in, and what the filters can be set to."""
        return json_response({**_agent_json(agent), "filters": self._desk.search.choices(), "city": self._desk.settings.city})

    async def heartbeat(self, request: Request, agent: Agent) -> Response:
        """A sign of life; answers who else is here."""
        self._desk.presence.seen(agent.name)
        here = [self._desk.accounts.get(name) for name in self._desk.presence.here()]
        return json_response({"agents": [_agent_json(other) for other in here if other and not other.disabled]})

    async def accounts(self, request: Request, agent: Agent) -> Response:
        """All accounts, with the seconds for which they are locked."""
        return json_response({"accounts": [{**_agent_json(other), "disabled": other.disabled, "locked": math.ceil(locked)}
                                           for other, locked in self._desk.accounts.all()]})

    async def change_account(self, request: Request, agent: Agent) -> Response:
        """{"action": add | password | disable | enable | unlock, "name", …}."""
        body = await read_json(request, self._desk.settings.max_body_bytes)
        action, name = text_field(body, "action"), text_field(body, "name").strip()
        if action == "disable" and name == agent.name:
            raise ApiError(400, "own_account", "不能停用自己的账号。")
        accounts = self._desk.accounts
        try:
            if action == "add":
                await run_in_threadpool(accounts.add, name, text_field(body, "password"), text_field(body, "role"),
                                        text_field(body, "display", ""))
            elif action == "password":
                await run_in_threadpool(accounts.set_password, name, text_field(body, "password"))
            elif action in ("disable", "enable"):
                accounts.set_disabled(name, action == "disable")
            elif action == "unlock":
                accounts.unlock(name)
            else:
                raise ApiError(400, "bad_action", "不认识的操作。")
        except BadAccount as error:
            raise ApiError(400, "bad_account", str(error)) from None
        except UnknownAgent:
            raise ApiError(404, "unknown_agent", "没有这个账号。") from None
        self._desk.audit.record(agent.name, f"account_{action}", name)
        return await self.accounts(request, agent)

    async def _login(self, request: Request) -> Response:
        if wait := self._of_address.wait(client_address(request, self._proxies)):
            raise ApiError(429, "too_many_requests", "尝试过于频繁，请稍候再试。", {"Retry-After": str(math.ceil(wait))})
        body = await read_json(request, self._desk.settings.max_body_bytes)
        name, password = text_field(body, "name").strip(), text_field(body, "password")
        audit = self._desk.audit
        try:
            agent = await run_in_threadpool(self._desk.accounts.authenticate, name, password)
        except AccountLocked as error:
            audit.record(name[:32], "login_locked")
            minutes = math.ceil(error.seconds / 60)
            raise ApiError(429, "account_locked", f"密码错误次数过多，账号已锁定，请 {minutes} 分钟后再试或联系班长解锁。",
                           {"Retry-After": str(math.ceil(error.seconds))}) from None
        except WrongPassword:
            audit.record(name[:32], "login_failed")
            raise ApiError(401, "wrong_password", "账号或密码不正确。") from None
        self._desk.presence.seen(agent.name)
        audit.record(agent.name, "login")
        response = json_response(_agent_json(agent))
        response.set_cookie(COOKIE, self._desk.logins.issue(agent), max_age=self._desk.logins.lifetime, path="/", httponly=True,
                            samesite="strict", secure=self._is_https(request))
        return response

    def _is_https(self, request: Request) -> bool:
        """Is the page reached over https? On a plain http intranet a Secure cookie would never come back."""
        return request.url.scheme == "https" or self._desk.settings.public_url.startswith("https://")


def _agent_json(agent: Agent) -> dict[str, object]:
    return {"name": agent.name, "display": agent.display, "role": agent.role}
