"""The official texts as clauses: nothing is lost, every address that people use is found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from policy_db.errors import OriginalsError, UnknownClause
from policy_db.originals import Originals, load_originals, outline
from policy_db.originals.clauses import Clause
from policy_db.originals.dividing import cited_paths
from policy_db.originals.numbering import ITEM, OUTLINE, SECTION, Mark, find_headings
from policy_db.originals.plain import figures, printed_lines, without_space
from policy_db.originals.reading import FILES, compare, load_file

SHARED = Path(__file__).resolve().parents[3] / "shared"
SOURCES = SHARED / "sources"
QUESTIONS = SHARED / "questions" / "dev.jsonl"
JIAOZUO = "jiaozuo-compendium-2022#"
WINGS = JIAOZUO + "中共焦作市委 焦作市人民政府关于实施“添翼计划”加快企业梯次培育的意见"
FOUR_STEPS = JIAOZUO + "焦作市“个转企小升规规改股股上市”企业培育实施方案"
SERVICES = JIAOZUO + "关于促进服务业领域困难行业恢复发展的若干政策"
THIRTY = JIAOZUO + "焦作市关于应对新冠肺炎疫情进一步帮助市场主体纾困解难的三十条措施"

needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the official texts are not beside the repository"
)


@pytest.fixture(scope="module")
def originals() -> Originals:
    if not SOURCES.is_dir():
        pytest.skip("the official texts are not beside the repository")
    return load_originals(SOURCES)


def labels_of(text: str, *marks: Mark) -> list[str]:
    return ["/".join(heading.labels) for heading in find_headings(text, OUTLINE, marks)]


# Numbering


def test_a_number_counts_only_when_it_is_the_next_of_its_kind() -> None:
    text = "前言\n一、目标。2.64亿\n（一）法\n1.甲（1）乙。2．丙\n2022年。4.丁\n（三）跳号\n二、丙\n一、旧"
    assert labels_of(text) == ["一", "一/（一）", "一/（一）/1", "一/（一）/2", "二"]


def test_inner_numbers_may_restart_only_below_a_new_outer_heading() -> None:
    text = "一、甲\n1.子\n2.丑\n1.引文\n二、乙\n1.寅\n2.卯"
    assert labels_of(text) == ["一", "一/1", "一/2", "二", "二/1", "二/2"]


def test_a_heading_glued_to_its_first_item_is_split() -> None:
    assert labels_of("一、甲\n1．子\n二、旅游业措施2．丑。三、丙") == ["一", "一/1", "二", "二/2", "三"]


def test_a_mark_gives_a_lost_number_and_an_end_to_numbering() -> None:
    text = "一、甲\n1.子\n丢了号码。\n3.寅\n本意见自发布之日起执行。\n4.不算"
    marks = (Mark("2", "丢了号码"), Mark("结语", "本意见 自发布"))
    assert labels_of(text, *marks) == ["一", "一/1", "一/2", "一/3", "结语"]


def test_a_mark_that_is_not_there_is_an_error() -> None:
    with pytest.raises(OriginalsError, match="结语"):
        find_headings("一、甲", (SECTION, ITEM), (Mark("结语", "特此公告"),))


def test_only_unambiguous_short_paths_are_cited() -> None:
    headings = find_headings("一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅", OUTLINE, ())
    assert list(cited_paths(headings).values()) == [
        ["一"],
        ["一/（一）", "一（一）"],
        ["一/（二）", "一（二）", "（二）"],
        ["二"],
        ["二/（一）", "二（一）"],
    ]


# Addresses


def test_two_clauses_with_one_address_are_refused() -> None:
    clause = Clause("a#一", "a", "一", "", "甲")
    with pytest.raises(OriginalsError, match="a#一"):
        Originals([clause, Clause("a#二", "a", "二", "", "乙", aliases=("a#一",))])


def test_an_unknown_address_is_named(originals: Originals) -> None:
    # A page of the file is lost, and with it this policy.
    for lookup in (originals.get, originals.text_of):
        with pytest.raises(UnknownClause, match="luoyang-compendium-2022#税务类/2"):
            lookup("luoyang-compendium-2022#税务类/2")


@pytest.mark.skipif(not QUESTIONS.is_file(), reason="the question files are not beside the repository")
def test_every_source_of_the_question_file_is_found(originals: Originals) -> None:
    questions = [
        json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    keys = {key for question in questions for key in question["expect"].get("source", [])}
    assert keys
    known = {spelling for clause in originals.clauses for spelling in clause.spellings}
    assert keys - known == set()
    assert all(originals.text_of(key) for key in keys)


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("luoyang-compendium-2022#国资类", "luoyang-compendium-2022#国资类/1"),
        ("luoyang-2022-23-annex2#附件2/5", "luoyang-2022-23-annex2#5"),
        ("luoyang-2022-23#附件3", "luoyang-2022-23#附件3/前言"),
        ("luoyang-2022-23#印发", "luoyang-2022-23#印发"),
        (f"{FOUR_STEPS}/五（三）", f"{FOUR_STEPS}/五/（三）"),
        (f"{WINGS}/附件3/五/（三）", f"{FOUR_STEPS}/五/（三）"),
        (f"{WINGS}/附件1/6", f"{JIAOZUO}焦作市进一步推进大众创业万众创新实施方案/6"),
        (f"{SERVICES}/四/24", f"{SERVICES}/24"),
        (
            f"{JIAOZUO}关于做好我市当前重点经济工作的若干措施/（七）",
            f"{JIAOZUO}关于做好我市当前重点经济工作的若干措施/二/（七）",
        ),
    ],
)
def test_other_spellings_lead_to_the_key(originals: Originals, spelling: str, key: str) -> None:
    assert originals.get(spelling).key == key


@pytest.mark.parametrize(
    ("document", "count"),
    [
        ("luoyang-2022-23#附件2", 19),
        ("luoyang-2022-23-annex2", 19),
        ("luoyang-zjtx-2023-2025-draft", 37),
        (f"{JIAOZUO}国家层面6方面33项稳经济措施", 27),
        (f"{JIAOZUO}关于促进工业经济平稳增长的若干政策", 18),
        (SERVICES, 43),
        (f"{JIAOZUO}关于做好全省当前重点经济工作的通知", 24),
        (f"{JIAOZUO}支持中小企业发展若干财税政策", 50),
        (THIRTY, 30),
        (f"{JIAOZUO}焦作市进一步推进大众创业万众创新实施方案", 16),
        (f"{JIAOZUO}焦作市“专精特新”中小企业培育实施方案", 20),
    ],
)
def test_every_number_of_a_document_is_a_clause(originals: Originals, document: str, count: int) -> None:
    numbers = [clause.key.split("/")[-1].split("#")[-1] for clause in originals.within(document)]
    assert [number for number in numbers if number.isdecimal()] == [str(n) for n in range(1, count + 1)]


def test_the_luoyang_compendium_has_its_102_policies(originals: Originals) -> None:
    paths = [clause.path for clause in originals.within("luoyang-compendium-2022") if "/" in clause.path]
    assert len(paths) == 102
    assert len({path.split("/")[0] for path in paths}) == 20


# Texts


def test_headings_inside_a_line_end_the_clause_before(originals: Originals) -> None:
    fifth, sixth = originals.get(f"{SERVICES}/5").text, originals.get(f"{SERVICES}/6").text
    assert fifth.endswith("可以享受。")
    assert sixth.startswith("6．2022年被列为疫情中高风险地区") and "7．" not in sixth
    assert originals.get(f"{SERVICES}/四").text == "四、旅游业纾困扶持措施"
    assert originals.get(f"{THIRTY}/25").text.endswith("不超过6个月。")
    assert originals.get(f"{THIRTY}/七").heading == "七、提高服务企业水平"


def test_a_document_ends_where_the_next_title_begins(originals: Originals) -> None:
    assert originals.get(SERVICES).text.startswith("关于促进服务业领域困难行业恢复发展的若干政策按照")
    assert originals.text_of(THIRTY).endswith("申请期截至2022年7月15日。")


def test_sub_numbers_stay_in_their_clause(originals: Originals) -> None:
    policy = originals.get("luoyang-compendium-2022#科技类/4").text
    assert "（1）" in policy and "(8)" in policy
    assert (
        "（三）其他行业"
        in originals.get(f"{JIAOZUO}关于中小微企业设备器具所得税税前扣除有关政策的公告/二").text
    )


def test_a_heading_glued_to_its_text_is_read_from_the_raw_lines(originals: Originals) -> None:
    assert originals.get("luoyang-zjtx-2023-2025-draft#一").heading == "一、培育目标"
    assert originals.get(f"{JIAOZUO}金融支持疫情防控常态化实体经济稳定发展十条措施/六").heading == (
        "六、切实做好转贷续贷工作"
    )
    assert originals.get("luoyang-compendium-2022#科技类/8").heading == "8. 科技金融“科技贷”支持政策"


def test_the_text_of_a_section_has_everything_below_it(originals: Originals) -> None:
    section = originals.text_of(f"{WINGS}/附件3/五")
    assert section.startswith("五、激励政策\n（一）") and "（五）对“股上市”企业" in section
    assert "六、保障措施" not in section
    numbered = [clause.key for clause in originals.within("luoyang-2022-23#附件2/三")]
    assert numbered == [f"luoyang-2022-23#附件2/{label}" for label in ("三", "7", "8", "9", "10")]


@needs_sources
@pytest.mark.parametrize("file", FILES)
def test_no_character_of_a_file_is_lost(file: str) -> None:
    text = (SOURCES / "unwrapped" / f"{file}.txt").read_text(encoding="utf-8")
    clauses = load_file(SOURCES, file)
    assert without_space("".join(clause.text for clause in clauses)) == without_space(text)
    assert all(clause.text for clause in clauses)


def test_outline_has_a_line_a_clause(originals: Originals) -> None:
    lines = outline(originals).splitlines()
    assert len(lines) == len(originals.clauses)
    assert lines[0].startswith("luoyang-compendium-2022#序言\t")
    assert max(len(line.split("\t")[1]) for line in lines) == 40


# Raw and unwrapped


@needs_sources
@pytest.mark.parametrize("file", FILES)
def test_the_unwrapped_figures_are_those_of_the_raw_file(file: str) -> None:
    raw = (SOURCES / f"{file}.txt").read_text(encoding="utf-8")
    unwrapped = (SOURCES / "unwrapped" / f"{file}.txt").read_text(encoding="utf-8")
    assert figures("\n".join(printed_lines(raw))) == figures(unwrapped)
    assert compare(raw, unwrapped) == ""


@pytest.mark.parametrize(
    ("unwrapped", "difference"),
    [
        ("奖励30万元，最高100万元。", ""),
        ("奖励30万元，最高110万元。", "figure 2 is 110, but 100 in the raw file"),
        ("奖励30万元。", "1 figures, but 2 in the raw file"),
        ("补助30万元，最高100万元。", "character 1 is 补, but 奖 in the raw file"),
    ],
)
def test_compare_names_the_first_difference(unwrapped: str, difference: str) -> None:
    assert compare("奖励 30\n- 7 -\n万元，\n— 30 —\n最高 10\n0 万元。\n", unwrapped) == difference


def test_a_wrong_figure_in_an_unwrapped_file_is_refused(tmp_path: Path, originals: Originals) -> None:
    copy = tmp_path / "sources"
    shutil.copytree(SOURCES, copy, copy_function=shutil.copyfile)
    copy.joinpath("unwrapped").chmod(0o755)
    path = copy / "unwrapped" / "luoyang-2022-23.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("30万元", "31万元", 1), encoding="utf-8")
    with pytest.raises(OriginalsError, match="unwrapped/luoyang-2022-23.txt: figure"):
        load_originals(copy)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OriginalsError, match="luoyang-compendium-2022.txt: cannot be read"):
        load_originals(tmp_path)
