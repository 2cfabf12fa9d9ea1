"""How our fields, roles and codes are read on the pages that describe a supplier's file."""

from timeline.agencies import WORDS, titles
from timeline.agencies.drawing import NOTHING, called
from timeline.tables import FACTORS, PERSON_FIELDS, REPORT_FIELDS, ROLES

RECORD = {
    "ref": "Their reference of the row", "incident_ref": "Their reference of the incident", "other_ref": "Another agency's reference",
    "copied_from": "Copied from agency", "referred_by": "Referring agency", "change": "What the row does: new, corrected, withdrawn",
    "category": "What it is about", "recorded_on": "Recorded on (day)", "occurred_from": "Happened on, or from (day)",
    "occurred_from_time": "Happened at, or from (time)", "occurred_to": "Happened until (day)", "occurred_to_time": "Happened until (time)",
    "notified_to": "Agency that was told", "notified_on": "Agency was told on (day)", "outcome": "Outcome", "grade": "The agency's own grade",
    "grade_tool": "Tool behind the grade", "statement": "Fact, allegation or opinion", "relationship": "How the two adults stand to one another",
    "separation": "Separation planned, occurred, reversed", "place": "Where it happened (address)", "place_postcode": "Where it happened (postcode)",
    "handling": "Restricted or confidential", "words": "The agency's own words", "since": "State since (day)", "until": "State until (day)",
    "due_on": "Due on (day to come)", "made_on": "Order made on (day)", "served_on": "Order served on (day)", "expires_on": "Order expires on (day)",
    "ended_on": "Order ended early on (day)", "conditions": "Order's conditions"}
PERSON = {
    "role": "role", "name": "whole name", "forename": "first name", "middle_names": "middle names", "surname": "family name",
    "previous_surname": "earlier family name", "alias": "other name", "dob": "date of birth", "sex": "sex", "address": "address", "postcode": "postcode",
    "address_kind": "kind of address", "nhs": "NHS number", "pnc": "PNC identifier", "cro": "CRO number", "crn": "probation number (CRN)",
    "noms": "prison number", "upn": "pupil number (UPN)", "local_id": "the system's own number of the person",
    "relationship": "how this person stands to the child or victim", "lives_here": "lives with the child or subject", "present": "was present (child)",
    "seen": "was seen (child)", "heard": "was spoken to and heard (child)", "ethnicity": "ethnicity", "language": "language or interpreter",
    "disability": "disability or access need", "safe_contact": "safe way to contact"}
FIRST = ("ref", "recorded_on", "occurred_from", "category", "words")
DAYS = ("recorded_on", "occurred_from", "occurred_to", "notified_on", "since", "until", "due_on", "made_on", "served_on", "expires_on", "ended_on", "dob")
CODES = {"category": "What a row is about", "answer": "Answers: yes, no or not asked", "role": "What a person is in the row", "relationship": "Relationships",
         "notified_to": "Agencies that were told", "referred_by": "Referring agencies", "address_kind": "Kinds of address",
         "change": "What a row does to an earlier one"}
UNUSED, UNSAID = "not used", "not said"


def options(people: tuple[tuple[str, str], ...]) -> list[dict]:
    """What a column can be read as, for these people of a row: the fields that most rows need first."""
    rest = [name for name in REPORT_FIELDS if name not in FIRST]
    return [{"label": "Not used", "value": UNUSED}, _head("Most needed"), *(_option(RECORD[name], name) for name in FIRST),
            *(part for slot, role in people for part in _person(slot, role)),
            _head("The row itself"), *(_option(RECORD[name], name) for name in rest),
            _head("Risk questions"), *(_option(f"Asked: {factor}", f"asked.{factor}") for factor in FACTORS)]


def _person(slot: str, role: str) -> list[dict]:
    named = alone(called(slot).removeprefix("the "))
    return [_head(named), *(_option(f"{named}: {PERSON[name]}", f"{slot}.{name}") for name in PERSON_FIELDS if name != "role" or not role)]


def place(name: str) -> str:
    """A field as the page calls it: 'Victim: date of birth'."""
    if name.startswith("asked."):
        return f"Asked: {name.removeprefix('asked.')}"
    if name in RECORD:
        return RECORD[name]
    slot, field = name.rsplit(".", 1)
    return f"{alone(called(slot).removeprefix('the '))}: {PERSON[field]}"


def roles() -> list[dict]:
    """What a person of a row may be."""
    return [{"label": "Nobody", "value": UNSAID}, *({"label": alone(role), "value": role} for role in ROLES),
            {"label": "A column says what this person is", "value": "column"}]


def meanings(field: str, categories: dict[str, str]) -> list[dict]:
    """What a code of this field may mean; `categories` are our categories with their titles."""
    if field == "category":
        known = list(categories.items())
    elif field in WORDS:
        known = [(word, alone(word)) for word in WORDS[field]]
    else:
        known = sorted(((key, titles.alone(key)) for key in agencies_known()), key=lambda pair: pair[1])
    return [{"label": "Not said yet", "value": UNSAID}, *({"label": label, "value": value} for value, label in known),
            {"label": "Means nothing: read as an empty cell", "value": NOTHING}]


def agencies_known() -> tuple[str, ...]:
    """The agencies that a layout may be of, as keys."""
    return ("police", "probation", "gp", "hospital", "maternity", "health visiting", "mental health", "social care", "schools", "housing", "family court",
            "idva", "marac", "mash")


def alone(word: str) -> str:
    """The word with a capital."""
    return word[:1].upper() + word[1:]


def _option(label: str, value: str) -> dict:
    return {"label": label, "value": value}


def _head(label: str) -> dict:
    return {"label": f"— {label} —", "value": f"head {label}", "disabled": True}
