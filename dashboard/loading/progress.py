"""A check or a load while it goes on: how far it is, looked at again every second, and the button that cancels it."""

import dash_bootstrap_components as dbc
from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries, working
from dashboard.loading import report
from dashboard.loading.starting import KINDS, state
from dashboard.loading.waiting import day
from timeline import jobs
from timeline.access import User, require
from timeline.jobs import Job
from timeline.kept import NotTaken

LOOK_AGAIN = 1000  # milliseconds
STAGES = {"check": 7, "load": 30}
"""How many tables each makes, about."""

TABLES = {"files": "the files", "codes": "the suppliers' codes", "categories": "kinds of things", "rows": "their lines", "issues": "what is wrong with them",
          "versions": "which rows count", "books": "the books", "reports": "the agencies' reports", "suggestions": "what words suggest",
          "mentions": "the people whom they name", "characteristics": "needs and characteristics", "search_terms": "what a search finds",
          "coverage": "what each agency supplied", "quality": "what the reports lack", "pairs": "how alike people are", "judgements": "what people decided",
          "people": "who is who",
          "links": "links to review", "doubts": "doubts", "primaries": "primary perpetrators", "families": "families", "events": "what happened, once",
          "harms": "who is said to have harmed whom", "periods": "what held for a time", "orders": "orders", "timelines": "timelines",
          "perpetrators": "where people said to harm are now", "raisings": "signals, as they were raised", "signals": "signals",
          "asked": "what was asked and not found", "dismissals": "dismissed signals", "headlines": "the list of families"}


def job(user: User, job_id: str) -> Job:
    """The job of this id. Raises queries.NotHere, Denied."""
    require(user, "load:run")
    return jobs.get(current_app.extensions["database"], job_id) or _missing(job_id)


def section(user: User, of: Job) -> html.Div:
    """The job as it stands; while it goes on, it is looked at again and can be cancelled."""
    return html.Div([
        dcc.Store(id="job-of", data={"job": of.job_id}),
        dcc.Interval(id="job-look", interval=LOOK_AGAIN, disabled=of.ended),
        html.Div(_standing(user, of), id="job-shown"),
        html.Div(_cancelling(user, of), id="job-cancelling", hidden=of.ended)])


def _standing(user: User, of: Job) -> list:
    said = parts.text(state(of), " ", f"{KINDS[of.kind]} started by {of.by} on {day(of.at)} at {of.at[11:16]} UTC. ", _ended(of))
    return [said, *(report.told(user, of) if of.ended else _far(of))]


def _ended(of: Job) -> str:
    if of.state == "cancelled":
        why = (of.cancelled_why or "").rstrip(".")
        return f"Cancelled by {of.cancelled_by}{f': {why}' if why else ''}. Nothing was published."
    return f"Ended at {of.ended_at[11:16]} UTC." if of.ended_at else ""


def _far(of: Job) -> list:
    """How far it is, in words and as a bar; and the tables that are made."""
    made = len(of.stages)
    if of.state == "waiting":
        words = "It waits for its turn, and begins by itself."
    elif not made:
        words = f"It has begun: {of.stage}."
    else:
        last = of.stages[-1]
        words = f"{made} of about {max(STAGES[of.kind], made)} steps are done; the last: {TABLES.get(last.name, last.name)}, {last.rows:,} rows."
    if of.cancelled_by:
        words = f"{of.cancelled_by} asked to cancel it. It ends as soon as it can."
    return [html.P(words, className="govuk-body", role="status"),
            html.Progress(max=max(STAGES[of.kind], made), value=str(made), className="tl-progress", **{"aria-label": "Steps done"}),
            parts.text("You can leave this page: the work goes on, and stands under Load. If the program is stopped, it goes on at the next start.",
                       small=True),
            parts.details("Steps that are done", _steps(of)) if made else None]


def _steps(of: Job) -> html.Div:
    return parts.table("Steps that are done", ("Step", "Rows", "At"), [
        (TABLES.get(stage.name, stage.name), f"{stage.rows:,}", f"{stage.at[11:19]} UTC") for stage in of.stages], hide_caption=True)


def _cancelling(user: User, of: Job) -> list:
    """The button; for somebody else's job the reason has to be said."""
    mine = of.by == user.name
    return [
        dbc.Input(id="job-why", type="hidden", value="") if mine
        else parts.field(f"Why you cancel what {of.by} started", "job-why", "It is kept", maxlength=300, autocomplete="off"),
        html.Button(f"Cancel this {of.kind}", id="job-cancel", n_clicks=0, className="govuk-button govuk-button--warning"), html.Div(id="job-wrong")]


@gate.secured("load:run", Output("job-shown", "children"), Output("job-look", "disabled"), Output("job-cancelling", "hidden"), Input("job-look", "n_intervals"),
              State("job-of", "data"), prevent_initial_call=True)
def look(user: User, _looks: int, about: dict):
    """The job as it stands now; looked at no more when it has ended."""
    working.start()
    of = job(user, about["job"])
    return _standing(user, of), of.ended, of.ended


@gate.secured("load:run", Output("job-wrong", "children"), Input("job-cancel", "n_clicks"), State("job-why", "value"), State("job-of", "data"),
              prevent_initial_call=True)
def cancel(user: User, clicks: int, why: str | None, about: dict):
    """Ask that it be cancelled, after that has been written down."""
    if not clicks:
        return no_update
    of = job(user, about["job"])
    gate.audited(f"cancel {of.kind}", of.job_id, (why or "").strip() or None)
    try:
        jobs.cancel(current_app.extensions["database"], user, of.job_id, why)
    except NotTaken as refused:
        return html.P(str(refused), className="govuk-error-message", role="alert")
    return parts.notice("Asked to cancel it: it ends as soon as it can, and what had not been published is not.")


def _missing(job_id: str):
    raise queries.NotHere(f"check or load {job_id}")
