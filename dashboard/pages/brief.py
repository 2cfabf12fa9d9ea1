"""A family on one screen, as a meeting reads it: what was undertaken, what changed, what the rules say, who, where, and whom to ask."""

from dash import html

from dashboard import gate, overlaid, parts, queries, withholding
from dashboard.meeting import acting, briefing, noting, words
from dashboard.referring import pending
from dashboard.transferring import notice
from timeline.access import User, may

NAME, PATHS, PERMISSION = "brief", ("/brief/<item_id>",), "meetings:view"


def layout(user: User, item_id: str, query: dict) -> list:
    """The brief of one family on one agenda, between those before and after it."""
    item = queries.item(user, item_id)
    head = [parts.title(f"{item.name} family" if item.family_id else "Nobody in this snapshot", _place(item)), _turn(item)]
    if not item.family_id:
        return [*head, parts.empty("The record by which this family was put on the agenda belongs to no family now.",
                                   "Its agency has withdrawn or corrected it, or people were taken apart.",
                                   "Search for the people under Families, and put the family on the agenda anew from its page. "
                                   "Notes and actions stay with the record.")]
    gate.seen("view family in a brief", item.family_id)
    transferred, transfer = notice.lines(user, item.family_id)
    whole = parts.link("The whole family page", parts.address("family", item.family_id))
    return [
        *head, html.Div(id="brief-said", role="status"),
        parts.text(html.Strong("On the agenda: "), item.why, " ", html.Span(whole, className="tl-brief__form")),
        withholding.notice(user, item.family_id), overlaid.file(item.family_id), *transferred, pending.told(user, item.family_id),
        html.Div([
            html.Section([html.H2("Actions", className="govuk-heading-s tl-brief__head", id="actions"), html.Div(acting.listed(user, item), id="acting-list"),
                          transfer], className="tl-brief__whole"),
            html.Div([briefing.changed(user, item), briefing.signals(user, item)]),
            html.Div([briefing.people(user, item), briefing.harming(user, item), briefing.due(user, item), briefing.needs(user, item)]),
            html.Div(briefing.agencies(user, item), className="tl-brief__whole"),
            html.Section([html.H2("Notes", className="govuk-heading-s tl-brief__head", id="notes"), html.Div(noting.section(user, item), id="noted")]),
            html.Section([html.H2("A new action", className="govuk-heading-s tl-brief__head"), html.Div(acting.form(user, item), id="acting-form")],
                         className="tl-brief__form") if may(user, "meetings:run") else None,
        ], className="tl-brief"),
    ]


def _place(item) -> str:
    return f"{item.place} of {item.of}, meeting of {words.called(item)}" if item.place else f"Taken off the agenda of {words.called(item)}: {item.off_why}"


def _turn(item) -> html.Nav:
    before = parts.link("Previous", parts.address("brief", item.before), className="govuk-link tl-turn--before") if item.before else None
    after = parts.link("Next", parts.address("brief", item.after), className="govuk-link tl-turn--after") if item.after else None
    agenda = parts.link("The agenda", parts.address("meetings", item.meeting_id))
    keys = html.Span("Left and right arrow keys turn.", className="tl-muted tl-turn__keys") if before or after else None
    return html.Nav([before, after, agenda, keys], className="tl-pages tl-turn", **{"aria-label": "Families on the agenda"})
