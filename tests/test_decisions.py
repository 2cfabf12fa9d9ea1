"""What people decided is kept: append-only, once however often it is sent, whatever happens in between."""

import contextlib
import json
import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from timeline import decisions, kept, removal
from timeline.access import Denied, User
from timeline.database import Database

ANN, BOB = User("ann", "analyst"), User("bob", "analyst")
PAIR = [("police:n:1#victim", "gp:n:1#patient", "seen")]


@pytest.fixture
def clock(monkeypatch):
    """Set the day on which what follows is said."""
    class Clock(datetime):
        today = "2026-03-03"

        @classmethod
        def now(cls, tz=None):
            return datetime.fromisoformat(f"{cls.today}T10:00:00").replace(tzinfo=UTC)

    for module in (decisions, kept):
        monkeypatch.setattr(module, "datetime", Clock)
    return Clock


def yes(database, key="k", user=ANN, pairs=PAIR, **more) -> str:
    return decisions.answer(database, user, key, "same person", pairs, "yes", "she knows them both", **more)


def standing(database, until=None) -> list[tuple]:
    held = decisions.standing(database, until).answers
    return list(held[["answer_id", "left_id", "verdict", "decided_by", "seconded_by"]].itertuples(index=False, name=None))


# --- keeping

def test_an_answer_is_kept_with_who_when_and_why(database, clock):
    yes(database)
    (row,) = decisions.standing(database).answers.to_dict("records")
    assert (row["decided_by"], row["decided_at"][:10], row["reason"], row["seen"]) == ("ann", "2026-03-03", "she knows them both", "seen")


def test_all_that_was_said_stands_in_its_own_column(database, clock):
    answer_id = decisions.answer(database, ANN, "k", "child with carer", [("gp:n:1#child", "gp:n:1#carer", "what was seen")], "unsure", " so it is told ",
                                 since=date(2026, 2, 1), needs_second=True)
    clock.today = "2026-03-04"
    decisions.second(database, BOB, "k2", answer_id, "so do I")
    (row,) = decisions.standing(database).answers.to_dict("records")
    assert row == dict(
        answer_id="D-1", kind="child with carer", left_id="gp:n:1#child", right_id="gp:n:1#carer", since="2026-02-01", seen="what was seen", verdict="unsure",
        reason="so it is told", decided_by="ann", decided_at="2026-03-03T10:00:00+00:00", needs_second=True, seconded_by="bob",
        seconded_at="2026-03-04T10:00:00+00:00", until=None, signal=None)


def test_every_kind_of_answer_is_taken_with_every_verdict(database):
    given = [(kind, verdict) for kind in ("same person", "same event", "primary perpetrator", "child with carer", "factor in report")
             for verdict in ("yes", "no", "unsure")]
    for kind, verdict in given:
        decisions.answer(database, ANN, f"{kind} {verdict}", kind, PAIR, verdict, "why")
    held = decisions.standing(database).answers
    assert list(zip(held["kind"], held["verdict"], strict=True)) == given and not held["needs_second"].any() and held["since"].isna().all()


def test_an_answer_about_many_pairs_stands_for_each(database):
    yes(database, pairs=[(f"police:n:{n}#v", "gp:n:1#p", "") for n in range(300)])
    assert len(standing(database)) == 300
    assert {answer_id for answer_id, *_ in standing(database)} == {"D-1"}


@pytest.mark.parametrize(("kind", "pairs", "verdict", "reason"), [
    ("same dog", PAIR, "yes", "why"), ("same person", PAIR, "perhaps", "why"), ("same person", [], "yes", "why"),
    ("same person", [("a", "a", "")], "yes", "why"), ("same person", [("a", "a", ""), *PAIR], "yes", "why"), ("same person", PAIR, "yes", "  ")])
def test_what_is_not_whole_is_not_taken_and_the_sentence_says_why(database, kind, pairs, verdict, reason):
    with pytest.raises(decisions.NotTaken, match="Say why|not whole"):
        decisions.answer(database, ANN, "k", kind, pairs, verdict, reason)
    assert decisions.history(database).empty


def test_a_postcode_in_the_reason_is_not_taken(database):
    with pytest.raises(decisions.NotTaken, match="Leave the postcode out"):
        decisions.answer(database, ANN, "k", "same person", PAIR, "yes", "both live at 4 Alder Row, qj1 1aa")
    assert decisions.history(database).empty


@pytest.mark.parametrize("change", ["update decisions set verdict = 'no'", "delete from decisions"])
def test_nothing_kept_can_be_changed(database, change):
    yes(database)
    before = decisions.history(database)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(sa.text(change))
    assert decisions.history(database).equals(before)


