"""`make eval QUESTIONS=path.jsonl`: every case of a question file through the dialogue, judged; a table by kind and each miss.

The judge stands beside the question files (`judge.py`), or is given with --judge. Results also go to JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import logging
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.app import build_services
from bot.dialogue import Dialogue
from bot.logs import configure_logging
from bot.replies import Reply
from bot.settings import Settings
from bot.training import prepare_database, prepare_model

DEFAULT_QUESTIONS = Path("../shared/questions/dev.jsonl")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="?", default=DEFAULT_QUESTIONS)
    parser.add_argument("--judge", type=Path, help="judge.py (default: beside the question file, else the shared one)")
    parser.add_argument("--json", type=Path, default=Path("var/eval.json"), help="where the results go as JSON")
    parser.add_argument("--kind", help="only cases of this kind")
    parser.add_argument("--verbose", action="store_true", help="print the replies of the misses")
    options = parser.parse_args()
    judge = _load_judge(options)
    settings = Settings.from_environment()
    configure_logging(settings)
    prepare_database(settings)
    model = prepare_model(settings)
    logging.disable(logging.WARNING)
    cases = [json.loads(line) for line in options.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    cases = [case for case in cases if options.kind in (None, case["kind"])]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "policy.db").write_bytes((settings.var / "policy.db").read_bytes())
        services = build_services(replace(settings, var=Path(folder)), model)
        results = asyncio.run(_run(services.dialogue, cases, judge))
    _print(results, judge, options.verbose)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"as JSON: {options.json}")


def _load_judge(options: argparse.Namespace) -> ModuleType:
    places = [options.judge, options.questions.parent / "judge.py", DEFAULT_QUESTIONS.parent / "judge.py"]
    path = next((place for place in places if place and place.exists()), None)
    if path is None:
        raise SystemExit("no judge.py beside the question file: give one with --judge")
    spec = importlib.util.spec_from_file_location("judge", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def _run(dialogue: Dialogue, cases: list[dict[str, Any]], judge: ModuleType) -> list[dict[str, Any]]:
    results = []
    for number, case in enumerate(cases, 1):
        sender, replies, took = f"eval:{number}", [], 0.0
        for turn in case["turns"]:
            begin = time.perf_counter()
            replies = await dialogue.reply(sender, turn, channel="rest", city=case.get("city") or None)
            took = time.perf_counter() - begin
        text = "\n".join(reply.text for reply in replies)
        ok, reason = judge.judge(case, text, [str((reply.card or {}).get("type")) for reply in replies])
        results.append({"id": case["id"], "kind": case["kind"], "ok": bool(ok), "reason": reason, "turns": case["turns"],
                        "city": case.get("city", ""), "reply": text, "items": _items(replies), "note": case.get("note", ""),
                        "source": case["expect"].get("source", [])[:1], "ms": round(took * 1000, 1)})
    return results


def _items(replies: list[Reply]) -> list[str]:
    return [f"{(reply.card or {}).get('type')}:{((reply.card or {}).get('item') or {}).get('id', '')}" for reply in replies]


def _print(results: list[dict[str, Any]], judge: ModuleType, verbose: bool) -> None:
    for result in results:
        if not result["ok"]:
            print(f"✗ {result['kind']:<11} {result['city'] or '—'} {' / '.join(result['turns'])}")
            print(f"    {result['reason']}  →  {', '.join(result['items'])}   {result['source']}")
            if verbose:
                print("    | " + result["reply"].replace("\n", "\n    | "))
    by_kind: dict[str, list[bool]] = {}
    for result in results:
        for kind in (result["kind"], "ALL"):
            by_kind.setdefault(kind, []).append(result["ok"])
    print(f"{'kind':<12}{'right':>7}{'of':>6}{'%':>8}")
    for kind, marks in sorted(by_kind.items()):
        print(f"{kind:<12}{sum(marks):>7}{len(marks):>6}{100 * sum(marks) / len(marks):>8.1f}")
    print(f"median answer {statistics.median(len(r['reply']) for r in results):.0f} characters, "
          f"median time {statistics.median(r['ms'] for r in results):.1f} ms")


if __name__ == "__main__":
    main()
