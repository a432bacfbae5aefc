"""Our speed beside the stock Rasa pipeline's, measured in one run and printed as ratios.

Stock: JiebaTokenizer, CountVectors, DIET and TED on a sample of the same intents, run as Rasa runs it by default
(remote actions checked with the plain jsonschema, whole tracker sent). Ours: the service's dialogue as it is.
Absolute times differ from machine to machine; the ratio is the result.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from bot.app import build_services
from bot.logs import configure_logging
from bot.settings import Settings
from bot.training import prepare_database, prepare_model
from scripts.held_out import HELD_OUT_DIR, TRAINING_DIR, read_examples

#: topics in the stock model: training DIET on all of them takes hours
STOCK_INTENTS = 12
STOCK_EPOCHS = 20
MEASURED = 100

_STOCK_CONFIG = f"""
recipe: default.v1
language: zh
assistant_id: stock
pipeline:
  - name: JiebaTokenizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {STOCK_EPOCHS}
policies:
  - name: RulePolicy
  - name: TEDPolicy
    epochs: {STOCK_EPOCHS}
"""


def main() -> None:
    settings = Settings.from_environment()
    configure_logging(settings)
    prepare_database(settings)
    model = prepare_model(settings)
    questions = [text for text, _ in read_examples(HELD_OUT_DIR, "held_out_*.yml")][:MEASURED]
    with tempfile.TemporaryDirectory() as folder:
        # the stock model is measured first: ours replaces parts of Rasa when it loads
        stock_train, stock = _stock(Path(folder), questions)
        begin = time.perf_counter()
        services = build_services(replace(settings, var=_copy(settings, Path(folder))), model)
        print(f"ours loaded in {time.perf_counter() - begin:.1f} s")

        async def ours(number: int, text: str) -> object:
            return await services.dialogue.reply(f"bench:{number % 10}", text, channel="rest", city="洛阳")

        own = asyncio.run(_measure(ours, questions))
    print(f"stock trained on {STOCK_INTENTS} of our intents in {stock_train:.0f} s ({STOCK_EPOCHS} epochs)")
    print(f"{'':<8}{'median ms':>12}{'p95 ms':>10}{'messages/s':>12}")
    for name, times in (("stock", stock), ("ours", own)):
        print(f"{name:<8}{_median(times):>12.1f}{sorted(times)[int(len(times) * 0.95)]:>10.1f}{1000 / statistics.mean(times):>12.1f}")
    print(f"ratio stock / ours, median: {_median(stock) / _median(own):.1f}")


def _stock(folder: Path, questions: list[str]) -> tuple[float, list[float]]:
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.model_training import train

    examples = [(text, label.split("/")[-1].replace("-", "_")) for text, label in read_examples(TRAINING_DIR)]
    labels = list(dict.fromkeys(label for _, label in examples))[:STOCK_INTENTS]
    _write_stock_project(folder, [(text, label) for text, label in examples if label in labels], labels)
    begin = time.perf_counter()
    result = train(str(folder / "domain.yml"), str(folder / "config.yml"), [str(folder / "data")], output=str(folder / "models"))
    took = time.perf_counter() - begin
    agent = Agent.load(result.model)

    async def stock(number: int, text: str) -> object:
        output = CollectingOutputChannel()
        await agent.handle_message(UserMessage(text, output, sender_id=f"bench:{number % 10}"))
        return output.messages

    return took, asyncio.run(_measure(stock, questions))


def _write_stock_project(folder: Path, examples: list[tuple[str, str]], labels: list[str]) -> None:
    (folder / "data").mkdir()
    (folder / "config.yml").write_text(_STOCK_CONFIG, encoding="utf-8")
    blocks = "".join(f"- intent: {label}\n  examples: |\n" + "".join(f"    - {text}\n" for text, name in examples if name == label)
                     for label in labels)
    (folder / "data" / "nlu.yml").write_text(f'version: "3.1"\nnlu:\n{blocks}', encoding="utf-8")
    rules = "".join(f"- rule: {label}\n  steps:\n  - intent: {label}\n  - action: utter_{label}\n" for label in labels)
    stories = f"- story: first\n  steps:\n  - intent: {labels[0]}\n  - action: utter_{labels[0]}\n"
    (folder / "data" / "rules.yml").write_text(f'version: "3.1"\nrules:\n{rules}\nstories:\n{stories}', encoding="utf-8")
    domain = "intents:\n" + "".join(f"- {label}\n" for label in labels)
    domain += "responses:\n" + "".join(f"  utter_{label}:\n  - text: {label}\n" for label in labels)
    (folder / "domain.yml").write_text(f'version: "3.1"\n{domain}', encoding="utf-8")


def _copy(settings: Settings, folder: Path) -> Path:
    (folder / "policy.db").write_bytes((settings.var / "policy.db").read_bytes())
    return folder


async def _measure(answer: Callable[[int, str], Awaitable[object]], questions: list[str]) -> list[float]:
    """Milliseconds per message, one after the other, after ten messages to warm up."""
    for number, text in enumerate(questions[:10]):
        await answer(number, text)
    times = []
    for number, text in enumerate(questions):
        begin = time.perf_counter()
        await answer(number, text)
        times.append((time.perf_counter() - begin) * 1000)
    return times


def _median(times: list[float]) -> float:
    return statistics.median(times)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main()
