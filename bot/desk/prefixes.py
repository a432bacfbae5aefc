"""What an agent may type for an item, as a sorted list of keys: a query finds every key that begins with it.

Keys are parts of names from any character on, in Chinese, in pinyin (fangzujianmian) and in initials (fzjm), phone
numbers with and without area code, and document numbers without brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

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
        # what a name stands for; many items share the names of their agencies and documents
        self._items: dict[str, dict[str, tuple[float, str]]] = {}
        self._numbers: set[str] = set()

    def add(self, item: str, name: str, worth: float, why: str) -> None:
        """A name in Chinese (or with letters); `worth` is the score of a match at its beginning."""
        items = self._items.setdefault(key_of(name)[:_LONGEST], {})
        if worth > items.get(item, (0.0, ""))[0]:
            items[item] = (worth, why)

    def add_number(self, item: str, number: str, worth: float, why: str) -> None:
        """A phone number or document number: found as it is written, from any digit on."""
        self._numbers.add(key_of(number))
        self.add(item, number, worth, why)

    def freeze(self) -> PrefixIndex:
        """Sort the keys; nothing can be added afterwards."""
        keys: dict[tuple[str, str], tuple[float, str]] = {}
        for name in self._items:
            for key, scale, how in _keys_of(name, spoken=name not in self._numbers):
                if scale > keys.get((key, name), (0.0, ""))[0]:
                    keys[(key, name)] = (scale, how)
        self._rows = sorted((key, name, scale, how) for (key, name), (scale, how) in keys.items())
        self._keys = [row[0] for row in self._rows]
        return self

    def find(self, typed: str) -> dict[str, tuple[float, str]]:
        """Item → (score, why) of its best key that begins with what was typed."""
        typed = key_of(typed)
        if not typed:
            return {}
        found: dict[str, tuple[float, str]] = {}
        for key, name, scale, how in self._rows[bisect_left(self._keys, typed):bisect_right(self._keys, typed + _LAST)]:
            closeness = _COVERED * len(typed) / len(key) + (_EXACT if key == typed else 0.0)
            for item, (worth, why) in self._items[name].items():
                score = worth * scale + closeness
                if score > found.get(item, (0.0, ""))[0]:
                    found[item] = (score, why + how)
        return found


def _keys_of(name: str, *, spoken: bool) -> Iterator[tuple[str, float, str]]:
    """(key, scale of the worth, how it is written) from every character on; pinyin and initials when it is `spoken`."""
    syllables = lazy_pinyin(name, errors=list) if spoken else []  # type: ignore[arg-type]  # letters one by one
    initials = [syllable[0] for syllable in syllables]
    for start in range(len(name)):
        scale = 1.0 if start == 0 else _INSIDE
        yield name[start:], scale, ""
        if start < len(syllables):
            yield "".join(syllables[start:]), scale, "·拼音"
            yield "".join(initials[start:]), scale, "·拼音"


def key_of(text: str) -> str:
    """The text without spaces, brackets and other punctuation, in lower case."""
    return _OUT.sub("", normalise(text).lower())


def typed_words(text: str, most: int = 6) -> Iterable[str]:
    """The words of a query, cut at spaces."""
    return [word for word in normalise(text).split(" ") if key_of(word)][:most]
