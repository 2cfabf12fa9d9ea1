"""What is written in the audit of each request: what its user does, sees and is refused, with the families and people that the answer shows.

`audited` writes at once, before something is done or made. `seen` is for what is only shown: its line is written when the answer is made and before it
is sent, since only then is it known whom it shows. Whatever else an answer names is written down too, if the page did not name it before; so is every
refusal. Where a line cannot be written, the answer is not sent."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime

from flask import Response, current_app, g, request, session
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import current
from timeline import audit
from timeline.access import User
from timeline.accounts import sessions
from timeline.audit import asked

UNKNOWN = User("unknown", "none")
"""Whoever is refused without being signed in."""

ANSWERS = "/_dash-update-component"
FURTHER = "show further"
LONGEST = 300  # letters of a request that was refused


def audited(action: str, subject: str, reason: str | None = None, *, families: Iterable[str] = (), people: Iterable[str] = (), record: str | None = None,
            document: str | None = None, outcome: str = "done") -> None:
    """Write down what the signed-in user is about to do, or to be refused. Raises where it cannot be written."""
    audit.write(_database(), g.user, action, subject, current.name(), reason, families=families, people=people, record=record, document=document,
                session=_sign_in(), outcome=outcome)
    g.written = {*g.get("written", ()), *audit.shown(subject), *families, *people}
    g.refused = g.get("refused") or outcome == "refused"


def seen(action: str, subject: str, reason: str | None = None, *, record: str | None = None) -> None:
    """Write down what the signed-in user is about to see, with the families and people whom the answer names, before it is sent."""
    g.to_write = [*g.get("to_write", ()), (action, subject, reason, record)]


def opened() -> set[str]:
    """The families that this sign-in has opened today."""
    return asked.opened(_database(), _sign_in(), datetime.now(UTC).date().isoformat())


def shows(ids: Iterable[str | None]) -> None:
    """Say which families and people the answer shows by their names alone, so that its line has them too."""
    g.by_name = g.get("by_name", set()) | {id for id in ids if id}


def finish(response: Response) -> None:
    """Write down what this answer shows or refuses. Raises where it cannot be written."""
    if response.status_code == 503:  # it shows nothing, and says itself that nothing can be written
        return
    if "user" not in g or g.user is None:
        _unknown(response)
        return
    shown = audit.shown(response.get_data(as_text=True)) if request.endpoint == ANSWERS and response.status_code == 200 else set()
    shown = (shown | g.get("by_name", set())) - g.get("written", set())
    outcome = "done" if response.status_code < 400 else "refused" if response.status_code < 500 else "failed"
    lines, g.to_write = g.get("to_write", ()), []
    if not lines and shown:
        shown -= asked.named_since_opening(_database(), _sign_in())
        lines = [(FURTHER, _callback(), None, None)] if shown else []
    for action, subject, reason, record in lines:
        audited(action, subject, reason, families=_of("F", shown), people=_of("P", shown), record=record, outcome=outcome)
        shown = set()  # the first line bears them all
    if outcome == "refused" and not g.get("refused"):
        audited("denied" if response.status_code == 403 else "refused", _request(), outcome="refused")


def _unknown(response: Response) -> None:
    """Write down that somebody who is not signed in was refused; a wrong sign-in has a line of its own."""
    if response.status_code == 401 and request.endpoint != "sign_in" or response.status_code == 400:
        audit.write(_database(), UNKNOWN, "refused", _request(), outcome="refused")


def _of(kind: str, ids: set[str]) -> set[str]:
    return {id for id in ids if id.startswith(f"{kind}-")}


def _request() -> str:
    """What was asked for, as far as its address says."""
    output = _callback() if request.endpoint == ANSWERS else ""
    return f"{request.method} {request.path} {output}".strip()[:LONGEST]


def _callback() -> str:
    with suppress(RequestEntityTooLarge):
        return str((request.get_json(silent=True) or {}).get("output"))[:LONGEST]
    return ""


def _sign_in() -> str | None:
    """What tells this sign-in from others."""
    token = session.get("token")
    return sessions.mark(token) if token else None


def _database():
    return current_app.extensions["database"]
