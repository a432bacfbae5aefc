"""Comparing extracted texts by their characters alone."""

from __future__ import annotations

import re

_PAGE_NUMBER = re.compile(r"\s*[-—] *\d+ *[-—]\s*")


def without_space(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def printed_lines(raw: str) -> list[str]:
    """The lines of a raw file without the page numbers ("- 7 -") that stand between them."""
    return [line for line in raw.splitlines() if not _PAGE_NUMBER.fullmatch(line)]


def figures(text: str) -> list[str]:
    """The groups of digits, in order, as they are after white space is removed ("2022", "1", "200")."""
    return re.findall(r"\d+", without_space(text))
