"""Links to review: people who may be one person, in the order in which to look at them, and what has been answered of others."""

from dash import html

from dashboard import answering, gate, parts, queries, taking
from dashboard.queries.links import LISTS, REASONS, SIZE
from timeline.access import User

NAME, PATHS, PERMISSION = "links", ("/links",), "links:view"
LISTED = {
    "left": "Left to answer", "waiting": "Waiting for a second person", "contradicted": "Contradicted", "changed": "The record has changed since",
    "unsure": "Unsure", "mine": "Answered by me",
}
WHY = {
    "households": "To look at first", "conflict": "Something conflicts", "no birth date": "No date of birth to compare",
    "common name": "The name is common", "agree": "Nothing conflicts, dates of birth agree",
}
EMPTY = {
    "left": ("No link is left to answer.", "Every proposed link has an answer, or no two people in this snapshot are alike enough to ask about.",
             "See what waits for a second person beside this, or go on to the families. New links come when the tables are made anew."),
    "waiting": ("Nothing waits for a second person.", "A link that puts somebody into another family's view needs two people; none has one answer only.",
                "Go on with what is left to answer."),
    "contradicted": ("No answers contradict one another.", "A yes and a no about the same people would stand here until somebody takes one back.",
                     "Go on with what is left to answer."),
    "changed": ("No record has changed since it was answered.", "An answer keeps a mark of what was seen; it would stand here if an agency corrected that.",
                "Go on with what is left to answer."),
    "unsure": ("Nobody has answered that they are not sure.", "Such links stand here, so that somebody who knows more can look.",
               "Go on with what is left to answer."),
    "mine": ("You have answered no link of this snapshot.", "Two people whom you found to be one are one person now, and no longer a link.",
             "See all that was answered under Decisions."),
}


def layout(user: User, query: dict) -> list:
    """The queue, or with `list` one of LISTS; `why` narrows it, `page` turns it, `check` the people to check, `kept` names a kept answer."""
    which = query.get("list") if query.get("list") in LISTED else "left"
    why = query.get("why") if query.get("why") in WHY else None
    page = parts.page(query.get("page"))
    shown, counts = queries.review(user, which, why, page), queries.review_counts(user)
    gate.shows([*shown["person_id_l"], *shown["person_id_r"]])
    found = shown.at[0, "found"] if len(shown) else 0
    return [
        answering.notice(user, query.get("kept")),
        parts.title("Links to review"),
        parts.text("Two people in the records who may be one. Across households nobody is joined without a shared identifier or a person's answer."),
        parts.details("How the list is ordered, and what is left out",
                      parts.text("First come links that would place somebody who is said to have caused harm in another household; within that, those "
                                 "whose records are most alike."),
                      parts.text("What either person is said to have done is not shown, nor how strongly the records match: neither should sway your view.")),
        html.Div([
            html.Nav(_narrow(counts, which, why), className="tl-filters", **{"aria-label": "Narrow the list"}),
            html.Section([parts.heading(f"{LISTED[which]}: {found:,}" + (", as narrowed" if why else "")),
                          parts.empty(*EMPTY[which]) if shown.empty else
                          html.Ol([_line(row) for row in shown.itertuples()], className="govuk-list tl-queue", start=SIZE * (page - 1) + 1),
                          parts.pages(found, page, SIZE, lambda to: _address(which, why, to)),
                          taking.links("links", "this list", list=which, why=why) if found else None]),
        ], className="tl-beside"),
        *(_to_check(user, parts.page(query.get("check"))) if which == "left" and why is None else []),
    ]


def joined(left: list[dict], right: list[dict]) -> str:
    """What a link would join, in words that say nothing of what happened: the families that the two are named with."""
    both = [family["name"] for family in left if family in right]
    one = [family["name"] for family in left if family not in right]
    other = [family["name"] for family in right if family not in left]
    if not both:
        return f"One is named with {_families(one)}, the other with {_families(other, one)}."
    more = [f"{who} also with {_families(names)}" for who, names in zip(("one", "the other"), filter(None, (one, other)), strict=False)]
    return "; ".join([f"Both are named with {_families(both)}", *more]) + "."


def _to_check(user: User, page: int) -> list:
    """The joined people who may be two; nothing where there is nobody."""
    shown = queries.doubted(user, page)
    if shown.empty:
        return []
    people = [html.Li([html.Div(parts.link(row.name, parts.address("person", row.person_id))), html.Div(row.because, className="tl-muted")])
              for row in shown.itertuples()]
    return [html.Section([
        parts.heading(f"People to check: {shown.at[0, 'found']:,}"),
        parts.text("One person in the records who may be two. Nobody has been parted: look at the mentions, and split the person there if they are two."),
        html.Ol(people, className="govuk-list tl-queue", start=SIZE * (page - 1) + 1),
        parts.pages(shown.at[0, "found"], page, SIZE, lambda to: parts.address("links", check=to if to > 1 else None))])]


def _families(names: list[str], namesakes: list[str] = ()) -> str:
    return " and ".join(f"{'another' if name in namesakes else 'the'} {name} family" for name in names) or "no family"


def _line(row) -> html.Li:
    names = parts.link(f"{row.left_name} and {row.right_name}", parts.address("links", row.link_id))
    return html.Li([html.Div(names), html.Div(joined(row.left_families, row.right_families), className="tl-muted")])


def _narrow(counts: dict[str, int], which: str, why: str | None) -> list:
    lists = [_option(LISTED[name], counts[name], _address(name), name == which and why is None) for name in LISTS]
    reasons = [_option(WHY[name], counts[name], _address("left", name), name == why) for name in REASONS if counts[name]]
    return [html.H2("Which links", className="govuk-heading-s"), html.Ul(lists, className="govuk-list"),
            *([html.H2("Left to answer, by reason", className="govuk-heading-s"), html.Ul(reasons, className="govuk-list")] if reasons else []),
            parts.text(parts.link("All decisions", "/decisions"))]


def _option(words: str, count: int, to: str, chosen: bool) -> html.Li:
    counted = f"{words} ({count:,})"
    return html.Li(html.Strong(counted) if chosen else parts.link(counted, to))


def _address(which: str, why: str | None = None, page: int = 1) -> str:
    return parts.address("links", list=which if which != "left" else None, why=why, page=page if page > 1 else None)
