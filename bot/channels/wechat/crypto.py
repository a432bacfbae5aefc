"""Encryption of message bodies: AES-256-CBC over 16 random bytes, the length, the text and the AppID.

    CipherError
    ├── InvalidKey      the EncodingAESKey is not 43 characters of base64
    ├── Undecryptable   damaged, or encrypted with another key
    └── OtherApp        meant for another AppID
"""

from __future__ import annotations

import base64
import binascii
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_KEY_CHARACTERS = 43
_RANDOM_BYTES = 16
_LENGTH_BYTES = 4
# WeChat pads to 32 bytes, twice the block of AES
_PADDED_TO = 32


class CipherError(Exception):
    """Base of this module's errors."""


class InvalidKey(CipherError):
    """The EncodingAESKey is unusable."""


class Undecryptable(CipherError):
    """The text is damaged or was encrypted with another key."""


class OtherApp(CipherError):
    """The text is meant for another AppID."""


class MessageCipher:
    """Encrypts and decrypts for one AppID with one EncodingAESKey."""

    def __init__(self, encoding_aes_key: str, app_id: str):
        """Raises InvalidKey."""
        try:
            key = base64.b64decode(f"{encoding_aes_key}=", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(encoding_aes_key) != _KEY_CHARACTERS or len(key) != 32:
            raise InvalidKey(f"an EncodingAESKey has {_KEY_CHARACTERS} letters and digits")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._app_id = app_id.encode()

    def encrypt(self, text: str, random: bytes | None = None) -> str:
        """The ciphertext in base64; `random` (16 bytes) only to reproduce a known example."""
        message = text.encode()
        plain = (random or os.urandom(_RANDOM_BYTES)) + struct.pack("!I", len(message)) + message + self._app_id
        padding = _PADDED_TO - len(plain) % _PADDED_TO
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str) -> str:
        """The text. Raises Undecryptable, OtherApp."""
        plain = self._unpadded(encrypted)
        start = _RANDOM_BYTES + _LENGTH_BYTES
        if len(plain) < start:
            raise Undecryptable("too short")
        (length,) = struct.unpack("!I", plain[_RANDOM_BYTES:start])
        if length > len(plain) - start:
            raise Undecryptable("the length field exceeds the text")
        if plain[start + length:] != self._app_id:
            raise OtherApp("the AppID differs")
        try:
            return plain[start:start + length].decode()
        except UnicodeDecodeError:
            raise Undecryptable("not UTF-8") from None

    def _unpadded(self, encrypted: str) -> bytes:
        try:
            data = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            raise Undecryptable("not base64") from None
        if not data or len(data) % 16:
            raise Undecryptable("not whole blocks")
        decryptor = self._cipher.decryptor()
        padded = decryptor.update(data) + decryptor.finalize()
        padding = padded[-1]
        if not 1 <= padding <= _PADDED_TO or padded[-padding:] != bytes([padding]) * padding:
            raise Undecryptable("bad padding")
        return padded[:-padding]
