"""话术: what the agent reads aloud of an answer card, in at most three sentences that can be spoken as they stand."""

from __future__ import annotations

import re
from typing import Any

from policy_db.text import normalise

#: characters of benefits that one sentence holds
_ROOM = 90
_REPLACED = (
    (r"R&D", "研发"), (r"LPR", "贷款市场报价利率"), (r"FTP", "内部资金转移定价"), (r"REITs", "不动产投资信托基金"),
    (r"APEC", "亚太经合组织"), (r"ISO", "国际标准"),
    (r"㎡|m²|m2|平米", "平方米"), (r"(?<=\d)[kK][vV][aA]", "千伏安"), (r"(?<=\d)[kK][vV]", "千伏"),
    (r"(?<=\d)[kK][wW][·.]?[hH]", "千瓦时"), (r"(?<=\d)[kK][wW]", "千瓦"), (r"(?<=\d)[mM][wW]", "兆瓦"),
    (r"(?<=\d),(?=\d{3})", ""), (r"(?<=\d)\s*[:：∶]\s*(?=\d)", "比"),
    (r"[（(]含[）)]", "含本数"), (r"[（(]市、区[）)]", "市区"), (r"[（(【〔\[]", "，"), (r"[）)】〕\]]", "，"),
    (r"[《》“”‘’\"'「」*#]", ""),
    (r"(?<=[\d%‰万亿元])\s*(?:—+|–|－|~|～|-)\s*(?=\d)", "到"), (r"(?<=\d)至(?=\d)|(?<=[%‰元])至(?=\d)", "到"),
    (r"(\d+(?:\.\d+)?)%", r"百分之\1"), (r"(\d+(?:\.\d+)?)‰", r"千分之\1"), (r"(?<=\d)\.(?=\d)", "点"),
    (r"≥", "不少于"), (r"≤", "不超过"), (r"×|✕", "乘以"), (r"\+|＋", "加"), (r"=", "等于"), (r"&", "和"), (r">", "大于"), (r"<", "小于"),
    (r"(?<=[元亩人])/(?=\S)", "每"), (r"/", "或"), (r"[—–－～~_-]+", "，"), (r"[;；:：]", "，"), (r"[·•|\\^]", "、"),
)
_PATTERNS = tuple((re.compile(pattern), replacement) for pattern, replacement in _REPLACED)
#: an abbreviation without Chinese words of its own is spelt out
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_COMMAS = re.compile(r"\s*[，,、]*[，,][，,、\s]*")
_REGION_NAMES = {"全国": "国家", "河南": "河南省", "洛阳": "洛阳市", "焦作": "焦作市"}
_STATES = {
    "expired": "这项政策已经到期，有没有接续政策请打电话确认。",
    "not_started": "这项政策还没有开始执行。",
    "unstated": "文件没有写明期限，现在还能不能办请先打电话确认。",
}


def script_of(card: dict[str, Any]) -> str:
    """The script of a policy answer; '' for cards that have none."""
    if card.get("type") != "policy_answer" or not card.get("benefits"):
        return ""
    return "".join(sentence for sentence in (_grant(card), _state(card), _whom(card)) if sentence)


def spoken(text: str) -> str:
    """The text without symbols and abbreviations that cannot be read aloud: 20%—30% → 百分之20到百分之30."""
    text = normalise(text)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    text = _LETTERS.sub(lambda letters: " ".join(letters[0].upper()), text)
    return _COMMAS.sub("，", text.replace(",", "，")).strip("，、 。")


def spoken_phone(tel: str) -> str:
    """Digit by digit, the area code apart: 0379-63910557 → 区号0 3 7 9，6 3 9 1 0 5 5 7."""
    area, _, number = tel.rpartition("-")
    digits = " ".join(number)
    return f"区号{' '.join(area)}，{digits}" if area else digits


def _grant(card: dict[str, Any]) -> str:
    """政策名称，洛阳市的标准是：…。 What was meant comes first; the rest only as far as one sentence holds it."""
    rows = [row for row in card["benefits"] if row.get("matched")] or card["benefits"]
    parts: list[str] = []
    for row in rows:
        part = f"{spoken(row['label'])}，{spoken(row['text'])}"
        if part in parts:
            continue
        if row["region"] != rows[0]["region"] or (parts and sum(map(len, parts)) + len(part) > _ROOM):
            break
        parts.append(part)
    more = "，其他情形另有规定" if len(parts) < len(card["benefits"]) else ""
    region = _REGION_NAMES.get(rows[0]["region"], rows[0]["region"])
    return f"{spoken(card['item']['title'])}，{region}的标准是，{'，'.join(parts)}{more}。"


def _state(card: dict[str, Any]) -> str:
    if card.get("status") == "in_force":
        stated = spoken((card.get("validity") or {}).get("stated") or "")
        return f"政策现在有效，{stated}。" if stated else "政策现在有效。"
    return _STATES.get(card.get("status", ""), "")


def _whom(card: dict[str, Any]) -> str:
    contact = next((contact for contact in card.get("contacts", []) if contact.get("phone")), None)
    if contact is None:
        agencies = [contact["agency"] for contact in card.get("contacts", [])][:1]
        return f"具体由{spoken(agencies[0])}负责，文件没有写电话，我可以为您记录转办。" if agencies else ""
    return f"具体可以咨询{spoken(contact['agency'] + contact.get('office', ''))}，电话{spoken_phone(contact.get('tel') or contact['phone'])}。"
