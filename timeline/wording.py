"""Days, numbers and lines of files in words, the same on a page and in a document."""

from collections.abc import Iterable
from datetime import date, datetime


def day(value: date | datetime | None, otherwise: str = "not recorded") -> str:
    """A day in words: 3 March 2024."""
    return f"{value.day} {value:%B %Y}" if value else otherwise


def when(occurred_from: datetime | None, occurred_to: datetime | None, precision: str) -> str:
    """When something happened, no more exactly than it is known."""
    if precision == "undated" or occurred_from is None:
        return "date not recorded"
    if precision == "minute":
        return f"{day(occurred_from)} at {occurred_from:%H:%M}"
    if precision == "range" and occurred_to and occurred_to.date() != occurred_from.date():
        return f"between {day(occurred_from)} and {day(occurred_to)}"
    return {"month": f"{occurred_from:%B %Y}", "year": f"{occurred_from:%Y}"}.get(precision, day(occurred_from))


def born(dob: date | None, precision: str | None) -> str:
    """A date of birth, marked where it is an estimate."""
    if dob is None:
        return "date of birth not recorded"
    return f"born about {dob.year}" if precision == "year" else f"born {day(dob)}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 child, 2 children."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lines(file: str, line_from: int, line_to: int) -> str:
    """A file and its lines: police.csv, lines 4 to 5."""
    return f"{file}, line {line_from}" if line_from == line_to else f"{file}, lines {line_from} to {line_to}"


def share(counted: int, of: int) -> str:
    """How many of how many, and the share: 12 of 40 (30%). None and all are said only where it is none and all."""
    if not of:
        return "0 of 0"
    per_cent = round(100 * counted / of)
    said = "less than 1" if counted and per_cent == 0 else "more than 99" if counted < of and per_cent == 100 else f"{per_cent}"
    return f"{counted:,} of {of:,} ({said}%)"


def months(days: Iterable[date]) -> str:
    """Months, each given by its first day, with those that follow one another as one: March 2024, May 2024 to July 2024."""
    runs: list[list[date]] = []
    for first in sorted(set(days)):
        if runs and (first - runs[-1][-1]).days <= 31:
            runs[-1].append(first)
        else:
            runs.append([first])
    return ", ".join(f"{run[0]:%B %Y}" + (f" to {run[-1]:%B %Y}" if len(run) > 1 else "") for run in runs)
