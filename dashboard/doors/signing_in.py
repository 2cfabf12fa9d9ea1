"""Signing in with a name, a password and a code, doing so again before a grave act, and signing out."""

from flask import Flask, Response, g, redirect, render_template, request, session

from dashboard.doors import at_provider
from dashboard.doors.arriving import arrive, database, known, ours, place
from timeline import accounts, audit
from timeline.accounts import passwords, second_factor


def install(server: Flask) -> None:
    """Add these routes."""
    passwords.matches(None, "")  # makes ready what an unknown name is held against, so that the first takes no longer than the next
    server.add_url_rule("/sign-in", "sign_in", _sign_in, methods=["GET", "POST"])
    server.add_url_rule("/account/again", "sign_in_again", _again, methods=["GET", "POST"])
    server.add_url_rule("/sign-out", "sign_out", _sign_out, methods=["POST"])


def _sign_in() -> Response | str:
    name = request.form.get("name", "").strip()[:100]
    token = _proved(name) if request.method == "POST" else None
    if token:
        return arrive(token, session.get("next", "/"))
    page = render_template("sign_in.html", wrong=request.method == "POST", name=name, code=second_factor.required(database()),
                           provider=at_provider.there())
    return Response(page, 401 if request.method == "POST" else 200)


def _again() -> Response | str:
    to = ours(request.values.get("to", "/account"))
    token = _proved(g.user.name) if request.method == "POST" else None
    if token:
        return arrive(token, to)
    page = render_template("again.html", wrong=request.method == "POST", name=g.user.name, to=to, code=second_factor.required(database()),
                           provider=at_provider.there() and accounts.at_provider(database(), g.user.name))
    return Response(page, 401 if request.method == "POST" else 200)


def _proved(name: str) -> str | None:
    return accounts.sign_in(database(), name, request.form.get("password", ""), request.form.get("code"), browser=known(name), place=place())


def _sign_out() -> Response:
    audit.write(database(), g.user, "sign out", g.user.name)
    accounts.sign_out(database(), session.get("token"))
    session.clear()
    return redirect("/sign-in", 303)
