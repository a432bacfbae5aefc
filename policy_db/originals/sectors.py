"""The Luoyang compendium: policies numbered anew in each sector (科技类, 民政类 …), written in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_db.errors import OriginalsError
from policy_db.originals.clauses import Clause, join_address
from policy_db.originals.plain import without_space

_FRONT_MATTER = {"序言": "序言", "目录": "目录", "洛阳市惠企政策汇编": "题名"}
_SECTOR = re.compile(r"(?P<sector>\w+类)（.+）")
_POLICY = re.compile(r"(?P<number>\d+)\. *.+")


def divide(text: str, document: str) -> Iterator[Clause]:
    """The clauses of the compendium: front matter, sector headings, policies.

    The only policy of a sector has no number; it is `<sector>/1`, also `<sector>`, and takes in the heading
    of the sector.
    """
    sector, sector_line = "", ""

    def clause(path: str, heading: str, body: str, alias: str = "") -> Clause:
        aliases = (join_address(document, alias),) if alias else ()
        return Clause(join_address(document, path), document, path, heading, body, aliases)

    for heading, body in _blocks(text):
        policy = _POLICY.fullmatch(heading)
        if path := _FRONT_MATTER.get(without_space(heading)):
            yield clause(path, heading, body)
        elif found := _SECTOR.fullmatch(heading):
            sector, sector_line = found["sector"], body
        elif policy and sector:
            if sector_line:
                yield clause(sector, sector_line.strip("#* "), sector_line)
                sector_line = ""
            yield clause(f"{sector}/{policy['number']}", heading, body)
        elif sector_line:
            yield clause(f"{sector}/1", heading, f"{sector_line}\n{body}", alias=sector)
            sector_line = ""
        else:
            raise OriginalsError(f"{document}.txt", f"a heading outside of the sectors: {heading}")


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Each Markdown heading without its marks, and the text from it to the next one."""
    for block in re.split(r"^(?=#)", text, flags=re.MULTILINE):
        if body := block.strip():
            yield body.splitlines()[0].strip("#* "), body
