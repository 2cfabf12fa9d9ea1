"""An id that no longer names anything: why, and whoever holds the record that it was founded on."""

from dashboard import current
from timeline import retired as given_up
from timeline.access import User, require


def retired(user: User, id: str) -> given_up.Retired | None:
    """Why this person's, family's or event's id names nothing in the snapshot, and what to open instead; None where nothing is known of it."""
    require(user, "person:view")
    return given_up.find(lambda sql, **asked: list(current.ask(sql, **asked).itertuples(index=False, name=None)), id)
