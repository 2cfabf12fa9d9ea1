"""Which way round two people were recorded, day by day, what a rule may say meanwhile, and from when to when an allegation counts."""

from datetime import date

import duckdb
import pytest

from tests.made import made
from timeline.signals import standings

TODAY = date(2024, 12, 31)
BOB_AMY, AMY_BOB = ("Bob", "Amy"), ("Amy", "Bob")


def ways(*told, as_of=TODAY):
    """The standings where each of these is said: who harmed whom, the day, and what else of the harm and its event."""
    harms, events = [], []
    for n, (source, harmed, day, *others) in enumerate(told):
        said = others[0] if others else {}
        happened = said.pop("occurred_from", day)
        harms.append(dict(event_id=f"E{n}", source_id=source, harmed_id=harmed, manner="named", known_on=day) | said)
        events.append(dict(event_id=f"E{n}", occurred_from=happened, occurred_to=happened))
    return standings.shape(made("harms", *harms), made("events", *events), as_of)


def stretches(*told, **options):
    """Of each way round: from when until when it stood how."""
    found = ways(*told, **options).order("person_id, from_on").project("person_id, harmed_id, from_on::varchar, to_on::varchar, standing").fetchall()
    return {who: [(start, end, how) for *pair, start, end, how in found if tuple(pair) == who] for who in (BOB_AMY, AMY_BOB)}


def test_one_way_alone_is_never_disputed():
    assert ways((*BOB_AMY, "2024-01-01"), (*BOB_AMY, "2024-02-01")).fetchall() == []


