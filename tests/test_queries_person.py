"""What a person is made of, who stands both ways round, which events lie near, and what was decided: held against planted cases."""

from hashlib import md5

import pytest

from dashboard import queries
from tests import published
from tests.made import Map
from tests.published import ASSAULT, CALLS, CHILD, CRIME, FAMILY, FATHER, MOTHER, OTHER, STALKING, VISIT
from timeline import decisions
from timeline.access import User

ADA = User("ada", "coordinator")
BACK = "police:niche:20CR/0009/24"  # a report that names the mother as suspect and the father as victim


def story():
    """The published story with one more report, in which the two adults stand the other way round."""
    tables = published.story()
    at = "2024-06-01 10:00:00"
    tables["rows"] += [dict(tables["rows"][0], row_id="police.csv:30", line_from=30, line_to=30, raw="x")]
    tables["reports"] += [dict(tables["reports"][2], report_id=BACK, row_id="police.csv:30", occurred_from=at, occurred_to=at, known_on="2024-06-01",
                               incident_ref=None, words=f"Male states she scratched him at {published.STREET}.")]
    tables["mentions"] += [dict(tables["mentions"][0], mention_id=f"{BACK}#suspect", role="suspect", known_on="2024-06-01", identifiers=Map(nhs="9990000026")),
                           dict(tables["mentions"][1], mention_id=f"{BACK}#victim", role="victim", known_on="2024-06-01")]
    for person in tables["people"]:
        person["mention_ids"] = person.get("mention_ids", []) + {MOTHER: [f"{BACK}#suspect"], FATHER: [f"{BACK}#victim"]}.get(person["person_id"], [])
    tables["events"] += [dict(tables["events"][1], event_id="E-back", report_ids=[BACK], occurred_from=at, occurred_to=at)]
    tables["events"] += [dict(tables["events"][1], event_id="E-undated", report_ids=[BACK], occurred_from=None, occurred_to=None, precision="undated")]
    tables["timelines"] += [dict(tables["timelines"][1], event_id=event, position=3) for event in ("E-back", "E-undated")]
    tables["harms"] += [dict(tables["harms"][0], event_id="E-back", source_id=MOTHER, harmed_id=FATHER)]
    tables["harms"] = [dict(harm, contested=True) for harm in tables["harms"]]
    return tables


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    published.publish(home, story())
    with published.served(home) as made:
        yield made


@pytest.fixture
def here(server):
    with server.app_context():
        yield server


def test_a_person_is_told_mention_by_mention_with_source_and_without_any_number(here):
    told = queries.mentions_of(ADA, MOTHER)
    assert set(told["report_id"]) == {CRIME, VISIT, STALKING, BACK} and list(told["founding"]).count(True) == 1
    crime = told[told["report_id"] == CRIME].iloc[0]
    assert (crime["role"], crime["file"], crime["line_from"], crime["event_id"]) == ("victim", "police.csv", 4, ASSAULT)
    assert "9990000018" not in told.to_string()


def test_different_numbers_of_one_kind_are_told_apart_and_the_same_address_is_one(here):
    told = queries.mentions_of(ADA, MOTHER)
    numbers = {row.report_id: row.identifiers for row in told.itertuples() if row.identifiers}
    assert numbers == {VISIT: [{"kind": "nhs", "number": 1, "of": 2}], BACK: [{"kind": "nhs", "number": 2, "of": 2}]}


def test_a_person_to_join_is_found_once_and_never_oneself(here):
    assert list(queries.found_people(ADA, CHILD, name="khan")["person_id"]) == [MOTHER, FATHER]
    assert OTHER not in set(queries.found_people(ADA, FATHER, name="nowak")["person_id"]), "nobody is found who is named in no mention"


def test_people_are_listed_with_their_families_and_a_mention_of_their_own(here):
    (mother,) = queries.people_named(ADA, [MOTHER]).itertuples()
    assert mother.families == [{"family_id": FAMILY, "name": "Khan"}] and mother.mentions == 4
    assert mother.mention_id.split("#")[0] in {CRIME, VISIT, STALKING, BACK}


def test_grown_people_named_with_a_child_are_offered_as_carers(here):
    beside = queries.named_with(ADA, [CHILD, OTHER])
    assert {(row.child_id, row.person_id): row.roles for row in beside.itertuples()} == {(CHILD, MOTHER): ["victim"], (CHILD, FATHER): ["suspect"]}


