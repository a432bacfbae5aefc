"""The agents' desk: who may use it, instant search, live assist, taken-over chats, work orders, reports."""
