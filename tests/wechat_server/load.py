"""Many users at once: `python -m tests.wechat_server.load URL [USERS]` pushes one question each and prints the times as JSON.

A process of its own, as WeChat is: what the pushing costs must not slow the service.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from urllib.parse import urlencode, urlsplit

from tests.wechat_server.account import Account, Push, text, xml_of

QUESTIONS = ("房租能减免吗", "创业担保贷款最多贷多少", "饭店有哪些扶持", "首次认定高企奖多少", "稳岗返还什么条件", "你好",
             "科技方面有哪些政策", "社保费可以缓缴吗")


async def push_all(url: str, account: Account, users: int) -> dict[str, float]:
    """One push a user, all at once: how many were answered with a text, and the seconds of the middle and the slowest."""
    pushes = [account.push(xml_of(text(QUESTIONS[n % len(QUESTIONS)], f"oLoad{time.time_ns()}-{n}"))) for n in range(users)]
    answers = await asyncio.gather(*(_push(url, push) for push in pushes))
    seconds = sorted(taken for taken, _ in answers)
    answered = sum(bool((account.open_reply(body) or {}).get("Content")) for _, body in answers)
    return {"answered": answered, "median": round(seconds[users // 2], 2), "slowest": round(seconds[-1], 2)}


async def _push(url: str, push: Push) -> tuple[float, str]:
    """One request on a connection of its own, by bare streams: an HTTP client would cost more than the answer."""
    address = urlsplit(url)
    head = (f"POST /wechat?{urlencode(push.query)} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: text/xml\r\n"
            f"Content-Length: {len(push.body)}\r\nConnection: close\r\n\r\n")
    began = time.monotonic()
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head.encode() + push.body)
    answer = await reader.read()
    writer.close()
    return time.monotonic() - began, answer.partition(b"\r\n\r\n")[2].decode()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(push_all(sys.argv[1], Account(), int(sys.argv[2]) if len(sys.argv) > 2 else 200))))
