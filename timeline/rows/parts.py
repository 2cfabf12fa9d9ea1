"""What the lines of a file are: header, blank, note, record or unreadable. No line is left out and none is guessed at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from timeline import agencies, received, workbooks
from timeline.agencies import Layout, plain
from timeline.received import UNSEEN
from timeline.rows.splitter import Piece, bare, split

LOOKED_AT = 60  # lines from the top in which the header must stand
NOTE = re.compile(r"\W*(grand total|sub-?totals?|totals?|end of|[\d,]+ (rows?|records?)|rows?|records?|count|generated|produced|printed|"
                  r"exported|extract(ed)?|report|page \d+|official)\b", re.IGNORECASE)
SUM = re.compile(r"\W*(grand total|sub-?totals?|totals?)\b", re.IGNORECASE)
SUMS = ("total", "grand", "subto", "sub-t")
MOST_NOTED = 2  # cells that a note fills; of a sum, and of what stands above the header, a quarter of the columns
PARTED = "\x1f"  # joins the cells of a record; a blank where it stands in a cell
PLAIN = UNSEEN | {0xA0: " ", 0x09: " "}
TWO_TABLES = "Two tables may stand in this file, or its columns were moved"
NAMES = {",": "comma", "|": "pipe", "\t": "tab", ";": "semicolon"}


@dataclass
class Opened:
    """A file opened for reading: its pieces from the first line on, its columns, and the header's line (0: it has none).

    Where every line below the header ends with a delimiter too many, the last of the columns has no name. `astray` is the line of a header
    with other columns, as long as no header like the first has come again."""

    file: str
    layout: Layout
    delimiter: str
    columns: list[str]
    header_line: int
    pieces: Iterator[Piece]
    ends_with_a_delimiter: bool = False
    astray: int = 0

    def __post_init__(self):
        self.names = [_name(name) for name in self.columns]


def opened(path: Path, file: dict, layout: Layout) -> Opened:
    """The file that `file`, its line of `files`, describes. Reading goes on as the pieces are asked for."""
    if file["encoding"] == "xlsx":
        return _sheet(path, file["file"], layout)
    lines, delimiter = received.lines(path, file["encoding"]), file["delimiter"]
    top = list(islice(lines, LOOKED_AT))
    cells = [received.cells(line, delimiter) for line in top]
    at, columns = _header(layout, cells)
    ended = _ends_with_a_delimiter(layout, columns, top[at:], delimiter)
    columns = columns + [""] * ended
    above = split(iter(top[:at - 1] if at else []), delimiter, len(columns))
    header = [Piece(at, at, bare(top[at - 1]), None)] if at else []
    below = split(chain(top[at:], lines), delimiter, len(columns), after=at)
    return Opened(file["file"], layout, delimiter, columns, at, chain(above, header, below), ended)


def parts(of: Opened) -> Iterator[tuple]:
    """Tuples of line_from, line_to, part, problem, raw and cells, for every line in order.

    Cells are joined by PARTED, their blanks plain; None where the raw text has only to be parted at the delimiter."""
    width, delimiter, names = len(of.columns), of.delimiter, {"", *of.names}
    for piece in of.pieces:
        raw, problem = piece.raw, piece.problem
        if piece.line_to <= of.header_line:
            part, problem = _above(of, piece)
        elif (piece.cells is None and not problem and raw.count(delimiter) == width - 1 and raw.isprintable() and raw[:5].lower() not in SUMS
              and plain(raw.partition(delimiter)[0]) not in names and not of.astray and not of.ends_with_a_delimiter):
            part = "record"
        else:
            part, problem = _examined(of, piece)
        yield piece.line_from, piece.line_to, part, problem, raw.replace("\0", "\u2400"), _joined(of, piece) if part == "record" else None


def _joined(of: Opened, piece: Piece) -> str | None:
    if piece.cells is None:
        return None if piece.raw.isprintable() else PARTED.join(piece.raw.replace(PARTED, " ").split(of.delimiter)).translate(PLAIN)
    return PARTED.join([cell.replace(PARTED, " ") for cell in piece.cells] if PARTED in piece.raw else piece.cells).translate(PLAIN)


def _sheet(path: Path, name: str, layout: Layout) -> Opened:
    rows = ([workbooks.cell_text(value, layout.dates) for value in row] for row in workbooks.sheet(path))
    top = list(islice(rows, LOOKED_AT))
    at, columns = _header(layout, top)
    pieces = (Piece(number, number, "\t".join(cells), _without_empty_end(cells, len(columns))) for number, cells in enumerate(chain(top, rows), 1))
    return Opened(name, layout, "\t", columns, at, pieces)


def _header(layout: Layout, rows: list[list[str]]) -> tuple[int, list[str]]:
    """The number of the line that names every column the layout needs, and its cells; 0 and the layout's columns without one."""
    if not layout.header:
        return 0, list(layout.columns)
    return next((number, cells) for number, cells in enumerate(rows, 1) if agencies.fitting({layout.supplier: layout}, cells))


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells + [""] * (width - len(cells))


