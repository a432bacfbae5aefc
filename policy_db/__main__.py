"""Command line of the policy database: `python -m policy_db <command>` (`--help` lists them)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from policy_db.catalogue_files import CATALOGUE_DIR, Catalogue, read_catalogue
from policy_db.errors import PolicyDbError
from policy_db.wording import Wording, validity_words


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="policy_db", description=__doc__)
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE_DIR, help="the catalogue's folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="validate every catalogue file")
    show = commands.add_parser("show", help="print items as an answer would word them")
    show.add_argument("items", nargs="+")
    verify = commands.add_parser("verify", help="compare every figure with the official texts")
    verify.add_argument("--originals", type=Path, required=True, help="folder of the official texts")
    verify.add_argument("items", nargs="*", help="only these items")
    covered = commands.add_parser("coverage", help="every clause is cited by an item or has a reason")
    covered.add_argument("--originals", type=Path, required=True, help="folder of the official texts")
    search = commands.add_parser("search", help="full-text search in the built database")
    search.add_argument("text")
    search.add_argument("--database", type=Path, default=Path("var/policy.db"))
    options = parser.parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except PolicyDbError as error:
        print(error, file=sys.stderr)
        return 1


def _check(options: argparse.Namespace) -> int:
    catalogue = read_catalogue(options.catalogue)
    print(f"{len(catalogue.items)} items, {len(catalogue.terms)} terms, {len(catalogue.documents)} documents: no problem")
    return 0


def _show(options: argparse.Namespace) -> int:
    catalogue = read_catalogue(options.catalogue)
    for name in options.items:
        print(item_text(catalogue, name), end="\n\n")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from policy_db.originals import load_originals
    from policy_db.verify import verify

    report = verify(read_catalogue(options.catalogue), load_originals(options.originals), options.items)
    print(report)
    return 1 if report.findings else 0


def _coverage(options: argparse.Namespace) -> int:
    from policy_db.coverage import coverage
    from policy_db.originals import load_originals

    report = coverage(read_catalogue(options.catalogue), load_originals(options.originals))
    print(report)
    return 1 if report.unexplained or report.superfluous else 0


def _search(options: argparse.Namespace) -> int:
    from policy_db.database import PolicyDb

    policy = PolicyDb(options.database)
    for hit in policy.search(options.text):
        print(f"{hit.score:8.2f}  {hit.item:<28} {policy.items[hit.item].title}")
    return 0


def item_text(catalogue: Catalogue, name: str) -> str:
    """A whole item in words, for editors."""
    item, wording = catalogue.items[name], Wording(catalogue.criteria)
    lines = [f"{item.id}  {item.title}（{item.category}，{item.kind}）", item.summary]
    lines += [f"  条件 {condition.text}" for condition in item.conditions]
    for provision in item.provisions:
        lines.append(f"  {provision.region} {provision.id} [{provision.source}] {validity_words(provision.validity)} {provision.for_}")
        lines += [f"    条件 {condition.text}" for condition in provision.conditions]
        lines += [f"    {wording.benefit(benefit)}" for benefit in provision.benefits]
        lines += [f"    {text}" for text in (provision.note, provision.apply) if text]
    lines += [f"  {c.region} {c.agency}{c.office} {'、'.join(c.phones)} {c.for_}" for c in item.contacts]
    return "\n".join([*lines, item.note]).rstrip()


COMMANDS = {"check": _check, "show": _show, "verify": _verify, "coverage": _coverage, "search": _search}

if __name__ == "__main__":
    sys.exit(main())
