"""The words that columns hold, and those that layouts translate an agency's columns into. Everything a layout names is text here;
`reports` and `mentions` type it."""

REPORT_FIELDS = {
    "ref": "the supplier's own reference of this row; with agency and system it is the report's id",
    "incident_ref": "the supplier's own reference of what happened, shared by its rows about one incident",
    "other_ref": "another agency's reference, as this agency wrote it",
    "copied_from": "the agency whose record this one repeats (a notice, a letter, a forwarded report)",
    "referred_by": "the agency that made this referral (codes.referred_by gives an agency's name)",
    "change": "what this row does to an earlier one of the same ref: codes.change gives 'withdrawn', else it replaces",
    "category": "what it is about: codes.category translates it",
    "recorded_on": "the day that the agency wrote it down",
    "occurred_from": "the day that it happened, or the first of a range",
    "occurred_from_time": "its time",
    "occurred_to": "the last day of a range",
    "occurred_to_time": "its time",
    "notified_to": "whom the agency told (codes.notified_to gives an agency's name)",
    "notified_on": "the day that it told them",
    "outcome": "what became of it: codes.outcome translates it",
    "grade": "the agency's own grade: codes.grade gives standard, medium or high",
    "grade_tool": "the tool that the grade comes from (DASH27, DASH24, DARA, ...)",
    "statement": "codes.statement gives fact, allegation or opinion",
    "relationship": "how the two adults stand to one another: codes.relationship translates it",
    "separation": "codes.separation gives planned, occurred, reversed or unclear",
    "place": "the address where it happened",
    "place_postcode": "its postcode",
    "handling": "codes.handling gives restricted or confidential",
    "words": "the agency's own words",
    "since": "the first day of a state (an address, a tenancy, a relationship, custody)",
    "until": "its last day",
    "due_on": "a day to come: an expected birth, a planned release, a hearing",
    "made_on": "the day that an order was made",
    "served_on": "the day that it was served",
    "expires_on": "the day that it expires",
    "ended_on": "the day that it was discharged or revoked",
    "conditions": "its conditions, in the source's words",
}

PERSON_FIELDS = {
    "role": "what this source asserts of this person here: one of ROLES (codes.role translates a column)",
    "name": "a whole name in one cell",
    "forename": "first name",
    "middle_names": "middle names",
    "surname": "family name",
    "previous_surname": "an earlier family name",
    "alias": "another name",
    "dob": "date of birth",
    "sex": "codes.sex gives female, male or other",
    "address": "the address in one cell, or its lines",
    "postcode": "its postcode",
    "address_kind": "codes.address_kind gives home, partner's home, relative's home, institution, shared house, no fixed abode or safe",
    "nhs": "NHS number",
    "pnc": "PNC identifier",
    "cro": "CRO number",
    "crn": "Delius case reference number",
    "noms": "prison number",
    "upn": "unique pupil number",
    "local_id": "this system's own number of the person",
    "relationship": "how this person stands to the report's child, or, where it has none, to its victim or subject",
    "lives_here": "whether this person lives with the report's child or subject: an answer",
    "present": "whether this child was present: an answer",
    "seen": "whether this child was seen: an answer",
    "heard": "whether this child was spoken to and heard: an answer",
    "ethnicity": "as the agency recorded it",
    "language": "interpreter or language need, as recorded",
    "disability": "disability or access need, as recorded",
    "safe_contact": "when and how this person can be contacted without adding danger, as recorded",
}

ANSWERS = ("yes", "no", "not asked")
ROLES = ("victim", "suspect", "child", "unborn", "carer", "patient", "offender", "partner", "parent", "applicant",
         "respondent", "tenant", "household member", "contact", "witness", "caller", "subject")
IDENTIFIERS = ("nhs", "pnc", "cro", "crn", "noms", "upn", "local_id")
STRONG_IDENTIFIERS = ("nhs", "pnc", "crn", "noms", "upn")
INTIMATE = ("partner", "ex-partner", "spouse", "ex-spouse")
RELATIONSHIPS = INTIMATE + ("mother", "father", "parent", "step-parent", "child", "sibling", "grandparent", "other family",
                            "foster carer", "carer", "none", "unknown")
KINDS = ("abuse", "concern", "contact", "protection", "movement", "life", "strength")
LEVELS = ("same day", "MARAC criterion met", "review", "note")
FACTORS = ("strangulation", "weapon", "threat to kill", "sexual violence", "stalking", "pregnancy", "perpetrator suicidality",
           "victim suicidality", "child threatened or hurt", "pet harmed", "step-child in home", "jealous control",
           "honour-based", "firearm", "victim fears being killed", "isolation", "child contact conflict", "injury",
           "more often", "worse", "order breached", "substance misuse", "mental ill health", "money control", "separation")
KINDS_FROM_WORDS = ("control", "emotional", "economic")  # kinds of abuse that words may suggest beside the factors


def _struct(fields) -> str:
    return "STRUCT(" + ", ".join(f"{name} VARCHAR" for name in fields) + ")"


FIELDS_TYPE = _struct(REPORT_FIELDS)
PEOPLE_TYPE = _struct(["slot", *PERSON_FIELDS]) + "[]"
ASKED_TYPE = "STRUCT(factor VARCHAR, answer VARCHAR)[]"
