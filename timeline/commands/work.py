"""`timeline work`: do the checks and loads that were started on the dashboard, and end."""

from contextlib import closing

from timeline.commands import here
from timeline.database import Database
from timeline.loading import worker


def add(commands) -> None:
    """Add the words of this command to the parser."""
    work = commands.add_parser("work", help="do the checks and loads that were started on the dashboard, and end; the dashboard starts it by itself",
                               description="Do the checks and loads that were started on the dashboard, and end.")
    work.set_defaults(do=_work)


def _work(chosen) -> None:
    with closing(Database(here.home())) as database:
        worker.work(database)
