"""The tables that items refer to: documents, criteria, agencies, places, and clauses without an item."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from policy_db.schema.base import Level, Model, Region
from policy_db.schema.items import Validity


class Document(Model):
    """An official text."""

    id: str
    title: str
    short: str = Field(min_length=2, max_length=24)   # how an answer names it
    aliases: list[str] = []                            # what people call it: 三十条
    number: str = ""
    issuer: str = ""
    level: Level
    region: Region
    signed: datetime.date | None = None
    validity: Validity = Validity()
    state: Literal["in_force_as_stated", "draft", "trial", "copy"] = "in_force_as_stated"
    state_text: str = ""        # 征求意见稿 / 讨论稿 / 试行2年
    annexes: list[str] = []     # titles, in order
    relations: list[dict[Literal["implements", "amends", "repeats", "compiles"], str]] = []


class Criterion(Model):
    """Something that can be known of an asker or a project; inputs of computations and keys of conditions."""

    key: str = Field(regex=r"^[a-z][a-z0-9_]*$")
    name: str
    type: Literal["money", "usd", "ratio", "count", "duration", "date", "bool", "choice"]  # date: ISO text
    unit: str = ""              # 元 / 美元 / 张 / 人 / 年 …
    ask: str                    # the question that asks for it
    words: list[str] = []       # words near a figure that tell it is meant; … stands for a few characters, / for alternatives (招/聘…大学生)
    denied: list[str] = []      # words that say it is not so (二手房 is no new house); yes/no only
    implies: list[str] = []     # yes/no criteria that hold as well when this one does
    choices: list[str] = []
    synonyms: dict[str, list[str]] = {}  # choice → how people say it; one word may mean several choices (小微)
    broad: list[str] = []       # choices that include others (服务业): no reason to exclude
    general: bool = False       # its words fit much: they claim no figure from another criterion
    of_case: bool = False       # true of one matter, not of the asker: remembered with the item alone, no part of a check-up
    taken_from: str | None = None                # key whose value is also this one's (今年的研发费 is 年度研发投入)
    growth_of: tuple[str, str] | None = None     # keys of before and after: this is the growth between them
    increment_of: tuple[str, str] | None = None  # keys of before and after: this is their difference
    share_of: tuple[str, str] | None = None      # keys of part and whole: this is the share of the part
    award_of: Level | None = None                # the sum that this level grants for the same item

    @property
    def is_trait(self) -> bool:
        """A trait of the asker that many cases turn on (size, trade): it tells no case apart."""
        return self.general and self.type in ("bool", "choice")

    @property
    def follows_from(self) -> tuple[str, ...]:
        """Keys of the values that this one follows from; () when it stands for itself."""
        return self.growth_of or self.increment_of or self.share_of or ((self.taken_from,) if self.taken_from else ())


class Agency(Model):
    """A kind of authority (every city has one), with all names that documents and people use for it."""

    name: str
    aliases: list[str] = []
    short: list[str] = []       # names that are also words of a topic: they need 局, 上, 那边 … beside them
    category: str = ""          # of the items of its department


class Topic(Model):
    """A topic of items that people say in other words; … and / in `words` as in those of a criterion."""

    name: str
    words: list[str] = Field(min_items=1)


class Place(Model):
    """A place that people name; `covered` when the catalogue holds its documents."""

    name: str
    aliases: list[str] = []
    covered: bool = True


class NoItem(Model):
    """A clause that grants nothing by itself: why it has no item, and which department it names."""

    clause: str
    reason: str = Field(min_length=2)
    department: str = ""
