"""The one gate. Every page, callback, asset and route passes it; what has no declared permission is denied.

Three checks stand one behind another: here by address and callback, in each page and callback for the id that it
resolved, and in each query for the user. One audit line is written for every view, search, opening and denial, before
anything is shown; where the line cannot be written, nothing is."""

from collections.abc import Callable
from functools import wraps

from dash import Dash, Output, State
from dash.development.base_component import Component
from flask import Flask, Response, abort, current_app, g, redirect, request, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

from dashboard import noted
from dashboard.noted import audited, opened, seen, shows
from dashboard.spelling import TOLD, spelt
from dashboard.still import stilled
from timeline import access, accounts
from timeline.access import User

PUBLIC, SIGNED_IN, BY_PAGE, BY_CALLBACK, BY_TABLE = "public", "signed in", "by page", "by callback", "by table"
ROUTES = {
    "sign_in": PUBLIC,
    "provider": PUBLIC,
    "provider_back": PUBLIC,
    "welcome": PUBLIC,
    "health": PUBLIC,
    "sign_out": SIGNED_IN,
    "sign_in_again": SIGNED_IN,
    "account": SIGNED_IN,
    "account_awake": SIGNED_IN,
    "account_password": SIGNED_IN,
    "account_second_factor": SIGNED_IN,
    "account_sessions": SIGNED_IN,
    "document": "document:make",
    "quarterly_return": "return:view",
    "agency_feedback": "quality:view",
    "audit_sheets": "inspection:view",
    "upload": "load:run",
    "manage_account": "accounts:manage",
    "take": BY_TABLE,
    "_dash_assets.static": SIGNED_IN,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": SIGNED_IN,
    "/_dash-layout": SIGNED_IN,
    "/_dash-dependencies": SIGNED_IN,
    "/_dash-update-component": BY_CALLBACK,
    "/": BY_PAGE,
    "/<path:path>": BY_PAGE,
}
"""Each route's endpoint and what it needs: one of the above, or a permission. A route that is not here is denied to everyone."""

PUBLIC_ASSETS = frozenset({"govuk.css", "timeline.css", "icon.svg"})
"""What the sign-in page needs to look as it should."""

POLICY: dict[str, str] = {}
"""Each callback's output id and the permission that it needs; `secured` fills it, nothing else does."""

__all__ = ["POLICY", "ROUTES", "attach", "audited", "install", "opened", "secured", "seen", "shows"]
_live: set[str] = set()
_callbacks: list[tuple[str, Callable, tuple, dict]] = []
CONTENT = ("default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
           "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
           "frame-ancestors 'none'")
HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
           "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
           "Permissions-Policy": "camera=(), geolocation=(), microphone=()"}


def secured(permission: str, *dependencies, **options) -> Callable:
    """Declare a callback that needs this permission. It is called with the user first, then with its inputs and states.

    Everything after the user comes from the browser: what it names must be checked by the query that fetches it. One that shows
    something of a page is told the page's address too, so that it reads the same snapshot as the page does. What it answers with is spelt out
    (spelling.py), but for what is written out before the part of the page that it answers for, and what it only shows is gathered (still.py)."""
    of_page = permission in access.LOOKING and permission != "frame:view"
    further = [State("address", "href")] * of_page + _drawn(permission, dependencies)
    _live.update(of.component_id for of in dependencies if isinstance(of.component_id, str))

    def declare(function: Callable) -> Callable:
        @wraps(function)
        def guarded(*values):
            own = len(values) - len(further)
            told = values[-1] if len(further) > of_page else None
            href = values[own] if of_page else None
            access.require(g.user, permission)
            user = current_app.extensions["turn"](g.user, href) if href else g.user
            return _gathered(spelt(function(user, *values[:own]), set((told or "").split())), dependencies)
        _callbacks.append((permission, guarded, (*dependencies, *further), options))
        return function
    return declare


def _drawn(permission: str, dependencies: tuple) -> list[State]:
    """What was written out before the first part of a page that a callback draws again; nothing for a whole page."""
    drawn = [of.component_id for of in dependencies if isinstance(of, Output) and of.component_property == "children" and permission != "frame:view"]
    return [State(drawn[0], TOLD)] if drawn else []


