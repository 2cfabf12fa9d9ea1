"""A page of a view: waited for, turned to, written down and shown below its banner."""

from dash import html

from dashboard import gate, queries
from dashboard.asknown import Asked, making, turned, words
from timeline.access import User
from timeline.asknown import PARTNERSHIP

OF_A_FAMILY = ("family", "family and who knew what")


def begun(user: User, page, ids: dict[str, str], query: dict[str, str], asked: Asked) -> html.Div:
    """The page as the view has it, or the words that it is being worked out; then the page looks again by itself."""
    return html.Div(shown(user, page, ids, query, asked) or words.waiting(asked), id="view-body")


def shown(user: User, page, ids: dict[str, str], query: dict[str, str], asked: Asked) -> list | None:
    """The page as the view has it, after it has been written down that this user sees it; None while the view is being made."""
    try:
        path = making.ready(asked.family_id, asked.view)
    except making.NotMade as why:
        return words.refused(f"What was known could not be worked out. {why} Reload the page to try again.", asked)
    if path is None:
        return None
    user = turned(user, asked, path)
    gate.seen(f"view {page.NAME}", f"{' '.join(ids.values())}, {asked.words}", record=ids.get("id"))
    try:
        if page.NAME in OF_A_FAMILY:
            return _of_family(user, page, ids["family_id"], query, asked)
        return [words.banner(user, asked, None), *page.layout(user, **ids, query=query)]
    except queries.NotHere as what:
        return words.missing(str(what), asked)


def _of_family(user: User, page, family_id: str, query: dict[str, str], asked: Asked) -> list:
    """The page of the family that the people of today's made then, whatever its id; or of several, or of none."""
    if "known_of" not in query or not queries.is_family(user, family_id):
        families = queries.stood_as(user, asked.family_id)
        if len(families) != 1:
            return words.several(user, asked, families) if len(families) else _nothing(user, asked)
        family_id = families.at[0, "family_id"]
    return [words.banner(user, asked, family_id), *page.layout(user, family_id, query=query)]


def _nothing(user: User, asked: Asked) -> list:
    first = queries.first_known(user, asked.family_id, asked.view.agency, asked.view.by == PARTNERSHIP)
    return words.nothing(user, asked, queries.named_then(user, asked.family_id), first)
