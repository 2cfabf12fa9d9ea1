"""The rows of a file that were set aside, as a table to send back to the agency that sent the file."""

from contextlib import closing

from flask import current_app

from dashboard import current, queries, taking
from timeline import jobs
from timeline.access import User
from timeline.loading import quarantined
from timeline.sheets import Sheet

NAME = "set-aside"


@taking.table(NAME, "load:run")
def sheet(user: User, given: dict[str, str]) -> Sheet:
    """Of the file that a job has read: from what a check kept, or from the newest snapshot. Raises queries.NotHere."""
    job, file = jobs.get(current_app.extensions["database"], given.get("job", "")), given.get("file", "")
    if job is None or job.result is None or file not in {one["file"] for one in job.result.get("files", ())}:
        raise queries.NotHere(f"file {file}")
    opened = queries.check_of(user, job.job_id) if job.kind == "check" else current.reader(current.newest_path())
    with closing(opened) as reader:
        return quarantined.sheet(reader, file)
