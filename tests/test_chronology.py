"""A chronology holds what its audience may have and nothing else, in every byte of every format; and says each thing once, with its source."""

import html
import io
import re
import zipfile
from datetime import UTC, date, datetime

import docx
import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dashboard import documents, queries
from dashboard.app import create
from dashboard.pages import chronology as chronology_page
from tests import chronology_story as planted
from tests import published
from tests.chronology_story import FORMULA, NEIGHBOUR, REFUGE, SCHOOL, SECRETS
from tests.published import CRIME, FAMILY, FATHER, POSTCODE, STALKING, STREET, VISIT
from tests.test_gate import sign_in
from tests.test_own_words import refused
from timeline import accounts, chronology
from timeline import settings as shipped
from timeline.access import Denied, User
from timeline.audit import anchor
from timeline.chronology import compose, formal
from timeline.chronology import parts as chronology_parts
from timeline.chronology.audiences import AUDIENCES, FULL, PARTNER, PARTNER_CATEGORIES, PARTNER_FACTORS, PERSON
from timeline.chronology.document import Document, Section, table
from timeline.chronology.fields import FIELDS, needed
from timeline.outgoing import plain
from timeline.sheets import cell_text
from timeline.tables import FACTORS

ADA = User("ada", "coordinator")
AT = datetime(2024, 12, 3, 13, 5, tzinfo=UTC)
HELD_BACK = {"disclosure_scheme", "protection_application", "separation_planned", "address", "tenancy", "tenancy_end", "refuge", "school_roll", "relationship",
             "new_relationship", "household"}
"""Kinds of record that no partner agency's document tells of; each was decided, and a new kind asks for a decision."""

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder, tables = tmp_path_factory.mktemp("chronology"), planted.story()
    next(mention for mention in tables["mentions"] if mention.get("mention_id") == "gp:emis:GP9#patient")["name"] = "Sara KHAN"
    published.publish(folder, tables)
    return folder


@pytest.fixture(scope="module")
def server(home):
    with published.served(home) as made:
        published.name_for(made.extensions["database"], ADA.name, "police:niche:CH3")
        yield made


@pytest.fixture(scope="module")
def files(server):
    """Every document in every format, by audience and ending."""
    with published.asking(server, ADA):
        return {(audience, ending): chronology.write(documents.made(ADA, asked(audience, ending), AT), ending)
                for audience in AUDIENCES for ending in chronology.FORMATS}


def asked(audience, ending="docx", **more):
    return documents.asked(ADA, FAMILY, {"audience": audience, "format": ending} | more)


def words(file: bytes, ending: str) -> str:
    """Everything that can be read in a file: every part of an archive with and without its marks, or a PDF's text, outline and properties."""
    if ending == "pdf":
        pdf = PdfReader(io.BytesIO(file))
        return " ".join([*(page.extract_text() for page in pdf.pages), str(pdf.metadata), *(mark.title for mark in marks(pdf))])
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = [html.unescape(archive.read(name).decode("utf-8")) for name in archive.namelist()]
        named = archive.namelist()
    return " ".join([*named, *(re.sub(r"<[^>]+>", " ", part) for part in parts), *(re.sub(r"<[^>]+>", "", part) for part in parts)])


def marks(pdf: PdfReader) -> list:
    """A PDF's bookmarks, of every level, in order."""
    return [mark for level in pdf.outline for mark in (level if isinstance(level, list) else [level])]


def days(text: str) -> set[str]:
    """Each way of writing this day."""
    on = date.fromisoformat(text)
    return {text, f"{on.day} {MONTHS[on.month - 1]} {on.year}", f"{on:%d/%m/%Y}", str((on - date(1899, 12, 30)).days)}


# --- what comes before the person said to have caused harm


