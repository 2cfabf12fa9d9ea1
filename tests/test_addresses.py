"""Addresses: the hard cases in cases/addresses.toml, and what holds for every address."""

import tomllib
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import addresses

CASES = tomllib.loads((Path(__file__).parent / "cases/addresses.toml").read_text(encoding="utf-8"))


def read(*places: tuple) -> list[tuple]:
    """(postcode, key, kind) of each (address, postcode), in the order given."""
    written = duckdb.sql("select unnest($a)::varchar as address, unnest($p)::varchar as postcode",
                         params={"a": [place[0] for place in places], "p": [place[1] for place in places]}).materialize()
    rows = {row[:2]: row[2:] for row in addresses.read(written).project("address, postcode, place_postcode, place_key, place_kind").fetchall()}
    return [rows[place] for place in places]


@pytest.fixture(scope="module")
def all_read():
    written = [(case["written"].get("address"), case["written"].get("postcode")) for case in CASES.values()]
    return dict(zip(CASES, read(*written), strict=True))


@pytest.mark.parametrize("sentence", CASES)
def test_a_hard_address_is_read_as_a_person_would_read_it(sentence, all_read):
    case = CASES[sentence]
    assert all_read[sentence][1:] == (case.get("key"), case.get("kind", "home"))


@pytest.mark.parametrize("text", ["ZZ99 3VZ", "zz993wz", "NF1 1AB", "BF1 3AA", "V81999", "CB1", "not known"])
def test_a_postcode_that_names_no_place_is_none(text):
    assert read(("12 High Street", text))[0][:2] == (None, None)


@pytest.mark.parametrize(("text", "code"), [("cb1 2ab", "CB12AB"), (" CB1  2AB ", "CB12AB"), ("W1A 1AA", "W1A1AA"), ("CB1 OAB", "CB10AB")])
def test_a_postcode_is_written_one_way(text, code):
    assert read((None, text))[0][0] == code


def test_two_flats_of_one_house_are_two_dwellings_and_neither_is_the_house():
    keys = [key for _, key, _ in read(("Flat 1, 12 High St", "CB1 2AB"), ("Flat 2, 12 High St", "CB1 2AB"), ("12 High St", "CB1 2AB"))]
    assert len(set(keys)) == 3


def test_the_postcodes_own_cell_goes_before_the_one_in_the_address():
    assert read(("12 High St CB9 9ZZ", "CB1 2AB"))[0][1] == "CB12AB|12"


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 999), st.sampled_from(["High Street", "Mill Lane", "Hospital Road"]), st.sampled_from(["Calderbrook", "Fenwick"]))
def test_case_commas_and_the_towns_name_do_not_change_the_dwelling(number, street, town):
    ways = [(f"{number} {street}, {town}", "CB1 2AB"), (f"{number}, {street.upper()}", "cb12ab"), (f"{number} {street} {town} CB1 2AB", None)]
    assert {key for _, key, _ in read(*ways)} == {f"CB12AB|{number}"}


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=40), st.text(max_size=10))
def test_no_text_breaks_the_reading_and_no_key_is_without_a_postcode(address, postcode):
    code, key, kind = read((address, postcode))[0]
    assert kind is not None and (key is None or key.startswith(f"{code}|"))
