"""工单: the draft that an agent copies into the 12345 system after a call or a chat."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from actions.services import ActionServices
from bot.conversations import Conversation, Message
from bot.desk.assist import Segment, without_fillers
from bot.desk.calls import Call
from bot.desk.item_cards import item_card
from bot.desk.summary import summarise

_CHINA = ZoneInfo("Asia/Shanghai")
_LONGEST_MATTER = 300
_NOTHING_SAID = "（请填写）"
_FOLLOW_UPS = {
    "expired": "政策已到期，请主管部门答复有无接续政策。",
    "unstated": "文件未写明期限，请主管部门确认现在是否仍可办理。",
    "not_started": "政策尚未开始，届时回访。",
    "in_force": "已按有效政策答复，无需转办。",
}
_NO_ITEM = "政策库中没有对应事项，请主管部门答复。"
_LABELS = (("number", "编号"), ("time", "时间"), ("channel", "渠道"), ("city", "城市"), ("matter", "诉求内容"), ("facts", "来电人情况"),
           ("item", "对应事项"), ("answer", "答复内容"), ("source", "政策依据"), ("department", "承办部门"), ("follow_up", "后续处理"),
           ("agent", "受理坐席"))


def of_chat(chat: Conversation, messages: Sequence[Message], agent: str, actions: ActionServices) -> dict[str, str]:
    """A draft from a conversation: the answer given is what the agent said, else what the bot said last."""
    said = [message.text for message in messages if message.author == "visitor"]
    by_agent = [message.text for message in messages if message.author == "agent"]
    by_bot = [message.text for message in messages if message.author == "bot" and message.card]
    summary = summarise(messages, actions.policy)
    answer = "\n".join(by_agent) or (by_bot[-1] if by_bot else "")
    return _draft(number=chat.id, at=chat.created_at, channel=chat.channel, city=chat.city, said=said,
                  facts=list(summary.facts), item=summary.item, answer=answer, agent=agent, actions=actions)


def of_call(call: Call, segments: Sequence[Segment], shown: dict[str, Any], agent: str, actions: ActionServices) -> dict[str, str]:
    """A draft from a call; `shown` is what live assist showed at its end."""
    said = [text for segment in segments if segment.speaker == "caller" and (text := without_fillers(segment.text))]
    item = shown["suggestions"][0]["id"] if shown["suggestions"] else ""
    return _draft(number=call.id, at=call.started_at, channel="phone", city=shown["city"] or call.city, said=said,
                  facts=shown["known"], item=item, answer=shown["text"], agent=agent, actions=actions)


def as_text(draft: dict[str, str]) -> str:
    """The draft as lines to paste."""
    return "\n".join(f"{label}：{draft[key]}" for key, label in _LABELS if draft[key])


def _draft(*, number: str, at: float, channel: str, city: str, said: list[str], facts: list[dict[str, str]], item: str,
           answer: str, agent: str, actions: ActionServices) -> dict[str, str]:
    card = item_card(item, actions, city=city)["card"] if item in actions.policy.items else {}
    contact = next(iter(card.get("contacts", [])), None)
    source = next(iter(card.get("sources", [])), None)
    return {
        "number": number,
        "time": datetime.datetime.fromtimestamp(at, _CHINA).strftime("%Y-%m-%d %H:%M"),
        "channel": channel, "city": city,
        "matter": "；".join(said)[:_LONGEST_MATTER] or _NOTHING_SAID,
        "facts": "；".join(f"{fact['name']}：{fact['value']}" for fact in facts),
        "item": card["item"]["title"] if card else "",
        "answer": answer or _NOTHING_SAID,
        "source": f"{source['document']} {source['clause']}" if source else "",
        "department": f"{contact['agency']}{contact['office']} {contact.get('tel') or contact['phone']}".strip() if contact else "",
        "follow_up": _FOLLOW_UPS[card["status"]] if card else _NO_ITEM,
        "agent": agent,
    }
