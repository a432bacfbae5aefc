"""Refusals with a reason each: short, kind, and with a place to turn to."""

from __future__ import annotations

from actions.answers import Answer
from actions.cards import HOTLINE
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices

_HELP = "我只能解答洛阳、焦作和河南省、国家层面的惠企政策。"
#: reason → words; {hotline} and emergency numbers are filled in from NUMBERS
REASONS = {
    "not_covered": "抱歉，政策库里没有找到这件事的规定，不敢乱说。可拨{hotline}问主管部门；这个问题已记下，会请人补充。",
    "no_topic": "您问的是哪一项政策？请说出政策名称或具体事情，例如“国有房屋租金减免”。",
    "other_place": "抱歉，没有收录{place}的政策文件。请拨当地{hotline}咨询。" + _HELP,
    "private_matter": "抱歉，这属于个人事务，不在惠企政策范围内。可拨{hotline}咨询。" + _HELP,
    "complaint": "投诉、举报我不能受理，请拨{hotline}，会登记并转交主管部门；也可以回复“转人工”。",
    "emergency": "紧急情况请马上拨打：报警{police}、火警{fire}、急救{ambulance}。我只能解答惠企政策。",
    "illegal_request": "抱歉，这样做违法，我不能帮忙。申报政策须如实；合规问题可拨{hotline}咨询。",
    "opinion_request": "抱歉，我不评价、不预测，也不给投资建议，只按文件回答惠企政策。",
    "general_chat": "抱歉，这个我帮不上忙。" + _HELP,
    "prompt_injection": "抱歉，我不能这样做。" + _HELP,
}
#: reasons that say that the asker does wrong
ACCUSING = ("illegal_request", "prompt_injection")
NUMBERS = {"hotline": HOTLINE, "police": "110", "fire": "119", "ambulance": "120"}
_OFFER_PERSON_AFTER = 2
_SUGGESTED = 3


def decline_answer(reason: str, request: Request, memory: Memory, services: ActionServices) -> Answer:
    """A no_answer card; near items are offered when the question was only just too far from them."""
    text = REASONS[reason].format(place=request.question, **NUMBERS)
    misses = memory.misses + (reason == "not_covered")
    buttons: list[tuple[str, str]] = []
    if reason == "complaint" or misses >= _OFFER_PERSON_AFTER:
        text += "需要的话回复“转人工”。" if reason != "complaint" else ""
        buttons.append(("转人工", "转人工"))
    near = [(services.policy.items[name].title, name) for name in request.candidates[:_SUGGESTED]]
    if near and reason == "not_covered":
        text += "相近的有：" + "、".join(title for title, _ in near) + "。"
        buttons += [(title, title) for title, _ in near]
    card = {"type": "no_answer", "reason": reason, "related": [{"id": name, "title": title} for title, name in near],
            "contacts": [{"agency": "政务服务热线", "phone": HOTLINE, "tel": HOTLINE}]}
    return Answer(text, card, memory.with_(
        misses=misses, pending=None,
        candidates=[{"title": title, "item": name} for title, name in near] or memory.candidates), tuple(buttons))
