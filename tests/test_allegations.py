"""Who is said to have harmed whom, in which family and which way round, by which accounts, and in whose area."""

from datetime import date

import duckdb
import pytest

from tests.made import made
from timeline.signals import accounts, allegations, areas, standings

BOB_TO_AMY = dict(source_id="Bob", harmed_id="Amy", manner="named", asserted_by=["police"])
AMY_TO_BOB = dict(source_id="Amy", harmed_id="Bob", manner="named", asserted_by=["police"])


def stand(*harms):
    """Who counts as having harmed whom, and how it stands; an event for each of the harms, a day apart."""
    told = [dict(event_id=f"E{n}", **harm) for n, harm in enumerate(harms)]
    events = [dict(event_id=f"E{n}", occurred_from=f"2024-03-0{n + 1} 12:00", occurred_to=f"2024-03-0{n + 1} 12:00") for n in range(len(harms))]
    families = [dict(family_id=f"F-{who}", person_id=who, part="adult") for who in ("Amy", "Bob")]
    people = [dict(person_id=who, name=who) for who in ("Amy", "Bob")]
    harms, events, today = made("harms", *told), made("events", *events), date(2025, 1, 1)
    ways = standings.shape(harms, events, today)
    said = allegations.shape(harms, events, made("families", *families), made("people", *people), ways, today)
    return {(row.person_id, row.harmed_id): row.standing for row in said.df().itertuples()}


@pytest.mark.parametrize(("harms", "standing"), [
    ([BOB_TO_AMY], {("Bob", "Amy"): "clear"}),
    ([BOB_TO_AMY, BOB_TO_AMY, AMY_TO_BOB], {("Bob", "Amy"): "contested", ("Amy", "Bob"): "frozen"}),
    ([BOB_TO_AMY, AMY_TO_BOB | {"against_decision": True}], {("Bob", "Amy"): "clear"}),
    ([BOB_TO_AMY | {"against_decision": True}, BOB_TO_AMY | {"against_decision": True}, AMY_TO_BOB], {("Amy", "Bob"): "clear"}),
])
def test_the_way_of_fewer_events_waits_and_what_goes_against_a_decision_never_counts(harms, standing):
    assert stand(*harms) == standing


def told(*harms, families, as_of=date(2025, 1, 1), **event):
    """The allegations of these harms of one event E, and of those that name another."""
    events = [dict(event_id=name, occurred_from="2024-03-01 12:00", occurred_to="2024-03-01 12:00") | event for name in ("E", "E2")]
    members = [dict(family_id=family, person_id=person, part=part) for family, person, part in families]
    people = [dict(person_id=who, name=f"{who} Smith") for who in ("Amy", "Bob")]
    harms = made("harms", *(dict(event_id="E", source_id="Bob", manner="named", asserted_by=["police"]) | harm for harm in harms))
    events = made("events", *events)
    said = allegations.shape(harms, events, made("families", *members), made("people", *people), standings.shape(harms, events, as_of), as_of)
    return said.order("family_id, person_id, event_id, harmed_id").df().replace({float("nan"): None}).to_dict("records")


HOME = [("F", "Amy", "carer"), ("F", "Ali", "child"), ("F", "Mia", "child")]


def test_an_allegation_stands_in_every_family_of_whoever_is_harmed_but_not_where_that_person_is_only_linked():
    found = told({"harmed_id": "Amy"}, families=[("F", "Amy", "carer"), ("G", "Amy", "adult"), ("H", "Amy", "linked person"), ("I", "Ben", "adult")])
    assert [(row["family_id"], row["person"], row["harmed"], row["standing"], row["both_ways"]) for row in found] == [
        ("F", "Bob Smith", "Amy Smith", "clear", None), ("G", "Bob Smith", "Amy Smith", "clear", None)]
    assert len({row["pair"] for row in found}) == 2


def test_children_beside_an_adult_stand_on_the_row_of_the_adult():
    found = told({"harmed_id": "Mia", "manner": "present"}, {"harmed_id": "Amy"}, {"harmed_id": "Ali", "manner": "present"}, families=HOME)
    assert [(row["harmed_id"], list(row["children"])) for row in found] == [("Amy", ["Ali", "Mia"])]


