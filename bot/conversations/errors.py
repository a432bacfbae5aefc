"""What can go wrong with a conversation.

    ConversationError
    ├── UnknownConversation   no conversation has this id
    ├── AlreadyTaken          another agent has it, or it is closed
    └── NotHolding            the agent does not have this conversation
"""


class ConversationError(Exception):
    """Base of this package's errors."""


class UnknownConversation(ConversationError):
    """No conversation has this id."""


class AlreadyTaken(ConversationError):
    """Another agent has the conversation, or it is closed."""


class NotHolding(ConversationError):
    """The agent does not have this conversation."""
