"""What each line of a file is, with its cells: planted files, and every column of every row."""

import duckdb
import openpyxl
import pytest

from tests.extracts import HEADER, LAYOUT, SAYS, read, record
from timeline.rows import shape

EVERY = HEADER + ",Room"
WITHOUT_HEADER = LAYOUT.replace("nothing =", f"header = false\ncolumns = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in HEADER.split(','))}]\nnothing =")


def lines(folder, *text: str, header: str = HEADER, layout: str = LAYOUT, name: str = "a.csv", says: str = SAYS):
    """The rows of a file of these lines below the header."""
    return read(folder, {name: "\n".join([*([header] if header else []), *text]) + "\n"}, layout=layout, says=says)


def kinds(rows):
    """Of each row its first line and what it is."""
    return duckdb.sql("select line_from, part from rows order by line_from").fetchall()


def problem(rows, line: int) -> str:
    return duckdb.sql(f"select problem from rows where line_from = {line}").fetchall()[0][0]


def test_each_row_says_where_it_came_from_and_only_a_record_has_cells(tmp_path):
    text = ["Clinic visits", "", HEADER, record("R1"), "R2,too few", "Total,1"]
    found = read(tmp_path, {"a.csv": "\n".join(text) + "\n"})
    assert [row[0] for row in duckdb.sql("select raw from found order by line_from").fetchall()] == text
    assert kinds(found) == [(1, "note"), (2, "blank"), (3, "header"), (4, "record"), (5, "unreadable"), (6, "note")]
    assert duckdb.sql("""select distinct file, layout, agency, system, area, as_at::varchar, date_style from found""").fetchall() == [
        ("a.csv", "visits", "health", "clinic", "Calderbrook", "2025-03-31", "dd/mm/yyyy")]
    assert duckdb.sql("""select distinct part = 'record' as held, fields is not null, people is not null, asked is not null, raw_hash is not null
                         from found order by held""").fetchall() == [(False,) * 5, (True,) * 5]


@pytest.mark.parametrize(("columns", "line", "part"), [
    (10, "Total,1", "note"), (10, "Total,1,,", "note"), (10, "Total,1,2", "unreadable"), (10, "Total,1,,,,,,,,", "note"), (10, "Total,1,2,,,,,,,", "record"),
    (10, "Grand total,,,,,,,,,3", "note"), (10, "Subtotal,,,,,,,,,3", "note"), (10, "Sub-total,,,,,,,,,3", "note"), (10, "totals,,,,,,,,,3", "note"),
    (10, "Report,Ann", "note"), (10, "Report,Ann,Roe", "unreadable"), (10, "Report,Ann,,,,,,,", "note"), (10, "Report,Ann,,,,,,,,", "record"),
    (10, "Report,Ann,,,,,,,,,", "unreadable"), (10, "Ward,Ann", "unreadable"), (10, 'Total,"3 rows', "note"), (10, 'Ward,"3 rows', "unreadable"),
    (16, "Total,1,2,3" + "," * 12, "note"), (16, "Total,1,2,3,4" + "," * 11, "record"), (10, "\t,,,,,,,,,", "blank"), (10, ',,,,,,,,,""', "record")])
def test_a_sum_or_a_title_is_a_note_while_it_fills_few_cells(tmp_path, columns, line, part):
    header = HEADER + "".join(f",More {number}" for number in range(columns - 10))
    assert kinds(lines(tmp_path, record("R1") + "," * (columns - 10), line, header=header))[1:] == [(2, "record"), (3, part)]


@pytest.mark.parametrize(("above", "part"), [
    (record("R1"), "unreadable"), (record("R1", Day="", Born="", NHS=""), "note"), ("Ward,1,,,,,,,,", "note"), ("Ward,1,2,,,,,,,", "unreadable"),
    ("Ward,1,2,,,,,,", "note"), ("a,b,c,d,e,f,g,h,i,j", "note"), (",,,,,,,,,", "blank"), (" \t", "blank")])
def test_above_the_names_stands_a_note_unless_it_is_a_whole_record_with_a_number(tmp_path, above, part):
    found = lines(tmp_path, HEADER, record("R2"), header=above)
    assert kinds(found) == [(1, part), (2, "header"), (3, "record")]
    if part == "unreadable":
        assert "a.csv, line 1: found a record above the column names, expected it below them, which are on line 2." in problem(found, 1)


