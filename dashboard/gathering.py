"""Several events gathered and named as one activity: chosen on the chart or in the table, drawn as a bracket that opens, and taken apart again."""

import secrets

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries
from dashboard.problems import summary
from timeline import activities as kept
from timeline.access import User, may
from timeline.kept import NotTaken

MEANS = ("An activity is a way of reading: it puts a bracket with a name around events, with your name and the day. Each event stays what it is, and no "
         "rule counts anything differently because of it.")


def form(user: User, family_id: str, events) -> html.Details | None:
    """The form that gathers some of these events (rows of `queries.timeline`); nothing for one event, or where nothing may be written."""
    if len(events) < 2 or not may(user, "decide"):
        return None
    number = secrets.token_urlsafe(12)
    options = [{"label": f"{parts.when(e.occurred_from, e.occurred_to, e.precision)}: {e.title}", "value": e.event_id} for e in events]
    return parts.details("Gather these as one activity", html.Div([
        parts.text(MEANS, small=True), dcc.Store(id=_id("family", number), data=family_id), html.Div(id=_id("wrong", number)),
        html.Fieldset([html.Legend("Which events", className="govuk-fieldset__legend govuk-fieldset__legend--s"),
                       dbc.Checklist(id=_id("events", number), options=options, value=[option["value"] for option in options], class_name="tl-choices",
                                     label_class_name="govuk-body")], className="govuk-fieldset"),
        parts.field("Its name", _id("name", number), "For example: a week of calls in March. No address.", autocomplete="off", maxlength=kept.LONGEST),
        html.Button("Gather them", id=_id("gather", number), n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id=_id("kept", number), role="status")], className="tl-narrow"))


def section(user: User, family_id: str, activities, told: str | None = None) -> html.Section | None:
    """The activities that people gathered of the family's events, those taken apart among them; `told` is one that was just changed."""
    if activities.empty:
        return None
    here = activities[activities["activity_id"] == told]
    return html.Section([
        parts.heading(f"Activities that people gathered ({len(activities)})", "activities"), parts.text(MEANS, small=True),
        *(parts.notice("Taken apart." if row.apart_at else "Gathered: it stands on the timeline as a bracket.") for row in here.itertuples()),
        *(_card(user, family_id, row) for row in activities.itertuples())])


def said(family_id: str, activity) -> list:
    """Its name, who gathered it and when, and the link that opens its events."""
    apart = [parts.tag("taken apart", "grey"), f" by {activity.apart_by} on {parts.day(activity.apart_at)}. "] if activity.apart_at else []
    gone = f" {parts.count(activity.gone, 'record')} of it tell of no event of this family now." if activity.gone else ""
    return [parts.tag("activity", "purple"), " ", *apart, html.Strong(activity.name), f", gathered by {activity.by}, {parts.day(activity.at)}: ",
            parts.link(f"open its {parts.count(len(activity.event_ids), 'event')}",
                       parts.address("family", family_id, event=" ".join(activity.event_ids)) + "#opened"), f".{gone}"]


def _card(user: User, family_id: str, activity) -> html.Div:
    about = {"family": family_id, "key": secrets.token_urlsafe(12)}
    apart = parts.details(
        f"Take apart: {activity.name}", parts.text("Its line stays here with your name; the events stay as they are.", small=True),
        dcc.Store(id=_id("of", activity.activity_id), data=about),
        html.Button("Take it apart", id=_id("apart", activity.activity_id), n_clicks=0, className="govuk-button govuk-button--warning"),
        html.Div(id=_id("taken", activity.activity_id), role="status")) if may(user, "decide") and not activity.apart_at else None
    return html.Div([parts.text(*said(family_id, activity)), apart], className="tl-note")


def _id(part: str, of) -> dict:
    return {"activity": part, "of": of}


@gate.secured("decide", Output(_id("wrong", MATCH), "children"), Output(_id("kept", MATCH), "children"), Input(_id("gather", MATCH), "n_clicks"),
              State(_id("events", MATCH), "value"), State(_id("name", MATCH), "value"), State(_id("family", MATCH), "data"),
              State(_id("gather", MATCH), "id"), prevent_initial_call=True)
def gather(user: User, clicks: int, events: list[str] | None, name: str | None, family_id: str, of: dict):
    """Keep the activity, after it has been written down in the audit, or say what is wrong with it; then the page shows it."""
    if not clicks:
        return no_update, no_update
    try:
        activity = _write(user, of["of"], family_id, events or [], name)
    except NotTaken as why:
        return summary({"events" if "events" in str(why) else "name": str(why)}, lambda field: _id(field, of["of"])), None
    return None, parts.go_on("See the activity", parts.address("family", family_id, activity=activity) + "#activities")


def _write(user: User, key: str, family_id: str, events: list[str], name: str | None) -> str:
    """What the browser names is looked for on this family's timeline; the reports that tell of it are what is kept."""
    found = queries.timeline(user, family_id, only=events)
    gate.audited("gather events", f"{' '.join(found['event_id'])} of {family_id}")
    reports = [report for ids in found["report_ids"] for report in ids] if len(found) > 1 else []
    return kept.gather(current_app.extensions["database"], user, key, queries.anchor(user, family_id), reports, name)


@gate.secured("decide", Output(_id("taken", MATCH), "children"), Input(_id("apart", MATCH), "n_clicks"), State(_id("of", MATCH), "data"),
              State(_id("apart", MATCH), "id"), prevent_initial_call=True)
def take_apart(user: User, clicks: int, about: dict, of: dict):
    """Take the activity apart, after it has been written down in the audit; then the page shows it so."""
    if not clicks:
        return no_update
    try:
        queries.refuse_hidden(user, "activity", of["of"])
        gate.audited("take activity apart", of["of"])
        kept.take_apart(current_app.extensions["database"], user, about["key"], of["of"])
    except NotTaken as why:
        return html.P(str(why), className="govuk-error-message")
    return parts.go_on("See the activities", parts.address("family", about["family"], apart=of["of"]) + "#activities")
