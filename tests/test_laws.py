"""Laws of the whole engine, held on the sample data: order does not matter, nothing is learnt from hindsight, books balance."""

import random
import shutil

import pytest

from tests import logical
from tests.conftest import SAMPLE, THEN, run
from timeline import signals, snapshot


@pytest.fixture(scope="session")
def first(sample_home):
    return logical.tables(snapshot.current(sample_home), lines=False)


def shuffled(raw: bytes, seed: int) -> bytes:
    """The file with its lines below the header in another order; the same where it is UTF-16 or a record spans lines."""
    lines = raw.splitlines(keepends=True) if raw.endswith(b"\n") else []
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or any(line.count(b'"') % 2 for line in lines):
        return raw
    body = lines[1:]
    random.Random(seed).shuffle(body)
    return b"".join([*lines[:1], *body])


def test_shuffled_rows_give_the_same_tables_in_another_run(first, tmp_path):
    folder = tmp_path / "extracts"
    shutil.copytree(SAMPLE, folder)
    changed = 0
    for path in sorted(folder.glob("*.csv")):
        raw = path.read_bytes()
        path.write_bytes(shuffled(raw, seed=7))
        changed += path.read_bytes() != raw
    assert changed >= 10
    assert logical.tables(run(folder, tmp_path / "home"), lines=False) == first


def test_as_of_a_day_nothing_is_used_that_was_not_yet_known(sample_then):
    day, reader = THEN, snapshot.open(sample_then)
    for name in ("reports", "mentions", "events", "harms", "periods", "orders"):
        assert reader.execute(f"select count(*) from made.{name} where known_on > ?", [day]).fetchall() == [(0,)], name
    assert reader.execute("select count(*) from made.signals where raised_on > ? or latest_on > ?", [day, day]).fetchall() == [(0,)]
    assert reader.execute("select count(*) > 0 from made.reports").fetchall() == [(True,)]
    reader.close()


def test_every_line_of_every_file_is_in_the_books(sample):
    books = sample.execute("select file, lines - header - blank - note - record_lines - unreadable_lines, "
                           "records - current - superseded - withdrawn - exact_duplicates - quarantined from made.books").fetchall()
    assert len(books) >= 12
    assert {(lines, records) for _, lines, records in books} == {(0, 0)}


def test_every_family_and_rule_is_in_signals_or_in_asked(sample):
    rules = {rule for (rule,) in sample.execute("select distinct rule from made.signals union select distinct rule from made.asked").fetchall()}
    assert rules == set(signals.RULES)
    missing = sample.execute("""
        select family_id, rule from (select distinct family_id from made.families), (select unnest($rules) as rule)
        except (select family_id, rule from made.signals union select family_id, rule from made.asked)""", {"rules": sorted(rules)}).fetchall()
    assert missing == []


def test_a_corrected_row_replaces_its_earlier_version_and_both_are_kept(sample):
    pairs = sample.execute("""select old.report_id, new.state from made.versions old join made.versions new on new.row_id = old.replaced_by
                              where old.state = 'superseded'""").fetchall()
    assert pairs
    assert {state for _, state in pairs} <= {"current", "superseded", "withdrawn"}
