"""The parts of the desk, built once from the service's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.services import ActionServices
from bot.clock import Clock
from bot.conversations import Conversations
from bot.desk.accounts import Accounts, open_accounts
from bot.desk.assist import Assist
from bot.desk.audit import Audit
from bot.desk.calls import Calls
from bot.desk.chats import Chats
from bot.desk.flags import Flags
from bot.desk.logins import Logins
from bot.desk.presence import Presence
from bot.desk.report import Reports
from bot.desk.search import InstantSearch
from bot.desk.store import DeskStore
from bot.services import Services
from bot.sessions import signing_key
from bot.settings import Settings
from bot.subscriptions import Hub
from policy_db.match import Matcher

_SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class Desk:
    """Everything that the desk's handlers need."""

    settings: Settings
    clock: Clock
    actions: ActionServices
    conversations: Conversations
    accounts: Accounts
    logins: Logins
    audit: Audit
    presence: Presence
    flags: Flags
    search: InstantSearch
    chats: Chats
    assist: Assist
    calls: Calls
    reports: Reports
    call_events: Hub[dict[str, Any]]


def open_presence(services: Services, store: DeskStore) -> Presence:
    """Presence with the limit of the settings."""
    return Presence(store, services.clock, services.settings.desk_lost_seconds)


def open_desk(services: Services) -> Desk:
    """Open the desk's store and build its parts; takes about a second for the search index."""
    settings, clock, conversations = services.settings, services.clock, services.conversations
    store = DeskStore(settings.var / "desk.db")
    actions = ActionServices(services.policy, Matcher(services.policy), clock.today, settings.city)
    accounts = open_accounts(settings, store, clock)
    audit, flags, presence = Audit(store, clock), Flags(store, clock), open_presence(services, store)
    understand = services.dialogue.understand
    return Desk(
        settings, clock, actions, conversations, accounts,
        Logins(store, accounts, clock, signing_key(settings), settings.desk_session_hours * _SECONDS_AN_HOUR),
        audit, presence, flags, InstantSearch(actions),
        Chats(conversations, presence, audit, clock, actions, understand), Assist(actions, understand), Calls(store, clock),
        Reports(conversations, services.policy, audit, flags), Hub(),
    )
