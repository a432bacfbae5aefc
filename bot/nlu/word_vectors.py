"""Vectors of 116,000 Chinese words, so that a question whose words no author used still lies near its item.

Trained on Wikipedia by the authors of the `synonyms` package (MIT licence), whose data file is all that is used of it:
importing the package would load a second word cutter. Why: docs/adr/0005-word-vectors.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import numpy as np

_HAN = re.compile(r"[\u3400-\u9fff]")
_STEPS = 127  # of an int8


class WordVectors:
    """Unit vectors by word, kept as one byte a number."""

    def __init__(self, words: list[str], steps: np.ndarray):
        self._row = {word: row for row, word in enumerate(words)}
        self._steps = steps

    @property
    def size(self) -> int:
        """Numbers in a vector."""
        return int(self._steps.shape[1])

    def mean(self, weighted: Iterable[tuple[str, float]]) -> np.ndarray:
        """The unit vector of known words, float32 (size,); zeros when none is known."""
        known = [(self._row[word], weight) for word, weight in weighted if word in self._row]
        if not known:
            return np.zeros(self.size, np.float32)
        rows, weights = zip(*known, strict=True)
        total = np.asarray(weights, np.float32) @ self._steps[list(rows)].astype(np.float32)
        return total / max(float(np.linalg.norm(total)), 1e-6)


def read_word_vectors() -> WordVectors:
    """The package's vectors of words that hold a Chinese character; a second of work, needed for training only."""
    spec = find_spec("synonyms")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package `synonyms` holds the word vectors; `make run` installs it")
    words, rows = [], []
    for word, row in _word2vec(Path(spec.submodule_search_locations[0]) / "data" / "words.vector"):
        if _HAN.search(word):
            words.append(word)
            rows.append(row / np.linalg.norm(row))
    vectors = np.array(rows)
    return WordVectors(words, np.round(vectors / np.abs(vectors).max() * _STEPS).astype(np.int8))


def _word2vec(path: Path) -> Iterable[tuple[str, np.ndarray]]:
    """Entries of word2vec's binary format: a head line `count size`, then `word ` and `size` float32 each."""
    content = path.read_bytes()
    head, place = content.split(b"\n", 1)[0], content.index(b"\n") + 1
    count, size = map(int, head.split())
    for _ in range(count):
        end = content.index(b" ", place)
        word = content[place:end].decode("utf-8", "ignore").strip()
        place = end + 1 + 4 * size
        yield word, np.frombuffer(content, np.float32, size, end + 1)
