"""What is asked of the audit, by its indexes, so that no question reads the whole of it: who has looked at these, what has this account done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from timeline.audit.lines import NAMING
from timeline.database import Database, audit_named, each
from timeline.database import audit as lines

OPENING = "view %"
OF_A_FAMILY = ("view family", "view family in a brief", "open household")
"""What opens a family."""
SEEN, OPENED, ASKED_ABOUT = "seen in a list", "opened", "asked about in the audit"
AUDITING = ("view looked",)
"""The actions of an auditor: their lines name what was asked about, and open none of it."""

TOLD = ("number", "at", "by", "action", "reason", "outcome", "snapshot", "session")


@dataclass(frozen=True)
class Within:
    """What narrows a question: the first and last day, the action, the account; what is None does not."""

    since: date | None = None
    until: date | None = None
    action: str | None = None
    by: str | None = None

    def where(self) -> list:
        """The conditions on a line."""
        asked = [(self.since, lambda: lines.c.at >= self.since.isoformat()), (self.action, lambda: lines.c.action == self.action),
                 (self.until, lambda: lines.c.at < (self.until + timedelta(days=1)).isoformat()), (self.by, lambda: lines.c.by == self.by)]
        return [condition() for given, condition in asked if given]


def named_since_opening(database: Database, session: str | None) -> set[str]:
    """What this sign-in's lines have named since it last opened a page."""
    opened = sa.select(sa.func.max(lines.c.number)).where(lines.c.session == session, lines.c.action.like(OPENING)).scalar_subquery()
    query = sa.select(audit_named.c.thing).join(lines, lines.c.number == audit_named.c.number).where(lines.c.session == session, lines.c.number >= opened)
    with database.read() as connection:
        return set(connection.scalars(query))


def looks(database: Database, things: Iterable[str], within: Within, size: int | None, start: int = 0) -> list[dict]:
    """The lines that name any of these things, the latest first: the columns TOLD, `named`, the first of the things that the line names, `how`, whether
    it was opened, only seen in a list or asked about by an auditor, and `found`, how many lines there are in all."""
    held = sa.select(audit_named.c.number, sa.func.min(audit_named.c.thing).label("named"),
                     sa.func.max(sa.case((audit_named.c.how == "shown", 0), else_=1)).label("opened")).where(
                         audit_named.c.thing.in_(each(things))).group_by(audit_named.c.number).subquery()
    how = sa.case((lines.c.action.in_(AUDITING), ASKED_ABOUT), (held.c.opened == 1, OPENED), else_=SEEN)
    query = sa.select(*(lines.c[name] for name in TOLD), held.c.named, how.label("how"),
                      sa.func.count().over().label("found")).join(held, held.c.number == lines.c.number)
    return _asked(database, query, within, size, start)


def of_account(database: Database, name: str, within: Within, size: int | None, start: int = 0) -> list[dict]:
    """The lines of an account, the latest first: the columns TOLD, what each names by the columns of NAMING, and `found`, how many there are in all."""
    query = sa.select(*(lines.c[told] for told in (*TOLD, *NAMING)), sa.func.count().over().label("found")).where(lines.c.by == name)
    return _asked(database, query, within, size, start)


def numbered(database: Database, numbers: Iterable[int]) -> list[dict]:
    """The lines with these numbers, the latest first, as `of_account` gives them."""
    held = list(numbers)
    query = sa.select(*(lines.c[told] for told in (*TOLD, *NAMING)), sa.literal(len(held)).label("found")).where(lines.c.number.in_(held))
    return _asked(database, query, Within(), None, 0)


def actions(database: Database) -> list[str]:
    """Every action that the audit holds, each found by a step of the index."""
    return _each(database, lines.c.action)


def accounts(database: Database) -> list[str]:
    """Everybody of whom the audit holds a line, each found by a step of the index."""
    return _each(database, lines.c.by)


def since(database: Database, day: date) -> list[tuple]:
    """Every line since this day, in order, with the columns that `unusual` counts: (number, at, by, action, subject, family, person, record, outcome)."""
    columns = ("number", "at", "by", "action", "subject", "family", "person", "record", "outcome")
    query = sa.select(*(lines.c[name] for name in columns)).where(lines.c.at >= day.isoformat()).order_by(lines.c.number)
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def today() -> date:
    """The day by the clock of the audit."""
    return datetime.now(UTC).date()


def _each(database: Database, column: sa.Column) -> list[str]:
    found, query = [], sa.select(sa.func.min(column))
    with database.read() as connection:
        while (value := connection.scalar(query.where(column > (found[-1] if found else "")))) is not None:
            found.append(value)
    return found


def _asked(database: Database, query: sa.Select, within: Within, size: int | None, start: int) -> list[dict]:
    with database.read() as connection:
        found = connection.execute(query.where(*within.where()).order_by(lines.c.number.desc()).limit(size).offset(start))
        return [dict(row) for row in found.mappings()]


def opened(database: Database, session: str | None, since: str) -> set[str]:
    """The families that this sign-in has opened since that time, as the audit writes times."""
    query = sa.select(audit_named.c.thing).join(lines, lines.c.number == audit_named.c.number).where(
        lines.c.session == session, lines.c.at >= since, lines.c.action.in_(OF_A_FAMILY), lines.c.outcome == "done", audit_named.c.how == "family")
    with database.read() as connection:
        return set(connection.scalars(query)) if session else set()
