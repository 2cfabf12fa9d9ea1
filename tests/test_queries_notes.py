"""Notes and activities are found for the family that holds their anchor now, and nowhere else."""

from datetime import date

import pytest

from dashboard import queries
from tests import published
from tests.published import ASSAULT, CALLS, CRIME, FAMILY, OTHER_FAMILY, STALKING, VISIT
from timeline import activities, notes
from timeline.access import User

ANN = User("ann", "coordinator")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The database of a server whose requests read the published story."""
    home = tmp_path_factory.mktemp("noted")
    published.publish(home)
    with published.served(home) as server, server.app_context():
        heart = queries.anchor(ANN, FAMILY)
        notes.write(server.extensions["database"], ANN, "n1", heart, "Prefers mornings.")
        notes.write(server.extensions["database"], ANN, "n2", heart, "Moved from 12 Alder Road, said her sister.", date(2024, 3, 25))
        activities.gather(server.extensions["database"], ANN, "a1", heart, [CRIME, STALKING, "police:niche:gone"], "Two evenings")
        yield server.extensions["database"]


def test_the_anchor_is_a_mention_of_whoever_the_family_is_gathered_around(database):
    assert queries.anchor(ANN, FAMILY).startswith((CRIME, VISIT, STALKING)) and queries.anchor(ANN, FAMILY).endswith(("#victim", "#patient"))
    assert queries.anchor(ANN, FAMILY) in queries.anchors(ANN, FAMILY)


def test_nobodys_mention_finds_what_is_kept_about_another_family(database):
    assert not set(queries.anchors(ANN, FAMILY)) & set(queries.anchors(ANN, OTHER_FAMILY))
    assert queries.notes(ANN, OTHER_FAMILY).empty and queries.activities(ANN, OTHER_FAMILY).empty


def test_notes_come_by_their_day_those_of_no_day_last_and_without_the_familys_address(database):
    found = queries.notes(ANN, FAMILY)
    assert list(found["on"]) == [date(2024, 3, 25), None]
    assert list(found["words"]) == ["Moved from [address hidden], said her sister.", "Prefers mornings."]


def test_an_activity_has_the_events_that_its_reports_tell_of_now(database):
    (found,) = queries.activities(ANN, FAMILY).itertuples()
    assert (found.name, found.event_ids, found.gone, found.by) == ("Two evenings", [ASSAULT, CALLS], 1, "ann")
    assert (found.since.date(), found.until.date()) == (date(2024, 3, 20), date(2024, 5, 2))


def test_a_page_of_what_was_known_then_has_neither(database):
    then = User("ann", "coordinator", looks_back=True)
    assert queries.notes(then, FAMILY).empty and queries.activities(then, FAMILY).empty
