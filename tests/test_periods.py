"""What held for a time: planted cases of each kind, and laws that hold whatever the records."""

from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.made import MORE, Map, made
from timeline import periods
from timeline.tables import check


def found(*accounts, born=(), order=1):
    """The periods of accounts (day, dict of the report, then people as (name, role, dict of the mention)), as dicts by kind."""
    reports, mentions, people = tables(accounts, dict(born), order)
    rows = periods.find(reports, mentions, people)
    check("periods", rows)
    return [dict(zip(rows.columns, row, strict=True)) for row in duckdb.sql("from rows order by kind, since, until, period_id").fetchall()]


def tables(accounts, born, order=1):
    reports, mentions, members = [], [], {}
    for number, (day, report, *named) in enumerate(accounts):
        report_id = f"{report.get('agency', 'police')}:s:{number:03}"
        reports.append(dict(report_id=report_id, agency="police", category="gp_contact", kind="life", occurred_from=f"{day} 00:00:00",
                            known_on=day, received_on=day) | report)
        for slot, (person, role, *said) in enumerate(named):
            mention_id = f"{report_id}#{slot}"
            mentions.append(dict(mention_id=mention_id, agency=reports[-1]["agency"], role=role, known_on=day, received_on=day)
                            | (said[0] if said else {}))
            members.setdefault(person, []).append(mention_id)
    people = [dict(person_id=person, mention_ids=sorted(ids), dob=born.get(person)) for person, ids in sorted(members.items())]
    return made("reports", *reports[::order]), made("mentions", *mentions[::order]), made("people", *people[::order])


def of(kind, rows):
    return [row for row in rows if row["kind"] == kind]


def at(key, kind="home"):
    return {"address": f"{key} Mill Lane", "address_key": key, "address_kind": kind}


def couple(day, word, agency="police", **report):
    return (day, {"agency": agency, "relationship": word, **report}, ("ann", "victim"), ("bob", "suspect"))


# --- residence


def test_a_stated_residence_keeps_its_days():
    row, = of("residence", found(("2024-03-01", {"category": "tenancy", "agency": "housing", "since": "2024-02-01", "until": "2024-09-30"},
                                  ("ann", "tenant", at("A")))))
    assert (row["since"], row["until"], row["certainty"], row["place_key"]) == (date(2024, 2, 1), date(2024, 9, 30), "stated", "A")


def test_a_residence_without_a_last_day_ends_where_another_home_is_recorded():
    rows = of("residence", found(("2024-03-01", {"category": "address", "since": "2024-02-01"}, ("bob", "offender", at("A"))),
                                 ("2024-08-05", {"category": "address", "since": "2024-08-01"}, ("bob", "offender", at("B")))))
    assert [(r["place_key"], r["until"]) for r in rows] == [("A", date(2024, 8, 1)), ("B", None)]


def test_a_prison_does_not_end_a_home():
    rows = of("residence", found(("2024-03-01", {"category": "address", "since": "2024-02-01"}, ("bob", "offender", at("A"))),
                                 ("2024-08-05", {}, ("bob", "patient", at("HMP", "institution")))))
    assert rows[0]["until"] is None


def test_a_tenancys_end_closes_it():
    row, = of("residence", found(("2024-03-01", {"category": "tenancy", "since": "2024-02-01"}, ("ann", "tenant", at("A"))),
                                 ("2024-05-01", {"category": "tenancy_end", "since": "2024-02-01"}, ("ann", "tenant"))))
    assert row["until"] == date(2024, 5, 1)


def test_sightings_of_one_address_are_one_inferred_residence():
    row, = of("residence", found(*((day, {}, ("ann", "patient", at("A"))) for day in ("2024-01-05", "2024-04-01", "2024-02-01"))))
    assert (row["since"], row["until"], row["certainty"], len(row["report_ids"])) == (date(2024, 1, 5), date(2024, 4, 1), "inferred", 3)


def test_another_home_between_breaks_a_residence():
    rows = of("residence", found(*((day, {}, ("ann", "patient", at(key)))
                                   for day, key in (("2024-01-01", "A"), ("2024-02-01", "B"), ("2024-03-01", "A")))))
    assert [r["place_key"] for r in rows] == ["A", "B", "A"]


def test_one_agencys_stale_address_does_not_break_anothers():
    sightings = [("2024-01-01", "gp", "A"), ("2024-02-01", "police", "B"), ("2024-03-01", "gp", "A"), ("2024-04-01", "police", "B")]
    rows = of("residence", found(*((day, {"agency": agency}, ("ann", "patient", at(key))) for day, agency, key in sightings)))
    assert {(r["place_key"], r["since"], r["until"]) for r in rows} == {
        ("A", date(2024, 1, 1), date(2024, 3, 1)), ("B", date(2024, 2, 1), date(2024, 4, 1))}


