"""Rows: nasty files of known truth, and the law that no line is lost and no good record altered."""

import io
from datetime import date, datetime

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.extracts import HEADER, LAYOUT, SAYS, extracts, layouts, read, record
from timeline import files, rows
from timeline.rows.splitter import split
from timeline.tables import check

GOOD = [record(f"R{i}") for i in range(1, 4)]


def parts(read_rows):
    return duckdb.sql("select line_from, line_to, part from read_rows order by line_from").fetchall()


def values(read_rows, field="words"):
    return duckdb.sql(f"select fields.ref, fields.{field} from read_rows where part = 'record' order by line_from").fetchall()


def problems(read_rows):
    return [text for (text,) in duckdb.sql("select problem from read_rows where part = 'unreadable' order by line_from").fetchall()]


def body(*lines: str, end: str = "\n", header: str = HEADER) -> str:
    return end.join([header, *lines]) + end


def test_the_table_is_as_declared(tmp_path):
    check("rows", read(tmp_path, {"a.csv": body(*GOOD)}))


def test_a_record_is_gathered_under_our_names(tmp_path):
    found = read(tmp_path, {"a.csv": body(record("R1", "a note"))})
    fields, people, asked = duckdb.sql("select fields, people, asked from found where part = 'record'").fetchall()[0]
    assert {name: value for name, value in fields.items() if value} == {"ref": "R1", "recorded_on": "12/03/2024", "category": "HV", "words": "a note"}
    assert [{name: value for name, value in one.items() if value} for one in people] == [
        dict(slot="patient", role="patient", forename="Ann", surname="Roe", dob="01/02/1990", nhs="9434765919")]
    assert asked == [dict(factor="weapon", answer="Y")]


def test_a_row_is_named_by_its_file_and_first_line(tmp_path):
    found = read(tmp_path, {"a.csv": body('R1,12/03/2024,HV,Ann,Roe,,,,,"two\nlines"', record("R2"))})
    assert duckdb.sql("select row_id from found order by line_from").fetchall() == [("a.csv:1",), ("a.csv:2",), ("a.csv:4",)]


