"""Two people's records side by side, as the agencies wrote them, each with its line: what a reviewer compares."""

from dash import html

from dashboard import parts, queries, theme
from timeline import identifiers
from timeline.access import User

FIRST = 3
"""Records of each person that are read without opening anything."""


def side_by_side(user: User, left: tuple[str, list[str], list[str]], right: tuple[str, list[str], list[str]]) -> html.Div:
    """Two columns, each a heading, the mentions that the question rests on, and all that person's mentions."""
    return html.Div([_side(user, *left, beside=right[2]), _side(user, *right, beside=left[2])], className="tl-accounts tl-sides")


def _side(user: User, heading: str, rests_on: list[str], mentions: list[str], beside: list[str]) -> html.Section:
    told = queries.written(user, mentions, beside)
    asked = told["mention_id"].isin(rests_on)
    rows = [*told[asked].itertuples(), *told[~asked].itertuples()]
    cards = [_record(user, row, row.mention_id in rests_on) for row in rows]
    more = len(cards) - FIRST
    return html.Section([html.H3(heading, className="govuk-heading-m"),
                         parts.text(parts.count(len(cards), "record"), small=True), *cards[:FIRST],
                         parts.details(f"{parts.count(more, 'more record')} of {heading}", *cards[FIRST:]) if more > 0 else None])


def _record(user: User, row, asked: bool) -> html.Article:
    title = [theme.agency(row.agency), html.Span(f", {parts.day(row.known_on)}", className="tl-muted")]
    return html.Article(parts.card(
        [html.H4(title, className="govuk-heading-s"), *([parts.tag("the question rests on this", "blue")] if asked else [])],
        parts.summary([
            ("Name as written", row.name or "not recorded"),
            ("Other names", ", ".join(row.other_names)),
            ("Born", parts.born(row.dob, row.dob_precision).removeprefix("born ") if row.dob else "not recorded"),
            ("Sex", row.sex or "not recorded"),
            ("Named as", row.role),
            ("Relationship", row.relationship),
            ("Identifiers", ", ".join(_identifier(said) for said in row.identifiers) or "none recorded"),
            ("Address", [html.Span(row.address), parts.hidden_address(user, "mention", row.mention_id) if row.has_address else None]),
            ("Source", parts.link(parts.lines(row.file, row.line_from, row.line_to), parts.address("record", row.report_id))),
        ])))


def _identifier(said: str) -> str:
    """'nhs ending 018' as people read it."""
    kind, rest = said.split(" ", 1)
    return f"{identifiers.TITLES[kind]} {rest}"
