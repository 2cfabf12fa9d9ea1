"""What the two forms share: the ids of their parts, the reason, and the list of what is wrong with what was typed."""

import dash_bootstrap_components as dbc
from dash import html

from dashboard import parts
from dashboard.problems import summary


def named(part: str, form) -> dict[str, str]:
    """The id of one part of one form."""
    return {"dismiss": part, "form": form}


def reason(form: str, label: str, hint: str) -> html.Div:
    """The field for the reason."""
    return html.Div([html.Label(label, htmlFor=parts.html_id(named("reason", form)), className="govuk-label"), html.Div(hint, className="govuk-hint"),
                     dbc.Textarea(id=named("reason", form), class_name="govuk-textarea", rows=3, maxlength=1000)], className="govuk-form-group")


def too_short(reason: str | None) -> dict[str, str]:
    """By the field `reason`, what is wrong with it; nothing where it says something."""
    if len((reason or "").strip()) >= parts.LEAST_REASON:
        return {}
    return {"reason": f"Say why in at least {parts.LEAST_REASON} characters; it is kept with your name."}


def problems(form: str, wrong: dict[str, str]) -> html.Div:
    """What is wrong, a sentence by field; each leads to its field."""
    return summary(wrong, lambda field: named(field, form))


def kept(answer_id: str, then: str) -> html.P:
    """That it is kept, what happens next, and where to take it back."""
    return html.P([html.Strong(f"Kept as {answer_id}. "), f"{then} ", parts.link("Take it back", parts.address("decisions", answer_id))],
                  className="govuk-body tl-answer__step", tabIndex=-1)
