"""What a family's page says of referrals that were entered and are not in its timeline yet, and where to enter one."""

from dash import html

from dashboard import current, parts, queries
from timeline import referrals
from timeline.access import User, may


def section(user: User, family_id: str) -> html.Div | None:
    """The lines of one family, and where to enter a referral; nothing for who may not enter one, or on a page of what was known then."""
    if not may(user, "referral:enter"):
        return None
    return html.Div([told(user, family_id), parts.text(parts.link("Enter a referral", parts.address("referral", family=family_id)))])


def told(user: User, family_id: str) -> html.Div | None:
    """The lines of one family; nothing where there is none, or for who may not enter a referral."""
    if not may(user, "referral:enter"):
        return None
    shown = int(current.about().get("entered", 0))
    newer = [one for one in queries.entered(user) if one.number > shown]
    held = set(queries.anchors(user, family_id)) if newer else set()
    mine = [one for one in newer if any(person.anchor in held for _, person in referrals.named(one.referral_id, one.said))]
    lines = [html.Span([parts.link(f"Referral {one.referral_id}", parts.address("referrals", one.referral_id)), f", entered by {one.by}, ",
                        "withdrawn, still" if one.withdrawn is not None else "not yet", " in this timeline"]) for one in mine]
    return parts.inset(parts.listed(lines)) if lines else None
