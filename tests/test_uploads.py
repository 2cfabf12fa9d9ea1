"""Files that are uploaded: kept as they came, spoken of, taken out, and read as an extract."""

import errno
import io
import stat
from contextlib import closing, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.brought import ANA, SAYS, layout_drawn
from tests.extracts import HEADER, LAYOUT, record
from timeline import files, kept, rows, sealed, uploaded, uploads
from timeline.access import Denied, User
from timeline.database import Database

BEN = User("ben", "analyst")


def received(database, key: str, text: str = f"{HEADER}\n{record('R1')}\n", name: str = "visits.csv") -> str:
    return uploads.receive(database, ANA, key, name, io.BytesIO(text.encode()))


@pytest.fixture
def drawn(database):
    """The layout of the files, as it is drawn on the dashboard."""
    layout_drawn(database)


def test_a_file_is_kept_byte_for_byte_and_for_its_owner_alone(database):
    upload_id = received(database, "k1", "a,b\r\n\x00é")
    (one,) = uploads.standing(database)
    kept_at = uploads.path(database.home, one.sha)
    assert (one.upload_id, one.name, one.size, one.by, one.sayings, one.taken_out) == (upload_id, "visits.csv", 8, "ana", None, None)
    assert kept_at.read_bytes() == "a,b\r\n\x00é".encode()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (kept_at, kept_at.parent)] == [0o600, 0o700]
    assert list(kept_at.parent.iterdir()) == [kept_at]


def test_a_request_that_is_sent_twice_is_kept_once(database):
    assert received(database, "k1") == received(database, "k1", "something else")
    said = [uploads.say(database, ANA, "k2", "upload-1", SAYS) for _ in range(2)]
    assert said[0] == said[1]
    assert uploads.last(database) == 2


@pytest.mark.parametrize(("name", "text", "sentence"), [
    ("a.csv", "", "The file is empty. Ask the supplier to send it again."),
    ("../a.csv", "x", "The file has a name that cannot be kept."), ("a\\b.csv", "x", "The file has a name that cannot be kept."),
    ("  ", "x", "The file has a name that cannot be kept."), ("a\nb.csv", "x", "The file has a name that cannot be kept."),
    ("a" * 151, "x", "The file has a name that cannot be kept."),
    ("truth.csv", "x", "A file called truth.csv is no extract."), (".hidden.csv", "x", "A file called .hidden.csv is no extract."),
    ("notes.md", "x", "A file called notes.md is no extract.")])
def test_what_is_no_extract_is_refused_with_a_sentence_and_leaves_nothing(database, name, text, sentence):
    with pytest.raises(uploads.Refused, match="^" + sentence.replace(".", "[.]")):
        received(database, "k1", text, name)
    assert not list((database.home / "uploads").glob("*"))
    assert uploads.standing(database) == []


def test_a_file_over_the_limit_is_refused_before_the_rest_of_it_is_read(database, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", sealed.BLOCK)
    stream = io.BytesIO(b"x" * 5 * sealed.BLOCK)
    with pytest.raises(uploads.Refused, match="larger than 1 MB"):
        uploads.receive(database, ANA, "k1", "a.csv", stream)
    assert stream.tell() == 2 * sealed.BLOCK
    assert not list((database.home / "uploads").iterdir())


def test_a_full_disk_is_said_and_leaves_nothing(database, monkeypatch):
    monkeypatch.setattr(uploads.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(uploads.Refused, match="no room left on the disk"):
        received(database, "k1")
    assert not list((database.home / "uploads").iterdir())


def test_the_same_bytes_stand_once_and_may_come_again_when_they_were_taken_out(database):
    received(database, "k1")
    with pytest.raises(uploads.Refused, match="is here already: ana uploaded the same bytes as visits.csv"):
        received(database, "k2", name="again.csv")
    uploads.take_out(database, BEN, "k3", "upload-1", "It was another month's.")
    assert received(database, "k4", name="again.csv") == "upload-3"
    assert [(one.upload_id, one.taken_out) for one in uploads.standing(database)] == [("upload-3", None), ("upload-1", "It was another month's.")]
    with pytest.raises(uploads.Refused, match="no longer stands"):
        uploads.take_out(database, ANA, "k5", "upload-1", "Again.")


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"area": ""}, "The form does not say 'area' of this file. Add it there."),
    ({"as_at": "31/03/2025"}, "The form says as_at = '31/03/2025', which is no day."),
    ({"extent": "all"}, "The form says extent = 'all'."), ({"covers_from": "2025-04-01"}, "The form says that it covers from 2025-04-01 to 2025-03-31."),
    ({"received_on": "2025-03-30"}, "The form says that it was received on 2025-03-30, before the day that it shows, 2025-03-31."),
    ({"supplier": "nobody"}, "The form names the supplier 'nobody', and there is no such layout."),
    ({"supplier": "marac-by-hand"}, "The form names the supplier 'marac-by-hand', and there is no such layout."),
    ({"searched_for": "every\none"}, "The form holds a character that cannot be read."),
    ({"colour": "red"}, "The form has the line 'colour', which is not known.")])
