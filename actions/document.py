"""The state of a whole document: draft or not, since when and until when."""

from __future__ import annotations

from actions import phrases
from actions.answers import Answer
from actions.cards import HOTLINE, expired_line
from actions.context import Request
from actions.memory import Memory
from actions.services import ActionServices
from policy_db.validity import Status, status_on
from policy_db.wording import date_words, validity_words


def document_answer(request: Request, memory: Memory, services: ActionServices) -> Answer:
    """Answer about the document whose id is `request.question`."""
    document = services.policy.documents[request.question]
    status = status_on(document.validity, services.today())
    lines = []
    if document.state == "draft":
        lines.append(phrases.DOCUMENT_DRAFT.format(state=document.state_text))
    elif status is Status.EXPIRED:
        lines.append(expired_line(document.validity))
    lines.append(phrases.DOCUMENT.format(title=document.title, number=document.number))
    if document.state != "draft" and document.state_text:
        lines.append(f"状态：{document.state_text}")
    if document.signed:
        lines.append(f"签发：{date_words(document.signed)}")
    if status is not Status.EXPIRED or document.state == "draft":
        lines.append(f"期限：{validity_words(document.validity)}")
    if document.annexes:
        lines.append(f"附件：{'；'.join(document.annexes)}")
    lines.append(f"具体事项能否办理，请说出事项名称再问，或拨{HOTLINE}。")
    card = {"type": "policy_answer", "aspect": "validity", "status": status.value, "status_text": phrases.STATUS[status],
            "headline": lines[0], "validity": {"from": str(document.validity.from_ or "") or None,
                                               "to": str(document.validity.to or "") or None,
                                               "stated": document.validity.stated},
            "sources": [{"document": document.title, "number": document.number, "clause": "", "key": document.id,
                         "draft": document.state == "draft"}]}
    return Answer("\n".join(lines), card, memory.with_(aspect="validity", candidates=[], pending=None, misses=0))
