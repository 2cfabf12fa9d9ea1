"""The form that takes a person's answer, inside any page, in two steps: her own view with a reason; then what it would change.

How alike the records are, what others said and what would follow are shown in the second step alone, so that they do not
sway the first. What is kept is what the second step showed: the server seals it there, and the browser only hands it back."""

import secrets
from datetime import date
from hashlib import md5

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, ctx, dcc, html, no_update
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from uk_gov_dash_components import Radios

from dashboard import foreseen, gate, parts, queries, updating
from dashboard.answering import words
from dashboard.answering.kinds import VERDICTS
from timeline import decisions
from timeline.access import User, may
from timeline.decisions import NotTaken
from timeline.effects import Effects


def ask(user: User, question: str, kind: str, pairs: list[tuple[str, str]], verdicts: dict[str, str] | None = None, since: bool = False,
        then: str | None = None) -> html.Div:
    """The form for one question about these pairs of anchors (`kind` and `pairs` as decisions.answer takes them).

    `verdicts` gives other words for yes, no and unsure, or leaves one out; `since` asks for a day; `then` is the address to go on
    to when the answer is kept, which gets `kept=<its id>` in its query. Who answered exactly this is shown that answer instead."""
    if not may(user, "decide"):
        return parts.text("Your role does not answer this.")
    said = queries.standing_on(user, kind, pairs)
    mine = said[said["whole"].astype(bool) & (said["decided_by"] == user.name)]
    if len(mine):
        return words.answered(next(mine.itertuples()), verdicts or VERDICTS[kind])
    form = secrets.token_urlsafe(12)
    about = {"question": question, "kind": kind, "pairs": queries.seen(user, kind, pairs), "words": verdicts or VERDICTS[kind],
             "since": since, "then": then}
    return html.Div([dcc.Store(id=_id("about", form), data=about), html.Div(_first(form, about, said), id=_id("first", form)),
                     html.Div(_second(form), id=_id("second", form), hidden=True),
                     html.Div(id=_id("kept", form), role="status")], className="tl-answer")


def notice(user: User, answer_id: str | None) -> html.Div | None:
    """For the page that `then` led to: what this user has just answered, of whom, how it stands and where to take it back."""
    if not answer_id or not may(user, "links:view"):
        return None
    try:
        answer = queries.answer(user, answer_id)
    except queries.NotHere:
        return None
    if user.name not in (answer.decided_by, answer.seconded_by):
        return None
    return words.noticed(answer, VERDICTS[answer.kind][answer.verdict], agreed=user.name == answer.seconded_by)


def _first(form: str, about: dict, said) -> list:
    options = [{"label": says, "value": verdict} for verdict, says in about["words"].items()]
    hint = "For whoever reads it later: what settles it for you, or what is missing. At least 10 characters."
    return [
        words.others(said),
        Radios(id=_id("verdict", form), title=about["question"], options=options),
        parts.field("From which day", _id("since", form), "For example 27/3/2024", autocomplete="off") if about["since"] else
        dbc.Input(type="hidden", id=_id("since", form)),
        html.Div([html.Label("Why", htmlFor=parts.html_id(_id("reason", form)), className="govuk-label"),
                  html.Div(hint, id=f"hint-{form}", className="govuk-hint"),
                  dbc.Textarea(id=_id("reason", form), class_name="govuk-textarea", rows=3, maxlength=1000)], className="govuk-form-group"),
        html.Div(id=_id("wrong", form), role="alert", className="tl-answer__wrong"),
        html.Button("See what this would change", id=_id("look", form), n_clicks=0, className="govuk-button"),
    ]


def _second(form: str) -> list:
    return [html.Div(id=_id("shown", form)), dcc.Store(id=_id("sealed", form)),
            html.Div([html.Button("Keep this answer", id=_id("keep", form), n_clicks=0, className="govuk-button"),
                      html.Button("Go back", id=_id("back", form), n_clicks=0, className="govuk-button govuk-button--secondary")],
                     className="govuk-button-group")]


