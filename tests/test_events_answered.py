"""Events: what a person's answer does to references and reasons, and how an event says who answered."""

from tests.test_events import merged, report, together
from tests.test_events_told import DAY, POLICE, idva


def crimes(*numbers):
    """Reports of the police under one reference."""
    return [report(f"police:{n}", DAY, incident_ref="police:CR/01") for n in numbers]


def test_of_references_of_which_not_all_can_hold_the_agencys_own_goes_first_then_what_was_copied_then_what_is_quoted():
    copy = report("gp:1", DAY, "gp_contact", ["Amy:patient"], copied_from="police", other_ref="CR/01")
    assert together(*crimes(1, 2), copy, said=[("gp:1", "police:2", "no")]) == [["gp:1"], ["police:1", "police:2"]]
    copied = report("schools:1", DAY, "police_notice", ["Kit:child"], copied_from="police", other_ref="CR/01")
    quoted = report("gp:1", DAY, "gp_contact", ["Amy:patient"], other_ref="CR/01")
    assert together(*crimes(1), copied, quoted, said=[("gp:1", "schools:1", "no")]) == [["gp:1"], ["police:1", "schools:1"]]
    assert together(*crimes(1, 2, 3), said=[("police:1", "police:3", "no")]) == [["police:1", "police:2"], ["police:3"]]


def test_a_reference_joins_nothing_to_what_is_kept_from_it_through_a_yes():
    said = [("idva:1", "police:2", "yes"), ("idva:1", "police:1", "no")]
    assert together(*crimes(1, 2), idva("2024-07-19"), said=said) == [["idva:1", "police:2"], ["police:1"]]


def test_an_event_whose_reference_a_person_parted_no_longer_gives_the_reference_as_a_reason():
    hospital = report("hospital:1", DAY, "injury_by_assault", ["Amy:patient"])
    found = {tuple(event["report_ids"]): event["because"] for event in merged(*crimes(1, 2), hospital, said=[("police:1", "police:2", "no")])}
    assert found["hospital:1", "police:1"] == ("hospital emergency department and police speak of the same person harmed on the same day; "
                                               "Ann said on 1 June 2024 that police:1 and police:2 are not one event")


def test_an_event_says_in_order_all_that_people_said_of_its_reports_and_who_agreed():
    said = [("idva:1", "police:1", "yes", "standing", "same event", "Ben"), ("police:1", "police:9", "no")]
    found = merged(POLICE, idva("2024-07-19"), report("police:9", "2024-05-05"), said=said)
    assert next(event["because"] for event in found if "idva:1" in event["report_ids"]) == (
        "Ann and Ben said on 1 June 2024 that idva:1 and police:1 are one event; Ann said on 1 June 2024 that police:1 and police:9 are not one event")
    assert [event["event_id"] for event in found] == sorted(event["event_id"] for event in found)


def test_a_yes_about_one_report_of_a_reference_holds_for_all_that_share_it():
    for other in ("idva:1", "schools:1"):
        told = [*crimes(1, 2), report(other, "2024-07-19", "abuse_disclosed", ["Amy:victim"])]
        assert together(*told, said=[(other, "police:2", "yes")]) == [sorted([other, "police:1", "police:2"])]
