"""Notes of people are kept, taken back and found again, and never changed."""

from datetime import date

import pytest
import sqlalchemy as sa

from timeline import notes
from timeline.access import Denied, User
from timeline.kept import NotTaken

ANN, BOB = User("ann", "coordinator"), User("bob", "analyst")
HEART = "police:n:1#victim"


def test_a_note_is_kept_with_who_when_and_for_which_day(database):
    assert notes.write(database, ANN, "k", HEART, " Calls every night that week. ", date(2026, 3, 9), "M-1") == "N-1"
    (note,) = notes.of(database, [HEART]).to_dict("records")
    assert (note["note_id"], note["on"], note["by"], note["meeting_id"]) == ("N-1", date(2026, 3, 9), "ann", "M-1")
    assert note["words"] == "Calls every night that week."
    assert note["at"].tzinfo is not None and note["taken_back_by"] is None


def test_a_note_may_be_for_no_day_and_of_no_meeting(database):
    notes.write(database, BOB, "k", HEART, "She prefers to be called in the morning.")
    (note,) = notes.standing(database).itertuples()
    assert (note.on, note.meeting_id) == (None, None)


def test_a_request_sent_twice_is_kept_once(database):
    assert [notes.write(database, ANN, "k", HEART, "Seen today.") for _ in range(2)] == ["N-1", "N-1"]
    assert len(notes.standing(database)) == 1


def test_a_note_taken_back_stays_to_be_read_with_who_took_it_back(database):
    note = notes.write(database, ANN, "k", HEART, "Seen today.")
    notes.take_back(database, BOB, "k2", note)
    (kept,) = notes.of(database, [HEART]).itertuples()
    assert (kept.words, kept.by, kept.taken_back_by) == ("Seen today.", "ann", "bob")
    assert notes.standing(database).empty


def test_only_a_note_that_stands_can_be_taken_back_and_the_same_request_again_changes_nothing(database):
    note = notes.write(database, ANN, "k", HEART, "Seen today.")
    with pytest.raises(NotTaken, match="no longer stands"):
        notes.take_back(database, ANN, "k2", "N-9")
    first = notes.take_back(database, ANN, "k3", note)
    assert notes.take_back(database, ANN, "k3", note) == first
    with pytest.raises(NotTaken, match="no longer stands"):
        notes.take_back(database, ANN, "k4", note)


@pytest.mark.parametrize(("anchor", "words", "why"), [(HEART, "  ", "is empty"), (HEART, None, "is empty"), ("", "Seen.", "no record of this family"),
                                                      (HEART, "Moved to BD5 9XX.", "Leave the postcode out")])
def test_a_note_that_says_nothing_hangs_on_nothing_or_tells_a_postcode_is_not_taken(database, anchor, words, why):
    with pytest.raises(NotTaken, match=why):
        notes.write(database, ANN, "k", anchor, words)
    assert notes.standing(database).empty


@pytest.mark.parametrize("user", [User("ann", "coordinator", looks_back=True), User("eve", "nobody")])
def test_nobody_writes_on_a_page_of_what_was_known_then_and_no_stranger_ever(database, user):
    with pytest.raises(Denied):
        notes.write(database, user, "k", HEART, "Seen today.")
    with pytest.raises(Denied):
        notes.take_back(database, user, "k", "N-1")


def test_notes_of_others_are_not_found_by_an_anchor(database):
    notes.write(database, ANN, "k", HEART, "Seen today.")
    notes.write(database, ANN, "k2", "gp:n:7#patient", "Another family.")
    assert list(notes.of(database, [HEART]).words) == ["Seen today."] and notes.of(database, []).empty


@pytest.mark.parametrize("change", ["update notes set words = 'other'", "delete from notes"])
def test_no_note_is_changed_or_taken_out(database, change):
    notes.write(database, ANN, "k", HEART, "Seen today.")
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(sa.text(change))
