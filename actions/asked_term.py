"""Does a message ask what a term means or which its parts are (六大行业是哪六个, 啥叫规改股)?

The words that ask must stand right beside the term: what is asked of something else of it (四转的奖励有哪些), or besides
(三大改造是啥，补多少), is left to the items.
"""

from __future__ import annotations

import re

from actions.content import only_city
from actions.memory import Memory
from actions.services import ActionServices
from actions.turn import Turn
from actions.wanted_list import sought_of
from policy_db.database import regions_of
from policy_db.schema import Term
from policy_db.term_names import NamedTerms, plain

#: kind of what is pending after terms were explained: their names, for another city
PENDING = "term"
_WHAT = "(?:啥|什么|甚)"
_SEVERAL = "(?:[二三四五六七八九十两几2-9][一二三四五六七八九十0-9]*|1[0-9])"
_WHICH = f"(?:(?:哪|那)(?:些|{_SEVERAL})|几)"
_COUNTER = "(?:个|种|类|项|条|样|方面|块|大|部分)?+"
_END = r"(?:来着|呀|啊|呢|吗|嘛|吧|哦|哈|的|了)*(?:$|[，。,.？?！!；;])"
#: what a question for parts may call them; money, conditions and the like are asked of items
_CALLED = (r"(?!政策|[奖补贷减免]|钱|优惠|好处|支持|扶持|条件|要求|待遇|福利|材料|手续|电话|部门|单位|额度|标准|时|流程|服务|措施|用|能|可"
           r"|目标|附件|文件|方案)[^，。,.？?！!；;]{0,4}?")
_LINK = "(?:里|中|说|讲|提|这个|那个|这|那|到底|究竟|具体|分别|又|都|各|主要|一般|一共|总共|的)*"
_IS = "(?:是指|指的是|说的是|是|指的|说的|指|叫做|叫|算)"
_HOLDS = "(?:包括|包含|涵盖|含|涉及|分成|分为|分|有|由)"
_AFTER = re.compile("|".join((
    rf"{_LINK}{_IS}个?{_WHAT}(?:意思|东西|概念|含义|内容|名字|人|企业|样)?{_END}",
    rf"{_LINK}(?:包括|包含|涵盖|涉及|分成|分为|有)了?(?:{_WHAT}|谁)(?:东西|内容)?{_END}",
    rf"{_LINK}(?:{_IS}|{_HOLDS})?的?(?:是)?{_WHICH}{_COUNTER}{_CALLED}{_END}",
    rf"{_LINK}(?:是)?个?{_WHAT}(?:意思|概念|含义){_END}",
    rf"{_LINK}(?:定义|含义|意思)(?:是)?(?:个?{_WHAT})?{_END}",
    rf"{_LINK}范围(?:是|有|包括)?(?:{_WHAT}|{_WHICH}){_END}",
    rf"{_LINK}(?:是)?(?:怎么|咋|如何|怎样)个?(?:定义|界定|理解|解释|划分|分|回事){_END}",
)))
#: asked of a definition by a mark (小额采购项目是多大, 小升规的规是多少)
_SIZE = re.compile(rf"{_LINK}(?:是|指|算|要|得)(?:达到|收入|年收入)*(?:多少|多大|多高){_CALLED}{_END}")
#: the shortest question for parts; of a broad topic (服务业都有哪些) it asks for its policies
_HAS_WHICH = re.compile(rf"{_LINK}有{_WHICH}{_COUNTER}{_END}")
_BEFORE = re.compile("|".join((
    rf"{_WHAT}(?:才|才能)?(?:是|叫做|叫|算是|算)$",
    rf"(?:解释|说明|讲解|介绍|说说|讲讲|科普)(?:一下|下)?(?:{_WHAT}(?:是|叫))?(?:这个|那个)?$",
    rf"(?:{_WHICH}{_COUNTER}|什么样的?|啥样的?|{_WHAT})[^，。,.？?！!；;]{{0,4}}(?:才)?(?:是|叫|算是|算|算作|属于|归)$",
)))
_WHICH_RIGHT_BEFORE = re.compile(r"哪(?:些|几[个种类大])?$")
_AFTER_CALLED = re.compile(rf"(?:的)?(?:意思|含义|定义)?(?:是{_WHAT})?{_END}")
_NOTHING_ELSE = re.compile(r"(?:那|就|这|个|的|呢|吗|啊|呀|[，。,.？?！!])*$")
#: what stands after the question asks for more than the meaning
_ASKS_MORE = re.compile(r"多少|[奖补钱免]|吗|算不算|能不能|怎么|咋|几")


def asked_terms(turn: Turn, city: str, memory: Memory, services: ActionServices) -> tuple[str, tuple[Term, ...]]:
    """The words and the terms that the message asks the meaning of, for the asker's city; "" and () when it asks something else."""
    pending = memory.pending or {}
    for named in services.policy.term_names.find(turn.text):
        if _asks(named, turn, services):
            return named.words, _of_city(named, city, services)
    if pending.get("kind") == PENDING and only_city(turn):
        for named in services.policy.term_names.find(pending["words"]):
            return named.words, _of_city(named, city, services)
    return "", ()


def _asks(named: NamedTerms, turn: Turn, services: ActionServices) -> bool:
    asked = _question(named)
    broad = bool(sought_of(turn.text, services).topics)
    if asked:
        more = named.after[asked.end():]
        return not _ASKS_MORE.search(more) and not (broad and _HAS_WHICH.match(named.after))
    alone = _NOTHING_ELSE.match(named.before) and _NOTHING_ELSE.match(named.after)
    return bool(alone) and not broad and not services.policy.items_named_in(plain(turn.text))


def _question(named: NamedTerms) -> re.Match[str] | None:
    """The words after the term up to the end of the question for its meaning."""
    if asked := _AFTER.match(named.after):
        return asked
    if _BEFORE.search(named.before) or _WHICH_RIGHT_BEFORE.search(named.before):
        return _AFTER_CALLED.match(named.after)
    defined = not any(term.parts for terms in named.each for term in terms)
    return _SIZE.match(named.after) if defined else None


def _of_city(named: NamedTerms, city: str, services: ActionServices) -> tuple[Term, ...]:
    return tuple({term.id: term for terms in named.each for term in _nearest(terms, city, services)}.values())


def _nearest(terms: tuple[Term, ...], city: str, services: ActionServices) -> tuple[Term, ...]:
    """What counts for the city: its own, else the province's, else the state's; another city's where there is nothing else.

    Where the nearest is only a draft, the next one counts too. Without a city all of them do.
    """
    regions = regions_of(city)
    fitting = sorted((term for term in terms if term.region in regions), key=lambda term: regions.index(term.region))
    if not city or not fitting:
        return tuple(fitting or terms)
    firm = (place for place, term in enumerate(fitting) if services.policy.document_of(term.source).state != "draft")
    return tuple(fitting[:next(firm, len(fitting)) + 1])
