"""An inspection's questions as declared, what a document may tell of a small number, and the document with the sheets: no address, nobody's own words."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from types import SimpleNamespace

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import inspecting, queries, sampling
from dashboard.pages import inspection as page
from tests import published
from tests.published import FAMILY
from tests.test_own_words import refused
from timeline import chronology, inspection
from timeline.access import User
from timeline.inspection import document, samples, sheets, telling
from timeline.inspection.declared import UNITS, Answer

BEN, DAYS, NOW = User("ben", "analyst"), (date(2024, 1, 1), date(2024, 12, 31)), datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SHARE, COUNT = Answer("a", "families", "family", ""), Answer("b", "records", "record", "", share=False)


# --- the questions


def test_every_question_says_of_whom_it_is_asked_what_it_rests_on_and_what_cannot_be_said():
    assert len({question.key for question in inspection.QUESTIONS}) == len(inspection.QUESTIONS) == 13
    assert all(question.asked_of and question.rests_on and question.cannot and question.answers for question in inspection.QUESTIONS)
    assert len(inspection.ANSWERS) == sum(len(question.answers) for question in inspection.QUESTIONS)
    assert {answer.unit for answer in inspection.ANSWERS.values()} <= set(UNITS)


def test_our_own_words_hold_no_verdict_and_nothing_that_is_refused_elsewhere():
    texts = [text for question in inspection.QUESTIONS for text in (question.words, *question.cannot, *(answer.words for answer in question.answers))]
    assert refused([*texts, *sheets.BLANKS, *page.HOW, *sampling.HOW, telling.SAID, *document.SAID]) == []
    assert not [text for text in texts if re.search(r"\b(good|poor|inadequate|requires improvement|outstanding|failing|enough)\b", text)]


@pytest.mark.parametrize(("last", "first"), [(date(2025, 4, 7), date(2024, 4, 8)), (date(2025, 3, 31), date(2024, 4, 1)), (date(2024, 2, 29), date(2023, 3, 1)),
                                             (date(2024, 2, 28), date(2023, 3, 1)), (date(2024, 12, 31), date(2024, 1, 1))])
def test_without_a_first_day_the_twelve_months_to_the_last_are_asked_about(khan_home, last, first):
    with published.served(khan_home) as server, server.app_context():
        assert inspecting.asked(BEN, {"until": f"{last:%d/%m/%Y}"}) == inspecting.Asked(first, last, None)


@pytest.mark.parametrize(("query", "says"), [({}, None), ({"since": "27/3/2024", "until": "28/3/2024"}, None), ({"since": "soon"}, "“soon” is not a day."),
                                             ({"since": "2/3/2024", "until": "1/3/2024"}, "The first day is after the last.")])
def test_days_that_cannot_be_are_said(query, says):
    assert (inspecting.wrong(query) or "").startswith(says or "") and bool(inspecting.wrong(query)) == bool(says)


# --- small numbers


def line(so, other=0, untold=0):
    return SimpleNamespace(so=so, other=other, untold=untold, half=None)


@pytest.mark.parametrize(("row", "says"), [
    (line(22, 19), ("22 of 41", "0", "")), (line(2, 39), (f"{telling.WITHHELD}; 41 in all", "", "")), (line(39, 2), (f"{telling.WITHHELD}; 41 in all", "", "")),
    (line(30, 20, 3), (f"{telling.WITHHELD}; 53 in all", "", "")), (line(1, 2), (telling.WITHHELD, "", "")), (line(30, 20, 9), ("30 of 50", "9", ""))])
def test_a_figure_with_a_number_below_five_tells_only_how_many_there_are_in_all(row, says):
    assert telling.told(row, SHARE) == says


def test_days_are_told_of_ten_or_more_alone():
    lag = Answer("c", "records", "record", "", days="from the event to the record", share=False)
    told = [telling.told(SimpleNamespace(so=so, other=0, untold=0, half=2, most=3.4, longest=9), lag)[2] for so in (9, 10)]
    assert told == ["", "from the event to the record: half within 2 days, nine in ten within 3 days, the longest 9 days"]


def test_a_count_below_five_is_withheld():
    assert (telling.told(line(4), COUNT), telling.told(line(5), COUNT)) == ((telling.WITHHELD, "", ""), ("5", "", ""))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_no_number_below_five_is_told_or_follows_from_what_is_told(so, other, untold):
    said = " ".join(telling.told(line(so, other, untold), SHARE)).replace(telling.WITHHELD, "")
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    assert all(number >= 5 or (number == 0 and untold == 0) for number in numbers)
    if "of" in said:
        assert min(so, other) >= 5
    else:
        assert len(numbers) <= 1


@given(st.dictionaries(st.tuples(st.sampled_from(["East", "West", "North"]), st.sampled_from(["a", "b"])), st.integers(0, 40), min_size=1))
def test_no_area_tells_of_fewer_than_five_cases(strata):
    assert all(number == telling.WITHHELD or int(number) >= 5 for _, _, number in telling.counted(strata))


# --- the document


@pytest.fixture(scope="module")
def khan_home(tmp_path_factory):
    """The small published story, whose records hold an address and an agency's own words; somebody asked under the disclosure scheme too."""
    home, story = tmp_path_factory.mktemp("khan"), published.story()
    story["categories"].append(dict(category="disclosure_scheme", title="Disclosure scheme (DVDS)", kind="protection"))
    story["events"].append(story["events"][1] | dict(event_id="E-dvds000000", category="disclosure_scheme", kind="protection"))
    story["timelines"].append(story["timelines"][1] | dict(event_id="E-dvds000000", position=3))
    published.publish(home, story)
    return home


