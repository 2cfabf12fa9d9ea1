"""Events: planted incidents told by several agencies, and the laws that every report is in one event and order is nothing."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE, Map, made
from timeline import events, tables

KIND = {"common_assault": "abuse", "injury_by_assault": "abuse", "stalking": "abuse", "abuse_disclosed": "abuse", "police_notice": "contact",
        "ed_attendance": "contact", "gp_contact": "contact", "address": "movement", "bail_conditions": "protection",
        "social_care_referral": "concern", "section_47": "concern",
        "child_abuse_concern": "concern", "parental_conflict": "concern"}


def report(ref, day, category="common_assault", who=("Amy:victim", "Bob:suspect"), **cells):
    """A report as (cells of the report, the people in it); `ref` begins with the agency."""
    agency = ref.split(":")[0]
    moment = {"occurred_from": f"{day} 00:00:00", "occurred_to": f"{day} 00:00:00"} if day else {"precision": "undated"}
    return {"report_id": ref, "agency": agency, "category": category, "kind": KIND[category], "type": "physical",
            "gravity": 3 if KIND[category] == "abuse" else None} | moment | cells, who


def merged(*told, said=(), shuffle=None):
    """The events of these reports, as rows, when people `said` so: (left, right, verdict, state if not standing, kind, who agreed)."""
    told = list(told)
    mentions = [{"mention_id": f"{r['report_id']}#{i}", "role": w.split(":")[1], "agency": r["agency"]}
                for r, who in told for i, w in enumerate(who)]
    people = {}
    for r, who in told:
        for i, w in enumerate(who):
            people.setdefault(w.split(":")[0], []).append(f"{r['report_id']}#{i}")
    if shuffle is not None:
        random.Random(shuffle).shuffle(told)
        random.Random(shuffle + 1).shuffle(mentions)
        said = random.Random(shuffle + 2).sample([(right, left, *rest) for left, right, *rest in said], len(said))
    found = events.merge(made("reports", *(r for r, _ in told)), made("mentions", *mentions),
                         made("people", *({"person_id": p, "mention_ids": m} for p, m in people.items())),
                         made("judgements", *(answer(*one) for one in said)))
    tables.check("events", found)
    return found.df().to_dict("records")


def answer(left, right, verdict, state="standing", kind="same event", second=None):
    return {"answer_id": f"{left} {right}", "kind": kind, "left_id": left, "right_id": right, "verdict": verdict, "state": state,
            "decided_by": "Ann", "seconded_by": second, "decided_on": "2024-06-01"}


def together(*told, said=()):
    """Which reports are one event."""
    return sorted(sorted(event["report_ids"]) for event in merged(*told, said=said))


POLICE = report("police:1", "2024-03-02", incident_ref="police:CR/0001")


def test_the_rows_of_one_crime_are_one_event():
    assert together(POLICE, report("police:2", "2024-03-02", who=("Kit:victim",), incident_ref="police:CR/0001")) == [["police:1", "police:2"]]


def test_two_crimes_of_one_day_with_two_references_stay_two():
    assert len(together(POLICE, report("police:2", "2024-03-02", incident_ref="police:CR/0002"))) == 2


def test_a_notice_copied_from_the_police_is_the_same_event_and_no_independent_account():
    notice = report("schools:1", "2024-03-02", "police_notice", ["Kit:child"], copied_from="police", other_ref="cr 0001")
    event, = merged(POLICE, notice)
    assert (len(event["report_ids"]), event["independent_accounts"]) == (2, 1)
    assert event["because"] == "schools repeats a record of police, CR/0001"


def test_a_copy_recorded_long_after_still_joins_by_its_reference():
    assert len(together(POLICE, report("gp:1", "2024-09-09", "gp_contact", ["Amy:patient"], copied_from="police", other_ref="CR/0001"))) == 1


@pytest.mark.parametrize(("day", "one"), [("2024-03-01", False), ("2024-03-02", True), ("2024-03-03", True), ("2024-03-04", False)])
def test_an_attendance_for_assault_on_the_night_or_the_day_after_is_the_police_incident(day, one):
    assert (len(together(POLICE, report("hospital:1", day, "injury_by_assault", ["Amy:patient"]))) == 1) is one


def test_an_attendance_for_something_else_is_an_event_of_its_own():
    assert len(together(POLICE, report("hospital:1", "2024-03-02", "ed_attendance", ["Amy:patient"]))) == 2


@pytest.mark.parametrize(("who", "one"), [(["Amy:victim", "Bob:suspect"], True), (["Amy:victim"], True), (["Zoe:victim", "Bob:suspect"], False),
                                          (["Amy:victim", "Yan:suspect"], False), (["Bob:victim", "Amy:suspect"], False)])
def test_accounts_are_one_only_where_harmed_and_source_agree(who, one):
    assert (len(together(POLICE, report("idva:1", "2024-03-02", "abuse_disclosed", who))) == 1) is one


def test_two_places_are_two_events():
    told = [report(f"{agency}:1", "2024-03-02", place_key=key) for agency, key in (("police", "A1"), ("idva", "B1"))]
    assert len(together(*told)) == 2


@pytest.mark.parametrize("precision", ["month", "year", "undated"])
def test_an_account_without_a_day_joins_by_reference_only(precision):
    vague = {"precision": precision, "category": "abuse_disclosed"}
    assert len(together(POLICE, report("idva:1", "2024-03-01", **vague))) == 2
    assert len(together(POLICE, report("idva:1", "2024-03-01", **vague, other_ref="CR/0001"))) == 1


def test_next_days_stalking_is_another_event():
    assert len(together(report("police:1", "2024-03-02", "stalking", type="stalking"), report("idva:1", "2024-03-03", "stalking", type="stalking"))) == 2


def test_days_are_never_chained_into_one_event():
    agencies = ("police", "idva", "gp", "social care", "housing", "schools")
    told = [report(f"{agency}:1", f"2024-03-{i + 1:02d}") for i, agency in enumerate(agencies)]
    days = {r["report_id"]: int(r["occurred_from"][8:10]) for r, _ in told}
    assert all(abs(days[a] - days[b]) <= 2 for event in together(*told) for a, b in combinations(event, 2))


def test_an_account_between_two_crimes_joins_the_nearest_and_chains_nothing():
    assert together(POLICE, report("police:2", "2024-03-03"), report("hospital:1", "2024-03-03", "injury_by_assault", ["Amy:patient"])) == [
        ["hospital:1", "police:2"], ["police:1"]]


def test_an_order_that_bears_the_crimes_reference_is_no_account_of_it():
    assert len(together(POLICE, report("police:2", "2024-03-03", "bail_conditions", incident_ref="police:CR/0001"))) == 2


def test_states_and_ordinary_contacts_are_an_event_each():
    assert len(together(*[report(f"{agency}:1", "2024-03-02", category, ["Amy:patient"]) for agency, category in
                          (("gp", "gp_contact"), ("housing", "address"), ("idva", "gp_contact"))])) == 3


def test_steps_of_one_referral_are_one_event():
    steps = [report("social care:1", "2024-03-05", "social_care_referral", ["Kit:child"], incident_ref="social care:R55"),
             report("social care:2", "2024-03-25", "section_47", ["Kit:child"], incident_ref="social care:R55")]
    assert len(together(*steps)) == 1


def test_the_gravest_account_speaks_for_the_event_and_the_others_differ_aloud():
    event, = merged(report("police:1", "2024-03-02", gravity=3, relationship="ex-partner", factors=Map(injury="yes", weapon="no")),
                    report("hospital:1", "2024-03-03", "injury_by_assault", ["Amy:patient"], gravity=4, factors=Map(injury="no", weapon="not asked")),
                    report("idva:1", "2024-03-02", gravity=2, relationship="partner"))
    assert (event["category"], event["gravity"], dict(event["factors"])) == ("injury_by_assault", 4, {"injury": "yes", "weapon": "no"})
    assert str(event["occurred_from"])[:10] == "2024-03-02"
    assert list(event["disagreements"]) == [
        "IDVA service, police dated it 2 March 2024; hospital emergency department dated it 3 March 2024",
        "hospital emergency department put it in gravity band 4; police put it in gravity band 3; IDVA service put it in gravity band 2",
        "police recorded the two as separated; IDVA service recorded the two as partners",
        "police recorded injury; hospital emergency department recorded none"]


def test_the_most_exact_account_dates_the_event():
    event, = merged(report("idva:1", "2024-03-01", precision="month", occurred_to="2024-03-31 00:00:00", other_ref="CR/0001"),
                    report("police:1", "2024-03-02", precision="minute", occurred_from="2024-03-02 22:15:00", incident_ref="police:CR/0001"))
    assert (str(event["occurred_from"]), event["precision"]) == ("2024-03-02 22:15:00", "minute")


# --- what people said

IDVA = report("idva:1", "2024-07-19", "abuse_disclosed", ["Amy:victim"])


def test_a_yes_joins_two_reports_whatever_their_days_and_the_event_says_who_said_so_and_when():
    event, = merged(POLICE, IDVA, said=[("police:1", "idva:1", "yes")])
    assert event["because"] == "Ann said on 1 June 2024 that idva:1 and police:1 are one event"


def test_a_yes_joins_all_that_either_report_is_one_with_and_takes_nothing_from_it():
    hospital = report("hospital:1", "2024-03-03", "injury_by_assault", ["Amy:patient"])
    assert together(POLICE, hospital, IDVA, said=[("police:1", "idva:1", "yes")]) == [["hospital:1", "idva:1", "police:1"]]


def test_a_no_parts_reports_of_one_reference_and_the_event_says_who_said_so():
    told = [POLICE, *(report(f"police:{n}", "2024-03-02", incident_ref="police:CR/0001") for n in (2, 3))]
    assert together(*told, said=[("police:1", "police:2", "no")]) == [["police:1", "police:3"], ["police:2"]]
    assert [event["because"] for event in merged(POLICE, IDVA, said=[("police:1", "idva:1", "no")])][0] == (
        "one account, by police; Ann said on 1 June 2024 that idva:1 and police:1 are not one event")


def test_a_no_holds_through_a_chain_of_dates_references_and_a_yes():
    told = [POLICE, report("hospital:1", "2024-03-02", "injury_by_assault", ["Amy:patient"]),
            report("gp:1", "2024-03-09", "gp_contact", ["Amy:patient"], copied_from="police", other_ref="CR/0001"), IDVA]
    said = [("gp:1", "idva:1", "yes"), ("hospital:1", "idva:1", "no")]
    assert together(*told, said=said) == [["gp:1", "idva:1", "police:1"], ["hospital:1"]]


def test_an_account_kept_from_the_nearest_incident_joins_the_next():
    told = [POLICE, report("police:2", "2024-03-03"), report("hospital:1", "2024-03-03", "injury_by_assault", ["Amy:patient"])]
    assert together(*told, said=[("police:2", "hospital:1", "no")]) == [["hospital:1", "police:1"], ["police:2"]]


@pytest.mark.parametrize("said", [("police:1", "hospital:1", "unsure"), ("police:1", "hospital:1", "no", "waiting for a second person"),
                                  ("police:2", "hospital:1", "yes", "contradicted"), ("police:1", "hospital:1", "no", "standing", "same person")])
def test_what_does_not_stand_changes_nothing(said):
    told = [POLICE, report("police:2", "2024-03-09"), report("hospital:1", "2024-03-02", "injury_by_assault", ["Amy:patient"])]
    assert str(merged(*told, said=[said])) == str(merged(*told))


def test_of_a_contradiction_the_no_keeps_apart():
    told = [POLICE, report("hospital:1", "2024-03-02", "injury_by_assault", ["Amy:patient"])]
    assert len(together(*told, said=[("police:1", "hospital:1", "no", "contradicted"), ("hospital:1", "police:1", "yes", "contradicted")])) == 2


AGENCIES, PEOPLE = ("police", "idva", "gp", "hospital"), ("Amy", "Zoe")


@st.composite
def tellings(draw):
    """Random reports of a few people and days, some under one reference, some quoting another's."""
    told = []
    for i in range(draw(st.integers(1, 9))):
        agency = draw(st.sampled_from(AGENCIES))
        cells = {"incident_ref": f"{agency}:CR/000{draw(st.integers(1, 2))}"} if draw(st.booleans()) else {}
        cells |= {"other_ref": "CR/0001"} if draw(st.integers(0, 4)) == 0 else {}
        told.append(report(f"{agency}:{i}", f"2024-03-0{draw(st.integers(1, 5))}", who=[draw(st.sampled_from(PEOPLE)) + ":victim"], **cells))
    return told


