"""Your account: where you are signed in, another password, another second factor.

What is changed here asks for a sign-in of the last ten minutes; each change begins a new session."""

from datetime import datetime

from flask import Flask, Response, g, redirect, render_template, request, session

from dashboard import gate
from dashboard.doors.arriving import arrive, database, first_page, fresh, place
from dashboard.doors.welcome import NOT_TWICE, enrolling
from timeline import accounts, wording
from timeline.accounts import Refused, invitations, second_factor, sessions


def install(server: Flask) -> None:
    """Add these routes."""
    server.add_url_rule("/account", "account", _account)
    server.add_url_rule("/account/awake", "account_awake", lambda: ("", 204))
    server.add_url_rule("/account/password", "account_password", _password, methods=["POST"])
    server.add_url_rule("/account/second-factor", "account_second_factor", _second_factor, methods=["POST"])
    server.add_url_rule("/account/sessions", "account_sessions", _sessions, methods=["POST"])


def _account(why: str | None = None) -> Response:
    gate.audited("view own account", g.user.name)
    page = render_template("account.html", why=why, user=g.user, first=first_page(g.user), fresh=fresh(), moment=_moment,
                           sessions=sessions.of(database(), g.user.name, session.get("token")),
                           provider=accounts.at_provider(database(), g.user.name), code=second_factor.required(database()))
    return Response(page, 400 if why else 200)


def _moment(at: datetime) -> str:
    return f"{wording.day(at)}, {at:%H:%M} UTC"


def _password() -> Response:
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _account(NOT_TWICE)
    try:
        return arrive(accounts.change_password(database(), g.user, session["token"], request.form.get("password", ""), new, place=place()), "/account")
    except Refused as why:
        return _account(str(why))


def _second_factor() -> Response:
    try:
        token = accounts.renew_second_factor(database(), g.user, session["token"])
    except Refused as why:
        return _account(str(why))
    return enrolling(token, invitations.find(database(), token))


def _sessions() -> Response:
    try:
        accounts.end_others(database(), g.user, session["token"], request.form.get("only"))
    except Refused as why:
        return _account(str(why))
    return redirect("/account", 303)
