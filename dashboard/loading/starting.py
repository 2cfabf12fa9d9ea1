"""Starting a check or a load of the files that are ready, and the jobs that were started before."""

import secrets

from dash import Input, Output, State, ctx, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, working
from dashboard.loading import found
from dashboard.loading.found import AGAIN, LOADED, READY
from dashboard.loading.waiting import day
from timeline import jobs
from timeline.access import User
from timeline.agencies import BadLayout
from timeline.jobs import Job
from timeline.kept import NotTaken

COLOURS = {"waiting": "grey", "running": "blue", "done": "green", "failed": "red", "cancelled": "grey"}
KINDS = {"check": "Check", "load": "Load"}
NOTHING = "There is no file to read. Bring one under step 1."


def section(user: User) -> list:
    """The two buttons with what each does, and the latest jobs."""
    return [
        dcc.Store(id="start-about", data=secrets.token_urlsafe(12)),
        parts.heading("3. Check, then load"),
        parts.text("A check reads everything and publishes nothing: it says which rows would be set aside and why, and what waits for your yes. A load does "
                   "the same and then publishes, for everybody who uses this program."),
        html.Div(id="start-wrong"),
        html.Div([html.Button("Check", id="start-check", n_clicks=0, className="govuk-button"),
                  html.Button("Load", id="start-load", n_clicks=0, className="govuk-button govuk-button--secondary")], className="tl-agenda__buttons"),
        html.Div(id="start-on"),
        parts.heading("Checks and loads"), _recent(jobs.recent(current_app.extensions["database"]))]


def _recent(started: list[Job]) -> html.Div:
    if not started:
        return parts.empty("Nothing was checked or loaded from here yet.", "Checks and loads stand here with who started them.",
                           "Press Check when a file is ready.")
    return parts.table("Checks and loads", ("What", "Files", "Started by", "On", "How it stands"), [
        (parts.link(f"{KINDS[job.kind]} {job.job_id}", parts.address("load", job.job_id)), _files(job), job.by,
         f"{day(job.at)}, {job.at[11:16]} UTC", state(job))
        for job in started], hide_caption=True)


def _files(job: Job) -> str:
    """Which files a job that is done has read anew."""
    return ", ".join(one["file"].split("/", 1)[-1] for one in (job.result or {}).get("files", ()))


def state(job: Job) -> html.Strong:
    """How a job stands, as a tag."""
    return parts.tag(job.state, COLOURS[job.state])


@gate.secured("load:run", Output("start-wrong", "children"), Output("start-on", "children"), Input("start-check", "n_clicks"), Input("start-load", "n_clicks"),
              State("start-about", "data"), prevent_initial_call=True)
def start(user: User, _checks: int, _loads: int, key: str):
    """Start the job, after that has been written down, and go to its page; or say why it cannot be."""
    kind = "check" if ctx.triggered_id == "start-check" else "load"
    if not ctx.triggered[0]["value"]:
        return no_update, no_update
    return begin(user, kind, f"{key} {kind}")


def begin(user: User, kind: str, key: str, about: dict | None = None):
    """What is wrong, if something is, and the link to the job that was started."""
    try:
        job_id = jobs.started(current_app.extensions["database"], key)
        refusal = None if job_id else _refusal(user)
        if refusal:
            return html.P(refusal, className="govuk-error-message", role="alert"), no_update
        gate.audited(f"start {kind}", "uploads")
        job_id = job_id or jobs.start(current_app.extensions["database"], user, key, kind, about)
    except (NotTaken, BadLayout) as why:
        return html.P(str(why), className="govuk-error-message", role="alert"), no_update
    working.start()
    return None, parts.go_on(f"{KINDS[kind]} {job_id}", parts.address("load", job_id))


def _refusal(user: User) -> str | None:
    """Why nothing can be checked or loaded now, if so."""
    every, pending = found.every(user), found.pending(user)
    if pending.gone or any(one.state in (READY, AGAIN) for one in every):
        return None
    unready = [one.upload.name for one in every if one.state != LOADED]
    if unready:
        return f"No file is ready. Do first what stands under “Next” beside: {', '.join(unready)}."
    return "Nothing is new: every file that stands here is in the timelines. Bring another under step 1." if every else NOTHING
