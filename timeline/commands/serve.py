"""`timeline serve`: serve the dashboard on the current snapshot."""

import importlib
from contextlib import closing

from timeline import keeping, snapshot
from timeline.commands import here
from timeline.database import Database


def add(commands) -> None:
    """Add the words of this command to the parser."""
    serve = commands.add_parser("serve", help="serve the dashboard on the current snapshot; a newer one is picked up by itself",
                                description="Serve the dashboard on the current snapshot; a newer one is picked up by itself.")
    where(serve)
    serve.set_defaults(do=do)


def where(parser) -> None:
    """Add the words that say where the dashboard is served."""
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default 127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8050, help="port to serve on (default 8050)")
    parser.add_argument("--workers", type=int, choices=range(1, 33), default=1, metavar="N",
                        help="how many processes serve it (default 1; a team needs one for each processor)")


def do(chosen) -> None:
    """Serve where it was `chosen`, until it is stopped. Raises keeping.BadPeriods where the records of an agency are shown for which no period is agreed."""
    published = snapshot.current(here.home())
    if published:
        with snapshot.open(published) as reader, closing(Database(here.home())) as database:
            keeping.of(database).refuse(keeping.suppliers(reader.table("made.files")))
    dashboard = importlib.import_module("dashboard.serving")  # the engine never imports its windows; the command opens them
    dashboard.serve(here.home(), chosen.host, chosen.port, chosen.workers)