def test_the_names_are_found_on_the_sixtieth_line(tmp_path):
    found = lines(tmp_path, *[f"Title {number}" for number in range(58)], HEADER, record("R1"), header="Visits")
    assert kinds(found)[58:] == [(59, "note"), (60, "header"), (61, "record")]


@pytest.mark.parametrize(("delimiter", "name"), [(",", "comma"), ("|", "pipe"), ("\t", "tab"), (";", "semicolon")])
def test_a_line_with_too_many_cells_is_told_which_mark_may_stand_in_one(tmp_path, delimiter, name):
    line = record("R2").replace(",", delimiter)
    found = lines(tmp_path, record("R1").replace(",", delimiter), line + delimiter + "x", header=HEADER.replace(",", delimiter))
    assert f"found 11 cells, expected 10. A cell may hold a {name} without quotes around it" in problem(found, 3)


ENDED = [record("R1", "seen,7,"), record("R2", "seen,,")]


@pytest.mark.parametrize(("text", "read_so"), [
    (ENDED, "rr"), ([ENDED[0], "", ENDED[1], "Total,2"], "rbrn"), (ENDED[:1], "u"), ([*ENDED, record("R3", "seen,7")], "uur"),
    ([record("R1", "seen,7,x"), ENDED[1]], "uu"), ([record("R1", 'seen,7,""'), ENDED[1]], "rr"), ([record("R1", "seen,7, "), ENDED[1]], "rr"),
    ([*ENDED, record("R3", "seen,7,,")], "rru")])
def test_an_empty_cell_too_many_is_forgiven_where_it_is_on_every_record_and_two_have_it(tmp_path, text, read_so):
    found = lines(tmp_path, *text, header=EVERY)
    assert "".join(part[0] for _, part in kinds(found)[1:]) == read_so
    names = duckdb.sql("select distinct fields.words from found where part = 'record'").fetchall()
    assert names in ([], [("seen",)])


def test_of_a_file_without_names_an_empty_cell_too_many_is_forgiven_too(tmp_path):
    found = lines(tmp_path, record("R1", "seen,"), record("R2", "seen,"), header="", layout=WITHOUT_HEADER, says='supplier = "visits"\n' + SAYS)
    assert kinds(found) == [(1, "record"), (2, "record")]


def test_where_every_line_had_an_empty_cell_too_many_a_later_one_that_fills_it_is_not_read(tmp_path):
    found = lines(tmp_path, *ENDED * 30, EVERY, record("R3", "seen,7,x"), record("R4", "seen,7"), ENDED[0], header=EVERY)
    assert kinds(found)[-4:] == [(62, "header"), (63, "unreadable"), (64, "unreadable"), (65, "record")]
    assert "found 12 cells, expected 11 and an empty one." in problem(found, 63) and "found 11 cells, expected 11 and an empty one." in problem(found, 64)


def test_names_that_come_again_without_one_that_is_needed_are_no_names(tmp_path):
    found = lines(tmp_path, record("R1"), HEADER.replace("NHS", "Size"), record("R2"), EVERY + ",", record("R3"))
    assert kinds(found)[1:] == [(2, "record"), (3, "record"), (4, "record"), (5, "unreadable"), (6, "unreadable")]


def test_a_line_that_begins_with_no_name_or_stands_in_a_file_without_names_is_no_names(tmp_path):
    assert kinds(lines(tmp_path, record("R1"), f"More,{HEADER}", record("R2")))[1:] == [(2, "record"), (3, "unreadable"), (4, "record")]
    unnamed = lines(tmp_path, HEADER, record("R1"), header="", layout=WITHOUT_HEADER, says='supplier = "visits"\n' + SAYS)
    assert kinds(unnamed) == [(1, "record"), (2, "record")]


def test_cells_of_a_workbook_beyond_the_last_name_are_left_out_while_they_are_empty(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADER.split(","), record("R1").split(","), record("R2").split(","), [*record("R3").split(","), None, "x"]):
        book.active.append(row)
    for place in ("K1", "K2", "L2", "M2", "K3"):
        book.active[place].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path, {"a.xlsx": (tmp_path / "a.xlsx").read_bytes()})
    assert kinds(found) == [(1, "header"), (2, "record"), (3, "record"), (4, "unreadable")]
    assert duckdb.sql("select fields.ref, fields.words from found where part = 'record' order by 1").fetchall() == [("R1", "seen"), ("R2", "seen")]


