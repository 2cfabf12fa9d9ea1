"""Families: what each way of naming a person in a report says of age, side, home and occasion before anybody is grouped."""

import pytest

from tests.made import made
from timeline import primaries
from timeline.families import named

DAY = "2024-03-01"


def gathered(*told, born=None):
    """The naming of these reports, by report and person. A report: (reference, its cells, {who: role or cells of the mention})."""
    reports = [{"report_id": ref, "agency": ref.split(":")[0], "kind": "contact", "category": "gp_contact", "known_on": DAY} | cells for ref, cells, _ in told]
    mentions = [{"mention_id": f"{ref}#{who}", "agency": ref.split(":")[0]} | ({"role": cells} if isinstance(cells, str) else cells)
                for ref, _, people in told for who, cells in people.items()]
    held = {}
    for mention in mentions:
        held.setdefault(mention["mention_id"].split("#")[1], []).append(mention["mention_id"])
    people = made("people", *({"person_id": who, "dob": (born or {}).get(who), "mention_ids": ids} for who, ids in held.items()))
    return named.gather(made("reports", *reports), made("mentions", *mentions), people)


def told(*reports, born=None):
    """As `gathered`, as dicts by (reference, person)."""
    found = gathered(*reports, born=born).materialize()
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    return {(row["report_id"], row["person_id"]): row for row in rows}


def only(people, born=None, **cells):
    """What one report says of the first of these people."""
    return told(("police:1", cells, people), born=born)["police:1", next(iter(people))]


ABUSE = {"kind": "abuse", "category": "common_assault"}
ORDERS = ("non_molestation_order", "occupation_order", "restraining_order", "protection_order", "protection_application", "marac_referral", "marac_meeting")


@pytest.mark.parametrize(("cells", "people", "side"), [
    (ABUSE, {"Bob": "suspect"}, "source"), (ABUSE, {"Bob": "offender"}, "source"), (ABUSE, {"Bob": "respondent"}, "source"),
    *[({"category": order}, {"Bob": "respondent", "Amy": "applicant"}, "source") for order in ORDERS],
    *[({"category": order}, {"Amy": "applicant", "Bob": "respondent"}, "harmed") for order in ORDERS],
    ({"category": "child_arrangements"}, {"Bob": "respondent", "Amy": "applicant"}, None),   # nobody is accused there
    ({"category": "child_arrangements"}, {"Amy": "applicant", "Bob": "respondent"}, None),
    ({"category": "probation_contact"}, {"Bob": "offender"}, "source"),
    (ABUSE, {"Amy": "victim"}, "harmed"), ({}, {"Amy": "victim"}, "harmed"), (ABUSE, {"Amy": "patient"}, "harmed"), ({}, {"Amy": "patient"}, None),
    (ABUSE, {"Amy": "tenant", "Bob": "suspect"}, "harmed"), (ABUSE, {"Amy": "tenant", "Bob": "offender"}, "harmed"), (ABUSE, {"Amy": "tenant"}, None),
    (ABUSE, {"Kit": "child"}, "harmed"), (ABUSE, {"Kit": "unborn"}, "harmed"), ({"category": "child_abuse_concern"}, {"Kit": "child"}, "harmed"),
    ({}, {"Kit": "child"}, None), (ABUSE, {"Wyn": "witness"}, None),
    (ABUSE, {"Wyn": "witness", "Bob": "suspect"}, None), ({}, {"Wyn": "witness", "Bob": "suspect"}, None), ({}, {"Amy": "tenant", "Bob": "suspect"}, None)])
def test_on_which_side_of_an_accusation_a_person_is_named(cells, people, side):
    assert only(people, **cells)["side"] == side


def test_what_another_report_says_names_nobody_here():
    found = gathered(("housing:1", {"category": "protection_application"}, {"Amy": "applicant"}), ("police:1", ABUSE, {"Bob": "suspect"}))
    assert sorted(found.project("person_id, side").fetchall()) == [("Amy", None), ("Bob", "source")]


@pytest.mark.parametrize(("role", "dob", "minor"), [
    ("child", None, True), ("unborn", None, True), ("child", "2006-03-02", True), ("child", "2006-03-01", False),    # 18 on the day of the report
    ("contact", "2006-03-02", True), ("contact", "2006-03-01", False), ("contact", None, False), ("carer", "2008-01-01", False),
    ("parent", "2008-01-01", False), ("partner", "2008-01-01", False), ("tenant", "2008-01-01", False), ("victim", "2008-01-01", True)])
def test_who_is_under_age(role, dob, minor):
    assert only({"Kit": role}, born={"Kit": dob})["minor"] is minor


@pytest.mark.parametrize("stands", ["mother", "father", "parent", "step-parent", "grandparent", "foster carer", "carer"])
def test_who_is_once_named_as_somebodys_parent_is_under_age_nowhere(stands):
    found = told(("gp:1", {}, {"Amy": {"role": "contact", "relationship": stands}}), ("gp:2", {}, {"Amy": "contact"}), born={"Amy": "2008-01-01"})
    assert not found["gp:1", "Amy"]["minor"] and not found["gp:2", "Amy"]["minor"]


