"""How the tables came to be what they are: a step per file of versions/, which Alembic makes one after another."""

HEAD = "0001"
"""The last of them."""
