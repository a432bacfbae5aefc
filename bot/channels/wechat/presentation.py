"""A reply as WeChat text: the words, the choices as lines, and a link to the page with the whole answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.wechat import fitting, wording
from bot.replies import Button

# cards that show more than their text: the official words, tables, steps
_CARDS_WITH_PAGE = ("policy_answer", "comparison", "calculation", "eligibility", "list")


@dataclass(frozen=True)
class Part:
    """One text to deliver. `link` is a line with the address of its page, or ""; `always` shows it even when all fits."""

    text: str
    link: str = ""
    always: bool = False

    @property
    def whole(self) -> str:
        """Everything, however long."""
        return f"{self.text}\n{self.link}" if self.link and self.always else self.text

    def shortened(self, limit: int) -> str:
        """At most `limit` bytes; what is left out is on the page, or the text says that something is left out."""
        if fitting.size(self.whole) <= limit:
            return self.whole
        return fitting.shorten(self.text, f"\n……\n{self.link}" if self.link else wording.SHORTENED, limit)


def part_of(text: str, buttons: Sequence[Button], card: dict[str, Any] | None, url: str) -> Part:
    """The part for a reply; `url` is its page, or ""."""
    link = f'<a href="{url}">{wording.FULL_ANSWER}</a>' if url else ""
    return Part(_with_choices(text, buttons, card), link, (card or {}).get("type") in _CARDS_WITH_PAGE)


def together(parts: Sequence[Part], limit: int = fitting.LIMIT) -> str:
    """All parts in one text of at most `limit` bytes; when they are too long together, each gets the same share."""
    text = "\n\n".join(part.whole for part in parts)
    if fitting.size(text) <= limit:
        return text
    share = limit // len(parts) - len("\n\n")
    return "\n\n".join(part.shortened(share) for part in parts)


def in_pieces(part: Part) -> list[str]:
    """The part as messages: one when the rest is on its page, else as many as it takes."""
    return [part.shortened(fitting.LIMIT)] if part.link else fitting.split(part.whole)


def _with_choices(text: str, buttons: Sequence[Button], card: dict[str, Any] | None) -> str:
    """Choices that the text does not name are added: candidates numbered, others by the words to reply with."""
    if (card or {}).get("type") == "candidates" and not any(button.title in text for button in buttons):
        return "\n".join([text, *(f"{number}. {button.title}" for number, button in enumerate(buttons, 1))])
    if all(button.title in text or button.payload in text for button in buttons):
        return text
    return "\n".join([text, wording.OPTIONS.format(options="、".join(button.payload for button in buttons))])