def test_a_tab_a_blank_that_does_not_break_and_a_mark_between_cells_are_blanks_within_a_cell(tmp_path):
    found = lines(tmp_path, record("R1", "a\tb\u00a0c"), record("R2", '"a\tb\u00a0c\nd"'), record("R3", '"a\x1fb"', First="A\x1fn"))
    assert duckdb.sql("select fields.words from found where part = 'record' order by line_from").fetchall() == [("a b c",), ("a b c\nd",), ("a b",)]


# --- what means nothing

NAMED = LAYOUT.replace('nhs = "NHS"', '''nhs = "NHS"
name = "Whole"
middle_names = "Middle"
previous_surname = "Before"
alias = "Alias"
local_id = "Local"
sex = "Sex"
present = "There"''').replace('words = "Note"', '''words = "Note"
incident_ref = ["Case", "Part"]
outcome = "Outcome"
place = ["House", "Street"]''').replace("[codes.category]", '''[codes.outcome]
"None" = "charged"
[codes.category]''') + '"Nil" = "no"\n'
COLUMNS = f"{HEADER},Whole,Middle,Before,Alias,Local,Sex,There,Case,Part,Outcome,House,Street".split(",")
SAID = {"Day": "12/03/2024", "Kind": "HV"}


def gathered(folder, *cells: dict, layout: str = NAMED):
    """The fields, the person and the answer of records that say nothing but these cells."""
    text = [",".join((SAID | {"Ref": f"R{number}"} | one).get(column, "") for column in COLUMNS) for number, one in enumerate(cells)]
    found = lines(folder, *text, header=",".join(COLUMNS), layout=layout)
    return duckdb.sql("""select fields, people[1] as person, asked[1].answer as answer from found where part = 'record'
                         order by line_from""").df().to_dict("records")


def test_people_may_be_called_what_means_nothing_elsewhere(tmp_path):
    names = {"First": "forename", "Last": "surname", "Whole": "name", "Middle": "middle_names", "Before": "previous_surname", "Alias": "alias"}
    mixed, written, other = gathered(tmp_path, dict.fromkeys(names, "Null") | {"Local": "here"}, dict.fromkeys(names, "NULL") | {"Local": "here"},
                                     dict.fromkeys(names, "Not Known") | {"Local": "Null", "NHS": "1"})
    assert {mixed["person"][name] for name in names.values()} == {"Null"} and mixed["person"]["local_id"] == "here"
    assert {written["person"][name] for name in names.values()} == {other["person"][name] for name in names.values()} == {None}
    assert other["person"]["local_id"] is None


def test_every_word_for_nothing_is_empty_however_it_is_written(tmp_path):
    words = [*shape.NOTHING, *shape.NOTHING_BUT_A_NAME, "99"]
    assert {"", "-", ".", "n/a", "nk", "unk", "unknown", "not known", "not recorded", "none recorded", "not specified", "not stated", "not entered", "blank",
            "nil", "redacted", "null", "none", "na"} <= {*words}
    found = gathered(tmp_path, *({"Note": written, "Local": "x"} for word in words for written in (word, word.upper(), f" {word.capitalize()} ")))
    assert {one["fields"]["words"] for one in found} == {None} and len(found) == 3 * len(words)


def test_damage_stays_in_an_identifier_that_is_checked_and_a_code_keeps_its_meaning(tmp_path):
    damaged = dict.fromkeys(("NHS", "Local", "Note"), "#N/A")
    found, = gathered(tmp_path, damaged | {"Outcome": "NONE", "Change": "None", "There": "NIL", "Q1": "nil", "Sex": "Nil"})
    assert (found["person"]["nhs"], found["person"]["local_id"], found["fields"]["words"]) == ("#N/A", None, None)
    assert (found["fields"]["outcome"], found["fields"]["change"], found["person"]["present"], found["answer"], found["person"]["sex"]) == (
        "NONE", None, "NIL", "nil", None)


def test_cells_that_make_one_field_are_joined_and_a_reference_needs_its_first(tmp_path):
    whole = {"Case": "C1", "Part": "2", "House": "4", "Street": "Alder Row"}
    found = gathered(tmp_path, whole, {"Case": "C1", "Street": "Alder Row"}, {"Part": "2", "House": "4"}, {})
    assert [(one["fields"]["incident_ref"], one["fields"]["place"]) for one in found] == [
        ("C1/2", "4 Alder Row"), ("C1", "Alder Row"), (None, "4"), (None, None)]
    assert [one["person"] for one in found] == [None] * 4
