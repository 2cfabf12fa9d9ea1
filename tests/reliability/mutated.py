"""Good extracts, damaged at random: of each row is known where it stands now, what its cells are, and whether any damage may have touched it.

A damage touches the rows whose bytes it changes, and those that come to share a physical line with one of them: no other. Where half a unit of UTF-16
is gone or a second encoding begins, it touches all that follows. A record above the header is touched, as nothing names its cells; and below a
damaged copy of the header a row may be set aside, though not altered."""

import csv
import io
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from sample_data.desk import DELIMITERS, ENCODINGS
from timeline import agencies

SAMPLE = Path(__file__).parents[2] / "sample_data" / "extracts"
BESIDE = tomllib.loads((SAMPLE / "extracts.toml").read_text(encoding="utf-8"))["files"]
MARKS = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}
LONGEST = 40  # records of a good file that are damaged together
NASTY = ('"', '""', '",', ',"', "\\", "\0", "\n", "\r", "\r\n", "\t", "|", ";", ",", "\u2028", "\x85", "\x1f", "=1+1", "Total", " ", "'")
BYTES = (b"\xff", b"\x92", b"\xe2\x80", b"\xef\xbb\xbf", b"\xc3", b"\x81")


@dataclass
class Row:
    """A header or record of a good file: its bytes with its line end, its cells, and how often it was damaged."""

    content: bytes
    cells: list[str]
    header: bool = False
    damages: int = 0
    moved: bool = False  # its own damage moved cells, so that they may stand in others' places
    line: int = 0
    lines: int = 0


@dataclass
class File:
    """A file that is damaged: its rows in order, and whether it may be refused."""

    supplier: str
    codec: str
    delimiter: str
    rows: list[Row]
    done: list[str] = field(default_factory=list)

    @property
    def wide(self) -> bool:
        return self.codec == "utf-16-le"

    @property
    def content(self) -> bytes:
        return b"".join(row.content for row in self.rows)


def good() -> list[File]:
    """Every extract of the sample, as its own generator wrote it and as the csv module of Python reads it."""
    layouts = agencies.load()
    return [_read(SAMPLE / name, layouts[said["supplier"]]) for name, said in BESIDE.items()]


def _read(path: Path, layout) -> File:
    codec, delimiter = ENCODINGS.get(layout.supplier, "utf-8"), DELIMITERS.get(layout.supplier, ",")
    lines = list(io.StringIO(path.read_bytes().decode(codec), newline=""))
    reader, rows, before = csv.reader(lines, delimiter=delimiter, strict=True), [], 0
    plain = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(codec, codec)
    for number, cells in enumerate(reader):
        text = "".join(lines[before:reader.line_num])
        before = reader.line_num
        rows.append(Row(MARKS.get(codec, b"") * (not number) + text.encode(plain), cells, layout.header and not number))
    for row in rows:
        row.damages = int(len(row.cells) != len(rows[0].cells))  # one that the sample has cut short
    return File(layout.supplier, plain, delimiter, rows)


def damaged(random: Random, files: list[File], times: int) -> File:
    """One of the files, a stretch of it, with so many damages."""
    whole = random.choice(files)
    header = [row for row in whole.rows if row.header]
    start = random.randrange(len(header), len(whole.rows))
    file = replace(whole, rows=[replace(row) for row in header + whole.rows[start:start + random.randint(1, LONGEST)]], done=[])
    for _ in range(times):
        damage = random.choice(DAMAGES)
        if file.rows:
            file.done.append(damage.__name__)
            damage(random, file, files)
    _settle(file)
    return file


def _settle(file: File) -> None:
    """Say where each row stands, and touch those that share a line with another."""
    unit, before, line, offset = 1 + file.wide, b"", 1, 0
    header = next((at for at, row in enumerate(file.rows) if row.header), 0)
    for at, row in enumerate(file.rows):
        end = before[-unit:].replace(b"\0", b"")
        start = row.content[:unit].replace(b"\0", b"")
        if before and (end not in (b"\n", b"\r") or end == b"\r" and start == b"\n"):
            row.damages += 1
            file.rows[at - 1].damages += 1
            line -= 1
        row.line, row.lines = line, _lines(file, row.content)
        line += row.lines
        row.damages += at < header or not row.content or offset % unit > 0
        offset += len(row.content)
        before = row.content or before


def _lines(file: File, content: bytes) -> int:
    text = content.decode("utf-16-le", "replace") if file.wide else content.decode("latin-1")
    return len(re.findall("\r\n|\r|\n", text)) + (text[-1:] not in ("\r", "\n", ""))


