"""A conversation in the terminal, through the small WeChat server: `make demo-wechat`.

It starts the service with the settings of a demo account, or uses one that runs already (--service URL; it then needs
the settings that are printed with --settings).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bot.channels.wechat.menu import QUESTIONS
from tests.support.service import free_port
from tests.wechat_server.account import OPENID, Account, event, message, text
from tests.wechat_server.server import WeChatServer

HELP = """直接打字提问；其他命令：
  /关注  /取消关注  /扫码  /菜单 <键>  /语音 <识别出的文字>  /图片  /位置  /帮助  /退出
  菜单键：{keys}"""
_READY_SECONDS = 600


def main() -> int:
    arguments = _arguments()
    account = Account()
    server = WeChatServer(account, arguments.service or f"http://127.0.0.1:{free_port()}")
    server.start()
    if arguments.settings:
        print("\n".join(f"export {name}={value}" for name, value in _environment(server).items()))
    try:
        if arguments.service:
            _talk(server)
        else:
            with _running_service(server):
                _talk(server)
    except KeyboardInterrupt:
        print()
    finally:
        server.stop()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.wechat_server.demo", description="在终端里体验公众号")
    parser.add_argument("--service", default="", help="已在运行的服务地址，例如 http://127.0.0.1:5005；不填则自动启动")
    parser.add_argument("--settings", action="store_true", help="打印服务需要的环境变量")
    return parser.parse_args()


def _environment(server: WeChatServer) -> dict[str, str]:
    settings = {f"HUIQI_{name.upper()}": value for name, value in server.account.settings().items()}
    return settings | {"HUIQI_WECHAT_API": server.url}


@contextmanager
def _running_service(server: WeChatServer) -> Iterator[None]:
    port = server.service.rpartition(":")[2]
    environment = os.environ | _environment(server) | {"PORT": port, "HUIQI_PORT": port}
    print("正在启动服务（首次需要训练模型，约一分钟）……", flush=True)
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bot.app"], env=environment)
    try:
        _wait_until_ready(server.service, process)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    """Raises RuntimeError when the service ends or is not ready in time."""
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise RuntimeError("服务没有启动成功，请看上面的日志")


def _talk(server: WeChatServer) -> None:
    print(HELP.format(keys="、".join(QUESTIONS)))
    threading.Thread(target=_show_what_arrives, args=(server,), daemon=True).start()
    while True:
        try:
            line = input("我：").strip()
        except EOFError:
            return
        if line == "/退出":
            return
        fields = _push_of(line)
        if fields is None:
            print(HELP.format(keys="、".join(QUESTIONS)))
            continue
        pushed = server.push(fields)
        print(f"（{pushed.seconds:.2f} 秒，推送 {pushed.requests} 次{'' if pushed.text else '，没有被动回复'}）")


def _push_of(line: str) -> dict[str, object] | None:
    """The push for a typed line; None for help."""
    command, _, rest = line.partition(" ")
    pushes = {
        "/关注": lambda: event("subscribe"), "/取消关注": lambda: event("unsubscribe"), "/扫码": lambda: event("SCAN", "1"),
        "/菜单": lambda: event("CLICK", rest), "/语音": lambda: message("voice", MediaId="1", Format="amr", Recognition=rest),
        "/图片": lambda: message("image", PicUrl="http://example.com/1.jpg", MediaId="1"),
        "/位置": lambda: message("location", Location_X="34.6", Location_Y="112.4", Scale="15", Label="洛阳"),
    }
    if command in pushes:
        return pushes[command]()
    return text(line) if line and not line.startswith("/") else None


def _show_what_arrives(server: WeChatServer) -> None:
    shown = 0
    while True:
        try:
            texts = server.wait_for(OPENID, shown + 1, 3600)
        except TimeoutError:
            continue
        for answer in texts[shown:]:
            print(f"\n公众号：{answer}\n", flush=True)
        shown = len(texts)


if __name__ == "__main__":
    sys.exit(main())
