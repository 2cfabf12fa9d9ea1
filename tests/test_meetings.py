"""Meetings and agendas: who is heard, in which order and why; only ever added to, and closed once held."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from timeline import meetings
from timeline.access import Denied, User
from timeline.kept import NotTaken

ANN, BEN = User("ann", "coordinator"), User("ben", "analyst")
DAY = date(2025, 12, 3)
KHAN, NOWAK, OBI = "police:n:1#victim", "gp:n:2#patient", "social care:n:3#child1"


@pytest.fixture
def meeting(database):
    return meetings.call(database, ANN, "call", "Calderbrook", DAY)


def added(database, meeting, *anchors):
    return [meetings.add(database, ANN, f"add {anchor}", meeting, anchor, "Referred by police.") for anchor in anchors]


def order(database, meeting):
    return list(meetings.agenda(database, meeting)["anchor"])


def test_a_meeting_has_an_area_a_day_and_is_open_until_it_is_held(database, meeting):
    (called,) = meetings.every(database).itertuples()
    assert (called.meeting_id, called.area, called.day, called.state, called.called_by) == ("M-1", "Calderbrook", DAY, "open", "ann")
    added(database, meeting, KHAN)
    meetings.hold(database, ANN, "hold", meeting)
    (held,) = meetings.every(database).itertuples()
    assert (held.meeting_id, held.state, held.closed_by) == ("M-1", "held", "ann")


def test_the_latest_meeting_comes_first(database, meeting):
    meetings.call(database, ANN, "k2", "Calderbrook", date(2026, 1, 8))
    meetings.call(database, ANN, "k3", "Northvale", date(2025, 11, 26))
    assert [day.isoformat() for day in meetings.every(database)["day"]] == ["2026-01-08", "2025-12-03", "2025-11-26"]


def test_one_area_meets_once_a_day(database, meeting):
    with pytest.raises(NotTaken, match="on that day already"):
        meetings.call(database, ANN, "k2", "Calderbrook", DAY)
    assert meetings.call(database, ANN, "k3", "Northvale", DAY) == "M-2"


def test_families_are_heard_in_the_order_in_which_they_were_added_each_with_its_reason(database, meeting):
    added(database, meeting, KHAN, NOWAK)
    items = meetings.agenda(database, meeting)
    assert list(items["anchor"]) == [KHAN, NOWAK] and set(items["why"]) == {"Referred by police."} and set(items["by"]) == {"ann"}


def test_a_request_sent_twice_is_kept_once(database, meeting):
    assert meetings.call(database, ANN, "call", "Calderbrook", DAY) == meeting
    assert added(database, meeting, KHAN) == added(database, meeting, KHAN)
    assert order(database, meeting) == [KHAN]


def test_a_family_is_on_an_agenda_once_and_may_be_on_the_next(database, meeting):
    added(database, meeting, KHAN)
    with pytest.raises(NotTaken, match="on the agenda of this meeting already"):
        meetings.add(database, ANN, "again", meeting, KHAN, "Referred again.")
    later = meetings.call(database, ANN, "k2", "Calderbrook", date(2027, 1, 7))
    meetings.add(database, ANN, "next", later, KHAN, "Comes back.")
    assert order(database, later) == [KHAN]


def test_moving_up_and_down_changes_places_with_the_neighbour(database, meeting):
    khan, _, obi = added(database, meeting, KHAN, NOWAK, OBI)
    meetings.move(database, ANN, "m1", obi, "up")
    assert order(database, meeting) == [KHAN, OBI, NOWAK]
    meetings.move(database, ANN, "m2", khan, "down")
    assert order(database, meeting) == [OBI, KHAN, NOWAK]


@pytest.mark.parametrize(("which", "way", "why"), [(0, "up", "first"), (1, "down", "last")])
def test_the_first_cannot_go_up_nor_the_last_down(database, meeting, which, way, why):
    items = added(database, meeting, KHAN, NOWAK)
    with pytest.raises(NotTaken, match=f"is {why} on the agenda already"):
        meetings.move(database, ANN, "m", items[which], way)


def test_who_is_taken_off_stays_to_be_read_with_the_reason_and_may_be_added_again(database, meeting):
    khan, _ = added(database, meeting, KHAN, NOWAK)
    meetings.take_off(database, ANN, "off", khan, "Heard in Northvale.")
    assert order(database, meeting) == [NOWAK]
    last = meetings.items_of(database, meeting).iloc[-1]
    assert (last["anchor"], last["off_by"], last["off_why"]) == (KHAN, "ann", "Heard in Northvale.")
    meetings.add(database, ANN, "back", meeting, KHAN, "Not heard there after all.")
    assert order(database, meeting) == [NOWAK, KHAN]


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["up", "down", "off"])), max_size=12))
def test_an_agenda_is_what_the_same_steps_make_of_a_list(steps):
    """The law: each line does to the agenda what it would do to a plain list, and nothing else moves."""
    with pytest.MonkeyPatch.context() as patch:
        said = [Line(f"C-{n}", "added", anchor=str(n)) for n in range(5)]
        plain = list("01234")
        for which, what in steps:
            place = plain.index(str(which)) if str(which) in plain else None
            to = None if place is None or what == "off" else place + meetings.STEPS[what]
            if place is None or to is not None and not 0 <= to < len(plain):
                continue
            if what == "off":
                plain.remove(str(which))
            else:
                plain[place], plain[to] = plain[to], plain[place]
            said.append(Line(None, "taken off" if what == "off" else "moved", about=f"C-{which}", step=meetings.STEPS.get(what)))
        patch.setattr(meetings, "_read", lambda _database: said)
        assert list(meetings.agenda(None, "M-1")["anchor"]) == plain


class Line:
    """A line of an agenda as the database gives it."""

    def __init__(self, line_id, act, **said):
        self.line_id, self.act, self.meeting_id, self.by, self.at = line_id, act, "M-1", "ann", "2026-11-22"
        self.anchor, self.about, self.step, self.why = (said.get(part) for part in ("anchor", "about", "step", "why"))


def test_the_agenda_of_a_held_meeting_stays_as_it_is(database, meeting):
    khan, nowak = added(database, meeting, KHAN, NOWAK)
    meetings.hold(database, ANN, "hold", meeting)
    for change in (lambda: meetings.add(database, ANN, "k1", meeting, OBI, "Late."), lambda: meetings.move(database, ANN, "k2", nowak, "up"),
                   lambda: meetings.take_off(database, ANN, "k3", khan, "Late."), lambda: meetings.hold(database, ANN, "k4", meeting)):
        with pytest.raises(NotTaken, match="was held"):
            change()
    assert order(database, meeting) == [KHAN, NOWAK]


def test_a_meeting_at_which_nobody_is_to_be_heard_is_not_held(database, meeting):
    with pytest.raises(NotTaken, match="No family is on the agenda"):
        meetings.hold(database, ANN, "hold", meeting)


def test_a_meeting_that_is_called_off_says_why_stays_and_leaves_its_day_free(database, meeting):
    with pytest.raises(NotTaken, match="Say why"):
        meetings.call_off(database, ANN, "off", meeting, " ")
    meetings.call_off(database, ANN, "off", meeting, "Typed the wrong day.")
    (off,) = meetings.every(database).itertuples()
    assert (off.state, off.closed_by, off.why) == ("called off", "ann", "Typed the wrong day.")
    with pytest.raises(NotTaken, match="was called off"):
        meetings.hold(database, ANN, "hold", meeting)
    assert meetings.call(database, ANN, "again", "Calderbrook", DAY) != meeting


@pytest.mark.parametrize(("anchor", "why", "said"), [(KHAN, " ", "Say why"), ("", "Referred.", "no record"), (KHAN, "Moved to BD5 9XX.", "postcode out")])
def test_no_family_is_added_without_a_record_or_a_reason_that_all_may_read(database, meeting, anchor, why, said):
    with pytest.raises(NotTaken, match=said):
        meetings.add(database, ANN, "k", meeting, anchor, why)


def test_what_is_not_there_is_neither_added_to_moved_nor_held(database):
    for change in (lambda: meetings.add(database, ANN, "k", "M-9", KHAN, "Referred."), lambda: meetings.hold(database, ANN, "k", "M-9")):
        with pytest.raises(NotTaken, match="no such meeting"):
            change()
    with pytest.raises(NotTaken, match="on the agenda no more"):
        meetings.move(database, ANN, "k", "C-9", "up")


@pytest.mark.parametrize("user", [BEN, User("ann", "coordinator", looks_back=True), User("eve", "nobody")])
def test_only_a_coordinator_runs_meetings_and_nobody_on_a_page_of_what_was_known_then(database, user):
    for change in (lambda: meetings.call(database, user, "k", "Calderbrook", DAY), lambda: meetings.hold(database, user, "k", "M-1"),
                   lambda: meetings.call_off(database, user, "k", "M-1", "No."),
                   lambda: meetings.add(database, user, "k", "M-1", KHAN, "Referred."), lambda: meetings.move(database, user, "k", "C-1", "up"),
                   lambda: meetings.take_off(database, user, "k", "C-1", "Referred.")):
        with pytest.raises(Denied):
            change()


@pytest.mark.parametrize("table", ["meetings", "agenda"])
def test_nothing_of_a_meeting_is_changed_or_taken_out(database, meeting, table):
    added(database, meeting, KHAN)
    for change in (f"update {table} set act = 'x'", f"delete from {table}"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
            connection.execute(sa.text(change))


def test_a_meeting_whose_day_is_still_to_come_is_not_kept_as_held(database):
    later = meetings.call(database, ANN, "later", "Calderbrook", date(2999, 1, 7))
    meetings.add(database, ANN, "k", later, KHAN, "Referred.")
    with pytest.raises(NotTaken, match="still to come"):
        meetings.hold(database, ANN, "hold", later)
