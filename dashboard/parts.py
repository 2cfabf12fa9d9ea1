"""The few pieces that pages repeat: headings, links, tags, tables, days in words, hidden text, empty states."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import quote, urlencode

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, dcc, html, no_update

from dashboard import current, gate, queries, theme
from timeline import access, wording

GRAPH_CONFIG = {
    "showSendToCloud": False, "plotlyServerURL": "", "displaylogo": False, "responsive": True, "scrollZoom": False,
    "modeBarButtons": [["zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]],
    "toImageButtonOptions": {"format": "svg"},
}
"""For every `dcc.Graph`: without the first two, plotly 7 offers to send the chart's data to its maker's cloud."""

LEAST_REASON = 10
LEAST_WORDS = 5
CAUTION = ("This may tell of an address that must not become known to whoever is said to have harmed the people there. It is shown once, to you. "
           "Do not copy it, read it out, or write it where others can read it. That you opened it, and why, has been written down.")
NOT_HERE = "This may tell of an address that must not become known. It is opened by a coordinator, on the page as it stands now, and not here."
AS_KNOWN = ("family", "knew", "look-back", "event", "record", "person", "child", "perpetrator")
"""The pages that can be looked at as they would have stood."""


def title(text: str, caption: str | None = None) -> html.H1:
    """A page's heading; the browser's title and the focus follow it (assets/page.js)."""
    above = [html.Span(caption, className="govuk-caption-l")] if caption else []
    return html.H1([*above, text], className="govuk-heading-l", id="page-title", tabIndex=-1)


def heading(text: str, id: str | None = None) -> html.H2:
    """A section's heading."""
    return html.H2(text, className="govuk-heading-m", **({"id": id} if id else {}))


def text(*children, small: bool = False) -> html.P:
    """A paragraph."""
    return html.P(list(children), className="govuk-body-s" if small else "govuk-body")


def link(words, href: str, **more) -> dcc.Link:
    """A link to a page of ours."""
    return dcc.Link(words, href=href, **{"className": "govuk-link"} | more)


def address(name: str, /, *ids: str, **query) -> str:
    """A page's address, as `address_now` gives it; on a page of what was known then, that of the other page as it was known then."""
    return address_now(name, *ids, **((current.kept() if name in AS_KNOWN else {}) | query))


def address_now(name: str, /, *ids: str, **query) -> str:
    """A page's address: its name, the ids in their place, and a query of what is not empty."""
    path = "/".join(["", name, *(quote(id, safe="") for id in ids)])
    said = {key: value for key, value in query.items() if value}
    return path + ("?" + urlencode(said) if said else "")


def record(kind: str, id: str, since: datetime | None, until: datetime | None, precision: str, title: str, agencies: Iterable[str]) -> html.Span:
    """An event, or a record that no event carries, as what something rests on: the link to it, and who had it."""
    who = f" ({', '.join(map(theme.agency, agencies))})" if agencies else ""
    return html.Span([link(f"{when(since, until, precision)}: {title}", address(kind, id)), who])


def tag(words: str, colour: str = "grey") -> html.Strong:
    """A word on a coloured ground."""
    return html.Strong(words, className=f"govuk-tag govuk-tag--{colour}")


def level(name: str) -> html.Strong:
    """A signal's level as a tag."""
    return tag(name[:1].upper() + name[1:], theme.LEVEL_COLOURS.get(name, "grey"))


def listed(items: Iterable) -> html.Ul:
    """A bulleted list."""
    return html.Ul([html.Li(item) for item in items], className="govuk-list govuk-list--bullet")


def summary(rows: Iterable[tuple]) -> html.Dl:
    """Terms and what they are; a row whose value is None or empty is left out."""
    return html.Dl([html.Div([html.Dt(term, className="govuk-summary-list__key"),
                              html.Dd(value, className="govuk-summary-list__value")], className="govuk-summary-list__row")
                    for term, value in rows if value not in (None, "", [])], className="govuk-summary-list")