@pytest.fixture(scope="module")
def khan(khan_home):
    """Its document."""
    with published.served(khan_home) as server, server.app_context():
        cases = queries.drawable(BEN, *DAYS)
        sample_id = samples.keep(server.extensions["database"], BEN, "one", "snap-of-then", *DAYS, None, "a seed", 6, 12, cases)
        document = inspecting.made(BEN, sample_id, NOW)
        return document, chronology.write(document, "docx")


def text_of(made):
    """Every byte of text of an archive."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


def test_the_document_holds_no_address_and_no_agencys_words(khan):
    text = text_of(khan[1])
    assert "Sara" not in text and "Ali Khan" in text and "Tom Khan" in text
    for planted in ("Alder", "BD5", "BD59XX", "Attended", "Victim states", "Fractured", "script>", "Bradford", "Leeds"):
        assert planted not in text, planted


def test_the_document_says_what_it_is_made_from_and_bears_the_marking_and_page_numbers(khan):
    text, word = text_of(khan[1]), docx.Document(io.BytesIO(khan[1]))
    assert "OFFICIAL-SENSITIVE" in word.sections[0].header.paragraphs[0].text
    assert {"PAGE", "NUMPAGES"} <= set(re.findall(r'w:instr="(\w+)"', text))
    about = {row.cells[0].text: row.cells[1].text for row in word.tables[0].rows}
    assert about["Seed"] == "a seed" and about["Made by"] == "ben" and about["Drawn from"] == "snapshot snap-of-then, an earlier one than this"
    assert re.fullmatch(r"snapshot snap-\w+, as at 1 December 2024", about["Made from"]) and about["Made on"] == "22 November 2026 at 09:30 UTC"


def test_a_sheet_tells_of_each_child_agency_grade_and_person_and_leaves_the_auditor_room(khan):
    tables = {table.rows[0].cells[0].text: [[cell.text for cell in row.cells] for row in table.rows[1:]] for table in docx.Document(io.BytesIO(khan[1])).tables}
    assert tables["Child and age"] == [["Ali Khan, aged 5", "2 events of abuse; recorded as present in 2", "Police", "1", "no record says so",
                                        "no record says so", "1"]]
    assert [row[0] for row in tables["Agency"]] == ["Ed", "Police"]
    assert tables["Graded"] == [["20 March 2024", "Police", "standard (DASH27)",
                                 "1 event of abuse in a year, known to 1 agency; the agency that graded knew of 1", "none"]]
    assert tables["Person"][0][0] == "Tom Khan" and tables["Person"][0][3] == "nothing recorded"
    assert [(row[0], row[4]) for row in tables["Signal"]] == [("Separation risk", "nothing recorded")]  # that somebody asked under the scheme is not told
    assert [row[0] for row in tables["Question"]] == list(sheets.BLANKS) and all(not row[1].strip() for row in tables["Question"])


def test_the_same_document_gives_the_same_bytes_and_each_case_begins_a_page(khan):
    document, made = khan
    assert chronology.write(document, "docx") == made
    cases = [section for section in document.sections if section.heading.startswith("Case ")]
    assert [section.paragraphs for section in cases] == [(f"To audit. {FAMILY}, Calderbrook.",)] and all(section.new_page for section in cases)
