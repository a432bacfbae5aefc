"""Does a message want a list, and of what?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from actions.follow_up import WEAK
from actions.services import ActionServices
from actions.turn import Turn
from policy_db.database import PolicyDb
from policy_db.listing import Listing
from policy_db.match import Match
from policy_db.schema import Item
from policy_db.schema.base import Level
from policy_db.sought import Sought, sought_in

#: lead (in margins) of the first item from which a question for a list means the benefits of that item
CLEAR_LEAD = 0.8
#: items that share what a message names, before naming it asks for a list of them
SEVERAL = 3
#: margin of the first item from which it is meant although several things are asked for (动物扑杀各赔多少，都列出来)
SURE_OF_ONE = 0.8
#: several things are asked for; 有啥奖励没 may be about one
_SEVERAL_ASKED = re.compile(r"[哪那]些|[哪那]几|几[种项样个类]|都[有能给说列]|列[一出举个]|清单|盘点|汇总|梳理|一览")


def wants_list(turn: Turn, match: Match, city: str, services: ActionServices) -> bool:
    """Several items rather than the benefits of one."""
    if turn.intent == "ask_list" and ("list" in turn.acts or "validity" not in turn.aspects):
        return True
    if "list" not in turn.acts:
        return False
    sought = sought_of(turn.text, services, turn.levels)
    if sought.agencies:
        return True
    named = len(listing_of(services.policy).ranked(sought, city, services.today())) >= SEVERAL
    if turn.is_no_item and (not named or turn.no_item_margin >= WEAK):
        return False
    if match.band == "answer" and match.signals["lead"] >= CLEAR_LEAD:
        item = services.policy.item(match.candidates[0].item)
        one_meant = is_named(item, turn.text) or match.signals["margin"] >= SURE_OF_ONE or not _SEVERAL_ASKED.search(turn.text)
        return named and (item.kind == "目标" or not one_meant)
    return named or match.band != "answer"


def is_named(item: Item, text: str) -> bool:
    """Does the text name the item by its title or one of its other names?"""
    return any(name in text for name in (item.title, *item.aliases))


def sought_of(question: str, services: ActionServices, levels: Sequence[str] = ()) -> Sought:
    """What a question for a list names."""
    return sought_in(question, services.policy, cast(Sequence[Level], levels))


@lru_cache(maxsize=2)
def listing_of(policy: PolicyDb) -> Listing:
    """The catalogue made ready for lists; once per database."""
    return Listing(policy)
