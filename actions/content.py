"""What a message says of a topic, when cues, particles and places are taken out; and how much of it an item explains."""

from __future__ import annotations

import re

from actions.services import ActionServices
from actions.turn import Turn
from policy_db.schema import Criterion, Item
from policy_db.text import bigrams, characters

PARTICLES = re.compile(r"[的了吗呢吧啊呀么那这是有没不要就也都还再请问一下我俺咱你您他想能可以给什么啥咋怎样多少几？?，,。.!！ ]|个(?![人体])")
#: words around a reference or a correction, which say nothing of a topic
_AROUND = re.compile(r"[说记搞弄写打看]错|不是|不对|不好意思|对不起|换[成作到]|改[成到]|应该|谢谢|好的|麻烦|知道|明白|对了|[这那][件个]?[事项]|个号"
                     r"|说一?下|联系|电话|号码|咨询|问问|[问找]谁|打给|哪个|文件|刚才|前面|上面|上述|政策|那边"
                     r"|这边|城市|要是|如果|享受|申请|有效|过期|到期|时候|期间|办理|领取"
                     r"|20\d\d年(?:\d+月)?(?:\d+[日号])?|[上下]半年|[去前明后]年|[上下]个?月|月份")
#: what a correction takes back (是…，不是日光温室; 不是日光温室，是…)
_DENIED = re.compile(r"(?<![是要])不是([^，。；,;？?！!]{2,12})(?=[，,]是)"
                     r"|(?<=是)[^，。；,;？?！!]{2,10}?不是([^，。；,;？?！!吗么]{2,12})(?:[。！!]|$)"
                     r"|(?<=[，,])不是([^，。；,;？?！!吗么]{2,12})(?:[。！!]|$)")
#: 要是去年做到七百万呢, 要是租的呢: the case before, but for one thing
VARIES = re.compile(r"^(?:那|那么)?(?:要是|如果|假如|万一|换成|换作|改成|变成)")
#: 算不算小型微利企业: the question is what one is, not what one may have
_WHETHER = re.compile(r"(?:算不算|算是|是不是|是否|属不属于|属于|够不够|算)[^，。？?]{0,4}$")
_LONGEST_CUE = 7
#: how much of a message must be words of the item before, to be taken as about it
BELONGS = 0.34
#: most characters besides the city in a message that only tells the city (我是焦作的, 换成洛阳看看)
_SAID_AROUND_CITY = 3


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


def without_denied(text: str) -> str:
    """The text without what it takes back: 新建8亩… 说错了，是塑料大棚，不是日光温室 names no 日光温室 any more."""
    for denied in filter(None, (group for groups in _DENIED.findall(text) for group in groups)):
        rest = re.sub(rf"(?:不是)?{re.escape(denied)}", "", text)
        text = rest if characters(PARTICLES.sub("", rest)) else text
    return text


def share_of_item(text: str, item: Item, services: ActionServices) -> float:
    """How much of the message's content words the item's own words explain (0–1)."""
    said = [pair for part in PARTICLES.split(text) for pair in bigrams(part)]
    vocabulary = services.policy.vocabulary(item.id)
    return sum(pair in vocabulary for pair in said) / len(said) if said else 0.0


def place_of(text: str, criterion: Criterion) -> int:
    """Where the text names the criterion; -1 when it does not."""
    return max((text.find(word) for word in criterion.words), default=-1)


def asks_whether(text: str, criterion: Criterion) -> bool:
    """Does the text ask whether one is what the criterion says?"""
    place = place_of(text, criterion)
    return place >= 0 and bool(_WHETHER.search(text[:place]))
