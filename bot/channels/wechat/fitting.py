"""Texts as long as WeChat takes: 2048 bytes of UTF-8, cut at sentence ends, never inside a character or a link."""

from __future__ import annotations

import re

LIMIT = 2048

# a link, or a character with what belongs to it (accents, skin tones, joined emoji)
_ATOM = re.compile(
    r"<a\b[^>]*>.*?</a>|https?://[^\s<>\"，。；、）]+"
    "|.(?:[\u0300-\u036f\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d.)*",
    re.DOTALL | re.IGNORECASE,
)
_SENTENCE_ENDS = "。！？；!?;\n"


def size(text: str) -> int:
    """Bytes of the text as WeChat counts them."""
    return len(text.encode())


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in pieces of at most `limit` bytes; a single link longer than that is cut like other text."""
    pieces = []
    rest = text.strip()
    while size(rest) > limit:
        piece = _beginning(rest, limit)
        pieces.append(piece.rstrip())
        rest = rest[len(piece):].lstrip()
    return [*pieces, rest] if rest else pieces


def shorten(text: str, ending: str, limit: int = LIMIT) -> str:
    """The text with `ending` when both fit, else as many whole sentences as fit before `ending`."""
    return split(text, max(1, limit - size(ending)))[0] + ending


def _beginning(text: str, limit: int) -> str:
    """The longest beginning that ends with a sentence, or else with a character or link."""
    used, end, sentence_end = 0, 0, 0
    for atom in _ATOM.finditer(text):
        used += size(atom.group())
        if used > limit:
            break
        end = atom.end()
        if text[end - 1] in _SENTENCE_ENDS:
            sentence_end = end
    return text[:sentence_end or end] or _characters(text, limit)


def _characters(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore") or text[0]
