"""The form's three steps: what was typed is read, shown as it would be kept, and kept. Each is a request of its own."""

import secrets

from dash import Input, Output, State, ctx, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries, updating
from dashboard.problems import summary
from dashboard.referring import fields, shown
from dashboard.referring.fields import NAMES, named
from dashboard.referring.reading import Wrong, chosen, read
from timeline import decisions, referrals
from timeline.access import User
from timeline.kept import NotTaken
from timeline.referrals import Referral

AFTERWARDS = ("It comes into the timelines by itself, as a record of MARAC that names you; the foot of the page says when. The rules judge as at the "
              "latest day that an agency's extract shows: they count a referral of a later day when an extract has reached it.")


def form(user: User, victim_id: str | None, source_id: str | None, family_id: str | None) -> html.Div:
    """The form for a new referral about these people, where they were chosen."""
    people = _people(user, [victim_id, source_id])
    return _steps(fields.form(queries.areas(user), people.get(victim_id), people.get(source_id), _known_children(user, family_id)),
                  {"victim": victim_id, "source": source_id, "family": family_id})


def correction(standing: referrals.Standing) -> html.Div:
    """The form that holds a referral as it stands, to be corrected; whom it chose from the records stays."""
    said = standing.said
    about = {"corrects": standing.referral_id}
    return _steps(fields.form([said.area], _anchored(said.victim), _anchored(said.source), [], said), about)


def _steps(inside: list, about: dict) -> html.Div:
    return html.Div([
        dcc.Store(id="referral-about", data=about | {"key": secrets.token_urlsafe(12)}), html.Div(id="referral-wrong"),
        html.Div([*inside, html.Button("Read it through", id="referral-check", n_clicks=0, className="govuk-button")], id="referral-fields"),
        html.Div([html.Div(id="referral-said", tabIndex=-1), html.Button("Keep it", id="referral-keep", n_clicks=0, className="govuk-button"), " ",
                  html.Button("Change something", id="referral-change", n_clicks=0, className="govuk-button govuk-button--secondary")],
                 id="referral-review", hidden=True),
        html.Div(id="referral-kept", role="status")])


@gate.secured("referral:enter", Output("referral-wrong", "children"), Output("referral-fields", "hidden"), Output("referral-said", "children"),
              Output("referral-review", "hidden"), Output("referral-kept", "children"),
              *(Input(f"referral-{button}", "n_clicks") for button in ("check", "keep", "change")), State("referral-about", "data"),
              *(State(named(name), "value") for name in NAMES), prevent_initial_call=True)
def step(user: User, _check: int, _keep: int, _change: int, about: dict, *values):
    """Go one step on, or back; what is wrong leads back to its field, and nothing is kept."""
    if not ctx.triggered[0]["value"] or ctx.triggered_id == "referral-change":
        return None, False, no_update, True, None
    try:
        said, why = _read(user, about, values)
        if ctx.triggered_id == "referral-check":
            referrals.whole(said)
            return None, True, _review(said), False, None
        return None, True, None, True, _kept(user, about, said, why)
    except Wrong as wrong:
        return summary(wrong.fields, named, html.H3), False, None, True, None
    except NotTaken as refused:
        return summary({"words": str(refused)}, named, html.H3), False, None, True, None


def _review(said: Referral) -> html.Section:
    return html.Section([parts.heading("Read it through before it is kept"), shown.referral(said),
                         parts.text("It is kept with your name, as a record of MARAC. It can be corrected or withdrawn with a reason, and is never deleted.")])


def _kept(user: User, about: dict, said: Referral, why: str) -> html.P:
    database, key = current_app.extensions["database"], about["key"]
    corrects = about.get("corrects")
    gate.audited("correct referral" if corrects else "enter referral", corrects or f"{said.area}, {said.on}", why or None)
    if corrects:
        referrals.correct(database, user, key, corrects, said, why)
    else:
        corrects = referrals.enter(database, user, key, said)
        _same(database, user, key, corrects, said)
    updating.start()
    return html.P([html.Strong(f"Kept as {corrects}. "), AFTERWARDS, " ", parts.link("Open it", parts.address("referrals", corrects))],
                  className="govuk-body tl-answer__step", tabIndex=-1)


def _same(database, user: User, key: str, referral_id: str, said: Referral) -> None:
    """Keep, as an answer that can be taken back, that whom the author chose from the records is whom the referral names."""
    pairs = [(mention_id, person.anchor, None) for mention_id, person in referrals.named(referral_id, said) if person.anchor]
    if pairs:
        decisions.answer(database, user, f"{key} who", "same person", pairs, "yes", f"Chosen from the records when the referral {referral_id} was entered.")


def _read(user: User, about: dict, values: tuple) -> tuple[Referral, str]:
    if about.get("corrects"):
        before = next(one.said for one in queries.entered(user) if one.referral_id == about["corrects"])
        fixed = tuple(child for child in before.children if child.anchor)
        return read(values, before.victim if before.victim.anchor else None, before.source if before.source and before.source.anchor else None, {}, fixed)
    people = _people(user, [about["victim"], about["source"]])
    children = _people(user, [row.person_id for row in _known_children(user, about["family"])])
    return read(values, *(chosen(people[id]) if id in people else None for id in (about["victim"], about["source"])),
                {id: chosen(child) for id, child in children.items()})


def _people(user: User, ids: list[str | None]) -> dict:
    """Those of these ids that are people of this snapshot, by id."""
    return {row.person_id: row for row in queries.people_named(user, [id for id in ids if id]).itertuples()}


def _known_children(user: User, family_id: str | None) -> list:
    if not family_id:
        return []
    members = queries.members(user, family_id)
    return list(members[members["part"] == "child"].drop_duplicates("person_id").itertuples())


def _anchored(person):
    return fields.Chosen(person.name, parts.typed_day(person.born)) if person and person.anchor else None
