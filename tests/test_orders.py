"""Orders: who is bound and protected, one order from several sources, and which events are recorded as its breach."""

from datetime import date

import duckdb
import pytest

from tests.made import made
from timeline import orders
from timeline.tables import check

COURT = ("court:f:1", "non_molestation_order", {"made_on": "2024-03-01", "expires_on": "2024-12-31"}, ("ann", "applicant"), ("bob", "respondent"))


def found(*records, events=(), order=1):
    """The orders of records (report_id, category, more of the report, then (person, role) ...), with the given events."""
    reports, mentions, members = [], [], {}
    for report_id, category, more, *named in records:
        agency = report_id.split(":")[0]
        reports.append(dict(report_id=report_id, agency=agency, category=category, kind="protection", known_on="2024-03-05") | more)
        for slot, (person, role) in enumerate(named):
            mentions.append(dict(mention_id=f"{report_id}#{slot}", agency=agency, role=role))
            members.setdefault(person, []).append(f"{report_id}#{slot}")
    people = made("people", *(dict(person_id=person, mention_ids=ids) for person, ids in sorted(members.items())))
    happened = made("events", *(dict(event_id=f"E-{ref}", category=category, kind="abuse", occurred_from=f"{day} 20:00:00", report_ids=[ref])
                                for ref, category, day in events))
    rows = orders.find(made("reports", *reports[::order]), made("mentions", *mentions[::order]), people, happened)
    check("orders", rows)
    return [dict(zip(rows.columns, row, strict=True)) for row in duckdb.sql("from rows order by order_id").fetchall()]


def breach(ref, *named):
    return (ref, "order_breach", {"kind": "abuse"}, *named)


def test_an_order_binds_the_respondent_and_protects_the_applicant_and_the_children():
    row, = found(("court:f:1", "non_molestation_order", {"made_on": "2024-03-01"}, ("bob", "respondent"), ("kit", "child"), ("ann", "applicant")))
    assert (row["bound_id"], row["protected_ids"], row["made_on"]) == ("bob", ["ann", "kit"], date(2024, 3, 1))


@pytest.mark.parametrize(("more", "orders_found"), [
    ({"made_on": "2024-03-01"}, 1), ({"made_on": "2024-03-09", "other_ref": "FC1"}, 1), ({"other_ref": "FC1"}, 1),
    ({"made_on": "2024-03-09"}, 2), ({"made_on": "2024-09-01", "other_ref": "FC1"}, 2),
], ids=["same person and day", "same reference, days apart", "same reference, no day", "another day", "renewed half a year later"])
def test_when_two_records_are_one_order(more, orders_found):
    court = ("court:f:1", "non_molestation_order", {"made_on": "2024-03-01", "incident_ref": "court:FC1"}, ("bob", "respondent"))
    police = ("police:s:1", "non_molestation_order", {"occurred_from": None} | more, ("bob", "suspect"))
    assert len(found(court, police)) == orders_found


def test_two_kinds_of_order_in_one_case_stay_two():
    case = {"made_on": "2024-03-01", "incident_ref": "court:FC1"}
    assert len(found(("court:f:1", "non_molestation_order", case, ("bob", "respondent")),
                     ("court:f:2", "occupation_order", case, ("bob", "respondent")))) == 2


def test_sources_of_one_order_complete_one_another():
    row, = found(COURT, ("police:s:1", "non_molestation_order", {"made_on": "2024-03-01", "served_on": "2024-03-03"}, ("bob", "suspect")))
    assert (row["served_on"], row["expires_on"], row["report_ids"]) == (date(2024, 3, 3), date(2024, 12, 31), ["court:f:1", "police:s:1"])
    assert "recorded by court, police (2 records of one order" in row["because"]


def test_an_application_is_not_said_to_have_been_made():
    row, = found(("court:f:1", "child_arrangements", {"occurred_from": "2024-03-01 00:00:00"}, ("bob", "respondent"), ("kit", "child")))
    assert row["made_on"] is None
    assert "it may be an application" in row["because"]


def test_an_order_that_names_nobody_bound_is_kept_and_says_so():
    row, = found(("court:f:1", "restraining_order", {"made_on": "2024-03-01"}, ("ann", "victim")))
    assert row["bound_id"] is None
    assert "nobody is named as bound" in row["because"]


@pytest.mark.parametrize(("day", "category", "named", "breached"), [
    ("2024-04-01", "order_breach", [("bob", "suspect"), ("ann", "victim")], True),
    ("2024-02-28", "order_breach", [("bob", "suspect"), ("ann", "victim")], False),
    ("2025-01-01", "order_breach", [("bob", "suspect"), ("ann", "victim")], False),
    ("2024-04-01", "order_breach", [("ann", "suspect"), ("bob", "victim")], False),
    ("2024-04-01", "order_breach", [("bob", "suspect"), ("cat", "victim")], False),
    ("2024-04-01", "bail_breach", [("bob", "suspect"), ("ann", "victim")], False),
    ("2024-04-01", "harassment", [("bob", "suspect"), ("ann", "victim")], False),
], ids=["while it runs", "before it was made", "after it expired", "the other way round", "of someone else", "of bail", "not recorded as a breach"])
def test_what_is_recorded_as_a_breach(day, category, named, breached):
    row, = found(COURT, breach("police:s:9", *named), events=[("police:s:9", category, day)])
    assert row["breach_event_ids"] == (["E-police:s:9"] if breached else [])


def test_a_breach_of_bail_is_of_bail():
    row, = found(("police:s:1", "bail_conditions", {"made_on": "2024-03-01"}, ("bob", "suspect"), ("ann", "victim"), ("kit", "child")),
                 breach("police:s:9", ("bob", "suspect"), ("ann", "victim"), ("kit", "child")), events=[("police:s:9", "bail_breach", "2024-04-01")])
    assert row["breach_event_ids"] == ["E-police:s:9"]


def test_the_order_of_rows_does_not_matter():
    records = [COURT, ("police:s:1", "non_molestation_order", {"made_on": "2024-03-01"}, ("bob", "suspect")),
               ("police:s:2", "bail_conditions", {"made_on": "2024-03-01", "conditions": "no contact"}, ("bob", "suspect"), ("ann", "victim"))]
    assert found(*records) == found(*records, order=-1)


def test_no_orders_make_an_empty_table():
    assert found(("gp:s:1", "gp_contact", {"kind": "contact"}, ("ann", "victim"))) == []
