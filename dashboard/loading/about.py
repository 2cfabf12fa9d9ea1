"""The first step of drawing a layout: who sends the file, what a row is, and whom a row names."""

import re
from collections import Counter
from dataclasses import replace

from dash import Input, Output, State, ctx, dcc, html, no_update

from dashboard import gate, parts
from dashboard.loading import drafting, steps, words
from dashboard.loading.drafting import Draft
from dashboard.loading.words import UNSAID
from timeline.access import User
from timeline.agencies.drawing import ABOUT, COLUMNS, Drawing

PEOPLE = 6
TEXTS = ("supplier", "other", "system", "title", "basis")
OTHER = "other"


def form(of: Draft) -> list:
    """The fields of this step."""
    drawn = of.drawing
    known = drawn.agency in words.agencies_known()
    agencies = [{"label": "Choose", "value": UNSAID}, *({"label": words.titles.alone(key), "value": key} for key in words.agencies_known()),
                {"label": "Another agency", "value": OTHER}]
    return [
        dcc.Store(id="about-of", data=of.upload.upload_id),
        parts.heading("Who sends it"),
        html.Div([
            parts.select("Agency", "about-agency", agencies, drawn.agency if known else OTHER if drawn.agency else UNSAID, "Whose records these are"),
            _field("other", "If another agency: its name", "For example, fire service", "" if known else drawn.agency),
            _field("system", "Which of its systems", "For example, casework or mis", drawn.system),
            _field("supplier", "A name for this layout", "For example, riverside-refuge; kept in small letters", drawn.supplier)], className="tl-fields"),
        _field("title", "What one row is", "For example, one visit to a family", drawn.title),
        _field("basis", "Where the meaning of the columns is from", "For example, the supplier's guide of March 2025, or a call with its data team",
               drawn.basis),
        parts.select("Does the first line name the columns?", "about-header", [
            {"label": f"Yes: {_few(of.seen.columns) if drawn.header else 'it does'}", "value": "yes"},
            {"label": "No: the file begins with its first record", "value": "no"}], "yes" if drawn.header else "no"),
        parts.heading("Whom a row names"),
        parts.text("One row may name several people: somebody said to have been harmed, somebody said to have caused harm, children. Choose each person who "
                   "has columns of his or her own. For example, a file with “Client name” and “Alleged person” names two: a victim and a suspect."),
        html.Div([parts.select(f"Person {number + 1}", _person(number), words.roles(), _role(drawn, number)) for number in range(PEOPLE)],
                 className="tl-fields"),
        steps.panel(drawn, of.upload.upload_id, ABOUT), steps.onward("Go on to the columns", "about-next")]


def _field(name: str, label: str, hint: str, value: str) -> html.Div:
    return parts.field(label, f"about-{name}", hint, value=value, autocomplete="off", maxlength=200, debounce=True)


def _few(columns: list[str]) -> str:
    return ", ".join(columns[:4]) + (" …" if len(columns) > 4 else "")


def _person(number: int) -> str:
    return f"about-person{number}"


def _role(drawn: Drawing, number: int) -> str:
    return (drawn.people[number][1] or "column") if number < len(drawn.people) else UNSAID


@gate.secured("load:run", Output(steps.findings_of(ABOUT), "children"), Output("about-next-on", "children"), Input("about-next", "n_clicks"),
              *(Input(f"about-{name}", "value") for name in (*TEXTS, "agency", "header")), *(Input(_person(number), "value") for number in range(PEOPLE)),
              State("about-of", "data"), prevent_initial_call=True)
def keep(user: User, clicks: int, supplier, other, system, title, basis, agency, header, *rest):
    """Keep what is chosen, say what is missing, and go on where that was asked."""
    *roles, upload_id = rest
    of = drafting.of(user, upload_id)
    drawn = replace(drafting.with_header(of, header == "yes"), supplier=hyphened(supplier), system=_plain(system), title=_plain(title), basis=_plain(basis),
                    agency=_plain(other).lower() if agency == OTHER else "" if agency == UNSAID else agency, people=slots(of.drawing, roles))
    drafting.keep(user, upload_id, _without_lost(drawn))
    onward = steps.go(upload_id, COLUMNS) if clicks and "about-next.n_clicks" in ctx.triggered_prop_ids else no_update
    return steps.findings(drawn, upload_id, ABOUT), onward


def slots(before: Drawing, roles: list[str]) -> tuple[tuple[str, str], ...]:
    """The people of a row: a slot that was there before keeps its name, since a person's id holds it; a new one is called by its role."""
    chosen = ["" if role == "column" else role for role in roles if role != UNSAID]
    several, seen, found = Counter(chosen), Counter(), []
    known = Counter()
    for role in chosen:
        seen[role] += 1
        earlier = [slot for slot, said in before.people if said == role]
        name = re.sub(r"\W+", "-", role or "person")
        free = name if several[role] == 1 else f"{name}{seen[role]}"
        found.append((earlier[known[role]] if known[role] < len(earlier) else _unused(free, before, found), role))
        known[role] += 1
    return tuple(found)


def _unused(name: str, before: Drawing, found: list) -> str:
    taken = {slot for slot, _ in (*before.people, *found)}
    return next(tried for tried in (name, *(f"{name}{number}" for number in range(2, 99))) if tried not in taken)


def _without_lost(drawn: Drawing) -> Drawing:
    """The drawing without what was read of people whom it no longer names."""
    there = {slot for slot, _ in drawn.people} | {"asked"}
    return replace(drawn, read=tuple((column, place) for column, place in drawn.read if "." not in place or place.rsplit(".", 1)[0] in there))


def hyphened(text: str | None) -> str:
    """A layout's name in small letters with hyphens, however it was typed."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['’]", "", text or "").lower()).strip("-")


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
