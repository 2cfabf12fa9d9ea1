"""Issues: one planted fault each, the sentence that names it, and no word about what is right."""

import duckdb
import pandas as pd
import pytest

from tests.extracts import HEADER, LAYOUT, layouts, read, record
from timeline import codes, issues
from timeline.tables import check

CATEGORIES = pd.DataFrame({"category": ["home_visit", "injury_by_assault"]})


def found(tmp_path, *lines: str, header: str = HEADER, layout: str = LAYOUT):
    """Field, code and severity of every issue of a file of these lines."""
    return [one[:3] for one in told(tmp_path, *lines, header=header, layout=layout)]


def told(tmp_path, *lines: str, header: str = HEADER, layout: str = LAYOUT):
    rows = read(tmp_path, {"a.csv": "\n".join([header, *lines]) + "\n"}, layout=layout)
    every = issues.find(rows, codes.gather(layouts(tmp_path, layout)), CATEGORIES).materialize()
    check("issues", every)
    return duckdb.sql("select field, code, severity, because from every order by row_id, field, code").fetchall()


def test_a_plain_record_has_no_issue(tmp_path):
    assert found(tmp_path, record("R1"), record("R2", First="", Last="", Born="", NHS="", Q1="")) == []


FAULTS = [
    (dict(ref=""), ("ref", "missing reference", "error")),
    (dict(ref="1.2E+15"), ("ref", "spreadsheet damage", "error")),
    (dict(Day=""), ("recorded_on", "missing date", "error")),
    (dict(Day="31/13/2024"), ("recorded_on", "impossible date", "error")),
    (dict(Day="2024-03-12"), ("recorded_on", "impossible date", "error")),
    (dict(Day="45362"), ("recorded_on", "date as a serial number", "error")),
    (dict(Day="02/04/2025"), ("recorded_on", "date to come", "error")),
    (dict(Kind=""), ("category", "missing category", "error")),
    (dict(Kind="ZZ9"), ("category", "unknown code", "error")),
    (dict(Change="?"), ("change", "unknown code", "error")),
    (dict(Q1="perhaps"), ("asked.weapon", "unknown code", "query")),
    (dict(Born="31/02/1990"), ("patient.dob", "impossible date", "query")),
    (dict(Born="11/11/1811"), ("patient.dob", "placeholder date of birth", "query")),
    (dict(Born="01/01/1900"), ("patient.dob", "placeholder date of birth", "query")),
    (dict(Born="12/03/2031"), ("patient.dob", "date to come", "query")),
    (dict(NHS="1234567890"), ("patient.nhs", "identifier fails its check", "query")),
    (dict(NHS="9.43477E+09"), ("patient.nhs", "spreadsheet damage", "query")),
    (dict(NHS="#N/A"), ("patient.nhs", "spreadsheet damage", "query")),
    (dict(First="UNKNOWN MALE"), ("patient.forename", "placeholder name", "query")),
    (dict(Last="BABY OF ANN"), ("patient.surname", "placeholder name", "query")),
    (dict(note="caf\ufffd"), ("", "lost character", "query")),
]


