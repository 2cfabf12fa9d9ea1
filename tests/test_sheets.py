"""A table as a file: CSV and Excel hold the same, bear their marking, and run nothing."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from timeline import sheets
from timeline.outgoing import MARKING
from timeline.sheets import Sheet

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SHEET = Sheet("Families: all", ("Family", "Since", "Children", "Agencies", "Said"), (
    ("Khan", date(2024, 3, 1), 2, ["police", "gp"], "=HYPERLINK(1)"), ("Łoś", None, 0, [], "two\nlines")), notes=(MARKING, "Made from snapshot snap-1"))


def as_rows(sheet):
    return list(csv.reader(io.StringIO(sheets.as_csv(sheet).decode("utf-8-sig"))))


def page(sheet, *more):
    return openpyxl.load_workbook(io.BytesIO(sheets.as_excel("Timeline & families", (sheet, *more), AT))).worksheets[0]


def test_csv_begins_with_the_title_and_its_notes_then_an_empty_line_and_the_headings():
    assert sheets.as_csv(SHEET).startswith(b"\xef\xbb\xbfFamilies: all\r\n")
    assert as_rows(SHEET)[:5] == [["Families: all"], [MARKING], ["Made from snapshot snap-1"], [], list(SHEET.columns)]


def test_csv_writes_days_as_iso_several_as_one_text_and_keeps_an_empty_cell_empty():
    assert as_rows(SHEET)[5:] == [["Khan", "2024-03-01", "2", "police; gp", "'=HYPERLINK(1)"], ["Łoś", "", "0", "", "two\nlines"]]


def test_without_a_title_and_notes_the_headings_come_first():
    assert as_rows(Sheet("", ("A",), (("x",),), name="Return")) == [["A"], ["x"]]


def test_excel_holds_the_same_values_as_csv():
    lines = [[cell.value for cell in row] for row in page(SHEET)]
    assert [line[0] for line in lines[:3]] == ["Families: all", MARKING, "Made from snapshot snap-1"]
    assert lines[3:] == [list(SHEET.columns), ["Khan", datetime(2024, 3, 1), 2, "police; gp", "'=HYPERLINK(1)"], ["Łoś", None, 0, None, "two\nlines"]]


def test_excel_freezes_and_repeats_the_headings_makes_a_table_and_is_marked_on_each_page():
    sheet = page(SHEET)
    assert (sheet.freeze_panes, sheet.print_title_rows, [table.ref for table in sheet.tables.values()]) == ("B5", "$4:$4", ["A4:E6"])
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == (MARKING, "Timeline && families · Page &P of &N")


def test_a_table_without_rows_is_its_headings():
    sheet = page(Sheet("None", ("A", "B"), ()))
    assert not sheet.tables and [cell.value for cell in sheet[2]] == ["A", "B"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\x00=1\ud800"])
def test_no_text_is_read_as_a_formula(text):
    hostile = Sheet(text, ("A",), ((text,),), notes=(text,))
    assert not [cell for row in page(hostile) for cell in row if cell.data_type == "f"]
    assert not [row for row in as_rows(hostile) if row and row[0].startswith(sheets.FORMULA)]


def test_a_number_below_zero_stays_a_number():
    assert as_rows(Sheet("", ("A",), ((-3,),)))[1] == ["-3"] and page(Sheet("", ("A",), ((-3,),)))["A2"].value == -3


def test_what_holds_two_columns_of_one_heading_or_a_row_too_short_is_not_made():
    for columns, row in ((("A", "a"), (1, 2)), (("A", "B"), (1,))):
        with pytest.raises(ValueError, match="heading of its own"):
            Sheet("x", columns, (row,))


def test_the_same_sheets_give_the_same_bytes():
    assert sheets.as_excel("x", (SHEET,), AT) == sheets.as_excel("x", (SHEET,), AT)
