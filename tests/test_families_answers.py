"""Families when people say with which carer a child belongs: drawn examples, and the laws that answers hold and join nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE
from tests.test_families import at, grouped, towns

HOME = ("2022-01-01", "school_roll", {"Ac": at("A1", role="child"), "Amy": at("A1", role="carer", relationship="mother")})
GRAN = ("2022-02-01", "health_visit", {"Gran": at("G7", role="carer", relationship="grandparent"), "Ac": "child"})
MOVE = ("2023-05-02", "school_roll", {"Ac": at("D4", role="child"), "Dad": at("D4", role="carer", relationship="father")})
SAID = "Ann said on 1 June 2024 that from 1 March 2023 this child belongs with this carer: a home visit"


def course(child, rows):
    """With whom the child is, from when and until when; None where its family has no carer."""
    carers = {row["family_id"]: row["person_id"] for row in rows if row["part"] == "carer"}
    return [(carers.get(row["family_id"]), row["since"], row["until"])
            for row in sorted(rows, key=lambda row: row["since"]) if row["person_id"] == child and row["part"] == "child"]


def because(child, rows):
    return [row["because"] for row in sorted(rows, key=lambda row: row["since"]) if row["person_id"] == child]


def test_from_the_day_of_a_yes_the_child_is_in_the_carers_family_and_before_it_as_records_say():
    rows = grouped(HOME, GRAN, said=[("Ac", "Gran", "yes", "2023-03-01")])
    assert course("Ac", rows) == [("Amy", "2022-01-01", "2023-02-28"), ("Gran", "2023-03-01", "")]
    assert because("Ac", rows)[0].endswith("; then " + SAID.replace("this carer", "another carer")) and because("Ac", rows)[1] == SAID


def test_two_who_say_the_same_of_one_day_are_both_told_in_order():
    words = because("Ac", grouped(HOME, GRAN, said=[("Ac", "Gran", "yes", "2023-03-01", "Ben"), ("Ac", "Gran", "yes", "2023-03-01")]))[1]
    assert words == SAID + "; " + SAID.replace("Ann", "Ben")


def test_a_yes_lasts_until_the_next_recorded_move():
    rows = grouped(HOME, GRAN, MOVE, said=[("Ac", "Gran", "yes", "2023-03-01")])
    assert course("Ac", rows) == [("Amy", "2022-01-01", "2023-02-28"), ("Gran", "2023-03-01", "2023-05-01"), ("Dad", "2023-05-02", "")]


def test_a_yes_lasts_until_the_next_answer():
    rows = grouped(HOME, GRAN, said=[("Ac", "Gran", "yes", "2023-03-01"), ("Ac", "Amy", "yes", "2024-01-01")])
    assert course("Ac", rows) == [("Amy", "2022-01-01", "2023-02-28"), ("Gran", "2023-03-01", "2023-12-31"), ("Amy", "2024-01-01", "")]


def test_a_yes_of_a_day_before_the_first_record_replaces_it():
    assert course("Ac", grouped(HOME, GRAN, said=[("Ac", "Gran", "yes", "2021-03-01")])) == [("Gran", "2021-03-01", "")]


def test_a_yes_places_a_child_whose_carer_no_report_names():
    rows = grouped(("2022-01-01", "police_notice", {"Ac": "child"}), ("2023-01-01", "common_assault", {"Amy": "victim"}),
                   said=[("Ac", "Amy", "yes", "2023-03-01")])
    assert course("Ac", rows) == [(None, "2022-01-01", "2023-02-28"), ("Amy", "2023-03-01", "")]


def test_a_no_gives_the_child_to_the_next_best_from_its_day():
    rows = grouped(HOME, GRAN, said=[("Ac", "Amy", "no", "2023-03-01")])
    assert course("Ac", rows) == [("Amy", "2022-01-01", "2023-02-28"), ("Gran", "2023-03-01", "")]
    assert because("Ac", rows)[1].endswith("from 1 March 2023 this child does not belong with the carer recorded before: a home visit")


def test_an_answer_leaves_an_earlier_home_of_the_child_and_another_childs_move_as_they_were():
    other = [(day, "school_roll", {"Bc": at(home, role="child"), who: at(home, role="carer")}) for day, home, who in (
        ("2022-01-01", "B1", "Bea"), ("2023-05-02", "E5", "Eve"))]
    rows = grouped(HOME, MOVE, *other, said=[("Ac", "Dad", "no", "2023-09-01"), ("Bc", "Bea", "yes", "2023-03-01")])
    assert course("Ac", rows) == [("Amy", "2022-01-01", "2023-05-01"), ("Dad", "2023-05-02", "2023-08-31"), ("Amy", "2023-09-01", "")]
    rows = grouped(HOME, GRAN, *other, said=[("Ac", "Gran", "yes", "2023-03-01"), ("Bc", "Bea", "yes", "2023-03-01")])
    assert course("Ac", rows)[-1] == ("Gran", "2023-03-01", "") and course("Bc", rows)[-1] == ("Eve", "2023-05-02", "")


def test_a_no_to_the_only_carer_known_makes_the_child_a_family_of_its_own():
    rows = grouped(HOME, said=[("Ac", "Amy", "no", "2023-03-01")])
    assert course("Ac", rows) == [("Amy", "2022-01-01", "2023-02-28"), (None, "2023-03-01", "")]
    assert because("Ac", rows)[1].endswith("; no other carer is known")


def test_a_no_to_somebody_who_is_not_the_main_carer_changes_nothing_and_so_does_a_no_that_a_yes_takes_up():
    assert course("Ac", grouped(HOME, GRAN, said=[("Ac", "Gran", "no", "2023-03-01")])) == [("Amy", "2022-01-01", "")]
    both = [("Ac", "Amy", "no", "2023-03-01"), ("Ac", "Amy", "yes", "2023-06-01")]
    assert course("Ac", grouped(HOME, said=both))[-1] == ("Amy", "2023-06-01", "")


def test_a_no_ends_an_earlier_yes_and_later_noes_add_up():
    said = [("Ac", "Gran", "yes", "2022-06-01"), ("Ac", "Gran", "no", "2023-03-01"), ("Ac", "Amy", "no", "2023-09-01")]
    assert course("Ac", grouped(HOME, GRAN, said=said)) == [
        ("Amy", "2022-01-01", "2022-05-31"), ("Gran", "2022-06-01", "2023-02-28"), ("Amy", "2023-03-01", "2023-08-31"), (None, "2023-09-01", "")]


def test_answers_of_one_day_that_cannot_both_be_true_place_nobody_and_a_no_holds():
    differing = [("Ac", "Gran", "yes", "2023-03-01"), ("Ac", "Dad", "yes", "2023-03-01", "Ben")]
    assert course("Ac", grouped(HOME, GRAN, MOVE, said=differing)) == course("Ac", grouped(HOME, GRAN, MOVE))
    against = [("Ac", "Amy", "yes", "2023-03-01"), ("Ac", "Amy", "no", "2023-03-01", "Ben")]
    assert course("Ac", grouped(HOME, said=against))[-1] == (None, "2023-03-01", "")


@pytest.mark.parametrize(("verdict", "state"), [("unsure", "standing"), ("yes", "contradicted"), ("no", "waiting for a second person")])
def test_what_does_not_stand_changes_nothing(verdict, state):
    assert grouped(HOME, GRAN, said=[("Ac", "Gran", verdict, "2023-03-01", "Ann", state)]) == grouped(HOME, GRAN)


def test_a_decided_carer_who_is_said_to_harm_joins_no_two_families():
    told = [("2023-01-01", "common_assault", {"Amy": "victim", "Bob": "suspect", "Ac": at("A1", role="child")}),
            ("2023-02-01", "common_assault", {"Dee": "victim", "Bob": "suspect", "Dc": at("D1", role="child")})]
    rows = grouped(*told, said=[("Ac", "Bob", "yes", "2023-03-01"), ("Dc", "Bob", "yes", "2023-03-01")])
    assert len({row["family_id"] for row in rows if row["person_id"] == "Bob" and row["part"] == "carer"}) == 2
    assert all(len({row["person_id"] for row in rows if row["family_id"] == family and row["part"] == "child"}) == 1
               for family in {row["family_id"] for row in rows})


@st.composite
def answered(draw):
    """A town, and answers that put some of its children with some of its carers, or not; at most one of a child and day."""
    told = draw(towns())
    people = sorted({who for _, _, named in told for who in named})
    children, adults = [p for p in people if p.endswith("c")], [p for p in people if not p.endswith("c")]
    days = draw(st.lists(st.tuples(st.sampled_from(children), st.integers(0, 30)), max_size=4, unique=True))
    return told, [(child, draw(st.sampled_from(adults)), draw(st.sampled_from(["yes", "no"])), f"{2023 + n // 12}-{n % 12 + 1:02d}-11")
                  for child, n in days]


@settings(max_examples=3 * MORE, deadline=None)
@given(answered(), st.integers(0, 99))
def test_answers_hold_in_whatever_order_and_nobody_said_to_harm_joins_families(case, seed):
    told, said = case
    rows = grouped(*told, said=said)
    assert rows == grouped(*told, said=said, shuffle=seed)
    for child, carer, verdict, day in said:
        with_whom = {who for who, since, until in course(child, rows) if since <= day <= (until or "9999")}
        assert with_whom == {carer} if verdict == "yes" else carer not in with_whom
    for family in {row["family_id"] for row in rows if row["person_id"].startswith("Man") and row["part"] == "carer"}:
        assert len({row["person_id"][3] for row in rows if row["family_id"] == family and row["part"] == "child"}) == 1


@settings(max_examples=3 * MORE, deadline=None)
@given(answered())
def test_a_child_is_in_one_family_on_each_day_and_one_without_an_answer_stays_where_it_was(case):
    told, said = case
    before, after = grouped(*told), grouped(*told, said=said)
    asked = {child for child, *_ in said}
    for child in {row["person_id"] for row in after if row["part"] == "child"}:
        turns = course(child, after)
        assert all(until < later for (_, _, until), (_, later, _) in zip(turns, turns[1:], strict=False)) and turns[-1][2] == ""
        assert child in asked or turns == course(child, before)
