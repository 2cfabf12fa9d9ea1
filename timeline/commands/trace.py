"""`timeline trace`: one record's walk."""

from timeline import snapshot, trace
from timeline.commands import here


def add(commands) -> None:
    """Add the words of this command to the parser."""
    walk = commands.add_parser("trace", help="one record's walk, from a file's line, report, event, person, family or signal",
                               description="Print one record's walk in either direction.")
    walk.add_argument("id", help="such as police.csv:17, a report's reference, E-..., P-..., F-... or S-...")
    walk.set_defaults(do=_trace)


def _trace(chosen) -> None:
    print(trace.walk(snapshot.open(here.current()), chosen.id))
