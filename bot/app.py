"""The service: one ASGI app with every channel. `python -m bot.app` prepares data and model and serves."""

from __future__ import annotations

import contextlib
import gc
import logging
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import actions.services
from actions.services import ActionServices
from bot import openapi
from bot.body_limit import BodyLimit
from bot.channels import CHANNELS, DESCRIPTIONS
from bot.channels.json_api import ApiError
from bot.clock import Clock
from bot.conversations import Conversations
from bot.dialogue import HOTLINE, Dialogue, load_agent
from bot.logs import configure_logging
from bot.services import Services
from bot.settings import Settings
from bot.training import database_path, prepare_database, prepare_model
from policy_db.database import PolicyDb
from policy_db.match import Matcher

log = logging.getLogger(__name__)


def build_services(settings: Settings, model: Path) -> Services:
    """Open the stores, load the model, and give the actions what they need."""
    clock = Clock(settings.today)
    policy = PolicyDb(database_path(settings))
    conversations = Conversations(settings.var / "conversations.db", clock)
    actions.services.configure(ActionServices(policy, Matcher(policy), clock.today, settings.city))
    agent = load_agent(model, settings.var / "trackers.db", settings.session_minutes)
    dialogue = Dialogue(agent, conversations, settings.max_message_chars)
    return Services(settings, clock, policy, dialogue, conversations)


def create_app(services: Services) -> Starlette:
    """The ASGI app over built services."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as running:
            for channel in CHANNELS:
                background = getattr(channel, "background", None)
                if background:
                    await running.enter_async_context(background(services))
            yield

    return Starlette(
        routes=[*(route for channel in CHANNELS for route in channel.routes(services)), *openapi.routes(DESCRIPTIONS)],
        middleware=[Middleware(BodyLimit, most=services.settings.max_body_bytes)],
        exception_handlers={ApiError: _refused, HTTPException: _http_error, Exception: _failed},
        lifespan=lifespan,
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return error.response()


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    body = {"error": {"code": f"http_{error.status_code}", "message": str(error.detail)}}
    return JSONResponse(body, error.status_code, headers=error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    incident = uuid.uuid4().hex[:8]
    log.error("incident %s: %s %s failed", incident, request.method, request.url.path, exc_info=error)
    body = {"error": {"code": "internal", "message": f"系统出了点问题（编号 {incident}），请稍后再试或拨{HOTLINE}。"}}
    return JSONResponse(body, 500)


def main() -> None:
    settings = Settings.from_environment()
    configure_logging(settings)
    prepare_database(settings)
    model = prepare_model(settings)
    gc.disable()
    app = create_app(build_services(settings, model))
    # what was loaded stays: the collector looks only at what turns leave behind, so that it stops none of them
    gc.freeze()
    gc.enable()
    print(f"ready on http://{settings.host}:{settings.port}", flush=True)
    uvicorn.run(app, host=settings.host, port=settings.port, ws="none", log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
