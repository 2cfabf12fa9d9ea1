"""Names: the hard cases in cases/names.toml, and what holds for every name."""

import tomllib
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE
from timeline import names

CELLS = ("name", "forename", "middle_names", "surname", "previous_surname", "alias")
CASES = tomllib.loads((Path(__file__).parent / "cases/names.toml").read_text(encoding="utf-8"))


def read(*people: dict) -> list[dict]:
    """Each person's cells, read, in the order given."""
    written = duckdb.sql("select unnest($people, recursive := true)", params={"people": [
        {cell: person.get(cell) for cell in CELLS} for person in people]}).project(", ".join(f"{cell}::varchar as {cell}" for cell in CELLS))
    found = names.read(written.materialize())
    rows = {row[:6]: dict(zip(found.columns[6:], row[6:], strict=True)) for row in found.fetchall()}
    return [rows[tuple(person.get(cell) for cell in CELLS)] for person in people]


@pytest.fixture(scope="module")
def all_read():
    return dict(zip(CASES, read(*(case["written"] for case in CASES.values())), strict=True))


@pytest.mark.parametrize("sentence", CASES)
def test_a_hard_name_is_read_as_a_person_would_read_it(sentence, all_read):
    case = CASES[sentence]
    assert all_read[sentence] == {"first_name": case.get("forename"), "family_name": case.get("surname"), "shown": case.get("shown"),
                                  "other_names": case.get("other", [])}


def test_a_part_in_its_own_cell_goes_before_the_whole_name():
    assert read({"name": "SMITH, Jon", "forename": "John"})[0]["first_name"] == "john"


@pytest.mark.parametrize("ways", [
    ["O'Neill", "ONEILL", "O’Neill", "O Neill", "o`neill"], ["Smith-Jones", "Smith Jones", "SMITH - JONES", "Smith–Jones"],
    ["McDonald", "Mc Donald", "MCDONALD", "Mc-Donald"], ["Al-Hassan", "al hassan", "ALHASSAN"], ["St. John", "St John", "ST JOHN"],
    ["Müller", "MÜLLER", "Mu\u0308ller"]])
def test_ways_of_writing_one_family_name_are_one(ways):
    assert len({person["family_name"] for person in read(*({"forename": "Jo", "surname": way} for way in ways))}) == 1


letters = st.text("abcdefghijklmnopqrstuvwxyzABCDEFŁłÉéüßńçñżØ' -’.", min_size=1, max_size=14)


@settings(max_examples=4 * MORE, deadline=None)
@given(st.lists(st.tuples(letters, letters), min_size=1, max_size=20))
def test_what_is_read_is_lower_case_ascii_without_outer_or_double_blanks(people):
    for person in read(*({"forename": first, "surname": last} for first, last in people)):
        for part in (person["first_name"], person["family_name"], *person["other_names"]):
            assert part is None or (part.isascii() and part == part.lower() and part == " ".join(part.split()) and part != "")


@settings(max_examples=4 * MORE, deadline=None)
@given(st.lists(st.tuples(letters, letters), min_size=1, max_size=20))
def test_capitals_in_parts_change_nothing(people):
    small = read(*({"forename": first.lower(), "surname": last.lower()} for first, last in people))
    large = read(*({"forename": first.upper(), "surname": last.upper()} for first, last in people))
    assert [p["family_name"] for p in small] == [p["family_name"] for p in large]


@settings(max_examples=4 * MORE, deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    person = read({"name": text})[0]
    assert (person["shown"] is None) == (person["first_name"] is None and person["family_name"] is None)


@pytest.mark.parametrize("cells", [{"name": "Child 2 Lives Here"}, {"forename": "Ann 1 Jane"}, {"surname": "Smith 2 Jones"}])
def test_a_digit_between_two_words_leaves_no_name_that_is_empty(cells):
    (found,) = read(cells)
    assert "" not in found["other_names"] and "  " not in (found["family_name"] or "")
