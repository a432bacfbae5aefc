"""Tools for maintainers; each is run with `python -m scripts.<name>` (see `make help`)."""
