"""A coordinator dismisses a signal, until a day and with a reason; a second person agrees where it asks for somebody the same day.

Nothing is suggested: no signal, no reason, no day. What stands below a signal is here; the form is in form.py, the second person's
agreement in agreeing.py."""

from dash import html

from dashboard import parts, queries
from dashboard.answering import back
from dashboard.answering.told import folded
from dashboard.dismissing.agreeing import agreement
from dashboard.dismissing.form import form
from timeline.access import User, may

HEADS = {"dismissed": "", "returned": "Raised again. ", "not yet applied": "Dismissed, and not yet shown so. ", "taken back": "Raised again. "}


def of_family(user: User, family_id: str, signals) -> dict[str, tuple]:
    """By signal of the family (rows of `queries.signals`): the dismissal that counts (`queries.dismissals`), if there is one, and the form for a
    new one, if this user may dismiss it."""
    dismissals = {row.signal_id: row for row in queries.dismissals(user, family_id).itertuples()}
    may_dismiss = may(user, "signal:dismiss")
    return {row.signal_id: (dismissals.get(row.signal_id), form(family_id, row) if may_dismiss and len(row.rested) else None) for row in signals.itertuples()}


def holds(dismissal) -> bool:
    """Whether the signal is dismissed in the snapshot that the page shows, and nobody has taken that back since."""
    return dismissal is not None and dismissal.state == "dismissed"


def below(user: User, dismissal, form) -> html.Div:
    """What stands below a signal: who dismissed it, why, how that stands, and what this user can do about it."""
    if dismissal is None:
        return html.Div(form)
    if dismissal.state == "waiting for a second person":
        return html.Div(_waiting(user, dismissal))
    said = parts.inset(parts.text(html.Strong(HEADS.get(dismissal.state, "")), dismissal.because),
                       parts.text(f"{dismissal.decided_by} wrote: “{dismissal.reason}” ", _link(dismissal), small=True))
    return html.Div([said, _back(user, dismissal) if dismissal.state in ("dismissed", "not yet applied") else form])


def _waiting(user: User, dismissal) -> list:
    if dismissal.decided_by != user.name:
        return [agreement(user, dismissal), folded(dismissal)]
    return [parts.inset(parts.text(
        f"You asked that this be dismissed until {parts.day(dismissal.until)}. It stays raised until a second person has agreed, here or under "
        "Decisions. ", _link(dismissal))), _back(user, dismissal)]


def _link(dismissal):
    return parts.link(f"See {dismissal.answer_id}", parts.address("decisions", dismissal.answer_id))


def _back(user: User, dismissal) -> html.Details | None:
    return back.form(dismissal) if may(user, "decide") else None
