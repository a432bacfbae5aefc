"""Pushes over real HTTP: what each kind is answered, in every mode, and what is refused without being processed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels import wechat
from bot.clock import Clock
from bot.settings import Settings
from tests.support.cards import POLICY
from tests.support.service import RunningServer, build_services
from tests.support.wechat import WeChatService, running_wechat
from tests.wechat_server.account import OPENID, Account, Push, event, message, text, xml_of

OTHER_KEY = "Z" * 42 + "E"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[WeChatService]:
    with running_wechat(tmp_path) as running:
        yield running


def refused(service: WeChatService, answer: httpx.Response, status: int, code: str) -> None:
    """The answer is this refusal, and nothing was processed."""
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]
    assert service.dialogue.turns == 0
    assert service.conversations.get(f"wechat:{OPENID}") is None


# --- the check of the address


def test_address_check_echoes(service: WeChatService) -> None:
    query = service.wechat.account.push("").query
    answer = httpx.get(f"{service.url}/wechat", params=query | {"echostr": "4375120948345356249"})
    assert answer.status_code == 200
    assert answer.text == "4375120948345356249"
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("change", [{"signature": "0" * 40}, {"signature": ""}, {"timestamp": "1"}, {"nonce": "other"}])
def test_address_check_needs_the_signature(service: WeChatService, change: dict[str, str]) -> None:
    query = service.wechat.account.push("").query | {"echostr": "secret"} | change
    answer = httpx.get(f"{service.url}/wechat", params=query)
    assert answer.status_code == 403
    assert "secret" not in answer.text


# --- answers


@pytest.mark.parametrize("mode", ["safe", "compatible", "plain"])
def test_question_is_answered_in_every_mode(tmp_path: Path, mode: str) -> None:
    with running_wechat(tmp_path, Account(mode=mode)) as service:
        pushed = service.wechat.push(text("高企奖励"))
    assert pushed.text.startswith(POLICY.text)
    assert pushed.requests == 1


def test_compatible_mode_takes_plain_pushes(tmp_path: Path) -> None:
    with running_wechat(tmp_path, wechat_mode="compatible") as service:
        service.wechat.account = Account(mode="plain")
        assert service.wechat.push(text("你好")).text == "您好，请说您想了解的政策。"


def test_reply_names_user_and_account(service: WeChatService) -> None:
    account = service.wechat.account
    fields = account.open_reply(service.post(account.push(xml_of(text("你好")))).text)
    assert fields is not None
    assert fields["ToUserName"] == OPENID
    assert fields["FromUserName"] == "gh_0123456789ab"
    assert fields["MsgType"] == "text"
    assert abs(int(fields["CreateTime"]) - time.time()) < 10


def test_hostile_text_comes_back_whole(service: WeChatService) -> None:
    hostile = "回声]]><Content>x</Content>&lt;</xml>"
    assert service.wechat.push(text(hostile)).text == hostile


def test_spoken_question(service: WeChatService) -> None:
    assert service.wechat.push(message("voice", MediaId="1", Format="amr", Recognition="你好")).text == "您好，请说您想了解的政策。"


@pytest.mark.parametrize(("fields", "hint"), [
    (message("voice", MediaId="1", Format="amr"), "没有听清"),
    (message("image", PicUrl="http://example.com/a.jpg", MediaId="1"), "图片"),
    (message("video", MediaId="1", ThumbMediaId="2"), "视频"),
    (message("shortvideo", MediaId="1", ThumbMediaId="2"), "视频"),
    (message("location", Location_X="34.6", Location_Y="112.4", Scale="15", Label="洛阳"), "位置"),
    (message("link", Title="t", Description="d", Url="http://example.com"), "链接"),
    (message("something_new"), "看不懂"),
])
def test_other_messages_get_help_without_a_turn(service: WeChatService, fields: dict[str, object], hint: str) -> None:
    pushed = service.wechat.push(fields)
    assert hint in pushed.text
    assert service.dialogue.turns == 0
    assert len(service.texts("visitor")) == len(service.texts("bot")) == 1


@pytest.mark.parametrize("fields", [event("subscribe"), event("subscribe", "qrscene_1"), event("SCAN", "1"), event("CLICK", "gone")])
def test_events_that_are_welcomed(service: WeChatService, fields: dict[str, object]) -> None:
    pushed = service.wechat.push(fields)
    assert "房租能减免吗" in pushed.text
    assert "转人工" in pushed.text
    assert service.dialogue.turns == 0


@pytest.mark.parametrize("fields", [
    event("unsubscribe"), event("VIEW", "https://example.com"), event("LOCATION", Latitude="34"), event("TEMPLATESENDJOBFINISH"),
])
def test_events_without_an_answer(service: WeChatService, fields: dict[str, object]) -> None:
    assert service.wechat.push(fields).text == ""
    assert service.wechat.seen[OPENID] == []


def test_menu_click_asks_its_question(service: WeChatService) -> None:
    service.wechat.push(event("CLICK", "person"))
    assert service.texts("visitor") == ["转人工"]
    assert service.conversations.waiting()[0].id == f"wechat:{OPENID}"


def test_unsubscribing_is_told_to_the_desk(service: WeChatService) -> None:
    service.wechat.push(text("你好"))
    service.wechat.push(event("unsubscribe"))
    assert service.texts("system") == ["用户已取消关注公众号，消息无法再送达。"]


def test_events_of_one_second_are_told_apart(service: WeChatService) -> None:
    created = int(time.time())
    for fields in (event("CLICK", "help"), event("CLICK", "ask_rent"), event("subscribe")):
        service.wechat.push(fields | {"CreateTime": created})
    assert service.dialogue.turns == 2
    assert len(service.wechat.seen[OPENID]) == 3


# --- keys


def test_previous_key_works_through_its_last_day(tmp_path: Path) -> None:
    rotation = {"wechat_aes_key": OTHER_KEY, "wechat_aes_key_previous": Account().aes_key,
                "wechat_previous_key_until": date(2026, 11, 30)}
    with running_wechat(tmp_path / "a", clock=Clock(date(2026, 11, 30)), **rotation) as service:
        assert service.wechat.push(text("你好")).text == "您好，请说您想了解的政策。"
        service.wechat.account = Account(aes_key=OTHER_KEY)
        assert service.wechat.push(text("你好")).text == "您好，请说您想了解的政策。"
    with running_wechat(tmp_path / "b", clock=Clock(date(2026, 12, 1)), **rotation) as service:
        refused(service, service.post(service.wechat.account.push(xml_of(text("你好")))), 400, "undecryptable")


# --- refusals


@pytest.mark.parametrize("change", [
    {"signature": "0" * 40}, {"signature": ""}, {"signature": "签名"}, {"nonce": "other"}, {"timestamp": ""},
    {"msg_signature": "0" * 40}, {"msg_signature": ""},
])
def test_wrong_signature(service: WeChatService, change: dict[str, str]) -> None:
    refused(service, service.post(service.wechat.account.push(xml_of(text("你好"))), **change), 403, "bad_signature")


@pytest.mark.parametrize("off", [-301, -86400, 302])
def test_stale_timestamp(service: WeChatService, off: int) -> None:
    push = service.wechat.account.push(xml_of(text("你好")), at=time.time() + off)
    refused(service, service.post(push), 403, "stale")


def test_timestamp_that_is_no_number(service: WeChatService) -> None:
    account = service.wechat.account
    push = account.push(xml_of(text("你好")))
    refused(service, service.post(push, timestamp="1e9", signature=account.sign("1e9", push.query["nonce"])), 403, "stale")


def test_replayed_request(service: WeChatService) -> None:
    push = service.wechat.account.push(xml_of(text("你好")))
    assert service.post(push).status_code == 200
    again = service.post(push)
    assert again.status_code == 403
    assert again.json()["error"]["code"] == "replayed"
    assert service.dialogue.turns == 1


def test_signature_of_another_message(tmp_path: Path) -> None:
    with running_wechat(tmp_path, Account(mode="plain")) as service:
        push = service.wechat.account.push(xml_of(text("你好")))
        assert service.post(push).status_code == 200
        answer = service.post(Push(push.query, xml_of(text("转人工")).encode()))
        assert answer.status_code == 403
        assert service.texts("visitor") == ["你好"]


def test_unencrypted_push_in_safe_mode(service: WeChatService) -> None:
    account = Account(mode="plain")
    refused(service, service.post(account.push(xml_of(text("你好")))), 400, "not_encrypted")
    refused(service, service.post(account.push(xml_of(text("你好"))), encrypt_type="aes"), 400, "not_encrypted")


def test_encrypted_push_in_plain_mode(tmp_path: Path) -> None:
    with running_wechat(tmp_path, wechat_mode="plain") as service:
        refused(service, service.post(service.wechat.account.push(xml_of(text("你好")))), 400, "encrypted")


def sealed(service: WeChatService, encrypt: str) -> Push:
    """A push with this ciphertext, signed."""
    account = service.wechat.account
    query = account.push("").query
    query["msg_signature"] = account.sign(query["timestamp"], query["nonce"], encrypt)
    return Push(query, f"<xml><Encrypt>{encrypt}</Encrypt></xml>".encode())


@pytest.mark.parametrize("encrypt", ["", "%%%", "QUJD", "QUJDREVGR0hJSktMTU5PUA=="])
def test_broken_ciphertext(service: WeChatService, encrypt: str) -> None:
    refused(service, service.post(sealed(service, encrypt)), 400, "undecryptable")


def test_wrong_app_id(service: WeChatService) -> None:
    other = Account(app_id="wxffffffffffffffff")
    refused(service, service.post(other.push(xml_of(text("你好")))), 403, "other_app")


def test_wrong_key(service: WeChatService) -> None:
    refused(service, service.post(Account(aes_key=OTHER_KEY).push(xml_of(text("你好")))), 400, "undecryptable")


@pytest.mark.parametrize("missing", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Content"])
def test_missing_field(service: WeChatService, missing: str) -> None:
    fields = {name: value for name, value in text("你好").items() if name != missing}
    refused(service, service.post(service.wechat.account.push(xml_of(fields))), 400, "missing_field")


@pytest.mark.parametrize("change", [
    {"FromUserName": "../etc"}, {"FromUserName": ""}, {"CreateTime": "now"}, {"MsgId": "-1"}, {"MsgType": ""}, {"MsgType": "x" * 99},
])
def test_unusable_field(service: WeChatService, change: dict[str, str]) -> None:
    refused(service, service.post(service.wechat.account.push(xml_of(text("你好") | change))), 400, "bad_field")


BOMB = (
    '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><xml><Content>&i;</Content></xml>"
)


@pytest.mark.parametrize("xml", [BOMB, "<xml", "<html/>", "[]"])
@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_entity_bomb_and_broken_xml(tmp_path: Path, mode: str, xml: str) -> None:
    with running_wechat(tmp_path, Account(mode=mode)) as service:
        began = time.monotonic()
        refused(service, service.post(service.wechat.account.push(xml)), 400, "bad_xml")
        assert time.monotonic() - began < 2


def test_entity_bomb_around_the_ciphertext(service: WeChatService) -> None:
    query = service.wechat.account.push("").query
    refused(service, service.post(Push(query, BOMB.encode())), 400, "bad_xml")


def test_large_body(service: WeChatService) -> None:
    push = service.wechat.account.push(xml_of(text("长" * 350_000)))
    assert len(push.body) > 1_000_000
    refused(service, service.post(push), 413, "body_too_large")


def test_large_body_without_length(service: WeChatService) -> None:
    push = service.wechat.account.push("")
    answer = httpx.post(f"{service.url}/wechat", params=push.query, content=(b"x" * 65536 for _ in range(20)), timeout=20)
    refused(service, answer, 413, "body_too_large")


# --- without configuration


@pytest.mark.parametrize(("settings", "status", "code"), [
    ({}, 404, "wechat_not_configured"),
    ({"wechat_token": "t"}, 503, "wechat_misconfigured"),
    ({"wechat_token": "t", "wechat_app_id": "wx1", "wechat_aes_key": "short"}, 503, "wechat_misconfigured"),
    ({"wechat_token": "t", "wechat_mode": "none"}, 503, "wechat_misconfigured"),
])
def test_closed_without_configuration(tmp_path: Path, settings: dict[str, str], status: int, code: str) -> None:
    services, _ = build_services(Settings(var=tmp_path, **settings), Clock())
    server = RunningServer(Starlette(routes=wechat.routes(services)))
    server.start()
    try:
        for answer in (httpx.get(f"{server.url}/wechat"), httpx.post(f"{server.url}/wechat", content=b"<xml/>")):
            assert answer.status_code == status
            assert answer.json()["error"]["code"] == code
            assert "short" not in answer.text
    finally:
        server.stop()