UNDERSTOOD = [dict(Day="12/03/2024 09:30"), dict(Day="03/2024"), dict(Kind="ed \u2014 Assault"), dict(Kind="home_visit"), dict(Kind="hv "),
              dict(Change="x"), dict(Q1="NO"), dict(Born="1990"), dict(First="Testa", Last="Babyn"), dict(Day="01/04/2025")]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Line to the issues found on it, in a file of one line for each fault and then one for each thing that is none."""
    lines = [line_of(cells) for cells in [cells for cells, _ in FAULTS] + UNDERSTOOD]
    issues_of = {number: [] for number in range(2, len(lines) + 2)}
    for field, code, severity, because in told(tmp_path_factory.mktemp("planted"), *lines):
        issues_of[int(because.split("line ")[1].split(",")[0].split(":")[0])].append((field, code, severity))
    return issues_of


def line_of(cells):
    return record(cells.get("ref", "R1"), cells.get("note", "seen"), **{k: v for k, v in cells.items() if k not in ("ref", "note")})


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=[str(cells) for cells, _ in FAULTS])
def test_each_fault_is_found_where_it_is_and_nothing_else(planted, number):
    issue = FAULTS[number][1]
    no_day = issue[1] in ("impossible date", "date as a serial number") and issue[0] == "recorded_on"
    assert sorted(planted[number + 2]) == sorted([issue, ("recorded_on", "missing date", "error")] if no_day else [issue])


@pytest.mark.parametrize("number", range(len(UNDERSTOOD)), ids=map(str, UNDERSTOOD))
def test_what_can_be_understood_is_no_issue(planted, number):
    assert planted[number + 2 + len(FAULTS)] == []


PLACES = LAYOUT.replace('[people.patient]', 'place_postcode = "Room"\noccurred_from = "Q1"\ndue_on = "Change"\n[people.patient]').replace(
    'change = "Change"\n', '').replace('[asked]\nweapon = "Q1"\n', '')


def test_postcodes_must_be_of_a_place(tmp_path):
    written = ["SW1A 1AA", "sw1a1aa", "ZZ99 3VZ", "NF1 1NF", "Leeds"]
    lines = [record(f"R{i}", Q1="") + "," + postcode for i, postcode in enumerate(written)]
    codes_found = [code for _, code, _ in found(tmp_path, *lines, header=HEADER + ",Room", layout=PLACES)]
    assert codes_found == ["placeholder postcode", "placeholder postcode", "not a postcode"]


def test_what_happened_after_it_was_recorded_is_queried_and_a_day_to_come_may_lie_ahead(tmp_path):
    lines = [record("R1", Q1="14/03/2024") + ",", record("R2", Q1="13/03/2024", Change="01/01/2027") + ","]
    assert found(tmp_path, *lines, header=HEADER + ",Room", layout=PLACES) == [("occurred_from", "happened after it was recorded", "query")]


def test_a_role_read_from_a_column_must_be_known_and_there(tmp_path):
    layout = LAYOUT.replace('role = "patient"', 'role = { column = "Room" }') + '[codes.role]\n"V" = "victim"\n'
    lines = [record("R1") + ",v", record("R2") + ",Q", record("R3") + ","]
    assert found(tmp_path, *lines, header=HEADER + ",Room", layout=layout) == [
        ("patient.role", "unknown code", "error"), ("patient.role", "missing role", "error")]


def test_a_code_that_means_no_category_of_ours_is_an_error(tmp_path):
    assert found(tmp_path, record("R1"), layout=LAYOUT.replace('"home_visit"', '"house_call"')) == [("category", "unknown code", "error")]


def test_unreadable_lines_and_unknown_columns_keep_the_sentence_of_the_reading(tmp_path):
    unreadable, column = told(tmp_path, "R1,too few", record("R2") + ",x", header=HEADER + ",Shoe size")[::-1]
    assert unreadable[:3] == ("", "unreadable", "error") and "a.csv, line 2: found 2 cells, expected 11." in unreadable[3]
    assert column[:3] == ("", "unknown column", "query") and "Shoe size" in column[3]


def test_the_sentence_says_file_line_column_found_expected_and_what_to_do(tmp_path):
    (_, _, _, because), *_ = told(tmp_path, record("R1"), record("R2", Day="31/13/2024"))
    assert because == ("a.csv, line 3, column Day: found '31/13/2024', expected a day that exists, written dd/mm/yyyy. "
                       "The row is not used: ask the supplier to correct it and send it again.")


def test_a_quote_in_a_value_is_told_as_it_stands(tmp_path):
    ((_, _, _, because),) = told(tmp_path, record("R1", Kind="it's"))
    assert "found 'it's'" in because and "[codes.category] of the layout visits" in because
