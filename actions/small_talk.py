"""Greeting, thanks and the like: short, and always with a way on."""

from __future__ import annotations

from actions.answers import Answer
from actions.memory import Memory

EXAMPLES = ("房租能减免吗", "创业担保贷款最多贷多少", "饭店有哪些扶持", "首次认定高企奖多少")
WORDS = {
    "greet": "您好，我是惠企政策助手，可以查洛阳、焦作的惠企政策：给多少、什么条件、是否还有效、找谁办。比如问：",
    "ask_help": "您可以直接说情况或问政策，我会答金额、条件、期限、依据和电话；也能算金额、比较两地、列清单。比如问：",
    "bot_challenge": "我是自动答复的政策助手，答案都来自政策文件并注明出处。需要真人请回复“转人工”。",
    "thanks": "不客气。还有别的政策问题，直接问就行。",
    "goodbye": "好的，再见。有政策问题随时来问。",
    "praise": "谢谢您。还有别的政策问题，直接问就行。",
    "insult": "抱歉没帮上忙。您可以换个说法再问，或回复“转人工”。",
    "feedback_wrong": "抱歉，可能理解错了。请换个说法说说您的情况，或回复“转人工”请人核对。",
    "restart_topic": "好的，请说您的新问题。",
    "affirm": "好的。请说说您想问哪项政策。",
    "deny": "好的，那请说说您想问的是什么政策或情况。",
}

CITY = "好的，下面按{city}回答。请说您想问的政策或情况。"
ANY_CITY = "两市及省、国家层面的政策"


def city_answer(city: str, memory: Memory) -> Answer:
    """The caller told the city and nothing else."""
    return Answer(CITY.format(city=f"{city}的政策" if city else ANY_CITY), {"type": "smalltalk"}, memory)


def small_talk_answer(intent: str, memory: Memory) -> Answer:
    """A smalltalk card with example questions where they help."""
    text = WORDS[intent]
    buttons: tuple[tuple[str, str], ...] = ()
    if intent in ("greet", "ask_help"):
        text += "、".join(f"“{example}”" for example in EXAMPLES) + "。"
        buttons = tuple((example, example) for example in EXAMPLES)
    if intent in ("feedback_wrong", "insult", "bot_challenge"):
        buttons = (("转人工", "转人工"),)
    if intent == "restart_topic":
        memory = Memory(city=memory.city)
    return Answer(text, {"type": "smalltalk"}, memory, buttons)