# --- once

def test_the_same_request_twice_is_one_answer(database):
    assert yes(database) == yes(database) == "D-1"
    assert len(decisions.history(database)) == 1


def test_the_same_taking_back_and_agreement_twice_are_one(database):
    answer_id = yes(database, needs_second=True)
    agreed = [decisions.second(database, BOB, "k2", answer_id, "so do I") for _ in range(2)]
    taken = [decisions.take_back(database, ANN, "k3", answer_id, "I was wrong") for _ in range(2)]
    assert (agreed, taken) == (["D-2", "D-2"], ["D-3", "D-3"])


def test_answers_at_the_same_moment_are_all_kept_and_numbered(database):
    with ThreadPoolExecutor(8) as people:
        ids = list(people.map(lambda n: yes(database, key=f"k{n}", user=User(f"u{n}", "analyst")), range(40)))
    assert sorted(ids) == sorted(f"D-{n}" for n in range(1, 41))
    assert list(decisions.history(database)["number"]) == list(range(1, 41))


def test_one_request_sent_many_times_at_the_same_moment_is_one_answer(database):
    with ThreadPoolExecutor(8) as people:
        assert set(people.map(lambda _: yes(database), range(16))) == {"D-1"}
    assert len(decisions.history(database)) == 1


def dies_in_the_middle(home):
    database = Database(home)
    with database.write() as connection:
        connection.execute(decisions.lines.insert().values(number=2, line_id="D-2", key="k2", act="answered", by="ann", at="2026-03-03", reason="why"))
        os._exit(9)


def test_what_a_crash_cut_off_was_never_said_and_what_came_before_stands(database, tmp_path):
    yes(database)
    crashed = multiprocessing.get_context("spawn").Process(target=dies_in_the_middle, args=(tmp_path,))
    crashed.start()
    crashed.join()
    assert crashed.exitcode == 9
    assert list(decisions.history(database)["line_id"]) == ["D-1"]
    assert yes(database, key="k2", user=BOB) == "D-2"


def test_what_a_request_kept_is_found_by_its_key(database):
    answer_id = yes(database, key="first", needs_second=True)
    decisions.second(database, BOB, "second", answer_id, "so do I")
    told = [decisions.sent(database, key) for key in ("first", "second")]
    assert [(line.line_id, line.act, line.about) for line in told] == [("D-1", "answered", None), ("D-2", "seconded", "D-1")]
    assert decisions.sent(database, "third") is None


# --- a second person

def test_the_second_person_cannot_be_the_first(database):
    answer_id = yes(database, needs_second=True)
    with pytest.raises(decisions.NotTaken, match="another person"):
        decisions.second(database, ANN, "k2", answer_id, "I still think so")
    assert standing(database) == [(answer_id, PAIR[0][0], "yes", "ann", None)]


def test_the_first_who_agrees_is_named_and_a_third_changes_nothing(database):
    answer_id = yes(database, needs_second=True)
    decisions.second(database, BOB, "k2", answer_id, "yes")
    decisions.second(database, User("cat", "analyst"), "k3", answer_id, "yes")
    assert standing(database)[0][-1] == "bob"


def test_what_needs_nobody_cannot_be_seconded(database):
    with pytest.raises(decisions.NotTaken, match="nobody else"):
        decisions.second(database, BOB, "k2", yes(database), "yes")


# --- taking back

def test_what_is_taken_back_stands_no_longer_and_stays_in_the_history(database):
    answer_id = yes(database)
    decisions.take_back(database, BOB, "k2", answer_id, "they are sisters")
    assert standing(database) == []
    assert list(decisions.history(database)["act"]) == ["answered", "taken back"]


def test_what_was_taken_back_can_be_neither_seconded_nor_taken_back_again(database):
    answer_id = yes(database, needs_second=True)
    decisions.take_back(database, ANN, "k2", answer_id, "no")
    for again in (decisions.second, decisions.take_back):
        with pytest.raises(decisions.NotTaken, match="no longer stands"):
            again(database, BOB, "k3", answer_id, "why")


def test_an_agreement_cannot_itself_be_seconded_or_taken_back(database):
    agreed = decisions.second(database, BOB, "k2", yes(database, needs_second=True), "yes")
    with pytest.raises(decisions.NotTaken, match="no longer stands"):
        decisions.take_back(database, BOB, "k3", agreed, "why")


# --- what was said since, and what an order emptied

