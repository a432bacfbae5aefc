"""Runs the custom actions in this process instead of calling an action server.

Two costs of Rasa's remote actions are taken out, since both grow or repeat for nothing (docs/adr/0002): the whole tracker
is not copied into every call, and the constant reply schema is compiled once instead of at every call.
"""

from __future__ import annotations

from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

_REPLY = jsonschema.Draft7Validator(RemoteAction.action_response_format_spec())


class InProcessActions(EndpointConfig):
    """An action endpoint whose requests are function calls."""

    def __init__(self, package: str = "actions"):
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, method: str = "post", subpath: str | None = None, content_type: str | None = None,  # type: ignore[override]
                      compress: bool = False, **kwargs: Any) -> Any:
        return await self._executor.run(kwargs["json"])


def lighten_remote_actions() -> None:
    """Make Rasa send only slots and the latest message to actions, and check replies with the prepared validator."""

    def call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        return {"next_action": self.name(), "sender_id": tracker.sender_id, "version": "",
                "tracker": tracker.current_state(EventVerbosity.NONE) | {"events": []}}

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        _REPLY.validate(result)
        return True

    RemoteAction._action_call_format = call_format  # type: ignore[method-assign]
    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]
