"""The yes that a full extract waits for: that what it leaves out is really gone, given with a reason from the report of a check or a load."""

from dash import MATCH, Input, Output, State, html, no_update
from flask import current_app

from dashboard import gate, parts
from dashboard.loading import found
from timeline import jobs, uploads
from timeline.access import User
from timeline.jobs import Job
from timeline.kept import NotTaken

OUTDATED = "What is said of this file has changed since, perhaps by a yes that was given already. Check it again, and answer what that check finds."


def section(waiting: list[dict]) -> list:
    """The full extracts that leave out too much to be believed at once, each with the form for a yes."""
    if not waiting:
        return []
    return [parts.heading("Waits for your yes"),
            parts.text("A full extract says that what it leaves out is gone. Where it leaves out more than a fifth of what was live, or lines of it could not "
                       "be read, the records stay until somebody has looked. Ask the agency; say yes with the reason, or have the file corrected."),
            *(_held(one) for one in waiting)]


def _held(one: dict) -> html.Div:
    said = parts.text(html.Strong(parts.count(one["records"], "record")), f" {one['because']}.")
    if not one["uploads"]:
        return parts.card(said, parts.text("It was not loaded from here: the yes is given in extracts.toml beside it."))
    upload_id = one["uploads"][0].split("/")[0]
    named = {"yes": "why", "of": upload_id}
    delta = parts.text("If the file holds only what is new or corrected, it is a delta: ", parts.link("say so", parts.address("loads", upload_id)),
                       ", and check it again.")
    return parts.card(said, delta, parts.field("Why they are really gone", named, maxlength=300, autocomplete="off", hint=(
        "For example, the agency closed its archive of 2019 and says so in its letter of 3 March")),
                      html.Button("Yes, they are gone", id=named | {"yes": "go"}, n_clicks=0, className="govuk-button govuk-button--secondary"),
                      html.Div(id=named | {"yes": "told"}, role="status"))


def _yes(part: str) -> dict:
    return {"yes": part, "of": MATCH}


@gate.secured("load:run", Output(_yes("told"), "children"), Input(_yes("go"), "n_clicks"), State(_yes("why"), "value"), State(_yes("go"), "id"),
              State("job-of", "data"), prevent_initial_call=True)
def accept(user: User, clicks: int, why: str | None, named: dict, about: dict):
    """Keep that what a full extract leaves out is really gone, with the reason, which is written down."""
    database = current_app.extensions["database"]
    return accepted(user, jobs.get(database, about["job"]), named["of"], why, clicks) if clicks else no_update


def accepted(user: User, of: Job, upload_id: str, why: str | None, times: int):
    """What becomes of a yes to what the job found: no yes to what was said of the file then is one to what is said of it now."""
    if len((why or "").strip()) < parts.LEAST_REASON:
        return html.P(f"Say why in at least {parts.LEAST_REASON} characters; it is kept with your name.", className="govuk-error-message")
    upload = found.upload(user, upload_id)
    if upload.number > of.about["last"]:
        return html.P(OUTDATED, className="govuk-error-message")
    try:
        gate.audited("accept that records are gone", upload.file, why.strip())
        uploads.say(current_app.extensions["database"], user, f"gone {upload.number} {times}", upload_id, upload.sayings | {"accept_vanished": True})
    except NotTaken as refused:
        return html.P(str(refused), className="govuk-error-message")
    return parts.notice("Kept. Check again under Load: they will be withdrawn. ", parts.link("To the files", "/loads"))