def _ends_with_a_delimiter(layout: Layout, columns: list[str], below: list[str], delimiter: str) -> bool:
    """Whether the records below the header, two at least, have an empty cell too many. Where a column is missing among the names, it may be that one's,
    so no."""
    names, width = set(map(plain, columns)), len(columns)
    if layout.header and names != layout.needed | set(map(plain, layout.ignored)):
        return False
    every = [piece.raw.split(delimiter) if piece.cells is None else piece.cells for piece in split(iter(below), delimiter, width)]
    longer = [cells for cells in every if len(cells) == width + 1]
    return len(longer) > 1 and not any(len(cells) == width for cells in every) and not any(cells[-1].strip() for cells in longer)


def _above(of: Opened, piece: Piece) -> tuple[str, str | None]:
    """The part and the problem of a piece no lower than the header. A whole record there has no names for its cells, and is no note."""
    if piece.line_from == of.header_line:
        return "header", _unknown(of)
    cells = _cells(of, piece)
    if len(cells) == len(of.columns) and _filled(cells) > _most_filled(of) and any(cell.strip()[:1].isdigit() for cell in cells):
        return "unreadable", _sentence(of, piece, "a record above the column names", f"it below them, which are on line {of.header_line}",
                                       "The names above it may be damaged, or two tables may stand in this file")
    return "note" if piece.raw.strip(of.delimiter + " \t") else "blank", None


def _unknown(of: Opened) -> str | None:
    """The sentence for columns that nobody reads, on the header's own line."""
    strange = agencies.unknown(of.layout, of.columns)
    if not strange:
        return None
    return (f"{of.file}, line {of.header_line}: found the column{'s' if len(strange) > 1 else ''} {', '.join(strange)}, which the layout "
            f"{of.layout.supplier} neither maps nor ignores. The rest of the file was read. Add each to the layout, under a field or "
            "under `ignored`.")


def _examined(of: Opened, piece: Piece) -> tuple[str, str | None]:
    """The part and the problem of a piece that is no plain record at first sight."""
    raw, width, cells = piece.raw, len(of.columns), _cells(of, piece)
    if not raw.strip(of.delimiter + " \t") and not piece.problem:
        return "blank", None
    if "\0" in raw:
        return "unreadable", _sentence(of, piece, "a NUL byte in it", "text", "The file was damaged on its way")
    if piece.problem and NOTE.match(raw) is None:
        return "unreadable", _sentence(of, piece, piece.problem, "a quote around a whole cell, doubled inside it",
                                       "The line was cut short, or a quote was left out or typed into the text")
    if _names_columns(of, piece, cells):
        return ("header", None) if not of.astray else ("unreadable", _sentence(
            of, piece, "column names unlike those above", f"the columns of line {of.header_line}, in their order", TWO_TABLES))
    if _is_note(of, raw, cells):
        return "note", None
    if of.astray:
        return "unreadable", _sentence(of, piece, f"a record below the column names of line {of.astray}",
                                       f"one below those of line {of.header_line}", TWO_TABLES)
    if len(cells) == width and not (of.ends_with_a_delimiter and cells[-1].strip()):
        return "record", None
    expected = f"{width - 1} and an empty one" if of.ends_with_a_delimiter else f"{width}"
    return "unreadable", _sentence(of, piece, f"{len(cells)} cells", expected,
                                   f"A cell may hold a {NAMES.get(of.delimiter, 'delimiter')} without quotes around it, or the line was cut short")


def _names_columns(of: Opened, piece: Piece, cells: list[str]) -> bool:
    """Whether the piece is a header that comes again. Where its columns are others, or stand in another order, what follows it is `astray`."""
    if not of.header_line or piece.line_from != piece.line_to or _name(cells[0]) not in of.names:
        return False
    names = [_name(cell) for cell in cells]
    if not of.layout.needed <= set(names):
        return False
    of.astray = 0 if _without_end(names) == _without_end(of.names) else piece.line_from
    return True


def _is_note(of: Opened, raw: str, cells: list[str]) -> bool:
    """Whether the line is a title, a sum or the like. A line with as many cells as a record is one only if it says so of itself that it is a sum."""
    if SUM.match(raw):
        return _filled(cells) <= _most_filled(of)
    return NOTE.match(raw) is not None and len(cells) < len(of.columns) and _filled(cells) <= MOST_NOTED


def _cells(of: Opened, piece: Piece) -> list[str]:
    return piece.raw.split(of.delimiter) if piece.cells is None else piece.cells


def _name(cell: str) -> str:
    return plain(cell.translate(UNSEEN).replace('"', ""))


def _without_end(names: list[str]) -> list[str]:
    return names[:-1] if names[-1] == "" else names


def _filled(cells: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _most_filled(of: Opened) -> int:
    return max(MOST_NOTED, len(of.columns) // 4)


def _sentence(of: Opened, piece: Piece, found: str, expected: str, likely: str) -> str:
    where = f"line {piece.line_from}" if piece.line_from == piece.line_to else f"lines {piece.line_from} to {piece.line_to}"
    return (f"{of.file}, {where}: found {found}, expected {expected}. {likely}. Ask the supplier to send the record again; "
            "the other lines were read.")