def test_of_as_many_the_later_is_frozen_and_as_more_is_told_it_may_turn():
    told = (*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-03-01"), (*AMY_BOB, "2024-04-01")
    assert stretches(*told) == {BOB_AMY: [("2024-03-01", "2024-03-31", "contested"), ("2024-04-01", None, "frozen")],
                                AMY_BOB: [("2024-03-01", "2024-03-31", "frozen"), ("2024-04-01", None, "contested")]}
    assert stretches(*told, as_of=date(2024, 3, 31)) == {BOB_AMY: [("2024-03-01", None, "contested")], AMY_BOB: [("2024-03-01", None, "frozen")]}
    assert ways(*told, as_of=date(2024, 2, 29)).fetchall() == []


def test_more_of_the_same_begins_no_new_stretch():
    told = (*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-03-01"), (*BOB_AMY, "2024-04-01")
    assert stretches(*told) == {BOB_AMY: [("2024-03-01", None, "contested")], AMY_BOB: [("2024-03-01", None, "frozen")]}


def test_as_many_that_begin_on_one_day_are_undecided_until_one_is_more():
    assert stretches((*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-01-01"), (*BOB_AMY, "2024-02-01")) == {
        BOB_AMY: [("2024-01-01", "2024-01-31", "undecided"), ("2024-02-01", None, "contested")],
        AMY_BOB: [("2024-01-01", "2024-01-31", "undecided"), ("2024-02-01", None, "frozen")]}


def test_what_is_learnt_late_counts_from_then_and_the_earlier_day_on_which_it_happened_decides():
    assert stretches((*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-03-01", {"occurred_from": "2023-12-01"}))[BOB_AMY] == [("2024-03-01", None, "frozen")]
    assert stretches((*BOB_AMY, "2024-01-01", {"occurred_from": None}), (*AMY_BOB, "2024-03-01"))[BOB_AMY] == [("2024-03-01", None, "contested")]


def test_a_child_who_is_named_later_counts_from_that_day():
    assert stretches((*BOB_AMY, "2024-01-01", {"named_on": "2024-05-01"}), (*AMY_BOB, "2024-03-01"))[AMY_BOB] == [("2024-05-01", None, "frozen")]


@pytest.mark.parametrize("other", [{"against_decision": True}, {"manner": "present"}, {"source_id": "not named"}, {"source_id": "Bob"}])
def test_what_goes_against_a_decision_names_nobody_or_harms_a_bystander_is_no_other_way(other):
    assert ways((*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-03-01", other)).fetchall() == []


TURNING = (*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-03-01"), (*AMY_BOB, "2024-04-01")


def held(found, *told):
    """What a rule found of pairs on days, after it is held: who, day, level and sentence."""
    lines = ", ".join(f"('F', '{person}', '{harmed}', date '{day}', {repr(level) if level else 'null'}, '{because}')"
                      for (person, harmed), day, level, because in found)
    found = duckdb.sql(f"select * from (values {lines}) as told(family_id, person_id, harmed_id, on_day, level, because)").materialize()
    rows = standings.held(found, ways(*told)).order("person_id, on_day").project("person_id, harmed_id, on_day::varchar, level, because").fetchall()
    return [((person, harmed), day, level, because.split(",")[0]) for person, harmed, day, level, because in rows]


def test_a_frozen_way_is_silent_until_it_turns_and_then_says_again_what_it_said_last():
    found = [(AMY_BOB, "2024-01-15", "note", "First"), (AMY_BOB, "2024-02-01", "review", "A"), (AMY_BOB, "2024-05-01", "MARAC criterion met", "B"),
             (("Kai", "Noor"), "2024-03-15", "MARAC criterion met", "C")]
    assert held(found, *TURNING) == [
        (AMY_BOB, "2024-01-15", "note", "First"), (AMY_BOB, "2024-02-01", "review", "A"), (AMY_BOB, "2024-03-01", None, "Recorded both ways round"),
        (AMY_BOB, "2024-04-01", "review", "A"), (AMY_BOB, "2024-05-01", "MARAC criterion met", "B"),
        (("Kai", "Noor"), "2024-03-15", "MARAC criterion met", "C")]


def test_what_a_rule_finds_on_the_day_itself_is_what_is_held():
    found = [(BOB_AMY, "2024-02-01", "review", "A"), (BOB_AMY, "2024-03-01", "note", "B"), (BOB_AMY, "2024-03-31", "same day", "C"),
             (BOB_AMY, "2024-04-01", "note", "D")]
    assert held(found, *TURNING) == [*found[:3], (BOB_AMY, "2024-04-01", None, "Recorded both ways round")]


def test_an_undecided_way_meets_no_criterion_and_is_otherwise_as_it_was_found():
    told = (*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-01-01"), (*BOB_AMY, "2024-02-01")
    found = [(BOB_AMY, "2024-01-01", "MARAC criterion met", "A"), (BOB_AMY, "2024-01-20", "same day", "B"), (BOB_AMY, "2024-01-31", "MARAC criterion met", "C")]
    assert held(found, *told) == [(BOB_AMY, "2024-01-01", "review", "A"), (BOB_AMY, "2024-01-20", "same day", "B"), (BOB_AMY, "2024-01-31", "review", "C"),
                                  (BOB_AMY, "2024-02-01", "MARAC criterion met", "C")]


def counts(pair, known, *told):
    """From when to when an allegation that is known on a day counts, and whether it is settled."""
    said = duckdb.sql(f"select '{pair[0]}' as person_id, '{pair[1]}' as harmed_id, date '{known}' as known_on").materialize()
    found = standings.counted(said, ways(*told))
    return found.order("counts_from").project("counts_from::varchar, counts_to::varchar, settled").fetchall()


def test_an_allegation_counts_from_when_it_is_known_but_not_while_its_way_is_frozen():
    assert counts(("Kai", "Noor"), "2024-02-01", *TURNING) == [("2024-02-01", None, True)]
    assert counts(("not named", "Noor"), "2024-02-01", *TURNING) == []
    assert counts(AMY_BOB, "2024-02-01", *TURNING) == [("2024-02-01", "2024-02-29", True), ("2024-04-01", None, True)]
    assert counts(AMY_BOB, "2024-02-29", *TURNING) == [("2024-02-29", "2024-02-29", True), ("2024-04-01", None, True)]
    assert counts(AMY_BOB, "2024-03-15", *TURNING) == [("2024-04-01", None, True)]
    assert counts(BOB_AMY, "2024-02-01", *TURNING) == [("2024-02-01", "2024-02-29", True), ("2024-03-01", "2024-03-31", True)]


def test_while_nothing_tells_the_ways_apart_an_allegation_is_not_settled():
    told = (*BOB_AMY, "2024-01-01"), (*AMY_BOB, "2024-01-01"), (*BOB_AMY, "2024-02-01")
    assert counts(BOB_AMY, "2024-01-01", *told) == [("2024-01-01", "2024-01-31", False), ("2024-02-01", None, True)]
