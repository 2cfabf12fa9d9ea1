"""What the lines of a file are: header, blank, note, record or unreadable. No line is left out and none is guessed at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from timeline import agencies, received, workbooks
from timeline.agencies import Layout
from timeline.rows.splitter import Piece, Quotes, bare, split

LOOKED_AT = 60  # lines from the top in which the header must stand
NOTE = re.compile(r"\W*(grand total|sub-?totals?|totals?|end of|[\d,]+ (rows?|records?)|rows?|records?|count|generated|produced|printed|"
                  r"exported|extract(ed)?|report|page \d+|official)\b", re.IGNORECASE)
SUMS = ("total", "grand", "subto", "sub-t")
PARTED = "\x1f"  # joins the cells of a record; a blank where it stands in a cell
PLAIN_BLANKS = {0xA0: " ", 0x09: " "}
NAMES = {",": "comma", "|": "pipe", "\t": "tab", ";": "semicolon"}


@dataclass
class Opened:
    """A file opened for reading: its pieces from the first line on, its columns, and the header's line (0: it has none)."""

    file: str
    layout: Layout
    delimiter: str
    columns: list[str]
    header_line: int
    pieces: Iterator[Piece]


def opened(path: Path, file: dict, layout: Layout) -> Opened:
    """The file that `file`, its line of `files`, describes. Reading goes on as the pieces are asked for."""
    if file["encoding"] == "xlsx":
        return _sheet(path, file["file"], layout)
    lines, delimiter = received.lines(path, file["encoding"]), file["delimiter"]
    top = list(islice(lines, LOOKED_AT))
    at, columns = _header(layout, [Quotes(delimiter, 0).loosely(bare(line)) for line in top])
    above = [Piece(number, number, bare(line), []) for number, line in enumerate(top[:at], 1)]
    below = split(chain(top[at:], lines), delimiter, len(columns), after=at)
    return Opened(file["file"], layout, delimiter, columns, at, chain(above, below))


def parts(of: Opened) -> Iterator[tuple]:
    """Tuples of line_from, line_to, part, problem, raw and cells, for every line in order.

    Cells are joined by PARTED, their blanks plain; None where the raw text has only to be parted at the delimiter."""
    width, delimiter, header = len(of.columns), of.delimiter, None
    for piece in of.pieces:
        raw, problem = piece.raw, piece.problem
        if piece.line_to <= of.header_line:
            part = _above(of, piece)
            header, problem = raw, _unknown(of) if part == "header" else None
        elif piece.cells is None and not problem and raw.count(delimiter) == width - 1 and raw.isprintable() and raw[:5].lower() not in SUMS:
            part = "header" if raw == header else "record" if raw.strip(delimiter + " ") else "blank"
        else:
            part, problem = _examined(of, piece)
        yield piece.line_from, piece.line_to, part, problem, raw.replace("\0", "\u2400"), _joined(of, piece) if part == "record" else None


def _joined(of: Opened, piece: Piece) -> str | None:
    if piece.cells is None:
        return None if piece.raw.isprintable() else PARTED.join(piece.raw.replace(PARTED, " ").split(of.delimiter)).translate(PLAIN_BLANKS)
    return PARTED.join([cell.replace(PARTED, " ") for cell in piece.cells] if PARTED in piece.raw else piece.cells).translate(PLAIN_BLANKS)


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


def _above(of: Opened, piece: Piece) -> str:
    if piece.line_from == of.header_line:
        return "header"
    return "note" if piece.raw.strip(of.delimiter + " \t") else "blank"


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
    raw, width = piece.raw, len(of.columns)
    cells = raw.split(of.delimiter) if piece.cells is None else piece.cells
    spare = len(cells) == width + 1 and not cells[-1].strip()
    if not raw.strip(of.delimiter + " \t") and not piece.problem:
        return "blank", None
    if "\0" in raw:
        return "unreadable", _sentence(of, piece, "a NUL byte in it", "text", "The file was damaged on its way")
    if piece.problem and NOTE.match(raw) is None:
        return "unreadable", _sentence(of, piece, piece.problem, "a quote around a whole cell, doubled inside it",
                                       "The line was cut short, or a quote was left out or typed into the text")
    if [c.strip() for c in cells] == [c.strip() for c in of.columns] and of.header_line:
        return "header", None
    if NOTE.match(raw) and sum(bool(cell.strip()) for cell in cells) <= max(2, width // 4):
        return "note", None
    if len(cells) == width or spare:
        return "record", None
    return "unreadable", _sentence(of, piece, f"{len(cells)} cells", f"{width}",
                                   f"A cell may hold a {NAMES.get(of.delimiter, 'delimiter')} without quotes around it, or the line was cut short")


def _sentence(of: Opened, piece: Piece, found: str, expected: str, likely: str) -> str:
    where = f"line {piece.line_from}" if piece.line_from == piece.line_to else f"lines {piece.line_from} to {piece.line_to}"
    return (f"{of.file}, {where}: found {found}, expected {expected}. {likely}. Ask the supplier to send the record again; "
            "the other lines were read.")
