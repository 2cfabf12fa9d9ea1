"""Actions that agencies undertook: who, what, for whom, by when, and what became of each; nothing is ever taken out."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from timeline import actions
from timeline.access import Denied, User
from timeline.kept import NotTaken

ANN, BEN = User("ann", "coordinator"), User("ben", "analyst")
KHAN, NOWAK = "police:n:1#victim", "gp:n:2#patient"
DUE = date(2026, 12, 10)
TODAY = datetime.now(UTC).date()


def agreed(database, key="k", anchor=KHAN, due=DUE, falls_on="person said to harm", what="Serve the order."):
    return actions.agree(database, ANN, key, anchor, "police", what, falls_on, due, "police:n:1#suspect", "M-1")


def only(database):
    (action,) = actions.of(database, [KHAN]).itertuples()
    return action


def test_an_action_says_who_does_what_for_whom_by_when_and_where_it_was_agreed(database):
    assert agreed(database) == "A-1"
    action = only(database)
    assert (action.agency, action.what, action.falls_on, action.whom, action.due, action.meeting_id) == (
        "police", "Serve the order.", "person said to harm", "police:n:1#suspect", DUE, "M-1")
    assert (action.state, action.agreed_by, action.done_on, action.why) == ("open", "ann", None, None)


def test_an_action_is_done_on_a_day_by_somebody(database):
    actions.done(database, ANN, "done", agreed(database), TODAY, "PC 118")
    action = only(database)
    assert (action.state, action.done_on, action.done_by, action.told_by, action.what) == ("done", TODAY, "PC 118", "ann", "Serve the order.")


def test_an_action_is_not_done_for_a_reason(database):
    actions.not_done(database, ANN, "not", agreed(database), "The order had run out.")
    assert (only(database).state, only(database).why, only(database).done_on) == ("not done", "The order had run out.", None)


def test_the_last_that_was_said_of_an_action_stands(database):
    action = agreed(database)
    actions.not_done(database, ANN, "k1", action, "Nobody was at home.")
    actions.done(database, ANN, "k2", action, TODAY, "PC 118")
    assert (only(database).state, only(database).why, only(database).done_by) == ("done", None, "PC 118")


def test_actions_come_in_the_order_of_their_days_and_those_of_others_are_not_found(database):
    agreed(database, "a", due=date(2027, 1, 1))
    agreed(database, "b", due=DUE)
    agreed(database, "c", anchor=NOWAK)
    assert list(actions.of(database, [KHAN])["action_id"]) == ["A-2", "A-1"]
    assert len(actions.of(database)) == 3 and actions.of(database, []).empty


def test_a_request_sent_twice_is_kept_once(database):
    assert agreed(database) == agreed(database)
    assert actions.done(database, ANN, "d", "A-1", TODAY, "PC 118") == actions.done(database, ANN, "d", "A-1", TODAY, "PC 118")
    assert len(actions.of(database)) == 1


@pytest.mark.parametrize(("wrong", "why"), [({"anchor": ""}, "not whole"), ({"due": None}, "not whole"), ({"falls_on": "nobody"}, "on whom"),
                                            ({"what": " "}, "what is to be done"), ({"what": "Visit BD5 9XX."}, "postcode out")])
def test_an_action_that_is_not_whole_is_not_taken(database, wrong, why):
    with pytest.raises(NotTaken, match=why):
        agreed(database, **wrong)
    assert actions.of(database).empty


def test_nothing_is_done_on_a_day_to_come_and_nothing_becomes_of_what_was_never_agreed(database):
    with pytest.raises(NotTaken, match="still to come"):
        actions.done(database, ANN, "k1", agreed(database), TODAY + timedelta(days=2), "PC 118")
    with pytest.raises(NotTaken, match="no such action"):
        actions.not_done(database, ANN, "k2", "A-9", "It was never agreed.")
    assert only(database).state == "open"


@pytest.mark.parametrize("user", [BEN, User("ann", "coordinator", looks_back=True)])
def test_only_a_coordinator_keeps_actions(database, user):
    for change in (lambda: actions.agree(database, user, "k", KHAN, "police", "Serve it.", "agency", DUE),
                   lambda: actions.done(database, user, "k", "A-1", TODAY, "PC 118"), lambda: actions.not_done(database, user, "k", "A-1", "No.")):
        with pytest.raises(Denied):
            change()


@pytest.mark.parametrize("change", ["update actions set act = 'x'", "delete from actions"])
def test_no_action_is_changed_or_taken_out(database, change):
    agreed(database)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(sa.text(change))
