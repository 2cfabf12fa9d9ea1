"""A file's bytes without what was ordered to be removed: each line stays where it was, so that every other row keeps its file and line.

A record that is removed whole becomes its mark and empty cells. In one out of which a person was taken, the cells that only that person's fields read are
empty, and so are those that no field reads; the mark stands in the free words. Whether the new bytes give the rows that the old ones gave, without
what was removed and with nothing else changed, is looked at before they are kept."""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from openpyxl import load_workbook

from timeline import rows, workbooks
from timeline.agencies import Layout, plain
from timeline.files import BadInput
from timeline.keeping import Keeping
from timeline.keeping.rows import FREE, kept
from timeline.rows.parts import Opened, opened
from timeline.rows.shape import literal
from timeline.rows.splitter import Quotes

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")
MARK = b"\xef\xbb\xbf"
SAME = ("line_from", "line_to", "part", "raw", "raw_hash", "fields", "people", "asked")


class NotRewritten(BadInput):
    """A file out of which what was ordered cannot be taken without changing another record; the message names it."""


@dataclass(frozen=True)
class Change:
    """Lines to be written anew: which, the mark, and of a record out of which people were taken its text and their slots."""

    line_from: int
    line_to: int
    mark: str
    raw: str | None
    slots: frozenset[str]


def rewritten(folder: Path, file: str, found, layouts: dict[str, Layout], keeping: Keeping, room: Path) -> bytes | None:
    """The bytes of the file, as `found` in this folder, without what was ordered; None where nothing of it was, or where it cannot be read.

    `room` is an empty folder in which they are tried. Raises NotRewritten. Works on DuckDB's default connection."""
    described = found.filter(f"file = {literal(file)} and problem is null")
    of = described.df().to_dict("records")
    before = rows.read(folder, described, layouts).materialize() if of else None
    changes = _changes(before, keeping) if of else []
    if not changes:
        return None
    layout, path = layouts[of[0]["layout"]], folder / file
    form = _Form(opened(path, of[0], layout))
    content = _workbook(path, form, changes) if of[0]["encoding"] == "xlsx" else _text(path, of[0]["encoding"], form, changes)
    (room / file).parent.mkdir(parents=True)
    (room / file).write_bytes(content)
    _prove(before, rows.read(room, described, layouts).materialize(), keeping, file)
    return content


def _changes(before, keeping: Keeping) -> list[Change]:
    after = kept(before, keeping)
    found = duckdb.sql("""
        select b.line_from, b.line_to, a.raw, if(a.part = 'removed', null, b.raw), list_transform(b.people, lambda p: p.slot),
               list_transform(a.people, lambda p: p.slot)
        from before as b join after as a using (row_id) where a.raw <> b.raw order by b.line_from""").fetchall()
    return [Change(*line[:4], frozenset(line[4] or ()) - frozenset(line[5] or ())) for line in found]


def _prove(before, after, keeping: Keeping, file: str) -> None:
    was, now = kept(before, keeping), kept(after, keeping)
    columns = ", ".join(SAME)
    differ = duckdb.sql(f"(select {columns} from was except select {columns} from now) union all (select {columns} from now except select {columns} from was)")
    lines = sorted(line for (line,) in differ.project("line_from").fetchall())
    if lines:
        raise NotRewritten(f"{file} cannot be written without what was ordered to be removed: line {lines[0]} would be read as another. Take the file out "
                           "under Load, and ask the agency for one without those records.")


