"""What can be corrected from a family's page: with whom each child belongs; and what was decided about what it shows."""

from dash import html

from dashboard import parts
from dashboard.correcting import carer, made
from timeline.access import User, may


def section(user: User, family_id: str, members) -> html.Section | None:
    """The corrections of one family, and the decisions already made about it; None for who looks back at what was known then.

    A wrong person is corrected on that person's own page."""
    if user.looks_back:
        return None
    children = {m.person_id: m.name for m in members.itertuples() if m.part == "child"} if may(user, "decide") else {}
    carers = [parts.heading("With whom each child belongs"), *carer.forms(children)] if children else []
    return html.Section([
        html.Section(carers) if carers else None,
        parts.heading("If somebody here is not who this says"),
        parts.text("Follow “Made of” beside the name: there a person is split, or joined with another."),
        made.section(user, "family", family_id),
    ])
