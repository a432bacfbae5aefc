"""Derives the weights of follow-ups from the talks in data/follow_ups and writes actions/follow_up_weights.yaml.

Each talk gives an item and messages that may come after an answer about it: `follow` (still about it), `switch` (about
another item), `other` (no policy). The held-out questions, which stand alone, are put after items of other matters too.
A logistic regression learns `follow` from the rest. The limit is set on authors that the regression has not seen: each
file is judged by what the others teach.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from actions.follow_up import WEIGHTS_FILE, signals_of, sounds_of
from actions.services import services
from actions.turn import turn_of
from bot.app import build_services
from bot.dialogue import Dialogue
from bot.logs import configure_logging
from bot.nlu.policy_classifier import STEERING, item_of
from bot.settings import Settings
from bot.training import prepare_database, prepare_model
from policy_db.schema import Item
from scripts.docs import fill
from scripts.held_out import HELD_OUT_DIR, read_examples

TALKS_DIR = Path("data/follow_ups")
KINDS = ("follow", "switch", "other")
#: a held-out question, which says everything itself
ALONE = "alone"
#: intents that are settled before the weights are asked
SETTLED = STEERING | {"affirm", "deny"}
#: share of the talks' messages about something else that may be taken as follow-ups
WRONG_FOLLOW_UPS = 0.04
#: a sound counts when at least so many messages have it
LEAST_SOUNDS = 8
#: strength of the regression (inverse of the penalty)
STRENGTH = 0.3


@dataclass(frozen=True)
class Example:
    """A message after an answer about an item; `author` is the name of the file that must be unseen with it."""

    author: str
    kind: str
    text: str
    signals: dict[str, float]


def main() -> None:
    settings = Settings.from_environment()
    configure_logging(settings)
    prepare_database(settings)
    model = prepare_model(settings)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "policy.db").write_bytes((settings.var / "policy.db").read_bytes())
        dialogue = build_services(replace(settings, var=Path(folder)), model).dialogue
        examples = asyncio.run(read_talks(dialogue)) + asyncio.run(read_held_out(dialogue))
    names = list(examples[0].signals)
    signals = np.array([[example.signals[name] for name in names] for example in examples])
    vectorizer = CountVectorizer(analyzer=sounds_of, binary=True, min_df=LEAST_SOUNDS).fit(example.text for example in examples)
    sounds = vectorizer.transform(example.text for example in examples)
    mean, spread = signals.mean(0), signals.std(0)
    inputs = csr_matrix(hstack([(signals - mean) / spread, sounds]))
    follows = np.array([example.kind == "follow" for example in examples])
    unseen = unseen_probabilities(inputs, follows, np.array([example.author for example in examples]))
    elsewhere = np.array([example.kind in ("switch", "other") for example in examples])
    limit = float(np.quantile(unseen[elsewhere], 1 - WRONG_FOLLOW_UPS))
    fitted = fit(inputs, follows)
    weights = fitted.coef_[0][:len(names)] / spread
    write(limit, float(fitted.intercept_[0] - weights @ mean), dict(zip(names, weights, strict=True)),
          dict(zip(vectorizer.get_feature_names_out(), fitted.coef_[0][len(names):], strict=True)))
    table = report(examples, unseen >= limit)
    fill(Path("docs/evaluation.md"), "follow-ups", f"```\n{table}\n```")
    print(table)


async def read_talks(dialogue: Dialogue) -> list[Example]:
    examples = []
    for path in sorted(TALKS_DIR.glob("*.yml")):
        for talk in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["talks"]:
            before = services().policy.item(talk["item"])
            for kind in KINDS:
                texts = [entry["text"] for entry in talk[kind]] if kind == "switch" else talk[kind]
                examples += [await read(path.stem, kind, text, before, dialogue) for text in texts]
    return examples


async def read_held_out(dialogue: Dialogue) -> list[Example]:
    """All held-out questions that no item answers, and as many of the others, each after an item that it does not mean."""
    policy = services().policy
    questions = [(text, item_of(label, policy.item_of_intent)) for text, label in read_examples(HELD_OUT_DIR, "held_out_*.yml")
                 if label not in SETTLED]
    without = [(text, None) for text, item in questions if item is None]
    with_item = [(text, item) for text, item in questions if item is not None]
    chosen = without + with_item[::max(1, len(with_item) // len(without))]
    authors = sorted(path.stem for path in TALKS_DIR.glob("*.yml"))
    items, examples = list(policy.items.values()), []
    for number, (text, item) in enumerate(chosen):
        before = items[number % len(items)]
        if before.id != item:
            examples.append(await read(authors[number % len(authors)], ALONE, text, before, dialogue))
    return examples


async def read(author: str, kind: str, text: str, before: Item, dialogue: Dialogue) -> Example:
    """The message as an example, with its signals."""
    shared, turn = services(), turn_of(await dialogue.understand(text))
    match = shared.matcher.match(turn.text, turn.reading, city_of_asker(before))
    return Example(author, kind, turn.text, signals_of(turn, match, before, shared))


def city_of_asker(item: Item) -> str:
    """A city where the item holds."""
    regions = {provision.region for provision in item.provisions}
    return "焦作" if "焦作" in regions and "洛阳" not in regions else "洛阳"


def fit(inputs: csr_matrix, follows: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=3000).fit(inputs, follows)


def unseen_probabilities(inputs: csr_matrix, follows: np.ndarray, authors: np.ndarray) -> np.ndarray:
    """The probability of each message, learned from the other authors alone."""
    found = np.zeros(len(follows))
    for author in np.unique(authors):
        own = authors == author
        found[own] = fit(inputs[~own], follows[~own]).predict_proba(inputs[own])[:, 1]
    return found


def write(limit: float, bias: float, signals: dict[str, float], sounds: dict[str, float]) -> None:
    content = {"limit": round(limit, 3), "bias": round(bias, 3),
               "signals": {name: round(float(weight), 3) for name, weight in signals.items()},
               "sounds": {sound: round(float(weight), 2) for sound, weight in sorted(sounds.items(), key=lambda entry: -entry[1])}}
    WEIGHTS_FILE.write_text("# Written by scripts/calibrate_follow_ups.py from data/follow_ups; do not edit by hand.\n"
                            + yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def report(examples: list[Example], taken: np.ndarray) -> str:
    """How many of each kind are taken as follow-ups, by authors that the weights were not learned from."""
    lines = [f"{'':<14}" + "".join(f"{kind:>14}" for kind in (*KINDS, ALONE))]
    for author in (*sorted({example.author for example in examples}), "all"):
        row = f"{author:<14}"
        for kind in (*KINDS, ALONE):
            marks = [bool(mark) for example, mark in zip(examples, taken, strict=True)
                     if example.kind == kind and author in (example.author, "all")]
            row += f"{f'{sum(marks)}/{len(marks)}':>14}"
        lines.append(row)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
