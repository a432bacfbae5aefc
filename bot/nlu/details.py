"""What a question says besides its topic: the aspect wanted, the kind of answer, place, level, figures, position.

Free of Rasa. Each cue is a regular expression over the normalised text; a cue found becomes a Rasa entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policy_db.quantity import find_figures
from policy_db.schema import Place


@dataclass(frozen=True)
class Detail:
    """One thing said: `kind` is the entity's name, `value` its normalised value, at [start, end)."""

    kind: str
    value: str
    start: int
    end: int
    unit: str = ""


_CAN = "(?:能|可以|可|还能|能够)"
_ASK = "(?:吗|嘛|么|不|没|没有|吧|呢|否|不行|不能)"
#: aspect → cues; several aspects may be found
ASPECTS = {
    "contact": r"电话|号码|座机|联系方式|联系人|[咋怎]么?联系|找谁|找哪|问谁|问哪|归谁|谁管|谁负责|(?:跟|和|同|与|向)谁(?:联系|说|打听|对接|咨询)|联系(?:谁|哪)|(?:去|上|到|往)哪儿?里?(?:问|打听|咨询)|(?:哪|那)个(?:科|部门|局|单位|处)"
               r"|哪(?:科|家单位)|打(?:给)?(?:哪|谁|啥|什么)|热线|给个号|有没有号|咨询(?:哪|谁)|对接人|责任(?:单位|部门)|牵头",
    "validity": r"有效期?|过期|到期了?没|失效|作废|截止|截至|(?:什么|啥|几)时?候?(?:时候)?(?:结束|到期|停)|到(?:什么|啥|几)时候?|到几[号月]|到哪[天年]"
                r"|还(?:在)?(?:执行|实行|算数|作数|管用|延续)|还(?:有|能|可以)?(?:没有?|不)?(?:用|办|申请|领|享受|报)(?:吗|不|没|么)"
                r"|(?:现在|今年|目前|如今|眼下|20[23]\d年?).{0,12}(?:还|仍).{0,10}(?:吗|不|没|么|\?|？|$)|(?:正式|生效).{0,8}(?:文件|吗|没|还是)|征求意见|讨论稿|草案|试行多"
                r"|(?:明年|后年|去年|前年|当时|那时候|那会儿|年底|下个?月|上个?月)[^，。]{0,8}(?:还|仍|有没有|能不能)"
                r"|(?:管|用|办|延|免)到(?:哪|几)|哪一?年(?:到期|结束|截止|为止)|(?:从|打)(?:什么|啥|哪).{0,4}(?:开始|起)|执行(?:期|到|多久)|什么时间段|哪段时间",
    "conditions": r"(?:什么|啥|哪些|有何|要啥|要什么)(?:条件|要求|门槛|资格|标准才)|条件(?:是|有|呢|$)|要求(?:是|有|呢|$)|门槛|(?:哪些|什么样的?|啥样的?)(?:人|企业|公司|单位).{0,6}(?:能|可以|才)"
                  r"|谁(?:能|可以|才)|(?:需要|得|要)(?:满足|符合|具备|达到)|(?:咋|怎么|怎样)才(?:能|算)",
    "apply": r"[咋怎](?:么|样)?(?:申请|申报|办|报名?|弄|领|拿|操作)|如何(?:申请|办理|申报|领取)|流程|手续|(?:什么|啥|哪些)材料|(?:去|在|上|到)(?:哪儿?|哪里|啥地方)(?:办|申请|报|领|交|弄)|需要(?:带|交|提供)(?:什么|啥)|先[^，。]{0,6}还是(?:先|后|买了)",
    "source": r"依据|文号|原文|出处|(?:哪|什么|啥)个?文件|哪一?条|第几条|文件(?:名|叫)|条款",
    "amount": r"(?<!电话)(?<!号码)(?<!座机)(?<!电话是)(?<!热线)(?<!热线是)多少|几(?:十|个|万|千|百|块|元|成|年|个月|天|折|回|次|步|家)|金额|标准|额度|比例|百分之几|封顶|上限|最高|最多|给(?:钱|不给)|有钱(?:吗|不|没)",
}
#: kind of answer → cues, in order of precedence
ACTS = {
    "more": r"^(?:更多|还有(?:吗|呢|没有?|别的|其他的?)?|下一页|继续|再来|其他的?呢|其余的?)[吗呢啊?？。]*$",
    "changed": r"变了?没|变没变|有没有变|有变化|有啥变化|改了?没|调整了?没",
    "compare": r"区别|差多少|差别|差异|有(?:啥|什么|何)不同|不一样|一样(?:多)?(?:吗|不|么)|哪(?:个|边|家|里|头|种|座?城市|份)[^，。？?]{0,8}(?:高|多|划算|好|优惠|合适|合算|力度|久|长|低|宽|强)|对比|比较|相比|比一比|比一下"
               r"|谁(?:给)?(?:的)?(?:高|多)|各(?:是|自|给|有|奖|补)?(?:多少|几)|分别(?:是|有|给|奖|补|为)?(?:多少|几|啥|什么)|跟.{1,20}比",
    "list": r"哪几[项条种个样]|有(?:哪些|那些|啥|什么|几[种项条个])(?:可以|能)?[^，。？?]{0,14}?(?:政策|补贴|扶持|优惠|好处|奖励|激励|奖补|项目|支持|帮扶|补助|措施|待遇|福利|服务|减免|说法|东西|帮助|方便)|(?:政策|补贴|扶持|优惠|奖励|补助|支持|好处|减免)[^，。？?]{0,8}(?:都)?(?:有(?:哪些|那些|啥|什么)|是(?:哪些|啥))"
            r"|(?:哪些|那些|哪几|几)(?:项|条|种|个|样)?(?:惠企)?(?:政策|补贴|优惠|项目|扶持|奖励|补助|事)|哪些(?!人|企业|公司|单位|情况|条件|材料)[^，。？?]{0,8}(?:政策|补贴|优惠|扶持|奖励|奖补|补助|税)|列(?:一列|一下|出|举|个)|都(?:说说|讲讲|有啥|有哪些|有什么|管啥|管哪些|管什么)|汇总|清单|一览|盘点|能(?:享受|申请|申报|报|领|拿|用|沾|办)(?:到)?(?:什么|啥|哪些|哪几)|有(?:啥|什么|哪些)[^，。？?]{0,8}(?:省钱|实惠|能用|可用|照顾|好事)|管(?:哪些|啥|什么|着啥)|梳理",
    "eligibility": rf"(?:算不算|够不够|符不符合|合不合|能不能|可不可以|给不给|行不行|轮(?:得|不)(?:着|到)|有没有资格|有资格|够格|用不用|要不要|需不需要|管不管|享受不)|{_CAN}[^，。？?]{{0,18}}{_ASK}(?:[?？。]|$)|{_CAN}[^，。？?]{{0,18}}(?:吗|嘛)[，,]"
                   rf"|(?:算|符合|够|行|中|成|给|补|有我|轮到我|要|用)[^，。？?]{{0,10}}(?:吗|不|么|没)(?:[?？。]|$)|中不中|成不成|可中|(?P<verb>[给补奖免减退发缓贷批交收])不(?P=verb)"
                   r"|有(?:没有)?(?:我|俺|咱)们?(?:的)?(?:份|戏|事|[?？。]|$)|有(?:没有)?份(?:吗|没|不|[?？。]|$)|免[^，。？?]{0,6}(?:吗|不|么)(?:[?？。]|$)",
    "rest": r"自己|自付|自掏|[我俺]们?掏|还[得要]掏|个人承担|自费|缺口|差多少|剩(?:下|余)?的?[^，。]{0,4}(?:多少|几|咋办)",
    "together": r"一共|总共|合计|加(?:一?[块起]|起来|一起|到一[块起])|共(?:能|可以|给|补|拿|有)|两级|两头|全部|都算上|拢共|满打满算",
    "person": r"人工|真人|活人|客服|坐席|接线员|话务员|转接|工作人员|专员|领导|主任|负责人来|管事的|(?:找|换|叫|派|来)个?(?:懂的?)?人"
              r"|回(?:个)?电话|给我打电话|有人接",
    "anywhere": r"^不限$|不限(?:制)?(?:城市|地区|地方|市|区域)|不分(?:城市|地区)|(?:两个?|哪个)(?:市|城市)都(?:看|要|行|可以|说)"
                r"|全省都?看|不选城市|不管哪个市",
    "earlier": r"(?:回到|回去说|说回|再说|还是说|还是问|接着(?:说|问)|回头说)[^，,。]{0,3}(?:刚才|前面|之前|上一?个|上回|最开始|一开始|最早|开头)"
               r"|^(?:那)?(?:上一个|前一个)(?:政策|事|问题)?(?:呢)?[?？]?$",
}
#: danger to life: answered before anything else, whatever the classifier says
_EMERGENCY = re.compile(
    r"[着起失]火(?:了|啦|$|[,，。!！])|救命|不想活|想死(?!你)|自杀|跳楼|轻生|割腕"
    r"|(?:煤气|燃气|天然气|液化气|氨气|氯气)[^，,。]{0,5}(?:泄[漏露]|漏气|漏了|一直漏|在漏)|(?:煤气|一氧化碳|农药)中毒"
    r"|(?:被|有人|正在|在|老公|客人|他们?)[^，,。]{0,6}(?:打我|打人|砍|捅|抢劫|持刀|动刀)|打起来了|打人了"
    r"|晕倒|昏倒|昏迷不醒|没(?:有)?呼吸|触电了|溺水|爆炸了|绑架|大出血|(?:压|埋|困)住?(?:了)?人|快(?:报警|叫救护车)|叫救护车")
