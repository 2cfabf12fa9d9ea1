"""What an agency is sent about its supply: it says where and what, and holds no name, address, number of a person or free text in any byte."""

import html
import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import queries
from dashboard.quality import chosen, sending, taken
from tests import published
from tests.test_own_words import refused
from timeline import chronology, issues, sheets
from timeline.access import User
from timeline.feedback.found import CODES, DAYS, EXPECTED, HIDDEN, NOTHING, Wrong, told
from timeline.tables import PERSON_FIELDS, REPORT_FIELDS

ANALYST = User("ben", "analyst")
AT = datetime(2024, 12, 3, 13, 5, tzinfo=UTC)
SECRETS = ("Zebedee", "Quillfeather", "14 Larkspur", "LS27 9QQ", "943 476 5919", "9434765919", "17/08/1991", "cowered", "01632 960777", "Oriel Refuge")
WRONG = (("victim.name", "placeholder name", "BABY OF Zebedee Quillfeather", "query"), ("victim.postcode", "not a postcode", "14 Larkspur LS27 9QQ", "query"),
         ("victim.nhs", "identifier fails its check", "943 476 5919", "query"), ("victim.dob", "date to come", "17/08/1991", "query"),
         ("", "lost character", "she cowered \ufffd when", "query"), ("category", "unknown code", "Zebedee Quillfeather", "error"),
         ("outcome", "unknown code", "17/08/1991", "query"), ("occurred_from", "impossible date", "31/13/2024 cowered", "error"),
         ("recorded_on", "impossible date", "31/13/2024", "error"), ("incident_ref", "spreadsheet damage", "9434765919E+1", "query"),
         ("grade", "unknown code", "14A", "query"), ("", "unreadable", None, "error"), ("place_postcode", "not a postcode", "Oriel Refuge", "query"))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A home whose police file has something wrong with every kind of cell, and secrets in every place that holds text."""
    home = tmp_path_factory.mktemp("feedback")
    tables = published.story()
    tables["rows"] = [row | dict(area="Calderbrook", agency="police", as_at="2024-03-31", layout="niche") for row in tables["rows"]]
    rows = {"query": "police.csv:4", "error": "police.csv:19"}
    tables["files"] = [file | dict(searched_for="Zebedee Quillfeather of 14 Larkspur", contact="Zebedee, 01632 960777") for file in tables["files"]]
    tables["coverage"] = [dict(agency="police", system="niche", area="Calderbrook", month=f"2024-{number:02d}-01", rows=1, quarantined=0, state=state,
                               because="searched for Zebedee Quillfeather") for number, state in enumerate(("supplied", "silent", "supplied"), 1)]
    tables["reports"] = [report | dict(words="She cowered. Zebedee Quillfeather, 14 Larkspur, LS27 9QQ.", place="Oriel Refuge") for report in tables["reports"]]
    tables["issues"] = [dict(row_id=rows[severity], field=field, code=code, severity=severity, value=value, because=f"Found '{value}'.")
                        for field, code, value, severity in WRONG]
    tables["codes"] = [dict(layout="niche", field="column", code=field, means=f"Their {field}") for field, *_ in WRONG if field]
    tables["quality"] = [dict(report_id="police:niche:20CR/0001/24/1", agency="police", system="niche", area="Calderbrook", month="2024-03-01",
                              birth_missing=True, code_unknown=True, days_to_record=3, recording_untold=False)]
    published.publish(home, tables)
    with published.served(home) as made:
        yield made


@pytest.fixture(scope="module")
def files(server):
    """The document, and the tables that go with it, as bytes."""
    given = {"area": "Calderbrook", "agency": "police", "span": "12"}
    with server.app_context():
        made = sending.document(ANALYST, chosen(ANALYST, given), AT)
        tables = [sending.rows(ANALYST, given), taken.of_months(ANALYST, given)]
        return {"docx": chronology.write(made, "docx"), "xlsx": sheets.as_excel("Police", tuple(tables), AT), "csv": b"".join(map(sheets.as_csv, tables))}


def words(file: bytes) -> str:
    """Everything that can be read in a file, with and without the marks in it."""
    if not file.startswith(b"PK"):
        return file.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = [html.unescape(archive.read(name).decode("utf-8")) for name in archive.namelist()]
    return " ".join([*(re.sub(r"<[^>]+>", " ", part) for part in parts), *(re.sub(r"<[^>]+>", "", part) for part in parts)])


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv"])
def test_no_secret_stands_in_any_byte_of_what_an_agency_is_sent(files, ending):
    text = words(files[ending])
    everyone = ("Khan", "Sara", "Tom Kh", "Ali Kh", published.STREET, published.POSTCODE, "9990000018", "Fractured", published.CRIME)
    assert [secret for secret in (*SECRETS, *everyone) if re.search(re.escape(secret), text, re.IGNORECASE)] == []


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv"])
def test_what_an_agency_needs_to_find_and_mend_the_row_stands_there(files, ending):
    text = words(files[ending])
    for said in ("police.csv", "Their recorded_on", "31/13/2024", "14A", "a day that exists", "Tell us what the code means", HIDDEN, NOTHING):
        assert said in text, said


def test_the_search_for_secrets_would_find_them(server):
    with server.app_context():
        found = str(queries.wrong_to_return(ANALYST, queries.Where()).to_dict("records"))
    assert {secret for secret in SECRETS if secret in found} == set(SECRETS) - {"01632 960777"}


def test_the_document_says_what_came_what_is_missing_and_what_is_asked(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    assert [paragraph.text for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")] == [
        "Your records to the partnership: Police", "What this is", "What we ask of you", "What we received", "Month by month", "What is missing",
        "What is missing, by month", "What is wrong with which row"]
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "quiet or whether the feed was lost (niche): February 2024." in text and "(Now: 1 of 1 (100%).)" in text
    assert "Correct what sets rows aside (4 findings" in text
    assert ["March 2024", "1 of 1 (100%)"] in [[cell.text for cell in row.cells][:2] for table in word.tables for row in table.rows]


def test_our_own_words_in_it_hold_to_what_our_words_must(files):
    assert refused([words(files["docx"])]) == []


def wrong(code, field, value):
    return Wrong("upload-3/police.csv", 4, 4, "Col", "error", code, field, value)


@pytest.mark.parametrize(("code", "field", "value", "found"), [
    ("impossible date", "occurred_from", "31/13/2024", "31/13/2024"), ("date as a serial number", "recorded_on", "45371", "45371"),
    ("unknown code", "category", "008/77", "008/77"), ("unknown code", "victim.sex", "9", "9"), ("unknown code", "category", "8.95141E+14", "8.95141E+14"),
    ("placeholder date of birth", "victim.dob", "01/01/1970", "01/01/1970"), ("missing category", "category", None, NOTHING),
    ("impossible date", "victim.dob", "31/02/1990", HIDDEN), ("unknown code", "category", "Khan", HIDDEN), ("unknown code", "category", "BD59XX", HIDDEN),
    ("unknown code", "category", "9434765919", HIDDEN), ("unknown code", "category", "03/04/1990", HIDDEN), ("spreadsheet damage", "ref", "9.43E+09", HIDDEN),
    ("placeholder name", "victim.surname", "MALE", HIDDEN), ("placeholder date of birth", "victim.dob", "01/01/1970 Ali", HIDDEN)])
def test_what_was_found_is_repeated_only_by_its_field_and_its_shape(code, field, value, found):
    assert told(wrong(code, field, value)).found == found


@given(st.sampled_from([*REPORT_FIELDS, *PERSON_FIELDS]), st.sampled_from(sorted(EXPECTED)),
       st.text(st.characters(categories=("L", "Nd", "P", "Zs")), min_size=1, max_size=30))
def test_no_two_letters_more_than_three_together_are_ever_repeated(field, code, value):
    found = told(wrong(code, f"victim.{field}", value)).found
    assert found == HIDDEN or not re.search(r"[^\W\d_]{4}|\s\w*[^\W\d_]", found.replace("VALUE", "").replace("NAME", "").replace("NULL", ""))


def test_the_file_is_named_as_the_agency_sent_it():
    assert told(wrong("unreadable", "", None)).file == "police.csv"


def test_every_kind_of_issue_has_words_for_an_agency():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(issues.__file__).parent.glob("*.py"))
    known = set(re.findall(r"Check\(\w+, \"([a-z ]+)\"|Check\(\"\w+\", \"([a-z ]+)\"|'([a-z ]+)'(?: as code|, '(?:error|query)')", source))
    kinds = {kind for kinds in known for kind in kinds if kind} | {"missing reference", "missing category", "missing role"}
    assert len(kinds) >= 15 and kinds <= set(EXPECTED)


def test_only_days_and_codes_are_ever_repeated():
    assert not set(DAYS + CODES) & {"dob", "name", "forename", "surname", "alias", "address", "postcode", "place", "words", "conditions", "ref", "nhs",
                                    "pnc", "local_id", "language", "disability", "safe_contact", "ethnicity"}


def test_a_document_of_an_agency_that_lacks_nothing_asks_nothing(server, tmp_path):
    published.publish(tmp_path, {
        "coverage": [dict(agency="gp", system="emis", area="A", month="2024-03-01", rows=1, state="supplied")],
        "quality": [dict(report_id="gp:emis:1", agency="gp", system="emis", area="A", month="2024-03-01", birth_missing=False)]})
    with published.served(tmp_path) as other, other.app_context():
        made = sending.document(ANALYST, chosen(ANALYST, {"agency": "gp"}), AT)
    assert made.sections[1].paragraphs[0].startswith("Nothing:") and made.stem == "data-quality-gp-2024-03"
    assert made.sections[0].paragraphs[0].startswith("What the partnership of A received from GP for March 2024")
