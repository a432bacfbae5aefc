"""Rules of the catalogue that need more than one field: each broken one is a Problem with file, field and reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policy_db.errors import Problem
from policy_db.schema import Benefit, Condition, Fact, Item, Provision, Rate, Tiers
from policy_db.term_names import plain

if TYPE_CHECKING:
    from policy_db.catalogue_files import Catalogue


def check_rules(catalogue: Catalogue) -> list[Problem]:
    """All broken rules of a loaded catalogue, file by file."""
    problems = []
    for item in catalogue.items.values():
        for field, reason in _item_problems(item, catalogue):
            problems.append(Problem(catalogue.files[item.id], field, reason))
    problems += _document_problems(catalogue)
    problems += _criterion_problems(catalogue)
    problems += _conflicting_claims(catalogue)
    problems += _term_problems(catalogue)
    problems += _naming_problems(catalogue)
    return problems


def _naming_problems(catalogue: Catalogue) -> list[Problem]:
    """Names of authorities and words of topics that would never lead to an item, or to two authorities."""
    used = {topic for item in catalogue.items.values() for topic in item.topics}
    problems = [Problem("topics", name, "no item has this topic") for name in catalogue.topics if name not in used]
    kinds: dict[str, str] = {}
    for agency in catalogue.agencies.values():
        for name in (*agency.aliases, *agency.short):
            if kinds.setdefault(name, agency.name) != agency.name:
                problems.append(Problem("agencies", agency.name, f"{name!r} is also a name of {kinds[name]}"))
    return problems


def _item_problems(item: Item, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for name in ("related", "supersedes"):
        for other in getattr(item, name):
            if other not in catalogue.items:
                yield name, f"no item has the id {other!r}"
    seen = set()
    for index, provision in enumerate(item.provisions):
        at = f"provisions.{index}"
        if provision.id in seen:
            yield f"{at}.id", f"{provision.id!r} stands twice"
        seen.add(provision.id)
        yield from _provision_problems(provision, at, catalogue)
    for index, contact in enumerate(item.contacts):
        if not _document_exists(contact.source, catalogue):
            yield f"contacts.{index}.source", f"no document holds {contact.source!r}"
    yield from _condition_problems(item.conditions, "conditions", catalogue)


def _provision_problems(provision: Provision, at: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for key in [provision.source, *provision.repeats]:
        if not _document_exists(key, catalogue):
            yield f"{at}.source", f"no document holds {key!r}"
    yield from _condition_problems(provision.conditions, f"{at}.conditions", catalogue)
    for index, benefit in enumerate(provision.benefits):
        where = f"{at}.benefits.{index}"
        yield from _condition_problems(benefit.conditions, f"{where}.conditions", catalogue)
        for key in criteria_of(benefit):
            if key not in catalogue.criteria:
                yield where, f"no criterion has the key {key!r}"
        if benefit.adds_to and benefit.adds_to not in {other.label for other in provision.benefits if other is not benefit}:
            yield f"{where}.adds_to", f"no other benefit of the provision has the label {benefit.adds_to!r}"
        if isinstance(benefit, Fact) and benefit.defines and getattr(catalogue.criteria.get(benefit.defines), "type", "") != "bool":
            yield where, f"{benefit.defines!r} is no yes/no criterion that could be defined"
        if (isinstance(benefit, Rate) and benefit.cap and benefit.floor
                and benefit.cap.quantity.value < benefit.floor.quantity.value):
            yield f"{where}.cap", f"the cap {benefit.cap} is below the floor {benefit.floor}"
        if isinstance(benefit, Tiers):
            yield from _tier_problems(benefit, where)


def criteria_of(benefit: Benefit) -> list[str]:
    """The criteria keys that a benefit is computed from."""
    keys = [getattr(benefit, name, None) for name in ("input", "base", "days", "share_of")]
    return [key for key in [*keys, *getattr(benefit, "inputs", [])] if key]


def _tier_problems(benefit: Tiers, where: str) -> Iterator[tuple[str, str]]:
    for left, right in zip(benefit.tiers, benefit.tiers[1:], strict=False):
        if left.when.high is None or right.when.low is None or left.when.high > right.when.low:
            yield f"{where}.tiers", f"{left.when} and {right.when} overlap or are not in rising order"
        elif left.when.high < right.when.low:
            if not benefit.gaps:
                yield f"{where}.tiers", f"{left.when} and {right.when} leave a gap"
        elif left.when.high_inclusive and right.when.low_inclusive:
            yield f"{where}.tiers", f"{left.when} and {right.when} overlap at {left.when.high}"
        elif not left.when.high_inclusive and not right.when.low_inclusive and not benefit.gaps:
            yield f"{where}.tiers", f"{left.when} and {right.when} leave a gap at {left.when.high}"
    for index, tier in enumerate(benefit.tiers):
        if not (tier.amount or tier.rate or tier.text):
            yield f"{where}.tiers.{index}", "a tier needs amount, rate or text"


def _condition_problems(conditions: list[Condition], at: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for index, condition in enumerate(conditions):
        if condition.key and condition.key not in catalogue.criteria:
            yield f"{at}.{index}.key", f"no criterion has the key {condition.key!r}"
        yield from _condition_problems(condition.any, f"{at}.{index}.any", catalogue)


def _document_exists(clause_key: str, catalogue: Catalogue) -> bool:
    try:
        catalogue.document_of(clause_key)
    except ValueError:
        return False
    return True


def _document_problems(catalogue: Catalogue) -> list[Problem]:
    return [
        Problem("documents", document.id, f"{relation} points to {target!r}, which is no document")
        for document in catalogue.documents.values()
        for entry in document.relations
        for relation, target in entry.items()
        if target not in catalogue.documents
    ]


def _criterion_problems(catalogue: Catalogue) -> list[Problem]:
    """What a criterion follows from, or implies, must exist; only yes/no is denied and implied."""
    problems = []
    for key, criterion in catalogue.criteria.items():
        problems += [Problem("criteria", key, f"no criterion has the key {other!r}")
                     for other in (*criterion.follows_from, *criterion.implies) if other not in catalogue.criteria]
        if criterion.type != "bool" and (criterion.denied or criterion.implies):
            problems.append(Problem("criteria", key, "only a yes/no criterion has words that deny it, or implies another"))
    return problems


def _conflicting_claims(catalogue: Catalogue) -> list[Problem]:
    """Two items that rest on one clause and name the same case must grant the same, unless a note explains it."""
    claims: dict[tuple[str, str], tuple[str, str]] = {}
    problems = []
    for item in catalogue.items.values():
        for provision in item.provisions:
            for benefit in provision.benefits:
                claim = (provision.source, benefit.label)
                content = benefit.json(exclude={"words", "detail", "conditions"})
                first = claims.setdefault(claim, (item.id, content))
                if first[0] != item.id and first[1] != content and not (provision.note or item.note):
                    problems.append(Problem(catalogue.files[item.id], f"provisions.{provision.id}",
                                            f"{benefit.label!r} of {provision.source} stands differently in {first[0]}"))
    return problems


def _term_problems(catalogue: Catalogue) -> list[Problem]:
    """Clauses and items of a term must exist; one name means one thing in one region."""
    problems = []
    first: dict[tuple[str, str], str] = {}
    for term in catalogue.terms.values():
        problems += [Problem("terms", term.id, f"no document holds {key!r}")
                     for key in (term.source, *term.also) if not _document_exists(key, catalogue)]
        problems += [Problem("terms", term.id, f"no item has the id {item!r}")
                     for item in term.related if item not in catalogue.items]
        for name in dict.fromkeys(map(plain, term.names)):
            other = first.setdefault((term.region, name), term.id)
            if other != term.id:
                problems.append(Problem("terms", term.id, f"{name!r} also names {other!r} of {term.region}"))
    return problems
