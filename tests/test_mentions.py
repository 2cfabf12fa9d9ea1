"""Mentions: a person as named in one report, made comparable without being guessed at."""

from datetime import date

import pytest

from tests.made import made
from timeline import mentions, tables

CODES = [("role", "vic", "victim"), ("sex", "f", "female"), ("sex", "m", "male"), ("answer", "y", "yes"), ("answer", "n", "no"),
         ("relationship", "mum", "mother"), ("address_kind", "cs03", "partner's home")]
ANNA = dict(forename="Anna", surname="Nowak", dob="12/03/1990", address="12 High St", postcode="CB1 2AB")


def shaped(*reports_: list[dict], style="dd/mm/yyyy", known_on="2024-03-01") -> dict[str, dict]:
    """Mentions by id, of reports p:1, p:2, ... each a list of people (our fields; the slot is a letter, a to z), received in their order."""
    lines = [dict(row_id=f"f:{n}", layout="crimes", agency="police", system="niche", part="record", date_style=style, people=[
        {"slot": chr(97 + i), **{field: ({"role": "victim"} | person).get(field) for field in tables.PERSON_FIELDS}} for i, person in enumerate(people)])
        for n, people in enumerate(reports_, 1)]
    rows = made("rows", *lines)
    told = made("reports", *(dict(row_id=line["row_id"], report_id=f"p:{n}", known_on=known_on, received_on=f"2024-04-{n:02}")
                             for n, line in enumerate(lines, 1)))
    found = mentions.shape(rows, told, made("codes", *(dict(layout="crimes", field=f, code=c, means=m) for f, c, m in CODES)))
    tables.check("mentions", found)
    return {row[0]: dict(zip(found.columns, row, strict=True)) for row in found.fetchall()}


def one(**person) -> dict:
    return shaped([person])["p:1#a"]


def test_a_mention_is_named_by_its_report_and_slot_and_not_by_a_line():
    found = shaped([ANNA, dict(role="suspect")], [ANNA])
    assert set(found) == {"p:1#a", "p:1#b", "p:2#a"}


def test_a_mention_carries_its_reports_days_and_its_agency():
    assert [one(**ANNA)[field] for field in ("agency", "report_id", "slot", "known_on", "received_on")] == \
        ["police", "p:1", "a", date(2024, 3, 1), date(2024, 4, 1)]


def test_a_role_that_nobody_names_is_information():
    person = one(role="suspect", forename="Unknown", surname="Male")
    assert [person[field] for field in ("role", "name", "forename", "surname", "dob")] == ["suspect", None, None, None, None]


def test_codes_are_translated_and_our_own_words_stand():
    person = one(role="VIC", sex="F", relationship="Mum", present="Y", seen="n", lives_here="yes", address_kind="CS03", address="1 High St")
    assert [person[field] for field in ("role", "sex", "relationship", "present", "seen", "heard", "lives_here", "address_kind")] == \
        ["victim", "female", "mother", "yes", "no", "not asked", "yes", "partner's home"]


def test_a_sex_without_a_code_is_not_assumed():
    assert one(sex="U", relationship="husband of")["sex"] is None


BIRTHS = {
    "12/03/1990": (date(1990, 3, 12), "day"), "29/02/2000": (date(2000, 2, 29), "day"), "01/03/2024": (date(2024, 3, 1), "day"),
    "01/01/1990": (date(1990, 1, 1), "year"), "1990": (date(1990, 1, 1), "year"), "03/1990": (date(1990, 1, 1), "year"),
    "c. 1990": (date(1990, 1, 1), "year")}
NO_BIRTHS = ("01/01/1900", "01/01/1901", "11/11/1811", "01/01/1970", "31/12/9999", "00/00/0000", "30/02/1990", "02/03/2024", "12/03/1890", "n/k")


@pytest.fixture(scope="module")
def born():
    people = shaped(*([dict(dob=cell)] for cell in (*BIRTHS, *NO_BIRTHS)))
    return {cell: people[f"p:{n}#a"] for n, cell in enumerate((*BIRTHS, *NO_BIRTHS), 1)}


@pytest.mark.parametrize("cell", BIRTHS)
def test_a_birth_date_is_what_is_known_of_it(cell, born):
    assert (born[cell]["dob"], born[cell]["dob_precision"]) == BIRTHS[cell]


@pytest.mark.parametrize("cell", NO_BIRTHS)
def test_a_placeholder_or_an_impossible_day_is_no_birth_date(cell, born):
    assert (born[cell]["dob"], born[cell]["dob_precision"]) == (None, None)


