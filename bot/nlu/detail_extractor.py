"""Rasa adapter of `DetailFinder`: details become entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.details import Detail, DetailFinder
from bot.nlu.model_files import open_policy_db


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class DetailExtractor(GraphComponent):
    """Adds the entities aspect, act, level, place, figure and ordinal to a message."""

    def __init__(self, finder: DetailFinder):
        self._finder = finder

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> DetailExtractor:
        return cls(DetailFinder(open_policy_db().places.values()))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            details = self._finder.find(message.get(TEXT) or "")
            entities = [*message.get(ENTITIES, []), *map(_entity, details)]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _entity(detail: Detail) -> dict[str, Any]:
    entity = {"entity": detail.kind, "value": detail.value, "start": detail.start, "end": detail.end,
              "extractor": DetailExtractor.__name__}
    return entity | ({"unit": detail.unit} if detail.unit else {})