def test_a_contacts_address_is_no_residence_unless_he_lives_there():
    assert not of("residence", found(("2024-01-01", {}, ("bob", "contact", at("A")))))
    assert of("residence", found(("2024-01-01", {}, ("bob", "contact", at("A") | {"lives_here": "yes"}))))


def test_a_refuge_is_safe_and_an_unmarked_address_in_its_record_is_not_taken_for_it():
    row, = of("residence", found(("2024-01-01", {"category": "refuge"}, ("ann", "victim", at("A")))))
    assert (row["place_kind"], row["place"], row["place_key"]) == ("safe", None, None)


# --- custody


@pytest.mark.parametrize(("accounts", "since", "until", "certainty"), [
    ([("2024-01-01", "custody", {}), ("2024-06-01", "release", {})], date(2024, 1, 1), date(2024, 6, 1), "stated"),
    ([("2024-01-01", "custody", {}), ("2024-01-02", "custody", {}), ("2024-06-01", "release", {})], date(2024, 1, 1), date(2024, 6, 1), "stated"),
    ([("2024-01-01", "custody", {"until": "2024-03-01"})], date(2024, 1, 1), date(2024, 3, 1), "stated"),
    ([("2024-01-01", "custody", {})], date(2024, 1, 1), None, "stated"),
    ([("2024-01-01", "recall", {})], date(2024, 1, 1), None, "stated"),
    ([("2024-06-01", "release", {})], None, date(2024, 6, 1), "stated"),
    ([("2024-01-01", "custody", {}), ("2024-02-01", "release_planned", {"due_on": "2024-07-01"})], date(2024, 1, 1), date(2024, 7, 1), "planned"),
], ids=["ends with the release", "of two sources is one", "has a stated end", "lasts", "begins with a recall", "of unknown start",
        "ends as planned"])
def test_custody(accounts, since, until, certainty):
    row, = of("custody", found(*((day, {"category": category} | more, ("bob", "offender")) for day, category, more in accounts)))
    assert (row["since"], row["until"], row["certainty"]) == (since, until, certainty)


def test_two_spells_of_custody_stay_two():
    rows = of("custody", found(*((day, {"category": category}, ("bob", "offender")) for day, category in (
        ("2020-01-01", "custody"), ("2020-03-01", "release"), ("2023-01-01", "recall"), ("2023-02-01", "release"), ("2023-02-02", "release")))))
    assert [(r["since"], r["until"]) for r in rows] == [(date(2020, 1, 1), date(2020, 3, 1)), (date(2023, 1, 1), date(2023, 2, 1))]


def test_an_address_that_is_called_a_prison_is_inferred_custody():
    row, = of("custody", found(("2024-01-01", {}, ("bob", "patient", {"address": "HMP Marlow", "address_key": "K", "address_kind": "institution"}))))
    assert row["certainty"] == "inferred"


@pytest.mark.parametrize("address", ["Hope Hostel, 5 Prison Road", "Old Prison Hostel, Marlow", "The Former Young Offender Institution, a hostel since"])
def test_a_hostel_in_a_road_named_after_a_prison_or_where_one_was_is_no_custody(address):
    assert not of("custody", found(("2024-01-01", {}, ("bob", "patient", {"address": address, "address_key": "K", "address_kind": "institution"}))))


def test_a_hospital_is_no_custody():
    assert not of("custody", found(("2024-01-01", {}, ("bob", "patient", at("St Anne's", "institution")))))


# --- pregnancy


def test_a_pregnancy_runs_from_the_estimated_first_day_to_the_birth():
    rows = of("pregnancy", found(("2024-03-01", {"category": "pregnancy", "due_on": "2024-10-07"}, ("ann", "patient"), ("bob", "partner")),
                                 ("2024-09-30", {"category": "birth"}, ("ann", "patient"), ("kit", "child"))))
    assert [(r["person_id"], r["since"], r["until"], r["certainty"]) for r in rows] == [
        ("ann", date(2024, 1, 1), date(2024, 9, 30), "stated")]


def test_two_births_are_two_pregnancies():
    assert len(of("pregnancy", found(("2022-01-01", {"category": "birth"}, ("ann", "patient")),
                                     ("2023-01-01", {"category": "birth"}, ("ann", "patient"))))) == 2


# --- relationship and separation


def states(*accounts):
    return [(r["state"], r["since"], r["until"], r["certainty"]) for r in of("separation", found(*accounts))]


def test_a_couple_is_a_couple_until_a_separation_begins():
    row, = of("relationship", found(couple("2023-01-01", "partner"), couple("2024-01-01", "partner", separation="occurred")))
    assert (row["person_id"], row["other_person_id"], row["since"], row["until"]) == ("ann", "bob", date(2023, 1, 1), date(2024, 1, 1))


