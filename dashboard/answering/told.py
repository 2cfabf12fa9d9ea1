"""An answer as the pages tell it: what it is about, what was asked and answered, by whom and why, and how it stands."""

from dash import html

from dashboard import parts, theme
from dashboard.answering.kinds import QUESTIONS, VERDICTS
from timeline.access import User
from timeline.decisions import DISMISSED

STATES = {"contradicted": "red", "waiting for a second person": "yellow", "not yet applied": "blue", "standing": "green", "dismissed": "green"}


def says(answer) -> str:
    """The answer in words, with the day from which or until which it holds."""
    since = f", from {parts.day(answer.since)}" if answer.since else ""
    until = f" until {parts.day(answer.until)}" if answer.until else ""
    return VERDICTS[answer.kind][answer.verdict] + since + until


def tags(answer) -> list:
    """How an answer stands, as tags."""
    changed = [parts.tag("record changed since", "orange")] if answer.changed and answer.state != "taken back" else []
    return [parts.tag(answer.state, STATES.get(answer.state, "grey")), *changed]


def about(answer) -> list:
    """The people or reports that an answer is about, each a link; of many, the first few."""
    if answer.kind == DISMISSED:
        return _signal(answer)
    lines = [html.Div([_named(pair, "left"), " and ", _named(pair, "right")]) for pair in answer.pairs[:5]]
    return [*lines, *([html.Div(f"and {len(answer.pairs) - 5} more pairs")] if len(answer.pairs) > 5 else [])]


def _signal(answer) -> list:
    records = [html.Div(_named(pair, "left")) for pair in answer.pairs[:5]]
    family = parts.link("the family", parts.address("family", answer.family_id) + "#signals") if answer.family_id else "the family"
    return [html.Div([f"The signal “{theme.rule(answer.rule)}” ({answer.level}) on ", family, " of ", _named(answer.pairs[0], "right"),
                      f", which rested on {parts.count(len(answer.pairs), 'record')}:"]), *records,
            *([html.Div(f"and {len(answer.pairs) - 5} more")] if len(answer.pairs) > 5 else [])]


def _named(pair: dict, side: str):
    name = pair[f"{side}_name"] or "a record that is not in this snapshot"
    if pair[f"{side}_person"]:
        return parts.link(name, parts.address("person", pair[f"{side}_person"]))
    return parts.link(name, parts.address("record", pair[f"{side}_report"])) if pair[f"{side}_report"] else name


def summary(answer) -> html.Dl:
    """What was asked and answered, by whom and why, and how it stands."""
    return parts.summary([
        ("About", about(answer)), ("Question", QUESTIONS[answer.kind]), ("Answer", f"{says(answer)}. “{answer.reason}”"),
        ("Given by", f"{answer.decided_by}, on {parts.day(answer.decided_on)}"),
        ("Agreed to by", f"{answer.seconded_by}, on {parts.day(answer.seconded_on)}: “{answer.agreed}”" if answer.seconded_by else None),
        ("How it stands", answer.because)])


def folded(answer) -> html.Details:
    """The summary, folded, for whoever is to give a view of her own first."""
    return parts.details(f"What was answered in {answer.answer_id}, by whom and why", summary(answer))


def blind(user: User, answer) -> bool:
    """Whether this user is to give a view of her own first: another's answer waits for a second person."""
    return answer.state == "waiting for a second person" and answer.decided_by != user.name
