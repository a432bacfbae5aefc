"""WeChat's API by `requests`: time-outs, bounded retries, and log lines without secrets. Every call blocks.

    WeChatApiError
    ├── Unreachable     no usable answer; `sent` tells whether the request may have arrived
    └── Refused         WeChat answered with an error code
        ├── NoPermission    the account may not use this interface
        └── QuotaUsed       no more messages to this user until the user writes again
"""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any

import requests

from bot.channels.wechat.access_token import TokenCache
from bot.clock import Clock
from bot.settings import Settings

log = logging.getLogger(__name__)
# urllib3 writes whole addresses, with the access token, to its debug log
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

_TIMEOUT = (3.05, 8)
_ATTEMPTS = 3
_PAUSE_SECONDS = 0.5

_BUSY = -1
_TOKEN_REFUSED = (40001, 40014, 42001)
_NO_PERMISSION = (48001, 50001, 50002)
_QUOTA_USED = (45015, 45047)
_HINTS = {
    40013: "the AppID is wrong",
    40125: "the AppSecret is wrong",
    40164: "this server's address is not on the IP white list of the account",
    48001: "the account has no permission for this interface (not verified?)",
    45009: "the daily quota of this interface is used up",
    45015: "the user's last contact is too long ago",
    45047: "the number of messages allowed after the user's last contact is used up",
}


class WeChatApiError(Exception):
    """Base of this module's errors."""


class Unreachable(WeChatApiError):
    """No usable answer. `sent`: the request may have arrived and taken effect."""

    def __init__(self, reason: str, sent: bool):
        super().__init__(reason)
        self.sent = sent


class Refused(WeChatApiError):
    """WeChat answered with the error `code`."""

    def __init__(self, code: int, message: str):
        super().__init__(f"{code} {message}")
        self.code = code


class NoPermission(Refused):
    """The account may not use this interface."""


class QuotaUsed(Refused):
    """No more messages to this user until the user writes again."""


class WeChatApi:
    """Calls for one account; may be used from several threads."""

    def __init__(self, settings: Settings, clock: Clock):
        """`settings` must have AppID and AppSecret."""
        self._base = settings.wechat_api.rstrip("/")
        self._app_id, self._secret = settings.wechat_app_id, settings.wechat_secret
        self._tokens = TokenCache(_token_file(settings), self._app_id, clock, self._fetch_token)
        self._session = requests.Session()

    def send_text(self, openid: str, text: str) -> None:
        """A customer-service message to a user. Raises WeChatApiError."""
        self.call("/cgi-bin/message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": text}})

    def publish_menu(self, menu: dict[str, Any]) -> None:
        """Replace the account's menu. Raises WeChatApiError."""
        self.call("/cgi-bin/menu/create", menu)

    def call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST with the access token, which is renewed once when WeChat refuses it. Raises WeChatApiError."""
        token = self._tokens.get()
        answer = self._post(path, body, token)
        if answer.get("errcode") in _TOKEN_REFUSED:
            answer = self._post(path, body, self._tokens.replace(token))
        return _checked(path, answer)

    def _fetch_token(self, force: bool) -> tuple[str, int]:
        body = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret, "force_refresh": force}
        answer = _checked("/cgi-bin/stable_token", self._post("/cgi-bin/stable_token", body))
        try:
            return str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, ValueError):
            raise Unreachable("the answer has no access token", sent=True) from None

    def _post(self, path: str, body: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        """The answer as JSON; tried again when WeChat is busy or was not reached, never when the request may have taken effect."""
        failure = Unreachable("not tried", sent=False)
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_PAUSE_SECONDS * attempt)
            try:
                answer = self._post_once(path, body, token)
            except Unreachable as error:
                log.warning("WeChat %s failed, attempt %d: %s", path, attempt + 1, error)
                if error.sent:
                    raise
                failure = error
                continue
            if answer.get("errcode") != _BUSY:
                return answer
            log.warning("WeChat %s is busy, attempt %d", path, attempt + 1)
            failure = Unreachable("busy", sent=False)
        raise failure

    def _post_once(self, path: str, body: dict[str, Any], token: str | None) -> dict[str, Any]:
        # the errors of requests name the address, which has the token: only their kind is told
        try:
            response = self._session.post(
                f"{self._base}{path}", params={"access_token": token} if token else None, timeout=_TIMEOUT,
                data=json.dumps(body, ensure_ascii=False).encode(), headers={"Content-Type": "application/json"})
        except requests.ConnectTimeout:
            raise Unreachable("ConnectTimeout", sent=False) from None
        except requests.RequestException as error:
            refused = isinstance(error, requests.ConnectionError) and "NewConnectionError" in repr(error)
            raise Unreachable(type(error).__name__, sent=not refused) from None
        if response.status_code >= 500:
            raise Unreachable(f"HTTP {response.status_code}", sent=False)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise Unreachable(f"HTTP {response.status_code} without JSON", sent=True)
        return answer


def _checked(path: str, answer: dict[str, Any]) -> dict[str, Any]:
    code = int(answer.get("errcode") or 0)
    if not code:
        return answer
    log.error("WeChat %s refused: %d %s%s", path, code, answer.get("errmsg", ""), f" - {_HINTS[code]}" if code in _HINTS else "")
    kind = NoPermission if code in _NO_PERMISSION else QuotaUsed if code in _QUOTA_USED else Refused
    raise kind(code, str(answer.get("errmsg", "")))


def _token_file(settings: Settings) -> Path:
    return settings.var / "wechat_access_token.json"
