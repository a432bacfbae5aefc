"""Reading the official texts from a directory."""

from __future__ import annotations

from pathlib import Path

from policy_db.errors import OriginalsError
from policy_db.originals import sectors
from policy_db.originals.clauses import Clause, Originals
from policy_db.originals.dividing import divide
from policy_db.originals.headings import HeadingLines
from policy_db.originals.layout import LAYOUTS
from policy_db.originals.plain import figures, printed_lines, without_space

SECTOR_FILE = "luoyang-compendium-2022"
FILES = (SECTOR_FILE, *LAYOUTS)


def load_originals(directory: Path) -> Originals:
    """The clauses of the files in `directory` (raw) and `directory/unwrapped` (the same, easier to divide).

    Raise OriginalsError when a file is missing, is not UTF-8, differs from its raw file, or lacks a part.
    """
    return Originals(clause for file in FILES for clause in load_file(directory, file))


def load_file(directory: Path, file: str) -> list[Clause]:
    """The clauses of one file, by its stem."""
    raw = _read(directory / f"{file}.txt")
    unwrapped = _read(directory / "unwrapped" / f"{file}.txt")
    difference = compare(raw, unwrapped)
    if difference:
        raise OriginalsError(f"unwrapped/{file}.txt", difference)
    if file == SECTOR_FILE:
        return list(sectors.divide(unwrapped, file))
    return list(divide(unwrapped, LAYOUTS[file], HeadingLines(unwrapped, printed_lines(raw))))


def compare(raw: str, unwrapped: str) -> str:
    """How the unwrapped text departs from the raw one, "" if it does not.

    The raw file is the authority. First the figures, then every other character; white space and page numbers
    do not count.
    """
    printed = "\n".join(printed_lines(raw))
    for what, expected, found in (
        ("figure", figures(printed), figures(unwrapped)),
        ("character", list(without_space(printed)), list(without_space(unwrapped))),
    ):
        for index, (right, wrong) in enumerate(zip(expected, found, strict=False), 1):
            if right != wrong:
                return f"{what} {index} is {wrong}, but {right} in the raw file"
        if len(expected) != len(found):
            return f"{len(found)} {what}s, but {len(expected)} in the raw file"
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OriginalsError(path.name, f"cannot be read: {error}") from error
