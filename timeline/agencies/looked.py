"""A file looked at before anything is made of it: how it is written, its columns, which layout fits, its cells and its codes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from timeline import agencies, received, workbooks
from timeline.agencies import ANSWERED, CODED, WORDS, Layout, plain
from timeline.files import DELIMITERS, LOOKED_AT
from timeline.rows.splitter import split

SHOWN_LINES = 5
NO_TEXT = "This is neither text nor a workbook: it may be a program, a picture or a database. Ask the supplier for CSV, text or .xlsx."
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\x96\x97"


@dataclass(frozen=True)
class Looked:
    """What was seen of a file: its encoding ('xlsx' of a workbook), what parts its cells, where its header stands among the lines that hold
    something (-1: it has none), its columns, and the layout that fits, if one does."""

    path: Path
    written: str
    delimiter: str | None
    at: int
    columns: list[str]
    layout: Layout | None

    @property
    def words(self) -> str:
        """How it is written, as a person reads it."""
        return self.written + (f", parted by {DELIMITERS[self.delimiter]}" if self.delimiter else "") + f", {len(self.columns)} columns"


@dataclass(frozen=True)
class Strange:
    """A code that the layout of a file does not know: in which column and field, how often, and on which first lines."""

    column: str
    place: str
    code: str
    times: int
    lines: list[int]


def look(path: Path, layouts: dict[str, Layout]) -> Looked:
    """The file's top, and the layout that fits it; else the widest of its first lines as its columns. Raises received.Refused."""
    workbook = received.is_workbook(path)
    if not workbook and not received.is_text(path):
        raise received.Refused(NO_TEXT)
    written = "xlsx" if workbook else received.encoding(path)
    delimiter, top = _top(path, written, layouts)
    at, layout = _header(top, layouts)
    columns = list(layout.columns) if layout and not layout.header else top[at] if top else []
    return Looked(path, written, delimiter, at, columns, layout)


def closest(columns: list[str], layouts: Iterable[Layout]) -> tuple[Layout | None, list[str]]:
    """Of layouts that do not fit, the one that shares most with these columns, and the columns that it needs besides; (None, []) where none does."""
    there = set(map(plain, columns))
    best = max(layouts, key=lambda layout: len(layout.needed & there) / len(layout.needed), default=None)
    return (best, sorted(best.needed - there)) if best and best.needed & there else (None, [])


def records(of: Looked) -> Iterator[tuple[int, list[str]]]:
    """Each record's line and cells below the header; what has fewer cells than the header is left out."""
    width, names = len(of.columns), [*map(plain, of.columns)]
    for number, cells in _lines(of):
        if len(cells) >= width and (plain(cells[0]) != names[0] or [*map(plain, cells)][:width] != names):
            yield number, cells


def samples(of: Looked, most: int, within: int) -> list[list[str]]:
    """Each column's first `most` different values, of those among its first records."""
    seen: list[dict[str, None]] = [{} for _ in of.columns]
    for _, cells in islice(records(of), within):
        for found, cell in zip(seen, cells, strict=False):
            if len(found) < most and cell.strip():
                found.setdefault(cell.strip())
    return [list(found) for found in seen]


def values(of: Looked, columns: list[str], within: int) -> dict[str, Counter]:
    """How often each value stands in each of these columns, among the file's first records."""
    places = {column: of.columns.index(column) for column in columns}
    counts: dict[str, Counter] = {column: Counter() for column in columns}
    for _, cells in islice(records(of), within):
        for column, place in places.items():
            counts[column][cells[place]] += 1
    return {column: _stripped(found) for column, found in counts.items()}


def unknown_codes(of: Looked, most: int | None = None) -> list[Strange]:
    """The codes among the first `most` records (all of them without) that the file's layout does not know, the most frequent first."""
    places = {place: (column, of.columns.index(column), known) for column, place, known in _coded(of.layout, of.columns)}
    counts, lines = Counter(), defaultdict(list)
    nothing = {plain(word) for word in of.layout.nothing} | {""}
    strange = lru_cache(1 << 16)(lambda place, cell: written_plainly(cell) not in places[place][2] | nothing)
    for number, cells in islice(records(of), most):
        for place, (_, index, _known) in places.items():
            if strange(place, cells[index]):
                code = cells[index].strip()
                counts[place, code] += 1
                lines[place, code] += [number][:SHOWN_LINES - len(lines[place, code])]
    return [Strange(places[place][0], place, code, times, lines[place, code]) for (place, code), times in counts.most_common()]


def _stripped(found: Counter) -> Counter:
    """The counts of values without the blanks around them, and without empty ones."""
    counts = Counter()
    for value, times in found.items():
        counts[value.strip()] += times
    del counts[""]
    return counts


def written_plainly(text: str) -> str:
    """A code as codes are compared: trimmed, in lower case, every dash a hyphen, blanks single."""
    return plain("".join("-" if mark in DASHES else mark for mark in text))


def coded_field(place: str) -> str | None:
    """Whose codes a field is read through: 'answer' for a risk question, 'sex' for victim.sex; None for one that is no code."""
    name = place.split(".")[-1]
    if place.startswith("asked.") or name in ANSWERED:
        return "answer"
    return name if name in CODED else None


def _top(path: Path, written: str, layouts) -> tuple[str | None, list[list[str]]]:
    """The delimiter and the first lines as cells: what fits a layout, else what parts the lines into the most cells."""
    if written == "xlsx":
        return None, [[workbooks.cell_text(value, "yyyy-mm-dd") for value in row] for row in islice(workbooks.sheet(path), LOOKED_AT)]
    lines = [line for line in islice(received.lines(path, written), LOOKED_AT) if line.strip()]
    readings = {mark: [received.cells(line, mark) for line in lines] for mark in DELIMITERS}
    best = max(readings, key=lambda mark: (_header(readings[mark], layouts)[1] is not None, max(map(len, readings[mark]), default=0)))
    return best, readings[best]


def _header(top: list[list[str]], layouts) -> tuple[int, Layout | None]:
    """Where the header stands, and the layout that fits; else the widest of the first lines, and none."""
    for at, cells in enumerate(top):
        fits = agencies.fitting(layouts, cells)
        if fits:
            return at, fits[0]
    by_position = [layout for layout in layouts.values() if not layout.header and top and len(top[0]) == len(layout.columns)]
    if by_position:
        return -1, by_position[0]
    return max(range(len(top)), key=lambda at: (len(top[at]), -at), default=0), None


def _lines(of: Looked) -> Iterator[tuple[int, list[str]]]:
    if of.written == "xlsx":
        rows = enumerate(workbooks.sheet(of.path), 1)
        return ((number, [workbooks.cell_text(value, "yyyy-mm-dd") for value in row]) for number, row in islice(rows, of.at + 1, None))
    pieces = split(received.lines(of.path, of.written), of.delimiter, len(of.columns))
    return ((piece.line_from, piece.cells or piece.raw.split(of.delimiter)) for piece in pieces)


def _coded(layout: Layout, columns: list[str]):
    """Each coded field that is read from one column: that column as the file writes it, the field, and the codes known for it."""
    as_written = {plain(column): column for column in columns}
    for place, theirs in layout.mapped.items():
        field = coded_field(place)
        if field and len(theirs) == 1:
            known = {written_plainly(code) for code in layout.codes.get(field, {})} | set(WORDS.get(field, ()))
            yield as_written[plain(theirs[0])], place, known
