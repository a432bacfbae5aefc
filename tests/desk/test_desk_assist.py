"""Live assist, work orders and flags: the API, without a trained model."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from bot.desk.assist import without_fillers
from tests.support.desk_service import AGENT, OTHER, DeskService

KEY = {"X-API-Key": "speech-key"}


def segment(text: str, start: float = 0.0, speaker: str = "caller") -> dict[str, Any]:
    return {"speaker": speaker, "start": start, "text": text}


def hear(client: httpx.Client, *segments: dict[str, Any], call: str = "c-1", headers: dict[str, str] | None = None,
         **fields: Any) -> httpx.Response:
    return client.post("/api/assist/transcript", json={"call": call, "segments": list(segments), **fields}, headers=headers)


@pytest.mark.parametrize(("heard", "meant"), [
    ("嗯那个我想问一下房租减免", "房租减免"),
    ("喂您好麻烦问一下创业贷款", "创业贷款"),
    ("就是说额度是多少", "额度是多少"),
    ("呃额外奖励", "额外奖励"),
    ("我我们公司", "我们公司"),
])
def test_fillers_go_and_words_stay(heard: str, meant: str) -> None:
    assert without_fillers(heard) == meant


def test_suggestions_facts_and_the_script(agent: httpx.Client) -> None:
    hear(agent, segment("喂您好", 1.0))
    shown = hear(agent, segment("请讲", 2.0, "agent"), segment("嗯我想问一下那个创业担保贷款", 4.5),
                 segment("我们是小微企业有三十个人", 8.0)).json()
    assert shown["suggestions"][0]["title"] == "创业担保贷款"
    assert len(shown["suggestions"]) <= 3
    assert shown["card"]["item"]["title"] == "创业担保贷款"
    assert shown["script"]
    assert "小型或微型" in {fact["value"] for fact in shown["known"]}
    assert shown["segments"][0]["text"] == "喂您好"


def test_what_was_said_is_not_asked_again(agent: httpx.Client) -> None:
    asked = hear(agent, segment("养老机构床位建设补贴"), call="a", city="洛阳").json()["questions"]
    assert "有多少张床位？" in asked
    told = hear(agent, segment("养老机构床位建设补贴我有一百二十张床位"), call="b", city="洛阳").json()
    assert "120张" in {fact["value"] for fact in told["known"]}
    assert "有多少张床位？" not in told["questions"]


def test_greetings_alone_suggest_nothing(agent: httpx.Client) -> None:
    shown = hear(agent, segment("喂您好"), segment("嗯嗯啊", 2.0)).json()
    assert (shown["suggestions"], shown["card"], shown["script"]) == ([], None, "")


def test_a_better_reading_replaces_the_earlier_one(agent: httpx.Client) -> None:
    hear(agent, segment("创业单", 3.0))
    shown = hear(agent, segment("创业担保贷款", 3.0)).json()
    assert [entry["text"] for entry in shown["segments"]] == ["创业担保贷款"]


def test_personal_data_in_a_call_is_masked(agent: httpx.Client) -> None:
    shown = hear(agent, segment("我电话是13812345678")).json()
    assert shown["segments"][0]["text"] == "我电话是〔手机号〕"


def test_the_speech_system_sends_to_the_agents_screen(desk: DeskService, agent: httpx.Client) -> None:
    with desk.client() as speech, agent.stream("GET", "/api/assist/events") as stream:
        data = (json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))
        assert next(data) is None
        assert hear(speech, segment("创业担保贷款"), headers=KEY, agent=AGENT).status_code == 200
        shown = next(data)
        assert (shown["call"], shown["suggestions"][0]["title"]) == ("c-1", "创业担保贷款")
        assert hear(speech, segment("x"), headers={"X-API-Key": "wrong"}, agent=AGENT).status_code == 401
        assert hear(speech, segment("x"), headers=KEY, agent="nobody").status_code == 404
        assert hear(speech, segment("x"), headers=KEY, agent=OTHER).status_code == 409


def test_a_call_outlives_a_restart(desk: DeskService, agent: httpx.Client) -> None:
    hear(agent, segment("创业担保贷款"))
    desk.restart()
    with agent.stream("GET", "/api/assist/events") as stream:
        shown = next(json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))
    assert shown["suggestions"][0]["title"] == "创业担保贷款"


@pytest.mark.parametrize("body", [
    {}, {"call": "c"}, {"call": "c", "segments": "x"}, {"call": "c", "segments": [1]}, {"call": "", "segments": []},
    {"call": "c", "segments": [{"speaker": "dog", "start": 0, "text": "x"}]},
    {"call": "c", "segments": [{"speaker": "caller", "start": -1, "text": "x"}]},
    {"call": "c", "segments": [{"speaker": "caller", "start": True, "text": "x"}]},
    {"call": "c", "segments": [{"speaker": "caller", "start": 0}]},
    {"call": "c", "segments": [], "city": "郑州"},
    {"call": "c", "segments": [segment("x")] * 101},
])
def test_bad_transcripts_are_refused(agent: httpx.Client, body: dict[str, Any]) -> None:
    answer = agent.post("/api/assist/transcript", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_the_work_order_of_a_call(agent: httpx.Client) -> None:
    hear(agent, segment("嗯我想问一下高新技术企业奖励"), segment("我们公司三十个人", 5.0), city="洛阳")
    order = agent.get("/api/desk/work-order", params={"call": "c-1"}).json()
    draft = order["draft"]
    assert draft["matter"] == "高新技术企业奖励；我们公司三十个人"
    assert draft["item"] == "高新技术企业奖励"
    assert "63910557" in draft["department"]
    assert draft["answer"]
    assert draft["follow_up"]
    assert (draft["agent"], draft["city"]) == ("李雷", "洛阳")
    assert "承办部门：" in order["text"]


def test_the_work_order_of_a_chat(desk: DeskService, agent: httpx.Client) -> None:
    talk = desk.conversations
    talk.open("web:w", "web", "洛阳")
    talk.add("web:w", "visitor", "宠物店有补贴吗", message_id="m-1")
    talk.request_person("web:w", "visitor asked")
    agent.post("/api/desk/chat/take", json={"id": "web:w"})
    agent.post("/api/desk/chat/message", json={"id": "web:w", "text": "已为您登记。", "message_id": "12345678"})
    draft = agent.get("/api/desk/work-order", params={"chat": "web:w"}).json()["draft"]
    assert (draft["matter"], draft["answer"], draft["item"]) == ("宠物店有补贴吗", "已为您登记。", "")
    assert "主管部门" in draft["follow_up"]


def test_another_agents_call_is_private(desk: DeskService, agent: httpx.Client) -> None:
    hear(agent, segment("创业担保贷款"))
    with desk.signed_in(OTHER) as other:
        assert hear(other, segment("x")).status_code == 409
        assert other.get("/api/desk/work-order", params={"call": "c-1"}).status_code == 403
        assert other.get("/api/desk/work-order", params={"call": "c-2"}).status_code == 404


def test_flags_become_entries_for_the_editors(agent: httpx.Client, supervisor: httpx.Client) -> None:
    markup = "<script>alert(1)</script>"
    given = {"kind": "wrong", "item": "keji-01", "question": "高企奖励多少", "note": markup, "origin": "web:w"}
    number = agent.post("/api/desk/flags", json=given).json()["id"]
    agent.post("/api/desk/flags", json={"kind": "missing", "question": "=1+1 宠物店补贴"})
    listed = supervisor.get("/api/desk/flags").json()["flags"]
    assert [(flag["kind"], flag["state"]) for flag in listed] == [("missing", "open"), ("wrong", "open")]
    assert listed[1]["note"] == markup
    assert supervisor.post("/api/desk/flags/settle", json={"id": number, "state": "done"}).status_code == 200
    assert [flag["id"] for flag in supervisor.get("/api/desk/flags", params={"state": "done"}).json()["flags"]] == [number]
    assert supervisor.post("/api/desk/flags/settle", json={"id": 999, "state": "done"}).status_code == 404
    assert agent.post("/api/desk/flags", json={"kind": "rude", "note": "x"}).status_code == 400
    assert agent.post("/api/desk/flags", json={"kind": "missing"}).status_code == 400
    table = supervisor.get("/api/desk/report.csv", params={"part": "flags"}).content.decode()
    assert "'=1+1 宠物店补贴" in table
    assert table.startswith("\ufeff")
