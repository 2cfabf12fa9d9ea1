"""The third step of drawing a layout: how the file writes a day, what each of its codes means, and which values mean nothing."""

from dataclasses import replace

import dash_bootstrap_components as dbc
from dash import ALL, Input, Output, State, ctx, dcc, html, no_update

from dashboard import gate, parts
from dashboard.loading import drafting, steps, words
from dashboard.loading.drafting import Draft
from dashboard.loading.words import UNSAID
from timeline.access import User
from timeline.agencies import STYLES, days
from timeline.agencies.drawing import MEANINGS
from timeline.agencies.looked import written_plainly

EXAMPLES = {"dd/mm/yyyy": "31/03/2024", "dd-mmm-yy": "31-Mar-24", "dd-mmm-yyyy": "31-Mar-2024", "dd.mm.yyyy": "31.03.2024", "yyyymmdd": "20240331",
            "yyyy-mm-dd": "2024-03-31", "mm/dd/yyyy": "03/31/2024, the month first"}


def form(user: User, of: Draft, counts: dict[str, dict[str, int]]) -> list:
    """The style of days beside real cells, the codes of each coded field with how often each stands there, and what means nothing."""
    drawn = of.drawing
    styles = [{"label": "Choose", "value": UNSAID}, *({"label": f"{style}: {EXAMPLES[style]}", "value": style} for style in STYLES)]
    return [
        dcc.Store(id="meanings-of", data=of.upload.upload_id),
        parts.heading("How the file writes a day"), parts.text(_guess(of)),
        parts.select("Days are written", "meanings-dates", styles, drawn.dates or UNSAID, "One way for the whole file"),
        html.Div(read_as(of, drawn.dates), id="meanings-days", role="status"),
        parts.heading("What its codes mean"), *_codes(user, of, counts),
        parts.heading("Other values that mean nothing"),
        html.Div([html.Label("Values that mean nothing, in every column", htmlFor="meanings-nothing", className="govuk-label"),
                  html.Div("One on a line. For example: None told. Empty cells, “n/k”, “unknown”, “#N/A” and the like are known already.",
                           className="govuk-hint"),
                  dbc.Textarea(id="meanings-nothing", class_name="govuk-textarea", rows=3, value="\n".join(drawn.nothing), debounce=True)],
                 className="govuk-form-group"),
        steps.panel(drawn, of.upload.upload_id, MEANINGS), steps.onward("Go on and read it through", "meanings-next")]


def _guess(of: Draft) -> str:
    best = days.best(of.readings)
    if not of.days:
        return "No column of days is chosen yet. Go back to step 2, or choose the way in which a day would be written."
    if len(best) == 1:
        return f"Going by the cells below, {best[0]} fits best. Look whether each is read as the day that it should be, and choose it yourself."
    if best:
        return f"The cells below could be read as {' or '.join(best)}: they do not tell these apart. Ask the supplier which it is."
    return "None of the cells below is a day in any way that can be read. Check in step 2 that the right columns were chosen."


def read_as(of: Draft, style: str):
    """A table of real cells and of what each reads as in this style, or in the one that fits best while none is chosen."""
    style = style or next(iter(days.best(of.readings)), "")
    if not of.days or not style:
        return None
    rows = [(html.Span(column, className="tl-own"), html.Span(cell, className="tl-own"), day or parts.tag("No day", "red"))
            for (column, cell), day in zip(of.days, of.readings[style], strict=True)]
    return parts.table(f"Read as {style}", ("Column", "In the file", "Reads as"), rows)


def _codes(user: User, of: Draft, counts: dict[str, dict[str, int]]) -> list:
    if not of.drawing.coded:
        return [parts.text("No column of codes was chosen in step 2.")]
    others = drafting.elsewhere(user)
    return [parts.text("For each value that stands in a column of codes, choose what it means. A value without a meaning is reported when the file is "
                       "checked, and never guessed. What other suppliers' layouts say is shown beside it: check that it is so here too. "
                       f"The values are sought in the first {drafting.THROUGH:,} rows."),
            *(_field(of, name, columns, counts[name], others.get(name, {})) for name, columns in of.drawing.coded.items())]


def _field(of: Draft, name: str, columns: list[str], counts: dict[str, int], others: dict[str, str]) -> html.Div:
    options = words.meanings(name, drafting.categories())
    labels = {option["value"]: option["label"] for option in options}
    rows = [(html.Span(code, className="tl-own"), f"{counts.get(written_plainly(code), 0):,}", _choice(name, at, code, options, word or UNSAID),
             labels.get(others.get(written_plainly(code)), ""))
            for at, (code, word) in enumerate(of.drawing.codes.get(name, {}).items())]
    title = words.CODES.get(name, words.alone(name))
    many = parts.text(f"More than {drafting.MOST_CODES} different values stand there, and the first are shown. Is it really a column of codes? If it holds "
                      "sentences, read it as “The agency's own words”.") if len(rows) >= drafting.MOST_CODES else None
    return html.Div([many, parts.table(f"{title}: from {', '.join(columns)}", ("In the file", "Rows", "Means", "Elsewhere it means"), rows)],
                    className="tl-own")


def _choice(name: str, at: int, code: str, options: list[dict], value: str) -> html.Div:
    return html.Div([html.Label(f"What “{code}” means", htmlFor=parts.html_id(_code(name, at)), className="govuk-visually-hidden"),
                     dbc.Select(id=_code(name, at), options=options, value=value, className="govuk-select")])


def _code(name, at) -> dict:
    return {"draw": "code", "of": name, "at": at}


@gate.secured("load:run", Output(steps.findings_of(MEANINGS), "children"), Output("meanings-days", "children"), Output("meanings-next-on", "children"),
              Input("meanings-next", "n_clicks"), Input("meanings-dates", "value"), Input("meanings-nothing", "value"), Input(_code(ALL, ALL), "value"),
              State(_code(ALL, ALL), "id"), State("meanings-of", "data"), prevent_initial_call=True)
def keep(user: User, clicks: int, style: str, nothing: str | None, chosen: list[str], ids: list[dict], upload_id: str):
    """Keep what is chosen, show what the days read as, say what is missing, and go on where that was asked."""
    of = drafting.of(user, upload_id)
    codes = {name: dict(meanings) for name, meanings in of.drawing.codes.items()}
    for named, word in zip(ids, chosen, strict=True):
        known = {option["value"] for option in words.meanings(named["of"], drafting.categories())} - {UNSAID}
        code = list(of.drawing.codes[named["of"]])[named["at"]]
        codes[named["of"]][code] = word if word in known else ""
    values = tuple(dict.fromkeys(line.strip() for line in (nothing or "").splitlines() if line.strip()))
    drawn = replace(of.drawing, dates=style if style in STYLES else "", nothing=values, codes=codes)
    drafting.keep(user, upload_id, drawn)
    onward = steps.go(upload_id, steps.SAVE) if clicks and "meanings-next.n_clicks" in ctx.triggered_prop_ids else no_update
    reads = read_as(of, drawn.dates) if "meanings-dates.value" in ctx.triggered_prop_ids else no_update
    return steps.findings(drawn, upload_id, MEANINGS), reads, onward
