"""Withdrawing a referral, with a reason."""

import secrets

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, updating
from dashboard.problems import summary
from timeline import referrals
from timeline.access import User
from timeline.kept import NotTaken


def form(referral_id: str) -> html.Details:
    """The form for one referral."""
    store = dcc.Store(id="withdraw-about", data={"referral": referral_id, "key": secrets.token_urlsafe(12)})
    return parts.details("Withdraw it", store, html.Div(id="withdraw-wrong"), html.Div([
        parts.text("It stays in the list with your reason, and is taken out of the timelines."),
        parts.field("Why it is withdrawn", "withdraw-why", "Read by whoever opens it. No address.", maxlength=500, autocomplete="off"),
        html.Button("Withdraw it", id="withdraw-go", n_clicks=0, className="govuk-button govuk-button--warning")], id="withdraw-fields"),
        html.Div(id="withdrawn", role="status"))


@gate.secured("referral:enter", Output("withdraw-wrong", "children"), Output("withdraw-fields", "hidden"), Output("withdrawn", "children"),
              Input("withdraw-go", "n_clicks"), State("withdraw-why", "value"), State("withdraw-about", "data"), prevent_initial_call=True)
def withdraw(user: User, clicks: int, why: str | None, about: dict):
    """Withdraw it, after that has been written down in the audit, or say what is wrong."""
    if not clicks:
        return no_update, no_update, no_update
    try:
        gate.audited("withdraw referral", about["referral"], (why or "").strip())
        referrals.withdraw(current_app.extensions["database"], user, about["key"], about["referral"], why)
    except NotTaken as refused:
        return summary({"withdraw-why": str(refused)}, str, html.H2), False, None
    updating.start()
    return None, True, html.P([html.Strong("Withdrawn. "), "It is taken out of the timelines by itself; the foot of the page says when."],
                              className="govuk-body tl-answer__step", tabIndex=-1)
