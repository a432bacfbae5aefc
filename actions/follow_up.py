"""Does a message only make sense about the item before?

What holds by form is a rule here. The rest is a logistic regression over a few signals and over the sound of the message
(its characters and pairs of them); `scripts/calibrate_follow_ups.py` derives the weights from the talks in data/follow_ups.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import yaml

from actions.content import VARIES, content_length, share_of_item, tells_no_topic
from actions.services import ActionServices
from actions.turn import Turn
from policy_db.computable import inputs_of
from policy_db.fitting import fitting_value
from policy_db.match import LEAST_MARGIN, LEAST_SHARE, Match
from policy_db.quantity import find_figures
from policy_db.schema import Item

WEIGHTS_FILE = Path(__file__).parent / "follow_up_weights.yaml"
ELLIPTICAL = re.compile(r"^(?:那|那么|它|这个|这项|该|上面|上述|刚才|前面|换成|换作|换|要是|如果|假如|万一|我们?是|俺们?是|咱们?是|"
                         r"不是|我?[说记搞弄写打看]错|具体|超了|超过|这|是|就是|还有个|然后|行|中|好的?|嗯|对|哦|噢|再|同样|一样|其中|里面)|呢(?:[?？。，,]|$)")
_CORRECTION = re.compile(r"^(?:哦|噢|啊|哎|不对|不是|不好意思|对不起|抱歉|刚才|刚刚|上面|我|俺|[，,。 ])*(?:[说记搞弄写打看量算数报填]错)"
                         r"|^(?:哦|噢|啊|哎|唉|嗯)?[，,]?不对[，,啊呀]")
#: a message that tells the own case
OWN_CASE = re.compile(r"^(?:那|要是|如果|就|现在|去年|今年)?(?:我|俺|咱|公司|单位|厂里|店里|企业|就|一共|总共|这次)")
_NEW_TOPIC = re.compile(r"另外|换个(?:问题|话题)|再问(?:一下|个|下)|还想(?:问|咨询)|顺便(?:问|咨询)|别的(?:问题|事)|对了[，,]")
_PAUSE = re.compile(r"[\s，。？！,.?!、…“”\"（）()：:；;~]+")
#: a candidate that is not ranked stands this far behind the first, in margins
_FAR_BEHIND = 2.0
#: characters of content beyond which more tell nothing of whether it is a follow-up
_MUCH_CONTENT = 20
_SHORT = 8
#: a label that is no item speaks so weakly below this margin that it settles nothing
WEAK = -0.5


@dataclass(frozen=True)
class FollowUpWeights:
    """`limit`: lowest probability taken as a follow-up; `signals`, `sounds`: logistic weights."""

    limit: float
    bias: float
    signals: dict[str, float]
    sounds: dict[str, float]

    @classmethod
    @lru_cache(maxsize=1)
    def read(cls) -> FollowUpWeights:
        return cls(**yaml.load(WEIGHTS_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def is_follow_up(turn: Turn, match: Match, before: Item, services: ActionServices) -> bool:
    """Is the message about the item before rather than about the best match of its own words?"""
    if turn.intent in ("affirm", "deny") and not (turn.aspects or turn.places or turn.figures_of_own or _CORRECTION.search(turn.text)):
        return False
    if tells_no_topic(turn) and (turn.aspects or not turn.is_no_item):
        return True
    if match.band != "answer" and VARIES.search(turn.text) and turn.no_item_margin < WEAK:
        return True
    if match.band != "answer" and (_CORRECTION.search(turn.text) or (OWN_CASE.match(turn.text) and fits_input(turn, before, services))):
        return True
    return probability(turn, match, before, services) >= FollowUpWeights.read().limit


def fits_input(turn: Turn, before: Item, services: ActionServices) -> bool:
    """Can a figure of the message be an input of the item before (我们买了2000万的, after a share of the price)?"""
    figures = find_figures(turn.text)
    return any(fitting_value(figure, services.policy.criteria[key]) is not None for key in inputs_of(before) for figure in figures)


def probability(turn: Turn, match: Match, before: Item, services: ActionServices) -> float:
    """That the message is about the item before (0–1)."""
    weights = FollowUpWeights.read()
    signals = signals_of(turn, match, before, services)
    total = weights.bias + math.fsum(weights.signals[name] * value for name, value in signals.items())
    total += math.fsum(weights.sounds.get(sound, 0.0) for sound in sounds_of(turn.text))
    return 1 / (1 + math.exp(-total))


def signals_of(turn: Turn, match: Match, before: Item, services: ActionServices) -> dict[str, float]:
    """What tells a follow-up from another matter: how well the item before explains the message, how well anything else does."""
    scores = {candidate.item: candidate.score for candidate in match.candidates}
    first = match.candidates[0].score if match.candidates else 0.0
    best = max((margin for _, margin in turn.reading.items), default=LEAST_MARGIN)
    another = match.item is not None and match.item != before.id
    return {
        "confidence": match.confidence,
        "another_surely": float(match.band == "answer" and another),
        "refused": float(match.band == "refuse"),
        "behind": min(first - scores.get(before.id, first - _FAR_BEHIND), _FAR_BEHIND),
        "share": turn.reading.shares.get(before.id, LEAST_SHARE),
        "refused_share": turn.reading.refused_share,
        "going_on": turn.follow_up_margin - best,
        "no_item": turn.no_item_margin - best,
        "explained": services.policy.explained_share(turn.text, before.id),
        "another_explains": share_of_item(turn.text, services.policy.item(match.item), services) if another and match.item else 0.0,
        "new_topic": float(bool(_NEW_TOPIC.search(turn.text))),
        "length": math.log(len(turn.text) + 1),
        "short": float(len(turn.text) <= _SHORT),
        "content": min(content_length(turn), _MUCH_CONTENT) / _MUCH_CONTENT,
        "known": turn.reading.known_share,
    }


def sounds_of(text: str) -> frozenset[str]:
    """Characters and pairs of them, with the borders of the message; numbers and pauses are one sign each."""
    said = f"^{re.sub(r'[0-9]+', '0', _PAUSE.sub('|', text))}$"
    return frozenset((*said, *map("".join, pairwise(said))))
