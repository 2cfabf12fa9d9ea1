"""The steps in which a supplier's layout is drawn, and what is still missing in it."""

from dash import dcc, html

from dashboard import parts
from timeline.agencies import drawing
from timeline.agencies.drawing import ABOUT, COLUMNS, MEANINGS, Drawing

SAVE = "save"
STEPS = {ABOUT: "1. What the file is", COLUMNS: "2. What its columns say", MEANINGS: "3. Its days and codes", SAVE: "4. Read through and save"}


def address(upload_id: str, step: str) -> str:
    """Where a step is."""
    return parts.address("layout", upload_id, step=step)


def ways(upload_id: str, step: str) -> html.Nav:
    """The steps, with the one that is open."""
    items = [html.Span(words, className="moj-sub-navigation__link", **{"aria-current": "page"}) if name == step
             else dcc.Link(words, href=address(upload_id, name), className="moj-sub-navigation__link") for name, words in STEPS.items()]
    return html.Nav(html.Ul([html.Li(item, className="moj-sub-navigation__item") for item in items], className="moj-sub-navigation__list"),
                    className="moj-sub-navigation", **{"aria-label": "Steps"})


def findings_of(step: str) -> str:
    """The id of a step's findings."""
    return f"draw-findings-{step}"


def findings(of: Drawing, upload_id: str, step: str) -> list:
    """What is missing: of this step first in full, of the others as links to them."""
    every = drawing.missing(of)
    here = [one for one in every if step in (one.step, SAVE)]
    elsewhere = [one for one in every if one not in here]
    said = [html.Li([parts.tag("Needed" if one.stops else "Think of", "red" if one.stops else "grey"), " ", one.because]) for one in here]
    other = {name: sum(one.stops for one in elsewhere if one.step == name) for name in STEPS}
    links = [html.Li([parts.link(STEPS[name], address(upload_id, name)), f": {parts.count(count, 'thing')} needed"]) for name, count in other.items() if count]
    where = "" if step == SAVE else " in this step"
    return [html.H2(f"Still missing{where}" if said else f"Nothing is missing{where}", className="govuk-heading-s"),
            html.Ul(said, className="govuk-list") if said else None,
            html.P("In the other steps:", className="govuk-body") if links else None, html.Ul(links, className="govuk-list") if links else None]


def panel(of: Drawing, upload_id: str, step: str) -> html.Div:
    """The findings, drawn again whenever something is chosen."""
    return html.Div(findings(of, upload_id, step), id=findings_of(step), className="govuk-inset-text", role="status")


def onward(words: str, button: str) -> html.Div:
    """The button that keeps what was chosen and leads to the next step, and where its link appears."""
    return html.Div([html.Button(words, id=button, n_clicks=0, className="govuk-button"), html.Div(id=f"{button}-on")])


def go(upload_id: str, step: str):
    """The link to the next step, which the page follows by itself."""
    return parts.go_on(STEPS[step], address(upload_id, step))
