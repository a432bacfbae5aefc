"""What an agent may type for an item, as a sorted list of keys: a query finds every key that begins with it.

Keys are parts of names from any character on, in Chinese, in pinyin (fangzujianmian) and in initials (fzjm), phone
numbers with and without area code, and document numbers without brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pypinyin import lazy_pinyin

from policy_db.text import normalise

_OUT = re.compile(r"[\W_]+")
_LAST = "\U0010ffff"
#: longest part of a name that is indexed; nobody types more of it
_LONGEST = 24
#: worth of a match from the second character of a name on, beside one from the first
_INSIDE = 0.7
_EXACT, _COVERED = 15.0, 8.0


class PrefixIndex:
    """Fill with `add`, then `freeze`; `find` gives the best score and reason by item."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], tuple[float, str]] = {}

    def add(self, item: str, name: str, worth: float, why: str) -> None:
        """A name in Chinese (or with letters); `worth` is the score of a match at its beginning."""
        bare = key_of(name)[:_LONGEST]
        syllables = lazy_pinyin(bare, errors=list)  # type: ignore[arg-type]  # letters one by one; the stub forgets lists
        initials = [syllable[0] for syllable in syllables]
        for start in range(len(bare)):
            scaled = worth if start == 0 else worth * _INSIDE
            self._put(bare[start:], item, scaled, why)
            if start < len(syllables):
                self._put("".join(syllables[start:]), item, scaled, f"{why}·拼音")
                self._put("".join(initials[start:]), item, scaled, f"{why}·拼音")

    def add_number(self, item: str, number: str, worth: float, why: str) -> None:
        """A phone number or document number: found from any digit on."""
        bare = key_of(number)
        for start in range(len(bare)):
            self._put(bare[start:], item, worth if start == 0 else worth * _INSIDE, why)

    def freeze(self) -> PrefixIndex:
        """Sort; nothing can be added afterwards."""
        self._rows = sorted((key, item, worth, why) for (key, item), (worth, why) in self._entries.items())
        self._keys = [row[0] for row in self._rows]
        self._entries.clear()
        return self

    def find(self, typed: str) -> dict[str, tuple[float, str]]:
        """Item → (score, why) of its best key that begins with what was typed."""
        typed = key_of(typed)
        if not typed:
            return {}
        found: dict[str, tuple[float, str]] = {}
        for key, item, worth, why in self._rows[bisect_left(self._keys, typed):bisect_right(self._keys, typed + _LAST)]:
            score = worth + _COVERED * len(typed) / len(key) + (_EXACT if key == typed else 0.0)
            if score > found.get(item, (0.0, ""))[0]:
                found[item] = (score, why)
        return found

    def _put(self, key: str, item: str, worth: float, why: str) -> None:
        known = self._entries.get((key, item))
        if known is None or worth > known[0]:
            self._entries[(key, item)] = (worth, why)


def key_of(text: str) -> str:
    """The text without spaces, brackets and other punctuation, in lower case."""
    return _OUT.sub("", normalise(text).lower())


def typed_words(text: str, most: int = 6) -> Iterable[str]:
    """The words of a query, cut at spaces."""
    return [word for word in normalise(text).split(" ") if key_of(word)][:most]
