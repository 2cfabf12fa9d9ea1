"""Another household of a person who is said to have caused harm: it opens with a reason, which is written down, and then stays open to this sign-in
for the day, so that a meeting is not held up. A household that was opened that day by another way needs no reason."""

from dash import MATCH, Input, Output, State, html, no_update

from dashboard import gate, parts, queries
from timeline.access import User, may

WHY = "Why you need to open this household"
SHORT = "Say why in at least {least} characters; it is kept with your name."


def link(user: User, family_id: str, name: str, opened: set[str], place: str) -> html.Div | html.Span:
    """The way to the family: a link where it is among those `opened` today, otherwise the form that asks why; `place` tells apart the forms of one page."""
    if family_id in opened:
        return html.Span(parts.link(name, parts.address("family", family_id)))
    if not may(user, "household:open"):
        return html.Span(name)
    return html.Div(parts.details(f"Open with a reason: {name}", html.Div([
        parts.field(WHY, _id("why", family_id, place), maxlength=300, autocomplete="off"),
        html.Button("Open this household", id=_id("go", family_id, place), n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id=_id("done", family_id, place), role="status")], className="tl-narrow")))


def told(words: str, href: str, family_id: str, opened: set[str]):
    """A link to something of the family where that is open, and its words alone where it is not yet."""
    return parts.link(words, href) if family_id in opened else words


def _id(part: str, family, place) -> dict:
    return {"household": part, "of": family, "place": place}


@gate.secured("household:open", Output(_id("done", MATCH, MATCH), "children"), Input(_id("go", MATCH, MATCH), "n_clicks"),
              State(_id("why", MATCH, MATCH), "value"), State(_id("go", MATCH, MATCH), "id"), prevent_initial_call=True)
def open_household(user: User, clicks: int, why: str | None, named: dict):
    """The way into the family, after the reason has been written down."""
    if not clicks:
        return no_update
    if len((why or "").strip()) < parts.LEAST_REASON:
        return html.P(SHORT.format(least=parts.LEAST_REASON), className="govuk-error-message")
    family = queries.family(user, named["of"])
    gate.audited("open household", family.family_id, why.strip())
    return parts.go_on(f"Open the {family.name} family", parts.address("family", family.family_id))
