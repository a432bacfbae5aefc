"""What must stay true of the tree: who imports whom, and that the docs name what exists."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings

ALLOWED = {"policy_db": {"policy_db"}, "actions": {"actions", "policy_db"},
           "bot": {"bot", "actions", "policy_db"}}
OURS = {"policy_db", "actions", "bot", "scripts", "tests"}


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_packages_import_only_what_they_may(package: str) -> None:
    wrong = {str(path): sorted(imports_of(path) & OURS - ALLOWED[package]) for path in Path(package).rglob("*.py")}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_policy_database_knows_no_rasa() -> None:
    assert [str(path) for path in Path("policy_db").rglob("*.py") if imports_of(path) & {"rasa", "rasa_sdk"}] == []


def test_answer_phrases_hold_no_digits() -> None:
    """Figures come from the database; the hotline and emergency numbers are the only ones in code."""
    allowed = {"12345", "110", "119", "120"}
    wrong = []
    for path in [Path("actions") / name for name in ("phrases.py", "decline.py", "small_talk.py", "hand_over.py", "clarify.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                wrong += [(path.name, number) for number in re.findall(r"\d+", node.value) if number not in allowed]
    assert wrong == []


def test_every_setting_has_help_and_stands_in_the_operators_guide() -> None:
    guide = Path("docs/operators.zh.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        assert field.metadata["help"], field.name
        assert f"HUIQI_{field.name.upper()}" in guide, f"run `make docs`: {field.name} is missing in the operators' guide"


def test_every_make_target_of_the_docs_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", Path("Makefile").read_text(encoding="utf-8"), flags=re.M))
    named = set()
    for path in [Path("README.md"), Path("README.zh.md"), Path("CONTRIBUTING.md"), *Path("docs").rglob("*.md")]:
        named |= set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8")))
    assert named - targets == set()


def test_no_path_of_a_developers_machine_is_tracked() -> None:
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()
    pattern = re.compile(r"(?<![\w.])/(?:root|work|home/\w+)/")
    wrong = [name for name in files if Path(name).suffix in {".py", ".md", ".yml", ".yaml", ".ts", ".tsx", ".sh", ".toml"}
             and Path(name).exists() and name != "tests/test_architecture.py" and pattern.search(Path(name).read_text(encoding="utf-8"))]
    assert wrong == []
