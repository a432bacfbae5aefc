"""The supervisor's report is counted from what was said."""

from __future__ import annotations

import csv
import io

import httpx
import pytest

from bot.desk.report import group_alike
from tests.support.desk_service import DeskService, Visitor, send, step


def test_the_day_is_counted(desk: DeskService, agent: httpx.Client, supervisor: httpx.Client) -> None:
    with desk.client() as http:
        for question in ("宠物店有补贴吗", "开宠物店给补贴不", "宠物店有补贴吗", "无人机培训补贴", "高企奖励", "高企奖励", "贴息", "你好"):
            Visitor(http).say(question)
        asker = Visitor(http)
        asker.say("转人工")
    desk.clock.ahead += 30
    step(agent, "take", asker.id)
    send(agent, asker.id, "您好")
    step(agent, "release", asker.id)
    today = supervisor.get("/api/desk/report", params={"day": desk.today_of_messages()}).json()
    assert (today["questions"], today["conversations"]) == (9, 9)
    assert (today["answered"], today["unanswered"]) == (3, 4)
    assert today["hit_rate"] == round(3 / 7, 4)
    assert sum(hour["questions"] for hour in today["hours"]) == 9
    assert sum(hour["unanswered"] for hour in today["hours"]) == 4
    assert today["channels"] == {"web": 9}
    assert today["items"][0] == {"id": "keji-01", "title": "高新技术企业奖励", "count": 3}
    assert today["groups"][0] == {"question": "宠物店有补贴吗", "count": 3, "examples": ["开宠物店给补贴不"]}
    handed = today["hand_overs"]
    assert (handed["asked"], handed["taken"], handed["released"]) == (1, 1, 1)
    assert 30 <= handed["wait_seconds"]["median"] < 60
    assert today["bot_seconds"]["median"] < 5
    rows = list(csv.reader(io.StringIO(supervisor.get(
        "/api/desk/report.csv", params={"part": "unanswered", "day": desk.today_of_messages()}).content.decode("utf-8-sig"))))
    assert rows[0] == ["问题", "次数", "其他问法"]
    assert rows[1] == ["宠物店有补贴吗", "3", "开宠物店给补贴不"]


def test_a_day_without_questions_has_no_rates(supervisor: httpx.Client) -> None:
    empty = supervisor.get("/api/desk/report", params={"day": "2020-01-01"}).json()
    assert (empty["questions"], empty["hit_rate"], empty["bot_seconds"]["median"]) == (0, None, None)


def test_items_near_their_end(desk: DeskService, supervisor: httpx.Client) -> None:
    policy = desk.policy
    ends = [policy.validity(p).apply_by or policy.validity(p).to for item in policy.items.values() for p in item.provisions]
    last = max(end for end in ends if end)
    day = last.replace(day=1)
    rows = supervisor.get("/api/desk/report", params={"day": day.isoformat()}).json()["ending"]
    assert last.isoformat() in {row["to"] for row in rows}
    assert [row["days"] for row in rows] == sorted(row["days"] for row in rows)
    assert supervisor.get("/api/desk/report", params={"day": "2099-01-01"}).json()["ending"] == []


@pytest.mark.parametrize("query", [{"day": "yesterday"}, {"day": "2026-13-01"}])
def test_bad_days_are_refused(supervisor: httpx.Client, query: dict[str, str]) -> None:
    assert supervisor.get("/api/desk/report", params=query).status_code == 400


def test_every_table_can_be_exported_and_is_audited(supervisor: httpx.Client) -> None:
    for part in ("questions", "unanswered", "ending", "flags", "audit"):
        answer = supervisor.get("/api/desk/report.csv", params={"part": part})
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
    assert supervisor.get("/api/desk/report.csv", params={"part": "passwords"}).status_code == 400
    trail = supervisor.get("/api/desk/audit", params={"action": "export"}).json()["entries"]
    assert len(trail) == 5


def test_questions_are_grouped_by_their_matter_and_not_by_how_one_asks() -> None:
    groups = group_alike(["养猪有补贴吗", "养鱼有补贴吗", "请问养猪能申请补贴吗", "想养猪怎么给补助"])
    assert [(group.question, group.count) for group in groups] == [("养猪有补贴吗", 3), ("养鱼有补贴吗", 1)]
    assert group_alike([]) == []
