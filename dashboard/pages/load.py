"""One check or load: how far it is, and what it found."""

from dashboard import parts
from dashboard.loading import progress, report
from dashboard.loading.starting import KINDS
from timeline.access import User

NAME, PATHS, PERMISSION = "load", ("/load/<job_id>",), "load:run"


def layout(user: User, job_id: str, query: dict) -> list:
    """The job; or, where the query names a file and a state, the rows behind one number of its report."""
    of = progress.job(user, job_id)
    head = parts.title(f"{KINDS[of.kind]} {of.job_id}", "Load")
    if query.get("file") and of.ended:
        return [head, *report.rows(user, of, query["file"], query.get("state") or "quarantined")]
    return [head, parts.text(parts.link("All files, checks and loads", "/loads")), progress.section(user, of)]
