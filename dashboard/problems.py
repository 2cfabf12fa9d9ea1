"""What is wrong with what was typed into a form: a list at its head, each sentence leading to its field."""

from collections.abc import Callable
from urllib.parse import quote

from dash import html

from dashboard import parts


def summary(wrong: dict[str, str], id: Callable[[str], str | dict], heading=html.H4) -> html.Div:
    """The list of `wrong`, a sentence by field; `id(field)` names the field that each leads to; `heading` is the level below what stands above."""
    items = [html.Li(html.A(sentence, href=f"#{quote(parts.html_id(id(field)))}")) for field, sentence in wrong.items()]
    return html.Div([heading("There is a problem", className="govuk-error-summary__title"),
                     html.Div(html.Ul(items, className="govuk-list govuk-error-summary__list"), className="govuk-error-summary__body")],
                    className="govuk-error-summary tl-answer__step", role="alert", tabIndex=-1)
