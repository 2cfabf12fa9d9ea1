"""The form that hands a case over, in two steps, and the one that takes a transfer back."""

import secrets

import dash_bootstrap_components as dbc
from dash import Input, Output, State, ctx, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries
from dashboard.problems import summary
from timeline import kept, transfers
from timeline.access import User
from timeline.kept import NotTaken
from timeline.transfers import Along

NOT_SENT = "Nothing is sent from here. Make the partner agency's chronology, send it by a way that your partnership trusts, and ring the other coordinator."


def form(family_id: str, areas: list[str]) -> html.Div:
    """The form of one family."""
    hint = "Another area's MARAC" + (f"; areas here: {', '.join(areas)}" if areas else "")
    return html.Div([
        dcc.Store(id="transfer-about", data={"family": family_id, "key": secrets.token_urlsafe(12)}), html.Div(id="transfer-wrong"),
        html.Div([
            parts.field("To the MARAC of", "transfer-area", hint, maxlength=100, autocomplete="off"),
            html.Div([html.Label("Why the case goes there", htmlFor="transfer-why", className="govuk-label"),
                      html.Div("Such as: has moved, or the harm is said to happen there. No address.", className="govuk-hint"),
                      dbc.Textarea(id="transfer-why", class_name="govuk-textarea", rows=3, maxlength=1000)], className="govuk-form-group"),
            html.Button("Continue", id="transfer-check", n_clicks=0, className="govuk-button")], id="transfer-fields"),
        html.Div([html.Div(id="transfer-said"), html.Button("Transfer the case", id="transfer-keep", n_clicks=0, className="govuk-button"), " ",
                  html.Button("Change something", id="transfer-change", n_clicks=0, className="govuk-button govuk-button--secondary")],
                 id="transfer-review", hidden=True),
        html.Div(id="transfer-kept", role="status")])


@gate.secured("transfer:make", Output("transfer-wrong", "children"), Output("transfer-fields", "hidden"), Output("transfer-said", "children"),
              Output("transfer-review", "hidden"), Output("transfer-kept", "children"),
              *(Input(f"transfer-{button}", "n_clicks") for button in ("check", "keep", "change")), State("transfer-area", "value"),
              State("transfer-why", "value"), State("transfer-about", "data"), prevent_initial_call=True)
def step(user: User, _check: int, _keep: int, _change: int, area: str | None, why: str | None, about: dict):
    """Go one step on, or back; what is wrong leads back to its field, and nothing is kept."""
    if not ctx.triggered[0]["value"] or ctx.triggered_id == "transfer-change":
        return None, False, no_update, True, None
    wrong = _wrong({"transfer-area": (area, "Say to which area's MARAC the case goes."), "transfer-why": (why, "Say why the case goes there.")})
    if wrong:
        return summary(wrong, str, html.H3), False, None, True, None
    along = counted(user, about["family"])
    if ctx.triggered_id == "transfer-check":
        return None, True, _review(area.strip(), why.strip(), along), False, None
    try:
        return None, True, None, True, _kept(user, about, area, why, along)
    except NotTaken as refused:
        return summary({"transfer-why": str(refused)}, str, html.H3), False, None, True, None


def _wrong(given: dict[str, tuple[str | None, str]]) -> dict[str, str]:
    """What is wrong with which field, found before anything is read through, by the rule by which it would be kept."""
    found = {}
    for field, (text, empty) in given.items():
        try:
            kept.words(text, empty)
        except NotTaken as refused:
            found[field] = str(refused)
    return found


def counted(user: User, family_id: str) -> Along:
    """How much goes along with the case, and how much stays."""
    accounts, actions = queries.goes_along(user, family_id), queries.actions(user, family_id)
    restricted = accounts["why"].str.startswith("handled as").eq(True)
    goes = accounts["goes"].eq(True)
    return Along(int(goes.sum()), int(restricted.sum()), int((~goes & ~restricted).sum()), len(queries.signals(user, family_id)),
                 int((actions["state"] == "open").sum()))


def words(along: Along) -> html.Ul:
    """What goes and what stays, in numbers."""
    return parts.listed([
        f"Goes along, in the partner agency's chronology: {parts.count(along.accounts, 'account')}.",
        f"Stays: {parts.count(along.restricted, 'account')} handled as restricted or confidential; {parts.count(along.not_given, 'account')} of a kind that is "
        "not given.",
        f"Stays: {parts.count(along.signals, 'signal')} of the rules, {parts.count(along.open_actions, 'open action')}, notes, decisions, and every address."])


def _review(area: str, why: str, along: Along) -> html.Section:
    return html.Section([
        html.H3(f"Transfer to the MARAC of {area}", className="govuk-heading-s"), parts.text(why), words(along),
        parts.inset(parts.text("The family's page and its meetings will say that the case was transferred, when, where to and by whom. ", NOT_SENT))])


def _kept(user: User, about: dict, area: str, why: str, along: Along) -> html.P:
    gate.audited("transfer case", f"{about['family']} to {area.strip()}", why.strip())
    transfer_id = transfers.make(current_app.extensions["database"], user, about["key"], queries.anchor(user, about["family"]), area, why, along)
    return html.P([html.Strong(f"Kept as {transfer_id}. "), NOT_SENT, " ", document(about["family"])], className="govuk-body tl-answer__step", tabIndex=-1)


def document(family_id: str):
    """The link to the document that goes along."""
    return parts.link("Make the partner agency's chronology", parts.address("chronology", family_id, audience="partner"))


# --- taking back


def back(one: transfers.Transfer) -> html.Details:
    """The form that takes the transfer back."""
    return parts.details("Take the transfer back", dcc.Store(id="transfer-back", data={"transfer": one.transfer_id, "key": secrets.token_urlsafe(12)}),
                         html.Div(id="transfer-back-wrong"), html.Div([
                             parts.field("Why the case stays here", "transfer-back-why", "It is kept with the transfer. No address.", maxlength=500),
                             html.Button("Take it back", id="transfer-back-go", n_clicks=0, className="govuk-button govuk-button--secondary")],
                             id="transfer-back-fields"), html.Div(id="transfer-back-kept", role="status"))


@gate.secured("transfer:make", Output("transfer-back-wrong", "children"), Output("transfer-back-fields", "hidden"), Output("transfer-back-kept", "children"),
              Input("transfer-back-go", "n_clicks"), State("transfer-back-why", "value"), State("transfer-back", "data"), prevent_initial_call=True)
def take_back(user: User, clicks: int, why: str | None, about: dict):
    """Take it back, after that has been written down in the audit, or say what is wrong."""
    if not clicks:
        return no_update, no_update, no_update
    try:
        queries.refuse_hidden(user, "transfer", about["transfer"])
        gate.audited("take transfer back", about["transfer"], (why or "").strip())
        transfers.take_back(current_app.extensions["database"], user, about["key"], about["transfer"], why)
    except NotTaken as refused:
        return summary({"transfer-back-why": str(refused)}, str, html.H3), False, None
    return None, True, html.P("Taken back: the case is with this MARAC. Tell the other coordinator.", className="govuk-body tl-answer__step", tabIndex=-1)
