"""An item with its provisions and contacts: what one file of the catalogue says."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import Field, validator

from policy_db.schema.base import REGION_OF_LEVEL, Level, Model, Region
from policy_db.schema.benefits import Benefit
from policy_db.schema.conditions import Condition
from policy_db.schema.values import Phone

ItemKind = Literal["奖补", "减免", "融资", "权益", "服务", "目标"]
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Validity(Model):
    """As the document states it; what it does not state is absent."""

    from_: datetime.date | None = Field(default=None, alias="from")
    to: datetime.date | None = None
    apply_by: datetime.date | None = None   # last day of application, when it differs from `to`
    stated: str = ""                        # the statement in plain words

    @validator("to")
    def _from_before_to(cls, to: datetime.date | None, values: dict[str, Any]) -> datetime.date | None:
        start = values.get("from_")
        if to and start and start > to:
            raise ValueError(f"from {start} is after to {to}")
        return to


class Stacking(Model):
    """How provisions combine, when the document says so."""

    rule: Literal["highest_of", "exclusive", "sum", "once"]
    text: str = Field(min_length=1)


class Explained(Model):
    """A figure that stands in no cited clause and still belongs here (a sum of stages, a corrected slip)."""

    figure: str
    why: str = Field(min_length=4)


class Provision(Model):
    """What one level grants within an item, resting on one clause."""

    id: str = Field(regex=_SLUG)
    level: Level
    region: Region
    source: str = Field(regex=r"^[^#]+#.+$")   # the clause it rests on
    repeats: list[str] = []                    # clauses that say the same
    for_: str = Field(default="", alias="for")  # who gets it, in plain words
    benefits: list[Benefit] = Field(min_items=1)
    conditions: list[Condition] = []
    validity: Validity = Validity()
    stacking: Stacking | None = None
    apply: str = ""                            # how it is applied for, as far as stated
    note: str = ""                             # contradiction, lost page, draft …
    explained: list[Explained] = []

    @validator("region")
    def _region_fits_level(cls, region: str, values: dict[str, Any]) -> str:
        if "level" in values and region not in REGION_OF_LEVEL[values["level"]]:
            raise ValueError(f"level {values['level']} does not go with region {region}")
        return region


class Contact(Model):
    """Whom to ask; without phones where the document names only the authority."""

    region: Region
    agency: str = Field(min_length=1)
    office: str = ""
    phones: list[Phone] = []
    for_: str = Field(default="", alias="for")  # which part of the item, when offices differ
    source: str = Field(regex=r"^[^#]+#.+$")


class Audience(Model):
    subjects: list[str] = []     # 企业 个体工商户 个人 高校科研院所 合作社 家庭农场 养老机构 金融机构 服务机构 …
    sizes: list[Literal["大型", "中型", "小型", "微型"]] = []
    industries: list[str] = []   # 制造业 餐饮 零售 旅游 农业 建筑 外贸 …
    excludes: list[str] = []


class Verified(Model):
    date: datetime.date
    by: str


class Item(Model):
    """One thing that can be got or asked for; the unit of the catalogue and of an answer. One file each."""

    id: str = Field(regex=_SLUG)
    title: str = Field(min_length=2, max_length=40)
    category: str
    kind: ItemKind
    intent: str | None = Field(default=None, regex=r"^[a-z_]+$")  # a Rasa intent of its own, for frequent topics
    topics: list[str] = Field(min_items=1)
    aliases: list[str] = []
    audience: Audience = Audience()
    summary: str = Field(min_length=4, max_length=80)
    conditions: list[Condition] = []   # of the whole item
    note: str = ""
    related: list[str] = []
    supersedes: list[str] = []
    contacts: list[Contact] = []
    verified: Verified
    provisions: list[Provision] = Field(min_items=1)
