"""Writes docs/computable.md: every item, whether its amounts can be computed, from what, or why not. Prints the share."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from policy_db.catalogue_files import Catalogue, read_catalogue
from policy_db.computable import ROW, needs, why_not
from policy_db.quantity import RATIO, find_figures
from policy_db.schema import Benefit, Deferral, Fact, Service, Waiver

TARGET = Path("docs/computable.md")
_MONEY_UNITS = ("元", "美元", RATIO)
_HEAD = """# 哪些事项可以计算金额

由 `python -m scripts.computable_table` 从目录生成，请勿手工修改。“写明金额”指支持标准本身写了金额、比例或月数；
服务、权益、缓缴和事实说明不产生金额，不计入比例。

{share}

| 事项 | 支持标准 | 种类 | 可计算 | 需要的数 / 不能计算的原因 |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One benefit of the table."""

    item: str
    title: str
    label: str
    kind: str
    reason: str
    inputs: tuple[str, ...]
    stated: bool


def rows(catalogue: Catalogue) -> list[Row]:
    """All benefits, in the order of the catalogue."""
    found = []
    for item in catalogue.items.values():
        for provision in item.provisions:
            for benefit in provision.benefits:
                names = tuple("等次（称号）" if key == ROW else catalogue.criteria[key].name for key in needs(benefit))
                found.append(Row(item.id, item.title, benefit.label, benefit.kind, why_not(benefit), names, states_figure(benefit)))
    return found


def states_figure(benefit: Benefit) -> bool:
    """Does the benefit state an amount that is granted? A waiver without formula does when its text names a sum or share."""
    if isinstance(benefit, Service | Fact | Deferral):
        return False
    if isinstance(benefit, Waiver) and not benefit.base:
        return any(figure.unit in _MONEY_UNITS for figure in find_figures(benefit.text))
    return True


def share_words(table: list[Row]) -> str:
    """写明金额的 N 项中 M 项可以计算（P%）."""
    stated = [row for row in table if row.stated]
    computable = [row for row in stated if not row.reason]
    percent = 100 * len(computable) / len(stated)
    return f"写明金额的支持标准 {len(stated)} 项，其中 {len(computable)} 项可以计算（{percent:.1f}%）；支持标准共 {len(table)} 项。"


def document(table: list[Row]) -> str:
    """The whole page."""
    lines = []
    for row in table:
        answer = "否" if row.reason else "是"
        detail = row.reason or "、".join(row.inputs) or "无需输入"
        lines.append(f"| {row.title}（{row.item}） | {row.label} | {row.kind} | {answer} | {detail} |")
    return _HEAD.format(share=share_words(table)) + "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    table = rows(read_catalogue())
    options.target.write_text(document(table), encoding="utf-8")
    print(share_words(table))


if __name__ == "__main__":
    main()
