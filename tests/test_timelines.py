"""A family's timeline: what is on it, what never is, in which order, with which children and who knew."""

from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from timeline import timelines
from timeline.tables import check

HOMES = [("F1", "ann", "carer"), ("F1", "kit", "child"), ("F1", "bob", "linked person"), ("F2", "cat", "carer"), ("F2", "lee", "child")]


def built(*happened, families=HOMES, born=(), left=(), told=None, order=1):
    """Timelines of events (day, category, kind, then (person, role, more of the mention) ...) in the given families."""
    events, reports, mentions, members = [], [], [], {person: [] for _, person, _ in families}
    for number, (day, category, kind, *named) in enumerate(happened):
        ref = f"police:s:{number:03}"
        moment = day and f"{day} 00:00:00"
        events.append(dict(event_id=f"E{number}", category=category, kind=kind, occurred_from=moment, occurred_to=moment, known_on="2024-12-01",
                           report_ids=[ref]))
        reports.append(dict(report_id=ref, agency="police", category=category, kind=kind, known_on="2024-12-01") | (told or {}))
        for slot, (person, role, *more) in enumerate(named):
            mentions.append(dict(mention_id=f"{ref}#{slot}", agency="police", role=role) | (more[0] if more else {}))
            members.setdefault(person, []).append(f"{ref}#{slot}")
    parts = [dict(family_id=f, person_id=p, part=part, since="2010-01-01", until=dict(left).get((f, p))) for f, p, part in families]
    people = [dict(person_id=p, mention_ids=ids, dob=dict(born).get(p)) for p, ids in sorted(members.items())]
    rows = timelines.build(made("events", *events[::order]), made("reports", *reports[::order]), made("mentions", *mentions[::order]),
                           made("people", *people), made("families", *parts[::order]))
    check("timelines", rows)
    return [dict(zip(rows.columns, row, strict=True)) for row in duckdb.sql("from rows order by family_id, position").fetchall()]


def seen(*happened, family="F1", **more):
    return [row["event_id"] for row in built(*happened, **more) if row["family_id"] == family]


ASSAULT = ("2024-01-01", "common_assault", "abuse", ("bob", "suspect"), ("ann", "victim"))
ELSEWHERE = ("2024-02-01", "common_assault", "abuse", ("bob", "suspect"), ("cat", "victim"))
BOB_IN = [*HOMES[:2], ("F1", "bob", "adult"), *HOMES[3:]]


def test_an_event_of_a_member_is_on_the_timeline():
    assert seen(ASSAULT) == ["E0"]


@pytest.mark.parametrize("families", [HOMES, BOB_IN], ids=["of one who is linked", "of one who is a member"])
def test_another_households_history_is_not_on_it(families):
    assert seen(ELSEWHERE, families=families) == []
    assert seen(ELSEWHERE, families=families, family="F2") == ["E0"]


@pytest.mark.parametrize(("category", "kind", "shown"), [
    ("custody", "movement", True), ("release", "movement", True), ("release_planned", "movement", True), ("licence_condition", "protection", True),
    ("address", "movement", False), ("new_relationship", "life", False), ("gp_contact", "contact", False), ("common_assault", "abuse", False)])
def test_of_a_linked_person_only_custody_and_protection_are_shown(category, kind, shown):
    assert bool(seen(("2024-01-01", category, kind, ("bob", "offender")))) == shown


def test_an_order_that_protects_another_household_stays_there():
    order = ("2024-01-01", "restraining_order", "protection", ("bob", "offender"), ("cat", "victim"))
    assert seen(order) == []


def test_a_release_to_another_household_names_nobody_of_it():
    row, = (r for r in built(("2024-01-01", "release", "movement", ("bob", "offender"), ("cat", "household member"))) if r["family_id"] == "F1")
    assert [r["person_id"] for r in row["roles"]] == ["bob"]


def test_a_child_who_left_takes_later_events_along():
    late, early = ("2024-06-01", "gp_contact", "contact", ("kit", "child")), ("2024-01-01", "gp_contact", "contact", ("kit", "child"))
    assert seen(late, early, left=[(("F1", "kit"), "2024-03-01")]) == ["E1"]


def test_an_adult_who_left_is_as_one_who_is_linked():
    home, prison = ("2024-06-01", "address", "movement", ("bob", "offender")), ("2024-06-02", "custody", "movement", ("bob", "offender"))
    assert seen(home, prison, families=BOB_IN, left=[(("F1", "bob"), "2024-03-01")]) == ["E1"]


def test_events_stand_in_order_with_the_days_between_and_undated_ones_last():
    rows = built((None, "gp_contact", "contact", ("ann", "patient")), ("2024-03-01", "gp_contact", "contact", ("ann", "patient")), ASSAULT)
    assert [(r["event_id"], r["position"], r["days_since"]) for r in rows] == [("E2", 1, None), ("E1", 2, 60), ("E0", 3, None)]


@pytest.mark.parametrize(("dob", "age"), [("2018-01-01", 6), ("2018-01-02", 5), ("2024-01-01", 0), ("2024-06-01", -1), (None, None)])
def test_a_childs_age_that_day(dob, age):
    row, = built(ASSAULT, born=[("kit", dob)])
    assert [(c["person_id"], c["age"]) for c in row["children"]] == [("kit", age)]


def test_a_child_not_yet_conceived_is_not_there():
    assert built(ASSAULT, born=[("kit", "2025-06-01")])[0]["children"] == []


def test_a_child_is_said_to_be_present_where_any_account_says_so():
    row, = built(ASSAULT + (("kit", "child", {"present": "yes", "seen": "no"}), ("kit", "child", {"present": "no"})))
    child, = row["children"]
    assert (child["present"], child["seen"], child["heard"]) == ("yes", "no", "not asked")


def test_every_role_is_shown_with_its_agency():
    assert [(r["person_id"], r["role"], r["agency"]) for r in built(ASSAULT)[0]["roles"]] == [("ann", "victim", "police"), ("bob", "suspect", "police")]


def test_an_agency_knows_what_it_recorded_or_was_told():
    assert built(ASSAULT, told={"notified_to": "school", "notified_on": "2024-12-03"})[0]["known_on"] == {
        "police": date(2024, 12, 1), "school": date(2024, 12, 3)}


HAPPENED = st.lists(st.tuples(
    st.sampled_from([None, "2024-01-01", "2024-01-02", "2024-05-01"]),
    st.sampled_from([("custody", "movement"), ("address", "movement"), ("common_assault", "abuse"), ("restraining_order", "protection")]),
    st.lists(st.tuples(st.sampled_from(["ann", "bob", "kit", "cat", "lee"]), st.sampled_from(["victim", "suspect", "child", "offender"])),
             min_size=1, max_size=3)).map(lambda t: (t[0], *t[1], *t[2])), min_size=1, max_size=6)


@settings(max_examples=6 * MORE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HAPPENED)
def test_whatever_happened(happened):
    rows = built(*happened)
    assert rows == built(*happened, order=-1), "the order of rows does not matter"
    for family in {r["family_id"] for r in rows}:
        theirs, people = [r for r in rows if r["family_id"] == family], {p for f, p, _ in HOMES if f == family}
        assert [r["position"] for r in theirs] == list(range(1, len(theirs) + 1)), "positions run from 1"
        assert all({role["person_id"] for role in r["roles"]} & people for r in theirs), "someone of the family is named"