def _gathered(answer, dependencies):
    """A callback's answer, with what it gives as the children of a part gathered."""
    outputs = [of.component_property for of in dependencies if isinstance(of, Output)]
    parts = [stilled(part, _live) if output == "children" and isinstance(part, (Component, list)) else part
             for output, part in zip(outputs, answer if len(outputs) > 1 else [answer], strict=True)]
    return parts if len(outputs) > 1 else parts[0]


def attach(app: Dash) -> None:
    """Register every declared callback on the app and write down what each needs."""
    for permission, guarded, dependencies, options in _callbacks:
        before = set(app.callback_map)
        app.callback(*dependencies, **options)(guarded)
        (output,) = set(app.callback_map) - before
        POLICY[output] = permission


def install(server: Flask, page_permission: Callable[[str], str | None], turn: Callable[[User, str], User]) -> None:
    """Set the gate before every request of this server; `page_permission` says what a path needs, None for no page; `turn` turns
    the request to the snapshot that a page's whole address asks for, and gives the user as whom it is looked at."""
    server.extensions["page_permission"], server.extensions["turn"] = page_permission, turn
    server.before_request(_check)
    CSRFProtect(server)  # after the gate, so that an ended session is answered with 401 and not with 400
    server.after_request(_finish)


def allow_scripts(server: Flask, hashes: list[str]) -> None:
    """Let the page run these inline scripts, and no other. Dash knows its own after its first request."""
    server.config["CONTENT_SECURITY"] = CONTENT.format(scripts=" ".join(hashes))


def _check() -> Response | None:
    needed = ROUTES.get(request.endpoint)
    if needed == PUBLIC or _public_asset():
        return None
    g.user = accounts.signed_in(current_app.extensions["database"], session.get("token"))
    if g.user is None:
        return _sign_in_first()
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return _deny("a request from another site")
    if needed is None:
        return _deny(f"route {request.path}") if request.endpoint else abort(404)
    return _check_permission(g.user, needed)


def _check_permission(user: User, needed: str) -> Response | None:
    if needed == SIGNED_IN:
        return None
    if needed == BY_TABLE:
        needed = current_app.extensions["table_permission"](request.view_args["name"]) or abort(404)
    if needed not in (BY_PAGE, BY_CALLBACK):
        return None if access.may(user, needed) else _deny(f"route {request.path}")
    if needed == BY_PAGE:
        permission = current_app.extensions["page_permission"](request.path) or abort(404)
        return None if access.may(user, permission) else _deny(f"page {request.path}")
    output = _output()
    permission = POLICY.get(output) if isinstance(output, str) else None
    return None if permission and access.may(user, permission) else _deny(f"callback {output}")


def _output():
    """What a request to call back says that it answers for; None where it says nothing that could be read."""
    try:
        told = request.get_json(silent=True)
    except RecursionError:  # nested deeper than anything that a page sends
        return None
    return told.get("output") if isinstance(told, dict) else None


def _deny(what: str) -> None:
    audited("denied", what[:noted.LONGEST], outcome="refused")
    abort(403)


def _public_asset() -> bool:
    return request.endpoint == "_dash_assets.static" and (request.view_args or {}).get("filename") in PUBLIC_ASSETS


def _sign_in_first() -> Response:
    """To the sign-in page, and afterwards back to the page that was asked for; a script's request is answered with 401."""
    if request.method != "GET" or request.path.startswith(("/_", "/assets/")):
        abort(401)
    session["next"] = request.full_path.rstrip("?")
    return redirect("/sign-in")


def _finish(response: Response) -> Response:
    response.headers.update(HEADERS)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=63072000"
    response.headers["Content-Security-Policy"] = current_app.config["CONTENT_SECURITY"]
    kept = request.path.startswith(("/assets/", "/_dash-component-suites/")) and response.status_code == 200
    response.headers["Cache-Control"] = "private, max-age=86400" if kept else "no-store"
    if g.get("user"):
        response.set_cookie("_csrf_token", generate_csrf(), samesite="Strict", secure=current_app.config["SESSION_COOKIE_SECURE"])
    noted.finish(response)  # last: where its line cannot be written, the answer that says so has its headers too
    return response
