"""Puts typed benefits, conditions and validity into plain words. All figures come from the rows; no digit stands here."""

from __future__ import annotations

import re
from decimal import Decimal

from policy_db.benefit_sums import stage_sums
from policy_db.quantity import format_money
from policy_db.schema import (
    Benefit,
    Criterion,
    Deferral,
    Fact,
    Fee,
    Fixed,
    Interval,
    Loan,
    PerUnit,
    Range,
    Rate,
    Service,
    Stages,
    Steps,
    Tier,
    Tiers,
    Titles,
    Validity,
    Waiver,
)

_SUM = re.compile(r"\d[^，；。]{0,3}?(?:元|%|‰|倍|个月|日|天|年)|免收|免征|全部免费")
_CALENDAR = re.compile(r"20\d\d年(?:\d+月)?(?:\d+日)?")


class Wording:
    """Words for benefits; needs the criteria for the names of inputs."""

    def __init__(self, criteria: dict[str, Criterion]):
        self._criteria = criteria

    def benefit(self, benefit: Benefit) -> str:
        """One line: 首次认定：一次性20万元."""
        body = self.amount(benefit)
        detail = f"（{benefit.detail}）" if benefit.detail else ""
        return f"{benefit.label}：{body}{detail}"

    def amount(self, benefit: Benefit) -> str:
        """The grant alone, without its label."""
        return getattr(self, f"_{type(benefit).__name__.lower()}")(benefit)

    def name(self, key: str) -> str:
        return self._criteria[key].name

    def _fixed(self, benefit: Fixed) -> str:
        text = f"{benefit.per}{_ceiling(benefit.up_to)}{benefit.amount}"
        if benefit.shares:
            text += "，其中" + "、".join(f"{payer}{amount}" for payer, amount in benefit.shares.items())
        return text

    def _range(self, benefit: Range) -> str:
        return f"{benefit.per}{benefit.min}至{benefit.max}"

    def _tiers(self, benefit: Tiers) -> str:
        name = self.name(benefit.input)
        lines = "；".join(f"{name}{interval_words(tier.when)}，{self._tier(tier, benefit)}" for tier in benefit.tiers)
        cap = f"；最高{benefit.cap}" if benefit.cap else ""
        return f"{lines}{cap}"

    def _tier(self, tier: Tier, benefit: Tiers) -> str:
        if tier.text:
            return tier.text
        cap = f"（最高{tier.cap}）" if tier.cap else ""
        if tier.rate:
            return f"{benefit.per}{_share(self.name(benefit.base or benefit.input), tier.rate, tier.up_to)}{cap}"
        return f"{benefit.per}{_ceiling(tier.up_to)}{tier.amount}{cap}"

    def _titles(self, benefit: Titles) -> str:
        rows = (f"{title.name}{_ceiling(benefit.up_to)}{title.amount}" + (f"（{title.detail}）" if title.detail else "")
                for title in benefit.titles)
        return f"{benefit.unit}{benefit.per}{'、'.join(rows)}"

    def _rate(self, benefit: Rate) -> str:
        rate = "×".join([benefit.rate] if benefit.rate else benefit.factors)
        text = f"{benefit.per}{_share(benefit.of or self.name(benefit.base), rate, benefit.up_to)}"
        if benefit.floor:
            text += f"，不低于{benefit.floor}"
        return f"{text}，最高{benefit.cap}" if benefit.cap else text

    def _perunit(self, benefit: PerUnit) -> str:
        text = f"{benefit.per}{_ceiling(benefit.up_to)}每{benefit.unit.removeprefix('每')}{benefit.amount}"
        if benefit.own_share:
            text += f"，其中个人承担{benefit.own_share}"
        if benefit.max_units:
            text += f"，最多{benefit.max_units}"
        return f"{text}，最高{benefit.cap}" if benefit.cap else text

    def _steps(self, benefit: Steps) -> str:
        name = self.name(benefit.input)
        text = f"{name}达到{benefit.first_at}，{benefit.first_amount}；每增加{benefit.every}，再加{benefit.every_amount}"
        if benefit.bonus and benefit.bonus_when:
            text += f"；{benefit.bonus_when.text}的再增加{benefit.bonus}"
        return f"{text}；最高{benefit.cap}" if benefit.cap else text

    def _stages(self, benefit: Stages) -> str:
        rows = "、".join(f"{stage.name}{_ceiling(stage.up_to)}{stage.amount or f'付{stage.rate}'}{figures}"
                        for stage, figures in zip(benefit.stages, _stage_figures(benefit), strict=True))
        total = f"共{_ceiling(benefit.up_to)}{benefit.total}，" if benefit.total else ""
        return f"{total}分步：{rows}"

    def _loan(self, benefit: Loan) -> str:
        parts = []
        if benefit.limit:
            parts.append(f"最高{benefit.limit}")
        if benefit.share and benefit.share_of:
            parts.append(f"不超过{self.name(benefit.share_of)}的{benefit.share}")
        if benefit.term:
            parts.append(f"期限最长{benefit.term}")
        if benefit.price:
            parts.append(benefit.price)
        return "，".join(parts)

    def _waiver(self, benefit: Waiver) -> str:
        return benefit.text

    def _deferral(self, benefit: Deferral) -> str:
        return benefit.text

    def _fee(self, benefit: Fee) -> str:
        free = f"前{benefit.free}免费，之后" if benefit.free else ""
        longest = f"，最长使用{benefit.longest}" if benefit.longest else ""
        return f"{free}每天按{self.name(benefit.base)}的{benefit.rate}计收{longest}"

    def _service(self, benefit: Service) -> str:
        return benefit.text

    def _fact(self, benefit: Fact) -> str:
        return benefit.text


