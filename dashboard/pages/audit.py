"""A sample of cases to audit: how it was drawn, its cases, and the document with the questions and an audit sheet for each case."""

import dash_bootstrap_components as dbc
from dash import html
from flask_wtf.csrf import generate_csrf

from dashboard import current, inspecting, parts, queries
from timeline.access import User

NAME = "audit"
PATHS = ("/audit/<sample_id>",)
PERMISSION = "inspection:view"


def layout(user: User, sample_id: str, query: dict) -> list:
    """One sample: the cases in the order in which they were drawn."""
    sample = queries.sample(user, sample_id)
    cases = inspecting.cases(user, sample)
    return [
        parts.title(f"Sample {sample.sample_id}", "Cases to audit"),
        parts.summary([
            ("Days", f"{parts.day(sample.since)} to {parts.day(sample.until)}"), ("Area", sample.area or inspecting.EVERY), ("Seed", sample.seed),
            ("Drawn from", f"snapshot {sample.snapshot}"), ("Drawn by", f"{sample.by} on {parts.day(sample.at)}"),
            ("Asked for", f"{sample.audited} to audit, {sample.wider} in a wider sample")]),
        parts.inset("A newer snapshot stands now: the sheets are made from it, and a family may have changed since.") if sample.snapshot != current.newest()
        else None,
        parts.table("The cases, in the order in which they were drawn", ("Case", "Part", "Family", "Area", "Children"), [
            (number, part.capitalize(), parts.link(f"{name} family", parts.address("family", family_id)) if name else f"{family_id}: not in this snapshot",
             area, case.ages) for number, ((part, family_id, name, area), (_, case)) in enumerate(zip(cases, sample.cases, strict=True), 1)]),
        _document(sample.sample_id),
        parts.text(parts.link("Back to the questions", parts.address("inspection"))),
    ]


def _document(sample_id: str) -> html.Section:
    return html.Section([
        parts.heading("Take it away"),
        parts.text("One Word document: what the records say to each question, this sample, and an audit sheet for each case with room for what the auditor "
                   "finds. It holds names, and no address and no agency's own words; numbers below five are withheld where they are of the area."),
        html.Form([dbc.Input(type="hidden", name="csrf_token", value=generate_csrf()), dbc.Input(type="hidden", name="sample", value=sample_id),
                   html.Button("Make the document (Word)", type="submit", className="govuk-button")], method="post", action="/audit-sheets",
                  className="tl-noprint")])
