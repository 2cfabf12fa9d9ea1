"""What a run may keep: for which agencies a period is agreed, and what was ordered to be removed and stays out whenever it comes again.

An order keeps of a record, and of a person named in one, a keyed hash and nothing else, so that it tells nobody what it was about. Why so: docs/adr/0030."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import sqlalchemy as sa

from timeline import keys
from timeline.database import Database
from timeline.database.declared import erasures as lines
from timeline.keeping import periods
from timeline.keeping.periods import BadPeriods, Period

__all__ = ["EVERYTHING", "BadPeriods", "Keeping", "Period", "hashed", "of", "secret", "seen"]


@dataclass(frozen=True)
class Keeping:
    """What may be kept: by which agency's `periods` (None: none is asked for, in a demo), which stand in the file at `path`; the number of the `last` order;
    and by keyed hash, each removed record's mark, the records out of which a person was taken, each with its mark, and those persons as they were written.

    A mark is what stands in the place of the content: `[removed R-3 of 2019-04]`, with the month in which the record was known, if it was."""

    periods: dict[str, Period] | None
    path: Path
    key: bytes = b""
    last: int = 0
    records: dict[str, str] = field(default_factory=dict)
    in_part: dict[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    mentions: dict[str, str] = field(default_factory=dict)

    def refuse(self, agencies: Iterable[str]) -> None:
        """Raise BadPeriods where no period is agreed for one of these agencies."""
        lacks = [] if self.periods is None else sorted(set(agencies) - self.periods.keys())
        if lacks:
            raise BadPeriods(periods.lacking(self.path, lacks))

    def removes(self, report_id: str) -> str | None:
        """The order that removed this record, if one did."""
        return _order(self.records.get(hashed(self.key, report_id)))

    def concerns(self, id: str) -> str | None:
        """The order that removed this record, or this person named in one, if one did."""
        return self.removes(id.split("#")[0]) or self.mentions.get(hashed(self.key, id))


EVERYTHING = Keeping(None, Path())


def suppliers(files: duckdb.DuckDBPyRelation) -> list[str]:
    """The agencies whose files were read, of the table of files."""
    return [agency for (agency,) in files.filter("problem is null").project("agency").distinct().fetchall()]


def of(database: Database) -> Keeping:
    """What may be kept in this home now. Raises BadPeriods where the file of periods cannot be read."""
    with database.read() as connection:
        return seen(connection, database.home)


def seen(connection: sa.Connection, home: Path) -> Keeping:
    """What may be kept in this home, as this connection to its database sees it. Raises BadPeriods."""
    path, asked = periods.path(home), keys.of(home).sealed
    agreed = periods.read(path) if path.exists() or asked else None
    ordered = connection.execute(sa.select(lines).where(lines.c.act == "ordered").order_by(lines.c.number)).all()
    records, in_part, people, mentions = {}, {}, set(), {}
    for order in ordered:
        records |= {one: mark(order.erasure_id, month) for one, month in json.loads(order.records).items()}
        for record, person, mention in json.loads(order.mentions):
            in_part[record] = mark(order.erasure_id, "", "in part ")
            people.add(person)
            mentions[mention] = order.erasure_id
    return Keeping(agreed, path, secret(home), max((order.number for order in ordered), default=0), records, in_part, frozenset(people), mentions)


def mark(order_id: str, month: str = "", how: str = "") -> str:
    """What stands in the place of content that an order removed."""
    return f"[removed {how}{order_id}{f' of {month}' if month else ''}]"


def hashed(key: bytes, text: str) -> str:
    """The keyed hash that an order keeps of an id."""
    return hmac.digest(key, text.encode(), "sha256").hex()


def secret(home: Path) -> bytes:
    """The key of the hashes that this home's orders keep. Raises keys.NoKey."""
    return keys.of(home).derived("erasure")


def _order(mark: str | None) -> str | None:
    return mark.split(" of ")[0].removeprefix("[removed ").removesuffix("]") if mark else None
