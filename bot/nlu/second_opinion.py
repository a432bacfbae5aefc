"""A small neural network over what a question means as a whole: it errs elsewhere than the linear model over its words.

Input: the question's sense (mean word vector) and its place in a space of topics (truncated SVD of the features), both
of unit length and standardised. Output: the logarithm of each label's share. Measured gain: docs/adr/0005-word-vectors.md.
"""

from __future__ import annotations

import warnings

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

#: features in fewer questions than this tell no topics
OFTEN = 6
TOPICS = 300
HIDDEN = 400
_DECAY = 0.03  # of the weights, against learning by heart
_ROUNDS = 14
_SEED = 1
_LEAST_SHARE = 1e-6
_EPSILON = 1e-6


class SecondOpinion:
    """Fit once; then two products of a vector and a matrix for a question."""

    def fit(self, vectors: csr_matrix, senses: np.ndarray, labels: list[str]) -> SecondOpinion:
        """`vectors`: (questions, features); `senses`: (questions, size). A quarter of a minute for 24,000 questions."""
        often = np.flatnonzero(np.bincount(vectors.indices, minlength=vectors.shape[1]) >= OFTEN)
        topics = TruncatedSVD(TOPICS, n_iter=2, random_state=_SEED)
        topics.fit(vectors[:, often])
        self._topics = np.zeros((vectors.shape[1], TOPICS), np.float16)  # a row per feature, zero for rare ones
        self._topics[often] = topics.components_.T
        inputs = np.hstack([_unit(senses), _unit(vectors @ self._topics.astype(np.float32))])
        self._mean, self._spread = inputs.mean(axis=0), inputs.std(axis=0) + _EPSILON
        network = MLPClassifier((HIDDEN,), alpha=_DECAY, batch_size=128, max_iter=_ROUNDS, random_state=_SEED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a fixed number of rounds is what we want
            network.fit((inputs - self._mean) / self._spread, labels)
        self.labels: list[str] = [str(label) for label in network.classes_]
        self._layers = [(weights.astype(np.float32), bias.astype(np.float32))
                        for weights, bias in zip(network.coefs_, network.intercepts_, strict=True)]
        return self

    def log_shares(self, vector: csr_matrix, sense: np.ndarray) -> np.ndarray:
        """For one question, in the order of `labels`."""
        place = vector.data @ self._topics[vector.indices].astype(np.float32)
        inputs = (np.hstack([_unit(sense[None]), _unit(place[None])])[0] - self._mean) / self._spread
        (first, first_bias), (second, second_bias) = self._layers
        scores = np.maximum(inputs @ first + first_bias, 0) @ second + second_bias
        scores -= scores.max()
        return np.log(np.exp(scores) / np.exp(scores).sum() + _LEAST_SHARE)


def _unit(rows: np.ndarray) -> np.ndarray:
    return (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + _EPSILON)).astype(np.float32)
