"""Drawing a sample of cases to audit, and the samples that were drawn: the last part of the page of an inspection's questions."""

import secrets

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import current, gate, inspecting, parts, queries
from dashboard.problems import summary
from timeline.access import User
from timeline.inspection import samples
from timeline.inspection.drawing import strata
from timeline.kept import NotTaken

AUDITED, WIDER = 6, 12
HOW = (
    "A case is a family with an event of abuse in the days chosen and a child under 18, or one expected.",
    "Cases to audit are drawn first of families with a child unborn to 7, or of unknown age; the areas take turns. The wider sample is drawn of the rest, and "
    "every area and both groups of age take turns.",
    "The seed decides: the same seed and snapshot draw the same cases, whoever draws. What is drawn is kept with the seed, the snapshot and your name.")


def section(user: User, asked: inspecting.Asked) -> html.Section:
    """What there is to draw from, the form that draws, and what was drawn."""
    cases = queries.drawable(user, asked.since, asked.until, asked.area)
    return html.Section([
        parts.heading("Cases to audit", "sample"), *(parts.text(line) for line in HOW),
        _to_draw(cases) if cases else parts.empty(
            "There is no case to draw.", "No family with children has an event of abuse in these days.", "Choose other days or another area above."),
        _form(asked) if cases else None, _drawn(queries.drawn(user))])


def _to_draw(cases) -> html.Div:
    return parts.table("To draw from", ("Area", "Children", "Families"), [(area, ages, f"{number:,}") for (area, ages), number in strata(cases).items()])


def _form(asked: inspecting.Asked) -> html.Div:
    seed = str(secrets.randbelow(900_000) + 100_000)
    return html.Div([
        dcc.Store(id="draw-key", data=secrets.token_urlsafe(12)), dcc.Store(id="draw-asked", data=asked.query), html.Div(id="draw-wrong"),
        html.Div([
            parts.field("Cases to audit", "draw-audited", value=str(AUDITED), inputMode="numeric", autocomplete="off", maxlength=3),
            parts.field("Cases of a wider sample", "draw-wider", value=str(WIDER), inputMode="numeric", autocomplete="off", maxlength=3),
            parts.field("Seed", "draw-seed", "Any word or number", value=seed, autocomplete="off", maxlength=40)], className="tl-fields"),
        html.Button("Draw the sample", id="draw-go", n_clicks=0, className="govuk-button"), html.Div(id="drawn", role="status")], className="tl-noprint")


def _drawn(drawn: list[samples.Sample]) -> html.Div:
    if not drawn:
        return parts.text("No sample has been drawn yet.")
    return parts.table("Samples that were drawn", ("Sample", "Days", "Area", "Seed", "Cases", "Drawn by", "When"), [
        (parts.link(one.sample_id, parts.address("audit", one.sample_id)), f"{parts.day(one.since)} to {parts.day(one.until)}", one.area or inspecting.EVERY,
         one.seed, len(one.cases), one.by, parts.day(one.at)) for one in drawn])


@gate.secured("inspection:view", Output("draw-wrong", "children"), Output("drawn", "children"), Input("draw-go", "n_clicks"), Input("draw-seed", "n_submit"),
              State("draw-audited", "value"), State("draw-wider", "value"), State("draw-seed", "value"), State("draw-asked", "data"),
              State("draw-key", "data"), prevent_initial_call=True)
def draw(user: User, clicks: int, submits: int | None, audited: str | None, wider: str | None, seed: str | None, query: dict, key: str):
    """Draw the sample and keep it, after it has been written down in the audit, and go on to it; or say what is wrong."""
    if not clicks and not submits:
        return no_update, no_update
    numbers = {"draw-audited": audited, "draw-wider": wider}
    wrong = {field: "Write a whole number, such as 6." for field, text in numbers.items() if not (text or "").strip().isdecimal()}
    if wrong:
        return summary(wrong, str), None
    asked = inspecting.asked(user, query)
    try:
        gate.audited("draw sample", f"{asked.words}, {audited} and {wider}")
        sample_id = samples.keep(current_app.extensions["database"], user, key, current.newest(), asked.since, asked.until, asked.area, seed,
                                 int(audited), int(wider), queries.drawable(user, asked.since, asked.until, asked.area))
    except NotTaken as why:
        return summary({"draw-seed" if "seed" in str(why).lower() else "draw-audited": str(why)}, str), None
    return None, parts.go_on("Open the sample", parts.address("audit", sample_id))
