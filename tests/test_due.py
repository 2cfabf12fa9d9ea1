"""Until when a record may be kept: by each way of counting, for the family that needs it longest, and never where it cannot be told."""

from datetime import date

import pytest

from tests.made import made
from timeline import snapshot
from timeline.keeping.periods import CHILD_18, CHILD_25, CONTACT, RECORD, Period
from timeline.removal import due
from timeline.tables import REPORT_FIELDS

TODAY = date(2026, 11, 22)
FAMILIES = {"F-a": {"A1": "2015-03-01", "A2": "2017-06-30"}, "F-b": {"B1": "2014-01-31"}}
CHILDREN = {"F-a": ["2003-05-06", "2006-07-08"], "F-b": [None]}
"""Two families: of the first two children are known, of the second one whose birth nobody recorded. A1 names somebody of each."""


def row(ref: str, part: str = "record", day: str = "2018-01-01") -> dict:
    fields = {name: ref if name == "ref" else None for name in REPORT_FIELDS} if part == "record" else None
    return dict(row_id=f"p.csv:{ref}", file="p.csv", agency="police", system="n", raw=ref, part=part, fields=fields, received_on=day)


def tables(families=FAMILIES, children=CHILDREN, alone=()) -> dict[str, list[dict]]:
    """The tables of these families, of records that name `alone` one person, and of a withdrawn record and an unreadable line."""
    days = {ref: day for refs in families.values() for ref, day in refs.items()} | dict(alone)
    ids = {ref: f"police:n:{ref}" for ref in days}
    kids = [(family, f"{family}-child{number}", dob) for family, dobs in children.items() for number, dob in enumerate(dobs) if family in families]
    return {
        "rows": [*map(row, days), row("W1"), row("broken", "unreadable", "2012-01-01")],
        "versions": [*(dict(row_id=f"p.csv:{ref}", report_id=id, state="current") for ref, id in ids.items()),
                     dict(row_id="p.csv:W1", report_id="police:n:W1", state="withdrawn"), dict(row_id="p.csv:broken", state="quarantined")],
        "reports": [dict(report_id=ids[ref], row_id=f"p.csv:{ref}", agency="police", known_on=day) for ref, day in days.items()],
        "events": [dict(event_id=f"E-{ref}", report_ids=[ids[ref]]) for refs in families.values() for ref in refs],
        "timelines": [dict(family_id=family, event_id=f"E-{ref}") for family, refs in families.items() for ref in refs],
        "people": [*(dict(person_id=person, dob=dob, dob_precision="day" if dob else None, mention_ids=[]) for _, person, dob in kids),
                   *([dict(person_id="P-x", mention_ids=[f"{ids[ref]}#suspect" for ref, _ in alone])] if alone else [])],
        "families": [dict(family_id=family, person_id=person, part="child") for family, person, _ in kids]}


def until(counted_from: str, years: int = 3, **given) -> dict[str, str]:
    """Until when each record that is due was kept."""
    with snapshot.in_memory() as s:
        for name, rows in tables(**given).items():
            relation = made(name, *rows)  # read by its name
            s.connection.execute(f'create table made."{name}" as from relation')
        found = due.find(s.connection, {"police": Period(years, counted_from, "ISA", TODAY)}, TODAY)
    return {one.name.removeprefix("police:n:"): one.until.isoformat() for one in found}


BESIDE = {"W1": "2021-01-01", "p.csv:broken": "2015-01-01"}
"""A withdrawn record and a line that is none count from the day on which they were last received, in each way of counting."""


def test_a_record_counts_from_its_own_day():
    assert until(RECORD) == {"A1": "2018-03-01", "A2": "2020-06-30", "B1": "2017-01-31"} | BESIDE


def test_a_family_is_kept_together_until_its_last_contact_is_past():
    assert until(CONTACT) == {"A1": "2020-06-30", "A2": "2020-06-30", "B1": "2017-01-31"} | BESIDE
    assert until(CONTACT, 11) == {"p.csv:broken": "2023-01-01", "B1": "2025-01-31"}, "a record is due after its last day, not on it"


def test_a_record_of_two_families_is_kept_as_long_as_either_needs_it():
    both = {"F-a": FAMILIES["F-a"], "F-b": FAMILIES["F-b"] | {"A1": "2015-03-01", "B2": "2024-05-05"}}
    assert until(CONTACT, families=both) == {"A2": "2020-06-30"} | BESIDE


def test_who_is_in_no_family_is_kept_until_anybody_last_recorded_that_person():
    assert until(CONTACT, families={}, alone=[("X1", "2010-01-01"), ("X2", "2016-02-02")]) == {"X1": "2019-02-02", "X2": "2019-02-02"} | BESIDE


@pytest.mark.parametrize(("counted_from", "day"), [(CHILD_18, "2024-07-08"), (CHILD_25, None)])
def test_the_youngest_childs_birthday_counts_and_where_a_birth_is_unknown_nothing_is_due(counted_from, day):
    assert until(counted_from, 0) == ({"A1": day, "A2": day} if day else {})


@pytest.mark.parametrize(("received", "due_on"), [("2008-11-20", "2026-11-20"), ("2008-11-23", None)])
def test_without_a_child_a_record_is_kept_as_long_as_for_one_born_on_the_last_contact(received, due_on):
    """So a couple's record of last week, or a line that is to be sent again, does not go at once where a period is of no years after a birthday."""
    families = {"F-a": {"A1": "2001-01-01", "A2": received}}
    assert until(CHILD_18, 0, families=families, children={}) == ({"A1": due_on, "A2": due_on} if due_on else {})
    assert until(CHILD_18, 0, families={}, alone=[("X1", received)]) == ({"X1": due_on} if due_on else {})


def test_an_agency_without_a_period_has_nothing_that_is_due():
    with snapshot.in_memory() as s:
        assert due.find(s.connection, {}, TODAY) == []
