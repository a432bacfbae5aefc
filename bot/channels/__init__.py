"""The ways to talk to the assistant. Each module offers `routes(services)` and, where it sends on its own,
`background(services)` (an async context manager that runs with the app)."""

from bot.channels import (
    desk,
    desk_openapi,
    rest,
    rest_calculate,
    rest_calculate_openapi,
    rest_openapi,
    web,
    web_openapi,
    wechat,
    wechat_openapi,
)

CHANNELS = (rest, rest_calculate, web, wechat, desk)
#: the channels' parts of /openapi.json
DESCRIPTIONS = (rest_openapi, rest_calculate_openapi, web_openapi, wechat_openapi, desk_openapi)