#: the same words in a question about rules, not in danger
_NO_EMERGENCY = re.compile(r"补[贴助偿]|政策|保险|赔|费|罚|奖|演练|培训|报警器|设备|预防|工伤|贷|规定|条件")
_LEVELS = {
    "national": r"国家(?:给|财政|层面|政策|那边|的)|中央",
    "province": r"省(?:里|上|财政|政府|政策|层面|给|补|奖|那边|一级)|河南(?:省|这边|给|财政)?",
    "city": r"市(?:里|上|财政|政府|政策|层面|给|补|奖|那边|一级|这边|这块)|本市|我市|咱市",
}
_ORDINAL = re.compile(r"(倒数第[一1]|最后)一?(?:个|项|条|种)|第\s*([一二三四五六1-6])\s*(?:个|项|条|种|(?=[呢的吧,。? ]|$))"
                      r"|^(?:选|要|看|就)?([1-6一二三四五六])(?:[.、。号]|$)|(前|后)(?:面|边)?(?:那|一)?个")
_POSITIONS = {**{char: str(index) for index, char in enumerate("一二三四五六", 1)}, **{str(n): str(n) for n in range(1, 7)},
              "最后": "-1", "倒数第一": "-1", "倒数第1": "-1", "前": "1", "后": "-1"}
