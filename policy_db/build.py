"""Compiles the catalogue's files into one SQLite file: all or nothing, the same bytes for the same input."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

import sqlite_utils
import yaml

from policy_db.catalogue_files import CATALOGUE_DIR, Catalogue, read_catalogue
from policy_db.errors import CatalogueError, Problem
from policy_db.schema import Item
from policy_db.text import Segmenter
from policy_db.wording import Wording

#: raised when the tables change, so that an old file is built anew
SCHEMA_VERSION = 2
INDEX_COLUMNS = ("title", "aliases", "questions", "body")
#: folder of the catalogue of which the question model learns nothing: a changed term trains no new model
NOT_LEARNED = "terms"


def build(target: Path, catalogue_dir: Path = CATALOGUE_DIR, questions_dir: Path | None = None,
          originals_dir: Path | None = None) -> str:
    """Build `target` and return its content version. On any problem CatalogueError is raised and the old file stays."""
    catalogue = read_catalogue(catalogue_dir)
    questions = read_questions(questions_dir, catalogue) if questions_dir else {}
    version = content_version(catalogue_dir, questions_dir, originals_dir)
    learned = content_version(catalogue_dir, questions_dir, originals_dir, without=NOT_LEARNED)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    os.close(handle)
    try:
        database = sqlite_utils.Database(name)
        _write(database, catalogue, questions, originals_dir, version, learned)
        database.execute("VACUUM")
        database.close()
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return version


def content_version(catalogue_dir: Path = CATALOGUE_DIR, questions_dir: Path | None = None,
                    originals_dir: Path | None = None, *, without: str = "") -> str:
    """A hash over everything that goes into the file; `without` one folder of the catalogue, when it is named."""
    digest = hashlib.sha256(f"schema {SCHEMA_VERSION}".encode())
    for folder in filter(None, (catalogue_dir, questions_dir, originals_dir)):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".yml", ".txt"}):
            if without and folder == catalogue_dir and path.relative_to(folder).parts[0] == without:
                continue
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def read_questions(directory: Path, catalogue: Catalogue) -> dict[str, list[str]]:
    """Item id → the questions people ask, from Rasa NLU files (`ask_policy/<item>` or the item's own intent)."""
    item_of_intent = {item.intent: item.id for item in catalogue.items.values() if item.intent}
    questions: dict[str, list[str]] = {}
    problems = []
    for path in sorted(directory.rglob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).get("nlu", []):
            intent = block.get("intent", "")
            item = intent.removeprefix("ask_policy/") if intent.startswith("ask_policy/") else item_of_intent.get(intent)
            if item is None:
                continue
            if item not in catalogue.items:
                problems.append(Problem(path.name, intent, "no item has this id"))
                continue
            lines = [line.strip()[2:].strip() for line in block["examples"].splitlines() if line.strip().startswith("- ")]
            questions.setdefault(item, []).extend(lines)
    if problems:
        raise CatalogueError(problems)
    return questions


def terms_of(catalogue: Catalogue) -> list[str]:
    """Words that the cutter must know: aliases, topics, agencies."""
    terms = {term for item in catalogue.items.values() for term in (*item.aliases, *item.topics)}
    terms |= {alias for agency in catalogue.agencies.values() for alias in (agency.name, *agency.aliases)}
    return sorted(term for term in terms if 2 <= len(term) <= 8)


def _write(database: sqlite_utils.Database, catalogue: Catalogue, questions: dict[str, list[str]],
           originals_dir: Path | None, version: str, learned: str) -> None:
    database.table("meta").insert({"schema_version": SCHEMA_VERSION, "version": version, "learned_version": learned})
    for table, rows in (("documents", catalogue.documents), ("criteria", catalogue.criteria),
                        ("agencies", catalogue.agencies), ("places", catalogue.places), ("topics", catalogue.topics),
                        ("no_item", catalogue.no_item), ("defined_terms", catalogue.terms)):
        database.table(table).create({"id": str, "body": str}, pk="id")
        database.table(table).insert_all(
            [{"id": key, "body": row.json(by_alias=True, ensure_ascii=False)} for key, row in rows.items()])
    _write_items(database, catalogue)
    database.table("questions").create({"item": str, "text": str})
    database.table("questions").insert_all(
        {"item": item, "text": text} for item, texts in sorted(questions.items()) for text in texts)
    terms = terms_of(catalogue)
    database.table("terms").create({"term": str})
    database.table("terms").insert_all({"term": term} for term in terms)
    _write_index(database, catalogue, questions, Segmenter(terms))
    _write_clauses(database, originals_dir)


def _write_items(database: sqlite_utils.Database, catalogue: Catalogue) -> None:
    wording = Wording(catalogue.criteria)
    items, provisions, benefits, contacts = [], [], [], []
    for item in catalogue.items.values():
        items.append({"id": item.id, "title": item.title, "category": item.category, "kind": item.kind,
                      "intent": item.intent, "body": item.json(by_alias=True, ensure_ascii=False)})
        for provision in item.provisions:
            key = f"{item.id}/{provision.id}"
            provisions.append({"id": key, "item": item.id, "level": provision.level, "region": provision.region,
                               "source": provision.source, "valid_from": _day(provision.validity.from_),
                               "valid_to": _day(provision.validity.to), "stated": provision.validity.stated})
            for index, benefit in enumerate(provision.benefits):
                benefits.append({"provision": key, "position": index, "kind": benefit.kind, "label": benefit.label,
                                 "words": wording.amount(benefit)})
        for contact in item.contacts:
            contacts.append({"item": item.id, "region": contact.region, "agency": contact.agency, "office": contact.office,
                             "phones": json.dumps(contact.phones), "for": contact.for_, "source": contact.source})
    database.table("items").insert_all(items, pk="id")
    database.table("provisions").insert_all(provisions, pk="id", foreign_keys=[("item", "items")])
    database.table("benefits").insert_all(benefits, pk=("provision", "position"), foreign_keys=[("provision", "provisions")])
    database.table("contacts").create({"item": str, "region": str, "agency": str, "office": str, "phones": str, "for": str,
                                 "source": str}, foreign_keys=[("item", "items")])
    database.table("contacts").insert_all(contacts)


def _day(day: object) -> str | None:
    return str(day) if day else None


def _write_index(database: sqlite_utils.Database, catalogue: Catalogue, questions: dict[str, list[str]],
                 segmenter: Segmenter) -> None:
    database.table("item_index").create({"item": str, **dict.fromkeys(INDEX_COLUMNS, str)})
    wording = Wording(catalogue.criteria)
    database.table("item_index").insert_all(
        {"item": item.id, **{column: " ".join(segmenter.tokens(text))
                             for column, text in _index_texts(item, questions.get(item.id, []), wording).items()}}
        for item in catalogue.items.values())
    database.table("item_index").enable_fts(INDEX_COLUMNS, tokenize="unicode61")


def _index_texts(item: Item, questions: list[str], wording: Wording) -> dict[str, str]:
    benefits = [f"{wording.benefit(benefit)} {' '.join(benefit.words)}"
                for provision in item.provisions for benefit in provision.benefits]
    audience = [*item.audience.subjects, *item.audience.industries]
    offices = [f"{contact.agency}{contact.office}" for contact in item.contacts]
    conditions = [c.text for c in item.conditions] + [c.text for p in item.provisions for c in p.conditions]
    return {"title": f"{item.title} {item.summary}", "aliases": " ".join([*item.aliases, *item.topics]),
            "questions": "\n".join(questions),
            "body": "\n".join([*benefits, *audience, *offices, *conditions, item.category])}


def _write_clauses(database: sqlite_utils.Database, originals_dir: Path | None) -> None:
    database.table("clauses").create({"key": str, "document": str, "path": str, "text": str}, pk="key")
    if originals_dir is None:
        return
    from policy_db.originals import load_originals

    originals = load_originals(originals_dir)
    database.table("clauses").insert_all(
        {"key": clause.key, "document": clause.document, "path": clause.path, "text": clause.text}
        for clause in originals.clauses)
    database.table("clause_aliases").insert_all(
        [{"alias": alias, "key": clause.key} for clause in originals.clauses for alias in clause.aliases], pk="alias")
