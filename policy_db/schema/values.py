"""Amounts, intervals and phone numbers: texts of the catalogue that must be written in one exact form."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from policy_db.errors import QuantityError
from policy_db.quantity import Quantity, parse_quantity

_PHONE = r"^(\d{3,4}-)?\d{5,8}$"


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
        if not isinstance(value, str) or not re.fullmatch(_PHONE, value):
            raise ValueError(f"{value!r} does not match the form of a phone number")
        return cls(value)