class _Form:
    """How records of a file are written: its delimiter, and which cells which of our fields read."""

    def __init__(self, of: Opened):
        self.delimiter, self.width = of.delimiter, len(of.columns)
        self._quotes = Quotes(of.delimiter, self.width)
        self._places = {plain(name): place for place, name in enumerate(of.columns)}
        self._layout = of.layout

    def whole(self, mark: str) -> list[str]:
        """The cells of a record that is removed."""
        return [mark, *[""] * (self.width - 1)]

    def in_part(self, change: Change) -> list[str]:
        """The cells of a record out of which people were taken."""
        cells = self._quotes.strictly(change.raw)[0] or self._quotes.loosely(change.raw)
        stays = self._read_by(change.slots)
        cells = [cell if place in stays else "" for place, cell in enumerate(cells)]
        for place in self._of(self._layout.report.get(FREE[0], ()))[:1]:
            cells[place] = change.mark
        return cells

    def _read_by(self, gone: frozenset[str]) -> set[int]:
        """The places of the cells that a field reads which stays."""
        people = [columns for slot, cells in self._layout.people.items() if slot not in gone for columns in cells.values() if isinstance(columns, tuple)]
        report = [columns for name, columns in self._layout.report.items() if name not in FREE]
        return {place for columns in (*people, *report, *self._layout.asked.values()) for place in self._of(columns)}

    def _of(self, columns: Iterable[str]) -> list[int]:
        return [self._places[plain(column)] for column in columns if plain(column) in self._places]


def _text(path: Path, encoding: str, form: _Form, changes: list[Change]) -> bytes:
    """The bytes of a text file, those of each line that is not changed as they were."""
    content = path.read_bytes()
    wide = encoding.startswith("utf-16")
    if wide:
        content = content.decode(encoding, "kept").encode()
    lines = LINE.findall(content)
    for change in changes:
        span = slice(change.line_from - 1, change.line_to)
        lines[span] = _lines(lines[span], form, change, "cp1252" if encoding == "cp1252" else "utf-8")
    made = b"".join(lines)
    return made.decode().encode(encoding) if wide else made


def _lines(lines: list[bytes], form: _Form, change: Change, encoding: str) -> list[bytes]:
    """The physical lines of one record, written anew with the ends that they had."""
    ends = [line[len(line.rstrip(b"\r\n")):] for line in lines]
    cells = form.whole(change.mark) if change.raw is None else form.in_part(change)
    folded = [re.split("\r\n|\n|\r", cell) for cell in cells]
    missing = len(lines) - 1 - sum(len(parts) - 1 for parts in folded)
    marked = next(place for place, cell in enumerate(cells) if change.mark in cell or place == len(cells) - 1)
    folded[marked] += [""] * missing
    written = io.StringIO()
    csv.writer(written, delimiter=form.delimiter, lineterminator="\n").writerow("\n".join(parts) for parts in folded)
    start = MARK if lines[0].startswith(MARK) else b""
    texts = [text.encode(encoding, "back") for text in written.getvalue()[:-1].split("\n")]
    return [start * (not number) + text + end for number, (text, end) in enumerate(zip(texts, ends, strict=True))]


def _workbook(path: Path, form: _Form, changes: list[Change]) -> bytes:
    """The bytes of a workbook with its first sheet alone, which is what is read of it."""
    book = load_workbook(path, keep_links=False)
    sheet = book.worksheets[0]
    for other in book.worksheets[1:]:
        book.remove(other)
    sheet._pivots.clear()  # each holds a copy of what it counts
    for cells, values in zip(sheet.iter_rows(), workbooks.sheet(path), strict=False):  # a formula is written without the value that was saved with it
        for cell, value in zip(cells, values, strict=False):
            if cell.data_type == "f":
                cell.value = value
    for change in changes:
        cells = form.whole(change.mark) if change.raw is None else form.in_part(change)
        for cell, text in zip(sheet[change.line_from], [*cells, *[""] * sheet.max_column], strict=False):
            cell.comment = cell.hyperlink = None
            if not text or text == change.mark:
                cell.value = text or None
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _back(error: UnicodeEncodeError) -> tuple[bytes, int]:
    """The bytes that were read as control characters, for want of a meaning in their encoding."""
    return error.object[error.start:error.end].encode("latin-1"), error.end


codecs.register_error("back", _back)
