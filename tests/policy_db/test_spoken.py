"""Words of criteria with parts and alternatives."""

from __future__ import annotations

import pytest

from policy_db.spoken import is_said, spoken


@pytest.mark.parametrize(("word", "text", "said"), [
    ("招…大学生", "招了两个大学生", "招了两个大学生"), ("招…大学生", "招不到大学生", None), ("招…大学生", "招工，大学生", None),
    ("收购/兼并…本地/嵩县", "兼并的是嵩县的厂", "兼并的是嵩县"), ("收购/兼并…本地/嵩县", "嵩县的厂", None), ("kva", "100KVA", "KVA"),
])
def test_a_word_is_found_as_it_is_said(word: str, text: str, said: str | None) -> None:
    match = spoken(word).search(text)
    assert (match[0] if match else None) == said
    assert is_said(word, text) is (said is not None)
