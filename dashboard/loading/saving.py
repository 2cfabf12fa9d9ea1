"""The last step of drawing a layout: what the first rows become is read through, and the layout is saved."""

import secrets
from datetime import UTC, datetime

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts
from dashboard.loading import drafting, steps, words
from dashboard.loading.drafting import Draft
from timeline import uploads
from timeline.access import User
from timeline.agencies import BadLayout, days, drawing, drawn, own
from timeline.agencies.looked import coded_field, written_plainly


def form(of: Draft) -> list:
    """What is missing still, the first rows as they would be read, the file that would be saved, and the button."""
    stops = any(finding.stops for finding in drawing.missing(of.drawing))
    return [
        dcc.Store(id="saving-of", data={"upload": of.upload.upload_id, "key": secrets.token_urlsafe(12)}),
        steps.panel(of.drawing, of.upload.upload_id, steps.SAVE),
        parts.heading("What the first rows become"),
        parts.text("Read them against the file: is each value where it belongs, each day the right day, each code the right word? "
                   "This is personal data; addresses are hidden."),
        *_records(of),
        None if stops else parts.details("The file that is saved", html.Pre(_text(of, "you", "when you save it"), className="tl-raw")),
        html.Div(id="saving-wrong"),
        parts.text("What is needed is said above; the layout can be saved when nothing of it is missing.") if stops
        else html.Button("Save the layout", id="saving-go", n_clicks=0, className="govuk-button"), html.Div(id="saving-on")]


def _records(of: Draft) -> list[html.Details]:
    read = _days(of)
    return [_record(of, number, cells, read) for number, cells in enumerate(of.records, 1)]


def _days(of: Draft) -> dict[str, str | None]:
    """Every cell of a day in the first rows, as it would be read; all at once, since each asking costs."""
    dated = {column for column, place in of.drawing.read if place.split(".")[-1] in words.DAYS}
    cells = list({cell for record in of.records for column, cell in zip(of.drawing.columns, record, strict=False) if column in dated and cell})
    return dict(zip(cells, days.read_as(cells)[of.drawing.dates], strict=True)) if of.drawing.dates else {}


def _record(of: Draft, number: int, cells: list[str], read: dict[str, str | None]) -> html.Details:
    by_column = dict(zip(of.drawing.columns, cells, strict=False))
    rows = [(words.place(place), html.Span(_read(of, place, by_column[column], read), className="tl-own")) for column, place in of.drawing.read
            if by_column.get(column)]
    same = [(words.place(place), html.Span(word, className="tl-own")) for place, word in of.drawing.constant.items()]
    return parts.details(f"Row {number}", parts.summary([*rows, *same]), opened=number == 1)


def _read(of: Draft, place: str, cell: str, read: dict[str, str | None]) -> str:
    """A cell as it would be read: a code as our word, a day as a day."""
    if coded_field(place):
        meant = {written_plainly(code): word for code, word in of.drawing.codes.get(coded_field(place), {}).items()}
        labels = {option["value"]: option["label"] for option in words.meanings(coded_field(place), drafting.categories())}
        return f"{labels.get(meant.get(written_plainly(cell)), 'no meaning yet')} (“{cell}” in the file)"
    if place.split(".")[-1] in words.DAYS and of.drawing.dates:
        return f"{read.get(cell) or 'no day'} (“{cell}” in the file)"
    return cell


def _text(of: Draft, by: str, on: str) -> str:
    return drawn.toml(drawing.layout(of.drawing), of.drawing.basis, by, on)


@gate.secured("load:run", Output("saving-wrong", "children"), Output("saving-on", "children"), Input("saving-go", "n_clicks"), State("saving-of", "data"),
              prevent_initial_call=True)
def save(user: User, clicks: int, about: dict):
    """Save the layout, after that has been written down, and go on to the file."""
    if not clicks:
        return no_update, no_update
    of = drafting.of(user, about["upload"])
    gate.audited("save layout", f"{of.drawing.supplier} from {of.upload.file}")
    try:
        own.save(uploads.layouts_folder(current_app.extensions["database"].home), of.drawing, user.name, datetime.now(UTC))
    except BadLayout as why:
        return html.P(str(why), className="govuk-error-message", role="alert"), no_update
    return None, parts.go_on("Saved. Go on and say what the file cannot say of itself", parts.address("loads", of.upload.upload_id))
