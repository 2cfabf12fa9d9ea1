"""The rows that go back to an agency: as they came, with why and what to do, and with no formula in them."""

import csv
import io

import pytest
from openpyxl import Workbook

from tests.extracts import HEADER, LAYOUT, extracts, layouts, record
from timeline import codes, files, issues, ledger, rows, settings, sheets, snapshot, versions
from timeline.loading import quarantined


def sheet_of(tmp_path, content: str | bytes, layout: str = LAYOUT, name: str = "visits.csv") -> sheets.Sheet:
    """The quarantined rows of a file that holds this."""
    known = layouts(tmp_path, layout)
    inside = extracts(tmp_path, {name: content})
    with snapshot.in_memory() as s:
        s["files"], s["codes"], s["categories"] = files.find(inside, known), codes.gather(known), settings.load().categories
        s["rows"] = rows.read(inside, s["files"], known)
        s["issues"] = issues.find(s["rows"], s["codes"], s["categories"])
        s["versions"] = versions.settle(s["rows"], s["issues"], s["codes"], s["files"])
        s["books"] = ledger.books(s["files"], s["rows"], s["versions"])
        return quarantined.sheet(s.connection, name)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    """Of a file with a good row, a day that is none, a strange code beside a formula, and a line cut short."""
    lines = [HEADER, record("R1"), record("R2", Day="31/13/2024"), record("R3", '"=HYPERLINK(""http://x""), said, she"', Kind="Z9", Last="@sum"), "R4,cut",
             record("R5", Born="99/99/1990")]
    return sheet_of(tmp_path_factory.mktemp("back"), "\n".join(lines))


def cells(sheet, line: int) -> dict:
    return next(dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows if row[0] == line)


def test_every_quarantined_row_and_no_other_is_there_by_its_line(sheet):
    assert [row[0] for row in sheet.rows] == [3, 4, 5]


def test_a_row_keeps_the_agencys_own_columns_and_cells_as_they_came_but_for_what_tells_where_somebody_lives(sheet):
    assert sheet.columns == (*quarantined.OURS, *HEADER.split(","), quarantined.WHOLE)
    assert {name: cells(sheet, 4)[name] for name in HEADER.split(",")} == {
        "Ref": "R3", "Day": "12/03/2024", "Kind": "Z9", "First": "Ann", "Last": "@sum", "Born": "01/02/1990", "NHS": "9434765919", "Q1": "Y", "Change": "",
        "Note": quarantined.IN_YOUR_FILE}


def test_each_fault_says_what_was_found_and_expected_and_what_the_agency_is_to_do(sheet):
    told = {name: cells(sheet, 4)[name] for name in quarantined.OURS}
    assert told == {"Line": 4, "Reason": ["unknown code"], "Column": ["Kind"], "Found": ["Z9"], "Expected": ["a code whose meaning you have told us"],
                    "What to do": ["Tell us what the code means, or correct it, and send the row again."]}
    assert cells(sheet, 3)["Reason"] == ["impossible date", "missing date"]
    assert cells(sheet, 3)["Found"] == ["31/13/2024"] * 2
    assert cells(sheet, 3)["What to do"] == [quarantined.CORRECT]


def test_a_line_that_is_no_record_is_told_by_its_number_alone(sheet):
    assert (cells(sheet, 5)["Reason"], cells(sheet, 5)["Found"], cells(sheet, 5)["Expected"]) == (["unreadable"], ["2 cells"], ["10"])
    assert (cells(sheet, 5)[quarantined.WHOLE], cells(sheet, 5)["Ref"], cells(sheet, 4)[quarantined.WHOLE]) == (quarantined.IN_YOUR_FILE, "", "")


def test_no_cell_of_the_file_begins_a_formula_and_the_file_says_so(sheet):
    written = list(csv.reader(io.StringIO(sheets.as_csv(sheet).decode("utf-8-sig"))))
    assert not [cell for row in written for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any("'@sum" in cell for row in written for cell in row)
    assert [quarantined.FORMULA] in written


def test_columns_that_bear_one_name_or_one_of_ours_are_told_apart(tmp_path):
    layout = LAYOUT.replace('ignored = ["Room"]', 'ignored = ["Room", "Line", "reason"]')
    text = f"{HEADER},Line,reason,Room,Room\n{record('R1', Day='never')},7,x,1,2\n"
    assert sheet_of(tmp_path, text, layout).columns[-5:] == ("Line (column 11)", "reason (column 12)", "Room", "Room (column 14)", quarantined.WHOLE)


def test_a_workbooks_cells_stand_in_its_own_columns_whatever_they_hold(tmp_path):
    book = Workbook()
    for line in (HEADER, record("R1", 'said "no', Day="never")):
        book.active.append(line.split(","))
    book.save(tmp_path / "book.xlsx")
    sheet = sheet_of(tmp_path, (tmp_path / "book.xlsx").read_bytes(), name="visits.xlsx")
    assert (cells(sheet, 2)["Day"], cells(sheet, 2)["Note"], cells(sheet, 2)[quarantined.WHOLE]) == ("never", quarantined.IN_YOUR_FILE, "")
