"""Was it in force then, will it be? What the documents' dates say of the period that a status question names."""

from __future__ import annotations

from actions import cards, phrases
from actions.context import Request
from actions.period import Period
from actions.services import ActionServices
from policy_db.schema import Provision
from policy_db.validity import Status
from policy_db.wording import validity_words

_THEN_STATUS = {
    Status.IN_FORCE: "在有效期内", Status.EXPIRED: "已过期", Status.NOT_STARTED: "还没有开始",
    Status.UNSTATED: "文件未写明期限，不能确定",
}
_LINE = "您问的{period}：{status}{stated}。"


def asked_day_lines(period: Period, provisions: list[Provision], services: ActionServices) -> tuple[str, ...]:
    """The state in that period, a line for each region whose documents state a time (or one line in all)."""
    dated = [provision for provision in provisions if services.policy.validity(provision).stated
             or services.policy.validity(provision).to] or provisions[:1]
    first_of_region = {provision.region: provision for provision in reversed(dated)}
    lines = []
    for region, provision in reversed(first_of_region.items()):
        stated = validity_words(services.policy.validity(provision)) if provision in dated else ""
        status = _status_in(period, provision, services)
        level = phrases.LEVEL_NAMES[region] if len(first_of_region) > 1 else ""
        lines.append(_LINE.format(period=period.words, status=f"{level}{_THEN_STATUS[status]}",
                                  stated=f"（{stated}）" if status is not Status.UNSTATED else ""))
    return tuple(lines)


def asked_provisions(request: Request, services: ActionServices) -> list[Provision]:
    """The item's provisions for the asker, those with a stated time first."""
    assert request.item is not None
    return cards.by_date(services.policy.provisions(request.item, request.city) or list(request.item.provisions), services)


def _status_in(period: Period, provision: Provision, services: ActionServices) -> Status:
    """In force when it was so on the first or the last day; else the state on the first day."""
    states = [services.policy.status(provision, day) for day in (period.first, period.last)]
    return Status.IN_FORCE if Status.IN_FORCE in states else states[0]
