"""Terms: read and checked like items, verified against their clauses, found by name, no part of what the model learns."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policy_db.build import NOT_LEARNED, content_version
from policy_db.catalogue_files import CATALOGUE_DIR, Catalogue, read_catalogue
from policy_db.database import PolicyDb
from policy_db.errors import CatalogueError
from policy_db.term_names import TermNames
from policy_db.verify import verify
from tests.support.catalogue import built_policy, catalogue


def test_the_built_database_holds_every_term() -> None:
    assert built_policy().terms == catalogue().terms
    assert len(catalogue().terms) > 150


@pytest.mark.parametrize(("term", "old", "new", "field"), [
    ("liuda-hangye", "制造业", "建筑业", "parts.0"),                       # a part that is not listed
    ("liuda-hangye", "六大行业", "七大行业", "name"),                       # a word that the document does not use
    ("xiaoxing-weili-qiye", "不超过300万元", "不超过500万元", "text"),       # a wrong mark
    ("wuwei-yiti", "12345热线电话", "12346热线电话", "parts.0"),            # a wrong number in a name
])
def test_a_wrong_word_or_figure_is_caught(originals, term: str, old: str, new: str, field: str) -> None:  # type: ignore[no-untyped-def]
    right = catalogue().terms[term]
    text = right.json(ensure_ascii=False)
    assert old in text
    wrong = type(right).parse_raw(text.replace(f'"{old}"', f'"{new}"', 1) if f'"{old}"' in text else text.replace(old, new, 1))
    findings = verify(Catalogue(terms={term: wrong}, documents=catalogue().documents), originals).findings
    assert [finding.field for finding in findings] == [field], findings


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the catalogue whose terms may be changed."""
    return Path(shutil.copytree(CATALOGUE_DIR, tmp_path / "catalogue"))


@pytest.mark.parametrize(("row", "reason"), [
    ("{id: a, name: 甲词, source: luoyang-2022-23#一, region: 洛阳}", "give parts, text or unlisted"),
    ("{id: a, name: 甲词, source: luoyang-2022-23#一, region: 洛阳, parts: [乙], unlisted: true}", "an unlisted term has no parts"),
    ("{id: a, name: 甲词, source: luoyang-2022-23#一, region: 洛阳, text: 乙, partial: true}", "a partial list needs parts"),
    ("{id: a, name: 甲词, source: no-such#一, region: 洛阳, text: 乙}", "no document holds 'no-such#一'"),
    ("{id: a, name: 甲词, source: luoyang-2022-23#一, region: 洛阳, text: 乙, related: [nowhere]}", "no item has the id 'nowhere'"),
    ("{id: a, name: 四 梯队, source: luoyang-2022-23#一, region: 洛阳, text: 乙}", "'四梯队' also names 'sige-tidui' of 洛阳"),
])
def test_broken_terms_are_refused(changed: Path, row: str, reason: str) -> None:
    (changed / "terms" / "z.yaml").write_text(f"- {row}\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(changed)
    assert reason in str(raised.value)


def test_a_changed_term_builds_a_new_database_but_trains_no_new_model(changed: Path) -> None:
    before, learned = content_version(changed), content_version(changed, without=NOT_LEARNED)
    (changed / "terms" / "z.yaml").write_text("- {id: a, name: 甲词, source: luoyang-2022-23#一, region: 洛阳, text: 乙}\n", encoding="utf-8")
    assert content_version(changed) != before
    assert content_version(changed, without=NOT_LEARNED) == learned
    (changed / "items" / "keji" / "keji-01.yaml").write_text("", encoding="utf-8")
    assert content_version(changed, without=NOT_LEARNED) != learned


@pytest.mark.parametrize(("text", "words", "terms"), [
    ("“四转”是哪四转", ["四转", "四转"], ["sizhuan", "sizhuan"]),
    ("小升规的‘规’是多少", ["小升规的规"], ["guimo-yishang", "guimo-jiaozuo"]),
    ("三零创建是啥", ["三零创建"], ["sanling-chuangjian"]),   # not the 三零 of power connections
    ("三零、三省啥意思", ["三零、三省"], ["san-ling", "san-sheng"]),
    ("房租能减免吗", [], []),
])
def test_names_are_found_without_quotation_marks_and_the_longest_counts(text: str, words: list[str], terms: list[str]) -> None:
    found = built_policy().term_names.find(text)
    assert [named.words for named in found] == words
    assert [term.id for named in found for each in named.each for term in each] == terms


def test_without_terms_nothing_is_found() -> None:
    assert TermNames([]).find("四转是哪四转") == []


def test_terms_belong_to_items_of_the_database(policy: PolicyDb) -> None:
    assert {item for term in policy.terms.values() for item in term.related} <= set(policy.items)
