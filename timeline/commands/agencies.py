"""`timeline agencies check`: which layout fits a file."""

from pathlib import Path

from timeline import agencies
from timeline.agencies import check


def add(commands) -> None:
    """Add the words of this command to the parser."""
    suppliers = commands.add_parser("agencies", help="suppliers' layouts").add_subparsers(required=True, metavar="WHAT")
    fits = suppliers.add_parser("check", help="which layout fits a file, what is unknown in it, and a skeleton for a new supplier",
                                description="Say which layout fits a file and what is unknown in it; print a skeleton for a new supplier.")
    fits.add_argument("file", type=Path, metavar="FILE")
    fits.add_argument("--agencies", type=Path, metavar="FOLDER", help="further suppliers' layouts, beside those that are shipped")
    fits.set_defaults(keyless=True, do=_check)


def _check(chosen) -> None:
    print(check.describe(chosen.file, agencies.load(chosen.agencies)))