def tells_sum(text: str) -> bool:
    """Do the words of an amount tell a sum, a share or a time? Years of the calendar are none."""
    return bool(_SUM.search(_CALENDAR.sub("", text)))


def interval_words(interval: Interval) -> str:
    """[20%, 30%) → 20%（含）至30%."""
    low, high = [part.strip() for part in interval[1:-1].split(",")]
    low_words = f"{low}{'（含）' if interval.low_inclusive else ''}"
    high_words = f"{high}{'（含）' if interval.high_inclusive else ''}"
    if interval.low is None:
        return f"{high_words}以下"
    if interval.high is None:
        return f"{low_words}以上"
    return f"{low_words}至{high_words}"


def date_words(date) -> str:  # type: ignore[no-untyped-def]
    return f"{date.year}年{date.month}月{date.day}日"


def validity_words(validity: Validity) -> str:
    """What the document states about its time, or that it states nothing."""
    if validity.stated:
        return validity.stated
    if validity.from_ and validity.to:
        return f"{date_words(validity.from_)}至{date_words(validity.to)}"
    if validity.to:
        return f"至{date_words(validity.to)}"
    if validity.from_:
        return f"自{date_words(validity.from_)}起，未写明期限"
    return "文件未写明期限"


def _stage_figures(benefit: Stages) -> list[str]:
    """For each stage what a share comes to, and on the way what has been paid so far."""
    if any(stage.up_to for stage in benefit.stages) or not all(stage.amount or benefit.total for stage in benefit.stages):
        return ["" for _ in benefit.stages]
    sums = stage_sums(benefit)
    words = []
    for index, (stage, paid) in enumerate(zip(benefit.stages, sums, strict=True)):
        own = [f"即{format_money(paid.value, paid.unit)}"] if stage.rate else []
        so_far = sum((earlier.value for earlier in sums[:index + 1]), Decimal(0))
        total = [f"累计{format_money(so_far, paid.unit)}"] if 0 < index < len(sums) - 1 else []
        words.append(f"（{'，'.join([*own, *total])}）" if own or total else "")
    return words


def _ceiling(up_to: bool) -> str:
    return "最高" if up_to else ""


def _share(base: str, rate: str, up_to: bool) -> str:
    """按保险费的30%, or 不超过保险费的30%."""
    return f"{'不超过' if up_to else '按'}{base}的{rate}"
