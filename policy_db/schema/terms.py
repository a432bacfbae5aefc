"""Terms: what a document names, lists or defines and people ask the meaning of (四转, 六大行业, 两证两码)."""

from __future__ import annotations

from typing import Any

from pydantic import Field, root_validator

from policy_db.schema.base import Model, Region
from policy_db.schema.items import _SLUG


class Term(Model):
    """A word of a document with its parts, its definition, or the statement that the document gives neither."""

    id: str = Field(regex=_SLUG)
    name: str = Field(min_length=2, max_length=24)  # as the document writes it, without its quotation marks
    aliases: list[str] = []      # other names, as people say them
    parts: list[str] = []        # in the document's names
    partial: bool = False        # the document ends the list with 等, or counts more parts than it names
    unlisted: bool = False       # the document uses the word and explains it nowhere
    text: str = ""               # the definition, or what the document says besides the parts, in plain words
    source: str = Field(regex=r"^[^#]+#.+$")  # the clause it stands in
    also: list[str] = []         # further clauses that say or complete it
    region: Region
    related: list[str] = []      # items, the one it belongs to first

    @root_validator(skip_on_failure=True)
    def _says_something(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["unlisted"] and values["parts"]:
            raise ValueError("an unlisted term has no parts")
        if not (values["unlisted"] or values["parts"] or values["text"]):
            raise ValueError("give parts, text or unlisted")
        if values["partial"] and not values["parts"]:
            raise ValueError("a partial list needs parts")
        return values

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)
