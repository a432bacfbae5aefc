"""What WeChat knows of an Official Account: its token, key and mode. Signs and encrypts pushes, opens replies.

The cryptography is wechatpy's, so that the service is never checked against itself.
"""

from __future__ import annotations

import itertools
import time
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

OPENID = "oDemoUser-0001"
ACCOUNT_ID = "gh_0123456789ab"
# 43 letters and digits, for tests only
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

_message_ids = itertools.count(int(time.time()) * 1000)


@dataclass(frozen=True)
class Push:
    """A signed request: query and body."""

    query: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Account:
    token: str = "test-token"
    app_id: str = "wx0123456789abcdef"
    aes_key: str = AES_KEY
    mode: str = "safe"
    secret: str = "test-secret"

    def settings(self) -> dict[str, str]:
        """Fields of the service's Settings that belong to this account."""
        return {
            "wechat_token": self.token, "wechat_app_id": self.app_id, "wechat_aes_key": self.aes_key,
            "wechat_mode": self.mode, "wechat_secret": self.secret,
        }

    def sign(self, *parts: str) -> str:
        signer = WeChatSigner()
        signer.add_data(self.token, *parts)
        return signer.signature

    def push(self, xml: str, *, at: float | None = None) -> Push:
        """`xml` as WeChat sends it in the account's mode, signed at the moment `at` (now)."""
        timestamp, nonce = str(int(time.time() if at is None else at)), uuid.uuid4().hex[:10]
        query = {"signature": self.sign(timestamp, nonce), "timestamp": timestamp, "nonce": nonce, "openid": OPENID}
        if self.mode == "plain":
            return Push(query, xml.encode())
        sealed = xmltodict.parse(WeChatCrypto(self.token, self.aes_key, self.app_id).encrypt_message(xml, nonce, timestamp))["xml"]
        query |= {"encrypt_type": "aes", "msg_signature": sealed["MsgSignature"]}
        encrypted = f"<Encrypt><![CDATA[{sealed['Encrypt']}]]></Encrypt>"
        if self.mode == "compatible":
            return Push(query, xml.replace("</xml>", f"{encrypted}</xml>").encode())
        return Push(query, f"<xml><ToUserName><![CDATA[{ACCOUNT_ID}]]></ToUserName>{encrypted}</xml>".encode())

    def open_reply(self, body: str) -> dict[str, str] | None:
        """The fields of a passive reply; None for "success" and an empty body, which show nothing to the user."""
        if body in ("success", ""):
            return None
        fields = xmltodict.parse(body)["xml"]
        if self.mode == "plain":
            return fields
        assert "Content" not in fields, "the reply is not encrypted"
        crypto = WeChatCrypto(self.token, self.aes_key, self.app_id)
        return xmltodict.parse(crypto.decrypt_message(body, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]))["xml"]


def xml_of(fields: dict[str, object]) -> str:
    """Fields as WeChat writes them."""
    return "<xml>" + "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in fields.items()) + "</xml>"


def message(kind: str, openid: str = OPENID, **fields: object) -> dict[str, object]:
    """Fields of a message push with a new MsgId."""
    return {"ToUserName": ACCOUNT_ID, "FromUserName": openid, "CreateTime": int(time.time()), "MsgType": kind,
            "MsgId": next(_message_ids), **fields}


def text(content: str, openid: str = OPENID, **fields: object) -> dict[str, object]:
    """Fields of a text message."""
    return message("text", openid, Content=content, **fields)


def event(name: str, key: str | None = None, openid: str = OPENID, **fields: object) -> dict[str, object]:
    """Fields of an event push."""
    keyed = {} if key is None else {"EventKey": key}
    return {"ToUserName": ACCOUNT_ID, "FromUserName": openid, "CreateTime": int(time.time()), "MsgType": "event",
            "Event": name, **keyed, **fields}
