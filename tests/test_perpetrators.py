"""Who is linked with which families: those harmed, those where a person was only placed, and what holds only through a proposed link."""

from datetime import date

import duckdb
import pytest

from tests.made import made
from timeline import perpetrators
from timeline.tables import check

HOMES = [("F1", "ann", "carer"), ("F1", "kit", "child"), ("F1", "bob", "linked person"), ("F2", "cat", "carer"), ("F2", "lee", "child")]
HARM = dict(event_id="E1", source_id="bob", harmed_id="ann", asserted_by=["police"], relation="intimate", manner="named", status="alleged")
ADDRESS = "12 Secret Street"


def linked(*harms, periods=(), named=(), links=(), families=HOMES, left=(), order=1):
    """Rows by (person, family). `named`: reports as a list of (person, role, more of the mention)."""
    reports = [dict(report_id=f"probation:s:{n}", agency="probation", area="Calder", category="address", known_on="2025-03-03",
                    occurred_from="2025-03-03 00:00:00") for n in range(max(len(named), len(periods), 1))]
    mentions, members = [], {person: [] for person in ("ann", "kit", "bob", "cat", "lee", "rob")}
    for number, people_named in enumerate(named):
        for slot, (person, role, *more) in enumerate(people_named):
            mentions.append(dict(mention_id=f"probation:s:{number}#{slot}", agency="probation", role=role) | (more[0] if more else {}))
            members[person].append(mentions[-1]["mention_id"])
    held = [dict(period_id=f"T{n}", certainty="stated", place_key="K", place=ADDRESS, place_kind="home", known_on="2025-03-03",
                 report_ids=[f"probation:s:{n}"]) | period for n, period in enumerate(periods)]
    happened = sorted({h["event_id"] for h in harms})
    rows = perpetrators.link(
        made("harms", *harms[::order]),
        made("families", *[dict(family_id=f, person_id=p, part=part, since="2010-01-01", until=dict(left).get((f, p)))
                           for f, p, part in families][::order]),
        made("periods", *held[::order]), made("links", *links),
        made("people", *(dict(person_id=p, mention_ids=ids, dob="2018-01-01" if p in ("kit", "lee") else "1990-01-01")
                         for p, ids in members.items())),
        made("events", *(dict(event_id=e, occurred_from=f"2024-01-0{e[-1]} 00:00:00") for e in happened)),
        made("mentions", *mentions[::order]), made("reports", *reports[::order]))
    check("perpetrators", rows)
    found = [dict(zip(rows.columns, row, strict=True)) for row in duckdb.sql("from rows").fetchall()]
    return {(row["person_id"], row["family_id"]): row for row in found}


def household(*pair, since="2025-03-03", **more):
    return dict(kind="household", person_id=min(pair), other_person_id=max(pair), since=since) | more


def residence(person="bob", **more):
    return dict(kind="residence", person_id=person, since="2025-03-03") | more


LINK = dict(link_id="L1", person_id_l="bob", person_id_r="rob", state="proposed", match_weight=5)


def test_a_family_where_someone_was_harmed():
    row = linked(HARM, HARM | {"harmed_id": "kit", "manner": "present"}, HARM | {"event_id": "E2", "asserted_by": ["idva", "police"]})["bob", "F1"]
    assert (row["harmed"], row["children"], row["event_ids"], row["link"]) == (["ann", "kit"], ["kit"], ["E1", "E2"], "confirmed")
    assert (row["first_on"], row["last_on"]) == (date(2024, 1, 1), date(2024, 1, 2))
    assert row["standing"] == "named as suspect by police 2, IDVA service 1; charged 0, convicted 0"


def test_a_new_household_counts_with_no_incident_there():
    rows = linked(HARM, periods=[household("bob", "cat")])
    assert set(rows) == {("bob", "F1"), ("bob", "F2")}
    assert (rows["bob", "F2"]["event_ids"], rows["bob", "F2"]["children"]) == ([], ["lee"])
    assert rows["bob", "F2"]["standing"] == "not named as suspect in this family so far; named so elsewhere by police 1"


@pytest.mark.parametrize(("role", "relationship", "placed"), [
    ("partner", None, True), ("contact", "step-parent", True), ("carer", None, True), ("contact", None, False), ("witness", "step-parent", False)])
def test_being_named_beside_a_family_places_a_person_there(role, relationship, placed):
    rows = linked(HARM, named=[[("lee", "child"), ("bob", role, {"relationship": relationship})]])
    assert (("bob", "F2") in rows) == placed


def test_nobody_is_listed_of_whom_no_report_says_that_he_or_she_harmed_anyone():
    assert linked(periods=[household("bob", "cat")]) == {}


