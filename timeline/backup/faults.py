"""What keeps a backup from being made or put back."""


class BadBackup(Exception):
    """A backup that cannot be made, or put back; the message says why and what to do."""
