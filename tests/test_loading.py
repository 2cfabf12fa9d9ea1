"""Checks and loads: what a load publishes and a check does not, and what is left of one that was killed, cancelled or kept waiting."""

import contextlib
import io
import os
import re
import stat
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.brought import ANA, KEYS, SAYS, brought, layout_drawn, started
from tests.extracts import HEADER, extracts, record
from tests.made import made
from timeline import (
    cli,
    compared,
    decisions,
    issues,
    jobs,
    ledger,
    machine,
    pipeline,
    referrals,
    snapshot,
    told,
    uploaded,
    uploads,
    versions,
)
from timeline.database import Database
from timeline.database import audit as audited
from timeline.loading import checking, publishing, watching, worker


class Killed(BaseException):
    """What nothing catches, as nothing catches a kill."""


@pytest.fixture
def database(database):
    """Of a home whose analyst has drawn the layout of the files."""
    layout_drawn(database)
    return database


def read_only(monkeypatch) -> None:
    """Let a run end with what the files say: who is who is tested elsewhere and takes seconds."""
    def shape(_model, s, as_of=None, *_by):
        s["issues"] = issues.find(s["rows"], s["codes"], s["categories"])
        s["versions"] = versions.settle(s["rows"], s["issues"], s["codes"], s["files"], as_of)

    monkeypatch.setattr(pipeline, "shape", shape)
    for rest in ("conclude", "count"):
        monkeypatch.setattr(pipeline, rest, lambda *_: None)
    monkeypatch.setattr(pipeline, "GATHERED", (*pipeline.READ, "issues", "versions"))
    monkeypatch.setattr(ledger, "balance", lambda s, *_: ledger.books(s["files"], s["rows"], s["versions"]))
    monkeypatch.setattr(compared, "keep", lambda *_: None)


@pytest.fixture
def read(monkeypatch):
    """A run reads the files, judges each row and goes no further."""
    read_only(monkeypatch)


@pytest.fixture
def quick(read, monkeypatch):
    """Nor does it look for faults: every record is current."""
    monkeypatch.setattr(issues, "find", lambda *_: made("issues"))


def done(database, kind: str, **about) -> jobs.Job:
    """A job of this kind, started and worked on to its end."""
    job_id = started(database, kind, **about)
    worker.work(database)
    return jobs.get(database, job_id)


def shown(database) -> list[tuple[str, str]]:
    """What the current snapshot shows: each current report's reference and its note."""
    published = snapshot.current(database.home)
    if published is None:
        return []
    with snapshot.open(published) as reader:
        return reader.execute("""select fields.ref, fields.words from made.versions join made.rows using (row_id)
                                 where state = 'current' order by 1""").fetchall()


# --- what is published


@pytest.fixture
def read_anew(monkeypatch) -> list[str]:
    """The files that runs read, rather than keep as they stand."""
    files = []
    def noted(folder, found, known, do=pipeline.rows.read):
        files.extend(file for (file,) in found.project("file").fetchall())
        return do(folder, found, known)

    monkeypatch.setattr(pipeline.rows, "read", noted)
    return files


def test_a_load_publishes_what_its_check_read_nothing_that_came_later_and_reads_no_file_twice(database, quick, read_anew):
    brought(database, record("R1"))
    check = done(database, "check")
    assert (check.state, check.result["files"][0]["current"], shown(database)) == ("done", 1, [])
    second = brought(database, record("R2"))
    load = done(database, "load", **check.about)
    assert (load.state, load.problem, shown(database)) == ("done", None, [("R1", "seen")])
    assert uploads.accepted(database) == check.about["last"]
    read_anew.clear()
    done(database, "load")
    assert (read_anew, shown(database)) == ([f"{second}/visits.csv"], [("R1", "seen"), ("R2", "seen")])


