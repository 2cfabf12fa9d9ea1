"""A record: one agency's report as it came, its file and lines, what the layout read from it, its versions and issues."""

from dash import html

from dashboard import parts, queries, theme
from dashboard.correcting import from_words, made
from timeline.access import User

NAME = "record"
PATHS = ("/record/<id>",)
PERMISSION = "record:view"


def layout(user: User, id: str, query: dict) -> list:
    """The record of this report, or of this row (`police.csv:17`) where it made no report."""
    record = queries.record(user, id)
    people, issues = queries.record_people(user, record.row_id), queries.issues(user, record.row_id)
    return [
        parts.text(parts.link("The event that this is an account of", parts.address("event", record.event_id))) if record.event_id else None,
        parts.title(record.title or "A record", f"{theme.agency(record.agency)} ({record.system})"),
        _state(record),
        parts.summary([
            ("File and lines", parts.lines(record.file, record.line_from, record.line_to)),
            ("Report", record.report_id),
            ("The extract shows", parts.day(record.as_at)),
            ("We received it on", parts.day(record.received_on)),
            ("Area", record.area), ("Read with the layout", record.layout), ("Handling", record.handling),
            ("The file's fingerprint (SHA-256)", html.Code(record.file_hash, className="tl-hash")),
        ]),
        parts.heading("The agency's own words"),
        parts.own_words(user, record.report_id, record.words, "None were supplied."),
        from_words.section(user, "record", record.report_id) if record.report_id and record.state == "current" else None,
        parts.heading("The lines as they came"),
        parts.hidden_address(user, "record", record.row_id, "Untouched text"),
        parts.table("What was read from it", ("Field", "As written"), _fields(record)),
        parts.table("Whom it names", ("As written", "Named as", "Also given", "Address", "Gathered into"), [_person(user, row) for row in people.itertuples()])
        if len(people) else None,
        parts.table("Its versions, newest first", ("State", "File and lines", "Extract of", "Why"),
                    [_version(row, record.row_id) for row in queries.versions(user, record.row_id).itertuples()]),
        _issues(issues),
        made.section(user, "record", record.report_id) if record.report_id else None,
    ]


def _state(record) -> html.Div | None:
    """What a reader must know first where this is not the current version."""
    if record.state == "current":
        return None
    then = parts.text("See ", parts.link("the row that stands in its place", parts.address("record", record.replaced_by))) if record.replaced_by else None
    return parts.inset(html.P([html.Strong(record.state.capitalize()), f": {record.because}"]), then)


def _fields(record) -> list[tuple]:
    questions = [(f"Asked: {asked['factor']}", asked["answer"]) for asked in record.asked or []]
    return [(name.replace("_", " "), html.Span(value, className="tl-own")) for name, value in record.fields.items()] + questions


def _person(user: User, row) -> tuple:
    given = [parts.born(row.dob, row.dob_precision), *([row.sex] if row.sex else []), *(name.upper() for name in row.identifiers),
             *([row.relationship] if row.relationship else []),
             *(f"{what.replace('_', ' ')} {getattr(row, what)}" for what in ("lives_here", "present", "seen", "heard")
               if getattr(row, what) != "not asked")]
    address = parts.hidden_address(user, "mention", row.mention_id) if row.has_address else "none"
    return row.name or "name not recorded", row.role, ", ".join(given), address, parts.link(row.person, parts.address("person", row.person_id))


def _version(row, this: str) -> tuple:
    where = parts.lines(row.file, row.line_from, row.line_to)
    return (row.state, f"{where} (this one)" if row.row_id == this else parts.link(where, parts.address("record", row.row_id)),
            parts.day(row.as_at), row.because)


def _issues(issues) -> html.Div:
    if issues.empty:
        return parts.text("Nothing was found wrong with it.")
    return parts.table("What is wrong with it, or worth asking", ("What it does", "Field", "Why"),
                       [("sets the row aside" if row.severity == "error" else "noted", row.field or "the row", row.because) for row in issues.itertuples()])
