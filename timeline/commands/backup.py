"""`timeline backup`: everything that the home holds and that cannot be made anew, as one file that only the operator's key opens."""

from contextlib import closing
from pathlib import Path

from timeline import accounts, backup
from timeline.commands import here
from timeline.database import Database


def add(commands) -> None:
    """Add the words of this command to the parser."""
    made = commands.add_parser("backup", help="write everything that is kept to one file that only the operator's key opens, while the dashboard runs",
                               description="Write the database, the uploads, the layouts drawn here, the settings and the current snapshot to one file that "
                                           "only the operator's key opens, and read it back. The dashboard may run meanwhile.")
    made.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet, best on another machine")
    made.set_defaults(do=_backup)


def _backup(chosen) -> None:
    with closing(Database(here.home())) as database:
        manifest = backup.make(database, accounts.operator(), chosen.file.absolute())
    size = sum(size for size, _ in manifest.parts.values())
    print(f"Wrote {chosen.file} and read it back: {sum(manifest.lines.values()):,} lines of the database in {len(manifest.lines)} tables, "
          f"{sum(name.startswith('home/') for name in manifest.parts):,} files, {size / 1e6:,.1f} MB in all"
          f"{f', with the snapshot {manifest.snapshot}' if manifest.snapshot else ''}.\n"
          "Keep the operator's key apart from it: without that key nobody can read it, and nobody can help.")
