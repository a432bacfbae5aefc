"""The account's menu, and the command that publishes it: `python -m bot.channels.wechat.menu publish`.

Phones keep a published menu for a while, so a key that was once published keeps its question.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bot.channels.wechat.api import WeChatApi, WeChatApiError
from bot.clock import Clock
from bot.settings import Settings

#: menu key → the question that a tap asks
QUESTIONS = {
    "ask_rent": "房租能减免吗",
    "ask_start_up_loan": "创业担保贷款最多贷多少",
    "ask_high_tech": "首次认定高企奖多少",
    "ask_social_insurance": "社保费可以缓缴吗",
    "ask_catering": "饭店有哪些扶持",
    "check_up": "政策体检",
    "list_science": "科技方面有哪些政策",
    "list_loans": "融资贷款方面有哪些政策",
    "list_jobs": "就业方面有哪些政策",
    "help": "你能做什么",
    "person": "转人工",
}
_HELP = "帮助"
_GROUPS = (
    ("常问政策", (("房租减免", "ask_rent"), ("创业担保贷款", "ask_start_up_loan"), ("高企奖励", "ask_high_tech"),
              ("社保缓缴", "ask_social_insurance"), ("餐饮扶持", "ask_catering"))),
    ("查政策", (("政策体检", "check_up"), ("科技类", "list_science"), ("融资类", "list_loans"), ("就业类", "list_jobs"))),
    (_HELP, (("怎么用", "help"), ("转人工", "person"))),
)


def definition(public_url: str) -> dict[str, Any]:
    """The menu as WeChat's API takes it; with a public address it has a link to the mobile page."""
    groups = {name: [{"type": "click", "name": title, "key": key} for title, key in entries] for name, entries in _GROUPS}
    if public_url:
        groups[_HELP].append({"type": "view", "name": "网页版", "url": f"{public_url.rstrip('/')}/chat"})
    return {"button": [{"name": name, "sub_button": buttons} for name, buttons in groups.items()]}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.channels.wechat.menu", description="公众号自定义菜单")
    parser.add_argument("command", choices=["show", "publish"], help="show：只显示菜单；publish：发布到公众号")
    command = parser.parse_args().command
    settings = Settings.from_environment()
    menu = definition(settings.public_url)
    if command == "show":
        print(json.dumps(menu, ensure_ascii=False, indent=2))
        return 0
    if not (settings.wechat_app_id and settings.wechat_secret):
        print("请先设置 HUIQI_WECHAT_APP_ID 和 HUIQI_WECHAT_SECRET。", file=sys.stderr)
        return 2
    try:
        WeChatApi(settings, Clock(settings.today)).publish_menu(menu)
    except WeChatApiError as error:
        print(f"菜单没有发布：{error}", file=sys.stderr)
        return 1
    print("菜单已发布，用户的手机约五分钟后更新。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
