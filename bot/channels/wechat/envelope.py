"""The XML of pushes and passive replies."""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

# what XML 1.0 does not allow
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadXml(ValueError):
    """Not the XML of a push: broken, with a document type or entities, or with another root than <xml>."""


def read_fields(xml: bytes | str) -> dict[str, str]:
    """The top-level fields of a push, such as {"MsgType": "text", "Content": "…"}. Raises BadXml."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadXml(type(error).__name__) from None
    if root.tag != "xml":
        raise BadXml("the root is not <xml>")
    return {child.tag: child.text or "" for child in root}


def text_reply(openid: str, account: str, created: int, text: str) -> str:
    """A passive text reply from `account` (gh_…) to the user; `created` in seconds since the epoch."""
    return (
        f"<xml><ToUserName>{_cdata(openid)}</ToUserName><FromUserName>{_cdata(account)}</FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>{_cdata(text)}</Content></xml>"
    )


def encrypted_reply(encrypted: str, signature: str, timestamp: str, nonce: str) -> str:
    """The outer XML of an encrypted reply."""
    return (
        f"<xml><Encrypt>{_cdata(encrypted)}</Encrypt><MsgSignature>{_cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{_cdata(nonce)}</Nonce></xml>"
    )


def _cdata(text: str) -> str:
    safe = _FORBIDDEN.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{safe}]]>"
