"""A training that is cut off leaves no model that a later start would take for whole. Rasa's own part is stood in for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.settings import Settings
from bot.training import model_path, prepare_model


def write_model(content: str, output: str, fixed_model_name: str) -> str:
    path = Path(output) / fixed_model_name
    path.write_text(content)
    return str(path)


def cut_off(*_: Any, output: str, fixed_model_name: str, **__: Any) -> None:
    write_model("half", output, fixed_model_name)
    raise KeyboardInterrupt


def whole(*_: Any, output: str, fixed_model_name: str, **__: Any) -> SimpleNamespace:
    return SimpleNamespace(model=write_model("whole", output, fixed_model_name))


def test_a_training_that_is_cut_off_leaves_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(Settings(), var=tmp_path)
    monkeypatch.setattr("rasa.model_training.train", cut_off)
    with pytest.raises(KeyboardInterrupt):
        prepare_model(settings)
    assert not model_path(settings).exists()
    monkeypatch.setattr("rasa.model_training.train", whole)
    assert prepare_model(settings).read_text() == "whole"


def test_only_the_new_model_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(Settings(), var=tmp_path)
    (tmp_path / "models").mkdir()
    for name in ("huiqi-older.tar.gz", "unfinished-huiqi-older.tar.gz"):
        (tmp_path / "models" / name).write_text("old")
    monkeypatch.setattr("rasa.model_training.train", whole)
    prepare_model(settings)
    assert list((tmp_path / "models").iterdir()) == [model_path(settings)]
