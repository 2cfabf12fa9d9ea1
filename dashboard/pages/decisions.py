"""Decisions: every answer that people gave, what stands in doubt first; the page of one answer is pages/decision.py."""

from dash import html

from dashboard import parts, queries
from dashboard.answering.kinds import QUESTIONS
from dashboard.answering.told import about, blind, folded, says, summary, tags
from dashboard.queries.answers import LISTS, SIZE
from timeline.access import User

NAME, PATHS, PERMISSION = "decisions", ("/decisions",), "links:view"
LISTED = {"all": "All", "contradicted": "Contradicted", "waiting": "Waiting for a second person", "changed": "The record has changed since",
          "unsure": "Unsure", "dismissed": "Signals dismissed", "mine": "Given or agreed to by me", "taken back": "Taken back"}


def layout(user: User, query: dict) -> list:
    """The answers, with `list` one of the lists; `page` turns it."""
    which = query.get("list") if query.get("list") in LISTS else "all"
    page = parts.page(query.get("page"))
    shown, counts = queries.answers(user, which, page), queries.answer_counts(user)
    found = shown.at[0, "found"] if len(shown) else 0
    return [
        parts.title("Decisions"),
        parts.text("What people answered about who is who, what is one event and what a record's words say, and which signals they dismissed. Nothing is "
                   "ever deleted: an answer "
                   "that was taken back stays here. Answers that contradict one another come first, then those that wait for a second person, then "
                   "those whose record has changed."),
        html.Div([
            html.Nav([html.H2("Which answers", className="govuk-heading-s"),
                      html.Ul([_option(name, counts[name], which) for name in LISTS], className="govuk-list")],
                     className="tl-filters", **{"aria-label": "Narrow the list"}),
            html.Section([parts.heading(f"{LISTED[which]}: {found:,}"), *(_answer(user, row) for row in shown.itertuples()),
                          _nothing(which) if shown.empty else None,
                          parts.pages(found, page, SIZE, lambda to: _address(which, to))]),
        ], className="tl-beside"),
    ]


def _answer(user: User, row) -> html.Article:
    see = "See it" if row.state == "taken back" else "Give your view, or take it back" if blind(user, row) else "See it, or take it back"
    to = parts.link([see, html.Span(f": {row.answer_id}", className="govuk-visually-hidden")], parts.address("decisions", row.answer_id))
    heading = html.H3(row.answer_id if blind(user, row) else f"{row.answer_id}: {says(row)}", className="govuk-heading-s")
    told = [html.Div(about(row), className="govuk-body"), parts.text(QUESTIONS[row.kind]), folded(row)] if blind(user, row) else [summary(row)]
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