def table(caption: str, columns: Iterable[str], rows: Iterable[Iterable], hide_caption: bool = False) -> html.Div:
    """A table with a caption and a header row; it scrolls sideways by itself where the screen is narrow. A row is its cells, or made by `across`."""
    size = "govuk-visually-hidden" if hide_caption else "govuk-table__caption--m"
    body = [row if isinstance(row, html.Tr) else html.Tr([html.Td(cell, className="govuk-table__cell") for cell in row], className="govuk-table__row")
            for row in rows]
    return html.Div(html.Table([
        html.Caption(caption, className=f"govuk-table__caption {size}"),
        html.Thead(html.Tr([html.Th(column, scope="col", className="govuk-table__header") for column in columns])),
        html.Tbody(body)], className="govuk-table"), className="tl-scroll", tabIndex=0, role="region", **{"aria-label": caption})


def across(cells: int, kind: str, *children) -> html.Tr:
    """A row of a table that is no row of its data: one cell over all of them, marked as of its kind."""
    return html.Tr(html.Td(list(children), colSpan=cells, className="govuk-table__cell"), className=f"govuk-table__row tl-across tl-across--{kind}")


def made_of(person_id: str, mentions: int, agencies: int) -> dcc.Link:
    """The link to what a person is made of."""
    return link(f"{count(mentions, 'mention')} by {count(agencies, 'agency', 'agencies')}", address("person", person_id))


def card(heading_part, *children, level_colour: str | None = None) -> html.Div:
    """A bordered block with a heading; the colour of its left edge repeats what its tag says."""
    edge = f" tl-card--{level_colour}" if level_colour else ""
    return html.Div([html.Div(heading_part, className="tl-card__title"), *children], className="tl-card" + edge)


def details(summary_words: str | list, *children, opened: bool = False) -> html.Details:
    """Something that opens, or is `opened` when the page is made."""
    return html.Details([html.Summary(html.Span(summary_words, className="govuk-details__summary-text"), className="govuk-details__summary"),
                         html.Div(list(children), className="govuk-details__text")], className="govuk-details", open=opened)


def inset(*children) -> html.Div:
    """A caution that must not be missed."""
    return html.Div(list(children), className="govuk-inset-text")


def notice(*children) -> html.Div:
    """What has just been done, above what it was done to."""
    return html.Div(list(children), className="tl-notice", role="status")


def go_on(words: str, href: str) -> html.P:
    """Where a form that was kept leads: the page follows the link by itself (assets/answering.js)."""
    return html.P(link(words, href, className="govuk-link tl-answer__on"), className="govuk-body")


def empty(what: str, why: str, then: str) -> html.Div:
    """An empty state: what is not here, why, and what to do next."""
    return inset(html.P(html.Strong(what)), html.P(why), html.P(then))


def field(label: str, id: str | dict, hint: str | None = None, **more) -> html.Div:
    """A labelled text field."""
    hints = [html.Span(hint, className="govuk-hint tl-hint")] if hint else []
    return html.Div([html.Label([label, *hints], htmlFor=html_id(id), className="govuk-label"),
                     dbc.Input(id=id, class_name="govuk-input", **more)], className="govuk-form-group")


def select(label: str, id: str | dict, options: list[dict], value: str, hint: str | None = None, **more) -> html.Div:
    """A labelled list to choose one of; an option is its label and its value."""
    hints = [html.Span(hint, className="govuk-hint tl-hint")] if hint else []
    return html.Div([html.Label([label, *hints], htmlFor=html_id(id), className="govuk-label"),
                     dbc.Select(id=id, options=options, value=value, className="govuk-select", **more)], className="govuk-form-group")


def page(text: str | None) -> int:
    """The page that an address asks for; the first where it asks for none that could be."""
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 7 else 1


