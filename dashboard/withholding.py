"""What a page says of what is hidden from its reader: that there is something, how grave, and whom to ask. No rule, day or kind of it."""

from dash import html

from dashboard import parts, queries, theme
from timeline.access import User

RESTS = "Rests on records that this account may not see"
UNSAID = "Whether any rule was met is not told here"
CAUTION = "What is not shown here may matter most: its absence says nothing of safety."
NO_CONTACT = "no contact is kept"


def lines(user: User, family_id: str) -> list[str]:
    """A sentence for each agency whose records of the family are hidden, those of the gravest signals first."""
    found = queries.withheld(user, family_id)
    return [_sentence(agency, [level for level in of["level"] if level], of["contact"].iloc[0]) for agency, of in found.groupby("agency", sort=False)]


def notice(user: User, family_id: str) -> html.Div | None:
    """At the top of a page of the family; nothing where nothing of it is hidden."""
    told = lines(user, family_id)
    return parts.inset(parts.text(html.Strong(f"{RESTS}. "), CAUTION), parts.listed(told)) if told else None


def unsaid(user: User, family_id: str) -> html.Div | None:
    """In place of "no rule was met", where the reader is shown no signal and something is hidden: it may have been."""
    hidden = not queries.withheld(user, family_id).empty
    return parts.empty(f"{UNSAID}.", f"{RESTS}.", "Ask the agencies that are named at the top of this page.") if hidden else None


def whom(agencies: list[str]) -> str:
    """Under a family in a list: that its level rests on what is hidden, and whom to ask."""
    return f"{RESTS}; ask {', '.join(map(theme.agency, agencies))}."


def elsewhere(user: User, person_id: str) -> html.Div | None:
    """Of a person who is said to have caused harm: who holds a history in households that the reader may not see."""
    held = list(queries.held_elsewhere(user, person_id).itertuples())
    return parts.inset(*(parts.text(f"History held by {theme.agency(row.agency)}, contact {row.contact or NO_CONTACT}.") for row in held)) if held else None


def _sentence(agency: str, levels: list[str], contact: str | None) -> str:
    named = " and ".join(f"“{level}”" for level in levels)
    what = f"What is raised as {named} rests in part on records of" if levels else "Records are held by"
    return f"{what} {theme.agency(agency)} that this account may not see. Ask there: {contact or NO_CONTACT}."
