"""A dismissed signal: it stays dismissed until its day, returns with new evidence, and no other signal is dismissed with it."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from timeline import dismissals, tables

UNTIL = date(2024, 6, 30)
MARCH, MAY, HOME = "police:n:1", "gp:n:2", "housing:o:3"
SIGNAL = dict(signal_id="S-1", rule="R05", family_id="F-1", person_id="P-him", harmed_id="P-her", level="review", evidence=["E-1"], reports=[HOME])
PEOPLE = {"P-him": f"{MARCH}#suspect", "P-her": f"{MARCH}#victim", "P-kit": f"{MARCH}#child"}
FAMILIES = (("F-1", "P-her", "carer"), ("F-1", "P-kit", "child"), ("F-1", "P-him", "linked person"), ("F-2", "P-kit", "child"), ("F-2", "P-ann", "carer"))


def dismissal(reports=(MARCH, HOME), state="standing", answer_id="D-1", heart=f"{MARCH}#victim", changed=False, level="review", **people) -> list[dict]:
    """The rows of `judgements` of one dismissal of SIGNAL."""
    signal = dict(rule="R05", level=level, person=f"{MARCH}#suspect", harmed=f"{MARCH}#victim") | people
    return [dict(answer_id=answer_id, kind="signal dismissed", left_id=report, right_id=heart, verdict="yes", state=state, changed=changed,
                 decided_by="ann", decided_on="2024-04-01", until=str(UNTIL), signal=json.dumps(signal), reason="seen by the worker") for report in reports]


def settled(said, *signals, told=(MARCH,), people=PEOPLE, families=FAMILIES, today=UNTIL):
    """(signal, state, because) of every dismissal, of an event told in the reports `told`."""
    found = dismissals.settle(
        made("judgements", *said), made("signals", *(signals or [SIGNAL])), made("events", dict(event_id="E-1", report_ids=list(told))),
        made("people", *(dict(person_id=person, mention_ids=[mention]) for person, mention in people.items())),
        made("families", *(dict(family_id=family, person_id=person, part=part) for family, person, part in families)), today)
    tables.check("dismissals", found)
    return found.project("signal_id, state, because").fetchall()


def state(*args, **more) -> list[str]:
    return [row[1] for row in settled(*args, **more)]


def because(*args, **more) -> str:
    (row,) = settled(*args, **more)
    assert row[1] == "returned"
    return row[2]


def test_nobody_dismissed_anything():
    assert settled([]) == []


def test_it_is_dismissed_until_its_last_day():
    assert settled(dismissal()) == [("S-1", "dismissed", "Dismissed by ann on 1 April 2024, until 30 June 2024.")]


def test_it_returns_on_the_day_after():
    assert because(dismissal(), today=UNTIL + timedelta(days=1)).endswith("Returned because the end date has passed.")


def test_it_returns_with_an_account_that_was_not_among_those_seen():
    assert because(dismissal(), told=(MARCH, MAY)).endswith("Returned because it rests on 1 record that was not among those seen.")


def test_it_returns_with_a_record_of_its_own_that_was_not_among_those_seen():
    assert "2 records that were not" in because(dismissal(), SIGNAL | {"reports": [HOME, "housing:o:4", "housing:o:5"]})


def test_it_stays_dismissed_when_it_rests_on_less():
    assert state(dismissal(), SIGNAL | {"reports": []}) == ["dismissed"]


@pytest.mark.parametrize(("level", "expected"), [("same day", "returned"), ("MARAC criterion met", "returned"), ("review", "dismissed"), ("note", "dismissed")])
def test_it_returns_when_it_is_graver_and_not_when_it_is_less(level, expected):
    assert state(dismissal(), SIGNAL | {"level": level}) == [expected]


def test_it_returns_when_an_agency_has_changed_one_of_its_records():
    said = dismissal(reports=(MARCH,)) + dismissal(reports=(HOME,), changed=True)
    assert because(said).endswith("Returned because an agency has changed one of its records since.")


def test_every_reason_to_return_is_told():
    told = because(dismissal(), SIGNAL | {"level": "same day"}, told=(MARCH, MAY), today=UNTIL + timedelta(days=1))
    assert all(why in told for why in ("not among those seen, and the end date", "has passed, and it is graver now: 'same day', and was 'review'"))


def test_what_needs_a_second_person_waits_for_one():
    (_, stands, told), = settled(dismissal(state="waiting for a second person"))
    assert stands == "waiting for a second person"
    assert told == "Asked for by ann on 1 April 2024, until 30 June 2024. It stays raised until a second person agrees."


def test_what_never_held_is_not_said_to_have_returned():
    (_, stands, told), = settled(dismissal(state="waiting for a second person"), told=(MARCH, MAY))
    assert stands == "overtaken" and "returned" not in told.lower()
    assert told.endswith("Nobody else has agreed, and it would no longer hold because it rests on 1 record that was not among those seen.")


def test_a_report_that_is_no_longer_in_the_load_does_not_make_it_return():
    assert state(dismissal(reports=(MARCH, HOME)) + dismissal(reports=("police:n:9",), state="not in this load")) == ["dismissed"]


@pytest.mark.parametrize("twin", [
    {"rule": "R06"}, {"family_id": "F-2"}, {"person_id": "P-kit"}, {"harmed_id": "P-kit"}, {"harmed_id": None}, {"person_id": "P-her", "harmed_id": "P-him"}])
def test_a_signal_of_another_rule_family_or_pair_is_not_dismissed_with_it(twin):
    assert settled(dismissal(), SIGNAL | {"signal_id": "S-2"} | twin) == []


def test_a_signal_that_shares_no_record_is_another():
    assert settled(dismissal(), SIGNAL | {"reports": []}, told=(MAY,)) == []


def test_it_finds_its_signal_when_its_people_and_its_family_have_other_ids_now():
    moved = SIGNAL | {"signal_id": "S-9", "family_id": "F-9", "person_id": "P-9", "harmed_id": "P-8"}
    people = {"P-9": f"{MARCH}#suspect", "P-8": f"{MARCH}#victim"}
    assert settled(dismissal(), moved, people=people, families=[("F-9", "P-8", "carer")])[0][:2] == ("S-9", "dismissed")


def test_people_who_are_no_longer_the_same_leave_it_raised():
    assert settled(dismissal(), people=PEOPLE | {"P-him": "police:n:7#suspect", "P-other": f"{MARCH}#suspect"}) == []


def test_a_family_gathered_around_a_child_alone_is_found_by_the_child():
    signal = SIGNAL | {"person_id": None, "harmed_id": None}
    alone = dismissal(heart=f"{MARCH}#child", person=None, harmed=None)
    assert state(alone, signal, families=[("F-1", "P-kit", "child"), ("F-2", "P-kit", "linked person")]) == ["dismissed"]


ROWS = [*dismissal(), *dismissal(answer_id="D-2", reports=(MARCH, MAY), level="note"), *dismissal(answer_id="D-3", state="waiting for a second person")]
SIGNALS = [SIGNAL, SIGNAL | {"signal_id": "S-2", "rule": "R06"}, SIGNAL | {"signal_id": "S-3", "person_id": "P-kit"}]


@settings(deadline=None, max_examples=8 * MORE)
@given(st.permutations(ROWS), st.permutations(SIGNALS), st.permutations(FAMILIES))
def test_no_order_of_answers_signals_or_families_changes_anything(rows, raised, families):
    assert settled(rows, *raised, families=families) == settled(ROWS, *SIGNALS)
