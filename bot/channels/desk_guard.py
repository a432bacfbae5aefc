"""Who may call the desk: a signed-in agent, from our own page, with the role that the call needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.json_api import ApiError
from bot.channels.origins import Handler, site_of
from bot.desk.accounts import Agent
from bot.desk.desk import Desk

COOKIE = "huiqi_desk"
LOGIN_PAGE = "/desk/login"
AgentHandler = Callable[[Request, Agent], Awaitable[Response]]


def signed_in(request: Request, desk: Desk) -> Agent | None:
    """The agent whose session cookie came with the request."""
    return desk.logins.read(request.cookies.get(COOKIE, ""))


def for_agents(desk: Desk, handler: AgentHandler, *, supervisors: bool = False) -> Handler:
    """`handler` for signed-in agents: 401 for others, 403 for other sites and missing roles."""

    async def endpoint(request: Request) -> Response:
        try:
            refuse_other_sites(request, desk)
            agent = signed_in(request, desk)
            if agent is None:
                raise ApiError(401, "login_needed", "请先登录。")
            if supervisors and not agent.supervises:
                desk.audit.record(agent.name, "refused", request.url.path)
                raise ApiError(403, "supervisors_only", "此功能仅限班长使用。")
            return await handler(request, agent)
        except ApiError as error:
            return error.response()

    return endpoint


def for_pages(desk: Desk, page: Handler) -> Handler:
    """A page for signed-in agents; others are sent to the login page."""

    async def endpoint(request: Request) -> Response:
        if signed_in(request, desk) is None:
            return RedirectResponse(LOGIN_PAGE, 302, headers={"Cache-Control": "no-store"})
        return await page(request)

    return endpoint


def refuse_other_sites(request: Request, desk: Desk) -> None:
    """Changes are only taken from our own page. Raises ApiError.

    The cookie is SameSite=Strict already; this refuses forged requests also from sites that share our domain, and bodies
    that a form could send.
    """
    if request.method in ("GET", "HEAD"):
        return
    site = site_of(request)
    if (site and site != desk.settings.public_url.rstrip("/")) or request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise ApiError(403, "other_site", "只接受来自坐席台页面的请求。")
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise ApiError(415, "json_needed", "请求应为 JSON。")