_SEPARATE = re.compile(r"[。？?！!；;\n]")


class DetailFinder:
    """Finds details; knows the places of the catalogue."""

    def __init__(self, places: Iterable[Place] = ()):
        self._places = {alias: place.name for place in places for alias in (place.name, *place.aliases)}
        names = sorted(self._places, key=len, reverse=True)
        self._place = re.compile("|".join(map(re.escape, names))) if names else None

    def find(self, text: str) -> list[Detail]:
        """All details of a normalised text."""
        found = [Detail("aspect", aspect, *match.span())
                 for aspect, cue in ASPECTS.items() for match in _first(cue, text)]
        found += [Detail("act", act, *match.span()) for act, cue in ACTS.items() for match in _first(cue, text)]
        if (danger := _EMERGENCY.search(text)) and not _NO_EMERGENCY.search(text):
            found.append(Detail("act", "emergency", *danger.span()))
        found += [Detail("level", level, *match.span()) for level, cue in _LEVELS.items() for match in _first(cue, text)]
        found += self._find_places(text)
        found += [Detail("figure", str(figure.value), figure.start, figure.end, figure.unit) for figure in find_figures(text)]
        match = _ORDINAL.search(text)
        if match:
            found.append(Detail("ordinal", _POSITIONS[next(filter(None, match.groups()))], *match.span()))
        return found

    def _find_places(self, text: str) -> list[Detail]:
        if self._place is None:
            return []
        places: dict[str, Detail] = {}
        for match in self._place.finditer(text):
            name = self._places[match[0]]
            places.setdefault(name, Detail("place", name, *match.span()))
        return list(places.values())


def _first(cue: str, text: str) -> list[re.Match[str]]:
    match = re.search(cue, text)
    return [match] if match else []
