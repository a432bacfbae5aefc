"""Signed addresses of answers' pages: whoever has the link can read that one answer and nothing else."""

from __future__ import annotations

import hashlib

from itsdangerous import BadData, URLSafeSerializer

from bot.sessions import signing_key
from bot.settings import Settings

PATH = "/wechat/card/"


class CardLinks:
    """Makes and reads the links. Without a public address there are none."""

    def __init__(self, settings: Settings):
        self._public_url = settings.public_url.rstrip("/")
        self._serializer = URLSafeSerializer(
            signing_key(settings), salt="wechat-card",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def url(self, conversation: str, message: int) -> str:
        """The address of a stored answer's page; "" without a public address."""
        return f"{self._public_url}{PATH}{self.token(conversation, message)}" if self._public_url and message else ""

    def token(self, conversation: str, message: int) -> str:
        """The signed part of the address."""
        token = self._serializer.dumps([conversation, message])
        return token if isinstance(token, str) else token.decode()

    def read(self, token: str) -> tuple[str, int] | None:
        """(conversation, message id) of a token, or None when it is forged or damaged."""
        try:
            conversation, message = self._serializer.loads(token)
        except (BadData, ValueError, TypeError):
            return None
        return str(conversation), int(message)
