"""Is a provision in force on a day? Dates come from the documents; unknown stays unknown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import StrEnum

from policy_db.schema import Document, Provision, Validity


class Status(StrEnum):
    """State of a provision or item on a day."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    NOT_STARTED = "not_started"
    UNSTATED = "unstated"


def effective_validity(provision: Provision, document: Document) -> Validity:
    """The provision's own dates, else those of its document."""
    own = provision.validity
    if own.from_ or own.to or own.apply_by or own.stated:
        return own
    return document.validity


def status_on(validity: Validity, day: datetime.date) -> Status:
    """A rule without a last day is UNSTATED once it has begun: nobody may promise that it still holds."""
    if validity.from_ and day < validity.from_:
        return Status.NOT_STARTED
    last = validity.apply_by or validity.to
    if last:
        return Status.EXPIRED if day > last else Status.IN_FORCE
    return Status.UNSTATED


def joint_status(states: Iterable[Status]) -> Status:
    """The state of several provisions together: the most hopeful one that is certain."""
    states = set(states)
    for status in (Status.IN_FORCE, Status.UNSTATED, Status.NOT_STARTED, Status.EXPIRED):
        if status in states:
            return status
    return Status.UNSTATED
