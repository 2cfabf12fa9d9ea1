"""`timeline restore`: a backup put back into an empty home, and its audit verified."""

from contextlib import closing
from pathlib import Path

from timeline import audit, backup
from timeline.audit import anchor
from timeline.commands import here
from timeline.database import Database

BROKEN = 3
AHEAD = ("The anchor of the audit, {path}, stands at line {anchored}, and the audit that was put back ends at line {number}. If this home takes the place "
         "of the one that was backed up, say so with: timeline audit accept --reason REASON. If not, name an anchor of its own in TIMELINE_AUDIT_ANCHOR.")


def add(commands) -> None:
    """Add the words of this command to the parser."""
    put_back = commands.add_parser("restore", help="put a backup back into an empty home, and verify its audit",
                                   description="Put a backup back into the home that TIMELINE_HOME names, which must be empty, and verify its audit. Where "
                                               "TIMELINE_DATABASE is given the lines of the database go there: so a backup is also the way from a file "
                                               "to PostgreSQL and back.")
    put_back.add_argument("file", type=Path, metavar="FILE", help="what `timeline backup` has made")
    put_back.set_defaults(do=_restore, keyless=True)  # there is no home yet whose key could be asked for


def _restore(chosen) -> int:
    home = here.home()
    manifest = backup.restore(chosen.file, home)
    print(f"Put {chosen.file} back into {home}: as it was on {manifest.made_at}, {sum(manifest.lines.values()):,} lines of the database"
          f"{f', snapshot {manifest.snapshot}' if manifest.snapshot else ''}. Nobody is signed in.")
    with closing(Database(home)) as database:
        try:
            head = audit.verify(database, audit.Head(*manifest.audit))
        except audit.BrokenAudit as why:
            print(f"The audit is not as it was written: {why}")
            return BROKEN
    print(f"The audit is whole: {head.number:,} lines, each as it was written.")
    anchored = anchor.read(anchor.path(home))
    if anchored and anchored != head:
        print(AHEAD.format(path=anchor.path(home), anchored=anchored.number, number=head.number))
    return 0
