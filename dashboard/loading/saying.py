"""What a file cannot say of itself: the form, with what earlier files of its layout said as a suggestion to confirm."""

import secrets
from datetime import UTC, datetime

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import current, gate, parts, queries
from dashboard.loading import found
from dashboard.loading.found import Found
from dashboard.problems import summary
from timeline import uploads
from timeline.access import User
from timeline.kept import NotTaken

UNSAID, ELSEWHERE = "not said", "another area"
DAYS = ("as_at", "received_on", "covers_from", "covers_to")
NAMES = ("supplier", "area", "other_area", "as_at", "received_on", "extent", "covers_from", "covers_to", "searched_for")
SUGGESTED = ("area", "covers_from", "searched_for")
EXTENTS = {"full": "Full: what it leaves out is gone", "delta": "Delta: only what is new or changed"}
SENTENCES = {
    "supplier": "Choose the layout that reads this file.", "area": "Choose the MARAC area that the file speaks of.",
    "as_at": "Say as at which day the file is, as day, month, year, for example 31/3/2025.",
    "received_on": "Say on which day the file was received, for example 2/4/2025.", "extent": "Choose whether the file is full or a delta.",
    "covers_from": "Say the first day that the file covers, for example 1/4/2019.",
    "covers_to": "Say the last day that the file covers, for example 31/3/2025.",
    "searched_for": "Say who was searched for: everyone, or whom, for example: the 214 people on the MARAC list of January 2025."}


def named(field: str) -> str:
    """The id of a field."""
    return f"saying-{field}"


def form(user: User, one: Found) -> list:
    """The fields, holding what was said before; the suggestion beside them where an earlier file of the layout was loaded."""
    said, areas = one.upload.sayings or {}, _areas(user)
    area = said.get("area", UNSAID)
    return [
        dcc.Store(id="saying-about", data={"upload": one.upload.upload_id, "key": secrets.token_urlsafe(12)}),
        dcc.Store(id="saying-suggested", data=(suggested := _suggested(user, one))[0]),
        html.Div(id="saying-wrong"), _suggestion(*suggested), html.Div(id="saying-filled"),
        html.Div([
            _layouts(user, one, said.get("supplier")),
            parts.select("MARAC area", named("area"), [{"label": "Choose", "value": UNSAID}, *({"label": name, "value": name} for name in areas),
                                                       {"label": "Another area", "value": ELSEWHERE}],
                         area if area in (*areas, UNSAID) else ELSEWHERE, "Whose cases it speaks of"),
            parts.field("If another area: its name", named("other_area"), "For example, Calderbrook", value="" if area in (*areas, UNSAID) else area,
                        autocomplete="off", maxlength=60)], className="tl-fields"),
        html.Div([
            _day("as_at", "As at which day", "The day on which the supplier took the records out of its system, for example 31/3/2025", said),
            _day("received_on", "Received on", "The day on which it reached you, for example 2/4/2025", said)], className="tl-fields"),
        parts.select("Full or delta", named("extent"), [{"label": "Choose", "value": UNSAID}, *({"label": label, "value": key} for key, label in
                                                                                              EXTENTS.items())], said.get("extent", UNSAID),
                     "Ask the supplier if you do not know: a delta that is taken for a full extract would end every record that it leaves out"),
        html.Div([
            _day("covers_from", "Covers from", "The first day whose records are in it, for example 1/4/2019", said),
            _day("covers_to", "Covers to", "The last day, often the day it is as at", said)], className="tl-fields"),
        parts.field("Who was searched for", named("searched_for"), "“everyone”, or whom: for example, the 214 people on the MARAC list of January 2025",
                    value=said.get("searched_for", ""), autocomplete="off", maxlength=300),
        html.Button("Keep what is said", id="saying-go", n_clicks=0, className="govuk-button"), html.Div(id="saying-on")]


def _day(name: str, label: str, hint: str, said: dict) -> html.Div:
    day = said.get(name)
    return parts.field(label, named(name), hint, value=f"{day.day}/{day.month}/{day.year}" if day else "", autocomplete="off", maxlength=10)


def _layouts(user: User, one: Found, said: str | None) -> html.Div:
    """The layouts that may read the file: those that fit its header; where none does, those of files without a header and as many columns."""
    known = found.layouts(user)
    may = one.fits or tuple(name for name, layout in known.items() if not layout.header and len(layout.columns) == len(one.looked.columns))
    options = [{"label": f"{name}: {known[name].title}", "value": name} for name in may]
    only = may[0] if len(one.fits) == 1 else UNSAID
    return parts.select("Layout", named("supplier"), [*([] if len(one.fits) == 1 else [{"label": "Choose", "value": UNSAID}]), *options],
                        said if said in may else only, "What reads its columns" if one.fits else "None fits by its header; these are for files without one")


