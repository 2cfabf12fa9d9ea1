"""The worker of a home: one process that does the jobs in the order in which they were started, and ends when none waits.

It needs no server: it lives on when the server stops. A job that a killed worker left behind waits again, unless it had published already."""

import time
from contextlib import AbstractContextManager
from pathlib import Path

from timeline import agencies, audit, jobs, kept, ledger, locks, machine, memory, sealed, settings, snapshot, uploaded, uploads
from timeline.access import User
from timeline.database import Database
from timeline.files import BadInput
from timeline.jobs import Job
from timeline.loading import checking, publishing, watching
from timeline.loading.watching import Watch
from timeline.model import BadModel

TRY_AGAIN = 1.0  # seconds until the next try while another run is at work
WAITS = "waiting until another run has ended"
TOLD = (BadInput, agencies.BadLayout, settings.BadSettings, BadModel, kept.NotTaken, ledger.OutOfBalance, snapshot.NotMade, memory.NoMemory, sealed.Damaged)
"""What goes wrong with a sentence for whoever started the job."""


def work(database: Database) -> None:
    """Do every job that waits; at once nothing where another worker is at work here."""
    while jobs.waiting(database):  # again, after the lock is let go: who started a job meanwhile found it held
        with alone(database.home) as at_work:
            if not at_work:
                return
            for job in jobs.running(database):
                _mend(database, job)
            while job := jobs.take(database):
                _do(database, job)
            sweep(database)


def alone(home: Path) -> AbstractContextManager[bool]:
    """Whether this is the only worker of the home, which it stays while the block lasts."""
    return locks.held(home / "work.lock")


def _do(database: Database, job: Job) -> None:
    try:
        with machine.told(), watching.watched(database, job) as watch:
            result = _unbusied(database, job, watch)
    except TOLD as why:
        _end(database, job, problem=str(why))
    except machine.Fault as fault:
        _end(database, job, problem=fault.said(snapshot.NOT_PUBLISHED, whole=False))
    except watching.BROKEN_OFF:
        if not jobs.get(database, job.job_id).cancelled_by:
            raise  # stopped by hand, or a fault of ours: the next worker tries it again
        _end(database, job)
        snapshot.forget(database.home)
    else:
        _end(database, job, result)


def _unbusied(database: Database, job: Job, watch: Watch) -> dict | None:
    """What the job finds, when no other run is at work in the home."""
    while True:
        try:
            watch.at("reading")
            return checking.check(database, job, watch) if job.kind == "check" else publishing.publish(database, job, watch)
        except snapshot.Busy:
            watch.at(WAITS)
            time.sleep(TRY_AGAIN)


def _end(database: Database, job: Job, result: dict | None = None, problem: str | None = None) -> None:
    """Keep how it ended: with a result, with a problem, or cancelled. What has been published is done, whatever befell it afterwards."""
    if publishing.published(database, job):
        result = publishing.finish(database, job)
        _ended(database, job, "done", result)
        publishing.compare(database.home, result)
    else:
        _ended(database, job, "failed" if problem else "cancelled" if result is None else "done", result, problem)


def _ended(database: Database, job: Job, state: str, result: dict | None, problem: str | None = None) -> None:
    """Keep how the job ended, with the line of the audit that says so, for whoever started it."""
    published = (result or {}).get("published")
    audit.write(database, User(job.by, "none"), f"end {job.kind}", f"{job.job_id} {state}", Path(published).stem if published else None,
                outcome="failed" if state == "failed" else "done", also=lambda connection: jobs.end(connection, job.job_id, state, result, problem))


def _mend(database: Database, job: Job) -> None:
    """See to a job that a dead worker left behind."""
    if publishing.published(database, job):
        _end(database, job)
    elif how := jobs.given_up(job):
        state, problem = how
        _ended(database, job, state, None, problem)
        snapshot.forget(database.home)
    else:
        jobs.put_back(database, job)


def sweep(database: Database) -> None:
    """Take away the bytes of uploads that no run may read any more."""
    uploads.sweep(database, lambda: _needed(database))


def _needed(database: Database) -> set[str]:
    """The hashes of the bytes that a run may read: of what stands, of what counts, and of what a job works on."""
    last, _job = uploaded.loaded(database)
    lines = {uploads.last(database), last, *(job.about["last"] for job in jobs.recent(database) if not job.ended)}
    return {one.sha for line in lines for one in uploads.standing(database, line) if not one.taken_out}
