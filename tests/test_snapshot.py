"""A snapshot is published whole or not at all, and a reader never shares a file with a writer."""

import duckdb
import pytest

from tests import published
from tests.made import made
from timeline import snapshot, tables
from timeline.snapshot import opening


def publish(home, *people):
    with snapshot.working(home) as s:
        s["people"] = made("people", *people)
        s.describe(as_of="2025-03-31")
        return s.publish()


def test_nothing_is_current_before_the_first_publication(tmp_path):
    assert snapshot.current(tmp_path) is None


def test_a_published_snapshot_holds_its_tables_and_facts(tmp_path):
    published = publish(tmp_path, dict(person_id="P-1", name="Ada"))
    assert snapshot.current(tmp_path) == published
    reader = snapshot.open(published)
    assert reader.execute("select name from made.people").fetchall() == [("Ada",)]
    assert snapshot.about(reader) == {"as_of": "2025-03-31"}


def test_a_run_that_fails_publishes_nothing_and_leaves_nothing(tmp_path):
    first = publish(tmp_path, dict(person_id="P-1", name="Ada"))
    with pytest.raises(RuntimeError), snapshot.working(tmp_path) as s:
        s["people"] = made("people", dict(person_id="P-2"))
        raise RuntimeError("power cut")
    assert snapshot.current(tmp_path) == first
    assert sorted(p.name for p in (tmp_path / "snapshots").iterdir()) == sorted(["CURRENT", first.name])


def test_what_a_killed_run_left_behind_is_swept_by_the_next(tmp_path):
    folder = tmp_path / "snapshots"
    folder.mkdir()
    (folder / "run-999999999.tmp").write_text("half a table")
    (folder / "run-999999999.tmp.wal").write_text("its log")
    (folder / "spill-999999999.tmp").mkdir()
    publish(tmp_path, dict(person_id="P-1"))
    assert sorted(p.name for p in folder.iterdir()) == sorted(["CURRENT", snapshot.current(tmp_path).name])


def test_what_a_killed_process_left_of_a_file_that_no_pointer_names_is_swept_by_the_next_that_is_written_there(tmp_path):
    publish(tmp_path, dict(person_id="P-1"))
    folder = tmp_path / "checks"
    folder.mkdir()
    for left in ("J-1.duckdb-999999999-tables.tmp", "J-1.duckdb-999999999-tables.tmp.wal"):
        (folder / left).write_text("half a table")
    with snapshot.working(tmp_path) as s:
        s["people"] = made("people", dict(person_id="P-1"))
        s.keep(folder / "J-2.duckdb")
    assert [path.name for path in folder.iterdir()] == ["J-2.duckdb"]


def test_a_snapshot_whose_run_was_killed_before_the_pointer_was_moved_is_swept_by_the_next(tmp_path, monkeypatch):
    first = publish(tmp_path, dict(person_id="P-1", name="Ada"))
    with monkeypatch.context() as killing:
        killing.setattr(snapshot.pointer, "point", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path, dict(person_id="P-1", name="Never published"))
    assert snapshot.current(tmp_path) == first
    assert snapshot.published(tmp_path) == [first], "nobody is shown what was never published"
    latest = publish(tmp_path, dict(person_id="P-1", name="Bea"))
    assert snapshot.published(tmp_path) == [latest, first]


def test_a_later_snapshot_takes_over_and_the_earlier_stays_readable(tmp_path):
    first = publish(tmp_path, dict(person_id="P-1", name="Ada"))
    reader = snapshot.open(first)
    second = publish(tmp_path, dict(person_id="P-1", name="Bea"))
    assert snapshot.current(tmp_path) == second != first
    assert reader.execute("select name from made.people").fetchall() == [("Ada",)]


def test_only_the_latest_few_are_kept_and_the_current_is_among_them(tmp_path):
    for n in range(snapshot.KEPT + 2):
        latest = publish(tmp_path, dict(person_id="P-1", name=f"Version {n}"))
    kept = list((tmp_path / "snapshots").glob("snap-*.duckdb"))
    assert len(kept) == snapshot.KEPT
    assert latest in kept


def test_a_run_gives_the_default_connection_back(tmp_path):
    before = duckdb.default_connection()
    publish(tmp_path, dict(person_id="P-1"))
    assert duckdb.default_connection() is before


@pytest.mark.parametrize("sql", ["create table made.more (a int)", "delete from made.people", "copy made.people to 'out.csv'",
                                 "select * from read_text('/etc/hostname')", "set enable_external_access = true"])
def test_a_reader_can_neither_write_nor_reach_other_files(tmp_path, sql):
    reader = snapshot.open(publish(tmp_path, dict(person_id="P-1")))
    with pytest.raises(duckdb.Error):
        reader.execute(sql)


