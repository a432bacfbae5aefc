"""Rasa adapter of `QuestionModel`: gives the intent, the item ranking and how familiar the question looks."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.model_files import open_policy_db
from bot.nlu.question_model import QuestionModel, Ranked
from policy_db.match import LEAST_MARGIN, LEAST_SHARE

ITEM_PREFIX = "ask_policy/"
#: intents that steer the talk about items: they speak for no refusal
FOLLOW_UP = "follow_up"
STEERING = frozenset({FOLLOW_UP, "ask_list", "ask_compare", "ask_check_up", "ask_more"})
#: intents shown in the ranking; items in the item ranking
RANKED, RANKED_OTHERS = 10, 3


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class PolicyClassifier(GraphComponent):
    """One linear model over all intents; `ask_policy/<item>` labels and topic intents also rank the items."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
                 model: QuestionModel | None = None, item_of_label: dict[str, str] | None = None):
        self._config, self._model_storage, self._resource = config, model_storage, resource
        self._model = model
        self._item_of_label = item_of_label or {}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`cost`: C of the linear model; `sharpness`: margins to confidences (chosen so that they look like shares)."""
        return {"cost": 1.0, "sharpness": 4.0}

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> PolicyClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> PolicyClassifier:
        with model_storage.read_from(resource) as directory:
            model, item_of_label = joblib.load(directory / "question_model.joblib")
        return cls(config, model_storage, resource, model, item_of_label)

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str:
        """The terms and topic intents come from the catalogue, so that a new catalogue trains a new model."""
        return open_policy_db().version

    def train(self, training_data: TrainingData) -> Resource:
        policy = open_policy_db()
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = [example.get_full_intent() for example in examples]
        self._model = QuestionModel(policy.segmenter_terms, self._config["cost"])
        self._model.fit([example.get(TEXT) for example in examples], labels)
        self._item_of_label = {label: item for label in self._model.labels if (item := item_of(label, policy.item_of_intent))}
        with self._model_storage.write_to(self._resource) as directory:
            joblib.dump((self._model, self._item_of_label), directory / "question_model.joblib")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) and self._model is not None:
                self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: QuestionModel) -> None:
        ranked = model.rank(message.get(TEXT))
        margins = np.array([entry.margin for entry in ranked]) * self._config["sharpness"]
        shares = np.exp(margins - margins.max())
        shares /= shares.sum()
        intents: dict[str, float] = {}
        for entry, share in zip(ranked, shares, strict=True):
            name = entry.label.split("/")[0]
            intents[name] = intents.get(name, 0.0) + float(share)
        first = ranked[0].label.split("/")[0]
        ranking = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: intents[name]}
                   for name in dict.fromkeys([first, *sorted(intents, key=lambda name: -intents[name])])]
        items = [entry for entry in ranked if entry.label in self._item_of_label][:RANKED]
        others = [entry for entry in ranked
                  if entry.label not in self._item_of_label and entry.label not in STEERING][:RANKED_OTHERS]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:RANKED], add_to_output=True)
        message.set("item_ranking", [{"item": self._item_of_label[entry.label], "margin": round(entry.margin, 4),
                                      "share": round(entry.share, 3)} for entry in items], add_to_output=True)
        message.set("other_ranking", [{"intent": entry.label, "margin": round(entry.margin, 4)} for entry in others],
                    add_to_output=True)
        going_on = next((entry.margin for entry in ranked if entry.label == FOLLOW_UP), LEAST_MARGIN)
        message.set("follow_up_margin", round(going_on, 4), add_to_output=True)
        message.set("refused_share", round(refused_share(ranked, self._item_of_label), 3), add_to_output=True)
        message.set("known_share", round(model.known_share(message.get(TEXT)), 3), add_to_output=True)


def refused_share(ranked: Iterable[Ranked], item_of_label: Container[str]) -> float:
    """Natural logarithm of the network's share for all labels that are no item and steer nothing."""
    shares = [math.exp(entry.share) for entry in ranked if entry.label not in item_of_label and entry.label not in STEERING]
    return max(math.log(sum(shares)), LEAST_SHARE) if shares else LEAST_SHARE


def item_of(label: str, item_of_intent: dict[str, str]) -> str | None:
    return label.removeprefix(ITEM_PREFIX) if label.startswith(ITEM_PREFIX) else item_of_intent.get(label)
