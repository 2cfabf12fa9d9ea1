"""The splitter by itself: planted lines, and the cells and the lines that each record must have."""

import pytest

from timeline.rows.splitter import MISPLACED, MOST_CHARACTERS, MOST_LINES, UNCLOSED, split


def pieces(*lines: str, width: int, after: int = 0, delimiter: str = ","):
    """Of each piece its lines and its cells, or what is wrong with it."""
    return [(piece.line_from, piece.line_to, piece.problem or (piece.raw.split(delimiter) if piece.cells is None else piece.cells))
            for piece in split(iter(lines), delimiter, width, after)]


@pytest.mark.parametrize(("line", "cells"), [
    ('a,"b",', ["a", "b", ""]), (',"b",""', ["", "b", ""]), ('"a","b","c"', ["a", "b", "c"]), ('"a""b",c,"""d"""', ['a"b', "c", '"d"']),
    ('"x "y" z",b,', ['x "y" z', "b", ""]), ('a,"x "y" z",', ["a", 'x "y" z', ""]), ('a,b,"x "y" z"', ["a", "b", 'x "y" z']),
    ('"x "y" z",,"u "v" w"', ['x "y" z', "", 'u "v" w']), ('a,"said \\"go\\", twice",c', ["a", 'said "go", twice', "c"]),
    ('a,"said ""no"" and "yes"",c', ["a", 'said "no" and "yes"', "c"]), ('a,"C:\\dir\\",c "d" e', ["a", "C:\\dir\\", 'c "d" e']),
    ('"one "two" C:\\",b,c', ['one "two" C:\\', "b", "c"])])
def test_a_line_with_quotes_has_these_cells(line, cells):
    assert pieces(line, width=3) == [(1, 1, cells)]


@pytest.mark.parametrize(("line", "problem"), [('"x "y" z",b', MISPLACED), ('"x "y" z",b,c,d', MISPLACED), ('a,b,"c', UNCLOSED), ('"', UNCLOSED)])
def test_a_line_with_quotes_that_fits_in_no_way_is_told(line, problem):
    assert pieces(line, width=3) == [(1, 1, problem)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quoted_cell_goes_on_over_lines_and_what_follows_is_read_as_it_stands(end):
    lines = ["R1,a,b", 'R2,"one', "two", '""three"", four",b', "", '"R3",a,b']
    assert pieces(*(line + end for line in lines), width=3, after=7) == [
        (8, 8, ["R1", "a", "b"]), (9, 11, ["R2", f'one{end}two{end}"three", four', "b"]), (12, 12, [""]), (13, 13, ["R3", "a", "b"])]


def test_without_anything_said_of_lines_before_the_first_is_line_one():
    assert [(piece.line_from, piece.raw) for piece in split(iter(["a\r\n", "b\n", "c"]), ",", 1)] == [(1, "a"), (2, "b"), (3, "c")]


@pytest.mark.parametrize(("within", "swallowed"), [
    ("see, also", True),           # too few cells to stand alone
    ("see, also, this", True),     # as many as a record, and its first cell is of another kind
    ("R9, also, this, too", True),  # of the same kind, and too many
    ("R9, also, this", False)])    # a record by itself
def test_a_quoted_cell_goes_on_over_a_line_unless_that_is_a_record_by_itself(within, swallowed):
    found = pieces('R1,a,"one\n', within + "\n", 'end"\n', "R2,a,b", width=3)
    if swallowed:
        assert found == [(1, 3, ["R1", "a", f"one\n{within}\nend"]), (4, 4, ["R2", "a", "b"])]
    else:
        assert [lines for *lines, _ in found] == [[1, 1], [2, 2], [3, 3], [4, 4]] and found[0][2] == UNCLOSED


@pytest.mark.parametrize("closing", ['end",b', 'end",b,c,d', 'end"x,b'])
def test_a_record_over_lines_that_has_another_number_of_cells_spoils_its_first_line_alone(closing):
    found = pieces('R1,"one\n', closing + "\n", "R2,a,b,c", width=4)
    assert found[0] == (1, 1, UNCLOSED) and [line for line, *_ in found] == [1, 2, 3] and found[2][2] == ["R2", "a", "b", "c"]


@pytest.mark.parametrize(("further", "problem"), [(MOST_LINES, None), (MOST_LINES + 1, UNCLOSED)])
def test_a_record_spans_so_many_further_lines_and_no_more(further, problem):
    assert MOST_LINES == 2000
    lines = ['R1,"one', *["more"] * (further - 1), 'end"', "R2,b"]
    found = list(split(iter(f"{line}\n" for line in lines), ",", 2))
    assert found[0].problem == problem and found[-1].raw == "R2,b" and found[-1].line_from == further + 2


@pytest.mark.parametrize(("characters", "problem"), [(MOST_CHARACTERS, None), (MOST_CHARACTERS + 1, UNCLOSED)])
def test_a_record_goes_on_after_so_many_characters_and_no_more(characters, problem):
    assert MOST_CHARACTERS == 1024 * 1024
    opening = 'R1,"'
    lines = [opening + "\n", "x" * (characters - len(opening) - 2) + "\n", 'end"\n', "R2,b\n"]
    assert next(split(iter(lines), ",", 2)).problem == problem


def test_the_lines_that_were_looked_at_in_vain_are_read_afterwards_each_once():
    lines = ['R1,"never closed\n', "R2,a\n", 'R3,"two\n', 'lines"\n', "R4,b\n"]
    assert pieces(*lines, width=2) == [(1, 1, UNCLOSED), (2, 2, ["R2", "a"]), (3, 4, ["R3", "two\nlines"]), (5, 5, ["R4", "b"])]
