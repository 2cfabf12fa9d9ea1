"""Decisions: every answer that people gave, what stands in doubt first; the page of one answer is pages/decision.py."""

from dash import html

from dashboard import answering, parts, queries
from dashboard.queries.answers import LISTS, SIZE
from timeline.access import User

NAME, PATHS, PERMISSION = "decisions", ("/decisions",), "links:view"
LISTED = {"all": "All", "contradicted": "Contradicted", "waiting": "Waiting for a second person", "changed": "The record has changed since",
          "unsure": "Unsure", "mine": "Given or agreed to by me", "taken back": "Taken back"}
STATES = {"contradicted": "red", "waiting for a second person": "yellow", "not yet applied": "blue", "standing": "green"}
QUESTIONS = {"same person": "Are they one person?", "same event": "Are they one event?", "primary perpetrator": "Who is the primary perpetrator?",
             "child with carer": "Does the child belong with this carer?"}


def layout(user: User, query: dict) -> list:
    """The answers, with `list` one of the lists; `page` turns it."""
    which = query.get("list") if query.get("list") in LISTS else "all"
    page = parts.page(query.get("page"))
    shown, counts = queries.answers(user, which, page), queries.answer_counts(user)
    found = shown.at[0, "found"] if len(shown) else 0
    return [
        parts.title("Decisions"),
        parts.text("What people answered about who is who and what is one event. Nothing is ever deleted: an answer that was taken back stays here. "
                   "Answers that contradict one another come first, then those that wait for a second person, then those whose record has changed."),
        html.Div([
            html.Nav([html.H2("Which answers", className="govuk-heading-s"),
                      html.Ul([_option(name, counts[name], which) for name in LISTS], className="govuk-list")],
                     className="tl-filters", **{"aria-label": "Narrow the list"}),
            html.Section([parts.heading(f"{LISTED[which]}: {found:,}"), *(_answer(user, row) for row in shown.itertuples()),
                          _nothing(which) if shown.empty else None,
                          parts.pages(found, page, SIZE, lambda to: _address(which, to))]),
        ], className="tl-beside"),
    ]


def tags(answer) -> list:
    """How an answer stands, as tags."""
    changed = [parts.tag("record changed since", "orange")] if answer.changed and answer.state != "taken back" else []
    return [parts.tag(answer.state, STATES.get(answer.state, "grey")), *changed]


def about(pairs: list[dict]) -> list:
    """The people or reports that an answer is about, each a link; of many, the first few."""
    lines = [html.Div([_named(pair, "left"), " and ", _named(pair, "right")]) for pair in pairs[:5]]
    return [*lines, *([html.Div(f"and {len(pairs) - 5} more pairs")] if len(pairs) > 5 else [])]


def summary(answer) -> html.Dl:
    """What was asked and answered, by whom and why, and how it stands."""
    says = answering.VERDICTS[answer.kind][answer.verdict] + (f", from {parts.day(answer.since)}" if answer.since else "")
    return parts.summary([
        ("About", about(answer.pairs)), ("Question", QUESTIONS[answer.kind]), ("Answer", f"{says}. “{answer.reason}”"),
        ("Given by", f"{answer.decided_by}, on {parts.day(answer.decided_on)}"),
        ("Agreed to by", f"{answer.seconded_by}, on {parts.day(answer.seconded_on)}: “{answer.agreed}”" if answer.seconded_by else None),
        ("How it stands", answer.because)])


def folded(answer) -> html.Details:
    """The summary, folded, for whoever is to give a view of her own first."""
    return parts.details(f"What was answered in {answer.answer_id}, by whom and why", summary(answer))


def _named(pair: dict, side: str):
    name = pair[f"{side}_name"] or "a record that is not in this snapshot"
    if pair[f"{side}_person"]:
        return parts.link(name, parts.address("person", pair[f"{side}_person"]))
    return parts.link(name, parts.address("record", pair[f"{side}_report"])) if pair[f"{side}_report"] else name


def blind(user: User, answer) -> bool:
    """Whether this user is to give a view of her own first: another's answer waits for a second person."""
    return answer.state == "waiting for a second person" and answer.decided_by != user.name


def _answer(user: User, row) -> html.Article:
    see = "See it" if row.state == "taken back" else "Give your view, or take it back" if blind(user, row) else "See it, or take it back"
    to = parts.link([see, html.Span(f": {row.answer_id}", className="govuk-visually-hidden")], parts.address("decisions", row.answer_id))
    heading = html.H3(row.answer_id if blind(user, row) else f"{row.answer_id}: {answering.VERDICTS[row.kind][row.verdict]}", className="govuk-heading-s")
    told = [html.Div(about(row.pairs), className="govuk-body"), parts.text(QUESTIONS[row.kind]), folded(row)] if blind(user, row) else [summary(row)]
    return html.Article(parts.card([heading, html.Span(tags(row))], *told, parts.text(to)))


def _nothing(which: str) -> html.Div:
    if which == "all":
        return parts.empty("Nobody has decided anything yet.", "Answers are given where the question arises: under Links to review, or on a person's, a "
                           "family's or an event's page.", "Start with Links to review.")
    return parts.empty("No answer stands in this list.", "It fills when people answer, agree or take back.", "See all answers from the list beside this.")


def _option(name: str, count: int, which: str) -> html.Li:
    counted = f"{LISTED[name]} ({count:,})"
    return html.Li(html.Strong(counted) if name == which else parts.link(counted, _address(name)))


def _address(which: str, page: int = 1) -> str:
    return parts.address("decisions", list=which if which != "all" else None, page=page if page > 1 else None)
