"""Every table of a snapshot: its grain, its key, its columns, what each means, what may be empty.

Each table is declared once. `check` holds a made table against its declaration when it is stored, and `docs/tables.md` is
made from the same lines. A type is DuckDB's. `empty=True` says that a cell may be empty and the meaning says when.
"""

from dataclasses import dataclass, field

import duckdb


class BrokenTable(Exception):
    """A stage made a table that is not as declared: a fault of ours, never of a user."""


@dataclass(frozen=True)
class Column:
    """One column: its name, DuckDB type, meaning, whether a cell may be empty, and the allowed values if few."""

    name: str
    type: str
    meaning: str
    empty: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, its key, its columns."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(default_factory=tuple)


# ---------------------------------------------------------------------------------------------------------------------
# The words that layouts translate an agency's columns into. Everything is text here; `reports` and `mentions` type it.

REPORT_FIELDS = {
    "ref": "the supplier's own reference of this row; with agency and system it is the report's id",
    "incident_ref": "the supplier's own reference of what happened, shared by its rows about one incident",
    "other_ref": "another agency's reference, as this agency wrote it",
    "copied_from": "the agency whose record this one repeats (a notice, a letter, a forwarded report)",
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

# ---------------------------------------------------------------------------------------------------------------------

_C = Column
TABLES = {table.name: table for table in (
    Table("files", "a file that was received", ("file",), (
        _C("file", "VARCHAR", "its name below the extracts folder"),
        _C("file_hash", "VARCHAR", "SHA-256 of its bytes"),
        _C("layout", "VARCHAR", "the supplier's layout that reads it; empty when the file was refused", True),
        _C("agency", "VARCHAR", "the agency that supplied it; empty when the file was refused", True),
        _C("system", "VARCHAR", "that agency's system; empty when the file was refused", True),
        _C("area", "VARCHAR", "the MARAC area that it speaks of; empty when the file was refused", True),
        _C("as_at", "DATE", "the day that the extract shows; empty when the file was refused", True),
        _C("received_on", "DATE", "the day that we got it; empty when the file was refused", True),
        _C("extent", "VARCHAR", "whether what it leaves out is gone (full) or unchanged (delta)", True, ("full", "delta")),
        _C("covers_from", "DATE", "the first day that it covers; empty when the file was refused", True),
        _C("covers_to", "DATE", "the last day that it covers; empty when the file was refused", True),
        _C("searched_for", "VARCHAR", "who was searched for, in the supplier's words: everyone, or a list", True),
        _C("accept_vanished", "BOOLEAN", "a person has said that rows missing from this full extract are really gone"),
        _C("encoding", "VARCHAR", "the encoding that its bytes were read with", True),
        _C("delimiter", "VARCHAR", "what parts its cells", True),
        _C("lines", "BIGINT", "its physical lines, counted on the bytes; 0 when it could not be opened"),
        _C("problem", "VARCHAR", "why the whole file was refused, and what to do; empty when it was read", True),
    )),
    Table("codes", "a supplier's code and what it means to us; under the field 'column', our field and the column that it is read from", ("layout", "field", "code"), (
        _C("layout", "VARCHAR", "the supplier's layout"),
        _C("field", "VARCHAR", "our field, such as category, sex, relationship or answer"),
        _C("code", "VARCHAR", "their code: trimmed, lower case, every dash as a hyphen"),
        _C("means", "VARCHAR", "our word"),
    )),
    Table("categories", "a kind of thing that a report can be about", ("category",), (
        _C("category", "VARCHAR", "our word for it"),
        _C("title", "VARCHAR", "how a person reads it"),
        _C("kind", "VARCHAR", "the broad kind", values=KINDS),
        _C("gravity", "TINYINT", "ordinal band 1 to 5; empty where the kind is not abuse or concern", True),
        _C("type", "VARCHAR", "type of abuse: physical, sexual, control, stalking, emotional, economic, breach or unspecified", True),
        _C("physical", "BOOLEAN", "whether physical or sexual violence is said to have been used"),
        _C("factors", "VARCHAR[]", "high-risk factors that the category itself asserts"),
    )),
    Table("rows", "every physical line of every readable file, gathered into what it is", ("row_id",), (
        _C("row_id", "VARCHAR", "the file and its first line: police-2024-03.csv:17"),
        _C("file", "VARCHAR", "the file"),
        _C("file_hash", "VARCHAR", "SHA-256 of its bytes"),
        _C("layout", "VARCHAR", "the supplier's layout"),
        _C("agency", "VARCHAR", "the agency that supplied it"),
        _C("system", "VARCHAR", "that agency's system"),
        _C("area", "VARCHAR", "the MARAC area"),
        _C("line_from", "BIGINT", "its first physical line, counted from 1"),
        _C("line_to", "BIGINT", "its last physical line"),
        _C("part", "VARCHAR", "what these lines are", values=("header", "blank", "note", "record", "unreadable")),
        _C("problem", "VARCHAR", "why lines could not be read as a record, or which columns of a header nobody reads; else empty", True),
        _C("raw", "VARCHAR", "the untouched text"),
        _C("raw_hash", "VARCHAR", "a hash of the record's cells: two exact duplicates share it; empty unless a record", True),
        _C("as_at", "DATE", "the day that the extract shows"),
        _C("received_on", "DATE", "the day that we got it"),
        _C("date_style", "VARCHAR", "the layout's way of writing a date, one of dates.STYLES"),
        _C("fields", FIELDS_TYPE, "the cells under our names, text; a value that means nothing is empty; empty unless a record", True),
        _C("people", PEOPLE_TYPE, "the people's cells under our names, one per slot that holds anything", True),
        _C("asked", ASKED_TYPE, "risk questions and the answers as written", True),
    )),
    Table("issues", "something wrong, or worth asking, about one cell of one row", ("row_id", "field", "code"), (
        _C("row_id", "VARCHAR", "the row"),
        _C("field", "VARCHAR", "our field, slot.field for a person's, or '' for the row as a whole"),
        _C("code", "VARCHAR", "a short name of the issue, the same for all its kind"),
        _C("severity", "VARCHAR", "an error quarantines the row, a query notes it", values=("error", "query")),
        _C("value", "VARCHAR", "what was found", True),
        _C("because", "VARCHAR", "file, line, column, what was found, what was expected, what to do"),
    )),
    Table("versions", "what became of each record: the books", ("row_id",), (
        _C("row_id", "VARCHAR", "a record, or unreadable lines"),
        _C("report_id", "VARCHAR", "agency:system:reference; empty where the row is quarantined without one", True),
        _C("state", "VARCHAR", "its state", values=("current", "superseded", "withdrawn", "exact duplicate", "quarantined")),
        _C("replaced_by", "VARCHAR", "the row that stands in its place, if any", True),
        _C("because", "VARCHAR", "why, in words"),
    )),
    Table("coverage", "an agency's system in an area in a month", ("agency", "system", "area", "month"), (
        _C("agency", "VARCHAR", "the agency"),
        _C("system", "VARCHAR", "its system"),
        _C("area", "VARCHAR", "the MARAC area"),
        _C("month", "DATE", "the first day of the month"),
        _C("rows", "BIGINT", "current reports known in that month"),
        _C("quarantined", "BIGINT", "quarantined rows of files that cover the month"),
        _C("state", "VARCHAR", "what the silence or the supply means", values=("supplied", "searched and none", "silent", "not supplied")),
        _C("because", "VARCHAR", "why, in words"),
    )),
    Table("reports", "one agency's account of something", ("report_id",), (
        _C("report_id", "VARCHAR", "agency:system:reference"),
        _C("row_id", "VARCHAR", "the current row that it comes from"),
        _C("agency", "VARCHAR", "who says it"),
        _C("system", "VARCHAR", "in which system"),
        _C("area", "VARCHAR", "the MARAC area"),
        _C("occurred_from", "TIMESTAMP", "when it happened, at the earliest; empty when undated", True),
        _C("occurred_to", "TIMESTAMP", "at the latest; empty when undated", True),
        _C("precision", "VARCHAR", "how exactly the time is known", values=("minute", "day", "month", "year", "range", "undated")),
        _C("known_on", "DATE", "the day that this agency recorded it or was told"),
        _C("received_on", "DATE", "the day that we got it"),
        _C("notified_to", "VARCHAR", "whom the agency told", True),
        _C("notified_on", "DATE", "when it told them", True),
        _C("category", "VARCHAR", "what it is about"),
        _C("kind", "VARCHAR", "the broad kind", values=KINDS),
        _C("gravity", "TINYINT", "band 1 to 5; empty where the kind is not abuse or concern", True),
        _C("type", "VARCHAR", "type of abuse", True),
        _C("physical", "BOOLEAN", "whether physical or sexual violence is said to have been used"),
        _C("factors", "MAP(VARCHAR, VARCHAR)", "risk factor to yes, no or not asked; asserted by the category or answered"),
        _C("statement", "VARCHAR", "how the source states it", values=("fact", "allegation", "opinion")),
        _C("outcome", "VARCHAR", "open, no further action, charged, cautioned, convicted, acquitted, withdrawn or other", True),
        _C("grade", "VARCHAR", "the agency's own grade: standard, medium or high", True),
        _C("grade_tool", "VARCHAR", "the tool behind the grade; grades of two tools are never compared", True),
        _C("incident_ref", "VARCHAR", "agency:reference of what happened, in the supplier's own words", True),
        _C("other_ref", "VARCHAR", "another agency's reference as written", True),
        _C("copied_from", "VARCHAR", "the agency whose record this one repeats: not an independent account", True),
        _C("relationship", "VARCHAR", "how the two adults stand, of RELATIONSHIPS", True),
        _C("separation", "VARCHAR", "planned, occurred, reversed or unclear", True),
        _C("place", "VARCHAR", "where, as written", True),
        _C("place_key", "VARCHAR", "the place's address key, comparable to a mention's", True),
        _C("handling", "VARCHAR", "restricted or confidential", True),
        _C("words", "VARCHAR", "the agency's own words", True),
        _C("since", "DATE", "first day of a state", True),
        _C("until", "DATE", "last day of a state", True),
        _C("due_on", "DATE", "a day to come", True),
        _C("made_on", "DATE", "order made", True),
        _C("served_on", "DATE", "order served", True),
        _C("expires_on", "DATE", "order expires", True),
        _C("ended_on", "DATE", "order ended early", True),
        _C("conditions", "VARCHAR", "conditions as written", True),
    )),
    Table("suggestions", "a risk factor, or a kind of abuse, that a report's own words suggest and that the report does not answer; it counts in no rule "
                         "until a person confirms it", ("report_id", "name"), (
        _C("report_id", "VARCHAR", "the report"),
        _C("name", "VARCHAR", "the factor or kind of abuse", values=FACTORS + KINDS_FROM_WORDS),
        _C("quote", "VARCHAR", "the recorder's own words that it rests on, as written"),
        _C("starts", "INTEGER", "where they begin in the report's words, in characters from 0"),
        _C("ends", "INTEGER", "where they end"),
        _C("because", "VARCHAR", "why, in words"),
    )),
    Table("mentions", "a person as named in one report", ("mention_id",), (
        _C("mention_id", "VARCHAR", "report_id#slot: never a line or an order"),
        _C("report_id", "VARCHAR", "the report"),
        _C("slot", "VARCHAR", "the place in the report that names this person"),
        _C("agency", "VARCHAR", "who names this person"),
        _C("role", "VARCHAR", "what this source asserts of this person here", values=ROLES),
        _C("known_on", "DATE", "the report's known_on"),
        _C("received_on", "DATE", "the report's received_on"),
        _C("name", "VARCHAR", "the name as written, first name first; empty when none or a placeholder", True),
        _C("forename", "VARCHAR", "first name, lower case ASCII; empty when not given", True),
        _C("surname", "VARCHAR", "family name, lower case ASCII; empty when not given", True),
        _C("other_names", "VARCHAR[]", "middle, previous and alias names, lower case ASCII"),
        _C("dob", "DATE", "date of birth; empty when missing, impossible or a placeholder", True),
        _C("dob_precision", "VARCHAR", "day, or year where it is an estimate written as 1 January", True, ("day", "year")),
        _C("sex", "VARCHAR", "as recorded", True, ("female", "male", "other")),
        _C("address", "VARCHAR", "the address as written", True),
        _C("postcode", "VARCHAR", "without spaces; empty for placeholders such as ZZ993VZ", True),
        _C("address_key", "VARCHAR", "postcode and house or flat number: equal keys are one dwelling; empty when it cannot be known", True),
        _C("address_kind", "VARCHAR", "what sort of address", values=("home", "partner's home", "relative's home", "institution",
                                                                     "shared house", "no fixed abode", "safe", "unknown")),
        _C("identifiers", "MAP(VARCHAR, VARCHAR)", "valid identifiers only, canonical; local_id is agency:system:number"),
        _C("relationship", "VARCHAR", "how this person stands to the report's child, or else to its victim or subject", True),
        _C("lives_here", "VARCHAR", "whether this person lives with the child or subject", values=ANSWERS),
        _C("present", "VARCHAR", "whether this child was present", values=ANSWERS),
        _C("seen", "VARCHAR", "whether this child was seen", values=ANSWERS),
        _C("heard", "VARCHAR", "whether this child was heard", values=ANSWERS),
        _C("writing_id", "VARCHAR", "mentions written alike in everything that tells people apart share it; the first mention_id of them"),
    )),
    Table("characteristics", "a protected characteristic or need as one report records it: for audit and care, in no rule and no link",
          ("mention_id", "kind"), (
        _C("mention_id", "VARCHAR", "the mention"),
        _C("kind", "VARCHAR", "which", values=("ethnicity", "language", "disability")),
        _C("value", "VARCHAR", "as recorded"),
    )),
    Table("pairs", "how alike two writings of a person are; each stands for the mentions that share its writing_id, and a writing "
                   "that several mentions share stands against itself", ("mention_id_l", "mention_id_r"), (
        _C("mention_id_l", "VARCHAR", "a writing_id, the lesser"),
        _C("mention_id_r", "VARCHAR", "a writing_id, the greater"),
        _C("match_weight", "DOUBLE", "log2 of the odds that the two are one person (Fellegi-Sunter)"),
        _C("shares", "STRUCT(prior DOUBLE, name DOUBLE, dob DOUBLE, sex DOUBLE, address DOUBLE, ids DOUBLE)", "each comparison's share of the weight"),
        _C("gate", "VARCHAR", "what the guards say of it", values=("ok", "review", "veto")),
        _C("guard", "VARCHAR", "the guard that spoke, by name; empty when none did", True),
        _C("because", "VARCHAR", "the guard that spoke, as a sentence; empty when none did", True),
    )),
    Table("judgements", "a pair of anchors that a person answered for, and how the answer stands in this load", ("answer_id", "left_id", "right_id"), (
        _C("answer_id", "VARCHAR", "the answer; what was said at once shares it"),
        _C("kind", "VARCHAR", "what was asked", values=("same person", "same event", "primary perpetrator", "child with carer", "signal dismissed",
                                                           "factor in report")),
        _C("left_id", "VARCHAR", "a mention or a report: for a primary perpetrator that person, for a child with a carer the child, for a dismissed "
                                 "signal a report that it rested on"),
        _C("right_id", "VARCHAR", "the other mention or report: the person harmed, the carer, whoever the family of a dismissed signal is gathered around, "
                                  "the factor that a report's words are said to tell of"),
        _C("since", "DATE", "for a child with a carer: from this day", True),
        _C("verdict", "VARCHAR", "what the person said", values=("yes", "no", "unsure")),
        _C("state", "VARCHAR", "how it stands; only what stands is applied, but for the 'no' of a contradiction: what is doubtful stays apart",
           values=("standing", "waiting for a second person", "contradicted", "not in this load")),
        _C("changed", "BOOLEAN", "an agency has since changed what the person saw; the answer is applied and goes back to review"),
        _C("reason", "VARCHAR", "why, in the person's words"),
        _C("decided_by", "VARCHAR", "who said so"),
        _C("decided_on", "DATE", "when"),
        _C("seconded_by", "VARCHAR", "who agreed, where it needed a second person", True),
        _C("until", "DATE", "for a dismissed signal: the last day on which it is dismissed", True),
        _C("signal", "VARCHAR", "for a dismissed signal, as JSON: its rule, the level that it had, and a mention of each person whom it is about", True),
        _C("because", "VARCHAR", "how it stands, in a sentence"),
    )),
    Table("people", "a person, gathered from mentions", ("person_id",), (
        _C("person_id", "VARCHAR", "P- and a hash of the founding mention"),
        _C("name", "VARCHAR", "the best-attested name; 'name not recorded' where none is"),
        _C("dob", "DATE", "the best-attested date of birth", True),
        _C("dob_precision", "VARCHAR", "day or year", True, ("day", "year")),
        _C("sex", "VARCHAR", "the best-attested sex", True, ("female", "male", "other")),
        _C("mention_ids", "VARCHAR[]", "its members, sorted; the first is not special"),
        _C("agencies", "VARCHAR[]", "who names this person, sorted"),
        _C("because", "VARCHAR", "why these mentions are one person, in words"),
    )),
    Table("links", "two people who may be one", ("person_id_l", "person_id_r"), (
        _C("link_id", "VARCHAR", "L- and a hash of the two mentions that the link rests on"),
        _C("person_id_l", "VARCHAR", "one"),
        _C("person_id_r", "VARCHAR", "the other; greater than the first"),
        _C("state", "VARCHAR", "what people answered: nobody yet (proposed), not sure, a yes or no that waits for a second person, a no that stands "
           "(refused: it places nobody anywhere), or answers that contradict one another; a yes that stands makes one person and no link",
           values=("proposed", "unsure", "waiting for a second person", "contradicted", "refused")),
        _C("mention_id_l", "VARCHAR", "the mention of the first that the link rests on"),
        _C("mention_id_r", "VARCHAR", "the mention of the second"),
        _C("match_weight", "DOUBLE", "of that pair; empty where somebody answered of two who were not alike enough to be compared", True),
        _C("agrees", "VARCHAR[]", "what speaks for their being one, the strongest first, each in words"),
        _C("conflicts", "VARCHAR[]", "what speaks against it, each in words"),
        _C("missing", "VARCHAR[]", "what would tell and is not written, each in words"),
        _C("rarity", "VARCHAR", "how rare the agreeing names are, in words; empty where no name agrees", True),
        _C("moves", "BOOLEAN", "whether joining the two would place a person said to have caused harm in another household"),
        _C("queued", "BOOLEAN", "whether it waits for a person's answer; else it is only shown with the two people"),
        _C("place", "INTEGER", "its place in the review, 1 first; empty unless queued", True),
        _C("because", "VARCHAR", "what agrees, what conflicts, what is missing, and why it was not joined"),
    )),
    Table("doubts", "a joined person who may be two, for a person to look at and perhaps to split", ("person_id",), (
        _C("person_id", "VARCHAR", "the person"),
        _C("because", "VARCHAR", "why, in words: two places at once, too many names, or many mentions that one weak likeness holds together"),
    )),
    Table("primaries", "two people of whom somebody said that one is the primary perpetrator", ("one_id", "other_id"), (
        _C("one_id", "VARCHAR", "one of the two"),
        _C("other_id", "VARCHAR", "the other; greater than the first"),
        _C("primary_id", "VARCHAR", "who was decided to be the primary perpetrator; empty where the answers about the two differ", True),
        _C("because", "VARCHAR", "who decided, and when; or that the answers differ"),
    )),
    Table("families", "a person's part in a family for a time", ("family_id", "person_id", "part", "since"), (
        _C("family_id", "VARCHAR", "F- and a hash of the founding mention"),
        _C("person_id", "VARCHAR", "the person"),
        _C("part", "VARCHAR", "the part; a linked person is named with the family and never joins it to another",
           values=("child", "carer", "adult", "other adult", "linked person")),
        _C("since", "DATE", "known to belong since"),
        _C("until", "DATE", "until; empty while it lasts as far as known", True),
        _C("because", "VARCHAR", "why, in words with the sources"),
    )),
    Table("events", "what happened, once, with every agency's account of it", ("event_id",), (
        _C("event_id", "VARCHAR", "E- and a hash of the founding report"),
        _C("occurred_from", "TIMESTAMP", "when, at the earliest; of the most exact account", True),
        _C("occurred_to", "TIMESTAMP", "at the latest", True),
        _C("precision", "VARCHAR", "how exactly", values=("minute", "day", "month", "year", "range", "undated")),
        _C("known_on", "DATE", "the first day that any agency knew"),
        _C("received_on", "DATE", "the first day that we had it"),
        _C("category", "VARCHAR", "of the gravest account"),
        _C("kind", "VARCHAR", "of the gravest account", values=KINDS),
        _C("gravity", "TINYINT", "the gravest account's band; the range is in disagreements", True),
        _C("types", "VARCHAR[]", "types of abuse over all accounts"),
        _C("physical", "BOOLEAN", "whether any account says that violence was used"),
        _C("factors", "MAP(VARCHAR, VARCHAR)", "yes if any account says yes, else no if any says no, else not asked"),
        _C("agencies", "VARCHAR[]", "who gives an account"),
        _C("report_ids", "VARCHAR[]", "the accounts"),
        _C("independent_accounts", "INTEGER", "accounts that are not copies of another's"),
        _C("disagreements", "VARCHAR[]", "sentences: where the accounts differ"),
        _C("because", "VARCHAR", "why these reports are one event"),
    )),
    Table("harms", "who is said to have harmed whom, in which event", ("event_id", "harmed_id", "source_id"), (
        _C("event_id", "VARCHAR", "the event"),
        _C("source_id", "VARCHAR", "the person said to have caused the harm; 'not named' where no account names one"),
        _C("harmed_id", "VARCHAR", "the person said to be harmed"),
        _C("relation", "VARCHAR", "between them", values=("intimate", "family", "other", "unknown")),
        _C("manner", "VARCHAR", "how the harmed person is in it: named as harmed, or a child present or living there",
           values=("named", "present", "living there")),
        _C("asserted_by", "VARCHAR[]", "agencies that say so"),
        _C("status", "VARCHAR", "the furthest that any account goes", values=("alleged", "charged", "cautioned", "convicted", "acquitted")),
        _C("contested", "BOOLEAN", "the same two people stand the other way round in another account of this event or of their history, "
                                   "and nobody has decided who is the primary perpetrator"),
        _C("against_decision", "BOOLEAN", "a person decided that, of these two, the other is the primary perpetrator: kept as said, counted by no rule"),
        _C("decision", "VARCHAR", "who decided of these two who is the primary perpetrator, and when, or that the answers differ", True),
        _C("known_on", "DATE", "the first day that an agency that says so knew"),
        _C("received_on", "DATE", "the first day that we had it"),
    )),
    Table("periods", "what held for a time", ("period_id",), (
        _C("period_id", "VARCHAR", "T- and a hash"),
        _C("kind", "VARCHAR", "which", values=("residence", "relationship", "custody", "pregnancy", "separation", "household")),
        _C("person_id", "VARCHAR", "the person; a pair stands once, the lesser id first"),
        _C("other_person_id", "VARCHAR", "the other person of a relationship, separation or household; empty where none is named", True),
        _C("place_key", "VARCHAR", "the address key of a residence or household", True),
        _C("place", "VARCHAR", "the address as written", True),
        _C("place_kind", "VARCHAR", "as a mention's address_kind", True),
        _C("since", "DATE", "its first day as far as known", True),
        _C("until", "DATE", "its last day; empty while it lasts as far as known", True),
        _C("state", "VARCHAR", "for a separation: planned, occurred, reversed, unclear or conflicting", True),
        _C("certainty", "VARCHAR", "how we know", values=("stated", "inferred", "planned")),
        _C("known_on", "DATE", "the first day that any agency knew"),
        _C("received_on", "DATE", "the first day that we had it"),
        _C("report_ids", "VARCHAR[]", "what it rests on"),
        _C("because", "VARCHAR", "why, in words"),
    )),
    Table("orders", "a court order, bail or licence condition", ("order_id",), (
        _C("order_id", "VARCHAR", "O- and a hash of its founding report"),
        _C("kind", "VARCHAR", "its category"),
        _C("bound_id", "VARCHAR", "the person bound", True),
        _C("protected_ids", "VARCHAR[]", "the people protected"),
        _C("conditions", "VARCHAR", "as written", True),
        _C("made_on", "DATE", "made", True),
        _C("served_on", "DATE", "served", True),
        _C("expires_on", "DATE", "expires", True),
        _C("ended_on", "DATE", "ended early", True),
        _C("known_on", "DATE", "the first day that any agency knew"),
        _C("received_on", "DATE", "the first day that we had it"),
        _C("breach_event_ids", "VARCHAR[]", "events recorded as a breach of it"),
        _C("report_ids", "VARCHAR[]", "what it rests on"),
        _C("because", "VARCHAR", "why, in words"),
    )),
    Table("timelines", "an event on a family's timeline", ("family_id", "event_id"), (
        _C("family_id", "VARCHAR", "the family"),
        _C("event_id", "VARCHAR", "the event"),
        _C("position", "INTEGER", "its place in order of occurrence from 1; undated events come last"),
        _C("days_since", "INTEGER", "days since the family's event before it", True),
        _C("roles", "STRUCT(person_id VARCHAR, role VARCHAR, agency VARCHAR)[]", "who is named in it, as what, by whom"),
        _C("children", "STRUCT(person_id VARCHAR, age INTEGER, present VARCHAR, seen VARCHAR, heard VARCHAR)[]",
           "each child of the family that day: age in whole years (empty if unknown, -1 unborn), and answers"),
        _C("known_on", "MAP(VARCHAR, DATE)", "agency to the day that it recorded the event or was told"),
    )),
    Table("perpetrators", "a person said to have harmed someone, in one family", ("person_id", "family_id"), (
        _C("person_id", "VARCHAR", "the person said to have caused harm"),
        _C("family_id", "VARCHAR", "a family where he or she is said to have harmed someone, or has been placed"),
        _C("first_on", "DATE", "first named with this family", True),
        _C("last_on", "DATE", "last named with this family", True),
        _C("harmed", "VARCHAR[]", "people of this family said to be harmed by him or her"),
        _C("children", "VARCHAR[]", "children of this family"),
        _C("event_ids", "VARCHAR[]", "the events"),
        _C("standing", "VARCHAR", "how named and by whom: 'named as suspect by police 2, convicted 0'"),
        _C("now", "VARCHAR", "where last placed, by whom, with whom; never an address of a person harmed", True),
        _C("link", "VARCHAR", "whether identity across households is confirmed or only proposed", values=("confirmed", "proposed")),
        _C("link_id", "VARCHAR", "the proposed link that it rests on; empty when confirmed", True),
    )),
    Table("signals", "what a rule raises on a family", ("signal_id",), (
        _C("signal_id", "VARCHAR", "S- and a hash of rule, family, people"),
        _C("rule", "VARCHAR", "R01, R02, ..."),
        _C("family_id", "VARCHAR", "the family"),
        _C("person_id", "VARCHAR", "the person said to cause the harm, where the rule is about one", True),
        _C("harmed_id", "VARCHAR", "the person said to be harmed, where the rule is about a pair", True),
        _C("raised_on", "DATE", "the first day on which what was known raised the rule to this level; never in hindsight"),
        _C("latest_on", "DATE", "the day of the latest evidence"),
        _C("level", "VARCHAR", "what it asks of a reader", values=LEVELS),
        _C("because", "VARCHAR", "a sentence with its numbers"),
        _C("evidence", "VARCHAR[]", "event ids, in order of occurrence"),
        _C("reports", "VARCHAR[]", "report ids that it rests on where no event carries it (an address, an order)"),
        _C("gaps", "VARCHAR", "what the coverage does not let us say", True),
        _C("rests_on_proposed_link", "BOOLEAN", "true when it holds only if a proposed link is confirmed"),
        _C("settings", "VARCHAR", "the version of the settings that judged it"),
    )),
    Table("raisings", "a rule's level that rose on a family, in the whole history and not only today", ("signal_id", "raised_on"), (
        _C("signal_id", "VARCHAR", "the signal's id: today's signal of this id is what the last of its raisings has become"),
        _C("rule", "VARCHAR", "R01, R02, ..."),
        _C("family_id", "VARCHAR", "the family"),
        _C("person_id", "VARCHAR", "the person said to cause the harm, where the rule is about one", True),
        _C("harmed_id", "VARCHAR", "the person said to be harmed, where the rule is about a pair", True),
        _C("raised_on", "DATE", "the first day on which what was known raised the rule to this level"),
        _C("level", "VARCHAR", "what it asked of a reader from that day", values=LEVELS),
        _C("until", "DATE", "the day on which it fell below that level; empty while it stands", True),
        _C("later", "STRUCT(on_day DATE, level VARCHAR)[]", "each later day on which the level changed, and to which; an empty level: to none"),
        _C("because", "VARCHAR", "the sentence with its numbers as it was on that day"),
        _C("evidence", "VARCHAR[]", "event ids as known on that day, in order of occurrence"),
        _C("reports", "VARCHAR[]", "report ids that it rested on where no event carries it"),
        _C("rests_on_proposed_link", "BOOLEAN", "true when it held only if a proposed link is confirmed"),
    )),
    Table("dismissals", "a signal that a person dismissed, and whether that holds today", ("signal_id", "answer_id"), (
        _C("signal_id", "VARCHAR", "the signal"),
        _C("answer_id", "VARCHAR", "the answer that dismissed it"),
        _C("state", "VARCHAR", "whether it holds; only a signal that is 'dismissed' ranks no family",
           values=("dismissed", "waiting for a second person", "overtaken", "returned")),
        _C("level", "VARCHAR", "the level that the signal had when it was dismissed", values=LEVELS),
        _C("until", "DATE", "the last day on which it is dismissed"),
        _C("reason", "VARCHAR", "why, in the person's words"),
        _C("decided_by", "VARCHAR", "who dismissed it"),
        _C("decided_on", "DATE", "when"),
        _C("seconded_by", "VARCHAR", "who agreed, where it needed a second person", True),
        _C("new_reports", "VARCHAR[]", "the reports that the signal rests on and that were not among those seen"),
        _C("because", "VARCHAR", "how it stands, in a sentence"),
    )),
    Table("asked", "a rule that was asked of a family and raised nothing", ("rule", "family_id"), (
        _C("rule", "VARCHAR", "R01, R02, ..."),
        _C("family_id", "VARCHAR", "the family"),
        _C("because", "VARCHAR", "what was found and what is needed: '2 incidents in 90 days; 3 are needed'"),
    )),
    Table("headlines", "a family as the list of families shows it", ("family_id",), (
        _C("family_id", "VARCHAR", "the family"),
        _C("name", "VARCHAR", "its people's family names, of children and carers"),
        _C("area", "VARCHAR", "the MARAC area most often reporting it", True),
        _C("children", "INTEGER", "children known"),
        _C("level", "VARCHAR", "its gravest signal's level", True, LEVELS),
        _C("raised_on", "DATE", "the most recent raising within that level", True),
        _C("signals", "INTEGER", "signals raised and not dismissed; level, day, sentences and rules are of these alone"),
        _C("because", "VARCHAR[]", "each signal's sentence, in order"),
        _C("rules", "VARCHAR[]", "each signal's rule, in the same order"),
        _C("dismissed", "INTEGER", "signals that a person has dismissed, until a day"),
        _C("agencies", "VARCHAR[]", "who reports it"),
        _C("events", "INTEGER", "events on its timeline"),
        _C("last_on", "DATE", "its latest dated event", True),
    )),
    Table("books", "the account of a file: lines = header + blank + note + record lines + unreadable lines; "
                   "records = current + superseded + withdrawn + exact duplicates + quarantined", ("file",), (
        _C("file", "VARCHAR", "the file"),
        _C("lines", "BIGINT", "its physical lines, counted on the bytes"),
        _C("header", "BIGINT", "header lines"),
        _C("blank", "BIGINT", "blank lines"),
        _C("note", "BIGINT", "title lines above the header and totals below the data"),
        _C("record_lines", "BIGINT", "lines of records"),
        _C("unreadable_lines", "BIGINT", "lines that could not be read as a record"),
        _C("records", "BIGINT", "records, and unreadable stretches"),
        _C("current", "BIGINT", "records that stand"),
        _C("superseded", "BIGINT", "records replaced by a later version"),
        _C("withdrawn", "BIGINT", "records that their agency took back"),
        _C("exact_duplicates", "BIGINT", "records received twice"),
        _C("quarantined", "BIGINT", "records set aside, each with its reason"),
        _C("refused", "VARCHAR", "why the whole file was refused; empty when it was read", True),
    )),
)}


def check(name: str, relation: duckdb.DuckDBPyRelation) -> None:
    """Hold a stored relation against its declaration: columns and types in order, key unique, empty cells, allowed values.

    Raises BrokenTable naming the table, the column and what was found."""
    table = TABLES[name]
    made = [(n, str(t).replace('"', '')) for n, t in zip(relation.columns, relation.types, strict=True)]  # DuckDB quotes reserved names
    declared = [(c.name, c.type) for c in table.columns]
    if made != declared:
        wrong = [f"{m} instead of {d}" for m, d in zip(made, declared, strict=False) if m != d] or [f"{len(made)} columns instead of {len(declared)}"]
        raise BrokenTable(f"table {name}: {'; '.join(wrong[:3])}")
    key = ", ".join(f'"{k}"' for k in table.key)
    tests = {f"the key ({key}) is not unique": f"count(*) - count(distinct ({key}))"}
    for column in table.columns:
        cell = f'"{column.name}"'
        if not column.empty:
            tests[f"{column.name} is empty"] = f"count(*) filter ({cell} is null)"
        if column.values:
            words = ", ".join("'" + value.replace("'", "''") + "'" for value in column.values)
            tests[f"{column.name} holds an undeclared value"] = f"count(*) filter ({cell} not in ({words}))"
    found = duckdb.sql(f"select {', '.join(tests.values())} from relation").fetchall()[0]
    for fault, count in zip(tests, found, strict=True):
        if count:
            raise BrokenTable(f"table {name}: {fault} in {count} rows")
