"""What was done to the audit, in words: from the number at which each line stands, and the number under which it was written.

Lines in the wrong order are the fewest that must be moved to put the others in order. A line that opens no seal was changed where a line is missing
in its place, and put in where none is."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple


class Line(NamedTuple):
    """A line: the number at which it stands, that under which it was written (None where its seal does not open), and whether its chain is whole."""

    number: int
    written: int | None
    whole: bool = True


class Finding(NamedTuple):
    """One thing that is wrong: what was done, to which lines (by the number under which they were written, but for those that were put in), where the
    first of them stands now if elsewhere, and a sentence for a person."""

    kind: str
    first: int
    last: int
    now: int | None
    words: str


def findings(straight: int, lines: list[Line], anchored: int | None) -> list[Finding]:
    """What is wrong with an audit whose first `straight` lines stand as they were written, whose others are `lines` as they stand, and whose last line,
    when it was kept elsewhere, was `anchored`."""
    exchanged = _exchanged(lines)
    placed = [line if line.written not in exchanged else line._replace(written=line.number) for line in lines]
    order = _in_order(straight, placed)
    there = {placed[at].written for at in order}
    out = [at for at, line in enumerate(placed) if line.written is not None and at not in order]
    copies = {at for at in out if placed[at].written in there or placed[at].written <= straight}
    moved = [at for at in out if at not in copies]
    rows = [line for at, line in enumerate(placed) if line.written is None or at in order]
    altered, put_in, missing = _gaps(straight, rows, {placed[at].written for at in moved}, anchored)
    end = max([straight, *(line.written for line in placed if line.written is not None), *(written for written, _ in altered)])
    return sorted([
        *(Finding("exchanged", first, last, last, f"Lines {first} and {last} were exchanged.") for first, last in exchanged.items() if first < last),
        *(_moved(placed[at]) for at in moved),
        *(_put_in(placed[at].number, placed[at].written) for at in sorted(copies)),
        *(_put_in(number) for number in put_in),
        *_altered(altered, len(rows) == len(altered) and not straight),
        *(_missing(first, last, end) for first, last in _runs(missing)),
        *_renumbered(line for line in rows if line.written is not None),
    ], key=lambda found: (found.first, found.kind))


def forked(number: int) -> Finding:
    """The finding that the audit that was kept elsewhere had another line here."""
    return Finding("another end", number, number, None,
                   f"Line {number} is not the one that was kept elsewhere: an older copy was put back, and lines were written after it.")


def unindexed(number: int) -> Finding:
    """The finding that the index does not hold what a line names."""
    return Finding("index", number, number, None, f"The index does not hold what line {number} names: rows of it were changed, removed or put in.")


def _exchanged(lines: list[Line]) -> dict[int, int]:
    """The lines of which each stands where the other was written, both ways; none that is there twice."""
    times = Counter(line.written for line in lines)
    stands = {line.number: line.written for line in lines if times[line.written] == 1 and line.written not in (None, line.number)}
    return {written: number for number, written in stands.items() if stands.get(written) == number}


def _in_order(straight: int, lines: list[Line]) -> set[int]:
    """The places of a longest run of lines that open and rise in number, beyond the first `straight`, whatever stands between them: what is not in it
    was moved, or is a copy."""
    tails, ends, before = [], [], {}
    for at, line in enumerate(lines):
        if line.written is not None and line.written > straight:
            length = bisect_left(tails, line.written)
            tails[length:length + 1], ends[length:length + 1] = [line.written], [at]
            before[at] = ends[length - 1] if length else None
    kept, at = set(), ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept


def _gaps(straight: int, rows: list[Line], elsewhere: set[int], anchored: int | None) -> tuple[list, list[int], list[int]]:
    """Between the lines that open: (number written, number at which it stands) of each that was altered, where lines were put in, and which are missing."""
    altered, put_in, missing, waiting, last = [], [], [], [], straight
    for line in [*rows, None]:
        if line and line.written is None:
            waiting.append(line.number)
            continue
        if line and not line.whole:
            altered.append((line.written, line.number))
        upto = line.written - 1 if line else max(anchored, last) if anchored is not None else max([last, *waiting])
        gap = [number for number in range(last + 1, upto + 1) if number not in elsewhere]
        matched = _matched(waiting, gap)
        altered += matched.items()
        put_in += [number for number in waiting if number not in matched.values()]
        missing += [number for number in gap if number not in matched]
        waiting, last = [], line.written if line else last
    return altered, put_in, missing


def _matched(waiting: list[int], gap: list[int]) -> dict[int, int]:
    """The missing numbers that lines which do not open may have been written under: the number at which each stands if it is one of them, else the next."""
    matched = {number: number for number in sorted(set(waiting) & set(gap))}
    others = [number for number in waiting if number not in matched]
    free = [number for number in gap if number not in matched]
    return matched | dict(zip(free, others, strict=False))


def _altered(altered: list[tuple[int, int]], every: bool) -> list[Finding]:
    said = " No line opens: the whole audit was written anew, with another key." if every and len(altered) > 1 else ""
    return [Finding("altered", first, last, None, f"{_lines(first, last)} altered.{said}") for first, last in _runs(sorted(written for written, _ in altered))]


def _missing(first: int, last: int, end: int) -> Finding:
    if first > end:
        return Finding("cut off", first, last, None, f"{_lines(first, last)} cut off at the end.")
    return Finding("removed", first, last, None, f"{_lines(first, last)} removed.")


def _moved(line: Line) -> Finding:
    return Finding("moved", line.written, line.written, line.number, f"Line {line.written} was moved to {line.number}.")


def _put_in(number: int, copy_of: int | None = None) -> Finding:
    return Finding("put in", number, number, None, f"Line {number} was put in" + (f": it is a copy of line {copy_of}." if copy_of else "."))


def _renumbered(lines: Iterable[Line]) -> list[Finding]:
    """The runs of lines in their order that stand at other numbers, as happens to those after a line that was removed or put in."""
    found = []
    for line in (line for line in lines if line.number != line.written):
        if found and (found[-1][1], found[-1][2] + found[-1][1] - found[-1][0]) == (line.written - 1, line.number - 1):
            found[-1][1] = line.written
        else:
            found.append([line.written, line.written, line.number])
    return [Finding("renumbered", first, last, now, f"{_lines(first, last)} renumbered, from {now}.") for first, last, now in found]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """The stretches of successive numbers, of numbers in order."""
    if not numbers:
        return []
    breaks = [(a, b) for a, b in pairwise(numbers) if b != a + 1]
    return list(zip([numbers[0], *(b for _, b in breaks)], [*(a for a, _ in breaks), numbers[-1]], strict=True))


def _lines(first: int, last: int) -> str:
    return f"Line {first} was" if first == last else f"Lines {first} to {last} were"
