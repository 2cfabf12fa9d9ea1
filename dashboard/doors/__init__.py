"""The pages that need no Dash: the ways in and out, one's own account, and what is said when something is refused, missing or broken."""

import logging
import secrets
import threading
import traceback

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from dashboard.doors import at_provider, own, signing_in, welcome
from dashboard.doors.arriving import first_page, fresh
from dashboard.queries import NotHere
from timeline import machine
from timeline.access import Denied
from timeline.database import NotReached

log = logging.getLogger(__name__)
SAID = {
    400: ("Sorry, that could not be done", "The form was open for too long or came from elsewhere. Go back, reload the page and try again."),
    401: ("Sign in to continue", "Your session has ended. Sign in again."),
    403: ("You cannot see this page", "Your role does not permit it. This has been noted. If your work needs it, ask whoever gives out accounts here."),
    404: ("Page not found", "Check the address. If you followed a link to a family, person or event, it may have been made "
          "from another snapshot: search for it from the list of families."),
    405: ("Sorry, that could not be done", "This address cannot be used in that way."),
}


GONE = ("The database cannot be reached just now, so nothing can be shown or kept. It cannot be told whether what you sent last was kept: send it again in a "
        "moment, as it is, and it is kept once. If this goes on, tell whoever runs this program.")
BROKEN = ("It cannot be told whether what you sent was kept: look, and send it again as it is; it is not kept twice. If it happens again, give your support "
          "the number {number}.")
FAULT = ("It cannot be told whether what you sent was kept: look when this is put right, and send it again as it is; it is not kept twice. "
         "The number of this failure is {number}.")


def install(server: Flask) -> None:
    """Add the ways in and out, the pages of one's own account, the health check and the error pages. Raises BadInput."""
    for door in (signing_in, at_provider, welcome, own):
        door.install(server)
    server.add_url_rule("/health", "health", lambda: "OK")
    server.register_error_handler(HTTPException, _refused)
    server.register_error_handler(CSRFError, _refused)
    server.register_error_handler(Denied, lambda _error: _page(403))
    server.register_error_handler(NotHere, lambda _error: _page(404))
    server.register_error_handler(Exception, _broken)
    server.register_error_handler(500, lambda error: _broken(error.original_exception or error))  # what broke after the answer was made
    server.log_exception = lambda _told: None  # _broken logs what may be logged; Flask would log the message too
    threading.excepthook = lambda told: _logged(told.exc_value)  # and so would a thread


def _refused(error: HTTPException) -> Response:
    return _page(error.code)


def _broken(error: Exception) -> Response:
    """The last resort: the answer names a number that stands in the log."""
    number = _logged(error)
    fault = machine.fault(error)
    if fault and fault.kind != machine.BUSY:
        return _page(503, fault.said(FAULT.format(number=number), whole=False))
    return _page(503, GONE) if isinstance(error, NotReached) else _page(500, BROKEN.format(number=number))


def _logged(error: BaseException) -> str:
    """The number under which the log has the kind of the error and where it arose; never its message, which may hold case data."""
    number = secrets.token_hex(4)
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]]
    log.error("failure %s: %s at %s", number, type(error).__name__, " < ".join(reversed(where)))
    return number


def _page(code: int, why: str | None = None) -> Response:
    title, said = SAID.get(code, ("Sorry, there is a problem", "Something went wrong here, not with what you did."))
    if request.path.startswith("/_"):
        return Response(why or said, code, content_type="text/plain; charset=utf-8")
    return Response(render_template("refused.html", title=title, why=why or said, first=first_page(g.user) if g.get("user") else "/"), code)
