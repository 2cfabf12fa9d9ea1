"""What a family's page and a meeting's brief say of a case that was transferred, and where to do it."""

from dash import html
from flask import current_app

from dashboard import parts, queries
from timeline import transfers
from timeline.access import User, may


def section(user: User, family_id: str) -> html.Div | None:
    """The transfers of one family that stand, and for who may the link to make one; nothing for who may not see meetings."""
    told, offer = lines(user, family_id)
    return html.Div([*told, offer]) if told or offer else None


def lines(user: User, family_id: str) -> tuple[list[html.Div], html.P | None]:
    """What is said of each transfer of the family that stands, and for who may the link to make one where none does."""
    if not may(user, "meetings:view"):
        return [], None
    made = [one for one in transfers.of(current_app.extensions["database"], queries.anchors(user, family_id)) if one.back_by is None]
    see = _link("See what went along, or take it back", family_id) if may(user, "transfer:make") else None
    told = [parts.inset(parts.text(html.Strong(f"Transferred to the MARAC of {one.area}"),
                                   f" on {parts.day(parts.typed_day(one.at[:10]))} by {one.by}. {one.why} ", see)) for one in made]
    offer = parts.text(_link("Transfer the case to another area's MARAC", family_id)) if not made and may(user, "transfer:make") else None
    return told, offer


def _link(words: str, family_id: str):
    return parts.link(words, parts.address("transfer", family_id))