def test_a_child_who_is_named_has_a_row_and_counts_as_beside_the_adult_until_then():
    found = told({"harmed_id": "Amy", "known_on": "2024-03-01"}, {"harmed_id": "Ali", "known_on": "2024-03-02", "named_on": "2024-05-01"}, families=HOME)
    assert [(row["harmed_id"], str(row["known_on"])[:10]) for row in found] == [("Ali", "2024-05-01"), ("Amy", "2024-03-01")]
    alone = told({"harmed_id": "Ali", "known_on": "2024-03-02", "named_on": "2024-05-01"}, families=HOME)
    assert [str(row["known_on"])[:10] for row in alone] == ["2024-03-02"]


def test_brothers_and_sisters_without_an_adult_are_one_row_under_the_name_of_the_one_who_was_known_first():
    found = told({"harmed_id": "Ali", "manner": "present", "known_on": "2024-03-02"}, {"harmed_id": "Mia", "manner": "present", "known_on": "2024-03-02"},
                 {"event_id": "E2", "harmed_id": "Mia", "manner": "present", "known_on": "2024-03-01"}, families=HOME)
    assert [(row["event_id"], row["harmed_id"], list(row["children"])) for row in found] == [("E", "Mia", ["Ali", "Mia"]), ("E2", "Mia", ["Mia"])]


@pytest.mark.parametrize("other", [{"source_id": "Amy"}, {"against_decision": True}, {"known_on": "2025-01-02"}])
def test_harm_to_oneself_against_a_decision_or_not_known_yet_is_no_allegation(other):
    assert told({"harmed_id": "Amy"} | other, families=HOME) == []
    assert len(told({"harmed_id": "Amy", "known_on": "2025-01-01"}, families=HOME)) == 1


@pytest.mark.parametrize(("event", "day"), [
    ({}, "2024-03-01"), ({"occurred_to": "2024-04-01 12:00"}, "2024-03-01"), ({"occurred_to": "2024-04-01 12:01"}, None), ({"precision": "undated"}, None)])
def test_the_day_is_that_of_an_event_dated_to_the_month_at_least(event, day):
    (row,) = told({"harmed_id": "Amy"}, families=HOME, **event)
    assert (str(row["day"])[:10] if day else row["day"]) == day


def test_who_is_not_named_is_called_so_and_never_stands_against_anybody():
    (row,) = told({"harmed_id": "Ada", "source_id": "not named"}, families=[("F", "Ada", "adult")])
    assert (row["person"], row["harmed"], row["standing"]) == ("a person not named", "name not recorded", "clear")


def test_where_each_is_recorded_as_harming_the_other_the_caution_names_the_one_said_to_harm_first():
    found = told({"harmed_id": "Amy"}, {"event_id": "E2", "source_id": "Amy", "harmed_id": "Bob"}, families=[("F", "Amy", "adult"), ("G", "Bob", "adult")])
    assert [row["both_ways"].split(":")[0] for row in found] == ["Bob Smith and Amy Smith are each recorded as harming the other",
                                                                 "Amy Smith and Bob Smith are each recorded as harming the other"]


def test_an_account_is_one_of_each_report_of_an_event_that_is_known_by_the_day():
    reports = made("reports", *(dict(report_id=f"R{n}", agency=agency, known_on=known, category="stalking", area="Here", type="stalking", gravity=3)
                                for n, (agency, known) in enumerate([("gp", "2024-03-01"), ("police", "2024-05-01"), ("schools", "2024-05-02")])))
    found = accounts.shape(made("events", dict(event_id="E", report_ids=["R0", "R1", "R2"])), reports, date(2024, 5, 1))
    assert sorted(found.project("event_id, report_id, agency, known_on::varchar, area, gravity").fetchall()) == [
        ("E", "R0", "gp", "2024-03-01", "Here", 3), ("E", "R1", "police", "2024-05-01", "Here", 3)]


def test_a_family_is_of_the_area_that_reports_it_most_often_or_else_the_first_by_name_and_of_none_where_nobody_does():
    reports = [("E1", "North"), ("E2", "North"), ("E3", "East"), ("E4", "West"), ("E5", "East")]
    told_of = made("timelines", *(dict(family_id=family, event_id=event) for family, event in
                                  [("F", "E1"), ("F", "E2"), ("F", "E3"), ("G", "E4"), ("G", "E5")]))
    said = duckdb.sql(f"select * from (values {', '.join(map(str, reports))}) as said(event_id, area)").materialize()
    found = areas.find(told_of, said, made("families", *(dict(family_id=family, person_id=p) for family in "FGH" for p in ("Amy", "Bob"))))
    assert sorted(found.fetchall()) == [("F", "North"), ("G", "East"), ("H", None)]
