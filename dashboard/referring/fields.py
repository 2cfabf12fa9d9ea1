"""The fields of a referral, empty or holding what was said before. A field that is not needed is there and hidden."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import dash_bootstrap_components as dbc
from dash import html

from dashboard import parts, theme
from timeline.quarterly.groups import SOURCES
from timeline.referrals import CHILDREN, CRITERIA, MOST_TICKS, Person, Referral
from timeline.tables import RELATIONSHIPS

TYPED_CHILDREN = range(1, CHILDREN + 1)
NAMES = ("area", "on", "agency", "referrer", "victim", "victim-born", "victim-sex", "safe", "language", "access", "source", "source-born", "source-sex",
         "relationship", "known-children", *(f"child{number}{part}" for number in TYPED_CHILDREN for part in ("", "-born", "-lives")), "criteria", "ticks",
         "words", "why")
"""The fields in their order, as the form's callback is given them."""

SEXES = {"not said": "Not recorded", "female": "Female", "male": "Male", "other": "Other"}
LIVES = {"not said": "Not known", "yes": "Yes", "no": "No"}
AGENCIES = tuple(sorted({agency for agencies in SOURCES.values() for agency in agencies} | {"family court", "other"}, key=theme.agency))
NOBODY = Person("")
UNSAID = "not said"
CHOOSE = {"label": "Choose", "value": UNSAID}


class Chosen(NamedTuple):
    """A person whom an earlier version chose from the records, as the form shows one."""

    name: str
    dob: date | None
    dob_precision: str = "day"


def named(field: str) -> str:
    """The id of a field."""
    return f"referral-{field}"


def form(areas: list[str], victim, source, children: Iterable, said: Referral | None = None) -> list:
    """All fields. `victim` and `source` are people chosen from the records (rows with name, dob, sex), or None where they are typed; `children` are
    those known of the family; `said` is the version that is corrected."""
    before = said or Referral("", None, "", "", NOBODY, None, (), "", (), None, "")
    typed = [child for child in before.children if not child.anchor]
    return [
        _about(areas, before, bool(said)), _victim(victim, before.victim), _source(source, before.source or NOBODY, before.relationship),
        _children(children, [*typed, *[NOBODY] * CHILDREN][:CHILDREN], bool(said)), _why(before),
        html.Div(_lines("why", "Why it is corrected", "It is kept with the new version. No address.", ""), hidden=said is None)]


def _about(areas: list[str], said: Referral, corrects: bool) -> html.Fieldset:
    areas = [said.area] if corrects else areas
    to = areas[0] if len(areas) == 1 else UNSAID
    agencies = [{"label": theme.agency(agency), "value": agency} for agency in AGENCIES]
    return _set("Who refers", html.Div([
        parts.select("To the MARAC of", named("area"), [*[CHOOSE] * (to == UNSAID), *({"label": area, "value": area} for area in areas)], to),
        parts.field("Day of the referral", named("on"), "For example, 27/3/2025", value=_day(said.on), autocomplete="off", maxlength=10),
        parts.select("Referring agency", named("agency"), [CHOOSE, *agencies], said.agency or UNSAID),
        parts.field("Who there", named("referrer"), "Name and role, for questions", value=said.referrer, autocomplete="off", maxlength=200)],
        className="tl-fields"))


def _victim(chosen, said: Person) -> html.Fieldset:
    return _set("Whom it is about", _chosen(chosen), html.Div(_typed("victim", said), hidden=chosen is not None), html.Div([
        parts.field("Safe contact", named("safe"), "When and how this person can be contacted without adding danger", value=said.safe_contact, maxlength=300),
        parts.field("Interpreter or language", named("language"), "Empty if none is needed", value=said.language, maxlength=100),
        parts.field("Access needs", named("access"), "A disability or what the meeting must know to reach this person", value=said.access_needs,
                    maxlength=200)], className="tl-fields"))


