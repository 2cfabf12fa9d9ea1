"""What speaks against two people who may be one: that they cannot be one as recorded, and that they would have been in two places at once."""

from datetime import date, timedelta
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from tests.named import mention, mentions
from timeline import links, model, pairs, people, tables
from timeline.links import places

MODEL = model.load()
HOME = {"postcode": "QJ11AA", "address_key": "QJ11AA|5"}
AWAY = {"postcode": "VY99ZZ", "address_key": "VY99ZZ|1"}
DARREN = {"forename": "darren", "surname": "pike", "sex": "male"}
KAYLA = {"forename": "kayla", "surname": "marsh", "dob": "2015-05-06", "sex": "female", **AWAY}
START, END = date(2024, 3, 1), date(2024, 6, 1)


def proposed(*rows, reports=()):
    table = mentions(*rows)
    scored = pairs.score(table, MODEL)
    found = links.propose(table, scored, people.resolve(table, scored, made("judgements")), made("judgements"), made("reports", *reports))
    tables.check("links", found)
    return found


# --- every union that is refused is shown, with its reason

REFUSED = {
    "numbers": ([mention("gp:n:1#p", **DARREN, **HOME, dob="1980-03-04", ids={"nhs": "9990000001"}), mention("ed:n:2#p", **DARREN, **HOME, dob="1980-03-04"),
                 mention("ed:n:3#p", **DARREN, **HOME, dob="1980-03-04", ids={"nhs": "9990000002"})], "they hold different NHS numbers"),
    "one report": ([mention("gp:n:1#p", **DARREN, **HOME), mention("gp:n:1#q", **DARREN, **HOME, dob="1980-03-04")], "one report names both"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_union_is_a_link_that_says_why(case):
    rows, reason = REFUSED[case]
    conflicting = proposed(*rows).filter("len(conflicts) > 0").project("because").fetchall()
    assert conflicting
    assert all(reason in because and "Not joined: they cannot be one as recorded." in because for (because,) in conflicting)


def chain(moved=True):
    """He who is named at home without a date of birth is written as one who is held elsewhere under another."""
    place = AWAY if moved else HOME
    ids = {"nhs": "9990000001"}
    return [mention("police:n:1#s", **DARREN | {"surname": "pyke"}, **HOME, dob="1955-07-09", role="suspect", ids=ids),
            mention("gp:n:2#p", **DARREN, **place, ids=ids | {"local_id": "gp:n:7"}),
            mention("gp:n:3#p", **DARREN, **place, dob="1980-03-04", ids={"local_id": "gp:n:7"}), mention("gp:n:3#c", **KAYLA)]


def test_a_union_refused_through_a_third_record_says_what_that_record_says():
    found = proposed(*chain())
    because = [b for (b,) in found.project("because").fetchall()]
    assert because and all("1955" in b and "1980" in b and "Not joined: they cannot be one as recorded." in b for b in because), because


def test_a_refused_union_is_put_to_a_person_where_it_would_move_somebody_and_only_shown_within_a_home():
    assert proposed(*chain()).project("moves, queued").fetchall() == [(True, True)]
    assert [queued for (queued,) in proposed(*chain(moved=False)).project("queued").fetchall()] == [False]


# --- two places at once

CUSTODY = dict(report_id="prison:n:1", agency="prison", category="custody", kind="movement", since=str(START), until=str(END), known_on="2024-03-02")
RELEASE = dict(report_id="prison:n:3", agency="prison", category="release", kind="movement", occurred_from="2024-04-01", known_on="2024-04-02")
ASSAULT = dict(report_id="police:n:2", agency="police", category="common_assault", kind="abuse", physical=True, precision="day")
DEATH = dict(report_id="gp:n:1", agency="gp", category="death", kind="life", occurred_from="2024-03-01", occurred_to="2024-03-01", known_on="2024-03-03")
VISIT = dict(report_id="gp:n:2", agency="gp", category="gp_contact", kind="contact", precision="day")


def told(*reports, roles=("offender", "suspect"), one_person=False, released_by="one") -> list[str]:
    """What is found of two people, the first of whom the first report names, and the other the second; or of one whom both name."""
    owner = {"one": "P-1", "other": "P-1" if one_person else "P-2"}
    whose = dict(zip_longest((r["report_id"] for r in reports), ("one", "other", released_by), fillvalue=released_by))
    rows = mentions(*(mention(f"{r['report_id']}#x", role=role) for r, role in zip(reports, (*roles, "offender"), strict=False)))
    owners = made("people", *(dict(person_id=owner[who], mention_ids=[f"{report}#x"]) for report, who in whose.items())) \
        .project("person_id, unnest(mention_ids) as mention_id")
    couples = made("links", dict(person_id_l="P-1", person_id_r=owner["other"])).project("person_id_l, person_id_r")
    return [sentence for _, _, found in places.find(couples, rows, made("reports", *reports), owners).fetchall() for sentence in found]


def on(report: dict, first: str, last: str | None = None, **more) -> dict:
    return report | dict(occurred_from=first, occurred_to=last or first) | more


def test_one_in_custody_while_the_other_is_named_at_an_incident_is_told_with_both_sources():
    assert told(CUSTODY, on(ASSAULT, "2024-04-10")) == [
        "one was in custody from 1 March 2024 to 1 June 2024, recorded by prison, while the other is named by police as at an incident on 10 April 2024"]


def test_one_person_in_two_places_is_told_so():
    assert told(CUSTODY, on(ASSAULT, "2024-04-10"), one_person=True) == [
        "in custody from 1 March 2024 to 1 June 2024, recorded by prison, while named by police as at an incident on 10 April 2024"]


@pytest.mark.parametrize("report", [
    on(ASSAULT, "2024-03-01"), on(ASSAULT, "2024-06-01"),                                     # the days of arrest and of release
    on(ASSAULT, "2024-02-01", "2024-04-10"), on(ASSAULT, "2024-05-01", "2024-07-01"),         # some day of a range that reaches outside
    on(ASSAULT, "2024-04-10", category="prison_contact", physical=False),                    # by letter or telephone
    on(ASSAULT, "2024-04-10", category="malicious_messages", physical=False), on(ASSAULT, "2024-04-10", category="threats", physical=False),
    on(ASSAULT, "2024-04-10", place="Visits hall, HMP Longmoor"), on(ASSAULT, "2024-04-10", kind="concern"),
    ASSAULT | {"precision": "undated", "occurred_from": None, "occurred_to": None}])
def test_what_can_be_done_from_custody_or_on_its_first_and_last_day_contradicts_nothing(report):
    assert told(CUSTODY, report) == []


def test_one_named_as_harmed_or_as_a_witness_may_be_told_of_while_away():
    assert told(CUSTODY, on(ASSAULT, "2024-04-10"), roles=("offender", "victim")) == []


@pytest.mark.parametrize("whose", ["one", "other"])
def test_a_release_recorded_of_either_ends_the_spell(whose):
    assert told(CUSTODY, on(ASSAULT, "2024-04-10"), RELEASE, released_by=whose) == []
    assert told(CUSTODY, on(ASSAULT, "2024-03-20"), RELEASE, released_by=whose) != []


def test_a_spell_without_an_end_reaches_no_further_than_the_day_on_which_it_was_recorded():
    recorded = CUSTODY | {"until": None, "known_on": "2024-03-20"}
    assert told(recorded, on(ASSAULT, "2024-04-10")) == []
    assert "to 20 March 2024 at least" in told(recorded, on(ASSAULT, "2024-03-10"))[0]


def test_one_dead_before_the_other_is_seen_is_told_and_letters_and_the_day_itself_are_not():
    assert told(DEATH, on(VISIT, "2024-03-05"), roles=("patient", "patient")) == [
        "one is recorded by GP as dead on 1 March 2024, while the other is named by GP as seen on 5 March 2024"]
    assert told(DEATH, on(VISIT, "2024-03-01"), roles=("patient", "patient")) == []
    assert told(DEATH, on(VISIT, "2024-03-05", category="court_hearing"), roles=("patient", "patient")) == []
    assert told(DEATH, on(VISIT, "2024-03-05"), roles=("carer", "patient")) == []


@pytest.mark.parametrize("category", ["weapon_shown", "criminal_damage", "public_order"])
def test_what_nobody_does_from_a_cell_contradicts_custody_though_nobody_was_touched(category):
    assert told(CUSTODY, on(ASSAULT, "2024-04-10", physical=False, category=category)) != []


@pytest.mark.parametrize("place", ["HMP Longmoor", "HMYOI Feltham", "a YOI", "Longmoor prison", "Young offender institution"])
def test_what_happened_in_any_prison_contradicts_no_custody(place):
    assert told(CUSTODY, on(ASSAULT, "2024-04-10", place=place)) == []


@pytest.mark.parametrize("place", ["the imprisoned man's flat", None])
def test_a_word_within_another_is_no_prison(place):
    assert told(CUSTODY, on(ASSAULT, "2024-04-10", place=place)) != []


@pytest.mark.parametrize("role", ["offender", "suspect", "subject", "respondent", "patient"])
@pytest.mark.parametrize("category", ["custody", "recall"])
def test_whoever_a_spell_is_recorded_of_is_away(role, category):
    assert told(CUSTODY | {"category": category}, on(ASSAULT, "2024-04-10"), roles=(role, "suspect")) != []


@pytest.mark.parametrize("roles", [("victim", "suspect"), ("offender", "witness"), ("offender", "subject")])
def test_one_who_is_only_named_beside_a_spell_is_not_away_and_one_who_is_not_blamed_contradicts_nothing(roles):
    assert told(CUSTODY, on(ASSAULT, "2024-04-10"), roles=roles) == []


@pytest.mark.parametrize("role", ["suspect", "offender", "respondent"])
def test_whoever_is_blamed_contradicts(role):
    assert told(CUSTODY, on(ASSAULT, "2024-04-10"), roles=("offender", role)) != []


def test_a_spell_without_a_first_day_begins_when_it_was_recorded_as_happening():
    spell = CUSTODY | {"since": None, "occurred_from": "2024-04-05"}
    assert told(spell, on(ASSAULT, "2024-04-05")) == [] and told(spell | {"occurred_from": None}, on(ASSAULT, "2024-04-10")) == []
    assert "from 5 April 2024" in told(spell, on(ASSAULT, "2024-04-06"))[0]
    assert "from 1 March 2024" in told(spell | {"since": str(START)}, on(ASSAULT, "2024-04-06"))[0]


ENDS = {  # a release, and the last day of the spell that it ends
    "as it happened": (RELEASE, "1 April 2024"), "as recorded": (RELEASE | {"occurred_from": None}, "2 April 2024"),
    "as it says": (RELEASE | {"until": "2024-04-03"}, "3 April 2024"), "after the end": (RELEASE | {"occurred_from": "2024-07-01"}, "1 June 2024"),
    "before the start": (RELEASE | {"occurred_from": "2024-02-28"}, "1 June 2024"),
    "planned": (RELEASE | {"category": "release_planned", "due_on": "2024-04-04"}, "4 April 2024"),
    "planned for no day": (RELEASE | {"category": "release_planned", "due_on": None}, "1 June 2024")}


@pytest.mark.parametrize("end", ENDS)
def test_a_spell_lasts_to_its_first_end(end):
    release, last = ENDS[end]
    assert f"to {last}, recorded" in told(CUSTODY, on(ASSAULT, "2024-03-10"), release)[0]


def test_a_release_on_the_first_day_ends_the_spell():
    assert told(CUSTODY, on(ASSAULT, "2024-03-10"), RELEASE | {"occurred_from": str(START)}) == []


def test_of_several_incidents_the_first_is_told_and_of_both_kinds_each():
    reports = [CUSTODY, on(ASSAULT, "2024-04-20"), on(ASSAULT, "2024-04-10", report_id="police:n:4"), DEATH | {"report_id": "gp:n:5"},
               on(VISIT, "2024-03-09", report_id="gp:n:6"), on(VISIT, "2024-03-08", report_id="gp:n:7")]
    found = told(*reports, one_person=True, roles=("offender", "suspect", "suspect", "patient", "patient", "patient"))
    assert [sentence[-13:] for sentence in found] == ["10 April 2024", " 8 March 2024"]


SEEN = {  # how one who is dead is named afterwards, and whether that is told
    **{f"{kind} {role}": (VISIT | {"kind": kind}, role, seen) for kind, role, seen in [
        ("contact", "patient", True), ("contact", "subject", True), ("contact", "offender", True), ("contact", "victim", False), ("contact", "suspect", False),
        ("abuse", "victim", True), ("abuse", "suspect", True), ("abuse", "patient", False), ("abuse", "offender", False), ("concern", "patient", False)]},
    **{category: (VISIT | {"category": category}, "patient", False) for category in ("court_hearing", "police_notice", "housing_contact")}}


@pytest.mark.parametrize("case", SEEN)
def test_who_is_seen_after_death_is_told_and_who_is_only_spoken_of_is_not(case):
    report, role, seen = SEEN[case]
    assert bool(told(DEATH, on(report, "2024-03-05"), roles=("patient", role))) is seen


@pytest.mark.parametrize(("role", "dead"), [("patient", True), ("subject", True), ("victim", False)])
def test_the_dead_is_whom_the_record_of_the_death_is_about(role, dead):
    assert bool(told(DEATH, on(VISIT, "2024-03-05"), roles=(role, "patient"))) is dead


def test_a_death_without_a_day_is_by_the_day_on_which_it_was_recorded_and_of_a_range_by_the_last():
    assert "dead on 3 March 2024" in told(DEATH | {"occurred_to": None}, on(VISIT, "2024-03-05"), roles=("patient", "patient"))[0]
    assert told(DEATH | {"occurred_to": "2024-03-31"}, on(VISIT, "2024-03-05"), roles=("patient", "patient")) == []


def test_one_person_seen_after_death_is_told_so():
    assert told(DEATH, on(VISIT, "2024-03-05"), roles=("patient", "patient"), one_person=True) == [
        "recorded by GP as dead on 1 March 2024, while named by GP as seen on 5 March 2024"]


@pytest.mark.parametrize("days", [("2024-03-02",), ("2024-05-31",), ("2024-03-02", "2024-05-31")])
def test_days_wholly_inside_a_spell_contradict_it(days):
    assert told(CUSTODY, on(ASSAULT, *days)) != []


@settings(max_examples=10 * MORE, deadline=None)
@given(st.integers(-40, 140), st.integers(0, 30))
def test_only_days_wholly_and_strictly_inside_a_spell_contradict_it(first, length):
    day, last = START + timedelta(first), START + timedelta(first + length)
    assert bool(told(CUSTODY, on(ASSAULT, str(day), str(last)))) == (day > START and last < END)


def test_a_link_tells_it_among_what_conflicts_and_is_no_likelier_for_it():
    rows = [mention("prison:n:1#o", **DARREN, dob="1980-03-04", **HOME, role="offender"),
            mention("police:n:2#s", **DARREN, dob="1980-03-04", **AWAY, role="suspect")]
    [plain] = proposed(*rows).project("conflicts, match_weight, queued").fetchall()
    [found] = proposed(*rows, reports=[CUSTODY, on(ASSAULT, "2024-04-10")]).project("conflicts, match_weight, queued").fetchall()
    assert found == ([*told(CUSTODY, on(ASSAULT, "2024-04-10")), *plain[0]], *plain[1:])