def test_a_tenancys_first_day_is_not_the_couples():
    row, = of("relationship", found(("2024-01-01", {"category": "tenancy", "since": "2019-01-01", "relationship": "partner"},
                                     ("ann", "tenant"), ("bob", "partner"))))
    assert (row["since"], row["certainty"]) == (date(2024, 1, 1), "inferred")


def test_a_recorded_separation_occurred():
    assert states(couple("2024-01-01", "ex-partner", category="separation", since="2023-12-24")) == [
        ("occurred", date(2023, 12, 24), None, "stated")]


def test_ex_partner_alone_says_so_outright_and_only_by_when():
    row, = of("separation", found(couple("2024-01-01", "ex-partner")))
    assert (row["state"], row["certainty"]) == ("occurred", "stated")
    assert row["because"] == "police: ex-partner, by 1 January 2024 (explicit)"


def test_a_plan_that_is_carried_out_is_a_plan_and_then_a_separation():
    assert states(couple("2024-01-01", None, "idva", separation="planned"), couple("2024-02-01", None, "idva", separation="occurred")) == [
        ("planned", date(2024, 1, 1), date(2024, 2, 1), "planned"), ("occurred", date(2024, 2, 1), None, "stated")]


def test_leaving_and_returning_and_leaving_are_two_separations():
    assert [s[:3] for s in states(couple("2024-01-01", None, separation="occurred"), couple("2024-02-01", None, separation="reversed"),
                                  couple("2024-03-01", None, separation="occurred"))] == [
        ("reversed", date(2024, 1, 1), date(2024, 2, 1)), ("occurred", date(2024, 3, 1), None)]


def test_one_agency_says_ex_and_another_says_partner_on_a_later_day():
    rows = of("separation", found(couple("2024-01-01", "ex-partner"), couple("2024-02-01", "partner", "gp")))
    assert rows[0]["state"] == "conflicting"
    assert rows[0]["because"].endswith("but GP calls them partner on 1 February 2024")
    assert rows[0]["report_ids"] == ["gp:s:001", "police:s:000"]


def test_partner_before_the_parting_or_in_a_copy_contradicts_nothing():
    accounts = [couple("2023-01-01", "partner", "gp"), couple("2024-01-01", "ex-partner"),
                couple("2024-02-01", "partner", "school", copied_from="police")]
    assert [s[0] for s in states(*accounts)] == ["occurred"]


def test_a_yes_to_separated_within_the_past_year_is_unclear():
    assert [s[0::3] for s in states(couple("2024-01-01", "partner", factors=Map(separation="yes")))] == [("unclear", "inferred")]


@pytest.mark.parametrize("answer", ["no", "not asked"])
def test_no_separation_without_a_yes(answer):
    assert not states(couple("2024-01-01", "partner", factors=Map(separation=answer)))


def test_one_inferred_sign_is_too_little_and_two_kinds_are_enough():
    known, stalking = couple("2023-01-01", "partner"), couple("2024-01-01", None, category="stalking", kind="abuse")
    assert not states(known, stalking, couple("2024-01-09", None, category="stalking", kind="abuse"))
    assert [s[0::3] for s in states(known, stalking, couple("2024-01-09", None, category="child_contact_dispute", kind="abuse"))] == [
        ("unclear", "inferred")]


def test_a_copy_is_no_second_sign():
    accounts = [couple("2023-01-01", "partner"), couple("2024-01-01", None, category="stalking"),
                couple("2024-01-09", None, "school", category="child_contact_dispute", copied_from="police")]
    assert not states(*accounts)


def test_a_change_of_address_is_no_separation():
    moves = [("2024-01-01", {"category": "address", "since": "2024-01-01"}, (who, "offender", at(key))) for who, key in (("ann", "A"), ("bob", "B"))]
    assert not states(couple("2023-01-01", "partner"), *moves)


def test_a_son_who_is_kept_away_by_an_order_has_not_separated():
    order = ("2024-01-01", {"category": "non_molestation_order"}, ("ann", "applicant"), ("son", "respondent", {"relationship": "child"}))
    assert not states(order)


def test_an_application_for_protection_from_a_partner_points_to_a_separation():
    order = ("2024-01-01", {"category": "protection_application", "agency": "court"}, ("ann", "applicant"), ("bob", "respondent"))
    assert [s[0::3] for s in states(couple("2023-01-01", "partner"), order)] == [("unclear", "stated")]


def test_a_move_to_a_refuge_counts_for_the_partner_whom_others_name():
    rows = of("separation", found(couple("2023-01-01", "partner"), ("2024-01-01", {"category": "refuge", "agency": "idva"}, ("ann", "victim"))))
    assert [(r["person_id"], r["other_person_id"], r["state"]) for r in rows] == [("ann", "bob", "occurred")]