@settings(max_examples=5 * MORE, deadline=None)
@given(tellings(), st.integers(0, 99))
def test_every_report_is_in_one_event_whatever_the_order(told, seed):
    rows = merged(*told)
    assert sorted(ref for event in rows for ref in event["report_ids"]) == sorted(r["report_id"] for r, _ in told)
    assert [str(row) for row in merged(*told, shuffle=seed)] == [str(row) for row in rows]


@settings(max_examples=3 * MORE, deadline=None)
@given(tellings())
def test_an_unrelated_incident_changes_nothing(told):
    other = report("probation:9", "2024-03-03", who=("Wyn:victim", "Vic:suspect"))
    assert [str(e) for e in merged(*told, other) if "probation:9" not in e["report_ids"]] == [str(e) for e in merged(*told)]


@st.composite
def tellings_and_answers(draw):
    """Random reports, and answers about them that do not contradict one another: who is said to be one is of one colour."""
    told = draw(tellings())
    refs = [r["report_id"] for r, _ in told]
    colour = {ref: draw(st.integers(0, 2)) for ref in refs}
    chosen = draw(st.lists(st.sampled_from(list(combinations(refs, 2))), max_size=5, unique=True)) if len(refs) > 1 else []
    return told, [(left, right, "yes" if colour[left] == colour[right] else "no") for left, right in chosen]


@settings(max_examples=6 * MORE, deadline=None)
@given(tellings_and_answers(), st.integers(0, 99))
def test_answers_hold_in_whatever_order_they_were_given(case, seed):
    told, said = case
    rows = merged(*told, said=said)
    event_of = {ref: event["event_id"] for event in rows for ref in event["report_ids"]}
    assert sorted(event_of) == sorted(r["report_id"] for r, _ in told)
    assert all((event_of[left] == event_of[right]) == (verdict == "yes") for left, right, verdict in said)
    assert [str(row) for row in merged(*told, said=said, shuffle=seed)] == [str(row) for row in rows]
