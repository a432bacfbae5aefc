"""Does a message only make sense about the item before? Ellipsis, pronouns, corrections, a word or two of that item."""

from __future__ import annotations

import re

from actions.services import ActionServices
from actions.turn import Turn
from policy_db.computable import ROW, needs
from policy_db.fitting import fitting_value
from policy_db.match import LEAST_SHARE, Match
from policy_db.quantity import find_figures
from policy_db.schema import Item
from policy_db.text import bigrams, characters

ELLIPTICAL = re.compile(r"^(?:那|那么|它|这个|这项|该|上面|上述|刚才|前面|换成|换作|换|要是|如果|假如|万一|我们?是|俺们?是|咱们?是|"
                         r"不是|我?[说记搞弄写打看]错|具体|超了|超过|这|是|就是|还有个|然后|行|中|好的?|嗯|对|哦|噢|再|同样|一样|其中|里面)|呢(?:[?？。，,]|$)")
_CORRECTION = re.compile(r"^.{0,6}我?[说记搞弄写打看]错")
_NEW_TOPIC = re.compile(r"另外|换个(?:问题|话题)|再问(?:一下|个|下)|还想(?:问|咨询)|顺便(?:问|咨询)|别的(?:问题|事)|对了[，,]")
PARTICLES = re.compile(r"[的了吗呢吧啊呀么那这是有没不要就也都还再请问一下我俺咱你您他想能可以给什么啥咋怎样多少几？?，,。.!！ ]|个(?![人体])")
#: words around a reference or a correction, which say nothing of a topic
_AROUND = re.compile(r"[说记搞弄写打看]错|不是|不对|不好意思|对不起|换[成作到]|改[成到]|应该|谢谢|好的|麻烦|知道|明白|对了|[这那][件个]?[事项]|个号"
                     r"|说一?下|联系|电话|号码|咨询|问问|[问找]谁|打给|哪个|文件|刚才|前面|上面|上述|政策|那边"
                     r"|这边|城市|要是|如果|享受|申请|有效|过期|到期|时候|期间|办理|领取"
                     r"|20\d\d年(?:\d+月)?(?:\d+[日号])?|[上下]半年|[去前明后]年|[上下]个?月|月份")
_LONGEST_CUE = 7
#: how much of a message must be words of the item before, to be taken as about it
BELONGS = 0.34
#: the same, for a short message that could name another item too (保险补贴多少, after an answer with an insurance benefit)
MOSTLY = 0.5
#: a message that tells the own case
_OWN_CASE = re.compile(r"^(?:那|要是|如果|就|现在|去年|今年)?(?:我|俺|咱|公司|单位|厂里|店里|企业|就|一共|总共|这次)")
_BARE = re.compile(r"^.{1,8}呢[?？]?$")
_SHORT = 8
#: confidence from which a message is about another item although it sounds like a follow-up
SURE_OF_ANOTHER = 0.9
#: so much of a message's words (by rarity) stands in what the item says and in what people ask of it; of messages about
#: other matters nine in ten stay below a third of that
FAMILIAR = 0.45
#: so little of it stands there in a message about something else (那我想去自驾游)
STRANGE = 0.15
#: the network is this sure (natural logarithm) that a message is about no item: four in five
SURELY_NO_ITEM = -0.22
#: margins by which a label that is no item leads, so that even familiar words mean another matter
FAR_BELOW = -1.0
#: most characters besides the city in a message that only tells the city (我是焦作的, 换成洛阳看看)
_SAID_AROUND_CITY = 3
#: most characters of a message with a city that is taken to be about the item before (我的厂在洛阳伊川)
_TELLS_CITY = 12


