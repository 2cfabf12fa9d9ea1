"""What an auditor asked, and a line of the audit as a page and a file show it."""

from datetime import datetime

from dashboard import parts, queries, taking
from timeline.access import User
from timeline.audit import unusual
from timeline.audit.asked import Within
from timeline.sheets import Sheet

EVERY = "every"
ASKED = ("family", "account", "since", "until", "action")
LOOK = ("When (UK time)", "Account", "What", "How", "Named", "Reason", "Outcome", "Line")
LINE = ("When (UK time)", "What", "Opened or acted upon", "Families and people only shown", "Reason", "Outcome", "Line")
NOTE = "Ids, times, accounts, actions and reasons as the audit holds them. A look is no finding about anybody: ask why before anything is concluded."


def asked(query: dict) -> dict[str, str]:
    """What of a query asks and narrows."""
    return {key: query[key] for key in ASKED if query.get(key) and query[key] != EVERY}


def within(query: dict) -> Within:
    """What narrows a question; a day that is none does not."""
    return Within(parts.typed_day(query.get("since")), parts.typed_day(query.get("until")), None if query.get("action") in (None, EVERY) else query["action"])


def look(row) -> tuple:
    """A look at a family, as a row."""
    return (moment(row.at), row.by, row.action, row.how, row.named, row.reason or "", row.outcome, row.number)


def line(row) -> tuple:
    """A line of an account, as a row."""
    return (moment(row.at), row.action, ", ".join(row.named), row.shown or "", row.reason or "", row.outcome, row.number)


def moment(at: str) -> str:
    """When a line was written, by the clock of the country."""
    here = datetime.fromisoformat(at).astimezone(unusual.CLOCK)
    return f"{parts.day(here)}, {here:%H:%M:%S}"


@taking.table("looks-at-family", "audit:view")
def looks_at_family(user: User, given: dict[str, str]) -> Sheet:
    """Every look at the family `family`, as narrowed by `since`, `until` and `action`."""
    if not given.get("family"):
        raise queries.NotHere("family")
    rows = tuple(look(row) for row in queries.looks(user, given["family"], within(given), None).itertuples())
    return Sheet(f"Who looked at {given['family']}", LOOK, rows, (NOTE,), name="Looks")


@taking.table("done-by-account", "audit:view")
def done_by_account(user: User, given: dict[str, str]) -> Sheet:
    """Every line of the account `account`, as narrowed by `since`, `until` and `action`."""
    if not given.get("account"):
        raise queries.NotHere("account")
    rows = tuple(line(row) for row in queries.done_by(user, given["account"], within(given), None).itertuples())
    return Sheet(f"What {given['account']} did", LINE, rows, (NOTE,), name="Lines")
