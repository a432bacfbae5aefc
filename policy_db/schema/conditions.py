"""What must hold for something to be granted."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictBool, StrictInt, validator

from policy_db.schema.base import Model


class Condition(Model):
    """One requirement. With `key` it is computed from the profile, with `any` one of several, else only told."""

    text: str = Field(min_length=1)
    key: str | None = None
    op: Literal[">=", ">", "<=", "<", "==", "!=", "in", "not_in"] | None = None
    value: StrictBool | StrictInt | str | list[str] | None = None  # strict: 1 is one, not true
    any: list[Condition] = []
    asked: bool = True  # false: it counts when it is told, but nobody is asked for it

    @validator("any", always=True)
    def _told_computed_or_any(cls, any_of: list[Condition], values: dict[str, Any]) -> list[Condition]:
        given = [values.get(name) is not None for name in ("key", "op", "value")]
        if len(set(given)) > 1:
            raise ValueError("a computed condition needs key, op and value together")
        if any_of and given[0]:
            raise ValueError("a condition has either key/op/value or any, not both")
        return any_of


Condition.update_forward_refs()