def _source(chosen, said: Person, relationship: str) -> html.Fieldset:
    stand = [{"label": "Not known", "value": "unknown"},
             *({"label": word[:1].upper() + word[1:], "value": word} for word in RELATIONSHIPS if word != "unknown")]
    return _set("Who is said to have caused harm", _chosen(chosen), html.Div([
        parts.text("Leave the name empty if the referral names nobody.", small=True), *_typed("source", said)], hidden=chosen is not None),
        parts.select("How the two stand to one another", named("relationship"), stand, relationship or "unknown"))


def _children(known: Iterable, typed: list[Person], corrects: bool) -> html.Fieldset:
    options = [{"label": f"{child.name}, {parts.born(child.dob, child.dob_precision)}", "value": child.person_id} for child in known]
    lines = [html.Div([
        parts.field(f"Child {number}: name", named(f"child{number}"), value=child.name, autocomplete="off", maxlength=100),
        parts.field(f"Child {number}: date of birth", named(f"child{number}-born"), value=_day_of(child.born), autocomplete="off", maxlength=10),
        parts.select(f"Child {number}: lives with the person referred", named(f"child{number}-lives"), _options(LIVES), child.lives_here or UNSAID)],
        className="tl-fields")
        for number, child in zip(TYPED_CHILDREN, typed, strict=True)]
    ticks = html.Fieldset([html.Legend("Children of the family whom the referral names", className="govuk-fieldset__legend"),
                           dbc.Checklist(id=named("known-children"), options=options, value=[], class_name="tl-choices", label_class_name="govuk-body")],
                          className="govuk-fieldset govuk-form-group", hidden=not options)
    more = f"Other children, at most {CHILDREN} in all" if options else f"At most {CHILDREN} can be named"
    return _set("Children", ticks, parts.details(more, *lines) if options and not corrects else html.Div([parts.text(more, small=True), *lines]))


def _why(said: Referral) -> html.Fieldset:
    labels = {"visible high risk": "Visible high risk (ticks on the checklist)"}
    options = [{"label": labels.get(name, name[:1].upper() + name[1:]), "value": name} for name in CRITERIA]
    return _set("Why", html.Fieldset([
        html.Legend("By which criterion; choose all that hold", className="govuk-fieldset__legend"),
        dbc.Checklist(id=named("criteria"), options=options, value=list(said.criteria), class_name="tl-choices", label_class_name="govuk-body")],
        className="govuk-fieldset govuk-form-group"),
        parts.field("Number of ticks", named("ticks"), f"With visible high risk: 1 to {MOST_TICKS}", value=str(said.ticks or ""), inputmode="numeric",
                    maxlength=2),
        _lines("words", "What happened and what is feared", "As the referring agency says it. No address: say \"the same address\".", said.words, 5))


def _typed(who: str, said: Person) -> list:
    return [html.Div([
        parts.field("Name", named(who), "As the referral has it", value=said.name, autocomplete="off", maxlength=100),
        parts.field("Date of birth", named(f"{who}-born"), "For example, 27/3/1988", value=_day_of(said.born), autocomplete="off", maxlength=10),
        parts.select("Sex", named(f"{who}-sex"), _options(SEXES), said.sex or UNSAID)], className="tl-fields")]


def _chosen(person) -> html.P | None:
    if person is None:
        return None
    return parts.text(html.Strong(person.name), f", {parts.born(person.dob, person.dob_precision)}: chosen from the records.")


def _options(words: dict[str, str]) -> list[dict]:
    return [{"label": label, "value": value} for value, label in words.items()]


def _set(legend: str, *inside) -> html.Fieldset:
    head = html.Legend(html.H3(legend, className="govuk-fieldset__heading"), className="govuk-fieldset__legend govuk-fieldset__legend--m")
    return html.Fieldset([head, *inside], className="govuk-fieldset")


def _lines(field: str, label: str, hint: str, value: str, rows: int = 2) -> html.Div:
    return html.Div([html.Label(label, htmlFor=named(field), className="govuk-label"), html.Div(hint, className="govuk-hint"),
                     dbc.Textarea(id=named(field), class_name="govuk-textarea", rows=rows, maxlength=3000, value=value)], className="govuk-form-group")


def _day(on) -> str:
    return f"{on.day}/{on.month}/{on.year}" if on else ""


def _day_of(text: str) -> str:
    return _day(parts.typed_day(text))
