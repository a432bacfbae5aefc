"""The policy database: catalogue (YAML), schema, build into SQLite, search, figure check. Knows nothing of Rasa."""