def test_a_two_digit_year_of_birth_lies_before_the_report():
    found = shaped([dict(dob="05-May-70"), dict(dob="05-May-30"), dict(dob="05-May-15")], style="dd-mmm-yy")
    assert [person["dob"] for _, person in sorted(found.items())] == [date(1970, 5, 5), date(1930, 5, 5), date(2015, 5, 5)]


def test_identifiers_are_canonical_and_only_valid_ones_are_kept():
    person = one(nhs="943 476 5919", pnc="02/73319Z", cro="65656/91h", crn="x123456", noms="a1234bc", upn="A950000178301", local_id=" 77 a")
    assert person["identifiers"] == {"nhs": "9434765919", "pnc": "2002/0073319Z", "cro": "065656/91H", "crn": "X123456", "noms": "A1234BC",
                                     "upn": "A950000178301", "local_id": "police:niche:77A"}


def test_a_number_that_names_nobody_is_no_identifier():
    found = shaped([dict(nhs="0000000000"), dict(nhs="9434765918"), dict(cro="000000/00Z"), dict(upn="UN1"), dict(local_id="0000"),
                    dict(local_id="N/K"), dict(local_id="99999"), dict(pnc="unknown")])
    assert [person["identifiers"] for person in found.values()] == [{}] * 8


def test_an_address_is_kept_as_written_beside_its_key():
    person = one(address="Flat 2, 12 High Street", postcode="cb1 2ab")
    assert [person[f] for f in ("address", "postcode", "address_key", "address_kind")] == ["Flat 2, 12 High Street", "CB12AB", "CB12AB|12|2", "home"]


def test_a_coded_kind_of_address_goes_before_its_words():
    assert one(address="Old Hospital Flats, 2 Mill Lane", address_kind="CS03")["address_kind"] == "partner's home"


def test_two_at_no_fixed_abode_share_no_dwelling():
    assert one(address="NFA", postcode="ZZ99 3VZ")["address_key"] is None


ALIKE = [{}, dict(surname="NOWAK"), dict(address="12 High Street, Calderbrook"), dict(postcode="cb12ab"), dict(role="witness"),
         dict(forename=None, surname=None, name="NOWAK, Anna"), dict(present="Y"), dict(ethnicity="A1")]
APART = [dict(surname="Novak"), dict(forename="Ana"), dict(dob="13/03/1990"), dict(postcode="CB1 2AC"), dict(address="14 High St"), dict(sex="F"),
         dict(nhs="9434765919"), dict(local_id="7"), dict(alias="Ania"), dict(address_kind="institution")]
TOO_LITTLE = [dict(dob=None), dict(address=None), dict(postcode=None), dict(forename=None), dict(dob="01/01/1990")]


@pytest.fixture(scope="module")
def written():
    """The writing of Anna as first reported, and of each change of her after it."""
    changes = [{}, *ALIKE, *APART, *TOO_LITTLE, *TOO_LITTLE]
    found = shaped(*([ANNA | change] for change in changes))
    return {f"{change} {n > len(changes) - 5}": found[f"p:{n}#a"] for n, change in enumerate(changes, 1)}


@pytest.mark.parametrize("change", ALIKE, ids=str)
def test_writings_that_tell_the_same_are_one(change, written):
    assert written[f"{change} False"]["writing_id"] == "p:1#a"


@pytest.mark.parametrize("change", APART, ids=str)
def test_whatever_tells_people_apart_makes_another_writing(change, written):
    assert written[f"{change} False"]["writing_id"] == written[f"{change} False"]["mention_id"]


@pytest.mark.parametrize("change", TOO_LITTLE, ids=str)
def test_a_writing_that_says_too_little_stands_alone(change, written):
    assert written[f"{change} True"]["writing_id"] == written[f"{change} True"]["mention_id"]


def test_an_identifier_says_enough_without_birth_date_or_address():
    person = dict(forename="Anna", surname="Nowak", nhs="9434765919")
    assert shaped([person], [person])["p:2#a"]["writing_id"] == "p:1#a"


def test_two_in_one_report_are_two_people_however_alike():
    found = shaped([ANNA], [ANNA, ANNA])
    assert [found[key]["writing_id"] for key in ("p:1#a", "p:2#a", "p:2#b")] == ["p:1#a", "p:1#a", "p:2#b"]


def test_twins_are_two_writings():
    found = shaped([ANNA | dict(forename="Leo"), ANNA | dict(forename="Max")], [ANNA | dict(forename="Max"), ANNA | dict(forename="Leo")])
    assert [found[key]["writing_id"] for key in ("p:2#a", "p:2#b")] == ["p:1#b", "p:1#a"]


def test_the_first_received_gives_its_id():
    found = shaped(*[[ANNA]] * 5)
    assert {person["writing_id"] for person in found.values()} == {"p:1#a"}
