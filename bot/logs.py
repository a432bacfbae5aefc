"""What the processes of this project log."""

from __future__ import annotations

import logging

import structlog

from bot.settings import Settings


def configure_logging(settings: Settings) -> None:
    """Our log lines at the set level; of Rasa only warnings (its debug lines cost a third of a turn and hold user texts)."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rasa").setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
