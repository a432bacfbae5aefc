"""Yes, no with the condition, or what is still needed."""

from __future__ import annotations

import pytest

from actions.check_eligibility import eligibility_answer
from tests.support.talk import say


@pytest.mark.parametrize(("item", "city", "message", "verdict", "words"), [
    ("renshe-04", "洛阳", "大专毕业头一次开店，执照才5个月，开业补贴能领吗", "no", ["1年以上", "5个月"]),
    ("renshe-04", "洛阳", "大专毕业头一次开店，开了两年，开业补贴能领吗", "yes", ["按您提供的信息，可以"]),
    ("shichang-03", "洛阳", "个体户能免费刻章吗", "no", ["个体工商户除外"]),
    ("gongxin-06", "洛阳", "备案总投资800万，设备投了200万，市里能报吗", "no", ["300万元", "200万元"]),
    ("chengguan-02", "洛阳", "后厨4个灶头，能只贴码吗", "no", ["三灶头以下", "4个"]),
    ("zhujian-02", "洛阳", "工程造价80万，面积900平，能免办吗", "yes", ["可以"]),
    ("renshe-06", "洛阳", "退役办的公司注册七年多，省里的项目扶持资金能申请吗", "no", ["5年以内", "超过7年"]),
    ("shangwu-03", "洛阳", "报废的摩托给补吗", "no", ["不含摩托车"]),
    ("daqiye-peitao", "焦作", "我们是培育对象，采购设备一共180万，本市采购补助能拿吗", "no", ["超过300万元", "180万元"]),
    ("daqiye-peitao", "焦作", "培育对象，采购设备300多万，卖方也在焦作，能补吗", "unknown", ["可能可享"]),
    ("gongxin-04", "洛阳", "战略新兴头雁，主营收入不到10亿，过线奖励能给吗", "no", ["超过10亿元", "不到10亿元"]),
    ("renshe-03", "焦作", "小微企业80个员工，新招了4个人，签了两年合同，按招人比例能贷吗", "no", ["15%", "5%"]),
    ("gongxin-23", "焦作", "工业企业第一次入库，2021年8月入的，升规奖励能拿吗", "no", ["2022年1月1日", "2021年8月"]),
    ("gongxin-23", "焦作", "2021年6月头一次入规的工厂，小升规奖励有没有我们的份", "no", ["2022年1月1日"]),
    ("liushui-liangfei", "洛阳", "资产总额7000万，利润100万，50个员工，算不算小型微利企业", "no", ["不属于", "5000万元", "7000万元"]),
    ("shuiwu-01", "洛阳", "利润150万，员工90人，资产总额2000万，算小型微利企业吗", "unknown", ["符合“小型微利企业”的标准"]),
    ("liushui-liangfei", "洛阳", "资产总额9000万，利润100万，50个员工，小型微利企业的六税两费减半能享受吗", "unknown", ["不属于", "9000万元"]),
    ("guozi-01", "洛阳", "房租能减免吗", "unknown", ["还要看"]),
    ("minzheng-01", "洛阳", "租了个院子办养老院，只签了两年，床位建设补贴有没有份", "no", ["租用5年以上", "2年"]),
    ("minzheng-01", "洛阳", "我是养老院护理员，证没考下来，护理补贴行不", "no", ["从业资格证书", "证没考下来"]),
    ("shichang-05", "洛阳", "商标代理公司，招了应届生，社保连续交了两个月，一年合同，补助给不给", "no", ["6个月以上", "2个月"]),
    ("jinrong-03", "洛阳", "上市公司，收购了新安县一家厂，重组奖励轮得到不", "no", ["洛阳市域外", "收购了新安县一家厂"]),
    ("gongdian-01", "焦作", "小作坊，要装250个kVA，零投资能享受不", "unknown", ["还要看"]),
    ("gongdian-01", "焦作", "小微企业装个250kVA的变压器，零投资能享受不", "no", ["160千伏安", "250千伏安"]),
    ("gongxin-25", "洛阳", "民营小企业，合同30万，没走平台，线下直接买的，对接奖励能报不", "no", ["产销对接平台", "没走平台"]),
    ("rencai-zhufang", "焦作", "博士毕业12年，公租房能排上不", "yes", ["不受毕业年限限制"]),
    ("rencai-zhufang", "焦作", "本科毕业7年，公租房能排上不", "no", ["未满5年", "7年"]),
    ("goufang-butie", "焦作", "本科毕业一年，在沁阳买了首套，毕业生补贴能给不", "no", ["焦作市城区", "在沁阳买了首套"]),
    ("chuangye-jidi", "焦作", "市级示范基地，孵的企业运营满两年，只解决了两个人就业，成果补贴算不算", "no", ["带动3人以上就业", "2人"]),
    ("renshe-04", "焦作", "中专毕业9年，头一回开厂，执照两年了，开业补贴能拿不", "unknown", ["还要看"]),
    ("renshe-01", "洛阳", "小微企业，招的人登记失业才两个月，合同一年，社保都交着，吸纳就业补贴够格不", "no", ["失业半年以上", "2个月"]),
    ("shuiwu-03", "洛阳", "机械厂，加计抵减能用不", "no", ["服务业纳税人"]),
    ("gongxin-23", "焦作", "宾馆2022年9月第一次入限，奖励有没有份", "yes", ["批发、零售、住宿、餐饮"]),
    ("jinrong-02", "焦作", "小卖部，个体户，贷款2021年5月到期，还不上了，延期还本能办不", "no", ["2021年7月1日以来", "2021年5月"]),
    ("yanfa-buzhu", "焦作", "专精特新企业，去年研发400万，今年700万，新增部分能补不", "no", ["1000万元（含）以上", "700万元"]),
    ("gongxin-01", "洛阳", "担保机构，单户担保额1500万，降费奖补能申不", "no", ["1000万元", "1500万元"]),
    ("zhuanjingtexin-dai", "洛阳", "专精特新贷我们能贷不", "unknown", ["还要看"]),
    ("shuiwu-01", "洛阳", "利润180万，员工60人，算不算小型微利企业", "unknown", ["资产总额"]),
    ("gongxin-23", "焦作", "2022年3月第一次入库的物流公司，加奖能给不", "unknown", ["可能可享", "2倍"]),
])
def test_the_first_line_is_the_verdict(item: str, city: str, message: str, verdict: str, words: list[str]) -> None:
    answer = say(eligibility_answer, item, message, city=city, act="eligibility")[0]
    assert answer is not None
    assert answer.card["verdict"] == verdict
    assert answer.card["type"] == "eligibility"
    assert all(word in answer.text.splitlines()[0] for word in words)


