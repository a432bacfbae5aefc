"""The Official Account that this service answers for: proves that pushes come from WeChat, opens and seals bodies."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.json_api import ApiError
from bot.channels.wechat.crypto import CipherError, InvalidKey, MessageCipher, OtherApp
from bot.channels.wechat.envelope import BadXml, encrypted_reply, read_fields
from bot.channels.wechat.signature import matches, seconds_off, sign
from bot.clock import Clock
from bot.settings import Settings

log = logging.getLogger(__name__)

MODES = ("safe", "compatible", "plain")


class NotConfigured(Exception):
    """The settings do not describe an account; the message names what is wrong, never a secret."""


@dataclass(frozen=True)
class Push:
    """An opened push. `cipher` encrypts the reply; None when the push was not encrypted."""

    fields: dict[str, str]
    signature: str
    nonce: str
    cipher: MessageCipher | None


class Account:
    """Checks, opens and seals by the account's token, mode and keys."""

    def __init__(self, settings: Settings, clock: Clock):
        """Raises NotConfigured."""
        self._token = settings.wechat_token
        self._mode = settings.wechat_mode
        self._max_age = settings.wechat_max_age_seconds
        self._clock = clock
        self._previous_until = settings.wechat_previous_key_until
        if self._mode not in MODES:
            raise NotConfigured(f"HUIQI_WECHAT_MODE must be one of {', '.join(MODES)}")
        self._ciphers = [] if self._mode == "plain" else _ciphers(settings)

    def echo(self, query: Mapping[str, str]) -> str:
        """The answer to the console's check of the address. Raises ApiError 403 or 400."""
        self.require_signature(query)
        if "echostr" not in query:
            raise ApiError(400, "missing_field", "缺少参数 echostr。")
        return query["echostr"]

    def require_signature(self, query: Mapping[str, str]) -> None:
        """Raises ApiError 403 unless WeChat signed the request, lately."""
        timestamp = query.get("timestamp", "")
        if not matches(query.get("signature", ""), self._token, timestamp, query.get("nonce", "")):
            raise _forbidden("signature")
        off = seconds_off(timestamp, self._clock)
        if off is None or off > self._max_age:
            log.warning("refused a signed request whose timestamp is %s seconds off: old, or the server's clock is wrong", off)
            raise ApiError(403, "stale", "请求已过期。")

    def open(self, query: Mapping[str, str], body: bytes) -> Push:
        """The push in a body whose request is signed. Raises ApiError 400 or 403."""
        fields = _fields(body)
        signature, nonce = query["signature"], query.get("nonce", "")
        encrypted = query.get("encrypt_type", "raw") == "aes"
        if self._mode == "plain":
            if encrypted:
                raise ApiError(400, "encrypted", "本服务设为明文模式，收到了加密消息。")
            return Push(fields, signature, nonce, None)
        if not encrypted and self._mode == "compatible":
            return Push(fields, signature, nonce, None)
        if not encrypted or "Encrypt" not in fields:
            raise ApiError(400, "not_encrypted", "本服务只接受加密消息（安全模式）。")
        ciphertext = fields["Encrypt"]
        if not matches(query.get("msg_signature", ""), self._token, query["timestamp"], nonce, ciphertext):
            raise _forbidden("msg_signature")
        text, cipher = self._decrypt(ciphertext)
        return Push(_fields(text.encode()), signature, nonce, cipher)

    def seal(self, push: Push, xml: str) -> str:
        """The reply as the mode of the push wants it."""
        if push.cipher is None:
            return xml
        encrypted, timestamp = push.cipher.encrypt(xml), str(int(self._clock.now()))
        return encrypted_reply(encrypted, sign(self._token, timestamp, push.nonce, encrypted), timestamp, push.nonce)

    def _decrypt(self, ciphertext: str) -> tuple[str, MessageCipher]:
        failure: CipherError | None = None
        for cipher in self._accepted():
            try:
                return cipher.decrypt(ciphertext), cipher
            except CipherError as error:
                # with a wrong key the padding is wrong as good as always: OtherApp tells more than Undecryptable
                failure = error if failure is None or isinstance(error, OtherApp) else failure
        log.warning("refused a push that cannot be decrypted: %s", failure)
        if isinstance(failure, OtherApp):
            raise ApiError(403, "other_app", "消息不属于本公众号（AppID 不一致）。")
        raise ApiError(400, "undecryptable", "消息无法解密。")

    def _accepted(self) -> list[MessageCipher]:
        """The current key, and the previous one through its last day."""
        rotating = self._previous_until is not None and self._clock.today() <= self._previous_until
        return self._ciphers if rotating else self._ciphers[:1]


def _ciphers(settings: Settings) -> list[MessageCipher]:
    if not settings.wechat_app_id:
        raise NotConfigured("HUIQI_WECHAT_APP_ID is needed to decrypt")
    ciphers: list[MessageCipher] = []
    for name in ("wechat_aes_key", "wechat_aes_key_previous"):
        key = getattr(settings, name)
        if not key and ciphers:
            continue
        try:
            ciphers.append(MessageCipher(key, settings.wechat_app_id))
        except InvalidKey as error:
            raise NotConfigured(f"HUIQI_{name.upper()}: {error}") from None
    return ciphers


def _fields(xml: bytes) -> dict[str, str]:
    try:
        return read_fields(xml)
    except BadXml as error:
        raise ApiError(400, "bad_xml", f"推送不是有效的 XML（{error}）。") from None


def _forbidden(name: str) -> ApiError:
    log.warning("refused a request with a wrong %s", name)
    return ApiError(403, "bad_signature", "签名错误。")
