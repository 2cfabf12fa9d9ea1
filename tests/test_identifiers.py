"""Identifiers against the vectors of the sources that publish the rules."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import identifiers

CANONICAL = [
    ("nhs", "943 476 5919", "9434765919"), ("nhs", "4010232137", "4010232137"), ("nhs", "654-100-3238", "6541003238"),
    ("pnc", "2002/0073319Z", "2002/0073319Z"), ("pnc", "79/163001B", "1979/0163001B"), ("pnc", "81/34U", "1981/0000034U"),
    ("pnc", "033Y", "2003/0000003Y"), ("pnc", "12/394773h  ", "2012/0394773H"), ("pnc", "20020073319Z", "2002/0073319Z"),
    ("cro", "065656/91H", "065656/91H"), ("cro", "SF05/482703J", "SF05/482703J"), ("cro", "SF83/50058Z", "SF83/50058Z"),
    ("cro", "29906/12J", "029906/12J"),
    ("crn", "x123456", "X123456"), ("noms", "A1234BC", "A1234BC"),
    ("upn", "A950000178301", "A950000178301"), ("upn", "H243278544154", "H243278544154"),
]
WRONG = [
    ("nhs", "1234567890"), ("nhs", "0000000000"), ("nhs", "9999999999"), ("nhs", "943476591"), ("nhs", "94347659X9"),
    ("nhs", "9.43477E+09"), ("nhs", ""),
    ("pnc", "20030011985Z"), ("pnc", "2001/0171310S"), ("pnc", "0000/0000000Z"), ("pnc", "2002/0073319A"), ("pnc", "none"),
    ("cro", "85227/65G"), ("cro", "000000/00Z"), ("cro", "?"),
    ("crn", "X12345"), ("noms", "A1234B"),
    ("upn", "H243278544155"), ("upn", "UN1"), ("upn", "A95000017830"),
]


def canonical(kind, text):
    query = f"select {identifiers.RULES[kind]('x')} from (select $text::varchar as x)"
    return duckdb.sql(query, params={"text": text}).fetchall()[0][0]


@pytest.mark.parametrize(("kind", "text", "expected"), CANONICAL)
def test_a_valid_identifier_has_one_canonical_form(kind, text, expected):
    assert canonical(kind, text) == expected
    assert canonical(kind, expected) == expected


@pytest.mark.parametrize(("kind", "text"), WRONG)
def test_what_fails_its_check_or_names_nobody_is_not_valid(kind, text):
    assert canonical(kind, text) is None


@pytest.mark.parametrize("kind", identifiers.RULES)
def test_an_empty_cell_is_not_valid(kind):
    assert canonical(kind, None) is None


def test_a_temporary_pupil_number_ends_in_a_letter():
    letters = identifiers.UPN_LETTERS
    body = "9500001783" + "0"
    for position, last in enumerate(letters):
        total = sum(int(digit) * i for i, digit in enumerate(body, 2)) + position * 13
        assert canonical("upn", letters[total % 23] + body + last) is not None


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 9_999_999), st.integers(0, 99))
def test_exactly_one_letter_of_23_fits_a_pnc(serial, year):
    letters = "select unnest(string_split($letters, '')) as letter"
    query = f"select count({identifiers.pnc('$number || letter')}) from ({letters})"
    fits = duckdb.sql(query, params={"letters": identifiers.PNC_LETTERS, "number": f"{year:02}/{serial}"}).fetchall()[0][0]
    assert fits == (1 if serial else 0)
