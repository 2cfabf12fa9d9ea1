"""What is folded on a page and takes long to find is asked for when it is opened, so that nobody waits for what is not read.

It is of the timelines that its page shows: where newer ones stand by then, the reader is told to load the page again."""

from collections.abc import Callable

from dash import MATCH, Input, Output, State, html, no_update

from dashboard import current, gate, parts
from timeline.access import User

WAITS = [html.Span("Being looked up …", className="tl-noprint"), html.Span("Not printed, since it was not opened on the page.", className="tl-print")]
OVERTAKEN = "Newer timelines stand than this page shows. Reload the page to open this."
_made: dict[str, Callable[[User, str], list]] = {}


def made(name: str) -> Callable:
    """Declare what makes the part of this name: a function of the user and of the id of what the part is about, which comes from the browser."""
    def declare(function: Callable[[User, str], list]) -> Callable[[User, str], list]:
        _made[name] = function
        return function
    return declare


def details(summary_words: str | list, name: str, of: str) -> html.Details:
    """Something that opens, as `parts.details`; what it then shows is made by the function that was declared for the name."""
    part = {"part": name, "of": of, "shows": current.name()}
    return html.Details([
        html.Summary(html.Span(summary_words, className="govuk-details__summary-text"), className="govuk-details__summary",
                     id={"later": "opens"} | part, n_clicks=0),
        html.Div(WAITS, id={"later": "opened"} | part, className="govuk-details__text", role="status")], className="govuk-details")


ANY = dict.fromkeys(("part", "of", "shows"), MATCH)


@gate.secured("family:view", Output({"later": "opened"} | ANY, "children"), Output({"later": "opens"} | ANY, "data-opened"),
              Input({"later": "opens"} | ANY, "n_clicks"), State({"later": "opens"} | ANY, "id"), State({"later": "opens"} | ANY, "data-opened"),
              prevent_initial_call=True)
def opened(user: User, clicks: int, part: dict, already: str | None):
    """Show the part when it is opened; once, so that what was typed into it stays."""
    if not clicks or already or part["part"] not in _made:
        return no_update, no_update
    return _made[part["part"]](user, part["of"]) if part["shows"] == current.name() else parts.text(OVERTAKEN), "yes"