def test_what_is_said_wrongly_is_refused_with_a_sentence(database, changed, sentence):
    received(database, "k1")
    with pytest.raises(uploads.Refused) as why:
        uploads.say(database, ANA, "k2", "upload-1", SAYS | changed)
    assert str(why.value).startswith(sentence)


def test_who_may_not_load_may_do_none_of_it(database):
    nobody = User("cora", "coordinator")
    for attempt in (lambda: uploads.receive(database, nobody, "k", "a.csv", io.BytesIO(b"x")), lambda: uploads.say(database, nobody, "k", "upload-1", SAYS),
                    lambda: uploads.take_out(database, nobody, "k", "upload-1", "no")):
        with pytest.raises(Denied):
            attempt()


def test_a_reason_is_needed_to_take_a_file_out(database):
    received(database, "k1")
    with pytest.raises(kept.NotTaken, match="Say why the file is taken out"):
        uploads.take_out(database, ANA, "k2", "upload-1", " ")


def test_a_run_reads_what_was_said_until_a_line_and_nothing_that_came_later(database, drawn):
    received(database, "k1", name='a "strange" ü #1.csv')
    uploads.say(database, ANA, "k2", "upload-1", SAYS | {"supplier": "visits", "accept_vanished": True})
    received(database, "k3", f"{HEADER}\n{record('R2')}\n")
    uploads.say(database, ANA, "k4", "upload-3", SAYS)
    received(database, "k5", "nothing said of this")
    with uploaded.extract(database, 3) as first:
        found = files.find(first.folder, first.layouts)
        assert found.project("file, layout, area, as_at::varchar, accept_vanished, problem").fetchall() == [
            ('upload-1/a "strange" ü #1.csv', "visits", "Calderbrook", "2025-03-31", True, None)]
        lines = rows.read(first.folder, found, first.layouts).materialize()
        assert lines.filter("part = 'record'").project("row_id, fields.ref").fetchall() == [('upload-1/a "strange" ü #1.csv:2', "R1")]
    with uploaded.extract(database, uploads.last(database), first.marks) as later:
        assert [path.name for path in later.folder.rglob("*.csv")] == ["visits.csv"]
        assert later.marks.keys() == {'upload-1/a "strange" ü #1.csv', "upload-3/visits.csv"}
    assert not later.folder.exists()


@pytest.mark.parametrize("change", ["said", "layout", "taken out"])
def test_a_files_mark_changes_with_what_was_said_of_it_and_with_the_layouts(database, drawn, change):
    received(database, "k1")
    uploads.say(database, ANA, "k2", "upload-1", SAYS)
    with uploaded.extract(database, uploads.last(database)) as before:
        pass
    if change == "said":
        uploads.say(database, ANA, "k3", "upload-1", SAYS | {"extent": "full"})
    elif change == "layout":
        layout_drawn(database, LAYOUT.replace('"HV"', '"HW"'))
    else:
        uploads.take_out(database, ANA, "k3", "upload-1", "wrong")
    with uploaded.extract(database, uploads.last(database)) as after:
        assert before.marks.get("upload-1/visits.csv") != after.marks.get("upload-1/visits.csv")


def test_what_a_load_published_is_kept_once(database):
    received(database, "k1")
    assert uploads.accepted(database) == 0
    for _ in range(2):
        uploads.accept(database, ANA, "J-1", 1)
    assert (uploads.accepted(database), uploads.last(database)) == (1, 1)


def test_bytes_that_are_gone_are_missed_with_a_sentence(database, drawn):
    received(database, "k1")
    uploads.say(database, ANA, "k2", "upload-1", SAYS)
    uploads.path(database.home, uploads.standing(database)[0].sha).unlink()
    with pytest.raises(uploads.Refused, match="The bytes of upload-1/visits.csv are not among the uploads"), uploaded.extract(database, 2):
        pass


@given(st.lists(st.tuples(st.sampled_from(["receive", "say", "take out"]), st.integers(0, 3)), max_size=8))
@settings(max_examples=12, deadline=None)
def test_what_stood_after_a_line_is_the_same_whatever_is_kept_later(tmp_path_factory, acts):
    with closing(Database(tmp_path_factory.mktemp("law"))) as database:
        stood = []
        for number, (act, which) in enumerate(acts):
            with suppress(uploads.Refused):
                if act == "receive":
                    received(database, f"k{number}", str(which))
                elif act == "say":
                    uploads.say(database, ANA, f"k{number}", f"upload-{which}", SAYS)
                else:
                    uploads.take_out(database, ANA, f"k{number}", f"upload-{which}", "wrong")
            stood.append((uploads.last(database), uploads.standing(database)))
        assert all(uploads.standing(database, last) == then for last, then in stood)