@pytest.mark.parametrize(("rows", "fault"), [
    ([dict(person_id="P-1"), dict(person_id="P-1")], "not unique"),
    ([dict(person_id="P-1", name=None)], "name is empty"),
    ([dict(person_id="P-1", sex="unknown")], "sex holds an undeclared value"),
])
def test_a_table_that_is_not_as_declared_is_refused(rows, fault):
    with pytest.raises(tables.BrokenTable, match=fault):
        tables.check("people", made("people", *rows))


def test_a_missing_column_is_refused():
    with pytest.raises(tables.BrokenTable, match="1 columns instead of"):
        tables.check("people", duckdb.sql("select 'P-1' as person_id"))


def test_a_stage_reads_its_argument_and_not_a_stored_table_of_that_name(tmp_path):
    def stage(people):
        return duckdb.sql("select name from people")

    with snapshot.working(tmp_path) as s:
        s["people"] = made("people", dict(person_id="P-1", name="Ada"), dict(person_id="P-2", name="Bea"))
        few = s["people"].filter("name = 'Bea'")
        assert stage(few).fetchall() == [("Bea",)]


def test_what_was_made_from_an_older_snapshot_is_never_published_over_a_newer(tmp_path):
    older = publish(tmp_path, dict(person_id="P-1", name="Ada"))
    with pytest.raises(snapshot.Overtaken, match="newer snapshot"), snapshot.working(tmp_path) as s:
        s.take(older, ("people",))
        newer = older.with_name("snap-0000000000000000.duckdb")
        newer.write_bytes(older.read_bytes())
        (older.parent / "CURRENT").write_text(newer.name)  # as a run would that does not keep to the lock
        s.publish()
    assert snapshot.current(tmp_path) == newer
    assert sorted(p.name for p in older.parent.iterdir()) == sorted(["CURRENT", older.name, newer.name])


def test_two_runs_in_one_home_are_refused_and_the_first_goes_on(tmp_path):
    with snapshot.working(tmp_path) as s:
        with pytest.raises(snapshot.Busy), snapshot.working(tmp_path):
            pass
        s["people"] = made("people", dict(person_id="P-1"))
        assert s.publish() == snapshot.current(tmp_path)


def test_tables_that_stand_as_parquet_until_they_are_published_are_published_the_same(tmp_path):
    plain = publish(tmp_path / "plain", dict(person_id="P-2", name="Bo"), dict(person_id="P-1", name="Ada"))
    folder = tmp_path / "it's shared"
    folder.mkdir()
    with snapshot.working(tmp_path / "home", parquet=folder) as s:
        s["people"] = made("people", dict(person_id="P-2", name="Bo"), dict(person_id="P-1", name="Ada"), dict(person_id="P-3"))
        s["people"] = s["people"].filter("person_id <> 'P-3'")  # made of what stood there
        s.describe(as_of="2025-03-31")
        published = s.publish()
    assert len(list(folder.glob("people-*.parquet"))) == 2
    with snapshot.open(published) as reader, snapshot.open(plain) as other:
        assert reader.execute("from made.people").fetchall() == other.execute("from made.people").fetchall()
        assert reader.execute("select person_id from made.people").fetchall() == [("P-1",), ("P-2",)]


def test_what_pages_look_for_is_published_with_an_index(tmp_path):
    path = published.publish(tmp_path)
    with snapshot.open(path) as reader:
        indexed = set(reader.execute("select table_name, unnest(expressions::varchar[]) from duckdb_indexes()").fetchall())
        assert indexed == {(table.name, column) for table in tables.TABLES.values() for column in table.sought}
    assert all(set(table.sought) <= {column.name for column in table.columns} for table in tables.TABLES.values())
    with snapshot.working(tmp_path) as s:
        s.take(path, ("people",))
        s["people"] = s["people"].filter("person_id <> 'nobody'")
        s.describe(as_of="2025-03-31")
        again = s.publish()
    with snapshot.open(again) as reader:
        assert reader.execute("select count(*) from duckdb_indexes()").fetchone() == (len(tables.TABLES["people"].sought),)


def test_each_of_several_processes_that_answer_uses_its_part_of_the_processors(tmp_path, monkeypatch):
    path = published.publish(tmp_path)
    monkeypatch.setitem(opening.LOCKED_DOWN, "threads", "1")
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    for processes, threads in ((1, 8), (3, 2), (20, 1)):
        snapshot.share(processes)
        with snapshot.open(path) as reader:
            assert reader.execute("select current_setting('threads')").fetchall() == [(threads,)]
