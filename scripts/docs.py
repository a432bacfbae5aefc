"""Writes the generated parts of the docs: the settings list of the operators' guide and the computable table."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from bot.settings import Settings

OPERATORS_GUIDE = Path("docs/operators.zh.md")


def fill(path: Path, mark: str, content: str) -> None:
    """Replace what stands between <!-- mark --> and <!-- /mark -->."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    if not pattern.search(text):
        raise SystemExit(f"{path} has no part {mark!r}")
    path.write_text(pattern.sub(lambda match: f"{match[1]}{content}\n{match[2]}", text), encoding="utf-8")


def settings_table() -> str:
    rows = ["| 环境变量 | 默认值 | 说明 |", "|---|---|---|"]
    for field in dataclasses.fields(Settings):
        default = "" if field.default in ("", None) else f"`{field.default}`"
        rows.append(f"| `HUIQI_{field.name.upper()}` | {default} | {field.metadata['help']} |")
    return "\n".join(rows)


if __name__ == "__main__":
    fill(OPERATORS_GUIDE, "settings", settings_table())
