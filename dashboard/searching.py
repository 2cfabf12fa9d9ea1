"""The search for a person or a record: its fields, and what they ask for. It is written down in the audit and stands in no address."""

from dash import html

from dashboard import parts

FIELDS = ("name", "dob", "identifier", "reference")


class TooLittle(Exception):
    """What was filled in cannot be searched for; the message says what to write."""


def fields(id) -> html.Div:
    """The four fields; `id(field)` names each."""
    return html.Div([
        parts.field("Name", id("name"), "Or its beginning", autocomplete="off"),
        parts.field("Date of birth", id("dob"), "For example 27/3/1988", autocomplete="off"),
        parts.field("Identifier", id("identifier"), "NHS, PNC, CRN, UPN, prison or local number", autocomplete="off"),
        parts.field("Agency's reference", id("reference"), "A crime, case or log number", autocomplete="off"),
    ], className="tl-fields")


def wanted(*values: str | None) -> dict[str, str | None]:
    """What the fields ask for, a value for each of FIELDS, the date of birth as yyyy-mm-dd. Raises TooLittle."""
    name, dob, identifier, reference = ((value or "").strip() for value in values)
    day = parts.typed_day(dob)
    born = day.isoformat() if day else None
    if dob and not born:
        raise TooLittle(f"'{dob}' is not a date. Write it as day, month, year, for example 27/3/1988.")
    if not (born or reference or len(name) >= 2 or len(identifier) >= 3):
        raise TooLittle("Give at least two letters of a name, a date of birth, three characters of an identifier, or a reference.")
    return {"name": name, "dob": born, "identifier": identifier, "reference": reference}


def said(asked: dict) -> str:
    """What was searched for, as the audit keeps it."""
    return " ".join(f"{field}={value!r}" for field, value in asked.items())


def wrong(why: str) -> html.P:
    """Why nothing was searched for."""
    return html.P(why, className="govuk-error-message")
