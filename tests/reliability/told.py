"""What the words of the design say of a history, in plain Python over dicts: the state of every line, and what is held back for a person.

It was written from docs/adr/0001, the heads of the modules and the README of the layouts, and shares nothing with the SQL that it judges."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from tests.reliability.histories import BROKEN, NO_REFERENCE, UNREADABLE, Line, Sent

END = "the end of the day"
NAMELESS = (UNREADABLE, NO_REFERENCE)


@dataclass(frozen=True, order=True)
class Moment:
    """When a row speaks: the day that its extract shows, then when we received it; of one day, an order by content alone."""

    as_at: date
    received_on: date
    digest: str
    number: int
    name: str


@dataclass(frozen=True)
class Row:
    """A row that counts: it stands in a file, and says this of its report."""

    moment: Moment
    line: Line
    says: tuple
    source: tuple


@dataclass
class Told:
    """What became of each row, (file, line), which rows are current with the line each says it by, and the reports that a person must look at."""

    state: dict[tuple[str, int], str] = field(default_factory=dict)
    current: dict[str, Row] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)


def report_of(one: Sent, line: Line) -> str | None:
    """The report that a line is about; None where the line does not name it."""
    return None if line.wrong in NAMELESS else f"{one.stream.of}:{line.ref}"


def told(received: list[Sent]) -> Told:
    """What the words say of everything that was received, in whatever order it came."""
    found, rows = Told(), defaultdict(list)
    for one in received:
        digest = one.digest
        for number, line in enumerate(one.lines, 2):
            if line.wrong in BROKEN:
                found.state[one.name, number] = "quarantined"
                continue
            says = (one.stream.name, one.mislabelled, *one.cells(line))
            moment = Moment(one.as_at, one.received_on, digest, number, one.name)
            rows[report_of(one, line)].append(Row(moment, line, says, (one.stream.name, one.area)))
    for history in rows.values():
        history.sort(key=lambda row: row.moment)
    gone = _left_out(received, rows, found)
    for report, history in rows.items():
        _settle(report, history, gone[report], found)
    return found


def _settle(report: str, history: list[Row], gone: list[date], found: Told) -> None:
    """One report: what it said when, and what of that still stands."""
    last, first = {}, {}
    for row in history:
        last[row.says] = row
        first.setdefault(row.says, row)
    for row in history:
        where = (row.moment.name, row.moment.number)
        if row is not first[row.says]:
            found.state[where] = "exact duplicate"
        elif _ended(last[row.says], history, gone):
            found.state[where] = "withdrawn"
        elif last[row.says] is history[-1]:
            found.state[where] = "current"
            found.current[report] = row
        else:
            found.state[where] = "superseded"


def _ended(row: Row, history: list[Row], gone: list[date]) -> bool:
    """Whether what was last said by this row was withdrawn then or later, by a row that says so or by being left out."""
    return any(day >= row.moment.as_at for day in gone) or any(other.line.gone and other.moment >= row.moment for other in history)


def _left_out(received: list[Sent], rows: dict[str, list[Row]], found: Told) -> dict[str, list[date]]:
    """The days on which a full extract left each report out and was believed."""
    gone = defaultdict(list)
    for day in sorted({one.as_at for one in received}):
        today = [one for one in received if one.as_at == day]
        shown = {report_of(one, line) for one in today for line in one.lines}
        believed = []
        for source in {(one.stream.name, one.area) for one in today if one.full}:
            extract = [one for one in today if (one.stream.name, one.area) == source]
            live = [report for report, history in rows.items() if _live(history, gone[report], source, day, extract)]
            missing = [report for report in live if report not in shown]
            readable = not any(line.wrong in NAMELESS for one in extract for line in one.lines)
            if any(one.accept for one in extract if one.full) or (readable and 5 * len(missing) <= len(live)):
                believed += missing
            else:
                found.held.update((report, day) for report in missing)
        for report in believed:
            gone[report].append(day)
    found.held = {report for report, day in found.held if _still_held(rows[report], gone[report], day)}
    return gone


def _live(history: list[Row], gone: list[date], source: tuple, day: date, extract: list[Sent]) -> bool:
    """Whether this extract ought to show the report: it was last shown by this source, still stands, and its day is covered."""
    before = [row for row in history if row.moment.as_at < day]
    here = [row for row in before if row.source == source]
    if not here:
        return False
    seen = here[-1].moment.as_at
    elsewhere = any(row.moment.as_at > seen for row in before if row.source != source)
    covered = any(one.covers[0] <= here[-1].line.day <= one.covers[1] for one in extract if one.full)
    return covered and not elsewhere and not here[-1].line.gone and all(left < seen for left in gone)


def _still_held(history: list[Row], gone: list[date], day: date) -> bool:
    """Whether a report that was held back still waits for a person: nothing was said of it since, and it is not gone."""
    return history[-1].moment.as_at < day and not _ended(history[-1], history, gone)