def _areas(user: User) -> list[str]:
    return [] if current.newest() is None else queries.areas(user)


def _suggested(user: User, one: Found) -> tuple[dict, str]:
    """What the latest earlier file of this layout said, as the fields would hold it, and which file that was; ({}, '') where there is none."""
    if current.newest() is None or one.layout is None or one.upload.sayings:
        return {}, ""
    before = queries.last_of_layout(user, one.layout.supplier)
    if before is None:
        return {}, ""
    from_ = before.covers_from
    return ({"area": before.area, "covers_from": f"{from_.day}/{from_.month}/{from_.year}", "searched_for": before.searched_for},
            f"{before.file}, as at {parts.day(before.as_at)}")


def _suggestion(values: dict, file: str) -> html.Div | None:
    button = html.Button("Fill these in", id="saying-fill", n_clicks=0, className="govuk-button govuk-button--secondary")
    if not values:
        return html.Div(button, hidden=True)
    return parts.inset(html.P(["The last file of this layout, ", html.Span(file, className="tl-own"),
                               ", said this. It is a suggestion: take it over only if it holds for this file too."]),
                       parts.summary((("Area", values["area"]), ("Covers from", values["covers_from"]),
                                      ("Searched for", values["searched_for"]))), button)


@gate.secured("load:run", *(Output(named(name), "value") for name in SUGGESTED), Output("saying-filled", "children"), Input("saying-fill", "n_clicks"),
              State("saying-suggested", "data"), prevent_initial_call=True)
def fill(_user: User, clicks: int, values: dict):
    """Put what the earlier file said into the fields, and say so."""
    if not clicks or not values:
        return [no_update] * (len(SUGGESTED) + 1)
    return [*(values[name] for name in SUGGESTED),
            parts.notice("Filled in from the earlier file and not yet kept. Look at each field, add the days, and say whether it is full or a delta.")]


@gate.secured("load:run", Output("saying-wrong", "children"), Output("saying-on", "children"), Input("saying-go", "n_clicks"),
              *(State(named(name), "value") for name in NAMES), State("saying-about", "data"), prevent_initial_call=True)
def keep(user: User, clicks: int, *rest):
    """Keep what was said, after that has been written down, or say at which field what is wrong."""
    *values, about = rest
    if not clicks:
        return no_update, no_update
    upload = found.upload(user, about["upload"])
    said, wrong = read(dict(zip(NAMES, values, strict=True)))
    if wrong:
        return summary(wrong, named, html.H2), no_update
    gate.audited("say of file", upload.file)
    try:
        uploads.say(current_app.extensions["database"], user, f"{about['key']} {clicks}", upload.upload_id, said)  # a yes to what was said before holds no more
    except NotTaken as why:
        return summary({_place(str(why)): str(why)}, named, html.H2), no_update
    return None, parts.go_on("Kept. Go on to the files", parts.address("loads"))


def read(cells: dict) -> tuple[dict, dict[str, str]]:
    """What the fields say, as uploads keep it; and what is wrong with them, a sentence by field."""
    typed = {name: (cells[name] or "").strip() for name in NAMES}
    typed["area"] = typed.pop("other_area") if typed["area"] == ELSEWHERE else typed["area"] if typed.pop("other_area") is not None else ""
    days = {name: parts.typed_day(typed[name]) for name in DAYS}
    said = {name: days.get(name) or "" if name in DAYS else "" if value == UNSAID else value for name, value in typed.items()}
    wrong = {name: sentence for name, sentence in SENTENCES.items() if not said[name]}
    return said, wrong | _order(days)


def _order(days: dict) -> dict[str, str]:
    """What is wrong with days that are each a day."""
    today, wrong = datetime.now(UTC).date(), {}
    for name in ("as_at", "received_on"):
        if days[name] and days[name] > today:
            wrong[name] = f"{parts.day(days[name])} is to come. Write a day up to today, {parts.day(today)}."
    if days["as_at"] and days["received_on"] and days["received_on"] < days["as_at"]:
        wrong["received_on"] = "It cannot have been received before the day that it shows. Correct one of the two."
    if days["covers_from"] and days["covers_to"] and days["covers_from"] > days["covers_to"]:
        wrong["covers_to"] = "The last day that it covers is before the first. Correct one of the two."
    if days["covers_to"] and days["as_at"] and days["covers_to"] > days["as_at"]:
        wrong["covers_to"] = "It cannot cover days after the day that it shows. Correct one of the two."
    return wrong


def _place(sentence: str) -> str:
    """The field that a sentence of the checks is about."""
    return next((name for name in NAMES if f"'{name}'" in sentence or f"says {name}" in sentence), "area")
