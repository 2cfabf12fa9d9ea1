"""A meeting's page below its heading, and what its buttons do: each request changes the agenda and shows the page as it then stands."""

import secrets

from dash import ALL, Input, Output, State, ctx, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries
from dashboard.meeting import agenda, pasting, proposing, words
from dashboard.meeting.fields import button, does, lines, named, said
from timeline import meetings
from timeline.access import User, may
from timeline.kept import NotTaken

HOLDING = ("Afterwards the agenda stays as it is: nobody is added, moved or taken off. Notes and actions can still be kept with each family, and what "
           "changes from that day on is shown as new at the next meeting.")


def body(user: User, meeting_id: str, page: int = 1) -> list:
    """All of a meeting's page below its heading; `page` of what is proposed."""
    meeting = queries.meeting(user, meeting_id)
    runs = may(user, "meetings:run") and meeting.state == "open"
    return [
        dcc.Store(id="meeting", data={"meeting": meeting_id, "page": page, "key": secrets.token_urlsafe(12)}),
        _stands(meeting), agenda.section(queries.agenda(user, meeting_id), runs), _undertaken(user, meeting_id),
        *([pasting.section(), proposing.section(user, meeting_id, page), _hold()] if runs else []),
    ]


def _stands(meeting) -> html.P:
    said = {"open": f"called by {meeting.called_by}", "held": f"kept as held by {meeting.closed_by}", "called off": f"by {meeting.closed_by}: {meeting.why}"}
    colour = {"open": "blue", "held": "green", "called off": "grey"}[meeting.state]
    return html.P([parts.tag(meeting.state[:1].upper() + meeting.state[1:], colour), " ", said[meeting.state]], className="govuk-body")


def _undertaken(user: User, meeting_id: str) -> html.Div | None:
    found = queries.agreed_at(user, meeting_id)
    return parts.inset(parts.text(html.Strong("Undertaken at this meeting: "), words.counted(found["falls_on"]), ".")) if len(found) else None


def _hold() -> html.Section:
    off = parts.details("Call the meeting off", lines(named("why", ""), "Why it is not held", "Kept with the meeting. No address."),
                        button("Call it off", does("call off", "")))
    held = parts.details("The meeting was held", parts.text(HOLDING), button("Keep this meeting as held", does("hold", ""), plain=True))
    return html.Section([parts.heading("After the meeting"), held, off])


@gate.secured("meetings:run", Output("meeting-body", "children"), Output("meeting-said", "children"), Input(does(ALL, ALL), "n_clicks"),
              State(named("why", ALL), "value"), State(named("why", ALL), "id"), State("meeting", "data"), prevent_initial_call=True)
def change(user: User, _clicks, whys: list, of: list, meeting: dict):
    """Do what the button says, after it has been written down in the audit, and show the meeting as it then stands."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        return no_update, no_update
    act, about = ctx.triggered_id["does"], ctx.triggered_id["of"]
    request = f"{meeting['key']}-{act}-{about}"
    why = {id["of"]: value for id, value in zip(of, whys, strict=True)}.get(about)
    try:
        sentence, focus = DOES[act](user, request, meeting, about, why)
    except NotTaken as refused:
        return no_update, html.P(str(refused), className="govuk-error-message", role="alert")
    return body(user, meeting["meeting"], meeting["page"]), said(sentence, focus, request)


def _moves(way: str, other: str):
    def move(user: User, request: str, meeting: dict, item_id: str, _why) -> tuple[str, dict]:
        queries.refuse_hidden(user, "item", item_id)
        gate.audited(f"move {way} the agenda", f"{item_id} of {meeting['meeting']}")
        meetings.move(current_app.extensions["database"], user, request, item_id, way)
        row = queries.item(user, item_id)
        ends = row.before if way == "up" else row.after
        return f"{row.name} family is now number {row.place} of {row.of}.", does(way if ends else other, item_id)
    return move


def _take_off(user: User, request: str, meeting: dict, item_id: str, why: str | None) -> tuple[str, str]:
    queries.refuse_hidden(user, "item", item_id)
    gate.audited("take off the agenda", f"{item_id} of {meeting['meeting']}", (why or "").strip())
    meetings.take_off(current_app.extensions["database"], user, request, item_id, why)
    return f"{queries.item(user, item_id).name} family is off the agenda.", "agenda"


def _propose(user: User, request: str, meeting: dict, family_id: str, _why) -> tuple[str, str]:
    item = meetings.added(current_app.extensions["database"], request)
    if item is None:  # a family that was put on it is proposed no more
        row = queries.proposal(user, meeting["meeting"], family_id)
        gate.audited("put on the agenda", f"{family_id} on {meeting['meeting']}", proposing.reason(row))
        item = meetings.add(current_app.extensions["database"], user, request, meeting["meeting"], queries.anchor(user, family_id), proposing.reason(row))
    return f"{queries.item(user, item).name} family is on the agenda.", "proposed"


def _held(user: User, request: str, meeting: dict, _of, _why) -> tuple[str, str]:
    gate.audited("hold meeting", meeting["meeting"])
    meetings.hold(current_app.extensions["database"], user, request, meeting["meeting"])
    return "The meeting is kept as held.", "agenda"


def _call_off(user: User, request: str, meeting: dict, _of, why: str | None) -> tuple[str, str]:
    gate.audited("call meeting off", meeting["meeting"], (why or "").strip())
    meetings.call_off(current_app.extensions["database"], user, request, meeting["meeting"], why)
    return "The meeting is called off.", "agenda"


DOES = {"up": _moves("up", "down"), "down": _moves("down", "up"), "off": _take_off, "propose": _propose, "hold": _held,
        "call off": _call_off}
"""What each button does; each answers with a sentence and the id of what then has the focus."""


@gate.secured("meetings:run", Output("meeting-body", "children", allow_duplicate=True), Output("meeting-said", "children", allow_duplicate=True),
              Input("paste-add", "n_clicks"), State(pasting.family(ALL), "value"), State(pasting.family(ALL), "id"), State("paste-lines", "data"),
              State("meeting", "data"), prevent_initial_call=True)
def put(user: User, clicks: int, chosen: list, of: list, typed: list[str], meeting: dict):
    """Put the families that were chosen of a pasted list on the agenda, each after it has been written down in the audit."""
    wanted = [(id["line"], family) for id, family in zip(of, chosen, strict=True) if family not in ("", pasting.NOBODY)]
    if not clicks or not wanted:
        return no_update, html.P("No family is chosen.", className="govuk-error-message") if clicks else no_update
    refused = [why for line, family in wanted for why in pasting.put(user, meeting, line, typed[line], family)]
    left = [text for line, text in enumerate(typed) if line not in dict(wanted)]
    out = f"Not put on it: {'; '.join(left)}." if left else ""
    sentence = " ".join([f"{parts.count(len(wanted) - len(refused), 'family', 'families')} put on the agenda.", *refused, out]).strip()
    return body(user, meeting["meeting"], meeting["page"]), said(sentence, "agenda", meeting["key"])