def test_a_source_who_is_not_named_is_nobody():
    assert linked(HARM | {"source_id": "not named"}) == {}


def test_what_holds_only_through_a_proposed_link_says_so_under_the_known_person():
    row = linked(HARM, periods=[household("rob", "cat")], links=[LINK])["bob", "F2"]
    assert (row["link"], row["link_id"]) == ("proposed", "L1")
    assert "only if a proposed link between two people is right" in row["standing"]


def test_a_refused_link_brings_nothing():
    assert set(linked(HARM, periods=[household("rob", "cat")], links=[LINK | {"state": "refused"}])) == {("bob", "F1")}


def test_what_is_confirmed_needs_no_proposed_link():
    row = linked(HARM, HARM | {"event_id": "E2", "source_id": "rob"}, links=[LINK])["bob", "F1"]
    assert (row["link"], row["link_id"], row["event_ids"]) == ("confirmed", None, ["E1"])


def test_a_harmed_child_counts_for_the_family_it_was_in_that_day():
    families = [*HOMES, ("F2", "kit", "child")]
    rows = linked(HARM | {"harmed_id": "kit"}, families=families, left=[(("F1", "kit"), "2023-01-01")])
    assert set(rows) == {("bob", "F2")}


def test_one_who_is_also_recorded_as_harmed_is_said_to_be():
    rows = linked(HARM | {"contested": True}, HARM | {"event_id": "E2", "source_id": "ann", "harmed_id": "bob", "contested": True})
    assert "also recorded as harmed in 1 event; 1 of these contested" in rows["bob", "F1"]["standing"]


def test_what_goes_against_a_decision_is_kept_as_said():
    assert linked(HARM | {"against_decision": True})["bob", "F1"]["standing"] == (
        "named as suspect by police 1; charged 0, convicted 0; 1 of these kept as said: a person decided that the other is the primary perpetrator")


@pytest.mark.parametrize(("status", "words"), [("charged", "charged 1, convicted 0"), ("convicted", "charged 1, convicted 1"),
                                               ("cautioned", "charged 0, convicted 0, cautioned 1"), ("acquitted", "charged 1, convicted 0, acquitted 1")])
def test_how_far_it_went(status, words):
    assert linked(HARM | {"status": status})["bob", "F1"]["standing"] == f"named as suspect by police 1; {words}"


@pytest.mark.parametrize(("periods", "now"), [
    ([residence(), household("bob", "cat"), household("bob", "lee")],
     "placed by probation on 3 March 2025 at a home address in Calder in a household with one adult and one child"),
    ([residence()], "placed by probation on 3 March 2025 at a home address in Calder; nobody else is recorded there"),
    ([residence(certainty="inferred", until="2025-03-01")], "recorded by probation on 1 March 2025 at a home address in Calder; nobody else is recorded there"),
    ([residence(place_kind="institution")], "placed by probation on 3 March 2025 at an institution in Calder; nobody else is recorded there"),
    ([residence(until="2024-01-01", since="2023-01-01"), dict(kind="custody", person_id="bob", since="2024-02-01")],
     "in custody from 1 February 2024, by probation"),
    ([dict(kind="custody", person_id="bob", since="2024-02-01", until="2025-06-01", certainty="planned")],
     "in custody, release planned for 1 June 2025, by probation"),
    ([dict(kind="custody", person_id="bob", since="2024-02-01", until="2025-01-01")], "released from custody on 1 January 2025, by probation; "
                                                                                      "no later address recorded"),
    ([], None),
], ids=["with others", "alone", "only seen", "institution", "custody", "release planned", "released", "nothing known"])
def test_where_he_or_she_is_now(periods, now):
    assert linked(HARM, periods=periods)["bob", "F1"]["now"] == now


def test_no_address_and_no_name_is_ever_in_words():
    rows = linked(HARM, periods=[residence(), household("bob", "cat")], named=[[("bob", "partner", {"name": "Bob Q"}), ("cat", "subject", {"name": "Cat Q"})]])
    said = " ".join((row["standing"] or "") + (row["now"] or "") for row in rows.values())
    assert ADDRESS not in said
    assert "Cat" not in said


def test_the_order_of_rows_does_not_matter():
    harms = [HARM, HARM | {"event_id": "E2"}, HARM | {"event_id": "E3", "source_id": "cat", "harmed_id": "lee", "asserted_by": ["school"]}]
    places = [residence(), household("bob", "cat"), household("bob", "lee"), household("ann", "bob", place_key=None)]
    assert linked(*harms, periods=places) == linked(*harms, periods=places, order=-1) != {}
