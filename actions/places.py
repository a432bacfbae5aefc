"""Places of a message: the asker's city, and places without documents that are no reason to refuse."""

from __future__ import annotations

import re

from actions.memory import Memory
from actions.services import ActionServices
from actions.turn import Turn
from policy_db.assess import told_of_item
from policy_db.match import Match

#: pairs of characters by which an item speaks of what comes from elsewhere
_OUTSIDE = frozenset(("省外", "外省", "迁入", "引进", "外地", "异地", "以外"))


def cities_named(turn: Turn, services: ActionServices) -> tuple[str, ...]:
    """Cities of the catalogue that this message names."""
    return tuple(place for place in turn.places if services.policy.places[place].covered)


def city_of(turn: Turn, memory: Memory, services: ActionServices) -> str:
    """The asker's city: said now, else known from before, else the service's; '' for none in particular."""
    if "anywhere" in turn.acts:
        return ""
    cities = cities_named(turn, services)
    if len(cities) == 1:
        return cities[0]
    return services.default_city if memory.city is None else memory.city


def comes_from_outside(text: str, places: list[str], match: Match, services: ActionServices) -> bool:
    """Is something moved here or kept elsewhere (在西安有个厂想搬来), and the item one for that? Then the place is a case of it."""
    moved = "搬" in text or "迁" in text or any(re.search(rf"在{place}[^，。]{{0,3}}(?:有|设|建|办)", text) for place in places)
    return (moved and match.band == "answer" and match.item is not None
            and bool(_OUTSIDE & services.policy.vocabulary(match.item)))


def bears_on_condition(text: str, places: list[str], match: Match, services: ActionServices) -> bool:
    """Is the place what fails a condition of the item (配套企业注册在新乡)? Then the verdict answers it."""
    if match.band != "answer" or match.item is None:
        return False
    item, criteria = services.policy.item(match.item), services.policy.criteria
    told, rest = told_of_item(text, item, criteria), re.sub("|".join(map(re.escape, places)), "", text)
    return told_of_item(rest, item, criteria).keys() < told.keys()


def only_passing(text: str, places: list[str]) -> bool:
    """Is the place only where something comes from or goes to (从商丘接工人, 从山东搬来, 收购西安的厂)?"""
    passing = (rf"(?:从|往|到|去|跑|自|由|离开|和|、){place}|(?:收购|并购|吃下|买)[^，。]{{0,4}}{place}"
               rf"|{place}[^，。]{{0,6}}(?:接|拉|运|搬|迁|来的|过来|进货)"
               rf"|{place}(?:已经|那边的?厂)" for place in places)
    return len(places) > 1 or all(re.search(cue, text) for cue in passing)
