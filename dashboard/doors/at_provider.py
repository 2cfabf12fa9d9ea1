"""Signing in at the organisation's OpenID Connect provider: the way there, and back."""

import time

from flask import Flask, Response, current_app, redirect, render_template, request, session

from dashboard.doors.arriving import arrive, database, ours, place
from timeline import accounts, audit
from timeline.access import User
from timeline.accounts import provider
from timeline.accounts.provider import NotVerified, Provider

UNKNOWN = ("Your organisation knows you, and no account here is yours, or yours is disabled. Ask whoever gives out accounts here to make one "
           "for the subject {subject}.")


def install(server: Flask) -> None:
    """Add these routes, where a provider is set. Raises BadInput."""
    server.extensions["provider"] = provider.configured()
    if server.extensions["provider"]:
        server.config["SESSION_COOKIE_SAMESITE"] = "Lax"  # a browser that comes back from the provider sends a strict cookie to nobody
        server.add_url_rule("/sign-in/provider", "provider", _go)
        server.add_url_rule("/sign-in/provider/back", "provider_back", _back)


def there() -> bool:
    """Whether a provider is set."""
    return current_app.extensions["provider"] is not None


def _go() -> Response:
    again = "again" in request.args
    try:
        address, session["provider"] = _provider().way(again)
    except NotVerified as why:
        return _refused(why, why.why)
    if again:
        session["next"] = ours(request.args.get("to", "/account"))
    return redirect(address)


def _back() -> Response:
    try:
        subject = _provider().came_back(request.args, session.pop("provider", {}), time.time())
    except NotVerified as why:
        return _refused(why, why.why)
    token = accounts.sign_in_as(database(), subject, place=place())
    if token is None:
        return _page(UNKNOWN.format(subject=subject[:100]))
    return arrive(token, session.get("next", "/"))


def _provider() -> Provider:
    return current_app.extensions["provider"]


def _refused(said: Exception, why: str) -> Response:
    audit.write(database(), User("unknown", "none"), "sign in refused", "at the provider", reason=why, outcome="refused")
    return _page(str(said))


def _page(why: str) -> Response:
    return Response(render_template("refused.html", title="You are not signed in", why=why, first="/sign-in"), 401)