def pages(found: int, page: int, size: int, to) -> html.Nav | None:
    """Links to the page before and after; `to(page)` gives the address. None where one page holds everything."""
    last = max(1, -(-found // size))
    if last == 1:
        return None
    before = [link("Previous", to(page - 1))] if page > 1 else []
    after = [link("Next", to(page + 1))] if page < last else []
    return html.Nav([*before, html.Span(f"Page {page} of {last}"), *after], className="tl-pages", **{"aria-label": "Pages"})


# --- days

born, count, day, lines, when = wording.born, wording.count, wording.day, wording.lines, wording.when


def typed_day(text: str | None) -> date | None:
    """The day that someone typed, as day, month, year or year first; None where it is none."""
    numbers = (text or "").strip().replace("-", "/").replace(".", "/").replace(" ", "/").split("/")
    if len(numbers) != 3 or not all(number.isdecimal() and len(number) <= 4 for number in numbers):
        return None
    year, month, on = map(int, numbers if len(numbers[0]) == 4 else reversed(numbers))
    try:
        return date(year, month, on)
    except ValueError:
        return None


# --- what is hidden until it is opened with a reason


def hidden_address(user: access.User, kind: str, id: str, what: str = "Address") -> html.Div:
    """Something that may say where a person lives: hidden until it is opened with a reason, which is written down.

    `kind` says what to open and `id` which (the list is in queries/hidden.py): ('mention', a mention's id), ('period', ...).
    For a user who may not open it, it only says so."""
    if not access.may(user, "hidden:open"):
        return html.Div(f"{what} hidden; your role does not open it.", className="tl-hidden")

    def named(part: str) -> dict:
        return {"hidden": part, "kind": kind, "of": id}
    return html.Div([
        html.Span(f"{what} hidden. ", className="tl-hidden__word"),
        html.Details([
            html.Summary(f"Open with a reason: {what.lower()}", className="govuk-details__summary"),
            dbc.Label(f"Why you need the {what.lower()}", html_for=html_id(named("reason")), class_name="govuk-label"),
            dbc.Input(id=named("reason"), class_name="govuk-input govuk-input--width-20", maxlength=300, autocomplete="off"),
            html.Button(f"Open {what.lower()}", id=named("open"), className="govuk-button govuk-button--secondary", n_clicks=0),
        ], className="tl-hidden__form"),
        html.Div(id=named("shown"), className="tl-hidden__shown", role="status"),
    ], className="tl-hidden")


def html_id(named: str | dict) -> str:
    """The id that Dash gives an element whose id is a word or a dict of words."""
    return named if isinstance(named, str) else json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _of(part: str) -> dict:
    return {"hidden": part, "kind": MATCH, "of": MATCH}


@gate.secured("hidden:open", Output(_of("shown"), "children"), Input(_of("open"), "n_clicks"), State(_of("reason"), "value"),
              State(_of("open"), "id"), prevent_initial_call=True)
def open_hidden(user: access.User, clicks: int, reason: str | None, named: dict):
    """Show what is hidden, after the reason has been written down with the user's name."""
    if not clicks:
        return no_update
    reason = (reason or "").strip()
    if len(reason) < LEAST_REASON:
        return html.P(f"Say why in at least {LEAST_REASON} characters; it is kept with your name.", className="govuk-error-message")
    return _opened(user, named["kind"], named["of"], reason)


def _opened(user: access.User, kind: str, id: str, reason: str) -> list | html.P:
    """What is hidden, once it has been written down that it was opened; what may tell of a guarded address takes more, and is called so in the audit."""
    guarded = queries.guarded(user, kind, id)
    if guarded and not access.may(user, "safe:open"):
        gate.audited("denied", f"safe {kind} {id}", record=id, outcome="refused")
        return html.P(NOT_HERE, className="govuk-error-message")
    if guarded and len(set(reason.lower().split())) < LEAST_WORDS:
        return html.P(f"This may tell of an address that must not become known. Say in at least {LEAST_WORDS} different words why you need it and what for; "
                      "it is kept with your name.", className="govuk-error-message")
    gate.audited(f"opened {'safe ' if guarded else ''}{kind}", id, reason, record=id)
    return [inset(CAUTION) if guarded else None, html.Pre(queries.hidden(user, kind, id) or "Nothing is recorded.", className="tl-raw")]


def own_words(user: access.User, report_id: str | None, words: str | None, none: str) -> html.Div | html.P:
    """An agency's own words, or a sentence that there are `none`; where they are hidden whole, with the way to open them."""
    if not words:
        return text(none, small=True)
    hidden = [hidden_address(user, "words", report_id, "Agency's own words")] if words == queries.WORDS_HIDDEN else []
    return html.Div([html.Blockquote(words, className="tl-words"), *hidden])
