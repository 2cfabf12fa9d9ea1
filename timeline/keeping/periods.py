"""How long each agency's records are kept: `retention.toml` in the home, which an information governance lead signs.

No national period exists, so none is assumed."""

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from timeline.files import BadInput

NAME = "retention.toml"
RECORD, CONTACT, CHILD_18, CHILD_25 = "the record", "last contact", "youngest child 18", "youngest child 25"
COUNTED_FROM = (RECORD, CONTACT, CHILD_18, CHILD_25)
LINES = {"years": int, "counted_from": str, "agreement": str, "agreed_on": date}
SHOWN = """[{agency}]
years = 0                       # how many
counted_from = "last contact"   # or "the record", "youngest child 18", "youngest child 25"
agreement = ""                  # what it is called
agreed_on = 2026-01-31          # the day on which it was signed
"""
LACKING = ("How long the records of {agencies} are kept is not agreed here, and no national period exists. Nothing was read or shown. Let whoever answers "
           "for the information sharing agreement fill in these lines, and add them to {path}:\n\n{lines}")


class BadPeriods(BadInput):
    """A file of periods that cannot be used, or that lacks an agency; the message says what to write."""


@dataclass(frozen=True)
class Period:
    """How many years an agency's records are kept, counted from which day (of COUNTED_FROM), and the agreement that says so, with its day."""

    years: int
    counted_from: str
    agreement: str
    agreed_on: date


def path(home: Path) -> Path:
    """Where the periods of a home stand."""
    return home / NAME


def read(path: Path) -> dict[str, Period]:
    """Each agency's period; none where there is no file. Raises BadPeriods with the first line that is missing or cannot be."""
    if not path.exists():
        return {}
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise BadPeriods(f"{path} is not TOML that can be read: {why}. Correct that line.") from None
    return {agency: _period(path, agency, lines) for agency, lines in said.items()}


def lacking(path: Path, agencies: list[str]) -> str:
    """The sentence for agencies without a period, with the lines to write."""
    return LACKING.format(agencies=" and ".join(agencies), path=path, lines="\n".join(SHOWN.format(agency=json.dumps(agency)) for agency in agencies))


def _period(path: Path, agency: str, lines) -> Period:
    if not isinstance(lines, dict) or lines.keys() != LINES.keys():
        raise BadPeriods(f"{path} must say exactly {', '.join(LINES)} under [{agency}]:\n\n{SHOWN.format(agency=json.dumps(agency))}")
    for line, kind in LINES.items():
        if type(lines[line]) is not kind or lines[line] == "":
            raise BadPeriods(f"{path} says {line} = {lines[line]!r} under [{agency}]. Write it as in:\n\n{SHOWN.format(agency=json.dumps(agency))}")
    period = Period(**lines)
    if period.counted_from not in COUNTED_FROM:
        raise BadPeriods(f"{path} says counted_from = {period.counted_from!r} under [{agency}]. It must be one of: {', '.join(COUNTED_FROM)}.")
    if period.years < (0 if period.counted_from in (CHILD_18, CHILD_25) else 1):
        raise BadPeriods(f"{path} says years = {period.years} under [{agency}]: everything would be removed at once. Write how many years it is kept.")
    return period
