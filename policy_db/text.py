"""One normaliser and one cutter for everything: questions, the index, the caller's words."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import jieba
import opencc

jieba.setLogLevel(logging.WARNING)
_TO_SIMPLIFIED = opencc.OpenCC("t2s")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TOKEN = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+(?:\.\d+)?")


def normalise(text: str) -> str:
    """Full-width to half-width, traditional to simplified, hidden and control characters out, spaces squeezed.

    The words stay what the person wrote; figures are read by `policy_db.quantity`.
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if char in "\r\n\t" else char for char in text if char in "\r\n\t" or _visible(char))
    if _HAN.search(text):
        text = _TO_SIMPLIFIED.convert(text)
    return re.sub(r"\s+", " ", text).strip()


def _visible(char: str) -> bool:
    return not unicodedata.category(char).startswith("C")


@lru_cache(maxsize=1)
def _common_words() -> jieba.Tokenizer:
    """jieba's own dictionary, read once a process (it takes most of a second); each Segmenter adds its terms to a copy."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


class Segmenter:
    """Cuts text into search words: jieba's search mode with the catalogue's own terms, lower case, no punctuation."""

    def __init__(self, terms: Iterable[str] = ()):
        common = _common_words()
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = common.FREQ.copy(), common.total
        self._tokenizer.initialized = True
        for term in terms:
            self._tokenizer.add_word(term, freq=20000)

    def words(self, text: str) -> list[str]:
        """Words of a normalised text; long words also give their parts (高新技术企业 → 高新, 技术, …)."""
        found = self._tokenizer.lcut_for_search(normalise(text).lower())
        return [word for word in found if _TOKEN.match(word)]

    def tokens(self, text: str) -> list[str]:
        """Words and single characters: what the index holds and what a query asks for."""
        return [*self.words(text), *characters(text)]


def characters(text: str) -> list[str]:
    """Single Han characters, and runs of letters or digits, in order."""
    return _TOKEN.findall(normalise(text).lower())


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[str]:
    """Neighbouring pairs of characters; the measure of likeness of short texts."""
    units = characters(text)
    return frozenset(a + b for a, b in pairwise(units)) | frozenset(
        unit for unit in units if len(unit) > 1)