@pytest.mark.parametrize(("kind", "home"), [("home", "A1"), ("institution", None), ("shared house", None), ("no fixed abode", None), ("safe", None)])
def test_a_refuge_a_hostel_and_a_prison_are_a_place_and_no_home(kind, home):
    row = only({"Amy": {"role": "contact", "address_key": "A1", "address_kind": kind}})
    assert (row["spot"], row["home"]) == ("A1", home)


@pytest.mark.parametrize(("cells", "day"), [
    ({}, DAY), ({"occurred_from": "2024-02-02 10:00:00"}, "2024-02-02"), ({"occurred_from": "2024-02-02 10:00:00", "since": "2024-01-01"}, "2024-01-01")])
def test_the_day_of_a_report_is_since_when_something_holds_or_when_it_happened_or_when_it_was_known(cells, day):
    assert str(only({"Amy": "contact"}, **cells)["day"])[:10] == day


@pytest.mark.parametrize(("category", "lasts"), [("address", True), ("tenancy", True), ("household", True), ("relationship", True),
                                                 ("new_relationship", True), ("common_assault", False)])
def test_a_state_has_an_end_and_an_incident_has_none(category, lasts):
    until = str(only({"Amy": "contact"}, category=category, until="2024-05-05")["until"])[:10]
    assert until == ("2024-05-05" if lasts else "None")


def occasions(*reports):
    """The references of the reports that are told together."""
    found = {}
    for (ref, _), row in told(*((ref, cells, {"Amy": "contact"}) for ref, cells in reports)).items():
        found.setdefault(row["occasion"], []).append(ref)
    return sorted(sorted(refs) for refs in found.values())


def test_the_reports_of_one_incident_are_one_occasion_with_what_was_copied_from_it():
    crime = {"incident_ref": "police:CR/0001"}
    copy = {"copied_from": "police", "other_ref": "cr 0001"}
    assert occasions(("police:1", crime), ("police:2", crime), ("schools:1", copy), ("police:3", {})) == [["police:1", "police:2", "schools:1"], ["police:3"]]


@pytest.mark.parametrize("copy", [
    {"copied_from": "police", "other_ref": "CR/0002"}, {"copied_from": "hospital", "other_ref": "CR/0001"}, {"other_ref": "CR/0001"}])
def test_what_is_copied_from_elsewhere_or_only_quotes_a_reference_is_an_occasion_of_its_own(copy):
    assert occasions(("police:1", {"incident_ref": "police:CR/0001"}), ("schools:1", copy)) == [["police:1"], ["schools:1"]]


def test_a_family_takes_its_id_from_the_mention_that_was_received_first_and_its_first_day_from_any():
    def mention(received):
        return {"Amy": {"role": "contact", "received_on": received}}
    row, = named.founding(gathered(("gp:2", {"known_on": "2024-02-01"}, mention("2024-03-01")), ("gp:1", {"known_on": "2024-04-01"}, mention("2024-03-01")),
                                   ("gp:0", {"known_on": "2024-01-01"}, mention("2024-03-02")))).df().to_dict("records")
    assert (row["mention_id"], str(row["first_day"])[:10]) == ("gp:1#Amy", "2024-01-01")


def accused(*reports, said=()):
    judgements = made("judgements", *({"answer_id": f"{left}", "kind": "primary perpetrator", "left_id": left, "right_id": right, "verdict": "yes",
                                       "state": "standing", "decided_by": "Ann", "decided_on": "2024-06-01"} for left, right in said))
    naming = gathered(*reports).materialize()
    people = made("people", *({"person_id": who, "mention_ids": sorted(ids)} for who, ids in
                              naming.aggregate("person_id, list(mention_id)", "person_id").fetchall()))
    return {(row["report_id"], row["source_id"], row["harmed_id"]): row["against_decision"]
            for row in named.accused(naming, primaries.settle(judgements, people)).df().to_dict("records")}


def test_each_report_accuses_for_itself_and_nobody_is_accused_of_harm_to_themself():
    assert accused(("police:1", ABUSE, {"Amy": "victim", "Bob": "suspect"}), ("police:2", ABUSE, {"Amy": "victim", "Cal": "suspect", "Wyn": "witness"})) == {
        ("police:1", "Bob", "Amy"): False, ("police:2", "Cal", "Amy"): False}


def test_only_what_a_decision_answers_goes_against_it():
    reports = [("police:1", ABUSE, {"Amy": "victim", "Bob": "suspect"}), ("police:2", ABUSE, {"Bob": "victim", "Amy": "suspect"}),
               ("police:3", ABUSE, {"Cal": "victim", "Amy": "suspect"})]
    assert accused(*reports, said=[("police:1#Bob", "police:1#Amy")]) == {
        ("police:1", "Bob", "Amy"): False, ("police:2", "Amy", "Bob"): True, ("police:3", "Amy", "Cal"): False}
    assert accused(*reports[1:2], said=[("police:2#Bob", "police:2#Amy")]) == {("police:2", "Amy", "Bob"): False}
