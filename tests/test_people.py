"""Who is who: what joins, what never joins, and that no order of rows matters."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from tests.named import mention, mentions
from timeline import model, pairs, people, tables
from timeline.people.members import Claims, one_date, two_people

MODEL = model.load()
HOME = {"postcode": "QJ11AA", "address_key": "QJ11AA|5"}
AWAY = {"postcode": "VY99ZZ", "address_key": "VY99ZZ|1"}
SARAH = {"forename": "sarah", "surname": "ashford", "dob": "1990-03-04", "sex": "female"}
MICHAEL = {"forename": "michael", "surname": "ashford", "sex": "male"}
DARREN = {"forename": "darren", "surname": "pike", "dob": "1980-03-04", "sex": "male"}
KAYLA = {"forename": "kayla", "surname": "marsh", "dob": "2015-05-06", "sex": "female", **HOME}


def resolved(*rows):
    """The people of these mentions, held against the declaration of the table."""
    table = mentions(*rows)
    found = people.resolve(table, pairs.score(table, MODEL), made("judgements"))
    tables.check("people", found)
    return found


def groups(*rows) -> set[frozenset]:
    """Which mentions are one person: a set of sets of mention ids."""
    return {frozenset(ids) for (ids,) in resolved(*rows).project("mention_ids").fetchall()}


def one(*rows) -> bool:
    return len(groups(*rows)) == 1


# --- what joins

def test_one_name_at_one_address_is_one_person():
    assert one(mention("police:n:1#v", **SARAH, **HOME), mention("gp:n:1#p", **SARAH | {"surname": "kelly"}, **HOME))


def test_one_identifier_joins_across_homes():
    assert one(mention("police:n:1#v", **SARAH, **HOME, ids={"nhs": "9990000001"}),
               mention("gp:n:1#p", **SARAH, postcode="VY99ZZ", ids={"nhs": "9990000001"}))


def test_one_number_of_one_system_joins():
    ids = {"local_id": "police:niche:77"}
    assert one(mention("police:n:1#v", **DARREN, ids=ids), mention("police:n:2#v", forename="darren", surname="pike", ids=ids))


def test_one_name_and_date_of_birth_in_one_postcode_is_one_person():
    assert one(mention("police:n:1#v", **SARAH, postcode="QJ11AA"), mention("gp:n:1#p", **SARAH, **HOME))


def test_a_relative_known_to_be_one_confirms_another():
    apart = groups(mention("police:n:1#suspect", **DARREN), mention("police:n:1#child", **KAYLA),
                   mention("school:n:9#contact", **DARREN | {"dob": None}), mention("school:n:9#child", **KAYLA))
    assert frozenset({"police:n:1#suspect", "school:n:9#contact"}) in apart


def test_two_named_together_who_agree_with_two_named_together_confirm_one_another():
    met = groups(mention("court:n:1#r", **DARREN), mention("court:n:1#c", **KAYLA | {"postcode": None, "address_key": None}),
                 mention("school:n:9#p", **DARREN, **AWAY), mention("school:n:9#c", **KAYLA))
    assert met == {frozenset({"court:n:1#r", "school:n:9#p"}), frozenset({"court:n:1#c", "school:n:9#c"})}


# --- what never joins

def test_name_and_date_of_birth_never_join_two_homes():
    assert len(groups(mention("police:n:1#s", **DARREN, **HOME), mention("probation:n:1#s", **DARREN, postcode="VY99ZZ"))) == 2


def test_name_and_date_of_birth_join_one_who_is_placed_nowhere_to_the_only_one_whom_it_could_be():
    assert one(mention("school:n:1#s", **DARREN), mention("probation:n:1#s", **DARREN, **HOME))


@pytest.mark.parametrize("other", [
    mention("school:n:1#s", **DARREN, role="suspect"),                  # said to have caused harm: a person looks first
    mention("school:n:1#s", **DARREN | {"dob": "1980-03-05"}),          # a slip in the date of birth
    mention("school:n:1#s", **DARREN | {"surname": "pyke"}),            # another way of writing the name, and not an exact one
    mention("school:n:1#s", **DARREN, postcode="VY99ZZ")])              # placed somewhere
def test_one_who_is_blamed_placed_or_written_differently_is_not_joined_by_name_and_date_of_birth(other):
    assert len(groups(other, mention("probation:n:1#s", **DARREN, **HOME))) == 2


def test_one_who_is_placed_nowhere_is_not_joined_where_he_could_be_either_of_two():
    rows = [mention("gp:n:1#s", **DARREN, **HOME), mention("gp:n:2#s", **DARREN, postcode="VY99ZZ", address_key="VY99ZZ|1")]
    assert len(groups(mention("school:n:1#s", **DARREN), *rows)) == 3


def test_one_named_beside_somebody_is_not_alone():
    assert len(groups(mention("school:n:1#s", **DARREN), mention("school:n:1#c", **KAYLA), mention("probation:n:1#s", **DARREN, **AWAY))) == 3


def test_being_written_alike_is_not_being_one():
    assert len(groups(*(mention(f"police:n:{n}#s", **DARREN) for n in (1, 2, 3)))) == 3


def test_a_hostel_is_no_household():
    hostel = HOME | {"address_kind": "institution"}
    assert len(groups(mention("police:n:1#s", **DARREN, **hostel), mention("housing:n:1#s", **DARREN, **hostel, other_names=["lee"]))) == 2


def test_a_first_name_and_a_role_never_join_two_people():
    other = KAYLA | {"forename": "tia", "dob": "2016-07-08", "postcode": "VY99ZZ", "address_key": "VY99ZZ|1"}
    rows = [mention("police:n:1#suspect", **DARREN), mention("police:n:1#child", **KAYLA),
            mention("school:n:9#contact", forename="darren", role="partner"), mention("school:n:9#child", **other)]
    assert len(groups(*rows)) == 4


def test_those_whose_name_nobody_recorded_stay_apart_even_at_one_address():
    found = resolved(mention("police:n:1#s", sex="male", **HOME), mention("police:n:2#s", sex="male", **HOME))
    assert found.project("name").fetchall() == [("name not recorded",)] * 2


def test_twins_stay_two():
    twin = {"surname": "ashford", "dob": "2015-05-06", "sex": "female", **HOME}
    rows = [mention(f"{agency}:n:{n}#c", forename=name, **twin) for n, name in enumerate(("amelia", "emilia")) for agency in ("school", "gp")]
    assert groups(*rows) == {frozenset({"school:n:0#c", "gp:n:0#c"}), frozenset({"school:n:1#c", "gp:n:1#c"})}


def test_a_baby_without_a_first_name_who_could_be_either_twin_is_joined_to_neither():
    born, mother = {"surname": "marsh", "dob": "2021-05-23"}, {**SARAH, "surname": "marsh", **HOME}
    baby = [mention("maternity:m:1#mother", **mother), mention("maternity:m:1#baby", **born)]
    amal = [mention("gp:n:1#mother", **mother), mention("gp:n:1#child", forename="amal", **born, sex="female", **HOME)]
    amani = [mention("gp:n:2#mother", **mother), mention("gp:n:2#child", forename="amani", **born, sex="female", **HOME)]
    assert any({"maternity:m:1#baby", "gp:n:1#child"} <= ids for ids in groups(*baby, *amal))
    assert frozenset({"maternity:m:1#baby"}) in groups(*baby, *amal, *amani)


def test_father_and_son_of_one_name_stay_two_and_a_mention_without_a_date_of_birth_joins_neither():
    father = [mention(f"{agency}:n:1#f", **MICHAEL, **HOME, dob="1970-03-04") for agency in ("police", "gp")]
    son = [mention(f"{agency}:n:2#s", **MICHAEL, **HOME, dob="1995-06-07") for agency in ("police", "gp")]
    found = groups(*father, *son, mention("school:n:3#x", **MICHAEL, **HOME))
    assert found == {frozenset({"gp:n:1#f", "police:n:1#f"}), frozenset({"gp:n:2#s", "police:n:2#s"}), frozenset({"school:n:3#x"})}


def test_two_people_of_one_report_are_two_people():
    rows = [mention("police:n:1#victim", **MICHAEL, **HOME), mention("police:n:1#suspect", **MICHAEL, **HOME)]
    assert len(groups(*rows)) == 2


def test_one_person_named_twice_in_one_report_with_the_same_date_of_birth_is_one():
    assert one(mention("police:n:1#victim", **SARAH, **HOME), mention("police:n:1#caller", **SARAH, **HOME))


def test_nobody_holds_two_nhs_numbers_whatever_stands_between():
    bridge = mention("police:n:3#v", **SARAH, **HOME)
    left = mention("gp:n:1#p", **SARAH, **HOME, ids={"nhs": "9990000001"})
    right = mention("ed:n:2#p", **SARAH, **HOME, ids={"nhs": "9990000002"})
    assert len(groups(left, right, bridge)) == 2


# --- how a person is shown

def test_the_best_attested_name_is_the_one_most_mentions_give():
    rows = [mention(f"gp:n:{n}#p", **SARAH, **HOME, known_on=f"2024-01-0{n}") for n in (1, 2)]
    rows.append(mention("police:n:1#v", **SARAH | {"surname": "kelly"}, **HOME, known_on="2024-02-01"))
    assert resolved(*rows).project("name").fetchall() == [("Sarah Ashford",)]


def test_among_equals_the_latest_name_is_shown():
    rows = [mention("gp:n:1#p", **SARAH, **HOME, known_on="2024-01-01"), mention("police:n:1#v", **SARAH | {"surname": "kelly"}, **HOME, known_on="2024-02-01")]
    assert resolved(*rows).project("name").fetchall() == [("Sarah Kelly",)]


def test_an_undamaged_name_in_small_letters_is_shown_before_a_damaged_one_and_before_capitals():
    rows = [mention(f"gp:n:{n}#p", **SARAH, **HOME) | {"name": name} for n, name in enumerate(["Ewa Kami?ska", "Ewa Kami?ska", "EWA MACLEOD", "Ewa MacLeod"])]
    assert resolved(*rows).project("name").fetchall() == [("Ewa MacLeod",)]


def test_a_person_says_why_the_mentions_are_one():
    rows = [mention("gp:n:1#p", **SARAH, **HOME), mention("police:n:1#v", **SARAH | {"surname": "kelly"}, **HOME)]
    assert resolved(*rows).project("because").fetchall() == [("2 mentions by GP, police: the same name at one address",)]


def test_the_id_is_the_founding_mentions_and_outlives_what_comes_later():
    first = mention("police:n:1#v", **SARAH, **HOME, received_on="2024-01-01")
    later = mention("gp:n:1#p", **SARAH | {"surname": "kelly"}, **HOME, received_on="2024-06-01")
    assert resolved(first).project("person_id").fetchall() == resolved(first, later).project("person_id").fetchall()


def test_no_mentions_make_no_people():
    assert resolved().fetchall() == []


# --- laws

CAST = [mention(f"{agency}:n:{n}#x", **said, **place) for n, (agency, said, place) in enumerate([
    ("police", SARAH, HOME), ("gp", SARAH | {"surname": "kelly"}, HOME), ("ed", SARAH, {"postcode": "VY99ZZ"}),
    ("police", MICHAEL | {"dob": "1970-03-04"}, HOME),
    ("gp", MICHAEL | {"dob": "1995-06-07"}, HOME), ("school", MICHAEL, HOME), ("police", DARREN, {}), ("probation", DARREN, HOME)])]


@settings(max_examples=3 * MORE, deadline=None)
@given(st.permutations(CAST))
def test_the_order_of_rows_does_not_matter(rows):
    assert resolved(*rows).fetchall() == resolved(*CAST).fetchall()


@settings(max_examples=3 * MORE, deadline=None)
@given(st.sets(st.sampled_from(range(len(CAST))), min_size=1))
def test_every_mention_is_in_exactly_one_person(chosen):
    rows = [CAST[n] for n in sorted(chosen)]
    members = [mention_id for (ids,) in resolved(*rows).project("mention_ids").fetchall() for mention_id in ids]
    assert sorted(members) == sorted(row["mention_id"] for row in rows)


@pytest.mark.parametrize(("a", "b", "same"), [
    (date(1990, 3, 4), date(1990, 4, 3), True), (date(1990, 3, 4), date(1990, 3, 5), True), (date(1990, 3, 12), date(1990, 3, 21), True),
    (date(1990, 3, 12), date(1990, 3, 31), False), (date(1990, 3, 13), date(1990, 3, 30), False), (date(1981, 3, 4), date(1918, 3, 4), False),
    (date(2001, 12, 10), date(2011, 2, 10), False), (date(1990, 3, 4), date(1991, 4, 3), False), (date(1989, 3, 4), date(1998, 3, 4), True),
    (date(1970, 3, 4), date(1990, 3, 4), False), (date(1990, 3, 4), date(1991, 5, 4), False)])
def test_two_dates_may_be_one_if_a_slip_of_the_pen_parts_them(a, b, same):
    assert one_date(a, b) is one_date(b, a) is same


@pytest.mark.parametrize(("left", "right", "two"), [
    (Claims(identifiers={("nhs", "1")}), Claims(identifiers={("nhs", "2")}), True),
    (Claims(identifiers={("nhs", "1"), ("nhs", "2")}), Claims(identifiers={("nhs", "2")}), False),
    (Claims(identifiers={("nhs", "1")}), Claims(identifiers={("pnc", "2")}), False),
    (Claims(reports={"a"}), Claims(reports={"a", "b"}), True),
    (Claims(reports={"a"}, identifiers={("nhs", "1")}), Claims(reports={"a"}, identifiers={("nhs", "1")}), False),
    (Claims(sexes={"male"}), Claims(sexes={"female"}), True),
    (Claims(), Claims(sexes={"female"}, dobs={date(1990, 1, 2)}), False)])
def test_what_makes_two_people(left, right, two):
    assert two_people(left, right) is two_people(right, left) is two
