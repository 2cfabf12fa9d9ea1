"""The form that dismisses a signal, called as a browser might: nothing is kept but about what the signal rests on, once, and not for too long."""

import json
from datetime import timedelta

import pytest
from flask import g

from dashboard import dismissing, queries, updating
from dashboard.dismissing.agreeing import agree
from dashboard.dismissing.form import dismiss
from tests import published
from tests.published import CRIME, FAMILY, STALKING, VISIT
from timeline import decisions
from timeline.access import Denied, User

CAROL, ANN = User("carol", "coordinator"), User("ann", "analyst")
WHY = "Seen with the worker on Friday."
FIRST, LAST = decisions.last_days(180)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A dashboard's server on the published story."""
    home = tmp_path_factory.mktemp("dismissing")
    published.publish(home)
    with published.served(home) as made:
        yield made


@pytest.fixture(autouse=True)
def request_of_carol(server, monkeypatch):
    """A request that the coordinator makes; afterwards nothing is dismissed."""
    monkeypatch.setattr(updating, "start", lambda: None)
    with server.test_request_context():
        g.user = CAROL
        yield
        for answer_id in set(standing(server)["answer_id"]):
            decisions.take_back(server.extensions["database"], ANN, f"tidy {answer_id}", answer_id, "The test is over.")


def standing(server):
    return decisions.standing(server.extensions["database"]).answers


def about(**more) -> dict:
    """What the form of the one signal hands to its callback."""
    signal, = queries.dismissible(CAROL, FAMILY).itertuples()
    return {"family": FAMILY, "signal": signal.signal_id, "seen": signal.seen} | more


def sent(form: str, why=WHY, until=LAST, user=CAROL, **more) -> str:
    """What the page shows after the form was sent."""
    day = (until.day, until.month, until.year) if until else ("31", "2", "2027")
    return str(dismiss(user, 1, why, *day, about(**more), {"form": form}))


def test_what_the_signal_rests_on_is_kept_with_whom_it_is_about_and_its_end(server):
    assert "stays raised until a second person has agreed" in sent("whole")
    rows = standing(server)
    assert list(rows["left_id"]) == sorted([CRIME, VISIT, STALKING]) and set(rows["right_id"]) == {f"{VISIT}#patient"}
    assert json.loads(rows["signal"][0]) == {"rule": "R05", "level": "same day", "person": f"{CRIME}#suspect", "harmed": f"{VISIT}#patient"}
    assert set(rows["until"]) == {LAST.isoformat()} and rows["needs_second"].all()


def test_the_same_form_twice_is_one_dismissal(server):
    assert sent("twice") == sent("twice")
    assert standing(server)["answer_id"].nunique() == 1


@pytest.mark.parametrize(("given", "said"), [
    ({"why": "seen"}, "Say why in at least 10 characters"), ({"until": None}, "Say until which day"),
    ({"until": FIRST - timedelta(days=1)}, "The last day must be between"), ({"until": LAST + timedelta(days=1)}, "The last day must be between"),
    ({"why": "Seen at 12 Alder Road, BD5 9XX."}, "Leave the postcode out"), ({"seen": "what it was yesterday"}, "Reload it and look again"),
    ({"signal": "S-made-up"}, "Reload it and look again")])
def test_what_is_wrong_is_said_and_nothing_is_kept(server, given, said):
    assert said in sent("wrong", **given)
    assert standing(server).empty


def test_an_analyst_dismisses_nothing_by_whichever_form(server):
    with pytest.raises(Denied):
        sent("analyst", user=ANN)
    with pytest.raises(decisions.NotTaken, match="not whole"):
        decisions.answer(server.extensions["database"], ANN, "forged", decisions.DISMISSED, [(CRIME, f"{VISIT}#patient", "x")], "yes", WHY)
    assert standing(server).empty


def test_who_dismissed_it_cannot_agree_and_another_can(server):
    sent("two")
    waits, = queries.dismissals(CAROL, FAMILY).itertuples()
    assert waits.state == "waiting for a second person"
    assert "another person must agree" in str(agree(CAROL, 1, "I still think so.", waits.answer_id, {"form": "same"}))
    assert "It needs nobody else" in str(agree(ANN, 1, "I have read both accounts.", waits.answer_id, {"form": "other"}))
    assert set(standing(server)["seconded_by"]) == {"ann"}
    shown, = queries.dismissals(CAROL, FAMILY).itertuples()
    assert shown.state == "not yet applied" and not dismissing.holds(shown)


def test_what_was_taken_back_is_no_more_the_dismissal_that_counts(server):
    sent("back")
    decisions.take_back(server.extensions["database"], ANN, "back of it", standing(server)["answer_id"][0], "She has called again.")
    assert queries.dismissals(CAROL, FAMILY).empty


def test_a_family_whose_every_signal_is_dismissed_comes_last_of_those_with_signals(tmp_path):
    khan, nowak = published.story()["headlines"]
    quiet = dict(family_id="F-quiet", name="Quiet")
    published.publish(tmp_path, published.story() | {"headlines": [quiet, nowak | {"dismissed": 1}, khan]})
    with published.served(tmp_path) as server, server.app_context():
        assert list(queries.families(CAROL)["family_id"]) == [FAMILY, nowak["family_id"]]
        assert list(queries.families(CAROL, everyone=True)["family_id"]) == [FAMILY, nowak["family_id"], "F-quiet"]
        assert set(queries.choices(CAROL).query("choice == 'level'")["value"]) == {"same day"}


def test_who_looks_back_reads_a_dismissal_and_gives_none(server):
    sent("then")
    (dismissal, form), = dismissing.of_family(CAROL, FAMILY, queries.signals(CAROL, FAMILY)).values()
    assert dismissal.reason == WHY and form is not None
    back = User("carol", "coordinator", looks_back=True)
    (dismissal, form), = dismissing.of_family(back, FAMILY, queries.signals(back, FAMILY)).values()
    assert dismissal.reason == WHY and form is None
