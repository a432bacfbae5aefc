"""The one schema of the catalogue: what a YAML file may say, checked strictly (unknown keys are errors).

Amounts are texts with a unit ("20万元", "30%", "5‰", "1000万美元") and are parsed exactly by `policy_db.quantity`.
Intervals say which end belongs to them: "[20%, 30%)" from 20 % inclusive to 30 % exclusive; "(5亿元, +)" above.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Extra, Field, StrictBool, StrictInt, validator

from policy_db.errors import QuantityError
from policy_db.quantity import Quantity, parse_quantity

Level = Literal["national", "province", "city"]
Region = Literal["全国", "河南", "洛阳", "焦作"]
REGION_OF_LEVEL: dict[str, set[str]] = {"national": {"全国"}, "province": {"河南"}, "city": {"洛阳", "焦作"}}
Frequency = Literal["一次性", "每年", "每月", "每季度", "每次", "每项目", "每合同", ""]
ItemKind = Literal["奖补", "减免", "融资", "权益", "服务", "目标"]
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PHONE = r"^(\d{3,4}-)?\d{5,8}$"


class Amount(str):
    """A text that `parse_quantity` understands; `.quantity` is its exact value."""

    quantity: Quantity

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.check

    @classmethod
    def check(cls, value: Any) -> Amount:
        if not isinstance(value, str):
            raise QuantityError(f"{value!r} must be written as text with a unit, in quotes")
        amount = cls(value)
        amount.quantity = parse_quantity(value)
        return amount


class Interval(str):
    """"[low, high)" of amounts with a unit; "-" or "+" for no bound. Bounds are None when open-ended."""

    low: Decimal | None
    low_text: str   # as written: 300万元
    high: Decimal | None
    low_inclusive: bool
    high_inclusive: bool
    unit: str

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.check

    @classmethod
    def check(cls, value: Any) -> Interval:
        match = re.fullmatch(r"([\[(])\s*([^,]+?)\s*,\s*([^,]+?)\s*([\])])", str(value))
        if not match:
            raise ValueError(f"{value!r} is no interval such as [20%, 30%)")
        interval = cls(value)
        bounds = [None if text in "+-" else parse_quantity(text) for text in (match[2], match[3])]
        interval.low, interval.high = (bound.value if bound else None for bound in bounds)
        interval.low_text = match[2]
        interval.low_inclusive, interval.high_inclusive = match[1] == "[", match[4] == "]"
        interval.unit = next((bound.unit for bound in bounds if bound), "")
        if interval.low is not None and interval.high is not None and interval.low > interval.high:
            raise ValueError(f"{value!r}: the lower bound is above the upper bound")
        return interval

    def __contains__(self, number: object) -> bool:
        assert isinstance(number, Decimal)
        above = self.low is None or number > self.low or (self.low_inclusive and number == self.low)
        below = self.high is None or number < self.high or (self.high_inclusive and number == self.high)
        return above and below


class Phone(str):
    """A number as printed: 63910557, 0379-63910557, 12345."""

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.check

    @classmethod
    def check(cls, value: Any) -> Phone:
        if not isinstance(value, str) or not re.fullmatch(PHONE, value):
            raise ValueError(f"{value!r} does not match the form of a phone number")
        return cls(value)


class Model(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True
        allow_population_by_field_name = True


# --- conditions -------------------------------------------------------------------------------------------------

class Condition(Model):
    """One requirement. With `key` it is computed from the profile, with `any` one of several, else only told."""

    text: str = Field(min_length=1)
    key: str | None = None
    op: Literal[">=", ">", "<=", "<", "==", "!=", "in", "not_in"] | None = None
    value: StrictBool | StrictInt | str | list[str] | None = None  # strict: 1 is one, not true
    any: list[Condition] = []

    @validator("any", always=True)
    def _told_computed_or_any(cls, any_of: list[Condition], values: dict[str, Any]) -> list[Condition]:
        given = [values.get(name) is not None for name in ("key", "op", "value")]
        if len(set(given)) > 1:
            raise ValueError("a computed condition needs key, op and value together")
        if any_of and given[0]:
            raise ValueError("a condition has either key/op/value or any, not both")
        return any_of


Condition.update_forward_refs()


# --- benefits ---------------------------------------------------------------------------------------------------

class BenefitBase(Model):
    label: str = Field(min_length=1, max_length=60)  # the case, in a few words: 首次认定
    words: list[str] = []           # how people say this case, when the label does not contain it
    detail: str = ""                # what else belongs to the figure, in plain words
    per: Frequency = ""
    up_to: bool = False             # 最高 / 不超过: the amount is a ceiling
    conditions: list[Condition] = []  # of this benefit alone


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


# --- provisions and items ---------------------------------------------------------------------------------------

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

    id: str = Field(regex=SLUG)
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

    id: str = Field(regex=SLUG)
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


# --- shared tables ----------------------------------------------------------------------------------------------

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
    relations: list[dict[Literal["implements", "amends", "repeats", "compiles"], str]] = []


class Criterion(Model):
    """Something that can be known of an asker or a project; inputs of computations and keys of conditions."""

    key: str = Field(regex=r"^[a-z][a-z0-9_]*$")
    name: str
    type: Literal["money", "usd", "ratio", "count", "duration", "date", "bool", "choice"]  # date: ISO text
    unit: str = ""              # 元 / 美元 / 张 / 人 / 年 …
    ask: str                    # the question that asks for it
    words: list[str] = []       # words near a figure that tell it is meant; … stands for a few characters (招…大学生)
    choices: list[str] = []
    synonyms: dict[str, list[str]] = {}  # choice → how people say it; one word may mean several choices (小微)
    broad: list[str] = []       # choices that include others (服务业): no reason to exclude
    general: bool = False       # its words fit many figures, so they claim none from another criterion
    growth_of: tuple[str, str] | None = None     # keys of before and after: this is the growth between them
    increment_of: tuple[str, str] | None = None  # keys of before and after: this is their difference
    share_of: tuple[str, str] | None = None      # keys of part and whole: this is the share of the part

    @property
    def follows_from(self) -> tuple[str, ...]:
        """Keys of the two values that this one follows from; () when it stands for itself."""
        return self.growth_of or self.increment_of or self.share_of or ()


class Agency(Model):
    """A kind of authority (every city has one), with all names that documents and people use for it."""

    name: str
    aliases: list[str] = []


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
