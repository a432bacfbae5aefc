"""The ways to talk to the assistant. Each module offers `routes(services)` and, where it sends on its own,
`background(services)` (an async context manager that runs with the app)."""

from bot.channels import rest

CHANNELS = (rest,)
