"""Reads the catalogue's YAML files into checked models; every problem of every file is reported at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from policy_db.errors import CatalogueError, Problem
from policy_db.schema import Agency, Criterion, Document, Item, NoItem, Place, Term, Topic

M = TypeVar("M", bound=BaseModel)
CATALOGUE_DIR = Path(__file__).parent / "catalogue"


@dataclass
class Catalogue:
    """All checked rows: keyed by id, name or key, in the order of the files."""

    items: dict[str, Item] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    no_item: dict[str, NoItem] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # item id → file, relative to the catalogue

    def document_of(self, clause_key: str) -> Document:
        """The document that a clause key belongs to (the longest document id that begins it)."""
        fitting = [d for d in self.documents if clause_key == d or clause_key.startswith((f"{d}#", f"{d}/"))]
        return self.documents[max(fitting, key=len)]


def read_catalogue(directory: Path = CATALOGUE_DIR) -> Catalogue:
    """Load and check every file below `directory`; raises CatalogueError with all problems."""
    from policy_db.rules import check_rules

    problems: list[Problem] = []
    catalogue = Catalogue()
    for path in sorted(directory.glob("criteria/*.yaml")):
        _add_rows(path, directory, Criterion, "key", catalogue.criteria, problems)
    for path in sorted(directory.glob("documents/*.yaml")):
        _add_rows(path, directory, Document, "id", catalogue.documents, problems)
    for path in sorted(directory.glob("agencies/*.yaml")):
        _add_rows(path, directory, Agency, "name", catalogue.agencies, problems)
    for path in sorted(directory.glob("regions/*.yaml")):
        _add_rows(path, directory, Place, "name", catalogue.places, problems)
    for path in sorted(directory.glob("topics/*.yaml")):
        _add_rows(path, directory, Topic, "name", catalogue.topics, problems)
    for path in sorted(directory.glob("no_item/*.yaml")):
        _add_rows(path, directory, NoItem, "clause", catalogue.no_item, problems)
    for path in sorted(directory.glob("terms/*.yaml")):
        _add_rows(path, directory, Term, "id", catalogue.terms, problems)
    for path in sorted(directory.glob("items/*/*.yaml")):
        _add_item(path, directory, catalogue, problems)
    if not catalogue.items:
        problems.append(Problem(str(directory), "items", "the catalogue holds no item"))
    problems += check_rules(catalogue)
    if problems:
        raise CatalogueError(problems)
    return catalogue


class _StrictLoader(yaml.CSafeLoader):
    """A YAML loader that refuses a key given twice."""


def _no_duplicate_keys(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [key.value for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.MarkedYAMLError(problem=f"key {key!r} is given twice", problem_mark=node.start_mark)
    return dict(loader.construct_pairs(node, deep=True))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _no_duplicate_keys)


def _read_yaml(path: Path, name: str, problems: list[Problem]) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(name, "file", f"is no readable YAML: {' '.join(str(error).split())}"))
        return None


def _validate(model: type[M], data: Any, name: str, at: str, problems: list[Problem]) -> M | None:
    if not isinstance(data, dict):
        problems.append(Problem(name, at or "file", "must be a mapping of fields"))
        return None
    try:
        return model.parse_obj(data)
    except ValidationError as error:
        for entry in error.errors():
            where = ".".join(str(part) for part in entry["loc"])
            problems.append(Problem(name, f"{at}.{where}" if at else where, entry["msg"]))
        return None


def _add_rows(path: Path, root: Path, model: type[M], key: str, rows: dict[str, M], problems: list[Problem]) -> None:
    name = str(path.relative_to(root))
    data = _read_yaml(path, name, problems)
    if data is None:
        return
    if not isinstance(data, list):
        problems.append(Problem(name, "file", "must be a list of rows"))
        return
    for index, entry in enumerate(data):
        row = _validate(model, entry, name, str(index), problems)
        if row is None:
            continue
        identity = getattr(row, key)
        if identity in rows:
            problems.append(Problem(name, f"{index}.{key}", f"{identity!r} stands twice"))
        rows[identity] = row


def _add_item(path: Path, root: Path, catalogue: Catalogue, problems: list[Problem]) -> None:
    name = str(path.relative_to(root))
    data = _read_yaml(path, name, problems)
    if data is None:
        return
    item = _validate(Item, data, name, "", problems)
    if item is None:
        return
    if item.id != path.stem:
        problems.append(Problem(name, "id", f"{item.id!r} must equal the file name {path.stem!r}"))
    if item.id in catalogue.items:
        problems.append(Problem(name, "id", f"{item.id!r} stands twice, also in {catalogue.files[item.id]}"))
    catalogue.items[item.id] = item
    catalogue.files[item.id] = name
