"""Dividing a file into clauses: the parts by their opening words, each part by its numbered headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from policy_db.errors import OriginalsError
from policy_db.originals.clauses import Clause, join_address
from policy_db.originals.headings import HeadingLines
from policy_db.originals.layout import Part
from policy_db.originals.numbering import Heading, find_headings, find_opening

PREAMBLE = "前言"


def divide(text: str, parts: tuple[Part, ...], lines: HeadingLines) -> Iterator[Clause]:
    """The clauses of a file, without gap. OriginalsError if the text lacks a part or mark of the layout."""
    starts: list[int] = []
    for part in parts:
        start = find_opening(text, part.opening, starts[-1] + 1 if starts else 0)
        if start is None:
            raise OriginalsError(part.document, f"the text has no “{part.opening}”")
        if not starts and text[:start].strip():
            raise OriginalsError(part.document, f"there is text before “{part.opening}”")
        starts.append(start)
    for part, start, end in zip(parts, starts, [*starts[1:], len(text)], strict=True):
        yield from _divide_part(part, text, start, end, lines)


def _divide_part(part: Part, text: str, start: int, end: int, lines: HeadingLines) -> Iterator[Clause]:
    body = text[start:end]
    headings = find_headings(body, part.styles, part.marks)
    bases = (join_address(part.document, part.annex), *part.also)

    def clause(paths: list[str], begin: int, finish: int, heading: str) -> Clause:
        key, *aliases = dict.fromkeys(join_address(base, path) for path in paths for base in bases)
        path = "/".join(label for label in (part.annex, paths[0]) if label)
        return Clause(key, part.document, path, heading, body[begin:finish].strip(), tuple(aliases))

    ends = [heading.start for heading in headings] + [len(body)]
    # The address of the whole part finds its opening clause.
    yield clause([PREAMBLE, ""] if headings else [""], 0, ends[0], part.opening)
    unnumbered = {mark.label for mark in part.marks if not mark.label.isdecimal()}
    paths = cited_paths(headings)
    for heading, finish in zip(headings, ends[1:], strict=True):
        printed = "" if heading.labels[-1] in unnumbered else lines.heading_at(start + heading.start)
        yield clause(paths[heading.start], heading.start, finish, printed)


def cited_paths(headings: list[Heading]) -> dict[int, list[str]]:
    """By start of heading: the path of the clause, then the other paths that name it without doubt.

    Items numbered through all sections are cited by number alone ("24"); everything else by its full path.
    Outer labels may be left out, or written without the "/", where that names only one clause.
    """
    full = {heading.start: "/".join(heading.labels) for heading in headings}
    items = [heading.labels[-1] for heading in headings if heading.labels[-1].isdecimal()]
    continuous = len(items) == len(set(items))
    shorter = {heading.start: _shorter_paths(heading.labels) for heading in headings}
    used = Counter(path for paths in shorter.values() for path in paths) + Counter(full.values())
    cited: dict[int, list[str]] = {}
    for heading in headings:
        paths = [full[heading.start], *(path for path in shorter[heading.start] if used[path] == 1)]
        if continuous and heading.labels[-1].isdecimal():
            paths.sort(key=len)
        cited[heading.start] = paths
    return cited


def _shorter_paths(labels: tuple[str, ...]) -> list[str]:
    """Every way to leave out outer labels or the "/" between them."""
    *outer, last = labels
    kept = [(*chosen, last) for count in range(len(outer), -1, -1) for chosen in combinations(outer, count)]
    spelled = [spelling for chosen in kept for spelling in ("/".join(chosen), "".join(chosen))]
    full = "/".join(labels)
    return [spelling for spelling in dict.fromkeys(spelled) if spelling != full]
