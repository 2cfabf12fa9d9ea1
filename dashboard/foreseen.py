"""What an answer would change, for the form where it is given: worked out beside the server, never in it.

The stages use DuckDB's one default connection, so they run in a process of their own."""

from datetime import date

from timeline import effects
from timeline.access import User, require
from timeline.effects import Effects


def foresee(user: User, kind: str, pairs: list[tuple[str, str]], verdict: str, since: date | None = None) -> Effects:
    """What this answer would change in the snapshot that the request reads; `kind` and `verdict` as decisions.KINDS and VERDICTS,
    `pairs` the anchors (left, right).

    Never raises because it could not be worked out: then `unknown` says why, and `needs_second` is True."""
    require(user, "family:view")
    return effects.unknown("it is not built yet. A second person must agree before it is applied.")


def foresee_taken_back(user: User, answer_id: str) -> Effects:
    """What taking this answer back would change, in the same manner."""
    require(user, "family:view")
    return effects.unknown("it is not built yet.")