@gate.secured("decide", Output({"answer": "first", "form": MATCH}, "hidden"), Output({"answer": "second", "form": MATCH}, "hidden"),
              Output({"answer": "shown", "form": MATCH}, "children"), Output({"answer": "sealed", "form": MATCH}, "data"),
              Output({"answer": "wrong", "form": MATCH}, "children"),
              Input({"answer": "look", "form": MATCH}, "n_clicks"), Input({"answer": "back", "form": MATCH}, "n_clicks"),
              State({"answer": "verdict", "form": MATCH}, "value"), State({"answer": "reason", "form": MATCH}, "value"),
              State({"answer": "since", "form": MATCH}, "value"), State({"answer": "about", "form": MATCH}, "data"), prevent_initial_call=True)
def look(user: User, look: int, back: int, verdict: str | None, reason: str | None, since: str | None, about: dict):
    """To the second step, with what the answer would change, or back to the first; what is wrong with the answer stays beside it."""
    if ctx.triggered_id["answer"] == "back" or not look:
        return False, True, None, None, None
    try:
        given = _given(user, ctx.triggered_id["form"], verdict, reason, since, about)
    except NotTaken as why:
        return False, True, None, None, words.wrong(why)
    gate.seen(f"look at answer to {given['kind']}", _named(given))
    said = queries.standing_on(user, given["kind"], _pairs(given))
    agrees_with = _agreed(user, given, said)
    effects = foreseen.foresee_agreed(user, agrees_with) if agrees_with else _effects(user, given)
    weights = queries.weights(user, _pairs(given)) if given["kind"] == "same person" else None
    given |= {"agrees_with": agrees_with, "needs_second": _needs_second(given, effects), "known": not effects.unknown,
              "near": None if effects.near is None else sorted(map(_mark, effects.near))}
    return True, False, words.shown(given, effects, said, weights), _seal().dumps(given), None


@gate.secured("decide", Output({"answer": "kept", "form": MATCH}, "children"), Output({"answer": "second", "form": MATCH}, "style"),
              Input({"answer": "keep", "form": MATCH}, "n_clicks"), State({"answer": "sealed", "form": MATCH}, "data"), prevent_initial_call=True)
def keep(user: User, keep: int, sealed: str | None):
    """Keep what the second step showed to this user, after it has been written down in the audit."""
    if not keep or not sealed:
        return no_update, no_update
    try:
        given = _unsealed(user, sealed)
        gate.audited(f"answer {given['kind']}", _named(given), given["reason"])
        kept = _write(user, given)
        updating.start()
        return words.kept(given, kept), {"display": "none"}
    except NotTaken as why:
        return words.wrong(why), no_update


def _given(user: User, form: str, verdict: str | None, reason: str | None, since: str | None, about: dict) -> dict:
    """The answer as the browser gives it, checked against the snapshot. Raises NotTaken."""
    kind, pairs = about["kind"], [(left, right) for left, right, _ in about["pairs"]]
    day = parts.typed_day(since)
    if verdict not in about["words"]:
        raise NotTaken("Choose one of the answers.")
    if about["since"] and day is None:
        raise NotTaken("Say from which day, as day, month, year, for example 27/3/2024.")
    if len((reason or "").strip()) < parts.LEAST_REASON:
        raise NotTaken(f"Say why in at least {parts.LEAST_REASON} characters; it is kept with your answer.")
    if [tuple(pair) for pair in about["pairs"]] != _seen(user, kind, pairs):
        raise NotTaken("An agency's record has changed since you opened this page. Reload it and look again.")
    return {"key": form, "by": user.name, "stands": _stands(user), "kind": kind, "pairs": about["pairs"], "verdict": verdict, "reason": reason.strip(),
            "since": day.isoformat() if day else None, "says": about["words"][verdict], "words": about["words"], "then": about["then"]}


