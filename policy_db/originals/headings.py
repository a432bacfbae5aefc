"""The heading of a clause as printed, found in the lines of the raw file.

The unwrapped files glue some headings to the text below them ("一、保障措施各单位要…"). In the raw file
such a heading is a line that ends early, while running text fills its lines.
"""

from __future__ import annotations

from bisect import bisect_right

from policy_db.originals.plain import without_space

_FULL_LINE = 24
"""Characters; a printed line of running text has 25 to 29."""
_LONGEST = 60
_ENDS = "。：；"


class HeadingLines:
    """Looks up heading lines by a position in the unwrapped text; both texts have the same characters."""

    def __init__(self, unwrapped: str, raw_lines: list[str]):
        self._lines = [line for line in map(without_space, raw_lines) if line]
        self._starts: list[int] = []
        position = 0
        for line in self._lines:
            self._starts.append(position)
            position += len(line)
        self._positions = _positions(unwrapped)

    def heading_at(self, start: int) -> str:
        """The heading that begins at this position, "" if running text does."""
        position = self._positions[start]
        index = bisect_right(self._starts, position) - 1
        heading = self._lines[index][position - self._starts[index] :]
        while True:
            cut = min((heading.find(end) for end in _ENDS if end in heading), default=-1)
            if cut >= 0:
                heading = heading[:cut]
                break
            if len(self._lines[index]) < _FULL_LINE or index + 1 == len(self._lines):
                break
            index += 1
            heading += self._lines[index]
        return heading if len(heading) <= _LONGEST else ""


def _positions(text: str) -> list[int]:
    """For every position of the text, how many characters other than white space stand before it."""
    counts, count = [], 0
    for character in text:
        counts.append(count)
        count += not character.isspace()
    return counts
