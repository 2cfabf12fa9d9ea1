"""A load: the tables made anew with the uploads that it names, and published."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from timeline import compared, decisions, jobs, keeping, pipeline, referrals, settings, snapshot, uploaded, uploads
from timeline.access import User
from timeline.database import Database
from timeline.files import BadInput
from timeline.jobs import Job
from timeline.loading import account
from timeline.loading.watching import Watch
from timeline.model import load as load_model
from timeline.uploaded import Uploaded

EARLIER_DAY = ("The timelines that stand show what was known by an earlier day, and a file that is loaded would be cut off there too. Make whole ones first, "
               "with: timeline run EXTRACTS_FOLDER")
OVERTAKEN = ("A later load has been published since this check, with files or answers that this check did not know, and they would be lost. Nothing was "
             "published. Check again what stands now, and load that.")
NOTHING = "No file stands of which somebody has said what it is. Upload one and say what it cannot say of itself."


def publish(database: Database, job: Job, watch: Watch) -> None:
    """Make the tables with what the job names and publish them. Raises what a run raises, each with a sentence, and snapshot.Busy."""
    with snapshot.working(database.home, told=watch.made) as s:
        watch.connection = s.connection
        facts = before(database)
        refuse_overtaken(database, job)
        held = uploaded.marks(facts)
        with referrals.extract(database) as entered, uploaded.extract(database, job.about["last"], held, job.job_id) as loaded:
            current = snapshot.current(database.home)
            jobs.note(database, job.job_id, {"read": loaded.read, "gone": sorted(held.keys() - loaded.marks.keys()),
                                             "before": current.name if current else None})
            if current:
                pipeline.again(current, decisions.standing(database), s, entered, loaded, keeping.of(database))
            else:
                first(database, s, entered, loaded)


def finish(database: Database, job: Job) -> dict:
    """After the job has published: keep that its uploads count; what it tells. The same however often it is done."""
    uploads.accept(database, User(job.by, "analyst"), job.job_id, job.about["last"])
    noted, current = jobs.get(database, job.job_id).result, snapshot.current(database.home)
    with snapshot.open(current) as reader:
        return {"published": current.name, "before": noted["before"]} | account.give(reader, noted["read"], noted["gone"])


def compare(home: Path, result: dict) -> None:
    """Keep what the load changed, where both snapshots still stand: who finds it later may find one of them swept."""
    if result["before"]:
        with suppress(compared.NotCompared):
            compared.keep(*(home / "snapshots" / result[which] for which in ("before", "published")), home)


def published(database: Database, job: Job) -> bool:
    """Whether the current snapshot says that this job has published."""
    return job.kind == "load" and uploaded.facts_if_whole(database).get("load") == job.job_id


def before(database: Database) -> dict[str, str]:
    """What the snapshot that stands says of itself, {} where there is none. Raises BadInput where it shows an earlier day."""
    facts = uploaded.facts(database)
    if facts.get("until"):
        raise BadInput(EARLIER_DAY)
    return facts


def refuse_overtaken(database: Database, job: Job) -> None:
    """Raise BadInput where a load has taken account of more than this job would: what came since would leave the timelines unasked."""
    last, _job = uploaded.loaded(database)
    if job.about["last"] < last:
        raise BadInput(OVERTAKEN)


def first(database: Database, s, entered, loaded: Uploaded) -> None:
    """Make and publish the first snapshot of a home, of uploads alone. Raises BadInput where none can be read."""
    with uploads_alone(loaded) as (folder, facts):
        pipeline.run(folder, decisions.standing(database), loaded.layouts, settings.load(), load_model(), s, entered=entered, loaded=facts,
                     keeps=keeping.of(database))


@contextmanager
def uploads_alone(loaded: Uploaded) -> Iterator[tuple[Path, Uploaded]]:
    """The uploads as the only extracts: their folder, and what a snapshot keeps of them. Raises BadInput where there are none, and puts right what is
    said of a folder that nobody knows."""
    if loaded.folder is None:
        raise BadInput(NOTHING)
    try:
        yield loaded.folder, replace(loaded, folder=None)
    except BadInput as why:
        raise BadInput(str(why).replace(f" in {loaded.folder}", "")) from None
