"""A push as the rest of the channel sees it: who, what, and the key that tells a retry from a new message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.json_api import ApiError

_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_LONGEST_NAME = 64
#: WeChat's own limit of a menu key, in characters
_LONGEST_EVENT_KEY = 128


@dataclass(frozen=True)
class Incoming:
    """One message or event.

    `key` is unique among the pushes of one user and the same in every retry. `kind` is MsgType in lower case; `event`
    is Event in lower case, "" for messages; `text` is what the user wrote, or said (voice with recognition).
    """

    openid: str
    account: str
    kind: str
    key: str
    text: str = ""
    event: str = ""
    event_key: str = ""

    @property
    def conversation(self) -> str:
        """The id in Conversations."""
        return conversation_of(self.openid)


def conversation_of(openid: str) -> str:
    """The conversation of a WeChat user."""
    return f"wechat:{openid}"


def openid_of(conversation: str) -> str:
    """The user of a conversation of this channel."""
    return conversation.removeprefix("wechat:")


def read_message(fields: Mapping[str, str]) -> Incoming:
    """The message in a push. Raises ApiError 400 naming the field that is missing or unusable."""
    openid = _matching(fields, "FromUserName", _OPENID)
    account = _matching(fields, "ToUserName", _OPENID)
    created = _matching(fields, "CreateTime", _NUMBER)
    kind = _name(fields, "MsgType")
    if kind == "event":
        event = _name(fields, "Event")
        event_key = fields.get("EventKey", "")[:_LONGEST_EVENT_KEY]
        return Incoming(openid, account, kind, f"{created}:{event}:{event_key}", event=event, event_key=event_key)
    key = _matching(fields, "MsgId", _NUMBER)
    if kind == "text":
        return Incoming(openid, account, kind, key, _required(fields, "Content"))
    return Incoming(openid, account, kind, key, fields.get("Recognition", "") if kind == "voice" else "")


def _required(fields: Mapping[str, str], name: str) -> str:
    if name not in fields:
        raise ApiError(400, "missing_field", f"推送缺少字段 {name}。")
    return fields[name]


def _matching(fields: Mapping[str, str], name: str, pattern: re.Pattern[str]) -> str:
    value = _required(fields, name).strip()
    if not pattern.fullmatch(value):
        raise ApiError(400, "bad_field", f"推送的字段 {name} 无效。")
    return value


def _name(fields: Mapping[str, str], name: str) -> str:
    value = _required(fields, name).strip().lower()
    if not 0 < len(value) <= _LONGEST_NAME:
        raise ApiError(400, "bad_field", f"推送的字段 {name} 无效。")
    return value