def test_a_corrected_file_makes_current_what_was_quarantined_in_the_one_before(database, read):
    brought(database, record("R1"), record("R2", Day="31/13/2024"))
    first = done(database, "load").result
    assert [(file["current"], file["quarantined"]) for file in first["files"]] == [(1, 1)]
    assert {(reason["code"], reason["records"]) for reason in first["reasons"]} == {("impossible date", 1), ("missing date", 1)}
    assert shown(database) == [("R1", "seen")]
    correction = brought(database, record("R2", "corrected"), name="corrected.csv")
    second = done(database, "load").result
    assert (second["read"], second["files"][0]["current"], second["all"]["current"]) == ([f"{correction}/corrected.csv"], 1, 2)
    assert shown(database) == [("R1", "seen"), ("R2", "corrected")]


def test_what_was_taken_out_stays_until_the_next_load_and_its_bytes_until_then(database, quick, monkeypatch):
    upload_id = brought(database, record("R1"))
    brought(database, record("R2"))
    before = done(database, "load").result["published"]
    sha = uploads.standing(database)[1].sha
    uploads.take_out(database, ANA, next(KEYS), upload_id, "It was of another area.")
    done(database, "check")
    assert (uploads.path(database.home, sha).exists(), shown(database)) == (True, [("R1", "seen"), ("R2", "seen")])
    kept = []
    monkeypatch.setattr(compared, "keep", lambda *which: kept.append(which))
    after = done(database, "load").result
    assert (after["gone"], after["before"]) == (["upload-1/visits.csv"], before)
    assert kept == [(database.home / "snapshots" / before, snapshot.current(database.home), database.home)]
    assert (uploads.path(database.home, sha).exists(), shown(database)) == (False, [("R2", "seen")])


def test_an_update_keeps_what_was_loaded_and_lets_nothing_slip_in(database, quick):
    brought(database, record("R1"))
    load = done(database, "load")
    brought(database, record("R2"))
    with snapshot.working(database.home) as s, referrals.extract(database) as entered:
        pipeline.again(snapshot.current(database.home), decisions.standing(database), s, entered)
    assert shown(database) == [("R1", "seen")]
    assert uploaded.loaded(database) == (load.about["last"], load.job_id)


