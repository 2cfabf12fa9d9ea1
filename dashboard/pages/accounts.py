"""Accounts: every one with its role and limits, and the page of one, where these are changed, its sessions ended and it is disabled.

An account is made, and a password or second factor reset, by the command `timeline users`: whoever does that hands the invitation on."""

from datetime import datetime

from dash import html

from dashboard import managing, parts, queries
from timeline.access import User
from timeline.accounts import Account, said

NAME, PATHS, PERMISSION = "accounts", ("/accounts", "/accounts/<name>"), "accounts:manage"


def layout(user: User, name: str = "", query: dict | None = None) -> list:
    """The list, or the page of one account."""
    return _one(user, queries.managed_one(user, name)) if name else _all(queries.managed(user))


def _all(every: list[Account]) -> list:
    return [
        parts.title("Accounts"),
        parts.text("Who may sign in, as what, and with which limits. An account is made, and a password or second factor reset, with the command ",
                   html.Code("timeline users"), ", which prints an invitation for its owner."),
        parts.table("Every account", ("Account", "Role", "Areas and agencies", "How it stands", "Signs in with", "Last signed in", "Open sessions"), [
            (parts.link(one.name, parts.address("accounts", one.name)), one.role, said(one.areas, one.agencies), _state(one), _way(one),
             _moment(one.signed_in_at), one.sessions) for one in every], hide_caption=True),
    ]


def _one(user: User, one: Account) -> list:
    return [
        parts.title(one.name, "Account"),
        parts.text(parts.link("All accounts", "/accounts")),
        managing.told(),
        parts.summary([("Role", one.role), ("Areas and agencies", said(one.areas, one.agencies)), ("How it stands", _state(one)), ("Signs in with", _way(one)),
                       ("Last signed in", _moment(one.signed_in_at)), ("Open sessions", str(one.sessions))]),
        *managing.forms(user, one, queries.limits_there(user)),
    ]


def _state(one: Account) -> html.Strong:
    return parts.tag("disabled", "red") if one.disabled else parts.tag("can sign in", "green") if one.ready else parts.tag("invited", "yellow")


def _way(one: Account) -> str:
    if one.provider:
        return "the organisation's provider"
    return f"{'a password' if one.ready else 'no password yet'}, {'a second factor' if one.second_factor else 'no second factor'}"


def _moment(at: datetime | None) -> str:
    return f"{parts.day(at)}, {at:%H:%M} UTC" if at else "never"
