"""What a family's page says of referrals that were entered and are not in its timeline yet, and where to enter one."""

from dash import html
from flask import current_app

from dashboard import current, parts, queries
from timeline import referrals
from timeline.access import User, may


def section(user: User, family_id: str) -> html.Div | None:
    """The lines of one family; nothing for who may not enter a referral, or on a page of what was known then."""
    if not may(user, "referral:enter"):
        return None
    shown = int(current.about().get("entered", 0))
    newer = [one for one in referrals.every(current_app.extensions["database"]) if one.number > shown]
    held = set(queries.anchors(user, family_id)) if newer else set()
    mine = [one for one in newer if any(person.anchor in held for _, person in referrals.named(one.referral_id, one.said))]
    told = [html.Span([parts.link(f"Referral {one.referral_id}", parts.address("referrals", one.referral_id)), f", entered by {one.by}, ",
                       "withdrawn, still" if one.withdrawn is not None else "not yet", " in this timeline"]) for one in mine]
    enter = parts.text(parts.link("Enter a referral", parts.address("referral", family=family_id)))
    return html.Div([parts.inset(parts.listed(told)) if told else None, enter])