def is_follow_up(turn: Turn, match: Match, before: Item, services: ActionServices) -> bool:
    """Is the message about the item before rather than about the best match of its own words?"""
    if turn.intent in ("affirm", "deny") and not turn.aspects and not turn.places:
        return False
    if tells_no_topic(turn):
        return True
    if _NEW_TOPIC.search(turn.text) and match.band != "refuse":
        return False
    if match.band != "answer" and _OWN_CASE.match(turn.text) and _fits_input(turn, before, services):
        return True
    explained = services.policy.explained_share(turn.text, before.id)
    familiar, strange = explained >= FAMILIAR, explained < STRANGE and match.band == "refuse"
    surely_none = turn.is_no_item and match.signals.get("refused_share", LEAST_SHARE) > SURELY_NO_ITEM
    another = strange or (surely_none and (not familiar or match.signals["over_refusal"] <= FAR_BELOW))
    if another and match.band != "answer" and len(turn.text) > _SHORT and not _CORRECTION.search(turn.text):
        return False  # 新三板的票现在能买吗, after 新三板挂牌给多少
    if match.item == before.id:
        return True
    if turn.intent == "follow_up" and (match.band != "answer" or match.confidence < SURE_OF_ANOTHER):
        return True
    belongs = share_of_item(turn.text, before, services)
    is_short, no_better = len(turn.text) <= _SHORT, belongs >= _share_of_first(turn, match, services)
    if belongs >= MOSTLY and (_BARE.search(turn.text) or (is_short and no_better)):
        return True
    elliptical = bool(ELLIPTICAL.search(turn.text))
    if _CORRECTION.search(turn.text) and match.band != "answer":
        return True
    if turn.places and match.band != "answer" and (elliptical or len(turn.text) <= _TELLS_CITY):
        return True
    if turn.is_no_item and match.band != "answer" and belongs < BELONGS and not familiar:
        return False
    if match.band == "answer":
        return elliptical and belongs >= BELONGS and match.confidence < SURE_OF_ANOTHER and _near(match, before.id)
    return elliptical or (no_better and (is_short or belongs >= BELONGS)) or (familiar and match.band == "refuse")


def _fits_input(turn: Turn, before: Item, services: ActionServices) -> bool:
    """Can a figure of the message be an input of the item before (我们买了2000万的, after a share of the price)?"""
    keys = [key for provision in before.provisions for benefit in provision.benefits for key in needs(benefit) if key != ROW]
    figures = find_figures(turn.text)
    return any(fitting_value(figure, services.policy.criteria[key]) is not None for key in keys for figure in figures)


def _share_of_first(turn: Turn, match: Match, services: ActionServices) -> float:
    """How much of the message the item explains that it would mean by itself."""
    return share_of_item(turn.text, services.policy.item(match.item), services) if match.item else 0.0


def _near(match: Match, item: str) -> bool:
    scores = {candidate.item: candidate.score for candidate in match.candidates}
    return item in scores and match.candidates[0].score - scores[item] < 0.6


def only_city(turn: Turn) -> bool:
    """Does the message only tell the asker's city (我是焦作的)?"""
    return (bool(turn.places) or "anywhere" in turn.acts) and content_length(turn) <= _SAID_AROUND_CITY


def tells_no_topic(turn: Turn) -> bool:
    """Is the message made of cues and places alone (联系电话, 焦作呢)?"""
    return content_length(turn) <= 1 or only_city(turn)


def content_length(turn: Turn) -> int:
    """Characters that are left when particles, cues and places are taken out: what the message says of a topic."""
    text = turn.text
    for cue in (*turn.cue_texts, *turn.places):
        if len(cue) <= _LONGEST_CUE:  # a longer one spans words of the topic (现在…还能申请吗)
            text = text.replace(cue, "")
    return len(characters(PARTICLES.sub("", _AROUND.sub("", text))))


def share_of_item(text: str, item: Item, services: ActionServices) -> float:
    """How much of the message's content words the item's own words explain (0–1)."""
    said = [pair for part in PARTICLES.split(text) for pair in bigrams(part)]
    vocabulary = services.policy.vocabulary(item.id)
    return sum(pair in vocabulary for pair in said) / len(said) if said else 0.0
