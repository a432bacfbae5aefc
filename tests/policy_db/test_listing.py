"""What a question for a list names, and how items are ranked for it."""

from __future__ import annotations

import pytest

from policy_db.listing import WEIGHTS, Listing
from policy_db.sought import agencies_in, sought_in
from policy_db.wording import tells_sum
from tests.support.catalogue import TODAY, built_policy


@pytest.fixture(scope="module")
def listing() -> Listing:
    return Listing(built_policy())


@pytest.mark.parametrize(("text", "agency"), [
    ("供电公司有哪些惠企的东西", "供电公司"), ("国网能办啥", "供电公司"), ("电业局管哪些", "供电公司"), ("就业办能办啥", "人社局"),
    ("公积金中心有啥", "公积金中心"), ("公积金那边管哪些", "公积金中心"), ("粮食局有什么政策", "粮食局"), ("农业局有啥", "农业农村局"),
    ("房管局有哪些补贴", "住房保障中心"), ("交通上有啥补助", "交通局")])
def test_everyday_names_of_an_authority(text: str, agency: str) -> None:
    assert agencies_in(text, built_policy()) == [agency]


@pytest.mark.parametrize("text", ["公积金能贷多少", "跑交通运输的有啥补贴", "林业贷款贴息", "财政贴息有哪些", "企业上市有啥奖"])
def test_a_word_of_a_topic_is_no_authority(text: str) -> None:
    assert agencies_in(text, built_policy()) == []


def test_topics_in_other_words_and_the_longer_one_alone() -> None:
    assert "用地" in sought_in("想拿块地建厂", built_policy()).topics
    assert "养老" not in sought_in("养老保险能缓缴吗", built_policy()).topics


def test_a_word_counts_once_whatever_it_means() -> None:
    """饭店 is a trade and a service; 大学毕业 is a topic and what the asker is."""
    assert len(sought_in("饭店有哪些扶持", built_policy()).words) == 1
    assert ("industry", "餐饮") in sought_in("饭店有哪些扶持", built_policy()).traits
    assert len(sought_in("大学毕业有哪些补贴", built_policy()).words) == 1


def test_all_items_of_an_authority_and_no_others(listing: Listing) -> None:
    policy = built_policy()
    found = {item.id for item in listing.ranked(sought_in("民政局有哪些补贴", policy), "洛阳", TODAY)}
    responsible = {item.id for item in policy.items.values() for contact in policy.contacts(item, "洛阳")
                   if policy.agency_of_name.get(contact.agency) == "民政局"}
    assert responsible <= found
    assert all(policy.items[item].category == "民政类" for item in found - responsible)


def test_items_for_other_trades_stay_out(listing: Listing) -> None:
    found = [item.id for item in listing.ranked(sought_in("养猪的有哪些补贴", built_policy()), "洛阳", TODAY)]
    assert "nongye-04" in found[:3]
    assert not [item for item in found if built_policy().items[item].audience.industries == ["餐饮"]]


def test_a_level_leaves_out_items_without_it(listing: Listing) -> None:
    found = listing.ranked(sought_in("省里的贷款政策有哪些", built_policy(), ["province"]), "洛阳", TODAY)
    assert found
    assert all("province" in {provision.level for provision in item.provisions} for item in found)


def test_every_mark_has_a_weight(listing: Listing) -> None:
    fit = listing._fits(sought_in("贷款", built_policy()), "洛阳", TODAY, {})[0]
    assert set(fit.marks) == set(WEIGHTS)


@pytest.mark.parametrize(("text", "tells"), [("一次性5000元", True), ("按保费的80%", True), ("免征增值税", True), ("2022年底前办", False),
                                            ("鼓励银行加大支持，未写金额", False)])
def test_what_tells_a_sum(text: str, tells: bool) -> None:
    assert tells_sum(text) is tells
