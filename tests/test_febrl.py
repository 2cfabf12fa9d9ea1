"""The engine on public data: what it joins is right, and what it misses is what its guards ask a person about."""

import os
from pathlib import Path

import duckdb
import pytest

from benchmarks.febrl import engine, records

FOLDER = Path(os.environ["TIMELINE_FEBRL"]) if "TIMELINE_FEBRL" in os.environ else None
here = pytest.mark.skipif(FOLDER is None, reason="TIMELINE_FEBRL does not name the folder of FEBRL data")
KNOWN = duckdb.sql("select * from (values ('a', 'x'), ('b', 'x'), ('c', 'x'), ('d', 'y')) as t(rec_id, person)")


@here
@pytest.mark.parametrize(("number", "asked", "joined"), [(3, 0.85, 0.60), (4, 0.92, 0.70)])
def test_no_two_persons_are_joined_and_most_pairs_are_joined_or_asked_about(number, asked, joined):
    known = records.read(FOLDER, number)
    of_asked, of_joined = (records.score(pairs, known) for pairs in engine.link(known))
    assert of_asked[0] >= 0.999 and of_joined[0] >= 0.999
    assert of_asked[1] >= asked and of_joined[1] >= joined


def test_a_folder_that_is_not_there_skips_the_check_in_a_sentence(tmp_path):
    assert records.missing(None).startswith("Skipped")
    assert "dataset4a.csv" in records.missing(tmp_path)


def test_precision_and_recall_are_of_pairs():
    found = duckdb.sql("select * from (values ('b', 'a'), ('a', 'b'), ('c', 'd')) as t(l, r)")
    assert records.score(found, KNOWN) == (1 / 2, 1 / 3, pytest.approx(0.4))


def test_a_cluster_is_all_its_pairs():
    clusters = duckdb.sql("select rec_id, person as cluster from KNOWN")
    assert sorted(records.within(clusters).fetchall()) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert records.score(records.within(clusters), KNOWN) == (1, 1, 1)


def test_a_record_is_read_whole_and_an_empty_cell_is_nothing(tmp_path):
    header = ", ".join(records.COLUMNS)
    (tmp_path / "dataset3.csv").write_text(f"{header}\nrec-7-dup-1, anna, , 3, high street, , leeds, 2119, sa, 19560409, 180\n")
    [row] = records.read(tmp_path, 3).fetchall()
    assert row == ("rec-7-dup-1", "anna", None, "3", "high street", None, "leeds", "2119", "sa", "19560409", "180", "rec-7", "dataset3")
    assert engine.mentions(records.read(tmp_path, 3)).project("forename, surname, dob::varchar, address_key").fetchall() \
        == [("anna", None, "1956-04-09", "2119000|3")]
