"""What an administrator does to an account: the forms, and the route that they are sent to.

Each takes a reason, which the audit keeps with who did it, and a sign-in of the last ten minutes; nobody changes their own."""

import dash_bootstrap_components as dbc
from dash import html
from flask import Flask, Response, current_app, flash, g, get_flashed_messages, redirect, request
from flask_wtf.csrf import generate_csrf

from dashboard import doors, parts
from timeline import accounts
from timeline.access import PERMISSIONS, User, require
from timeline.accounts import Account, Refused

AGAIN = "To change an account you must have signed in within the last ten minutes. "
DONE = {"change": "The role and limits are changed; they hold from the next request on.", "end": "The sessions are ended.",
        "disable": "The account is disabled and signed out everywhere.", "enable": "Its owner can sign in again."}
LIMITS = (("area", "areas"), ("agency", "agencies"))


def install(server: Flask) -> None:
    """Add the route."""
    server.add_url_rule("/manage-account", "manage_account", _manage, methods=["POST"])


def told() -> html.Div | None:
    """What has just been done, or why it was not."""
    said = get_flashed_messages(with_categories=True)
    return html.Div([parts.notice(words) if kind == "done" else html.Div(words, className="govuk-error-message", role="alert")
                     for kind, words in said]) if said else None


def forms(user: User, one: Account, there: dict[str, list[str]]) -> list:
    """The forms that change this account; `there` gives the areas and agencies that a limit can be of."""
    if one.name == user.name:
        return [parts.inset("This is your own account. Nobody changes their own role or limits.")]
    if not doors.fresh():
        return [parts.inset(AGAIN, html.A("Sign in again", href=f"/account/again?to={parts.address('accounts', one.name)}", className="govuk-link"))]
    kept = {"area": one.areas, "agency": one.agencies}
    change = _form(one, "change", "Change role and limits", parts.select("Role", "manage-role", [{"label": role, "value": role} for role in PERMISSIONS],
                                                                      one.role, name="role"),
                   *(_choice(what, names, kept[what], there[what]) for what, names in LIMITS))
    state = _form(one, "enable", "Enable this account") if one.disabled else _form(one, "disable", "Disable this account", warns=True)
    return [parts.heading("Role and limits"), change, parts.heading("Sessions and access"), _form(one, "end", "End its sessions"), state]


def _form(one: Account, act: str, words: str, *fields, warns: bool = False) -> html.Form:
    return html.Form([
        *(dbc.Input(type="hidden", name=name, value=value) for name, value in (("csrf_token", generate_csrf()), ("name", one.name), ("act", act))),
        *fields,
        parts.field(f"Why: {words[0].lower()}{words[1:]}", f"manage-{act}", f"At least {parts.LEAST_REASON} characters, kept in the audit with your name.",
                    name="reason", maxlength=300, autocomplete="off"),
        html.Button(words, type="submit", className=f"govuk-button govuk-button--{'warning' if warns else 'secondary'}"),
    ], method="post", action="/manage-account", className="tl-narrow")


def _choice(what: str, names: str, kept: frozenset[str] | None, there: list[str]) -> html.Fieldset:
    """Every name that a limit can be of, those of the account ticked."""
    listed = sorted({*there, *(kept or ())})
    return html.Fieldset([
        html.Legend(f"Which {names}", className="govuk-fieldset__legend govuk-fieldset__legend--s"),
        html.Div([_tick(f"every-{what}", f"Every {what}, without a limit", kept is None),
                  *(_tick(f"{what} {name}", name, name in (kept or ())) for name in listed)], className="tl-choices"),
    ], className="govuk-fieldset govuk-form-group")


def _tick(field: str, label: str, ticked: bool) -> dbc.Checkbox:
    return dbc.Checkbox(id=f"manage-{field.replace(' ', '-').replace('.', '-')}", name=field, label=label, value=ticked, label_class_name="govuk-body")


def _manage() -> Response:
    require(g.user, "accounts:manage")
    name, act, reason = (request.form.get(field, "").strip() for field in ("name", "act", "reason"))
    page = parts.address_now("accounts", name)
    if not doors.fresh():
        return redirect(f"/account/again?to={page}", 303)
    try:
        _do(name, act, reason)
        flash(DONE[act], "done")
    except Refused as why:
        flash(str(why), "refused")
    return redirect(page, 303)


def _do(name: str, act: str, reason: str) -> None:
    """Do it. Raises Refused."""
    if len(reason) < parts.LEAST_REASON:
        raise Refused(f"Say why in at least {parts.LEAST_REASON} characters; it is kept with your name.")
    database = current_app.extensions["database"]
    if act == "change":
        accounts.change(database, g.user, name, reason, role=request.form.get("role", ""), **{names: _limit(what) for what, names in LIMITS})
    elif act in DONE:
        {"end": accounts.end_sessions, "disable": accounts.disable, "enable": accounts.enable}[act](database, g.user, name, reason)
    else:
        raise Refused("Nothing like that is done to an account.")


def _limit(what: str) -> list[str] | None:
    """The names that were ticked; None where no limit was. Nothing ticked at all is refused: an account that may see nothing is disabled instead."""
    ticked = [field.removeprefix(f"{what} ") for field in request.form if field.startswith(f"{what} ")]
    if f"every-{what}" in request.form:
        return None
    if not ticked:
        raise Refused(f"Tick every {what}, or at least one. To keep somebody from everything, disable the account.")
    return ticked