def test_a_lapsed_item_is_said_to_be_lapsed_before_anything_is_asked() -> None:
    answer = say(eligibility_answer, "renshe-09", "还能不能申请缓交工伤保险", act="eligibility")[0]
    assert answer is not None
    assert answer.text.startswith("【已到期】")
    assert "请问" not in answer.text
    assert answer.memory.pending is None


def test_never_yes_while_something_is_open() -> None:
    answer = say(eligibility_answer, "renshe-04", "大专毕业开店两年了，能领吗", act="eligibility")[0]
    assert answer is not None
    assert answer.card["verdict"] == "unknown"
    assert "可以" not in answer.text.splitlines()[0]
    assert "首次创办企业或从事个体经营" in answer.card["unknown"]


def test_the_answer_to_our_question_settles_it() -> None:
    first, second = say(eligibility_answer, "renshe-04", "大专毕业开店两年了，能领吗", "是的", act="eligibility")
    assert first is not None
    assert second is not None
    assert first.memory.pending == {**(first.memory.pending or {}), "kind": "condition", "key": "first_time"}
    assert second.card["verdict"] == "yes"


def test_which_benefit_is_meant_is_said_when_several_differ() -> None:
    answer = say(eligibility_answer, "gongdian-02", "10千伏专变，三零能享受不", act="eligibility")[0]
    assert answer is not None
    assert "这里说的是“高压用户用电报装（三省）”" in answer.text


def test_what_is_told_after_a_verdict_is_judged_again() -> None:
    first, second = say(eligibility_answer, "minzheng-01", "养老院建设补贴能申请吗，验收合格了", "房子是租的，租期两年", act="eligibility")
    assert first is not None
    assert second is not None
    assert first.card["verdict"] == "unknown"
    assert second.card["verdict"] == "no"
    assert "您说的是2年" in second.text


def test_a_reply_about_another_thing_answers_no_question() -> None:
    first, second = say(eligibility_answer, "shichang-05", "知识产权代理公司接收了应届生，补助能申请吗", "社保交了5个月", act="eligibility")
    assert first is not None
    assert second is not None
    assert (first.memory.pending or {}).get("key") == "contract_years"
    assert second.card["failed"] == ["连续正常缴纳社会保险费6个月以上"]


def test_what_is_true_of_one_matter_is_forgotten_with_it() -> None:
    answer = say(eligibility_answer, "renshe-04", "大专毕业头一次开店，开了两年，能领吗", act="eligibility")[0]
    assert answer is not None
    assert answer.memory.profile.get("is_graduate") is True
    assert "first_time" not in answer.memory.profile
    assert answer.memory.figures["first_time"] is True


def test_what_a_definition_leaves_open_is_asked() -> None:
    first, second = say(eligibility_answer, "shuiwu-01", "利润180万，员工60人，算不算小型微利企业", "资产6000万", act="eligibility")
    assert first is not None
    assert second is not None
    assert "请问：资产总额" in first.text
    assert "不属于“小型微利企业”" in second.text


def test_an_item_without_computed_conditions_has_no_verdict() -> None:
    assert say(eligibility_answer, "gongxin-13", "我们能拿吗", act="eligibility") == [None]
