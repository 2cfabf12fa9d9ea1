"""What keeps the database from being opened."""


class CannotOpen(Exception):
    """The database cannot be used as it is; the message says why and what to do, and never where it is or how it is reached."""