def test_a_run_of_a_folder_reads_the_uploads_that_a_load_published_though_the_snapshots_were_lost(database, quick, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_HOME", str(database.home))
    monkeypatch.setattr(told, "report", lambda _: "")
    brought(database, record("R1"))
    done(database, "load")
    brought(database, record("R2"))
    (database.home / "snapshots" / "CURRENT").unlink()
    assert cli.main(["run", str(extracts(tmp_path, {"more.csv": f"{HEADER}\n{record('R3')}\n"}))]) == 0
    assert shown(database) == [("R1", "seen"), ("R3", "seen")]


def test_a_folder_whose_files_would_be_taken_for_uploads_is_refused(database, quick, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TIMELINE_HOME", str(database.home))
    (tmp_path / "in" / "upload-7").mkdir(parents=True)
    assert cli.main(["run", str(extracts(tmp_path, {"upload-7/visits.csv": f"{HEADER}\n{record('R1')}\n"}))]) == cli.USED_WRONGLY
    assert (capsys.readouterr().err, snapshot.current(database.home)) == (uploaded.NAMED_ALIKE.format(folder=tmp_path / "in", name="upload-7") + "\n", None)


def test_a_file_that_cannot_be_read_is_refused_and_the_others_load(database, quick):
    brought(database, record("R1"))
    uploads.receive(database, ANA, next(KEYS), "strange.csv", io.BytesIO(b"Colour,Size\nred,9\n"))
    uploads.say(database, ANA, next(KEYS), "upload-3", SAYS)
    result = done(database, "load").result
    assert [(file["file"], bool(file["refused"])) for file in result["files"]] == [("upload-1/visits.csv", False), ("upload-3/strange.csv", True)]
    assert shown(database) == [("R1", "seen")]


def test_a_full_extract_in_which_more_than_a_fifth_vanishes_waits_for_a_yes(database, quick):
    brought(database, *[record(f"R{number}") for number in range(1, 5)], extent="full", as_at="2025-02-28", covers_to="2025-02-28")
    done(database, "load")
    second = brought(database, record("R1"), extent="full")
    (held,) = done(database, "check").result["held"]
    assert (held["records"], held["uploads"]) == (3, [f"{second}/visits.csv"])
    assert held["because"] == f"left out of the full extract {second}/visits.csv of 2025-03-31 with 3 of 4 at once"
    done(database, "load")
    assert len(shown(database)) == 4
    said = next(one for one in uploads.standing(database) if one.upload_id == second).sayings
    uploads.say(database, ANA, next(KEYS), second, said | {"accept_vanished": True})
    assert (done(database, "load").result["held"], shown(database)) == ([], [("R1", "seen")])


@pytest.mark.parametrize("kind", jobs.KINDS)
def test_a_job_with_nothing_to_read_fails_with_a_sentence(database, quick, kind):
    job = done(database, kind)
    assert (job.state, job.problem) == ("failed", publishing.NOTHING)


@pytest.mark.slow
def test_a_job_whose_only_file_cannot_be_read_says_why_and_names_no_folder_of_ours(database, quick):
    (uploads.layouts_folder(database.home) / "visits.toml").unlink()
    brought(database, record("R1"))
    problem = done(database, "load").problem
    assert re.match(r"No file can be read:\n  upload-1/visits.csv: No layout fits", problem)


def test_nothing_is_loaded_into_timelines_of_an_earlier_day(database, quick):
    with snapshot.working(database.home) as s:
        s.describe(until=date(2024, 6, 30))
        s.publish()
    brought(database, record("R1"))
    assert done(database, "load").problem == publishing.EARLIER_DAY


def test_what_a_check_read_is_not_loaded_over_what_came_with_a_later_load(database, quick):
    brought(database, record("R1"))
    check = done(database, "check")
    brought(database, record("R2"))
    done(database, "load")
    late = done(database, "load", **check.about)
    assert (late.state, late.problem, shown(database)) == ("failed", publishing.OVERTAKEN, [("R1", "seen"), ("R2", "seen")])


@pytest.mark.slow
def test_the_tables_of_a_check_are_for_its_owner_alone_and_only_the_latest_are_kept(database, read, monkeypatch):
    monkeypatch.setattr(checking, "KEPT", 1)
    brought(database, record("R1", Day="never"))
    first, second = (checking.path(database.home, done(database, "check").job_id) for _ in range(2))
    assert (first.exists(), second.exists()) == (False, True)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (second, second.parent)] == [0o600, 0o700]
    with snapshot.open(second) as reader:
        kept = reader.execute("select row_id, part from made.rows order by 1").fetchall()
        assert kept == [("upload-1/visits.csv:1", "header"), ("upload-1/visits.csv:2", "record")]
    assert snapshot.current(database.home) is None
    assert not list((database.home / "snapshots").glob("run-*"))


# --- what breaks off


@pytest.mark.parametrize(("room", "function", "published"), [
    (snapshot.pointer, "point", False), (uploads, "accept", True), (jobs, "end", True),
    *(pytest.param(*other, marks=pytest.mark.slow) for other in (
        (pipeline, "read", False), (pipeline, "conclude", False), (ledger, "balance", False), (snapshot.pointer, "sweep", True),
        (publishing.account, "give", True)))])
def test_a_load_whose_worker_is_killed_shows_all_or_nothing_and_is_done_by_the_next(database, quick, monkeypatch, room, function, published):
    upload_id = brought(database, record("R1"))
    job_id = started(database, "load")
    with monkeypatch.context() as killing:
        killing.setattr(room, function, lambda *_, **__: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            worker.work(database)
    assert shown(database) == [("R1", "seen")] * published
    assert jobs.get(database, job_id).state == "running"
    before = snapshot.current(database.home)
    worker.work(database)
    job = jobs.get(database, job_id)
    assert (job.state, job.tries, shown(database)) == ("done", 1 if published else 2, [("R1", "seen")])
    assert (snapshot.current(database.home) == before) is published, "what was published is not made again"
    assert (job.result["read"], job.result["files"][0]["current"]) == ([f"{upload_id}/visits.csv"], 1)
    assert (uploads.accepted(database), uploaded.loaded(database)) == (job.about["last"], (job.about["last"], job_id))
    assert told_of(database, job_id) == [("end load", f"{job_id} done", "done")]


def told_of(database, job_id: str) -> list[tuple]:
    """What the audit says of how the job ended."""
    with database.read() as connection:
        return [tuple(line) for line in connection.execute(audited.select().with_only_columns(audited.c.action, audited.c.subject, audited.c.outcome)
                                                           .where(audited.c.subject.startswith(f"{job_id} ")))]


@pytest.mark.parametrize(("cancelled", "tries", "state"), [(False, jobs.MOST_TRIES, "failed"), (True, 1, "cancelled")])
def test_a_job_that_is_given_up_or_was_to_be_cancelled_when_its_worker_was_killed_ends_with_a_line_of_the_audit(
        database, quick, monkeypatch, cancelled, tries, state):
    brought(database, record("R1"))
    job_id = started(database, "check")
    monkeypatch.setattr(checking, "check", lambda *_: (_ for _ in ()).throw(Killed))
    for _ in range(tries):
        with pytest.raises(Killed):
            worker.work(database)
    if cancelled:
        jobs.cancel(database, ANA, job_id)
    worker.work(database)
    assert (jobs.get(database, job_id).state, jobs.get(database, job_id).problem) == (state, None if cancelled else jobs.GIVEN_UP)
    assert told_of(database, job_id) == [("end check", f"{job_id} {state}", "failed" if state == "failed" else "done")]


def in_duckdb(s) -> None:
    s.connection.execute("create table endless as select max(hash(a.range + b.range)) from range(10000000) a, range(1000000) b")


def in_python(_s) -> None:
    time.sleep(60)


def in_python_that_duckdb_calls(_s) -> None:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        raise duckdb.Error("Traceback, KeyboardInterrupt") from None


def soon(database, job_id: str, stage: str) -> None:
    """Cancel the job as soon as it has made this table, or one after it."""
    end, made = time.monotonic() + 30, pipeline.GATHERED[pipeline.GATHERED.index(stage):]
    while time.monotonic() < end and jobs.get(database, job_id).stage not in made:
        time.sleep(0.02)
    jobs.cancel(database, ANA, job_id)


@pytest.mark.parametrize("held", [in_duckdb, in_python, in_python_that_duckdb_calls])
def test_a_load_that_is_cancelled_ends_at_once_publishes_nothing_and_leaves_nothing(database, quick, monkeypatch, held):
    monkeypatch.setattr(watching, "LOOK", 0.05)
    monkeypatch.setattr(pipeline, "conclude", lambda _answers, _settings, s, _as_of: held(s))
    brought(database, record("R1"))
    job_id = started(database, "load")
    canceller = threading.Thread(target=soon, args=(database, job_id, "versions"))
    canceller.start()
    begun = time.monotonic()
    worker.work(database)
    canceller.join()
    assert time.monotonic() - begun < 30
    job = jobs.get(database, job_id)
    assert (job.state, job.cancelled_by, job.result, shown(database), uploads.accepted(database)) == ("cancelled", "ana", None, [], 0)
    assert not list((database.home / "snapshots").iterdir())


def test_a_cancel_that_comes_after_publishing_comes_too_late(database, quick, monkeypatch):
    brought(database, record("R1"))
    job_id = started(database, "load")
    def point(published, do=snapshot.pointer.point):
        do(published)
        jobs.cancel(database, ANA, job_id)
        time.sleep(30)

    monkeypatch.setattr(snapshot.pointer, "point", point)
    worker.work(database)
    assert (jobs.get(database, job_id).state, shown(database)) == ("done", [("R1", "seen")])


def test_a_job_waits_while_another_run_is_at_work_and_says_so(database, quick, monkeypatch):
    brought(database, record("R1"))
    job_id = started(database, "load")
    said = []
    with contextlib.ExitStack() as other:
        other.enter_context(snapshot.working(database.home))
        monkeypatch.setattr(worker.time, "sleep", lambda _: (said.append(jobs.get(database, job_id).stage), other.close()))
        worker.work(database)
    assert (said, jobs.get(database, job_id).state) == ([worker.WAITS], "done")


def test_a_load_that_runs_out_of_memory_says_so_and_one_that_did_after_publishing_is_done(database, quick, monkeypatch):
    brought(database, record("R1"))
    def full(*_, **__):
        raise duckdb.OutOfMemoryException("full of Sara Khan")

    with monkeypatch.context() as filling:
        filling.setattr(pipeline, "conclude", full)
        job = done(database, "load")
    assert (job.state, job.problem, shown(database)) == ("failed", machine.Fault(machine.MEMORY).said(snapshot.NOT_PUBLISHED), [])
    monkeypatch.setattr(snapshot.pointer, "sweep", full)
    assert (done(database, "load").state, shown(database)) == ("done", [("R1", "seen")])


def test_two_workers_are_never_at_work_in_one_home(database, quick, monkeypatch):
    brought(database, record("R1"))
    job_id = started(database, "check")
    with worker.alone(database.home) as first:
        assert first
        worker.work(database)
        assert jobs.get(database, job_id).state == "waiting"
    monkeypatch.setenv("TIMELINE_HOME", str(database.home))
    assert cli.main(["work"]) == 0
    assert jobs.get(database, job_id).state == "done"


# --- the whole engine


def killed_at(database, table: str) -> None:
    """Run the command and kill it as soon as it has made this table."""
    command, home = [sys.executable, "-m", "timeline.cli", "work"], {**os.environ, "TIMELINE_HOME": str(database.home)}
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], env=home) as process:
        end = time.monotonic() + 120
        while time.monotonic() < end and table not in {stage.name for job in jobs.recent(database, 1) for stage in job.stages}:
            time.sleep(0.02)
        process.kill()


