"""A card of every type, with the questions that call for it. The figures are invented: these are channel tests."""

from __future__ import annotations

from bot.replies import Button, Reply

ITEM = {"id": "keji-01", "title": "高新技术企业奖励", "region": "洛阳", "level": "city", "category": "科技类"}
CONTACT = {"agency": "市科学技术局", "office": "高新技术科", "phone": "63910557", "tel": "0379-63910557"}
SOURCE = {
    "document": "洛阳市惠企政策汇编", "number": "洛政〔2022〕1号", "clause": "科技类/1",
    "key": "luoyang-compendium-2022#科技类/1", "text": "对首次通过认定的高新技术企业，给予一次性奖励。", "draft": False,
}

POLICY = Reply(
    "首次通过认定：一次性20万元（已于2022-12-31到期）\n咨询：市科学技术局 63910557",
    buttons=(Button("申报条件", "申报条件"), Button("咨询电话", "咨询电话")),
    card={
        "type": "policy_answer", "headline": "首次通过认定：一次性20万元", "item": ITEM, "aspect": "amount",
        "status": "expired", "status_text": "已于2022年12月31日到期",
        "benefits": [
            {"level": "city", "region": "洛阳", "label": "首次通过认定", "text": "一次性20万元", "matched": True},
            {"level": "city", "region": "洛阳", "label": "重新通过认定", "text": "一次性5万元", "matched": False},
            {"level": "province", "region": "河南", "label": "首次通过认定", "text": "最高10万元", "matched": False},
        ],
        "conditions": [
            {"text": "在洛阳市注册的企业", "region": "洛阳"},
            {"text": "在有效期内通过高新技术企业认定", "region": "河南"},
        ],
        "validity": {"from": "2022-01-01", "to": "2022-12-31", "stated": "自2022年1月1日至2022年12月31日"},
        "contacts": [CONTACT], "sources": [SOURCE], "notes": ["请先来电询问是否有后续政策。"],
        "related": [{"id": "keji-02", "title": "研发费用补助"}],
    },
)
IN_FORCE = Reply("贴息：最高300万元", card={
    "type": "policy_answer", "headline": "最高300万元", "item": ITEM, "status": "in_force", "status_text": "现行有效",
    "benefits": [{"region": "洛阳", "label": "", "text": "最高300万元"}], "contacts": [CONTACT],
})
CANDIDATES = Reply(
    "您想问哪一项？\n1 高新技术企业奖励\n2 研发费用补助",
    buttons=(Button("高新技术企业奖励", "高企奖励"), Button("研发费用补助", "研发补助")),
    card={"type": "candidates", "question": "您想问哪一项？", "options": [
        {"title": "高新技术企业奖励", "payload": "高企奖励"}, {"title": "研发费用补助", "payload": "研发补助"}]},
)
LIST = Reply("科技类共14项", buttons=(Button("下一页", "下一页"),), card={
    "type": "list", "title": "科技类政策（共14项）", "more": 12, "rows": [
        {"id": "keji-01", "title": "高新技术企业奖励", "text": "一次性20万元", "status": "expired", "payload": "高企奖励"},
        {"id": "keji-02", "title": "研发费用补助", "text": "最高100万元", "status": "in_force", "payload": "研发补助"},
    ]})
COMPARISON = Reply("洛阳与焦作的比较", card={
    "type": "comparison", "title": "创业担保贷款：洛阳与焦作", "columns": ["洛阳", "焦作"],
    "rows": [{"label": "额度", "cells": ["最高20万元", "最高15万元"]}, {"label": "期限", "cells": ["3年", "2年"]}],
    "rule": "同一事项从高不重复。", "sources": [SOURCE]})
CALCULATION = Reply("测算结果：35万元", card={
    "type": "calculation", "item": ITEM, "result": "35万元", "status": "in_force", "steps": [
        {"text": "基础奖励", "figure": "20万元", "source": "洛阳市惠企政策汇编 科技类/1"},
        {"text": "按研发费用的1%追加", "figure": "15万元", "source": "洛阳市惠企政策汇编 科技类/2"}],
    "contacts": [CONTACT]})
ELIGIBILITY = Reply("还不能确定", card={
    "type": "eligibility", "item": ITEM, "verdict": "unknown", "failed": ["成立不足一年"],
    "unknown": ["是否在洛阳注册"], "contacts": [CONTACT]})
FORM_FIRST = Reply("企业在哪里注册？", card={
    "type": "form", "question": "企业在哪里注册？", "key": "city", "options": [
        {"title": "洛阳", "payload": "注册在洛阳"}, {"title": "焦作", "payload": "注册在焦作"}]})
FORM_SECOND = Reply("有多少张床位？", card={"type": "form", "question": "有多少张床位？", "key": "beds"})
HAND_OVER = Reply("已为您转人工，请稍候。", card={"type": "handoff", "state": "waiting", "text": "已为您转人工，请稍候。"})
MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>**粗**'
HOSTILE = Reply(MARKUP, buttons=(Button(MARKUP, "你好"),), card={
    "type": "policy_answer", "headline": MARKUP, "item": {**ITEM, "title": MARKUP},
    "benefits": [{"region": MARKUP, "label": MARKUP, "text": MARKUP}, {"text": MARKUP}], "notes": [MARKUP],
    "contacts": [{"agency": MARKUP, "phone": "63910557", "tel": "javascript:alert(1)"}],
    "sources": [{"document": MARKUP, "clause": MARKUP, "text": MARKUP}]})

SCRIPT: dict[str, list[Reply]] = {
    "你好": [Reply("您好，请说您想了解的政策。", card={"type": "smalltalk"})],
    "高企奖励": [POLICY],
    "贴息": [IN_FORCE],
    "科技奖励": [CANDIDATES],
    "科技类有哪些": [LIST],
    "洛阳和焦作比": [COMPARISON],
    "能拿多少": [CALCULATION],
    "我能申请吗": [ELIGIBILITY],
    "政策体检": [FORM_FIRST],
    "注册在洛阳": [FORM_SECOND],
    "转人工": [HAND_OVER],
    "恶意": [HOSTILE],
}
