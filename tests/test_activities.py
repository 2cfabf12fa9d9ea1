"""Activities are kept, found again by their anchors, and taken apart, and never changed."""

import pytest
import sqlalchemy as sa

from timeline import activities
from timeline.access import Denied, User
from timeline.kept import NotTaken

ANN, BOB = User("ann", "coordinator"), User("bob", "analyst")
HEART, CALLS = "police:n:1#victim", ["police:n:3", "police:n:2", "police:n:2"]


def test_an_activity_is_kept_with_its_reports_and_who_named_it(database):
    assert activities.gather(database, ANN, "k", HEART, CALLS, " A week of calls ") == "A-1"
    (kept,) = activities.of(database, [HEART]).itertuples()
    assert (kept.name, kept.reports, kept.by, kept.apart_by) == ("A week of calls", ["police:n:2", "police:n:3"], "ann", None)
    assert activities.of(database, ["gp:n:1#patient"]).empty


def test_an_activity_is_taken_apart_once_and_stays_to_be_read(database):
    made = activities.gather(database, ANN, "k", HEART, CALLS, "A week of calls")
    activities.take_apart(database, BOB, "k2", made)
    (kept,) = activities.of(database, [HEART]).itertuples()
    assert (kept.name, kept.apart_by) == ("A week of calls", "bob") and kept.apart_at >= kept.at
    with pytest.raises(NotTaken, match="no longer stands"):
        activities.take_apart(database, BOB, "k3", made)


def test_a_request_sent_twice_is_kept_once(database):
    assert len({activities.gather(database, ANN, "k", HEART, CALLS, "A week of calls") for _ in range(2)}) == 1
    assert len(activities.of(database, [HEART])) == 1


@pytest.mark.parametrize(("anchor", "reports", "name", "why"), [
    (HEART, CALLS[:1], "Calls", "at least two events"), ("", CALLS, "Calls", "at least two events"), (HEART, CALLS, " ", "Give the activity a name"),
    (HEART, CALLS, "c" * 81, "at most 80 fit"), (HEART, CALLS, "Calls from BD5 9XX", "Leave the postcode out")])
def test_what_is_no_activity_is_not_taken(database, anchor, reports, name, why):
    with pytest.raises(NotTaken, match=why):
        activities.gather(database, ANN, "k", anchor, reports, name)


@pytest.mark.parametrize("user", [User("ann", "coordinator", looks_back=True), User("eve", "nobody")])
def test_nobody_gathers_on_a_page_of_what_was_known_then_and_no_stranger_ever(database, user):
    with pytest.raises(Denied):
        activities.gather(database, user, "k", HEART, CALLS, "Calls")
    with pytest.raises(Denied):
        activities.take_apart(database, user, "k", "A-1")


def test_no_activity_is_changed_or_taken_out(database):
    activities.gather(database, ANN, "k", HEART, CALLS, "Calls")
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(sa.text("delete from activities"))
