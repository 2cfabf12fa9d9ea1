"""Long work that was started from the dashboard: whose it is, how far it is, how it ended.

A job waits until the home's one worker (`timeline work`) takes it. A worker that dies leaves its job running; the next worker puts it back to
waiting, MOST_TRIES times at most. What a job makes is published whole or not at all, so doing it again is always right."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from timeline import kept, uploads
from timeline.access import User, require
from timeline.database import Database
from timeline.database import jobs as lines
from timeline.kept import NotTaken

KINDS = ("check", "load")
STATES = ("waiting", "running", "done", "failed", "cancelled")
MOST_TRIES = 3
GIVEN_UP = f"The work was broken off {MOST_TRIES} times before it was done, so it was given up. Nothing was published. Ask whoever runs this program to look."


@dataclass(frozen=True)
class Stage:
    """A table that a job has made: its name, its rows and when it was made."""

    name: str
    rows: int
    at: str


@dataclass(frozen=True)
class Job:
    """A job as it stands. `about` says what it works on: `last`, the number of the last line of the uploads that it takes account of.

    `stage` says what it is at, `stages` which tables are made; `result` is what it found, by its kind; `problem` why it failed, as a sentence;
    `cancelled_by` and `cancelled_why` who asked that it be cancelled."""

    job_id: str
    kind: str
    about: dict
    by: str
    at: str
    state: str
    tries: int
    stage: str | None
    stages: tuple[Stage, ...]
    started_at: str | None
    ended_at: str | None
    cancelled_by: str | None
    cancelled_why: str | None
    result: dict | None
    problem: str | None

    @property
    def rows(self) -> int:
        """The rows of the table that was made last."""
        return self.stages[-1].rows if self.stages else 0

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed", "cancelled")


def start(database: Database, user: User, key: str, kind: str, about: dict | None = None) -> str:
    """Keep that this is to be done, and return the job's id. `key` is the request's own: the same key again starts nothing new.

    It works on the uploads as they stand now, or as they stood after the line `about["last"]`: what a check read is so loaded, and nothing that
    came later. Raises NotTaken where a job of this kind is waiting or running, Denied."""
    require(user, "load:run")
    works_on = {"last": uploads.last(database)} | (about or {})
    def allowed():
        other = next((job for job in recent(database) if job.kind == kind and not job.ended), None)
        if other:
            raise NotTaken(f"{other.by} has started a {kind} that has not ended: {other.job_id}. Wait for it, or cancel it.")

    return kept.keep(database, lines.c.job_id, "J", key, user, allowed, kind=kind, about=json.dumps(works_on), state="waiting", tries=0)


def started(database: Database, key: str) -> str | None:
    """The id of the job that a request with this key started; None where it started none."""
    with database.read() as connection:
        return connection.execute(sa.select(lines.c.job_id).where(lines.c.key == key)).scalar()


def get(database: Database, job_id: str) -> Job | None:
    """The job, or None where there is none of this id."""
    return next(iter(_found(database, sa.select(lines).where(lines.c.job_id == job_id))), None)


def recent(database: Database, most: int = 20) -> list[Job]:
    """The jobs that were started last, the latest first."""
    return _found(database, sa.select(lines).order_by(lines.c.number.desc()).limit(most))


def cancel(database: Database, user: User, job_id: str, why: str | None = None) -> None:
    """Ask that the job be cancelled: at once where it waits, else as soon as its worker sees it. Asked twice is asked once.

    Raises NotTaken where it has ended, and where somebody else started it and no reason is given; Denied."""
    require(user, "load:run")
    job = get(database, job_id)
    if job is None:
        raise NotTaken("There is no such job.")
    if job.cancelled_by:
        return
    if job.ended:
        raise NotTaken(f"This {job.kind} has ended: it is {job.state}.")
    unasked = not why and job.by == user.name
    reason = None if unasked else kept.words(why, f"{job.by} started this {job.kind}. Say why you cancel it: the reason is kept.")
    asked = {"cancelled_by": user.name, "cancelled_why": reason}
    _change(database, lines.c.job_id == job_id, lines.c.state == "waiting", **asked, state="cancelled", ended_at=_now())
    _change(database, lines.c.job_id == job_id, lines.c.state == "running", **asked)


# --- for the worker


def take(database: Database) -> Job | None:
    """The job that has waited longest, now running; None where none waits."""
    with database.write() as connection:
        waiting = connection.execute(sa.select(lines).where(lines.c.state == "waiting").order_by(lines.c.number)).first()
        if waiting is None:
            return None
        connection.execute(lines.update().where(lines.c.number == waiting.number).values(
            state="running", tries=waiting.tries + 1, started_at=_now(), stage="starting", stages=None))
    return get(database, waiting.job_id)


def waiting(database: Database) -> bool:
    """Whether a job waits, or was left running by a worker that died."""
    with database.read() as connection:
        return connection.execute(sa.select(lines.c.job_id).where(lines.c.state.in_(("waiting", "running")))).first() is not None


def running(database: Database) -> list[Job]:
    """The jobs that a worker has taken."""
    return _found(database, sa.select(lines).where(lines.c.state == "running"))


def at(database: Database, job_id: str, stage: str, made: list[Stage]) -> None:
    """Keep what the job is at, and which tables it has made."""
    _change(database, lines.c.job_id == job_id, stage=stage, stages=json.dumps([[one.name, one.rows, one.at] for one in made]))


def note(database: Database, job_id: str, result: dict) -> None:
    """Keep what is known of a running job's result already, so that who finds it left behind can tell what it did."""
    _change(database, lines.c.job_id == job_id, result=json.dumps(result, ensure_ascii=False))


def given_up(job: Job) -> tuple[str, str | None] | None:
    """How a job ends whose worker died, and the problem if there is one: cancelled where that was asked, failed after MOST_TRIES. None where it
    waits again."""
    if job.cancelled_by:
        return "cancelled", None
    return ("failed", GIVEN_UP) if job.tries >= MOST_TRIES else None


def put_back(database: Database, job: Job) -> None:
    """Let a job whose worker died wait again."""
    _change(database, lines.c.job_id == job.job_id, state="waiting", stage=None, stages=None, started_at=None, result=None)


def end(connection: sa.Connection, job_id: str, state: str, result: dict | None = None, problem: str | None = None) -> None:
    """Keep how the job ended, in the transaction that keeps the line of the audit which says so: a job that a kill left without the one is without
    the other, and whoever ends it writes the line once."""
    connection.execute(lines.update().where(lines.c.job_id == job_id).values(
        state=state, ended_at=_now(), problem=problem, result=json.dumps(result, ensure_ascii=False) if result is not None else None))


def _change(database: Database, *which, **values) -> None:
    with database.write() as connection:
        connection.execute(lines.update().where(*which).values(**values))


def _found(database: Database, query) -> list[Job]:
    with database.read() as connection:
        return [_job(line) for line in connection.execute(query)]


def _job(line) -> Job:
    stages = tuple(Stage(*made) for made in json.loads(line.stages or "[]"))
    return Job(line.job_id, line.kind, json.loads(line.about), line.by, line.at, line.state, line.tries, line.stage, stages, line.started_at,
               line.ended_at, line.cancelled_by, line.cancelled_why, json.loads(line.result) if line.result else None, line.problem)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