def _one(random: Random, file: File) -> Row:
    """A row to be damaged; the header as seldom as any other."""
    row = random.choice(file.rows)
    row.damages += 1
    return row


def _place(random: Random, file: File, row: Row) -> int:
    unit = 1 + file.wide
    return random.randrange(len(row.content) // unit + 1) * unit


def flip(random, file, files):
    """Change a byte."""
    row = _one(random, file)
    if row.content:
        at = random.randrange(len(row.content))
        row.content = row.content[:at] + bytes([random.randrange(256)]) + row.content[at + 1:]


def insert(random, file, files):
    """Put quotes, delimiters, line ends, NULs and foreign bytes into a row."""
    row = _one(random, file)
    at = _place(random, file, row)
    more = random.choice(BYTES) if not file.wide and random.random() < 0.3 else random.choice(NASTY).encode(file.codec, "ignore")
    row.content = row.content[:at] + more + row.content[at:]


def delete(random, file, files):
    """Take some bytes out of a row, or its end."""
    row = _one(random, file)
    at = _place(random, file, row)
    row.content = row.content[:at] + row.content[at + random.randint(1, 3) * (1 + file.wide):]


def cut(random, file, files):
    """Cut the file short within a row."""
    at = random.randrange(len(file.rows))
    row = file.rows[at]
    row.damages += 1
    row.content = row.content[:random.randrange(len(row.content) + 1)]
    file.rows = file.rows[:at + 1]


def duplicate(random, file, files):
    """Have a row twice, the second time anywhere."""
    file.rows.insert(random.randint(1, len(file.rows)), replace(random.choice(file.rows)))


def drop(random, file, files):
    """Take a row out."""
    file.rows.pop(random.randrange(len(file.rows)))


def swap(random, file, files):
    """Let two rows change places."""
    one, other = random.randrange(len(file.rows)), random.randrange(len(file.rows))
    file.rows[one], file.rows[other] = file.rows[other], file.rows[one]


def move_cells(random, file, files):
    """Drop a cell, have it twice, or let two change places."""
    row, mark = _one(random, file), file.delimiter.encode(file.codec)
    cells = row.content.split(mark)
    one, other = random.randrange(len(cells)), random.randrange(len(cells))
    how = random.choice(("drop", "twice", "swap"))
    if how == "drop":
        cells.pop(one)
    elif how == "twice":
        cells.insert(one, cells[one])
    else:
        cells[one], cells[other] = cells[other], cells[one]
    row.content, row.moved = mark.join(cells), True


def end_otherwise(random, file, files):
    """Give a row another line end, which touches nothing, or none."""
    row = random.choice(file.rows)
    bare = row.content.rstrip(b"\r\n" if not file.wide else b"\r\n\0")
    bare += b"\0" * (file.wide and len(bare) % 2)
    row.content = bare + random.choice(("\n", "\r", "\r\n", "")).encode(file.codec)


def splice(random, file, files):
    """Go on with some of another file, all of it touched."""
    other = random.choice(files)
    start = random.randrange(len(other.rows))
    file.rows += [replace(row, damages=2, header=False) for row in other.rows[start:start + 5]]


def encode_otherwise(random, file, files):
    """Go on in another encoding: in cp1252, which touches nothing that it can write, or in UTF-16."""
    if file.wide:
        return
    at = random.randrange(len(file.rows))
    codec = random.choice(("cp1252", "utf-16-le"))
    for row in file.rows[at:]:
        text = row.content.decode(file.codec, "replace")
        row.damages += codec == "utf-16-le" or "\ufffd" in text or text.encode("cp1252", "ignore").decode("cp1252") != text
        row.content = text.encode(codec, "ignore")
    file.rows[at - 1].damages += codec == "utf-16-le"


def mark(random, file, files):
    """Put a byte order mark before a row, as where two files were joined; that touches nothing."""
    row = random.choice(file.rows)
    row.content = "\ufeff".encode("utf-16-le" if file.wide else "utf-8") + row.content


def lose_half(random, file, files):
    """Take half a unit of UTF-16 out, which touches all that follows."""
    if file.wide:
        row = _one(random, file)
        row.content = row.content[:-1]


DAMAGES: tuple[Callable, ...] = (flip, flip, insert, insert, insert, delete, delete, cut, duplicate, drop, swap, move_cells, end_otherwise, splice,
                                 encode_otherwise, mark, lose_half)
