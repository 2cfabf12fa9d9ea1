"""Whoever got no answer sends again: what was kept is told of, and what says something else is never taken for it."""

from datetime import date

import pytest
from flask import g

from dashboard.loading import starting
from tests import published
from tests.brought import ANA
from tests.test_answering import about, app, coordinator, keep, look, sealed, standing
from timeline import jobs, kept, meetings, notes
from timeline.access import User

CORA = User("cora", "coordinator")
__all__ = ["app", "coordinator"]


def test_a_note_whose_words_were_changed_is_not_taken_for_the_one_that_was_kept(database):
    assert notes.write(database, CORA, "one", "police:n:1#victim", "Seen today.") == notes.write(database, CORA, "one", "police:n:1#victim", "Seen today.")
    with pytest.raises(kept.NotTaken, match="What you sent before was kept, as N-1"):
        notes.write(database, CORA, "one", "police:n:1#victim", "Not seen today.")
    assert list(notes.standing(database)["words"]) == ["Seen today."]


def test_a_meeting_for_another_day_or_area_is_not_taken_for_the_one_that_was_called(database):
    assert meetings.call(database, CORA, "one", "Calderbrook", date(2030, 1, 1)) == "M-1"
    for area, day in (("Calderbrook", date(2030, 1, 2)), ("Elsewhere", date(2030, 1, 1))):
        with pytest.raises(kept.NotTaken, match="as M-1"):
            meetings.call(database, CORA, "one", area, day)


def test_an_answer_that_was_turned_round_is_not_taken_for_the_one_that_was_kept(app, coordinator):
    store = about(app)
    keep(coordinator, store, sealed(coordinator, store, verdict="no"))
    said = keep(coordinator, store, look(coordinator, store, verdict="yes")["sealed"]["data"])
    assert "What you sent before was kept, as D-1" in said
    assert list(standing(app)["verdict"]) == ["no"]


def test_an_answer_that_was_kept_is_told_of_though_a_record_has_changed_since(app, coordinator):
    store = about(app)
    seal = sealed(coordinator, store)
    keep(coordinator, store, seal)
    story = published.story()
    story["mentions"] = [row | {"name": "Thomas Kahn"} for row in story["mentions"]]
    published.publish(app.server.extensions["database"].home, story)
    assert "Kept as D-1" in keep(coordinator, store, seal)
    assert len(standing(app)) == 1


def test_a_check_that_has_ended_is_told_of_and_not_begun_again(app):
    database = app.server.extensions["database"]
    job_id = jobs.start(database, ANA, "one check", "check")
    jobs.take(database)
    with database.write() as connection:
        jobs.end(connection, job_id, "done", {})
    with app.server.test_request_context():
        g.user = ANA
        _, onward = starting.begin(ANA, "check", "one check")
    assert job_id in str(onward) and len(jobs.recent(database)) == 1
