"""Every setting of the service: one list, read from HUIQI_* environment variables (and PORT), with default and help."""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class SettingsError(ValueError):
    """An environment variable has an unusable value."""


def _setting(default: Any, help_text: str, secret: bool = False) -> Any:
    return field(default=default, metadata={"help": help_text, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """Field `x_y` is read from HUIQI_X_Y; PORT is also read without the prefix, as hosts set it so."""

    host: str = _setting("127.0.0.1", "Address to listen on; loopback unless you set it.")
    port: int = _setting(5005, "Port to listen on (also read from PORT).")
    today: datetime.date | None = _setting(None, "Pretend that today is this day (YYYY-MM-DD); empty: the real day.")
    city: str = _setting("", "City of askers who do not name one: 洛阳, 焦作 or empty.")
    var: Path = _setting(Path("var"), "Folder for the built database, conversations and other state.")
    originals: Path = _setting(Path("../shared/sources"), "Folder of the official texts; clauses are shown verbatim when it is there.")
    log_level: str = _setting("INFO", "Log level.")
    secret: str = _setting("", "Key that signs sessions; empty: a random key is kept in the var folder.", secret=True)
    api_key: str = _setting("", "Key for integrators (REST webhook, calculate, check-up); empty: only loopback is answered.", secret=True)
    session_minutes: int = _setting(60, "Minutes of silence after which a talk starts anew.")
    max_body_bytes: int = _setting(65536, "Largest request body in bytes.")
    max_message_chars: int = _setting(2000, "Longest message in characters; longer ones get a friendly refusal.")
    rate_per_second: int = _setting(5, "Messages per second of one visitor before the service answers 429.")
    rate_per_address: int = _setting(50, "Messages per second from one address (many visitors may share one) before 429.")
    web_session_days: int = _setting(30, "Days for which a browser can continue its web conversation.")
    cors_origins: str = _setting("", "Web sites that may embed the widget, comma separated, e.g. https://www.example.gov.cn.")
    trusted_proxies: str = _setting("", "Addresses of reverse proxies whose X-Forwarded-For is believed, comma separated.")
    wechat_token: str = _setting("", "WeChat: token of the server configuration.", secret=True)
    wechat_app_id: str = _setting("", "WeChat: AppID.")
    wechat_aes_key: str = _setting("", "WeChat: EncodingAESKey (43 characters).", secret=True)
    wechat_aes_key_previous: str = _setting("", "WeChat: the previous EncodingAESKey, accepted during rotation.", secret=True)
    wechat_previous_key_until: datetime.date | None = _setting(None, "WeChat: last day on which the previous key is accepted.")
    wechat_secret: str = _setting("", "WeChat: AppSecret; needed for customer-service messages and the menu.", secret=True)
    wechat_api: str = _setting("https://api.weixin.qq.com", "WeChat: base address of the API.")
    wechat_mode: str = _setting("safe", "WeChat: safe (AES), compatible or plain.")
    wechat_customer_service: bool = _setting(True, "WeChat: the account may send customer-service messages.")
    wechat_max_age_seconds: int = _setting(300, "WeChat: how far the timestamp of a signed request may be from now, in seconds.")
    wechat_deadline_seconds: float = _setting(4.5, "WeChat: how long a push waits for its answer.")
    desk_session_hours: int = _setting(12, "Desk: hours after which an agent must sign in again.")
    desk_login_failures: int = _setting(5, "Desk: wrong passwords in a row after which an account is locked.")
    desk_lock_minutes: int = _setting(15, "Desk: how long a locked account stays locked.")
    desk_lost_seconds: float = _setting(60, "Desk: silence of an agent's page after which the agent's chats go back into the queue.")
    desk_password: str = _setting("", "Desk: password for `python -m bot.desk.accounts`; empty: it is asked for.", secret=True)
    public_url: str = _setting("", "Public address of this service, for links to the card page, e.g. https://bot.example.gov.cn.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Raises SettingsError naming the variable."""
        environment = os.environ if environment is None else environment
        values = {}
        for declared in dataclasses.fields(cls):
            name = f"HUIQI_{declared.name.upper()}"
            text = environment.get(name) or (environment.get("PORT") if declared.name == "port" else None)
            if text:
                values[declared.name] = _parse(name, text, str(declared.type))
        return cls(**values)

    def sites(self) -> frozenset[str]:
        """Allowed origins of embedding pages."""
        return frozenset(origin.strip() for origin in self.cors_origins.split(",") if origin.strip())


def _parse(name: str, text: str, kind: str) -> Any:
    try:
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
        if kind == "bool":
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]
        if kind == "Path":
            return Path(text)
        if kind.startswith("datetime.date"):
            return datetime.date.fromisoformat(text)
        return text
    except (ValueError, KeyError):
        raise SettingsError(f"{name}={text!r} is not a valid {kind}") from None


def describe() -> str:
    """The list for `make settings`."""
    lines = []
    for declared in dataclasses.fields(Settings):
        default = "" if declared.default in ("", None) else f" (default {declared.default})"
        lines.append(f"HUIQI_{declared.name.upper()}{default}\n    {declared.metadata['help']}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(describe())
