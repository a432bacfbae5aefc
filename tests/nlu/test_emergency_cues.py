"""Danger to life is seen before the classifier; the same words in a question about rules are not."""

from __future__ import annotations

import pytest

from bot.nlu.details import DetailFinder


def acts(text: str) -> set[str]:
    return {detail.value for detail in DetailFinder().find(text) if detail.kind == "act"}


@pytest.mark.parametrize("text", ["厂里着火了快来人", "救命", "我不想活了", "饭店煤气泄漏了", "有人打人", "工人晕倒了", "有人触电了", "老公在打我"])
def test_danger_is_seen(text: str) -> None:
    assert "emergency" in acts(text)


@pytest.mark.parametrize("text", ["燃气泄漏报警器有补贴吗", "着火了保险赔多少", "工人晕倒算工伤吗", "小店快活不下去了有啥扶持", "消防改造补多少"])
def test_a_question_about_rules_is_no_emergency(text: str) -> None:
    assert "emergency" not in acts(text)
