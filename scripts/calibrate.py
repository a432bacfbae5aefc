"""Derives confidence weights and thresholds from the held-out questions and writes policy_db/thresholds.yaml.

The model is trained on data/nlu alone. For each held-out question the matcher's signals are taken, and a logistic
regression learns when the first item is right (questions that no item answers are always wrong). The thresholds follow:
`answer` keeps wrong answers to WRONG_ANSWERS of all questions; below `candidates` the right item is too rarely on offer;
from `lone` on, the only candidate is likely enough to be answered with.
Prints the table of bands, which docs/evaluation.md keeps.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from bot.nlu.policy_classifier import RANKED, STEERING, item_of, refused_share
from bot.nlu.question_model import QuestionModel
from bot.settings import Settings
from bot.training import database_path, prepare_database
from policy_db.database import PolicyDb
from policy_db.match import THRESHOLDS_FILE, Match, Matcher, Reading, Thresholds
from scripts.docs import fill
from scripts.held_out import HELD_OUT_DIR, TRAINING_DIR, read_examples

#: share of all held-out questions that may be answered with a wrong item
WRONG_ANSWERS = 0.02
#: of the questions in the candidates band at least this share must find their item among the candidates
OFFERED = 0.35
#: of the questions answered with their only candidate at least this share must mean it
LONE_RIGHT = 0.7
#: neighbours within this margin are candidates in any case
LEAST_NEAR = 0.2
SIGNALS = ("bias", "margin", "lead", "over_refusal", "known", "search_agrees", "explained", "share", "refused_share")
SEARCH_WEIGHTS = (0.4, 0.6, 0.8, 1.0, 1.2)


Question = tuple[str, str | None, Reading]  # text, right item, what the classifier makes of it


def main() -> None:
    settings = Settings.from_environment()
    prepare_database(settings)
    policy = PolicyDb(database_path(settings))
    model = train(policy)
    questions = [(text, right_item(label, policy), read(text, model, policy))
                 for text, label in read_examples(HELD_OUT_DIR, "held_out_*.yml") if label not in STEERING]
    search_weight = max(SEARCH_WEIGHTS, key=lambda weight: first_right(policy, questions, weight))
    matcher = Matcher(policy, uncalibrated(search_weight))
    thresholds = fit([(matcher.match(text, reading), item) for text, item, reading in questions], search_weight)
    THRESHOLDS_FILE.write_text(
        "# Written by scripts/calibrate.py from held-out questions; do not edit by hand.\n"
        + yaml.safe_dump(thresholds.__dict__, sort_keys=False, allow_unicode=True), encoding="utf-8")
    table = report(policy, questions, thresholds)
    fill(Path("docs/evaluation.md"), "bands", f"```\n{table}\n```")
    print(table)


def train(policy: PolicyDb) -> QuestionModel:
    examples = read_examples(TRAINING_DIR)
    return QuestionModel(policy.segmenter_terms).fit([text for text, _ in examples], [label for _, label in examples])


def right_item(label: str, policy: PolicyDb) -> str | None:
    return item_of(label, policy.item_of_intent)


def read(text: str, model: QuestionModel, policy: PolicyDb) -> Reading:
    """What the classifier component gives the matcher."""
    ranked = model.rank(text)
    item_of_label = {entry.label: item for entry in ranked if (item := item_of(entry.label, policy.item_of_intent))}
    items = [entry for entry in ranked if entry.label in item_of_label][:RANKED]
    refusal = next(entry.margin for entry in ranked if entry.label not in STEERING and entry.label not in item_of_label)
    return Reading(tuple((item_of_label[entry.label], entry.margin) for entry in items),
                   {item_of_label[entry.label]: entry.share for entry in items}, refusal, refused_share(ranked, item_of_label),
                   model.known_share(text))


def uncalibrated(search_weight: float) -> Thresholds:
    """To rank and to take signals; nothing is answered."""
    return Thresholds(search_weight, {}, answer=1.1, candidates=1.1, lone=1.1, near=0.0)


def first_right(policy: PolicyDb, questions: list[Question], weight: float) -> int:
    matcher = Matcher(policy, uncalibrated(weight))
    return sum(matcher.match(text, reading).item == item for text, item, reading in questions if item)


def fit(matches: list[tuple[Match, str | None]], search_weight: float) -> Thresholds:
    signals = np.array([[match.signals[name] for name in SIGNALS] for match, _ in matches])
    right = np.array([match.item == item for match, item in matches])
    # questions without an item are rarer here than in life
    weights = np.where([item is None for _, item in matches], 2.0, 1.0)
    regression = LogisticRegression(fit_intercept=False, C=10).fit(signals, right, sample_weight=weights)
    confidence = regression.predict_proba(signals)[:, 1]
    answer = lowest_threshold(confidence, right, int(WRONG_ANSWERS * len(right)))
    near = max(LEAST_NEAR, float(np.quantile([match.candidates[0].score - score for match, item in matches
                                              if (score := _score_of(match, item)) is not None], 0.97)))
    offered = np.array([(score := _score_of(match, item)) is not None and match.candidates[0].score - score <= near
                        for match, item in matches])
    candidates = answer
    for limit in np.arange(0.02, answer, 0.02):
        band = (confidence >= limit) & (confidence < limit + 0.1)
        if band.any() and offered[band].mean() >= OFFERED:
            candidates = float(limit)
            break
    lone = lowest_right(confidence, right, offered_alone(matches, near) & (confidence >= candidates) & (confidence < answer), weights)
    named = {name: round(float(weight), 3) for name, weight in zip(SIGNALS, regression.coef_[0], strict=True)}
    return Thresholds(search_weight, named, round(answer, 3), round(candidates, 3), round(min(lone, answer), 3), round(near, 3))


def _score_of(match: Match, item: str | None) -> float | None:
    return next((candidate.score for candidate in match.candidates[:4] if candidate.item == item), None)


def offered_alone(matches: list[tuple[Match, str | None]], near: float) -> np.ndarray:
    """Is the first candidate the only one near, and not below a label that is no item?"""
    return np.array([match.signals["over_refusal"] >= 0
                     and (len(match.candidates) == 1 or match.candidates[0].score - match.candidates[1].score > near)
                     for match, _ in matches])


def lowest_right(confidence: np.ndarray, right: np.ndarray, among: np.ndarray, weights: np.ndarray) -> float:
    """The lowest confidence from which, of the questions in `among`, the share LONE_RIGHT is right."""
    for limit in np.sort(confidence[among]):
        above = among & (confidence >= limit)
        if np.average(right[above], weights=weights[above]) >= LONE_RIGHT:
            return float(limit)
    return 1.0


def lowest_threshold(confidence: np.ndarray, right: np.ndarray, allowed: int) -> float:
    """The lowest confidence from which at most `allowed` wrong answers remain."""
    wrong = np.sort(confidence[~right])[::-1]
    return float(wrong[allowed]) + 1e-3 if len(wrong) > allowed else 0.5


def report(policy: PolicyDb, questions: list[Question], thresholds: Thresholds) -> str:
    """Bands against right and wrong, for questions with and without an item."""
    matcher = Matcher(policy, thresholds)
    rows: dict[tuple[str, str], int] = {}
    first = with_item = 0
    for text, item, reading in questions:
        match = matcher.match(text, reading)
        if item is None:
            outcome = "no item"
        else:
            with_item += 1
            first += match.item == item
            offered = match.band == "candidates" and item in matcher.near(match)
            outcome = "right" if match.item == item or offered else "wrong"
        rows[match.band, outcome] = rows.get((match.band, outcome), 0) + 1
    lines = [f"{len(questions)} held-out questions, right item first: {first}/{with_item} = {100 * first / with_item:.1f} %",
             f"{'band':<12}{'right':>8}{'wrong':>8}{'no item':>9}"]
    for band in ("answer", "candidates", "refuse"):
        lines.append(f"{band:<12}" + f"{rows.get((band, 'right'), 0):>8}{rows.get((band, 'wrong'), 0):>8}"
                     f"{rows.get((band, 'no item'), 0):>9}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