def _seen(user: User, kind: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    try:
        return queries.seen(user, kind, pairs)
    except queries.NotHere:
        raise NotTaken("One of these records is not in this snapshot. Reload the page and look again.") from None


def _unsealed(user: User, sealed: str) -> dict:
    """The answer that the second step showed to this user. Raises NotTaken where it is not, or a record has changed since.

    Where other records were read meanwhile, or somebody answered about a record near by, it needs a second person if it needs one in either; and
    who gave the same answer in that time is agreed with, lest both wait for one another."""
    try:
        given = _seal().loads(sealed)
    except BadSignature:
        raise NotTaken("This form was changed on its way. Reload the page and answer again.") from None
    before = decisions.sent(current_app.extensions["database"], given["key"])
    if before and given["by"] == user.name:  # it was kept, and what said so was lost on its way
        return given | {"agrees_with": before.about}
    if given["by"] != user.name or [tuple(pair) for pair in given["pairs"]] != _seen(user, given["kind"], _pairs(given)):
        raise NotTaken("An agency's record has changed since you looked. Reload the page and look again: nothing was kept.")
    if _otherwise(user, given):
        given["agrees_with"] = given["agrees_with"] or _agreed(user, given, queries.standing_on(user, given["kind"], _pairs(given)))
        settled = given["needs_second"] or given["agrees_with"] or given["verdict"] == "unsure" or not given["known"]  # not worked out again: it takes seconds
        given["needs_second"] = given["needs_second"] or not settled and _needs_second(given, _effects(user, given))
    return given


def _stands(user: User) -> list:
    """What an answer's effects rest on: what the tables were made of, and the last that was said."""
    return [queries.made_of(user), decisions.last(current_app.extensions["database"])]


def _otherwise(user: User, given: dict) -> bool:
    """Whether what an answer would change may be otherwise by now: effects are worked out from the records near it alone (`effects.near`)."""
    (made_of, last), database = given["stands"], current_app.extensions["database"]
    if made_of != queries.made_of(user):
        return True
    if given["near"] is None:
        return last != decisions.last(database)
    return not {*given["near"]}.isdisjoint(map(_mark, decisions.spoken_of(database, last)))


def _mark(id: str) -> str:
    """What stands for a record in what the browser hands back; two that share one are looked into once too often, and never too seldom."""
    return md5(id.encode()).hexdigest()[:8]


def _effects(user: User, given: dict) -> Effects:
    return foreseen.foresee(user, given["kind"], _pairs(given), given["verdict"], _day(given["since"]))


def _needs_second(given: dict, effects: Effects) -> bool:
    """Where it is not known what an answer would change, a "yes" needs a second person: nothing else can place anybody in a file."""
    return effects.needs_second and (given["verdict"] == "yes" if effects.unknown else given["verdict"] != "unsure")


def _write(user: User, given: dict) -> str:
    """Agree with the answer that waits for it, or keep a new one; the id of the answer."""
    database = current_app.extensions["database"]
    if given["agrees_with"]:
        decisions.second(database, user, given["key"], given["agrees_with"], given["reason"])
        return given["agrees_with"]
    return decisions.answer(database, user, given["key"], given["kind"], [tuple(pair) for pair in given["pairs"]], given["verdict"], given["reason"],
                            _day(given["since"]), given["needs_second"])


def _agreed(user: User, given: dict, said) -> str | None:
    """The answer by another person that is this one and waits for somebody to agree."""
    same = [a.answer_id for a in said.itertuples()
            if a.whole and a.waits and a.decided_by != user.name and (a.verdict, a.since) == (given["verdict"], given["since"])]
    return same[0] if same else None


def _pairs(given: dict) -> list[tuple[str, str]]:
    return [(left, right) for left, right, _ in given["pairs"]]


def _named(given: dict) -> str:
    return "; ".join(f"{left} and {right}" for left, right in _pairs(given))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _id(part: str, form: str) -> dict[str, str]:
    return {"answer": part, "form": form}


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="answer")
