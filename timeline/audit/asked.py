"""What is asked of the audit, by its indexes, so that no question reads the whole of it."""

import sqlalchemy as sa

from timeline.database import Database, audit_named
from timeline.database import audit as lines

OPENING = "view %"
OF_A_FAMILY = ("view family", "view family in a brief", "open household")
"""What opens a family."""


def named_since_opening(database: Database, session: str | None) -> set[str]:
    """What this sign-in's lines have named since it last opened a page."""
    mine = sa.select(sa.func.max(lines.c.number)).where(lines.c.session == session, lines.c.action.like(OPENING)).scalar_subquery()
    query = sa.select(audit_named.c.thing).join(lines, lines.c.number == audit_named.c.number).where(lines.c.session == session, lines.c.number >= mine)
    with database.read() as connection:
        return set(connection.scalars(query))


def opened(database: Database, session: str | None, since: str) -> set[str]:
    """The families that this sign-in has opened since that time, as the audit writes times."""
    query = sa.select(audit_named.c.thing).join(lines, lines.c.number == audit_named.c.number).where(
        lines.c.session == session, lines.c.at >= since, lines.c.action.in_(OF_A_FAMILY), lines.c.outcome == "done", audit_named.c.how == "family")
    with database.read() as connection:
        return set(connection.scalars(query)) if session else set()
