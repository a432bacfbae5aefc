"""What all models of the schema share: they are strict, frozen, and know the levels and regions."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Extra

Level = Literal["national", "province", "city"]
Region = Literal["全国", "河南", "洛阳", "焦作"]
REGION_OF_LEVEL: dict[str, set[str]] = {"national": {"全国"}, "province": {"河南"}, "city": {"洛阳", "焦作"}}


class Model(BaseModel):
    """A row that refuses unknown keys and changes."""

    class Config:
        extra = Extra.forbid
        frozen = True
        allow_population_by_field_name = True
