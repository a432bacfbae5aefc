"""Signatures, encryption and XML, against Tencent's published examples and against wechatpy."""

from __future__ import annotations

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from bot.channels.wechat.crypto import InvalidKey, MessageCipher, OtherApp, Undecryptable
from bot.channels.wechat.envelope import BadXml, encrypted_reply, read_fields, text_reply
from bot.channels.wechat.signature import matches, sign

# Tencent's demo kit for message encryption
KIT_TOKEN, KIT_APP, KIT_KEY = "spamtest", "wx2c2769f8efd9abc2", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
KIT_TIMESTAMP, KIT_NONCE = "1409735669", "1320562132"
KIT_SIGNATURE = "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
KIT_ENCRYPT = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5G"
    "IItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMe"
    "zR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl"
    "9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
# the example of the page 消息推送 in the official documentation
PAGE_TOKEN, PAGE_APP, PAGE_KEY = "AAAAA", "wxba5fad812f8e6fb9", "A" * 43
PAGE_RANDOM = b"707722b803182950"
PAGE_REPLY = '{"demo_resp":"good luck"}'
PAGE_REPLY_ENCRYPT = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="


def test_official_signature_of_the_address_check() -> None:
    assert matches("f464b24fc39322e44b38aa78f5edd27bd1441696", PAGE_TOKEN, "1714036504", "1514711492")
    assert not matches("f464b24fc39322e44b38aa78f5edd27bd1441697", PAGE_TOKEN, "1714036504", "1514711492")
    assert not matches("签名", PAGE_TOKEN, "1714036504", "1514711492")


def test_official_encrypted_message() -> None:
    assert matches(KIT_SIGNATURE, KIT_TOKEN, KIT_TIMESTAMP, KIT_NONCE, KIT_ENCRYPT)
    fields = read_fields(MessageCipher(KIT_KEY, KIT_APP).decrypt(KIT_ENCRYPT))
    assert fields["Content"] == "abcdteT"
    assert fields["MsgId"] == "6054768590064713728"
    assert fields["FromUserName"] == "oyORnuP8q7ou2gfYjqLzSIWZf0rs"


def test_official_encrypted_reply() -> None:
    assert MessageCipher(PAGE_KEY, PAGE_APP).encrypt(PAGE_REPLY, PAGE_RANDOM) == PAGE_REPLY_ENCRYPT
    assert sign(PAGE_TOKEN, "1713424427", "415670741", PAGE_REPLY_ENCRYPT) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_encryption_agrees_with_wechatpy(text: str) -> None:
    ours, theirs = MessageCipher(KIT_KEY, KIT_APP), WeChatCrypto(KIT_TOKEN, KIT_KEY, KIT_APP)
    sealed = xmltodict.parse(theirs.encrypt_message(text, KIT_NONCE, KIT_TIMESTAMP))["xml"]
    assert matches(sealed["MsgSignature"], KIT_TOKEN, KIT_TIMESTAMP, KIT_NONCE, sealed["Encrypt"])
    assert ours.decrypt(sealed["Encrypt"]) == text
    encrypted = ours.encrypt(text)
    outer = encrypted_reply(encrypted, sign(KIT_TOKEN, KIT_TIMESTAMP, KIT_NONCE, encrypted), KIT_TIMESTAMP, KIT_NONCE)
    signature = xmltodict.parse(outer)["xml"]["MsgSignature"]
    assert theirs.decrypt_message(outer, signature, KIT_TIMESTAMP, KIT_NONCE) == text


@given(st.tuples(st.text(max_size=20), st.from_regex(r"[0-9]{10}", fullmatch=True), st.from_regex(r"[0-9a-z]{1,10}", fullmatch=True)))
def test_signature_agrees_with_wechatpy(parts: tuple[str, str, str]) -> None:
    token, timestamp, nonce = (part.encode(errors="replace").decode() for part in parts)
    check_signature(token, sign(token, timestamp, nonce), timestamp, nonce)  # raises when it is wrong
    assert matches(sign(token, timestamp, nonce), nonce, token, timestamp)


@pytest.mark.parametrize("encrypted", ["", "not base64!", "QUJD", "QUJD" * 16, KIT_ENCRYPT[4:], KIT_ENCRYPT[:-4] + "AAA="])
def test_damaged_ciphertext_is_refused(encrypted: str) -> None:
    with pytest.raises(Undecryptable):
        MessageCipher(KIT_KEY, KIT_APP).decrypt(encrypted)


def test_message_for_another_app_is_refused() -> None:
    with pytest.raises(OtherApp):
        MessageCipher(KIT_KEY, "wx0000000000000000").decrypt(KIT_ENCRYPT)
    with pytest.raises(OtherApp):
        MessageCipher(KIT_KEY, KIT_APP[:-1]).decrypt(KIT_ENCRYPT)


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "!" * 43, "密" * 43])
def test_unusable_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidKey):
        MessageCipher(key, KIT_APP)


@pytest.mark.parametrize("xml", [
    "", "not xml", "<xml><Content>", "<html></html>", b"\xff\xfe\x00",
    '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>',
    '<!DOCTYPE xml SYSTEM "http://example.com/x.dtd"><xml></xml>',
    '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>',
    b'<?xml version="1.0" encoding="no-such"?><xml></xml>',
])
def test_bad_xml_is_refused(xml: bytes | str) -> None:
    with pytest.raises(BadXml):
        read_fields(xml)


@pytest.mark.parametrize("text", ["]]>", "a]]>b]]>]]", "]]]]>", "<a href=\"x\">&amp;", "一\x00二\x08三\x1f", "𠮷😀", "一\ufffe"])
def test_reply_is_sound_xml_with_the_whole_text(text: str) -> None:
    fields = xmltodict.parse(text_reply("openid", "gh_1", 1700000000, text), strip_whitespace=False)["xml"]
    assert fields["Content"] == "".join(char for char in text if char not in "\x00\x08\x1f\ufffe")
    assert (fields["ToUserName"], fields["FromUserName"], fields["MsgType"]) == ("openid", "gh_1", "text")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), min_size=1, max_size=100))
def test_any_text_survives_the_xml(text: str) -> None:
    fields = xmltodict.parse(text_reply("openid", "gh_1", 1700000000, text), strip_whitespace=False)["xml"]
    assert fields["Content"] == text
