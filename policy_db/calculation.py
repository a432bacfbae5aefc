"""What a computation gives: the span of a sum, its steps, and how figures are worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from policy_db.comparators import Side, on_the_mark, side_of
from policy_db.quantity import RATIO, Quantity, format_money, format_number
from policy_db.schema import Amount, Benefit, Criterion

_ZERO, _CENT = Decimal(0), Decimal("0.01")
_MONEY = ("元", "美元")
_OF_SIDE: dict[Side, str] = {"": "", "above": "至少", "below": "最高", "about": "约"}
_SIDE_OF_INPUT: dict[Side, str] = {"": "", "above": "超过", "below": "不到", "about": "约"}


@dataclass(frozen=True)
class Step:
    """One line of a calculation: what is computed, from what, and the figure that comes out."""

    text: str
    formula: str
    figure: str

    def __str__(self) -> str:
        return f"{self.text}：{self.formula}＝{self.figure}" if self.formula else f"{self.text}：{self.figure}"


@dataclass(frozen=True)
class Calculation:
    """The result for one benefit. `low` and `high` are None when `missing` or `reason` says why there is no sum."""

    label: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()   # criteria keys, or ROW
    capped: bool = False
    reason: str = ""                # why zero, or why nothing can be computed
    base: Decimal | None = None     # what a share was taken of, in the same unit
    side: Side = ""                 # the true sum is above (below) this one, for so is a figure that it grows with

    @property
    def amount(self) -> Decimal | None:
        """The exact sum, when it is one."""
        return self.high if self.low == self.high else None

    @property
    def computed(self) -> bool:
        return self.high is not None

    @property
    def words(self) -> str:
        """36万元 / 最高270万元 / 15万元至30万元 / 至少6万元; '' when nothing was computed."""
        if self.low is None or self.high is None:
            return ""
        if self.low == self.high:
            return _OF_SIDE[self.side] + in_words(self.high, self.unit)
        if self.low == 0:
            return f"最高{'约' if self.side in ('above', 'about') else ''}{in_words(self.high, self.unit)}"
        return f"{in_words(self.low, self.unit)}至{in_words(self.high, self.unit)}"


def exact_sum(benefit: Benefit, quantity: Quantity, steps: Sequence[Step]) -> Calculation:
    """The span of one sum."""
    return Calculation(benefit.label, quantity.value, quantity.value, quantity.unit, tuple(steps))


def limited_sum(benefit: Benefit, quantity: Quantity, steps: Sequence[Step], caps: Sequence[Amount | None], up_to: bool = False,
                ) -> Calculation:
    """The sum, held to the lowest cap, with the step that says so; `up_to`: the sum is a ceiling."""
    value = max(_ZERO, quantity.value)
    limits = [cap for cap in caps if cap is not None]
    lowest = min(limits, key=lambda cap: cap.quantity.value, default=None)
    capped = lowest is not None and value > lowest.quantity.value
    if lowest is not None and capped:
        value = lowest.quantity.value
        steps = [*steps, Step("超过上限，按上限", "", str(lowest))]
    return Calculation(benefit.label, _ZERO if up_to else value, value, quantity.unit, tuple(steps), capped=capped)


def in_words(value: Decimal, unit: str) -> str:
    """36万元, 2%, 30天; money to the cent."""
    if unit == RATIO:
        return f"{format_number((value * 100).normalize())}%"
    if unit in _MONEY:
        rounded = value.quantize(_CENT, ROUND_HALF_UP)
        return format_money(rounded, unit)
    return f"{format_number(value)}{unit}"


def input_words(key: str, value: Decimal, criteria: Mapping[str, Criterion]) -> str:
    """A given input in words: 7000万元, 120张, 35%, 8个月, 超过20亿元."""
    side, value = side_of(value), on_the_mark(value)
    return _SIDE_OF_INPUT[side] + _value_words(criteria[key], value)


def _value_words(criterion: Criterion, value: Decimal) -> str:
    if criterion.type == "ratio":
        return in_words(value.quantize(Decimal("0.000001")), RATIO)
    if criterion.type in ("money", "usd"):
        return in_words(value, criterion.unit or ("美元" if criterion.type == "usd" else "元"))
    if criterion.unit == "年" and value != value.to_integral_value():
        months = value * 12
        if abs(months - months.to_integral_value()) < _CENT:
            return f"{format_number(months.quantize(Decimal(1)))}个月"
    return format_money(value.quantize(_CENT).normalize() if value % 1 else value, criterion.unit)


def money_unit(criterion: Criterion) -> str:
    """The unit of sums that are taken of the criterion's figure."""
    return criterion.unit or "元"
