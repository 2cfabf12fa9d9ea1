"""What the forms of a meeting share: the ids of their parts, a field of several lines, and what is said after a request."""

import dash_bootstrap_components as dbc
from dash import html

from dashboard import parts


def named(part: str, of: str) -> dict[str, str]:
    """The id of one part of the form `of`."""
    return {"meeting": part, "of": of}


def does(what: str, of: str) -> dict[str, str]:
    """The id of a button that does something to the agenda, and to what."""
    return {"does": what, "of": of}


def lines(id: str | dict, label: str, hint: str, rows: int = 2, most: int = 1000) -> html.Div:
    """A labelled field of several lines."""
    return html.Div([html.Label(label, htmlFor=parts.html_id(id), className="govuk-label"), html.Div(hint, className="govuk-hint"),
                     dbc.Textarea(id=id, class_name="govuk-textarea", rows=rows, maxlength=most)], className="govuk-form-group")


def button(words: str, id: str | dict, about: str = "", plain: bool = False) -> html.Button:
    """A button; `about` says to whoever does not see the page what it is about."""
    style = "govuk-button" if plain else "govuk-button govuk-button--secondary"
    return html.Button([words, html.Span(f" {about}", className="govuk-visually-hidden") if about else None], id=id, n_clicks=0, className=style)


def said(sentence: str, focus: str | dict | None, request: str) -> html.P:
    """What became of a request, and which part of the page has the focus now (assets/meeting.js)."""
    to = {"data-focus-on": f"{request} {parts.html_id(focus)}"} if focus else {}
    return html.P(sentence, className="govuk-body tl-said", **to)
