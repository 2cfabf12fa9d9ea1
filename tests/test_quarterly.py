"""The quarterly return: what a cell counts, when it is blank, and what the files hold."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import quarterly
from timeline.quarterly import Case, files, groups

DAY, LATER = date(2025, 3, 9), date(2025, 3, 23)
CASE = Case("C-1", DAY, "F-1", False, 2, "police", "female", 30, (40,), ("White British",), ("None",))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def cells(*cases):
    """The cells of the first meeting, by the column's key."""
    return {cell.item.key: cell for cell in next(iter(quarterly.fill(cases).values()))}


def values(*cases):
    return {key: cell.value for key, cell in cells(*cases).items()}


def test_a_row_has_the_thirty_two_columns_of_the_return():
    assert len(files.HEADINGS) == len(set(files.HEADINGS)) == 32
    assert len(groups.SOURCES) == 14 and len(groups.ETHNIC_GROUPS) == 5


def test_a_number_counts_the_cases_that_are_so_and_names_them():
    told = cells(CASE, replace(CASE, case_id="C-2", repeat=True, sex="male", victim_age=17, children=0))
    assert {key: told[key].value for key in ("cases", "repeat", "children", "with children", "male", "16-17", "65")} == {
        "cases": 2, "repeat": 1, "children": 2, "with children": 1, "male": 1, "16-17": 1, "65": 0}
    assert told["repeat"].counted == ("C-2",) and told["cases"].counted == ("C-1", "C-2")


@pytest.mark.parametrize(("key", "missing"), [
    ("repeat", {"repeat": None}), ("children", {"children": None}), ("with children", {"children": None}), ("source Police", {"referred_by": None}),
    ("male", {"sex": None}), ("16-17", {"victim_age": None}), ("65", {"victim_age": None}), ("young source", {"ages": (40, None)}),
    ("young source", {"ages": ()}), ("disabled", {"disability": ()}), ("minoritised", {"ethnicity": ()}), ("ethnicity White", {"ethnicity": ()})])
def test_one_case_that_cannot_be_told_leaves_the_cell_blank_and_never_nought(key, missing):
    cell = cells(CASE, replace(CASE, case_id="C-2", **missing))[key]
    assert cell.value is None and cell.counted == ("C-2",)
    assert cell.why.startswith("1 of 2 cases: ") and cell.why.endswith(".")


def test_nobody_supplies_whether_a_victim_is_lgbt_so_that_is_always_blank():
    assert values(CASE)["lgbt"] is None


def test_one_young_person_said_to_cause_harm_is_enough_whatever_is_unknown_of_the_others():
    assert values(replace(CASE, ages=(16, None)))["young source"] == 1


@pytest.mark.parametrize(("agency", "source"), [
    ("police", "Police"), ("gp", "Primary care"), ("health visiting", "Primary care"), ("hospital", "Secondary care"), ("schools", "Education"),
    ("social care", "Children's social care"), ("mash", "MASH"), ("family court", "Other")])
def test_each_agency_stands_under_one_source(agency, source):
    told = values(replace(CASE, referred_by=agency))
    assert [name for name in groups.SOURCES if told[f"source {name}"]] == [source]


@pytest.mark.parametrize(("recorded", "group", "minoritised"), [
    (["White British"], "White", False), (["White Irish"], "White", True), (["Pakistani"], "Asian or Asian British", True), (["A"], "White", False),
    (["White British", "White Irish"], "White", None), (["Arab", "Indian"], None, True), (["White"], "White", None), (["Klingon"], None, None),
    ([], None, None), (["Indian", "not stated"], "Asian or Asian British", True)])
def test_ethnicity_is_counted_only_where_the_records_agree_on_it(recorded, group, minoritised):
    assert (groups.ethnic_group(recorded), groups.minoritised(recorded)) == (group, minoritised)


@pytest.mark.parametrize(("recorded", "disabled"), [([], None), (["None known"], False), (["Deaf, BSL user"], True), (["No", "Wheelchair"], True)])
def test_silence_about_a_disability_is_not_a_no(recorded, disabled):
    assert groups.disabled(recorded) is disabled


CASES = st.lists(st.builds(
    Case, case_id=st.uuids().map(str), meeting_on=st.sampled_from([DAY, LATER]), family_id=st.just("F-1"), repeat=st.sampled_from([True, False, None]),
    children=st.one_of(st.none(), st.integers(0, 6)), referred_by=st.sampled_from(["police", "gp", "court", None]),
    sex=st.sampled_from(["male", "female", None]), victim_age=st.one_of(st.none(), st.integers(16, 90)), ages=st.just((30,)),
    ethnicity=st.sampled_from([("Indian",), ("White British",), ()]), disability=st.just(())), min_size=1, max_size=8)


@given(CASES)
def test_sources_and_groups_add_up_to_the_cases_wherever_they_are_filled(cases):
    assert [quarterly.checks(row) for row in quarterly.fill(cases).values() if quarterly.checks(row)] == []


@given(CASES)
def test_the_quarter_is_the_sum_of_its_meetings_and_blank_where_one_of_them_is(cases):
    meetings = quarterly.fill(cases)
    for number, summed in enumerate(quarterly.total(meetings)):
        column = [row[number].value for row in meetings.values()]
        assert summed == (None if None in column else sum(column))


def test_what_does_not_add_up_is_said():
    row = quarterly.fill([CASE])[DAY]
    wrong = [replace(cell, value=3) if cell.item.key in ("source Police", "repeat") else cell for cell in row]
    assert quarterly.checks(wrong) == ["The sources of referral add up to 3, the cases to 1.", "Repeat cases: 3, of 1 cases.",
                                       "Referred by: Police: 3, of 1 cases."]


@pytest.mark.parametrize(("name", "days"), [
    ("2025-Q1", (date(2025, 1, 1), date(2025, 3, 31))), ("2024-Q4", (date(2024, 10, 1), date(2024, 12, 31))), ("2025-Q5", None), ("2025", None), ("", None)])
def test_a_quarter_is_three_whole_months(name, days):
    assert quarterly.quarter(name) == days
    assert days is None or {quarterly.quarter_of(day) for day in days} == {name}


def test_the_files_hold_a_row_for_each_meeting_with_blanks_left_empty_and_no_formula():
    meetings = quarterly.fill([CASE, replace(CASE, case_id="C-2", meeting_on=LATER, sex=None)])
    book = openpyxl.load_workbook(io.BytesIO(files.as_excel("=HYPERLINK(1)", meetings, NOW, ["@cmd"])))
    sheet = [[cell.value for cell in row] for row in book["Return"]]
    assert sheet[0] == list(files.HEADINGS) and [row[1].date() for row in sheet[1:]] == [DAY, LATER]
    male = files.HEADINGS.index("Male victim")
    assert [row[male] for row in sheet[1:]] == [0, None]
    assert all(cell.data_type != "f" and not str(cell.value or "").startswith(("=", "@")) for page in book for row in page for cell in row)
    assert [LATER, "Male victim"] in [[row[0].value.date(), row[1].value] for row in list(book["Why a cell is blank"])[1:]]


def test_the_csv_holds_the_same_and_escapes_text_that_a_spreadsheet_would_run():
    meetings = quarterly.fill([replace(CASE, sex=None)])
    head, row = csv.reader(io.StringIO(files.as_csv("=1+1", meetings).decode("utf-8-sig")))
    assert tuple(head) == files.HEADINGS
    assert (row[0], row[1], row[2], row[head.index("Male victim")]) == ("'=1+1", "2025-03-09", "1", "")