def test_a_separation_from_nobody_named_keeps_the_other_empty():
    rows = of("separation", found(("2024-01-01", {"category": "separation", "agency": "gp"}, ("ann", "patient"))))
    assert [(r["person_id"], r["other_person_id"]) for r in rows] == [("ann", None)]


def test_a_tenancy_counts_only_with_a_reason():
    known = couple("2023-01-01", "partner")
    assert not states(known, ("2024-01-01", {"category": "tenancy_end", "words": "Rent arrears"}, ("ann", "tenant")))
    assert states(known, ("2024-01-01", {"category": "tenancy_end", "words": "Left: relationship has broken down"}, ("ann", "tenant")))


# --- household


def pairs(rows):
    return {(r["person_id"], r["other_person_id"]) for r in of("household", rows)}


def test_a_child_and_a_suspect_at_one_address_are_a_household():
    rows = found(("2024-01-01", {}, ("bob", "suspect", at("A")), ("kit", "child", at("A"))), born=[("kit", "2018-01-01")])
    assert pairs(rows) == {("bob", "kit")}


def test_an_accused_at_an_address_before_the_others_came_is_no_household():
    accounts = [("2022-01-01", {}, ("bob", "suspect", at("A"))), ("2024-01-01", {}, ("kit", "child", at("A")))]
    assert not pairs(found(*accounts, born=[("kit", "2018-01-01")]))


def test_two_adults_of_whom_nobody_is_accused_are_not_kept():
    assert not pairs(found(("2024-01-01", {}, ("ann", "victim", at("A")), ("cat", "patient", at("A")))))


@pytest.mark.parametrize("kind", ["institution", "shared house", "no fixed abode"])
def test_some_places_make_no_household(kind):
    assert not pairs(found(("2024-01-01", {}, ("bob", "suspect", at("A", kind)), ("kit", "child", at("A", kind)))))


@pytest.mark.parametrize(("people", "households"), [(8, 7), (9, 0)])
def test_more_than_eight_at_once_are_multi_occupancy(people, households):
    crowd = [(f"p{n}", "patient", at("A")) for n in range(people - 1)]
    assert len(pairs(found(("2024-01-01", {}, ("bob", "suspect", at("A")), *crowd)))) == households


def test_a_school_that_says_he_lives_with_the_child_is_enough():
    rows = found(("2024-01-01", {"agency": "school"}, ("kit", "child"), ("bob", "contact", {"relationship": "step-parent", "lives_here": "yes"})))
    assert pairs(rows) == {("bob", "kit")}
    assert of("household", rows)[0]["certainty"] == "stated"


# --- laws

PEOPLE = st.sampled_from(["ann", "bob", "kit", "dee"])
DAYS = st.integers(0, 700).map(lambda n: str(date.fromordinal(date(2023, 1, 1).toordinal() + n)))
ACCOUNTS = st.lists(st.tuples(
    DAYS,
    st.fixed_dictionaries({"agency": st.sampled_from(["police", "gp"]), "relationship": st.sampled_from([None, "partner", "ex-partner"]),
                           "separation": st.sampled_from([None, None, "planned", "occurred", "reversed"]),
                           "category": st.sampled_from(["gp_contact", "address", "custody", "release", "pregnancy", "stalking", "refuge"])}),
    st.tuples(PEOPLE, st.sampled_from(["victim", "child", "patient", "offender"]), st.sampled_from(["A", "B"]).map(at)),
    st.tuples(PEOPLE, st.sampled_from(["suspect", "partner"]), st.sampled_from(["A", "B"]).map(at))), min_size=1, max_size=8)


@settings(max_examples=4 * MORE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACCOUNTS)
def test_whatever_the_records_say(accounts):
    rows = found(*accounts)
    assert rows == found(*accounts, order=-1), "the order of rows does not matter"
    for row in rows:
        assert row["since"] is None or row["until"] is None or row["since"] <= row["until"], "time runs forward"
        assert row["other_person_id"] is None or row["person_id"] < row["other_person_id"], "a pair stands once"
        assert row["report_ids"] == sorted(set(row["report_ids"])) != [], "something is behind it"
    for pair in {(r["person_id"], r["other_person_id"]) for r in of("separation", rows)}:
        spans = sorted((r["since"], r["until"] or date.max) for r in of("separation", rows) if (r["person_id"], r["other_person_id"]) == pair)
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False)), "separations of one pair never overlap"


def test_whoever_is_said_to_have_harmed_and_is_named_by_a_refuge_has_not_moved_there():
    rows = of("residence", found(("2024-01-01", {"category": "refuge"}, ("ann", "victim"), ("tom", "suspect"))))
    assert [row["person_id"] for row in rows] == ["ann"]
