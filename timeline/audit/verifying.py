"""Whether the audit is as it was written, and exactly what is not.

One walk over all lines in the order of their numbers. A line whose chain follows from the line before is as it was written; only where it does not is its
seal opened, which gives the number under which it was written or says that it was changed. What that comes to is told by naming.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from timeline.audit import anchor
from timeline.audit.lines import BETWEEN, NAMED_SQL, SAID_SQL, Head, Sealing
from timeline.audit.naming import Finding, Line, findings, forked, unindexed
from timeline.database import Database

AT_ONCE = 5000  # lines
LINES = f"select number, {SAID_SQL}, seal, chain, {NAMED_SQL} from audit order by number"
INDEX = "select number, string_agg(how || ' ' || thing || '\n', '' order by place), count(*), max(place) from audit_named group by number order by number"


class BrokenAudit(Exception):
    """The audit is not as it was written; the message says what is wrong, a sentence each."""


@dataclass(frozen=True)
class Looked:
    """What a look at the whole audit found: how many lines, the first and the last moment, the last line, and what is wrong."""

    lines: int = 0
    since: str | None = None
    until: str | None = None
    head: Head = Head(0, "")
    findings: list[Finding] = field(default_factory=list)


def verify(database: Database, kept: Head | None = None) -> Head:
    """The head of an audit that is as it was written and reaches `kept`, or its anchor where none is given. Raises BrokenAudit, anchor.NotKept."""
    found = look(database, kept or anchor.read(anchor.path(database.home)))
    if found.findings:
        raise BrokenAudit(" ".join(finding.words for finding in found.findings))
    return found.head


def look(database: Database, kept: Head | None) -> Looked:
    """What the audit holds and everything that is wrong with it, by its seals, its chain, its index, and the head that was kept elsewhere."""
    with database.read() as connection:
        return looked_over(connection, Sealing(database.home), kept)


def looked_over(connection: sa.Connection, sealing: Sealing, kept: Head | None) -> Looked:
    """What `look` finds, by these keys, on this connection."""
    walk, index = Walk(sealing, kept), _Index(_streamed(connection, INDEX))
    for row in _streamed(connection, LINES):
        walk.line(*row[:4])
        index.line(row[0], row[4])
    looked = walk.looked()
    return looked if looked.findings else replace(looked, findings=[unindexed(number) for number in index.ended()])


def _streamed(connection: sa.Connection, sql: str) -> Iterator[tuple]:
    """The rows of a query, some thousands at a time."""
    with connection.exec_driver_sql(sql, execution_options={"stream_results": True}) as result:
        for rows in result.partitions(AT_ONCE):
            yield from rows


class Walk:
    """A walk over the lines: what was met, and of the line before, the number under which it was written, the chain to go on from, and whether that is sure."""

    def __init__(self, sealing: Sealing, kept: Head | None, first: int = 1):
        """A walk that begins with the line `first`; what an earlier line said is not known to it."""
        self._sealing, self._kept, self._before = sealing, kept, first - 1
        self._written, self._chain, self._sure = first - 1, "", first == 1
        self._straight, self._lines, self._forked = first - 1, [], False
        self._since, self._last = None, (0, None, "")

    def line(self, number: int, said: str, seal: str, stored: str) -> None:
        """Take the next line."""
        expected = self._sealing.chain(self._chain, seal, said)
        if expected == stored and number == self._straight + 1 and not self._lines:
            self._straight = self._written = number
            self._chain = stored
        else:
            self._odd(number, said, seal, stored, expected)
        if self._kept and self._written == self._kept.number:
            self._forked = self._forked or self._chain != self._kept.chain
        self._since, self._last = self._since or said, (number, said, stored)

    def looked(self) -> Looked:
        """What was found."""
        found = findings(self._straight, self._lines, self._kept.number if self._kept else None)
        found += [forked(self._kept.number)] if self._forked and not found else []
        number, said, stored = self._last
        return Looked(self._straight - self._before + len(self._lines), _moment(self._since), _moment(said), Head(number, stored), found)

    def _odd(self, number: int, said: str, seal: str, stored: str, expected: str) -> None:
        """Take a line that does not simply follow, or that comes after such a one."""
        follows, before, whole = expected == stored, self._written, True
        self._written = before + 1 if follows and before is not None else self._sealing.opened(seal, said)
        if not follows and before is not None and self._written == before + 1:
            whole = self._other_chain()
        self._chain, self._sure = (stored, follows) if whole else (expected, True)
        self._lines.append(Line(number, self._written, whole))

    def _other_chain(self) -> bool:
        """Of a line in its place whose chain does not follow: whether it is whole, since it was the chain of the line before that was changed."""
        if self._lines and not self._sure:
            self._lines[-1] = self._lines[-1]._replace(whole=False)
        return not self._sure


class _Index:
    """The index of what lines name, read beside the lines: the numbers at which the two differ."""

    def __init__(self, rows: Iterator[tuple]):
        self._rows, self._differ = rows, []
        self._next = next(rows, None)

    def line(self, number: int, named: str) -> None:
        """Take the next line with what it names."""
        while self._next and self._next[0] < number:
            self._differ.append(self._next[0])
            self._next = next(self._rows, None)
        held = ("", 0, None)
        if self._next and self._next[0] == number:
            held, self._next = self._next[1:], next(self._rows, None)
        if held[0] != named or held[2] not in (None, held[1]):
            self._differ.append(number)

    def ended(self) -> list[int]:
        """The numbers at which they differ, with those of the index that no line has."""
        return [*self._differ, *((self._next[0],) if self._next else ()), *(row[0] for row in self._rows)]


def _moment(said: str | None) -> str | None:
    """When a line was written, from its content."""
    return said[1:].partition(BETWEEN)[0] if said else None
