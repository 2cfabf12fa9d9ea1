"""`timeline trace`: one record's walk. It shows what agencies wrote, so it is a line of the audit like any look."""

from contextlib import closing

from timeline import accounts, audit, snapshot, trace
from timeline.commands import here
from timeline.database import Database


def add(commands) -> None:
    """Add the words of this command to the parser."""
    walk = commands.add_parser("trace", help="one record's walk, from a file's line, report, event, person, family or signal",
                               description="Print one record's walk in either direction.")
    walk.add_argument("id", help="such as police.csv:17, a report's reference, E-..., P-..., F-... or S-...")
    walk.set_defaults(do=_trace)


def _trace(chosen) -> None:
    published = here.current()
    with closing(Database(here.home())) as database:
        audit.write(database, accounts.operator(), "trace", chosen.id, published.stem)
    print(trace.walk(snapshot.open(published), chosen.id))
