"""Whoever has just proved who they are: their new session, and the page to go to. And from which browser a request comes."""

import re
import secrets

from flask import Response, current_app, g, redirect, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from timeline import access, accounts
from timeline.access import User

KNOWN = "timeline_known"
KNOWN_FOR = 90 * 24 * 3600
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "a Mac"), ("CrOS", "ChromeOS"),
           ("Linux", "Linux"))


def database():
    """The database of this server."""
    return current_app.extensions["database"]


def arrive(token: str, wanted: str = "/") -> Response:
    """Begin with this session, and nothing of the one before it, on the page that was wanted or else on the user's own first page."""
    accounts.sign_out(database(), session.get("token"))
    session.clear()
    session["token"] = token
    g.user = accounts.signed_in(database(), token)
    return _remember(redirect(_to(g.user, wanted), 303), g.user.name)


def first_page(user: User) -> str:
    """The first page that this user's role opens."""
    return current_app.extensions["first_page"](user)


def fresh() -> bool:
    """Whether this session began so lately that a grave act needs no further proof of who it is."""
    return accounts.fresh(database(), session.get("token"))


def ours(path: str) -> str:
    """The path if it leads to a page of ours, else the first page: '//elsewhere' would lead away."""
    return path if re.match(r"/(?![/\\])", path) and not re.search(r"[\s\x00-\x1f]", path) else "/"


def place() -> str:
    """The browser and system that this request says it is from, and its address where it is another machine: for the account's owner to recognise."""
    told = request.user_agent.string
    browser, system = (next((name for mark, name in names if mark in told), None) for names in (BROWSERS, SYSTEMS))
    away = f", {request.remote_addr}" if request.remote_addr not in ("127.0.0.1", "::1") else ""
    return f"{browser or 'A browser'}{f' on {system}' if system else ''}{away}"


def known(name: str) -> str | None:
    """The mark of a browser that has signed in to this account before."""
    try:
        marked, mark = _signer().loads(request.cookies.get(KNOWN, ""), max_age=KNOWN_FOR)
    except (BadSignature, ValueError, TypeError):
        return None
    return mark if marked == name else None


def _to(user: User, wanted: str) -> str:
    path = ours(wanted)
    permission = current_app.extensions["page_permission"](path.split("?")[0])
    return path if path.startswith("/account") or permission and access.may(user, permission) else first_page(user)


def _remember(response: Response, name: str) -> Response:
    mark = known(name) or secrets.token_hex(8)
    response.set_cookie(KNOWN, _signer().dumps([name, mark]), max_age=KNOWN_FOR, httponly=True, samesite="Lax",
                        secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known browser")
