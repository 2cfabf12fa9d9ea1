"""The second step of drawing a layout: what each of the file's columns says, beside a few of its cells."""

from dataclasses import replace

import dash_bootstrap_components as dbc
from dash import ALL, Input, Output, State, ctx, dcc, html, no_update

from dashboard import gate, parts
from dashboard.loading import drafting, steps, words
from dashboard.loading.drafting import Draft
from dashboard.loading.words import UNSAID, UNUSED
from timeline.access import User
from timeline.agencies import WORDS
from timeline.agencies.drawing import COLUMNS, MEANINGS, Drawing, kept_in_order

SPARE = 3
"""Places for a column that says two things, beyond those that are used."""

CONSTANT = {"category": "What every row is about", "statement": "How every row is stated", "grade_tool": "Tool behind every grade",
            "copied_from": "Agency whose record every row repeats"}


def form(of: Draft) -> list:
    """A row for each column, the fields for what is the same in every row, and the columns that say two things."""
    options = words.options(of.drawing.people)
    first, more = _parted(of.drawing)
    rows = [(html.Span(column or "(no name)", className="tl-own"), _cells(cells), _choice(at, column, options, first.get(column, UNUSED)))
            for at, (column, cells) in enumerate(zip(of.drawing.columns, of.samples, strict=True))]
    return [
        dcc.Store(id="columns-of", data=of.upload.upload_id),
        parts.inset(html.P("The cells below are personal data: people's names and what is said of them. Postcodes are hidden, and addresses once you have "
                           "said which column they are in.")),
        parts.text("For each column choose what it says, or leave it “Not used”. Begin with the five under “Most needed”. For example, a column “Case No” is "
                   "usually “Their reference of the row”, and “Date Added” is “Recorded on”."),
        parts.table("The file's columns", ("Column", "First values", "What it says"), rows, hide_caption=True),
        parts.details("A column that says two things", parts.text(
            "For example, an address that is both where it happened and where the tenant lives. Choose the column again and its second meaning."),
            *(_also(number, of.drawing.columns, options, more[number] if number < len(more) else None) for number in range(len(more) + SPARE)),
            opened=bool(more)),
        parts.details("What is the same in every row", parts.text(
            "Only where no column says it. For example, a file that holds nothing but attendances is about the same thing in every row."),
            html.Div([_constant(name, of.drawing.constant.get(name, "")) for name in CONSTANT], className="tl-fields"), opened=bool(of.drawing.constant)),
        steps.panel(of.drawing, of.upload.upload_id, COLUMNS), steps.onward("Go on to days and codes", "columns-next")]


def _parted(drawn: Drawing) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Each column's first meaning, and the second and further ones."""
    first, more = {}, []
    for column, place in drawn.read:
        if column in first:
            more.append((column, place))
        else:
            first[column] = place
    return first, more


def _cells(cells: list[str]):
    return html.Div([html.Div(cell[:80] + ("…" if len(cell) > 80 else "")) for cell in cells] or "always empty", className="tl-own tl-sample")


def _choice(at: int, column: str, options: list[dict], value: str) -> dbc.Select:
    return html.Div([html.Label(f"What “{column}” says", htmlFor=parts.html_id(_read(at)), className="govuk-visually-hidden tl-own"),
                     dbc.Select(id=_read(at), options=options, value=value, className="govuk-select")])


def _also(number: int, columns: tuple[str, ...], options: list[dict], value: tuple[str, str] | None) -> html.Div:
    column, place = value or (UNUSED, UNUSED)
    named = [{"label": "No column", "value": UNUSED}, *({"label": name, "value": name} for name in dict.fromkeys(columns) if name)]
    return html.Div([parts.select(f"Column again ({number + 1})", {"draw": "also", "at": number}, named, column),
                     parts.select(f"Also says ({number + 1})", {"draw": "also-as", "at": number}, options, place)], className="tl-fields")


def _constant(name: str, value: str) -> html.Div:
    known = {"category": drafting.categories(), "statement": {word: words.alone(word) for word in WORDS["statement"]},
             "copied_from": {key: words.titles.alone(key) for key in words.agencies_known()}}.get(name)
    if known is None:
        return parts.field(CONSTANT[name], f"columns-{name}", "For example, DASH27", value=value, autocomplete="off", maxlength=40, debounce=True)
    options = [{"label": "A column says it, or nothing does", "value": UNSAID}, *({"label": label, "value": key} for key, label in known.items())]
    return parts.select(CONSTANT[name], f"columns-{name}", options, value or UNSAID)


def _read(at) -> dict:
    return {"draw": "read", "at": at}


@gate.secured("load:run", Output(steps.findings_of(COLUMNS), "children"), Output("columns-next-on", "children"), Input("columns-next", "n_clicks"),
              Input(_read(ALL), "value"), Input({"draw": "also", "at": ALL}, "value"), Input({"draw": "also-as", "at": ALL}, "value"),
              *(Input(f"columns-{name}", "value") for name in CONSTANT), State("columns-of", "data"), prevent_initial_call=True)
def keep(user: User, clicks: int, chosen: list[str], also: list[str], also_as: list[str], *rest):
    """Keep what is chosen, say what is missing, and go on where that was asked."""
    *constants, upload_id = rest
    of = drafting.of(user, upload_id)
    if len(chosen) != len(of.drawing.columns):
        return no_update, no_update
    read = [*zip(of.drawing.columns, chosen, strict=True), *zip(also, also_as, strict=True)]
    known = {option["value"] for option in words.options(of.drawing.people) if not option.get("disabled")} - {UNUSED}
    read = [(column, place) for column, place in dict.fromkeys(read) if column in of.drawing.columns and place in known]
    constant = {name: value.strip() for name, value in zip(CONSTANT, constants, strict=True) if value and value.strip() and value != UNSAID}
    drawn = replace(of.drawing, read=kept_in_order(read, of.drawing), constant=_others(of.drawing) | constant)
    drafting.keep(user, upload_id, drawn)
    onward = steps.go(upload_id, MEANINGS) if clicks and "columns-next.n_clicks" in ctx.triggered_prop_ids else no_update
    return steps.findings(drawn, upload_id, COLUMNS), onward


def _others(drawn: Drawing) -> dict[str, str]:
    """What is the same in every row and this page does not ask for."""
    return {name: word for name, word in drawn.constant.items() if name not in CONSTANT}
