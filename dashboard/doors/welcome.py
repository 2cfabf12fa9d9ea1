"""The page on which an invitation is used: a password is chosen, a second factor enrolled."""

from flask import Flask, Response, render_template, request
from markupsafe import Markup

from dashboard.doors.arriving import arrive, database, place
from timeline import accounts
from timeline.accounts import Refused, invitations, second_factor
from timeline.accounts.invitations import Invitation

NOT_TWICE = "The two passwords differ. Type the same one twice."


def install(server: Flask) -> None:
    """Add this route."""
    server.add_url_rule("/welcome", "welcome", _welcome, methods=["GET", "POST"])


def _welcome() -> Response | str:
    """First the invitation is asked for; it travels in the form alone, never in an address, which logs and histories would keep."""
    token = request.form.get("invitation", "").strip()
    if not token:
        return render_template("welcome.html", why=None)
    try:
        invitation = invitations.find(database(), token)
    except Refused as why:
        return Response(render_template("welcome.html", why=str(why)), 400)
    return _accept(token, invitation) if request.form.get("step") == "2" else enrolling(token, invitation)


def _accept(token: str, invitation: Invitation) -> Response | str:
    password = request.form.get("password", "")
    if invitation.chooses and password != request.form.get("again", ""):
        return enrolling(token, invitation, NOT_TWICE)
    try:
        return arrive(accounts.accept(database(), token, password, request.form.get("code"), place=place()))
    except Refused as why:
        return enrolling(token, invitation, str(why))


def enrolling(token: str, invitation: Invitation, why: str | None = None) -> Response:
    """The page with what this invitation asks for; `why` it was refused, if it was."""
    enrols = invitation.secret is not None
    secret = second_factor.secret(database(), invitation.name, invitation.secret) if enrols else None
    picture = Markup(second_factor.picture(database(), invitation.name, invitation.secret)) if enrols else None
    page = render_template("enrol.html", why=why, token_of=token, name=invitation.name, chooses=invitation.chooses,
                           proves=invitation.kind == invitations.FACTOR, enrols=enrols, secret=secret, picture=picture,
                           code=enrols or second_factor.required(database()))
    return Response(page, 400 if why else 200)