@pytest.mark.slow
@pytest.mark.parametrize("table", ["rows", "people"])
def test_a_worker_that_is_killed_in_a_whole_run_leaves_the_old_snapshot_and_the_next_does_its_job(database, table):
    brought(database, record("R1"))
    assert done(database, "load").state == "done"
    second = brought(database, record("R2", Day="31/13/2024"), record("R3"))
    job_id = started(database, "load")
    killed_at(database, table)
    assert (jobs.get(database, job_id).state, shown(database)) == ("running", [("R1", "seen")])
    worker.work(database)
    job = jobs.get(database, job_id)
    assert (job.state, job.tries, shown(database)) == ("done", 2, [("R1", "seen"), ("R3", "seen")])
    with snapshot.open(snapshot.current(database.home)) as reader:
        books = reader.execute("select file, records, current, quarantined from made.books order by file").fetchall()
    assert books == [("upload-1/visits.csv", 1, 1, 0), (f"{second}/visits.csv", 2, 1, 1)]


@pytest.mark.slow
def test_a_load_gives_the_tables_that_a_run_of_the_same_files_gives(database, tmp_path, monkeypatch):
    brought(database, record("R1"), record("R2", Day="31/13/2024"))
    done(database, "load")
    brought(database, record("R2"), record("R3", First="Bo"), name="more.csv")
    done(database, "load")
    loaded = tables(database.home)
    monkeypatch.delenv("TIMELINE_DATABASE", raising=False)  # a home of its own has a database of its own
    other = Database(tmp_path / "other")
    layout_drawn(other)
    with uploaded.extract(database, uploads.last(database)) as every, snapshot.working(other.home) as s:
        pipeline.run(every.folder, decisions.standing(other), every.layouts, pipeline.judging.load(), pipeline.linkage.load(), s)
    assert tables(other.home) == loaded
    other.close()


def tables(home: Path) -> dict:
    """Every row of every table of the current snapshot."""
    with snapshot.open(snapshot.current(home)) as reader:
        names = [name for (name,) in reader.execute("select table_name from duckdb_tables() where schema_name = 'made' and table_name <> 'about'").fetchall()]
        return {name: sorted(map(repr, reader.execute(f"select * from made.{name}").fetchall())) for name in names}