@pytest.mark.parametrize("ending", chronology.FORMATS)
def test_a_perpetrator_safe_document_holds_nothing_that_may_tell_him_that_somebody_spoke(files, ending):
    told = words(files["perpetrator-safe", ending], ending)
    secrets = {"Sara", "Ali", NEIGHBOUR, "Fenwick", STREET, "Alder", POSTCODE, "Linden", REFUGE, "Oakfield", SCHOOL, "wrist", "pushed", "tears", "scheme",
               "DVDS", "MARAC", "perpetrator", "ada", "police", "GP", "gp", "IDVA", "idva", "school", "schools", "court", "Cafcass", "niche", "emis",
               "probation", "hospital", "separation", "refuge", "victim", "suspect", "allegation", "Restricted", "confidential", "HYPERLINK", "Stalking",
               "CH1", "csv", CRIME, VISIT, STALKING, FATHER}
    secrets |= {way for secret in SECRETS for way in days(secret["day"]) | days(secret["known"])}
    secrets |= days("2024-03-20") | days("2024-05-02") | {way for given in planted.GIVEN for way in days(given["known"])} | days("2024-06-28")
    found = {secret for secret in secrets if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", told)}
    assert found == set()


@pytest.mark.parametrize("ending", chronology.FORMATS)
def test_a_perpetrator_safe_document_holds_what_the_person_was_told_each_once(files, ending):
    told = words(files["perpetrator-safe", ending], ending)
    for line in ("7 June 2024", "2 July 2024", "1 October 2024", "Assault causing actual bodily harm", "charged", "served", "In custody", "Tom Khan"):
        assert line in told, line
    once = told.count("Assault causing actual bodily harm")
    assert once == (1 if ending == "pdf" else 2), "two records of one charge are one line"  # an archive's text is read twice


@pytest.mark.parametrize("ending", chronology.FORMATS)
def test_the_search_for_what_must_not_be_there_would_find_it(files, ending):
    told = re.sub(r"\s+", " ", words(files["full", ending], ending))
    for secret in (NEIGHBOUR, "Told the GP in tears.", "Applied under the scheme.", "Disclosure scheme (DVDS)", "gp:emis:GP9", "11 April 2024",
                   "12 April 2024"):
        assert secret in told, secret


def test_secrets_change_no_byte_of_a_perpetrator_safe_document(server, tmp_path):
    published.publish(tmp_path, planted.story(secrets=(), strength=False))
    about = compose.About(FAMILY, "", None, None, "snap", date(2024, 12, 1), "ada", AT)
    made = []
    with published.served(tmp_path) as other:
        for one in (server, other):
            with published.asking(one, ADA):
                document = compose.person(about, "Tom Khan", queries.steps(ADA, FAMILY, FATHER))
                made.append((documents.left_out(ADA, asked("perpetrator-safe")), [chronology.write(document, ending) for ending in chronology.FORMATS]))
    (with_secrets, one), (without, other) = made
    assert one == other and with_secrets > without


def test_how_much_is_left_out_is_told_in_tens_so_that_one_record_more_or_none_is_not_seen(server):
    about = compose.About(FAMILY, "", None, None, "snap", date(2024, 12, 1), "ada", AT)
    with published.asking(server, ADA):
        lines, coverage = queries.chronology(ADA, FAMILY, PARTNER), queries.family_coverage(ADA, FAMILY)
    said = {left_out: compose.partner(about, lines, coverage, left_out).sections[0].paragraphs[-1].split(" accounts")[0]
            for left_out in (0, 1, 9, 10, 11, 37)}
    assert said == {0: "Up to 10", 1: "Up to 10", 9: "Up to 10", 10: "Up to 10", 11: "Up to 20", 37: "Up to 40"}


def test_a_perpetrator_safe_document_is_about_one_person_of_this_family(server):
    with published.asking(server, ADA):
        assert asked("perpetrator-safe").person_id == FATHER
        with pytest.raises(documents.Wrong, match="Choose a person"):
            asked("perpetrator-safe", person=published.MOTHER)


# --- a partner agency


@pytest.mark.parametrize("ending", chronology.FORMATS)
def test_a_partner_agencys_document_holds_no_words_no_address_and_nothing_that_is_held_back(files, ending):
    told = words(files["partner", ending], ending)
    secrets = {NEIGHBOUR, "Fenwick", "ZF", STREET, "Alder", POSTCODE, "Linden", "Oakfield", "wrist", "pushed", "tears", "DVDS", "Disclosure scheme", "DV1",
               "ID1", "ID2", "planned", "Sara KHAN", "who knew", "Ali Khan", "Ali", "HYPERLINK", "CH3", "charging", ".csv", "17 April 2024",
               "23 April 2024", "9 May 2024"}
    assert {secret for secret in secrets if secret in told} == set()
    headings = ["Recorded, and whom it told"] if ending != "xlsx" else []
    for line in (CRIME, "gp:emis:GP9", "Sara Khan: victim", "AK, aged 4", "someone outside the family: caller", "a child outside the family",
                 "Up to 10 accounts", *headings):
        assert line in told or ending == "pdf" and line.replace(" ", "") in re.sub(r"\s", "", told), line


def test_every_shipped_kind_of_record_was_decided_for_partner_agencies():
    known = set(shipped.load().categories["category"])
    assert set(PARTNER_CATEGORIES) | HELD_BACK == known
    assert not set(PARTNER_CATEGORIES) & HELD_BACK
    assert set(formal.OFFENCES) | set(formal.SERVED) | set(formal.LIVED) <= known
    assert set(FACTORS) - set(PARTNER_FACTORS) == {"separation", "victim fears being killed"}


@pytest.mark.parametrize(("audience", "never"), [
    (PARTNER, {"words", "people", "days", "disagreements", "handling", "separation", "relationship", "file", "event_id", "received_on"}),
    (PERSON, {"words", "people", "people_shared", "agency", "report_id", "known_on", "received_on", "file", "gravity", "factors", "statement"})])
def test_what_is_not_on_an_audiences_list_is_never_asked_for(server, audience, never):
    with published.asking(server, ADA):
        frame = queries.steps(ADA, FAMILY, FATHER) if audience is PERSON else queries.chronology(ADA, FAMILY, audience)
    assert list(frame.columns) == needed(audience.fields)
    assert not set(frame.columns) & never
    assert set(audience.fields) <= set(FIELDS)


# --- the partnership's own


def test_each_event_is_in_the_full_document_once_with_every_account_and_where_they_differ(server, files):
    with published.asking(server, ADA):
        events = {row.event_id: len(row.known_on) for row in queries.timeline(ADA, FAMILY).itertuples()}
    sheet = openpyxl.load_workbook(io.BytesIO(files["full", "xlsx"]))["Chronology"]
    head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert sorted(row["Event's id"] for row in rows if row["Account"].startswith("1 of")) == sorted(events)
    assert {row["Report"] for row in rows} >= {CRIME, VISIT, STALKING, "police:niche:CH1", "police:niche:CH2", *(secret["report_id"] for secret in SECRETS)}
    assert len(rows) == len({row["Report"] for row in rows}) == len(events) + 2
    told = words(files["full", "docx"], "docx")
    assert told.count("fractured wrist") == 2, "the disagreement stands once; an archive's text is read twice"
    assert all(told.count(event) == 2 for event in events)


@pytest.mark.parametrize("ending", chronology.FORMATS)
def test_the_full_document_hides_addresses_and_shows_strengths_signals_and_what_nobody_supplied(files, ending):
    told = words(files["full", ending], ending)
    assert not re.search(r"\balder\b|linden|BD5 ?9XX", told, re.IGNORECASE)
    for line in ("[address hidden]", "Strength", "Sleeps well now.", "Separation risk", "Separation recorded on 10 March 2024", "Housing (orchard)",
                 "OFFICIAL-SENSITIVE", "ada", "1 December 2024", "3 December 2024 at 13:05 UTC", "2 incidents in 90 days", "Schools, on 21 March 2024"):
        assert line in re.sub(r"\s+", " ", told), line


def test_each_lines_source_opens(server):
    with published.asking(server, ADA):
        for line in queries.chronology(ADA, FAMILY, FULL).itertuples():
            record = queries.record(ADA, line.report_id)
            assert (record.file, record.line_from, record.line_to) == (line.file, line.line_from, line.line_to)


def test_a_span_takes_in_the_events_that_can_have_happened_in_it(server):
    with published.asking(server, ADA):
        lines = queries.chronology(ADA, FAMILY, FULL, date(2024, 6, 7), date(2024, 7, 2))
        counts = queries.chronology_counts(ADA, FAMILY, date(2024, 6, 7), date(2024, 7, 2))
    assert list(lines["report_id"]) == ["police:niche:CH1", "police:niche:CH2", "family court:cafcass:NM1"]
    assert list(lines["number"]) == [1, 1, 2]
    assert (counts.inside, counts.handled) == (3, 0)


def test_only_a_coordinator_makes_documents_and_nobody_on_a_page_of_what_was_known_then(server):
    with published.asking(server, ADA):
        for user in (User("ben", "analyst"), User("ada", "coordinator", looks_back=True)):
            with pytest.raises(Denied):
                queries.chronology(user, FAMILY, FULL)


def test_what_documents_say_of_themselves_is_well_said():
    said = (*chronology_parts.SAID_OF_ACCOUNTS, *chronology_parts.SAID_OF_FULL, *chronology_parts.SAID_OF_PARTNER, chronology_page.READ)
    assert refused([*said, *chronology_page.FOR.values(), *chronology_page.HOLDS.values(), *chronology_page.LEAVES_OUT.values()]) == []


# --- the files


def test_the_same_data_gives_the_same_bytes_whatever_the_time_of_writing(server, files):
    with published.asking(server, ADA):
        for ending in chronology.FORMATS:
            assert chronology.write(documents.made(ADA, asked("partner", ending), AT.replace(second=9)), ending) == files["partner", ending]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_files_properties_and_name_tell_of_nobody(files, server, audience):
    with published.asking(server, ADA):
        assert documents.made(ADA, asked(audience), AT).stem == f"{FAMILY}-2024-12-03" + {"full": "-full", "partner": "-partner-agency"}.get(audience, "")
    known = docx.Document(io.BytesIO(files[audience, "docx"])).core_properties
    assert (known.author, known.last_modified_by, known.comments, known.keywords) == ("Timeline", "Timeline", "", "")
    assert known.created == known.modified == datetime(2024, 12, 3, tzinfo=UTC)
    book = openpyxl.load_workbook(io.BytesIO(files[audience, "xlsx"])).properties
    assert (book.creator, book.lastModifiedBy, book.modified) == ("Timeline", "Timeline", datetime(2024, 12, 3))
    assert PdfReader(io.BytesIO(files[audience, "pdf"])).metadata.author == "Timeline"
    for ending in ("docx", "xlsx"):
        archive = zipfile.ZipFile(io.BytesIO(files[audience, ending]))
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or b"en-US" in archive.read(name)]