@pytest.mark.parametrize("id", [FAMILY, MOTHER, FATHER])
def test_both_sides_are_told_account_by_account_from_either_page(here, id):
    told = queries.both_ways(ADA, id)
    assert sorted(zip(told["report_id"], told["source_id"], told["harmed_id"], strict=True)) == sorted(
        [(CRIME, FATHER, MOTHER), (VISIT, FATHER, MOTHER), (STALKING, FATHER, MOTHER), (BACK, MOTHER, FATHER)])
    visit = told[told["report_id"] == VISIT].iloc[0]
    assert (visit["source_role"], visit["harmed_role"]) == (None, "patient")


def test_an_answer_about_both_sides_rests_on_the_first_report_that_names_both(here):
    first = next(queries.both_ways(ADA, FAMILY).itertuples())
    assert {first.one_id: first.one_mention, first.other_id: first.other_mention} == {MOTHER: f"{CRIME}#victim", FATHER: f"{CRIME}#suspect"}


def test_a_child_or_someone_recorded_one_way_only_stands_in_no_such_section(here):
    assert queries.both_ways(ADA, CHILD).empty


def test_words_on_both_sides_hide_addresses(here):
    assert published.STREET not in " ".join(queries.both_ways(ADA, FAMILY)["words"])


def test_events_near_in_time_come_the_nearest_first_and_far_ones_not_at_all(here):
    assert list(queries.near_events(ADA, CALLS)["event_id"]) == ["E-back", ASSAULT, "E-undated"]
    assert list(queries.near_events(ADA, ASSAULT)["event_id"]) == [CALLS, "E-undated"], "30 and 43 days are near, 73 are not; undated may be"


@pytest.mark.parametrize("reference", ["20cr/0002/24", STALKING, " LOG 77 "])
def test_an_event_is_found_by_its_reference_but_not_from_itself(here, reference):
    assert list(queries.events_of_reference(ADA, ASSAULT, reference)["event_id"]) == [CALLS]
    assert queries.events_of_reference(ADA, CALLS, reference).empty


def test_an_event_has_a_founding_report_and_an_unknown_one_has_none(here):
    assert queries.founding_report(ADA, CALLS) == STALKING
    assert queries.founding_report(ADA, "E-gone") is None


def test_a_decision_is_shown_wherever_what_it_is_about_is_shown(here):
    said = decisions.answer(here.extensions["database"], ADA, "k1", "same person", [(f"{CRIME}#victim", f"{VISIT}#patient", "seen")], "no", "Her sister.")
    for kind, id in (("person", MOTHER), ("family", FAMILY), ("event", ASSAULT), ("record", CRIME), ("record", VISIT)):
        shown = queries.decided(ADA, kind, id)
        assert list(shown["answer_id"]) == [said] and list(shown["state"]) == ["not yet applied"], kind
    for kind, id in (("person", FATHER), ("event", CALLS), ("record", STALKING)):
        assert queries.decided(ADA, kind, id).empty, kind


def test_a_decision_that_was_taken_back_stays_in_the_history_of_the_page(here):
    said = decisions.answer(here.extensions["database"], ADA, "k2", "same event", [(STALKING, BACK, "seen")], "yes", "One call.")
    decisions.take_back(here.extensions["database"], ADA, "k3", said, "It was another day.")
    assert list(queries.decided(ADA, "event", CALLS)["state"]) == ["taken back"]


@pytest.mark.parametrize(("kind", "founded_on", "now"), [("P", f"{VISIT}#patient", [MOTHER]), ("F", f"{CRIME}#child", [FAMILY]), ("E", VISIT, [ASSAULT]),
                                                         ("P", "nobody", []), ("E", f"{VISIT}#patient", [])])
def test_an_id_that_was_given_up_leads_to_whoever_holds_the_record_that_it_was_founded_on(here, kind, founded_on, now):
    retired = f"{kind}-{md5(founded_on.encode()).hexdigest()[:16]}"
    found = queries.retired(ADA, retired)
    assert [id for _, id, _ in found.now] == now if now else found is None


@pytest.mark.parametrize("id", ["", "P-", "P", "-", CRIME])
def test_an_id_that_never_was_leads_nowhere(here, id):
    assert queries.retired(ADA, id) is None
