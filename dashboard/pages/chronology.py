"""A family's chronology as a document: for whom, in which format and over which span; and what such a document will hold and leave out."""

import dash_bootstrap_components as dbc
from dash import html
from flask_wtf.csrf import generate_csrf

from dashboard import documents, parts, queries, withholding
from timeline.access import User
from timeline.chronology import FORMATS
from timeline.chronology.audiences import AUDIENCES, FULL, PARTNER, PERSON
from timeline.wording import when

NAME, PATHS, PERMISSION = "chronology", ("/chronology/<family_id>",), "document:make"
FOR = {"full": "The partnership's own use.", "partner": "One agency that takes part. It may travel on from there, to a family's file or a court's bundle.",
       "perpetrator-safe": "It may come before the person said to have caused harm. It does not call itself so."}
HOLDS = {
    "full": "Every account of every event, with the agency's own words; who is in the family; what each rule raises and asks in vain; what each agency "
            "supplied. Addresses and postcodes are hidden.",
    "partner": "Of each record that may be given: when, what it is recorded as, how grave, who says so and how, who is named as what, whether children were "
               "seen and heard, the outcome, the agency's grade, when it was recorded and whom it told; and what each agency supplied.",
    "perpetrator-safe": "Formal steps of which that person was told, and nothing else: an offence charged, cautioned, convicted or acquitted, with its day; "
                        "an order or condition on the day on which it was served; custody, release and recall.",
}
LEAVES_OUT = {
    "full": "Notes and decisions of the people who work here.",
    "partner": "Agencies' own words, addresses, schools, other households, children's names, what the rules raise; records handled as restricted or "
               "confidential; disclosure scheme and unserved applications, planned separations, refuges, where and with whom people live.",
    "perpetrator-safe": "Free text, addresses, schools, disclosure scheme applications, planned separations, everybody else's name, which agency reports, "
                        "when anything was recorded and who knew; every allegation without a charge; whatever cannot be classified.",
}
UNTAGGED = ("This PDF has no tags, which a screen reader needs to tell headings and tables. Choose Word for whoever reads with one: the Word document can be "
            "read aloud.")
READ = ("Read each line before this document goes: is it certain that the person was told of it, and does any line, or the order of the lines, tell "
        "that somebody spoke? A document cannot be called back.")


def layout(user: User, family_id: str, query: dict) -> list:
    """The page of one family. `query`: audience, format, since, until and, for a perpetrator-safe document, person; with them, what such a
    document will hold and the button that makes it, and no field that could be changed meanwhile. `again`: to choose once more."""
    family = queries.family(user, family_id)
    head = [parts.title("Chronology as a document", f"{family.name} family"),
            parts.text(parts.link(f"Back to the timeline of the {family.name} family", parts.address("family", family_id) + "#timeline")),
            withholding.notice(user, family_id)]
    try:
        asked = documents.asked(user, family_id, query)
    except documents.Wrong as why:
        return [*head, _problem(why), _choose(user, family_id, query)]
    nobody = asked.audience is PERSON and asked.person_id is None
    if nobody or query.get("again") or not query.get("audience"):
        return [*head, _nobody(user, family_id) if nobody else None, _choose(user, family_id, query)]
    return [*head, *_shown(user, asked), parts.text(parts.link("Choose another audience, format or span", _again(family_id, query)))]


def _again(family_id: str, query: dict) -> str:
    return parts.address("chronology", family_id, **{key: query.get(key) for key in ("audience", "format", "since", "until", "person")}, again="yes")


def _problem(wrong: documents.Wrong) -> html.Div:
    return html.Div([html.H2("There is a problem", className="govuk-error-summary__title"),
                     html.Div(html.A(str(wrong), href=f"#{wrong.field}"), className="govuk-error-summary__body")],
                    className="govuk-error-summary", role="alert")


def _choose(user: User, family_id: str, query: dict) -> html.Form:
    people = [{"label": "Choose", "value": ""}] + [{"label": row.name, "value": row.person_id} for row in queries.suspected(user, family_id).itertuples()]
    audiences = [{"label": audience.title, "value": key} for key, audience in AUDIENCES.items()]
    formats = [{"label": name, "value": ending} for ending, (name, _, _) in FORMATS.items()]
    return html.Form([
        html.Div([
            parts.select("For whom", "audience", audiences, query.get("audience") or FULL.key, name="audience"),
            parts.select("Format", "format", formats, query.get("format") or "docx", name="format"),
            parts.field("From", "since", "For example, 27/3/2024; empty for all", name="since", value=query.get("since"), autocomplete="off"),
            parts.field("To", "until", "Empty for all", name="until", value=query.get("until"), autocomplete="off"),
            parts.select("About whom", "person", people, query.get("person") or "", name="person") if query.get("audience") == PERSON.key else None,
        ], className="tl-fields"),
        html.Button("Show what it will hold", type="submit", className="govuk-button govuk-button--secondary")],
        method="get", action=parts.address_now("chronology", family_id), id="chronology-ask")


