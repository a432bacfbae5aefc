"""Conversations of every channel: their messages, their hand-over state, and who is told of changes (SQLite).

Texts are already masked when they get here.
"""

from bot.conversations.errors import AlreadyTaken, ConversationError, NotHolding, UnknownConversation
from bot.conversations.exchanges import Exchange
from bot.conversations.records import Author, Conversation, Event, Message, State
from bot.conversations.store import Conversations

__all__ = [
    "AlreadyTaken",
    "Author",
    "Conversation",
    "ConversationError",
    "Conversations",
    "Event",
    "Exchange",
    "Message",
    "NotHolding",
    "State",
    "UnknownConversation",
]
