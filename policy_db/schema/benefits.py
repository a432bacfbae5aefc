"""What is granted: one model for each kind of benefit, told apart by `kind`."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, validator

from policy_db.schema.base import Model
from policy_db.schema.conditions import Condition
from policy_db.schema.values import Amount, Interval

Frequency = Literal["一次性", "每年", "每月", "每季度", "每次", "每项目", "每合同", ""]


class BenefitBase(Model):
    label: str = Field(min_length=1, max_length=60)  # the case, in a few words: 首次认定
    words: list[str] = []           # how people say this case, when the label does not contain it
    detail: str = ""                # what else belongs to the figure, in plain words
    per: Frequency = ""
    up_to: bool = False             # 最高 / 不超过: the amount is a ceiling
    conditions: list[Condition] = []  # of this benefit alone
    lasts: Amount | None = None     # for how long a yearly sum is paid at most
    adds_to: str = ""               # label of the benefit of the same provision beside which this one is paid


class Fixed(BenefitBase):
    """One sum."""

    kind: Literal["fixed"]
    amount: Amount
    shares: dict[str, Amount] = {}  # who pays how much: {市级财政: 60万元, 县区财政: 40万元}


class Range(BenefitBase):
    """Between two sums, at the authority's discretion."""

    kind: Literal["range"]
    min: Amount
    max: Amount


class Tier(Model):
    when: Interval
    amount: Amount | None = None
    rate: Amount | None = None
    cap: Amount | None = None
    text: str = ""                  # what the tier grants, when it is no sum
    up_to: bool = False


class Tiers(BenefitBase):
    """Sum or rate by the size of `input`; `base` is what a rate is taken of (default: the input itself)."""

    kind: Literal["tiers"]
    input: str                      # criteria key
    base: str | None = None         # criteria key
    reading: Literal["step", "marginal"] = "step"
    tiers: list[Tier] = Field(min_items=1)
    cap: Amount | None = None
    gaps: str = ""                  # why the tiers leave a gap, when the document does


class Title(Model):
    name: str = Field(min_length=1)
    amount: Amount
    words: list[str] = []
    detail: str = ""


class Titles(BenefitBase):
    """Sum by the title or rank won."""

    kind: Literal["titles"]
    titles: list[Title] = Field(min_items=1)
    unit: str = ""                  # 每项 / 每人 …


class Rate(BenefitBase):
    """A share of `base`, with cap and floor; `factors` multiply (tax: 12.5% × 20%)."""

    kind: Literal["rate"]
    rate: Amount | None = None
    factors: list[Amount] = []
    base: str                       # criteria key
    of: str = ""                    # what the share is taken of, in words, when the criterion's name is too general
    cap: Amount | None = None
    floor: Amount | None = None
    years: tuple[int, int] | None = None  # first and last year of the support that this rate is for (首年, 后两年)

    @validator("factors", always=True)
    def _rate_or_factors(cls, factors: list[Amount], values: dict[str, Any]) -> list[Amount]:
        if bool(factors) == bool(values.get("rate")):
            raise ValueError("give either rate or factors")
        return factors


class PerUnit(BenefitBase):
    """A sum for each unit; several inputs multiply (月 × 平方米)."""

    kind: Literal["per_unit"]
    amount: Amount
    unit: str = Field(min_length=1)  # 床 / 人 / 亩 / 每月每平方米 …
    inputs: list[str] = Field(min_items=1)  # criteria keys
    cap: Amount | None = None
    max_units: Amount | None = None
    own_share: Amount | None = None  # the part of the sum that the receiver bears himself


class Steps(BenefitBase):
    """A sum for reaching a mark and again for each further step (每增加1000万美元，增加50万元)."""

    kind: Literal["steps"]
    input: str
    first_at: Amount
    first_amount: Amount
    every: Amount
    every_amount: Amount
    cap: Amount | None = None
    bonus: Amount | None = None     # raises the sum by this share when `bonus_when` holds (computed before the cap)
    bonus_when: Condition | None = None


class Stage(Model):
    name: str
    amount: Amount | None = None
    rate: Amount | None = None      # share of the total
    up_to: bool = False


class Stages(BenefitBase):
    """One award paid at several points (辅导验收 → 过会 → 上市)."""

    kind: Literal["stages"]
    total: Amount | None = None
    stages: list[Stage] = Field(min_items=1)


class Loan(BenefitBase):
    """A loan or guarantee: how much for whom, how long, at what price."""

    kind: Literal["loan"]
    limit: Amount | None = None
    share_of: str | None = None     # criteria key: the limit is also `share` of this (80% 的原贷款)
    share: Amount | None = None
    term: Amount | None = None
    price: str = ""                 # interest or fee in words


class WaiverPart(Model):
    share: Amount
    months: int | None = None


class Waiver(BenefitBase):
    """Something need not be paid, wholly or in part: taxes, rents, fees. Computed when `base` is given."""

    kind: Literal["waiver"]
    text: str = Field(min_length=1)
    base: str | None = None         # criteria key: monthly_rent, tax_due …
    parts: list[WaiverPart] = []


class Deferral(BenefitBase):
    """Something may be paid later."""

    kind: Literal["deferral"]
    text: str = Field(min_length=1)
    period: Amount | None = None
    until: datetime.date | None = None


class Fee(BenefitBase):
    """A price by the day after free days (滞纳金)."""

    kind: Literal["fee"]
    rate: Amount                    # per charged day
    base: str                       # criteria key of the principal
    days: str                       # criteria key of the days charged
    total_days: str = "days_total"  # criteria key of all days used, free ones included
    free: Amount | None = None      # 5个工作日
    longest: Amount | None = None   # 30日


class Service(BenefitBase):
    """A free service, a right, an exemption from procedure, or a time limit of an authority."""

    kind: Literal["service"]
    text: str = Field(min_length=1)
    limit: Amount | None = None     # the time limit, when there is one


class Fact(BenefitBase):
    """A target or other stated fact that people ask for; grants nothing by itself."""

    kind: Literal["fact"]
    text: str = Field(min_length=1)
    defines: str | None = None      # criteria key (yes/no) that the conditions of this fact define


Benefit = Annotated[
    Fixed | Range | Tiers | Titles | Rate | PerUnit | Steps | Stages | Loan | Waiver | Deferral | Fee | Service | Fact,
    Field(discriminator="kind"),
]
