"""The audit, or some days of it, as lines of JSON that hold everything of a line, its seal and its chain too: kept elsewhere, it can be verified there
with the home's key."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from timeline.audit.lines import SAID, Head, Sealing, content
from timeline.audit.verifying import Looked, Walk
from timeline.database import Database
from timeline.database import audit as lines

COLUMNS = ("number", *SAID, "seal", "chain")


class NotAnExport(Exception):
    """The file is no export of an audit; the message says which line of it is not."""


def write(database: Database, file: Path, since: date | None = None, until: date | None = None) -> int:
    """Write the lines of these days, the first and the last included, to a new file for its owner alone; how many. Raises FileExistsError."""
    query = sa.select(*(lines.c[name] for name in COLUMNS)).order_by(lines.c.number)
    query = query.where(lines.c.at >= since.isoformat()) if since else query
    query = query.where(lines.c.at < (until + timedelta(days=1)).isoformat()) if until else query
    count = 0
    with file.open("x", encoding="utf-8") as out, database.read() as connection:
        file.chmod(0o600)
        for row in connection.execution_options(yield_per=5000).execute(query).mappings():
            out.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
            count += 1
    return count


def look(home: Path, file: Path, kept: Head | None = None) -> Looked:
    """What an export holds, and everything that is wrong with it, by the keys of the home. Its first line may follow on others, which are not in it.

    Raises NotAnExport, keys.NoKey."""
    walk = None
    for line in _read(file):
        walk = walk or Walk(Sealing(home), kept, line["number"])
        walk.line(line["number"], content(line), line["seal"], line["chain"])
    return walk.looked() if walk else Looked()


def _read(file: Path) -> Iterator[dict]:
    with file.open(encoding="utf-8") as told:
        for number, text in enumerate(told, 1):
            try:
                line = json.loads(text)
            except ValueError:
                line = None
            if not isinstance(line, dict) or line.keys() != set(COLUMNS) or not isinstance(line["number"], int):
                raise NotAnExport(f"Line {number} of {file} is not a line of an exported audit.")
            yield line
