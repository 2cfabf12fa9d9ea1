"""A check: the uploads read together with what stands, as a load would read them, and nothing published.

What a page needs of it is kept in a small file with the tables of a snapshot, so that whatever shows rows of a snapshot shows these too."""

from pathlib import Path

from timeline import files, issues, keeping, ledger, pipeline, referrals, settings, snapshot, uploaded, versions
from timeline.database import Database
from timeline.jobs import Job
from timeline.loading import account, publishing
from timeline.loading.watching import Watch
from timeline.rows.shape import literal

KEPT = 5  # checks whose tables are kept


def check(database: Database, job: Job, watch: Watch) -> dict:
    """What the uploads that the job names would do, as `account.give` tells it. Raises what reading raises, each with a sentence, and snapshot.Busy."""
    with snapshot.working(database.home, told=watch.made) as s:
        watch.connection = s.connection
        held = uploaded.marks(publishing.before(database))
        with referrals.extract(database) as entered, uploaded.extract(database, job.about["last"], held, job.job_id) as loaded:
            read, gone = loaded.read, sorted(held.keys() - loaded.marks.keys())
            current = snapshot.current(database.home)
            if current:
                pipeline.reread(current, s, entered, loaded, keeping.of(database))
            else:
                with publishing.uploads_alone(loaded) as (folder, _facts):
                    pipeline.read(folder, files.find(folder, loaded.layouts), loaded.layouts, settings.load(), s, entered, keeps=keeping.of(database))
        s["issues"] = issues.find(s["rows"], s["codes"], s["categories"])
        s["versions"] = versions.settle(s["rows"], s["issues"], s["codes"], s["files"])
        s["books"] = ledger.books(s["files"], s["rows"], s["versions"])
        _keep(s, path(database.home, job.job_id), read)
        return account.give(s.connection, read, gone)


def path(home: Path, job_id: str) -> Path:
    """Where the tables of a check are kept: files, books, codes, and of the uploads that it read the headers, the quarantined rows, and every
    issue. Open it as a snapshot; it is there until KEPT later checks were made."""
    return home / "checks" / f"{job_id}{snapshot.ending(home)}"


def _keep(s, path: Path, read: list[str]) -> None:
    """Write the tables to the file, whole or not at all, and let go of older ones."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    s.describe(check=path.stem)
    s.keep(path, _parts(read)).chmod(0o600)
    for old in sorted(snapshot.files(path.parent), key=lambda one: int(one.stem.removeprefix("J-")), reverse=True)[KEPT:]:
        old.unlink()


def _parts(read: list[str]) -> dict[str, str]:
    """SQL for which rows of which tables are kept."""
    theirs = f"select row_id from made.rows where file in ({', '.join(map(literal, ['', *read]))})"
    aside = f"({theirs}) and row_id in (select row_id from made.versions where state = 'quarantined')"
    return {"about": "true", "files": "true", "books": "true", "codes": "true",
            "issues": f"row_id in ({theirs})", "versions": f"row_id in {aside} or {account.HELD}",
            "rows": f"row_id in {aside} or part = 'header' and row_id in ({theirs})"}
