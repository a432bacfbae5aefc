"""A linear model over words, characters, sounds and senses that ranks all labels (items, small talk, refusals) of a question.

Free of Rasa. Measured in the design: such a model beats DIET on these short questions and trains in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from pypinyin import lazy_pinyin
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.nlu.second_opinion import SecondOpinion
from bot.nlu.word_vectors import read_word_vectors
from policy_db.text import Segmenter, characters, normalise

CHARACTER_RUNS = (1, 2, 3, 4)
SOUND_RUNS = (2, 3)
WORD_RUNS = (1, 2)
#: length of a question's sense beside its words and characters (length 1)
SENSE_WEIGHT = 0.6
#: margins that the natural logarithm of the second opinion's share is worth
SECOND_WEIGHT = 0.08


@dataclass(frozen=True)
class Ranked:
    """A label with its margin (the higher, the surer; above zero is rare) and the natural logarithm of the network's share."""

    label: str
    margin: float
    share: float


class QuestionModel:
    """Fit on (question, label) pairs; `rank` gives all labels, best first."""

    def __init__(self, terms: Iterable[str] = (), cost: float = 1.0):
        self._terms = list(terms)
        self._cost = cost
        self._segmenter = Segmenter(self._terms)

    def fit(self, questions: list[str], labels: list[str]) -> QuestionModel:
        """Two passes over the examples; about a minute for twenty thousand questions."""
        self._senses = read_word_vectors()
        self._vectorizer = TfidfVectorizer(analyzer=self.features, sublinear_tf=True, min_df=2, dtype=np.float32)
        vectors = self._vectorizer.fit_transform(questions)
        senses = np.array([self._sense(question) for question in questions])
        classifier = LinearSVC(C=self._cost, dual=True, max_iter=2000)
        classifier.fit(hstack([vectors, csr_matrix(senses)]).tocsr(), labels)
        self.labels: list[str] = [str(label) for label in classifier.classes_]
        # features in rows: a question has few, so that ranking reads few rows
        weights = np.ascontiguousarray(classifier.coef_.T, dtype=np.float32)
        word_weights, self._sense_weights = np.split(weights, [vectors.shape[1]])
        self._weights = word_weights.astype(np.float16)  # half the archive; the ranking stays the same
        self._bias = classifier.intercept_.astype(np.float32)
        self._second = SecondOpinion().fit(vectors, senses, labels)
        if self._second.labels != self.labels:
            raise ValueError("both models must know the same labels in the same order")
        return self

    def rank(self, question: str) -> list[Ranked]:
        """All labels by margin, best first."""
        vector: csr_matrix = self._vectorizer.transform([question])
        sense = self._sense(question)
        shares = self._second.log_shares(vector, sense)
        margins = vector.data @ self._weights[vector.indices].astype(np.float32) + sense @ self._sense_weights + self._bias
        margins += SECOND_WEIGHT * shares
        return [Ranked(self.labels[index], float(margins[index]), float(shares[index])) for index in np.argsort(-margins)]

    def _sense(self, question: str) -> np.ndarray:
        """What the words mean together: the mean of their vectors, rare words first."""
        vocabulary, idf = self._vectorizer.vocabulary_, self._vectorizer.idf_
        rarest = float(idf.max())
        weighted = [(word, float(idf[place]) if (place := vocabulary.get("w:" + word)) is not None else rarest)
                    for word in self._segmenter.words(question)]
        return SENSE_WEIGHT * self._senses.mean(weighted)

    def known_share(self, question: str) -> float:
        """Share of the question's two-character runs that occurred in training: low for foreign matters."""
        units = characters(question)
        runs = ["c:" + "".join(pair) for pair in pairwise(units)]
        vocabulary = self._vectorizer.vocabulary_
        return sum(run in vocabulary for run in runs) / len(runs) if runs else 0.0

    def features(self, question: str) -> list[str]:
        """Words and word pairs, character runs, and runs of toneless syllables (typos and misheard words sound right)."""
        question = normalise(question).lower()
        units = characters(question)
        sounds = lazy_pinyin(units, errors="default")
        return [*_runs("w:", self._segmenter.words(question), WORD_RUNS), *_runs("c:", units, CHARACTER_RUNS),
                *_runs("s:", sounds, SOUND_RUNS)]

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key not in ("_segmenter", "_vectorizer")} | {
            "vocabulary": self._vectorizer.vocabulary_, "idf": self._vectorizer.idf_}

    def __setstate__(self, state: dict[str, object]) -> None:
        vocabulary, idf = state.pop("vocabulary"), state.pop("idf")
        self.__dict__.update(state)
        self._segmenter = Segmenter(self._terms)
        self._vectorizer = TfidfVectorizer(analyzer=self.features, sublinear_tf=True, dtype=np.float32,
                                           vocabulary=vocabulary)
        self._vectorizer.idf_ = idf


def _runs(prefix: str, units: list[str], lengths: tuple[int, ...]) -> list[str]:
    return [prefix + " ".join(units[start:start + length]) if prefix != "c:" else prefix + "".join(units[start:start + length])
            for length in lengths for start in range(len(units) - length + 1)]