def anchors(n: int) -> set[str]:
    return {f"police:n:{n}#victim", f"gp:n:{n}#patient"}


def test_whom_the_answers_since_a_line_are_about_whatever_was_done_to_them(database):
    for n in (1, 2, 3):
        yes(database, key=f"k{n}", pairs=[(f"police:n:{n}#victim", f"gp:n:{n}#patient", "")], needs_second=True)
    decisions.second(database, BOB, "k4", "D-1", "so do I")
    decisions.take_back(database, ANN, "k5", "D-2", "no")
    assert [decisions.spoken_of(database, after) for after in (5, 4, 3, 2, 0)] == [
        set(), anchors(2), anchors(1) | anchors(2), anchors(1) | anchors(2) | anchors(3), anchors(1) | anchors(2) | anchors(3)]


def test_an_answer_that_an_order_emptied_stands_no_longer_and_its_number_is_still_taken(database):
    first = yes(database)
    yes(database, key="k2", pairs=[("police:n:2#victim", "gp:n:2#patient", "")])
    removal.order(database, ANN, removal.PAST, "Dr Moss: past its date", removal.What({"gp:n:2": "2019-03"}, (), {"health": 1}))
    assert [row[0] for row in standing(database)] == list(decisions.history(database)["line_id"]) == [first]
    assert decisions.standing(database).last == decisions.last(database) == 2


# --- a signal dismissed

COORDINATOR = User("carol", "coordinator")


def dismissed(database, until="2026-04-03", level="review", user=COORDINATOR, pairs=PAIR):
    signal = decisions.Signal("R05", level, "police:n:1#suspect", None)
    return decisions.dismiss(database, user, "k9", signal, pairs, date.fromisoformat(until), 90, "looked at with the worker")


def test_a_dismissal_is_kept_with_its_end_and_what_tells_the_signal_apart(database, clock):
    dismissed(database)
    (row,) = decisions.standing(database).answers.to_dict("records")
    assert (row["kind"], row["verdict"], row["until"], row["needs_second"]) == (decisions.DISMISSED, "yes", "2026-04-03", False)
    assert json.loads(row["signal"]) == {"rule": "R05", "level": "review", "person": "police:n:1#suspect", "harmed": None}


def test_a_dismissal_at_the_gravest_level_needs_a_second_person(database, clock):
    decisions.second(database, ANN, "k2", dismissed(database, level="same day"), "I have read it too")
    (row,) = decisions.standing(database).answers.to_dict("records")
    assert (row["needs_second"], row["seconded_by"]) == (True, "ann")


@pytest.mark.parametrize(("until", "taken"), [("2026-03-02", False), ("2026-03-03", False), ("2026-03-04", True), ("2026-06-01", True), ("2026-06-02", False)])
def test_a_dismissal_ends_after_today_and_not_too_late(database, clock, until, taken):
    with contextlib.nullcontext() if taken else pytest.raises(decisions.NotTaken, match="after today and at most 90 days"):
        dismissed(database, until)


def test_a_dismissal_of_a_signal_without_records_is_not_taken(database, clock):
    with pytest.raises(decisions.NotTaken, match="rests on no record"):
        dismissed(database, pairs=[])


def test_a_dismissal_is_given_in_no_other_way_and_by_no_other_role(database, clock):
    with pytest.raises(Denied):
        dismissed(database, user=ANN)
    with pytest.raises(decisions.NotTaken, match="not whole"):
        decisions.answer(database, COORDINATOR, "k", decisions.DISMISSED, PAIR, "yes", "why")


# --- by day

def test_what_was_decided_after_the_day_does_not_stand_on_it(database, clock):
    for day, do in (("2026-03-03", lambda: yes(database, needs_second=True)),
                    ("2026-03-05", lambda: decisions.second(database, BOB, "k2", "D-1", "yes")),
                    ("2026-03-07", lambda: decisions.take_back(database, ANN, "k3", "D-1", "no"))):
        clock.today = day
        do()
    seconded = [[row[-1] for row in standing(database, date(2026, 3, day))] for day in (2, 3, 4, 5, 6, 7)]
    assert seconded == [[], [None], [None], ["bob"], ["bob"], []]
    assert [decisions.standing(database, date(2026, 3, day)).last for day in (2, 3, 5, 7)] == [0, 1, 2, 3]
    assert decisions.last(database) == 3


def test_nobody_has_said_anything(database):
    assert decisions.last(database) == decisions.none().last == decisions.standing(database).last == 0
    assert list(decisions.standing(database).answers.columns) == list(decisions.none().answers.columns) == list(decisions.COLUMNS)
