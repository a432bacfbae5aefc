"""The build is all-or-nothing and reproducible, and its search works for Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_db.build import build
from policy_db.database import PolicyDb
from policy_db.errors import CatalogueError, PolicyDbError, UnknownItem
from tests.policy_db.test_catalogue_files import catalogue  # noqa: F401 - a fixture


def test_the_same_input_gives_the_same_bytes(catalogue: Path, tmp_path: Path) -> None:  # noqa: F811
    first, second = tmp_path / "a.db", tmp_path / "b.db"
    assert build(first, catalogue) == build(second, catalogue)
    assert first.read_bytes() == second.read_bytes()


def test_a_broken_file_leaves_the_old_database_in_service(catalogue: Path, tmp_path: Path) -> None:  # noqa: F811
    target = tmp_path / "policy.db"
    build(target, catalogue)
    before = target.read_bytes()
    (catalogue / "items" / "keji" / "sample.yaml").write_text("id: sample\n", encoding="utf-8")
    with pytest.raises(CatalogueError):
        build(target, catalogue)
    assert target.read_bytes() == before
    assert list(tmp_path.glob("policy.db*.part")) == []
    assert PolicyDb(target).items["sample"].title == "样例奖励"


def test_questions_for_unknown_items_stop_the_build(catalogue: Path, tmp_path: Path) -> None:  # noqa: F811
    questions = tmp_path / "nlu"
    questions.mkdir()
    (questions / "q.yml").write_text('version: "3.1"\nnlu:\n- intent: ask_policy/gone\n  examples: |\n    - 问\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="no item has this id"):
        build(tmp_path / "policy.db", catalogue, questions)


def test_no_database_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyDbError, match="no built policy database"):
        PolicyDb(tmp_path / "missing.db")


def test_an_unknown_item_is_a_clear_error(policy: PolicyDb) -> None:
    with pytest.raises(UnknownItem):
        policy.item("no-such-item")


@pytest.mark.parametrize(("text", "item"), [
    ("刻章", "shichang-03"),               # two characters
    ("高企", "keji-01"),                    # an abbreviation
    ("粮改饲", "nongye-03"),                # a word that no dictionary has
    ("茧丝绸", "shangwu-04"),
    ("高新技術企業", "keji-01"),             # traditional characters
    ("ＡＡＡ级企业投标保证金", "zhujian-04"),  # full width
])
def test_search_finds_chinese(policy: PolicyDb, text: str, item: str) -> None:
    assert item in [hit.item for hit in policy.search(text, limit=3)]


@pytest.mark.parametrize("text", ["", "   ", "？！…", "\"' OR 1=1 --", "NEAR(a b)", "*", "😀"])
def test_search_survives_any_text(policy: PolicyDb, text: str) -> None:
    assert isinstance(policy.search(text), list)
