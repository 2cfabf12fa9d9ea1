"""Two people who are each said to have harmed the other: what each account says, what to weigh, and who the primary perpetrator is.

The guidance is rule R16's of the domain notes: both directions stand side by side, nothing is netted off, and only a person
assesses. No word here says that either of them did anything."""

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, html

from dashboard import answering, gate, parts, queries, theme
from dashboard.correcting.choosing import button, first_choose, named
from timeline.access import User, may

PURPOSE = "primary"
YES = {"yes": "Yes, so I assess it", "unsure": "It cannot be said yet"}
WEIGH = (
    "The pattern over time, and not one incident: cases followed over six years told apart what single reports did not (Hester, 2013).",
    "For each of the two: injury, fear, who controls whom, and what is recorded of earlier relationships.",
    "Who called for help, and who was heard alone, with an interpreter where one was needed.",
    "Whether either was defending himself, herself or a child. When it is assessed properly, abuse by both alike is rare; violent resistance, and reports "
    "made to manipulate, are common (SafeLives).",
    "Whether bail, an order or a report was used against the other, as in the review of Adult C, whose bail conditions were used against her "
    "by the person who harmed her (Teeswide Safeguarding Adults Board).",
    "Who is more often recorded the wrong way round: people in same-sex couples, men who are harmed, adolescents, disabled people, and people whose "
    "first language is not English. In the United States both people were arrested in 26 to 27 % of same-sex cases, and in 0.8 % of cases of "
    "a man named as offender and a woman as victim (National Institute of Justice).",
    "Each report stays as its agency wrote it, whatever is assessed here.",
)
"""What to weigh, from the domain notes on counter-allegations; each with its source where one is given."""


def notice(told) -> html.P | None:
    """For the top of a long page: that the section is further down; None where there is nothing to tell (`queries.both_ways`)."""
    return None if told.empty else parts.text(html.A("Two people here are each said to have harmed the other: read both sides", href="#both-ways",
                                                     className="govuk-link"))


def section(user: User, told) -> html.Section | None:
    """Each two who stand both ways round, account by account (`queries.both_ways`); None where there are none."""
    if told.empty:
        return None
    return html.Section([
        parts.heading("Said both ways round", "both-ways"),
        parts.text("Different accounts name the same two people the other way round. All are kept as they were written, and none cancels another. "
                   "Until a person has assessed who the primary perpetrator is, the rules leave out the direction that fewer events tell; "
                   "the assessment decides it instead."),
        parts.details("What to weigh, and where that comes from", parts.listed(WEIGH)),
        *(_two(user, accounts) for _, accounts in told.groupby(["one_id", "other_id"]))])


def _two(user: User, accounts) -> html.Div:
    first = next(accounts.itertuples())
    return parts.card(
        [html.H3(f"{first.one} and {first.other}", className="govuk-heading-s"),
         parts.tag("waits for an assessment", "yellow") if first.contested else parts.tag("assessed: see the decisions below", "grey")],
        html.Div([_direction(told) for _, told in accounts.groupby("source_id")], className="tl-accounts"),
        parts.details("Assess who the primary perpetrator is", html.Div([_choice(first), button(PURPOSE, _key(first), "Go on to the reason")]))
        if may(user, "decide") else None)


def _direction(told) -> html.Div:
    first = next(told.itertuples())
    return html.Div([html.H4(f"{first.source} is said to have harmed {first.harmed}", className="govuk-heading-s"), *(_account(a) for a in told.itertuples())])


def _account(a) -> html.Div:
    return html.Div([
        parts.text(html.Strong(parts.when(a.occurred_from, a.occurred_to, a.precision)), f": {a.title}, {a.statement} by {theme.agency(a.agency)}, "
                   f"known {parts.day(a.known_on)}. ", parts.link(parts.lines(a.file, a.line_from, a.line_to), parts.address("record", a.report_id))),
        parts.listed(said for said in (
            f"{a.source}: {a.source_role or 'not named in this account'}", f"{a.harmed}: {a.harmed_role or 'not named in this account'}",
            a.gravity and f"gravity {a.gravity} of 5", a.factors and f"answers yes to: {', '.join(a.factors)}", a.outcome and f"outcome: {a.outcome}",
            a.callers and f"called by: {', '.join(a.callers)}", a.copied_from and f"repeats the record of {theme.agency(a.copied_from)}") if said),
        html.Blockquote(a.words, className="tl-words") if a.words else parts.text("No words were supplied.", small=True)])


def _key(first) -> str:
    return f"{first.one_id} {first.other_id}"


def _choice(first) -> html.Fieldset:
    options = [{"value": first.one_id, "label": first.one}, {"value": first.other_id, "label": first.other}]
    return html.Fieldset([
        html.Legend("Of whom is the question asked?", className="govuk-fieldset__legend govuk-fieldset__legend--s"),
        dbc.RadioItems(id=named("who", PURPOSE, _key(first)), options=options, class_name="tl-choices", label_class_name="govuk-body")],
        className="govuk-fieldset")


@gate.secured("decide", Output(named("form", PURPOSE, MATCH), "children"), Input(named("go", PURPOSE, MATCH), "n_clicks"),
              State(named("who", PURPOSE, MATCH), "value"), State(named("go", PURPOSE, MATCH), "id"), prevent_initial_call=True)
def ask(user: User, _clicks: int, who: str | None, of: dict):
    """Ask whether the chosen one of the two is the primary perpetrator, as named in the first report that names both."""
    one_id, other_id = of["of"].split(" ")
    told = queries.both_ways(user, one_id)
    two = told[told["other_id"] == other_id]
    if who not in (one_id, other_id) or two.empty:
        return first_choose("Choose one of the two.")
    first = next(two.itertuples())
    mine, theirs, name, other = (first.one_mention, first.other_mention, first.one, first.other) if who == one_id else (
        first.other_mention, first.one_mention, first.other, first.one)
    gate.seen("correct harms", f"{who} and {other_id if who == one_id else one_id}")
    return answering.ask(user, f"In your assessment, is {name} the primary perpetrator between {name} and {other}?", "primary perpetrator",
                         [(mine, theirs)], YES)
