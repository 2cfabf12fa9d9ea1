"""Notes and activities are found for the family that holds their anchor now, and nowhere else."""

from datetime import date

import pytest

from dashboard import queries
from tests import published
from tests.published import ASSAULT, CALLS, CRIME, FAMILY, OTHER_FAMILY, STALKING, VISIT
from timeline import activities, notes
from timeline.access import User

ANN = User("ann", "coordinator")
GRANDMOTHER = dict(person_id="P-gran0000000", name="Gran Khan", mention_ids=["gp:emis:GP1#relative"], agencies=["gp"], because="One mention.")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The database of a server whose requests read the published story."""
    home = tmp_path_factory.mktemp("noted")
    published.publish(home)
    with published.served(home) as server, server.app_context():
        heart = queries.anchor(ANN, FAMILY)
        notes.write(server.extensions["database"], ANN, "n1", heart, "Prefers mornings.")
        notes.write(server.extensions["database"], ANN, "n2", heart, "Moved from Alder Rd, said her sister.", date(2024, 3, 25))
        activities.gather(server.extensions["database"], ANN, "a1", heart, [CRIME, STALKING, "police:niche:gone"], "Two evenings")
        yield server.extensions["database"]


def test_the_anchor_is_a_mention_of_whoever_the_family_is_gathered_around(database):
    assert queries.anchor(ANN, FAMILY).startswith((CRIME, VISIT, STALKING)) and queries.anchor(ANN, FAMILY).endswith(("#victim", "#patient"))
    assert queries.anchor(ANN, FAMILY) in queries.anchors(ANN, FAMILY)


def test_nobodys_mention_finds_what_is_kept_about_another_family(database):
    assert not set(queries.anchors(ANN, FAMILY)) & set(queries.anchors(ANN, OTHER_FAMILY))
    assert queries.notes(ANN, OTHER_FAMILY).empty and queries.activities(ANN, OTHER_FAMILY).empty


def test_a_carer_elsewhere_who_is_a_child_here_never_holds_what_is_kept_about_this_family(tmp_path):
    tables = published.story()
    tables["families"] = [row for row in tables["families"] if row["family_id"] != OTHER_FAMILY]
    carer = next(row for row in tables["families"] if row["part"] == "carer")
    tables["families"] += [carer | dict(family_id=OTHER_FAMILY, part="child", since="2000-01-01"),
                           carer | dict(family_id=OTHER_FAMILY, person_id=GRANDMOTHER["person_id"], part="other adult", since="2001-01-01")]
    tables["people"].append(GRANDMOTHER)
    published.publish(tmp_path, tables)
    with published.served(tmp_path) as server, server.app_context():
        assert queries.anchor(ANN, OTHER_FAMILY) == GRANDMOTHER["mention_ids"][0]
        assert all(queries.anchor(ANN, family) in queries.anchors(ANN, family) for family in (FAMILY, OTHER_FAMILY))


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
