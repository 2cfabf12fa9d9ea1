"""The accounts, for whoever manages them, and the names that limits can be of."""

from flask import current_app

from dashboard import current
from dashboard.queries.here import NotHere
from timeline import accounts
from timeline.access import User, require


def managed(user: User) -> list[accounts.Account]:
    """Every account, by name."""
    require(user, "accounts:manage")
    return accounts.listed(current_app.extensions["database"])


def managed_one(user: User, name: str) -> accounts.Account:
    """One account. Raises NotHere."""
    found = next((account for account in managed(user) if account.name == name), None)
    if found is None:
        raise NotHere(f"account {name}")
    return found


def limits_there(user: User) -> dict[str, list[str]]:
    """The areas and agencies of the current snapshot, under `area` and `agency`; none where nothing is published yet."""
    require(user, "accounts:manage")
    try:
        return {what: list(current.ask_newest(f"select distinct {what} as name from made.coverage where {what} is not null order by all")["name"])
                for what in ("area", "agency")}
    except current.NoSnapshot:
        return {"area": [], "agency": []}
