"""Whether the audit is as it was written, and exactly what is not.

One walk over all lines in the order of their numbers. A line whose chain follows from the line before is as it was written; only where it does not is its
seal opened, which gives the number under which it was written or says that it was changed. What that comes to is told by naming.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from timeline.audit import anchor
from timeline.audit.lines import NAMING, SAID, Head, Sealing, things
from timeline.audit.naming import Finding, Line, findings, forked, unindexed
from timeline.database import Database

AT_ONCE = 5000  # lines
LINES = f"""select number, "{'", "'.join(SAID)}", seal, chain from audit order by number"""
INDEX = "select number, place, how, thing from audit_named order by number, place"
FIRST, LAST = 1 + SAID.index(NAMING[0]), 2 + SAID.index(NAMING[-1])


class BrokenAudit(Exception):
    """The audit is not as it was written; the message says what is wrong, a sentence each."""


@dataclass
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
    walk, index = _Walk(sealing, kept), _Index(_streamed(connection, INDEX))
    for row in _streamed(connection, LINES):
        walk.line(row)
        index.line(row[0], row[FIRST:LAST])
    walk.looked.findings = walk.findings() or [unindexed(number) for number in index.ended()]
    return walk.looked


def _streamed(connection: sa.Connection, sql: str) -> Iterator[tuple]:
    """The rows of a query, some thousands at a time."""
    with connection.exec_driver_sql(sql, execution_options={"stream_results": True, "yield_per": AT_ONCE}) as result:
        for rows in result.partitions():
            yield from rows


class _Walk:
    """A walk over the lines: what was met, and of the line before, the number under which it was written, the chain to go on from, and whether that is sure."""

    def __init__(self, sealing: Sealing, kept: Head | None):
        self.looked, self._sealing, self._kept = Looked(), sealing, kept
        self._written, self._chain, self._sure = 0, "", True
        self._straight, self._lines, self._forked = 0, [], False

    def line(self, row: tuple) -> None:
        """Take the next line."""
        number, said, seal, stored = row[0], row[1:-2], row[-2], row[-1]
        expected = self._sealing.chain(self._chain, seal, said)
        follows, before, whole = expected == stored, self._written, True
        self._written = before + 1 if follows and before is not None else self._sealing.opened(seal, said)
        if not follows and before is not None and self._written == before + 1:
            whole = self._other_chain()
        self._chain, self._sure = (stored, follows) if whole else (expected, True)
        self._keep(Line(number, self._written, whole), stored)
        self.looked.lines, self.looked.head = self.looked.lines + 1, Head(number, stored)
        self.looked.since, self.looked.until = self.looked.since or said[0], said[0]

    def findings(self) -> list[Finding]:
        """What is wrong, in the order of the lines."""
        found = findings(self._straight, self._lines, self._kept.number if self._kept else None)
        return [*found, forked(self._kept.number)] if self._forked and not found else found

    def _other_chain(self) -> bool:
        """Of a line in its place whose chain does not follow: whether it is whole, since it was the chain of the line before that was changed."""
        if not self._sure and self._lines:
            self._lines[-1] = self._lines[-1]._replace(whole=False)
            return True
        return False

    def _keep(self, line: Line, stored: str) -> None:
        if not self._lines and line == (self._straight + 1, self._straight + 1, True):
            self._straight += 1
        else:
            self._lines.append(line)
        if self._kept and line.whole and line.written == self._kept.number and stored != self._kept.chain:
            self._forked = True


class _Index:
    """The index of what lines name, read beside the lines: the numbers at which the two differ."""

    def __init__(self, rows: Iterator[tuple]):
        self._rows, self._differ = rows, []
        self._next = next(rows, None)

    def line(self, number: int, naming: tuple) -> None:
        """Take the next line with what it names."""
        held = []
        while self._next and self._next[0] <= number:
            held.append(tuple(self._next))
            self._next = next(self._rows, None)
        if held or any(naming):
            named = [(number, place, *thing) for place, thing in enumerate(things(naming), 1)]
            if held != named:
                self._differ.append(number)

    def ended(self) -> list[int]:
        """The numbers at which they differ, with those of the index that no line has."""
        return [*self._differ, *sorted({row[0] for row in ((self._next,) if self._next else ())} | {row[0] for row in self._rows})]
