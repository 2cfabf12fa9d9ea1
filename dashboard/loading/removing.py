"""Taking a file out, with a reason."""

import secrets

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts
from dashboard.loading import found
from dashboard.problems import summary
from timeline import uploads
from timeline.access import User
from timeline.kept import NotTaken
from timeline.uploads import Upload


def form(one: Upload) -> html.Details:
    """The form for one file."""
    store = dcc.Store(id="remove-about", data={"upload": one.upload_id, "key": secrets.token_urlsafe(12)})
    return parts.details("Take this file out", store, html.Div(id="remove-wrong"),
                         parts.text("Its name and your reason stay in the list. What it brought into the timelines leaves them with the next load."),
                         parts.field("Why it is taken out", "remove-why", "For example, sent by mistake: it is the file of another area", maxlength=300,
                                     autocomplete="off"),
                         html.Button("Take it out", id="remove-go", n_clicks=0, className="govuk-button govuk-button--warning"), html.Div(id="remove-on"))


@gate.secured("load:run", Output("remove-wrong", "children"), Output("remove-on", "children"), Input("remove-go", "n_clicks"), State("remove-why", "value"),
              State("remove-about", "data"), prevent_initial_call=True)
def remove(user: User, clicks: int, why: str | None, about: dict):
    """Take the file out, after that has been written down, or say what is wrong."""
    if not clicks:
        return no_update, no_update
    upload = found.upload(user, about["upload"])
    try:
        gate.audited("take out file", upload.file, (why or "").strip() or None)
        uploads.take_out(current_app.extensions["database"], user, about["key"], upload.upload_id, why)
    except NotTaken as refused:
        return summary({"remove-why": str(refused)}, str, html.H3), no_update
    return None, parts.go_on("Taken out. Go on to the files", parts.address("loads"))