def test_raw_text_is_untouched(tmp_path):
    line = '"R1" ,12/03/2024,HV,Ann,Roe,,,,, say ""hi"" '
    found = read(tmp_path, {"a.csv": body(line)})
    assert duckdb.sql("select raw from found where line_from = 2").fetchall() == [(line,)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood(tmp_path, end):
    assert values(read(tmp_path, {"a.csv": body(*GOOD, end=end)})) == [(f"R{i}", "seen") for i in (1, 2, 3)]


def test_line_ends_may_be_mixed(tmp_path):
    found = read(tmp_path, {"a.csv": HEADER + "\r\n" + GOOD[0] + "\n" + GOOD[1] + "\r" + GOOD[2]})
    assert values(found) == [(f"R{i}", "seen") for i in (1, 2, 3)]


def test_separators_of_unicode_and_control_characters_are_text(tmp_path):
    note = "one\u2028two\x85three\x0bfour\x1cfive\u2029six"
    assert values(read(tmp_path, {"a.csv": body(record("R1", note))})) == [("R1", note)]


def test_a_no_break_space_is_a_blank_when_a_value_is_compared(tmp_path):
    assert values(read(tmp_path, {"a.csv": body(record("R1\u00a0", "\u00a0", Last="\u00a0Roe"))})) == [("R1", None)]


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_ends(tmp_path):
    found = read(tmp_path, {"a.csv": body(record("R1", '"said ""no"",\r\nthen\nleft"'), record("R2"))})
    assert values(found) == [("R1", 'said "no",\r\nthen\nleft'), ("R2", "seen")]
    assert parts(found) == [(1, 1, "header"), (2, 4, "record"), (5, 5, "record")]


def test_an_inch_mark_within_a_cell_is_text(tmp_path):
    assert values(read(tmp_path, {"a.csv": body(record("R1", 'a 6" knife'))})) == [("R1", 'a 6" knife')]


def test_quotes_that_nobody_doubled_are_text_where_the_cells_still_fit(tmp_path):
    found = read(tmp_path, {"a.csv": body(record("R1", '"he said "no" to her"'), record("R2", '"she said \\"go\\", twice"'))})
    assert values(found) == [("R1", 'he said "no" to her'), ("R2", 'she said "go", twice')]


@pytest.mark.parametrize("after", ['R2,12/03/2024,HV,Ann,Roe,,,,,"fine, quoted"', record("R2"), record("R2", 'a 6" knife')])
def test_an_unclosed_quote_spoils_its_own_line_alone(tmp_path, after):
    found = read(tmp_path, {"a.csv": body(record("R1", '"never closed'), after, record("R3"))})
    assert [ref for ref, _ in values(found)] == ["R2", "R3"]
    (problem,) = problems(found)
    assert problem.startswith("a.csv, line 2: found a quote that opens a cell and is never closed")


def test_a_later_stray_quote_does_not_swallow_the_lines_between(tmp_path):
    opened = 'R1,"12/03/2024,HV,Ann,Roe,,,,,x'
    closing = 'R3,12/03/2024",HV,Ann,Roe,,,,,z'
    found = read(tmp_path, {"a.csv": body(opened, record("R2"), closing, record("R4"))})
    assert [ref for ref, _ in values(found)] == ["R2", "R3", "R4"]


@pytest.mark.parametrize(("line", "cells"), [("R2,12/03/2024,HV", 3), (record("R2", "an, unquoted, list"), 12)])
def test_a_line_with_too_few_or_too_many_cells_says_how_many(tmp_path, line, cells):
    found = read(tmp_path, {"a.csv": body(GOOD[0], line, GOOD[2])})
    assert [ref for ref, _ in values(found)] == ["R1", "R3"]
    (problem,) = problems(found)
    assert problem.startswith(f"a.csv, line 3: found {cells} cells, expected 10.")


def test_a_comma_too_many_at_the_end_of_every_line_is_forgiven_where_the_header_names_every_column(tmp_path):
    rooms = [line + ",7," for line in GOOD]
    assert values(read(tmp_path, {"a.csv": body(*rooms, header=HEADER + ",Room")})) == [("R1", "seen"), ("R2", "seen"), ("R3", "seen")]


@pytest.mark.parametrize(("header", "lines"), [
    (HEADER, [GOOD[0] + ",", GOOD[1]]),  # a comma within the first line would look the same where its last cell is empty
    (HEADER, [GOOD[0] + ",", GOOD[1] + ","]),  # and here a name may be missing in the header
])
def test_it_is_not_guessed_where_an_empty_cell_too_many_comes_from(tmp_path, header, lines):
    assert len(problems(read(tmp_path, {"a.csv": body(*lines, header=header)}))) == sum(line.endswith(",") for line in lines)


def test_a_file_cut_short_loses_only_its_last_line(tmp_path):
    found = read(tmp_path, {"a.csv": body(GOOD[0], GOOD[1]) + 'R3,12/03/2024,HV,Ann,Roe,,,,,"cut sho'})
    assert [ref for ref, _ in values(found)] == ["R1", "R2"] and len(problems(found)) == 1


def test_blank_lines_and_rows_of_empty_cells_are_blank(tmp_path):
    found = read(tmp_path, {"a.csv": body("", GOOD[0], "   ", ",,,,,,,,,", GOOD[1], "")})
    assert [part for _, _, part in parts(found)] == ["header", "blank", "record", "blank", "blank", "record", "blank"]


def test_titles_above_the_header_and_totals_below_are_notes(tmp_path):
    text = "Clinic visits\n\nRun 1 April\n" + body(*GOOD) + "Total,3\n(3 rows affected)\nEnd of report\n"
    found = read(tmp_path, {"a.csv": text})
    assert [part for _, _, part in parts(found)] == ["note", "blank", "note", "header", *["record"] * 3, *["note"] * 3]


def test_a_total_in_a_row_of_full_width_is_a_note(tmp_path):
    assert parts(read(tmp_path, {"a.csv": body(*GOOD, "Total,,,,,,,,,3")}))[-1] == (5, 5, "note")


def test_a_header_that_comes_again_is_a_header(tmp_path):
    quoted = ",".join(f'"{name}"' for name in HEADER.split(","))
    assert [part for _, _, part in parts(read(tmp_path, {"a.csv": body(GOOD[0], HEADER, quoted, GOOD[1])}))] == [
        "header", "record", "header", "header", "record"]


def test_a_nul_byte_is_kept_visible_and_spoils_its_line(tmp_path):
    found = read(tmp_path, {"a.csv": body(GOOD[0], record("R2", "a\0b"))})
    assert [ref for ref, _ in values(found)] == ["R1"]
    assert duckdb.sql("select raw from found where part = 'unreadable'").fetchall()[0][0].endswith("a\u2400b")


def test_what_means_nothing_is_empty_and_its_raw_text_stays(tmp_path):
    found = read(tmp_path, {"a.csv": body(record("R1", "N/A", First="Unknown", Last="NULL", Born="99", Q1="Not recorded", NHS="#N/A"))})
    fields, people, asked, raw = duckdb.sql("select fields, people, asked, raw from found where part = 'record'").fetchall()[0]
    assert fields["words"] is None and asked == [] and "NULL" in raw
    assert (people[0]["forename"], people[0]["surname"], people[0]["dob"], people[0]["nhs"]) == (None, None, None, "#N/A")


def test_people_called_null_none_and_na_keep_their_names(tmp_path):
    found = read(tmp_path, {"a.csv": body(*(record(name, Last=name) for name in ("Null", "None", "Na")))})
    assert duckdb.sql("select people[1].surname from found where part = 'record' order by line_from").fetchall() == [("Null",), ("None",), ("Na",)]


def test_a_word_that_the_layout_has_a_code_for_is_kept(tmp_path):
    layout = LAYOUT + '"Unknown" = "not asked"\n'
    found = read(tmp_path, {"a.csv": body(record("R1", Q1="unknown"))}, layout=layout)
    assert duckdb.sql("select asked[1].answer from found where part = 'record'").fetchall() == [("unknown",)]


def test_a_person_of_whom_nothing_is_said_is_left_out(tmp_path):
    found = read(tmp_path, {"a.csv": body(record("R1", First="", Last="-", Born="", NHS=""))})
    assert duckdb.sql("select people from found where part = 'record'").fetchall() == [([],)]


def test_columns_may_come_in_any_order_and_case(tmp_path):
    header = "note , REF,Room,day,kind,first,last,born,nhs,q1,change"
    found = read(tmp_path, {"a.csv": body("text,R1,7,12/03/2024,HV,Ann,Roe,,,,", header=header)})
    assert values(found) == [("R1", "text")]


def test_a_column_that_nobody_reads_is_told_on_the_header(tmp_path):
    found = read(tmp_path, {"a.csv": body(GOOD[0] + ",7,x", header=HEADER + ",Room,Shoe size")})
    (problem,) = duckdb.sql("select problem from found where part = 'header'").fetchall()[0]
    assert "a.csv, line 1: found the column Shoe size" in problem and "Room" not in problem


def test_exact_duplicates_share_a_hash_and_others_do_not(tmp_path):
    found = read(tmp_path, {"a.csv": body(record("R1"), record("R1"), record("R1", "other")), "b.csv": body(record("R1"))})
    hashes = [h for (h,) in duckdb.sql("select raw_hash from found where part = 'record' order by file, line_from").fetchall()]
    assert hashes[0] == hashes[1] == hashes[3] != hashes[2]


def test_the_same_cells_under_another_header_tell_something_else_and_are_no_duplicate(tmp_path):
    swapped = HEADER.replace("First,Last", "Last,First")
    found = read(tmp_path, {"a.csv": body(record("R1")), "b.csv": body(record("R1"), header=swapped), "c.csv": body(record("R1"), header=HEADER.upper())})
    hashes = [h for (h,) in duckdb.sql("select raw_hash from found where part = 'record' order by file").fetchall()]
    assert hashes[0] == hashes[2] != hashes[1]


def test_a_joined_reference_needs_its_first_part(tmp_path):
    layout = LAYOUT.replace('ref = "Ref"', 'ref = ["Ref", "NHS"]')
    found = read(tmp_path, {"a.csv": body(record("R1", NHS=""), record("R2", NHS="1"), record("", NHS="1"))}, layout=layout)
    assert [ref for ref, _ in values(found)] == ["R1", "R2/1", None]


def test_a_file_without_a_header_is_read_by_position(tmp_path):
    columns = ", ".join(f'"{name}"' for name in HEADER.split(","))
    layout = LAYOUT.replace("nothing =", f"header = false\ncolumns = [{columns}]\nnothing =")
    text = "\n".join(line.replace(",", "|") for line in GOOD)
    found = read(tmp_path, {"a.txt": text}, layout=layout, says='supplier = "visits"\n' + SAYS)
    assert values(found) == [(f"R{i}", "seen") for i in (1, 2, 3)]


@pytest.mark.parametrize(("delimiter", "encoding"), [("|", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252"), ("\t", "utf-16-le")])
def test_delimiters_and_encodings_change_nothing(tmp_path, delimiter, encoding):
    text = body(*[record(f"R{i}", "O\u2019Neill \u2013 \u00a35") for i in (1, 2)], end="\r\n").replace(",", delimiter)
    assert values(read(tmp_path, {"a.txt": text.encode(encoding)})) == [("R1", "O\u2019Neill \u2013 \u00a35"), ("R2", "O\u2019Neill \u2013 \u00a35")]


def test_a_workbook_is_read_cell_by_cell(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Visits"], HEADER.split(","), ["R1", date(2024, 3, 12), "HV", "Ann", "Roe", datetime(1990, 2, 1), 9434765919, None, None, "a\nb"],
                [None], ["R2", "12/03/2024", "HV", None, None, None, 1.2345e19, None, None, "=A1"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path, {"a.xlsx": (tmp_path / "a.xlsx").read_bytes()})
    assert [part for _, _, part in parts(found)] == ["note", "header", "record", "blank", "record"]
    assert duckdb.sql("""select fields.recorded_on, people[1].dob, people[1].nhs, fields.words from found where part = 'record'
                         order by line_from""").fetchall() == [
        ("12/03/2024", "01/02/1990", "9434765919", "a\nb"), ("12/03/2024", None, "1.23450E+19", "=A1")]


def test_no_readable_file_makes_no_row(tmp_path):
    none = duckdb.sql("select * from (values ('a.csv', 'refused')) t(file, problem) where false")
    check("rows", rows.read(tmp_path, none, {}))


CELL = st.text(alphabet='ab,"\r\n\\ \u2028', max_size=8)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_is_written_by_the_rules_is_read_back_whatever_the_cells_hold(cells, end):
    table = [[f"R{i}", *row] for i, row in enumerate(cells, 1)]
    lines = "".join(",".join(map(quoted, row)) + end for row in table)
    found = [piece.cells or piece.raw.split(",") for piece in split(physical(lines), ",", 3)]
    assert found == table


@settings(deadline=None, max_examples=300)
@given(st.lists(st.text(alphabet='ab,"\n\r', max_size=20), max_size=8), st.integers(1, 4))
@example(['"', '"'], 1)
def test_every_line_is_accounted_for_once_and_in_order(lines, width):
    text = "\n".join(lines)
    found = list(split(physical(text), ",", width))
    numbers = [number for piece in found for number in range(piece.line_from, piece.line_to + 1)]
    assert numbers == list(range(1, len(list(physical(text))) + 1))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 19), st.sampled_from(["drop a quote", "add a quote", "cut", "add a cell"]), st.integers(0, 200))
def test_one_damaged_line_leaves_the_others_as_they_were(victim, damage, place):
    good = [f'R{i},"words, and ""more"" of them",plain {i},"x"' for i in range(20)]
    line = good[victim]
    place %= len(line)
    spoilt = {"drop a quote": line.replace('"', "", 1), "add a quote": line[:place] + '"' + line[place:], "cut": line[:place],
              "add a cell": line + ",more"}[damage]
    text = "\n".join([*good[:victim], spoilt, *good[victim + 1:]]) + "\n"
    found = {piece.line_from - 1: piece.raw for piece in split(physical(text), ",", 4) if piece.line_from == piece.line_to}
    assert {number: raw for number, raw in found.items() if number != victim} == {n: raw for n, raw in enumerate(good) if n != victim}


def physical(text: str):
    return iter(io.StringIO(text, newline=""))


def test_the_lines_counted_on_the_bytes_are_the_lines_of_the_rows(tmp_path):
    contents = {"a.csv": body(*GOOD, end="\r\n"), "b.csv": "Title\r\r\n" + body(record("R1", '"x\r\ny'), GOOD[1], end="\r") + "end",
                "c.csv": body(record("R4", "é")).encode("utf-16")}
    found = read(tmp_path, contents)
    counted = files.find(extracts(tmp_path, contents), layouts(tmp_path))
    assert duckdb.sql("""select file, lines, (select sum(line_to - line_from + 1) from found where found.file = counted.file) as covered
                         from counted where lines <> covered""").fetchall() == []
