"""The check of terms: name and parts stand in their clauses word for word, and so does every figure.

Quotation marks and spaces do not count, full-width and half-width are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_db.schema import Term
from policy_db.term_names import plain


def unfound_words(term: Term, clauses: str) -> Iterator[tuple[str, str]]:
    """Field and words of the name and the parts that the clauses do not contain."""
    said = plain(clauses)
    for field, words in (("name", term.name), *((f"parts.{index}", part) for index, part in enumerate(term.parts))):
        if plain(words) not in said:
            yield field, words