def _shown(user: User, asked: documents.Asked) -> list:
    """What the document will hold and leave out, and the button that makes it."""
    return [
        parts.heading("What this document will hold"),
        parts.inset(parts.text(UNTAGGED)) if asked.ending == "pdf" else None,
        parts.summary([("Audience", asked.audience.title), ("For", FOR[asked.audience.key]), ("About", _about(user, asked)),
                       ("Format", FORMATS[asked.ending][0]), ("Span", _span(asked)), ("Holds", HOLDS[asked.audience.key]),
                       ("Leaves out", LEAVES_OUT[asked.audience.key]), *_counted(user, asked)]),
        *(_steps(user, asked) if asked.audience is PERSON else []),
        _make(asked),
    ]


def _about(user: User, asked: documents.Asked) -> str | None:
    return next((row.name for row in queries.suspected(user, asked.family_id).itertuples() if row.person_id == asked.person_id), None)


def _span(asked: documents.Asked) -> str:
    return f"{parts.day(asked.since, 'the beginning')} to {parts.day(asked.until, 'the end')}" if asked.since or asked.until else "Everything that is recorded"


def _nobody(user: User, family_id: str) -> html.Div:
    if len(queries.suspected(user, family_id)):
        return parts.inset(parts.text("Choose the person whom the document is about: it holds no step of anybody else."))
    return parts.empty("No perpetrator-safe document can be made.", "Nobody whose identity is confirmed is said to have caused harm in this family.",
                       "Make another document, or see the links to review.")


def _counted(user: User, asked: documents.Asked) -> list[tuple]:
    counts, left_out = queries.chronology_counts(user, asked.family_id, asked.since, asked.until), documents.left_out(user, asked)
    why = {FULL: "", PERSON: "not a formal step of which that person was told, or cannot be classified",
           PARTNER: f"{counts.handled} handled as restricted or confidential, {counts.unlisted} of a kind that is not given"}[asked.audience]
    beyond = f"{parts.count(counts.beyond, 'account')} outside the span or undated" if counts.beyond else None
    given = f"{counts.inside - left_out} of {parts.count(counts.inside, 'account')}" + (f"; {left_out} left out: {why}" if left_out else "")
    rounded = {FULL: None, PARTNER: "The document gives the number left out rounded up to the next ten, and does not say which.",
               PERSON: "The document does not say how many are left out, nor whether there are any."}[asked.audience]
    return [("Accounts", given), ("Outside", beyond), ("Number", rounded)]


def _steps(user: User, asked: documents.Asked) -> list:
    """Each line with the records that it rests on, which the document does not name."""
    found = queries.step_records(user, asked.family_id, asked.person_id, asked.since, asked.until)
    rows = [(row.number, when(row.occurred_from, row.occurred_to, row.precision), row.title, row.standing,
             parts.listed(parts.link(report, parts.address("record", report)) for report in row.report_ids)) for row in found.itertuples()]
    if not rows:
        return [parts.empty("Such a document would hold no line.", "No record in this span shows a formal step of which that person was told.",
                            "It can still be made, and says that nothing it may hold is recorded.")]
    return [parts.table("Its lines, and the records that each rests on (not in the document)", ("Line", "Date", "What", "How it stands", "Records"), rows),
            parts.inset(parts.text(html.Strong(READ)))]


def _make(asked: documents.Asked) -> html.Form:
    """A form of its own: making a document is written down with the name of whoever makes it."""
    given = {"family": asked.family_id, "audience": asked.audience.key, "format": asked.ending, "since": asked.since and asked.since.isoformat(),
             "until": asked.until and asked.until.isoformat(), "person": asked.person_id, "csrf_token": generate_csrf()}
    return html.Form([
        *(dbc.Input(type="hidden", name=name, value=value) for name, value in given.items() if value),
        parts.text("It is written down that you made it, for which audience and when. Its file's name holds the family's id, the day and, "
                   "unless it is perpetrator-safe, the audience.", small=True),
        html.Button("Make the document", type="submit", className="govuk-button")],
        method="post", action="/document", id="chronology-make")