def test_a_word_document_can_be_read_aloud(files):
    word = docx.Document(io.BytesIO(files["full", "docx"]))
    headings = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")]
    assert headings[:2] == [("Heading 1", "Chronology"), ("Heading 2", "About this document")] and len(headings) == 7
    assert all(len(made._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")) == 1 and made._tbl.xpath("./w:tblPr/w:tblCaption") for made in word.tables)
    assert not [row for made in word.tables for row in made._tbl.xpath("./w:tr[not(w:trPr/w:cantSplit)]")]
    assert {mark.get(docx.oxml.ns.qn("w:val")) for mark in word.styles.element.iter(docx.oxml.ns.qn("w:lang"))} == {"en-GB"}
    assert word.core_properties.title and word.core_properties.language == "en-GB"


def test_a_pdf_has_a_title_a_language_bookmarks_and_page_x_of_y(files):
    pdf = PdfReader(io.BytesIO(files["full", "pdf"]))
    assert pdf.metadata.title == f"Chronology, {FAMILY}, full" and pdf.root_object["/Lang"] == "en-GB"
    assert [mark.title for mark in marks(pdf)][:3] == ["Chronology", "About this document", "Who is in it"]
    for number, page in enumerate(pdf.pages, 1):
        told = page.extract_text()
        assert re.search(rf"Page\s+{number}\s+of\s+{len(pdf.pages)}\b", told) and "OFFICIAL-SENSITIVE" in told
    assert sum("Recorded, and who knew" in page.extract_text() for page in pdf.pages) > 1, "the header row is repeated"


def test_a_row_higher_than_a_page_goes_on_and_loses_no_word():
    long = " ".join(f"word{number}" for number in range(3000))
    rows = table("Part", [("A", 40), ("B", 100)], [("one", long), ("two", "end")])
    document = Document("Chronology", "Chronology", "x", AT, (Section("Part", "Part", (), rows),))
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(chronology.write(document, "pdf"))).pages)
    assert set(re.findall(r"word\d+", told)) == {f"word{number}" for number in range(3000)} and "end" in told


HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from("=+-@\t\r\n '＝")), max_size=40)
BOOK = openpyxl.Workbook().active


@given(st.one_of(HOSTILE, st.tuples(st.sampled_from(list("=+-@\t\r\n ")), HOSTILE).map("".join)))
@settings(max_examples=2000, deadline=None)
def test_no_cell_of_a_workbook_can_be_a_formula(text):
    cell = BOOK.cell(1, 1, cell_text(plain(text)))
    assert cell.data_type == "s"
    assert not str(cell.value or "").lstrip().startswith(("=", "+", "-", "@")) and not (cell.value or "").startswith(("\t", "\r", "\n"))


def test_a_formula_in_an_agencys_words_is_words_in_the_workbook(files):
    book = openpyxl.load_workbook(io.BytesIO(files["full", "xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "'" + FORMULA in {cell.value for cell in cells}
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [sheet.title for sheet in book if sheet.sheet_state != "visible" or any(column.hidden for column in sheet.column_dimensions.values())]


@pytest.mark.parametrize("ending", chronology.FORMATS)
def test_any_text_can_be_written(ending):
    odd = "a\x00b\x0b\ud800 \uffff <b>&amp; ]]> \u0141\u00f3d\u017a \u202e \U0001f600 " + "x" * (40_000 if ending == "xlsx" else 400)
    document = Document("Chronology", "Chronology", "x", AT, (Section("Part", "Part", (plain(odd),), table("Part", [("A", 40)], [(odd,)])),))
    assert "d\u017a" in words(chronology.write(document, ending), ending)


# --- the route


@pytest.fixture(scope="module")
def app(home, kept_by):
    anchor.path(home).unlink(missing_ok=True)  # each engine's audit begins anew
    with kept_by():
        made = create(home)
    for role in ("coordinator", "analyst"):
        accounts.set_password(made.server.extensions["database"], role, role, "right")
    with published.closed(made):
        yield made


def taken(client, **given):
    token = client.get_cookie("_csrf_token")
    return client.post("/document", data={"family": FAMILY, "audience": "full", "format": "pdf", "csrf_token": token.value if token else ""} | given)


def last_line(app):
    with app.server.extensions["database"].read() as connection:
        return tuple(connection.execute(sa.text('select "by", action, subject from audit order by number desc limit 1')).one())


def test_a_document_is_written_down_with_family_audience_and_format_and_then_taken(app):
    answer = taken(sign_in(app, "coordinator"), audience="perpetrator-safe", since="1/6/2024")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF")
    assert re.fullmatch(rf'attachment; filename="{FAMILY}-\d{{4}}-\d\d-\d\d\.pdf"', answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert last_line(app) == ("coordinator", "make document", f"{FAMILY}, perpetrator-safe, pdf, 2024-06-01 to the end, about {FATHER}")


def test_what_cannot_be_written_down_is_not_taken(app):
    client = sign_in(app, "coordinator")
    with app.server.extensions["database"].write() as connection:
        connection.execute(sa.text("alter table audit rename to elsewhere"))
    answer = taken(client)
    with app.server.extensions["database"].write() as connection:
        connection.execute(sa.text("alter table elsewhere rename to audit"))
    assert answer.status_code == 500 and b"%PDF" not in answer.data


@pytest.mark.parametrize(("given", "code"), [({"csrf_token": ""}, 400), ({"family": "F-none"}, 400), ({"audience": "everybody"}, 400), ({"format": "exe"}, 400),
                                             ({"since": "31/2/2024"}, 400), ({"audience": "perpetrator-safe", "person": "P-none"}, 400)])
def test_what_is_asked_wrongly_makes_no_document(app, given, code):
    assert taken(sign_in(app, "coordinator"), **given).status_code == code


def test_an_analyst_and_whoever_is_not_signed_in_take_nothing(app):
    assert taken(sign_in(app, "analyst")).status_code == 403
    assert last_line(app) == ("analyst", "denied", "route /document")
    assert taken(app.server.test_client()).status_code in (400, 401)
