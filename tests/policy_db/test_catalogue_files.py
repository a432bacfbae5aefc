"""Broken catalogue files are refused with file, field and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policy_db.catalogue_files import CATALOGUE_DIR, read_catalogue
from policy_db.errors import CatalogueError

ITEM = """\
id: sample
title: 样例奖励
category: 科技类
kind: 奖补
topics: [样例]
summary: 一个只用于测试的事项
verified: {date: 2026-11-23, by: 测试}
contacts:
  - {region: 洛阳, agency: 市科技局, phones: ["63910557"], source: "luoyang-compendium-2022#科技类/1"}
provisions:
  - id: luoyang
    level: city
    region: 洛阳
    source: luoyang-compendium-2022#科技类/1
    benefits:
      - label: 分档
        kind: tiers
        input: revenue
        tiers:
          - {when: "[1亿元, 2亿元)", amount: 10万元}
          - {when: "[2亿元, +)", amount: 20万元}
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue with the real shared tables and one item."""
    for name in ("criteria", "documents", "agencies", "regions"):
        shutil.copytree(CATALOGUE_DIR / name, tmp_path / name)
    (tmp_path / "items" / "keji").mkdir(parents=True)
    (tmp_path / "items" / "keji" / "sample.yaml").write_text(ITEM, encoding="utf-8")
    return tmp_path


def problems_after(catalogue: Path, old: str, new: str) -> list[str]:
    path = catalogue / "items" / "keji" / "sample.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(catalogue)
    return [str(problem) for problem in raised.value.problems]


def test_a_sound_item_is_read(catalogue: Path) -> None:
    item = read_catalogue(catalogue).items["sample"]
    assert item.provisions[0].benefits[0].kind == "tiers"


@pytest.mark.parametrize(("old", "new", "field", "reason"), [
    ("kind: 奖补", "kind: 奖补\ncolour: red", "colour", "extra fields not permitted"),
    ("id: sample", "id: other", "id", "must equal the file name"),
    ("amount: 10万元", "amount: 很多钱", "amount", "no amount"),
    ("[1亿元, 2亿元)", "[1亿元, 3亿元)", "tiers", "overlap"),
    ("[1亿元, 2亿元)", "[1亿元, 1.5亿元)", "tiers", "gap"),
    ("[1亿元, 2亿元)", "[2亿元, 1亿元)", "when", "above the upper bound"),
    ("[2亿元, +)", "(2亿元, +)", "tiers", "gap at"),
    ("input: revenue", "input: reveune", "benefits.0", "no criterion has the key 'reveune'"),
    ('phones: ["63910557"]', 'phones: ["六三九一"]', "phones", "does not match"),
    ("level: city", "level: province", "region", "does not go with"),
    ("source: luoyang-compendium-2022#科技类/1\n    benefits", "source: no-such#1\n    benefits", "source", "no document"),
    ("topics: [样例]", "topics: [样例]\nrelated: [nowhere]", "related", "no item has the id 'nowhere'"),
    ("topics: [样例]", "topics: [样例]\ntopics: [又一次]", "file", "given twice"),
    ("title: 样例奖励", "title: [", "file", "no readable YAML"),
    ("    source: luoyang-compendium-2022#科技类/1\n    benefits",
     "    validity: {from: 2023-01-01, to: 2022-01-01}\n    source: luoyang-compendium-2022#科技类/1\n    benefits", "to", "is after"),
])
def test_each_broken_rule_names_file_field_and_reason(catalogue: Path, old: str, new: str, field: str, reason: str) -> None:
    problems = problems_after(catalogue, old, new)
    assert any("sample.yaml" in p and field in p and reason in p for p in problems), problems


@pytest.mark.parametrize(("old", "new", "reason"), [
    ("implies: [specialised]", "implies: [nothing]", "no criterion has the key 'nothing'"),
    ("key: adopters\n", "key: adopters\n  denied: [没推广]\n", "only a yes/no criterion"),
])
def test_broken_criteria_are_refused(catalogue: Path, old: str, new: str, reason: str) -> None:
    path = catalogue / "criteria" / "titles.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=reason):
        read_catalogue(catalogue)


def test_a_cap_below_the_floor_is_refused(catalogue: Path) -> None:
    rate = 'kind: rate\n        rate: "10%"\n        base: revenue\n        cap: 5万元\n        floor: 6万元'
    problems = problems_after(catalogue, ITEM[ITEM.index("kind: tiers"):].rstrip(), rate)
    assert any("below the floor" in problem for problem in problems), problems


def test_two_items_may_not_state_one_case_of_one_clause_differently(catalogue: Path) -> None:
    second = ITEM.replace("id: sample", "id: second").replace("title: 样例奖励", "title: 另一个样例").replace("20万元", "30万元")
    (catalogue / "items" / "keji" / "second.yaml").write_text(second, encoding="utf-8")
    with pytest.raises(CatalogueError, match="stands differently in"):
        read_catalogue(catalogue)


def test_every_problem_is_reported_at_once(catalogue: Path) -> None:
    (catalogue / "items" / "keji" / "worse.yaml").write_text("id: worse\n", encoding="utf-8")
    problems = problems_after(catalogue, "kind: 奖补", "kind: 奖补\ncolour: red")
    assert {problem.split(":")[0] for problem in problems} >= {"items/keji/sample.yaml", "items/keji/worse.yaml"}
