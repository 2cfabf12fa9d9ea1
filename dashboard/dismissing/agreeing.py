"""The second person's agreement to a dismissal, with a reason of her own."""

import secrets

from dash import MATCH, Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries, updating
from dashboard.dismissing.fields import kept, named, problems, reason, too_short
from timeline import decisions
from timeline.access import User, may
from timeline.decisions import NotTaken

THEN = "It needs nobody else: the signal shows as dismissed when the timelines have been made anew."


def agreement(user: User, dismissal) -> html.Div:
    """The form for one dismissal (a row of `queries.dismissals`, or an answer) that waits; only that it waits, for who may not agree."""
    asked = parts.inset(parts.text(html.Strong("Somebody asks that this signal be dismissed "), f"until {parts.day(dismissal.until)}. It asks for somebody "
                                   "the same day, so it stays raised until a second person agrees. Read what it rests on before you do."))
    if not may(user, "decide"):
        return html.Div(asked)
    number = secrets.token_urlsafe(12)
    fields = html.Div([
        html.Div(id=named("not agreed", number)),
        reason(number, "Why you agree", "What you looked at yourself. It is kept with your name. At least 10 characters, and no address."),
        html.Button(f"Agree that it be dismissed until {parts.day(dismissal.until)}", id=named("agree", number), n_clicks=0,
                    className="govuk-button govuk-button--secondary")], id=named("agreeing", number))
    store = dcc.Store(id=named("about", number), data=dismissal.answer_id)
    return html.Div([asked, parts.details("Agree that it be dismissed", store, fields, html.Div(id=named("agreed", number), role="status"))])


@gate.secured("decide", Output(named("not agreed", MATCH), "children"), Output(named("agreeing", MATCH), "hidden"),
              Output(named("agreed", MATCH), "children"), Input(named("agree", MATCH), "n_clicks"),
              State(named("reason", MATCH), "value"), State(named("about", MATCH), "data"), State(named("agree", MATCH), "id"), prevent_initial_call=True)
def agree(user: User, clicks: int, why: str | None, answer_id: str, of: dict):
    """Keep the agreement, after it has been written down in the audit, or say what is wrong with it."""
    if not clicks:
        return no_update, no_update, no_update
    wrong = too_short(why)
    try:
        if not wrong:
            gate.audited("agree to dismissal", answer_id, why.strip())
            queries.refuse_unseen(user, answer_id)
            decisions.second(current_app.extensions["database"], user, of["form"], answer_id, why)
    except NotTaken as refused:
        wrong = {"reason": str(refused)}
    if wrong:
        return problems(of["form"], wrong), False, None
    updating.start()
    return None, True, kept(answer_id, THEN)
