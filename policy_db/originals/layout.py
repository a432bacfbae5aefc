"""How each file is divided: the documents and annexes in it, by the words they begin with.

Only what the numbering cannot show is written here. Titles are as the compendium prints them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policy_db.originals.numbering import ORDINAL, OUTLINE, SECTION, Mark


@dataclass(frozen=True)
class Part:
    """A document or annex inside a file; it ends where the next one begins."""

    document: str
    opening: str = ""
    """Its first characters in the file, which are its heading; "" in a compendium when the title is."""
    annex: str = ""
    """The label of an annex that is cited within its document ("附件1")."""
    also: tuple[str, ...] = ()
    """Other addresses that people cite the part by."""
    styles: tuple[re.Pattern[str], ...] = OUTLINE
    marks: tuple[Mark, ...] = ()


def _compendium(file: str, *parts: Part) -> tuple[Part, ...]:
    """The parts, written with titles for ids, as parts of this file."""
    return tuple(
        replace(
            part,
            document=f"{file}#{part.document}",
            opening=part.opening or part.document,
            also=tuple(f"{file}#{address}" for address in part.also),
        )
        for part in parts
    )


_CLOSING = "结语"
_ANNEX_LIST = "附件清单"
_SIGNATURE = "落款"
_FILE_23 = "luoyang-2022-23"
_ANNEX_2 = "luoyang-2022-23-annex2"
_ANNEX_2_TITLE = "附件2支持“专精特新”中小企业高质量发展政策措施"
_DRAFT = "luoyang-zjtx-2023-2025-draft"
_HENAN_RELIEF = "河南省人民政府办公厅关于进一步做好惠企纾困工作促进经济平稳健康发展的通知"
_WINGS = "中共焦作市委 焦作市人民政府关于实施“添翼计划”加快企业梯次培育的意见"
_LARGE_GROUPS = "焦作市加快大企业集团培育实施方案"


def _annex_of_wings(number: int, title: str, *marks: Mark) -> Part:
    return Part(title, f"附件{number}{title}", also=(f"{_WINGS}/附件{number}",), marks=marks)


def _annex_of_henan_relief(number: int, title: str) -> Part:
    return Part(_HENAN_RELIEF, f"附件{number}{title}", annex=f"附件{number}", also=(title,))


LAYOUTS: dict[str, tuple[Part, ...]] = {
    _FILE_23: (
        Part(
            _FILE_23,
            "洛阳市人民政府办公室文件洛政办〔2022〕23号洛阳市人民政府办公室"
            "关于进一步做好惠企纾困工作促进经济平稳健康发展的通知",
            marks=(
                Mark(_CLOSING, "围绕强化惠企纾困、稳定经济运行，聚焦重点领域"),
                Mark(_ANNEX_LIST, "附件：1.支持小微商贸企业"),
                Mark(_SIGNATURE, "洛阳市人民政府办公室2022年3月3日"),
            ),
        ),
        Part(_FILE_23, "附件1支持小微商贸企业个体工商户恢复发展若干措施", annex="附件1"),
        Part(_FILE_23, _ANNEX_2_TITLE, annex="附件2"),
        Part(
            _FILE_23,
            "附件3促进规上工业企业研发活动全覆盖的若干举措",
            annex="附件3",
            marks=(Mark("目标表", "县区规上工业企业研发活动全覆盖年度指导目标县区"),),
        ),
        Part(_FILE_23, "主办：市发改委督办：市政府办公室四科", annex="印发", styles=()),
    ),
    _ANNEX_2: (
        # The file lacks the number of item 15.
        Part(
            _ANNEX_2,
            _ANNEX_2_TITLE,
            also=(f"{_ANNEX_2}#附件2",),
            marks=(Mark("15", "支持企业技能人才培养。"),),
        ),
    ),
    _DRAFT: (Part(_DRAFT, "洛阳市专精特新企业培育提升行动方案（2023-2025年）（征求意见稿）"),),
    "jiaozuo-compendium-2022": _compendium(
        "jiaozuo-compendium-2022",
        Part("国家层面6方面33项稳经济措施"),
        Part("关于促进工业经济平稳增长的若干政策"),
        Part("关于促进服务业领域困难行业恢复发展的若干政策"),
        Part(
            "关于进一步实施小微企业“六税两费”减免政策的公告",
            styles=(SECTION,),
            marks=(Mark(_CLOSING, "特此公告。"),),
        ),
        # Its （一）…（三） only define the small enterprises of section 二; nobody cites them alone.
        Part("关于中小微企业设备器具所得税税前扣除有关政策的公告", styles=(SECTION,)),
        Part(
            "关于做好2022年服务业小微企业和个体工商户房租减免工作的通知",
            styles=(SECTION,),
            marks=(Mark(_CLOSING, "请各中央企业梳理统计"),),
        ),
        Part(
            "关于做好全省当前重点经济工作的通知",
            "省级层面关于做好全省当前重点经济工作的通知",
            marks=(Mark(_CLOSING, "各地、各部门要以高度的责任感"),),
        ),
        Part(
            _HENAN_RELIEF,
            marks=(
                Mark(_CLOSING, "围绕强化惠企纾困、稳定经济运行，聚焦重点领域"),
                Mark(_ANNEX_LIST, "附件：1.支持小微商贸企业"),
            ),
        ),
        _annex_of_henan_relief(1, "支持小微商贸企业个体工商户恢复发展若干措施"),
        _annex_of_henan_relief(2, "促进小微工业企业上规模实施方案"),
        _annex_of_henan_relief(3, "支持“专精特新”中小企业高质量发展政策措施"),
        Part("支持中小企业发展若干财税政策", marks=(Mark(_CLOSING, "以上政策，除有明确执行期限外"),)),
        Part("河南省物流保通保畅促进产业链供应链稳定十六条措施", styles=(ORDINAL,)),
        Part(
            "关于做好我市当前重点经济工作的若干措施",
            "焦作层面关于做好我市当前重点经济工作的若干措施",
            marks=(Mark(_CLOSING, "各县（市、区）、各部门要增强做好当前经济工作"),),
        ),
        Part(
            "焦作市关于应对新冠肺炎疫情进一步帮助市场主体纾困解难的三十条措施",
            marks=(Mark(_CLOSING, "对国家、河南省出台的相关支持政策，各级各部门"),),
        ),
        Part("金融支持疫情防控常态化实体经济稳定发展十条措施", styles=(SECTION,)),
        # Its （一）…（三） are steps of one inspection, inside measure 二.
        Part("焦作市物流保通保畅促进产业链供应链稳定二十条措施", styles=(SECTION,)),
        Part(
            "焦作市人民政府办公室关于进一步促进我市房地产市场平稳健康发展的若干意见（试行）（讨论稿）",
            marks=(
                Mark(_CLOSING, "本意见自发布之日起执行"),
                Mark(_SIGNATURE, "2022年5月7日"),
            ),
        ),
        Part(_WINGS, marks=(Mark(_ANNEX_LIST, "附件：1．焦作市进一步推进"),)),
        _annex_of_wings(1, "焦作市进一步推进大众创业万众创新实施方案"),
        _annex_of_wings(2, "焦作市加快小微企业培育实施方案"),
        _annex_of_wings(3, "焦作市“个转企小升规规改股股上市”企业培育实施方案"),
        _annex_of_wings(4, "焦作市“专精特新”中小企业培育实施方案"),
        _annex_of_wings(5, _LARGE_GROUPS, Mark(_CLOSING, "本方案依据的政策措施如有调整")),
        Part(
            _LARGE_GROUPS,
            "附件焦作市大企业集团培育对象名单",
            annex="附件",
            also=(f"{_WINGS}/附件5/附件",),
            styles=(SECTION,),
        ),
    ),
}
