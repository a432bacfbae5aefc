"""Prepares what the service needs before it starts: the built policy database and the trained model, each only when stale.

`python -m bot.training` does it from the command line (`make run` and `make train` call it).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from pathlib import Path

from bot.logs import configure_logging
from bot.settings import Settings
from policy_db.build import build, content_version
from policy_db.catalogue_files import CATALOGUE_DIR
from policy_db.errors import CatalogueError, PolicyDbError

log = logging.getLogger(__name__)
QUESTIONS_DIR = Path("data/nlu")
_TRAINING_DATA = ("data/nlu", "data/rules")
_MODEL_INPUTS = ("config.yml", "domain.yml", *_TRAINING_DATA, "bot/nlu", "policy_db/text.py")


def database_path(settings: Settings) -> Path:
    return settings.var / "policy.db"


def model_path(settings: Settings) -> Path:
    """The model's archive; its name holds the fingerprint of everything that it was trained from."""
    return settings.var / "models" / f"huiqi-{_fingerprint(settings)}.tar.gz"


def prepare_database(settings: Settings) -> None:
    """Build the policy database when its inputs changed. A broken catalogue leaves the old one in service."""
    target = database_path(settings)
    originals = settings.originals if settings.originals.is_dir() else None
    if _built(target, "version") == content_version(CATALOGUE_DIR, QUESTIONS_DIR, originals):
        return
    print("compiling the catalogue …", flush=True)
    try:
        build(target, CATALOGUE_DIR, QUESTIONS_DIR, originals)
    except CatalogueError as error:
        if not target.exists():
            raise
        log.error("the catalogue is broken, the old database stays in service:\n%s", error)


def prepare_model(settings: Settings) -> Path:
    """Train the model when no archive fits the present data; older archives are removed afterwards."""
    target = model_path(settings)
    if target.exists():
        return target
    print("training the model (two to four minutes) …", flush=True)
    from rasa.model_training import train

    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.parent / f"unfinished-{target.name}"  # a start that is cut off leaves no broken archive behind
    result = train("domain.yml", "config.yml", list(_TRAINING_DATA), output=str(target.parent), fixed_model_name=unfinished.name,
                   force_training=True)
    if result.model is None or not unfinished.exists():
        raise PolicyDbError("training gave no model; see the messages above")
    unfinished.rename(target)
    for old in target.parent.glob("*huiqi-*.tar.gz"):
        if old != target:
            old.unlink()
    return target


def _built(path: Path, column: str) -> str | None:
    """A version that a built database states; None when the file is missing, broken or of an older kind."""
    import sqlite3

    if not path.exists():
        return None
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return str(connection.execute(f"select {column}, learned_version from meta").fetchone()[0])  # noqa: S608
    except (sqlite3.Error, TypeError):
        return None


def _fingerprint(settings: Settings) -> str:
    digest = hashlib.sha256((_built(database_path(settings), "learned_version") or "").encode())
    for name in _MODEL_INPUTS:
        path = Path(name)
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in {".yml", ".py"}:
                digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def main() -> None:
    settings = Settings.from_environment()
    configure_logging(settings)
    prepare_database(settings)
    print(prepare_model(settings))


if __name__ == "__main__":
    asyncio.set_event_loop(asyncio.new_event_loop())
    main()
