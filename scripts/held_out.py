"""The questions that the model never sees: read from tests/nlu/held_out_*.yml."""

from __future__ import annotations

from pathlib import Path

import yaml

TRAINING_DIR = Path("data/nlu")
HELD_OUT_DIR = Path("tests/nlu")


def read_examples(folder: Path, pattern: str = "*.yml") -> list[tuple[str, str]]:
    """(question, label) of all NLU files of a folder; labels are full intents such as ask_policy/keji-02."""
    examples = []
    for path in sorted(folder.glob(pattern)):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            lines = (line.strip() for line in block["examples"].splitlines())
            examples += [(line[2:].strip(), block["intent"]) for line in lines if line.startswith("- ")]
    return examples
