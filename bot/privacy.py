"""Masks personal data before anything is stored or logged: identity cards, bank cards, mobile phones, e-mail."""

from __future__ import annotations

import re

_IDENTITY_CARD = re.compile(r"(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")
_BANK_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def mask(text: str) -> str:
    """The text with personal data replaced by what it was: 〔手机号〕, 〔身份证号〕, 〔银行卡号〕, 〔邮箱〕."""
    text = _IDENTITY_CARD.sub("〔身份证号〕", text)
    text = _EMAIL.sub("〔邮箱〕", text)
    text = _MOBILE.sub("〔手机号〕", text)
    return _BANK_CARD.sub("〔银行卡号〕", text)
