"""The events that were chosen on a family's chart or in its table: a few with every agency's own words, many as a list; and the notes chosen there."""

from dash import dcc, html

from dashboard import gathering, noting, parts, queries, theme
from timeline.access import User

FEW = 3
"""Events that are shown with every account; more of them are listed."""


def opened(user: User, family_id: str, wanted: list[str]) -> list:
    """What was chosen, by its ids, with links to the events before and after it."""
    events = list(queries.timeline(user, family_id, only=wanted).itertuples())
    notes = [note for note in queries.notes(user, family_id).itertuples() if note.note_id in wanted] if len(events) < len(wanted) else []
    return [*(html.Div(parts.text(*noting.said(note)), className="tl-note") for note in notes), *(_events(user, family_id, events) if events else [])]


def _events(user: User, family_id: str, events: list) -> list:
    cards = [_event(user, family_id, event) for event in events] if len(events) <= FEW else [_listed(family_id, events)]
    return [*cards, gathering.form(user, family_id, events), _neighbours(family_id, events[0].before_id, events[-1].after_id)]


def _event(user: User, family_id: str, event) -> html.Div:
    accounts = queries.accounts(user, event.event_id)
    return parts.card(
        [html.H3([parts.when(event.occurred_from, event.occurred_to, event.precision), ": ", event.title], className="govuk-heading-s")],
        *(parts.inset(parts.text("The accounts disagree: ", "; ".join(event.disagreements))) for _ in event.disagreements[:1]),
        *(_account(a) for a in accounts.itertuples()),
        parts.text(parts.link("Open this event in full", parts.address("event", event.event_id)), html.Br(), around(family_id, event)))


def around(family_id: str, event, class_name: str = "govuk-link") -> dcc.Link | None:
    """The link that shows the timeline 30 days either side of the event; nothing for one without a day."""
    if event.occurred_from is None:
        return None
    return parts.link("30 days either side", parts.address("family", family_id, around=event.event_id) + "#timeline", className=class_name,
                      title=f"30 days either side of {event.title}, {parts.when(event.occurred_from, event.occurred_to, event.precision)}")


def _account(account) -> html.Div:
    return html.Div([
        parts.text(html.Strong(theme.agency(account.agency)), f", {account.statement}, known {parts.day(account.known_on)}",
                   f"; copied from {theme.agency(account.copied_from)}" if account.copied_from else "", ". ",
                   parts.link(parts.lines(account.file, account.line_from, account.line_to), parts.address("record", account.report_id))),
        html.Blockquote(account.words or "No words recorded.", className="govuk-inset-text tl-words")])


def _listed(family_id: str, events: list) -> html.Div:
    return parts.table(f"{len(events)} events, chosen together", ("When", "What", "Gravity", "Said by", "Around it"), [
        (parts.link(parts.when(e.occurred_from, e.occurred_to, e.precision), parts.address("event", e.event_id)), e.title, e.gravity or "",
         ", ".join(map(theme.agency, e.agencies)), around(family_id, e)) for e in events])


def _neighbours(family_id: str, before: str | None, after: str | None) -> html.Nav:
    return html.Nav([parts.link(words, parts.address("family", family_id, event=event) + "#opened", className="govuk-link tl-zoom")
                     for words, event in (("Previous event", before), ("Next event", after)) if event],
                    className="govuk-body", **{"aria-label": "Events beside this one"})
