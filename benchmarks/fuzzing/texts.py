"""A text file of any bytes, read as a run reads it, and the laws that hold whatever the bytes are: every line once and in order, nothing added."""

import codecs
import re
import tempfile
from pathlib import Path

from timeline import agencies, files, received
from timeline.rows.parts import PARTED, opened, parts

SUPPLIERS = ("probation-licence", "police-niche", "ed-ecds", "marac-list")
DELIMITERS = tuple(files.DELIMITERS)
FOUND = 0xF0
"""From this first byte on the file is found in a folder, which tells its delimiter and whether it has a header. Otherwise one is put above it, and the
byte says the delimiter: that is some twenty times quicker."""

MARKED = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
SAYS = 'as_at = 2025-03-31\nextent = "delta"\ncovers_from = 2024-01-01\ncovers_to = 2025-03-31\nsearched_for = "everyone"\n'
ADDED = re.compile(f'["\\\\\\s\x1f\u2400\0{"".join(map(chr, received.UNSEEN))}]')
"""What reading may take away from a line, or put in its place, besides the delimiter: quotes and the backslashes before them, blanks, NUL, what nobody sees."""

LAYOUTS = agencies.load()
FOLDER = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
FILE = FOLDER / "file.csv"


def hold(data: bytes) -> None:
    """Read the bytes after the first, which says how. Raises AssertionError where a law is broken."""
    how, content = data[0] if data else 0, data[1:]
    layout, delimiter = LAYOUTS[SUPPLIERS[how % 4]], DELIMITERS[how // 4 % 4]
    told = _found(content, layout) if how >= FOUND else _told(content, layout, delimiter)
    if told["problem"]:
        assert told["problem"].startswith("file.csv: ") and told["problem"].endswith((".", '"')), told["problem"]
    elif told["encoding"] != "xlsx":
        _accounted(told, layout)


def _told(content: bytes, layout: agencies.Layout, delimiter: str) -> dict:
    """The file with a header above the bytes, behind their mark and in its encoding, and how it is written."""
    mark = next((mark for mark in received.MARKS if content.startswith(mark)), b"")
    above = header(layout, delimiter) + "\n" if layout.header else ""
    FILE.write_bytes(mark + above.encode(MARKED.get(mark, "utf-8")) + content[len(mark):])
    encoding = received.encoding(FILE)
    readable = next(received.lines(FILE, encoding), "").startswith(above)
    return {"file": FILE.name, "encoding": encoding, "delimiter": delimiter, "lines": received.count(FILE, encoding),
            "problem": None if readable else "file.csv: its header cannot be read."}


def _found(content: bytes, layout: agencies.Layout) -> dict:
    """How the file is written, as the folder's table has it."""
    FILE.write_bytes(content)
    (FOLDER / files.BESIDE).write_text(f'area = "Calderbrook"\n[files."{FILE.name}"]\nsupplier = "{layout.supplier}"\n{SAYS}', encoding="utf-8")
    found = files.find(FOLDER, {layout.supplier: layout}, needed=False)
    return dict(zip(found.columns, found.fetchall()[0], strict=True))


def header(layout: agencies.Layout, delimiter: str = ",") -> str:
    """A header that the layout fits."""
    return delimiter.join(f'"{name}"' for names in layout.mapped.values() for name in names)


def _accounted(told: dict, layout: agencies.Layout) -> None:
    """Every physical line is in one piece, in order, and its text and cells hold what the line holds."""
    lines = list(received.lines(FILE, told["encoding"]))
    _decoded(told["encoding"], lines)
    assert len(lines) == told["lines"], "both counts of lines agree"
    of = opened(FILE, told, layout)
    after = 0
    for line_from, line_to, part, problem, raw, cells in parts(of):
        assert line_from == after + 1 <= line_to, "the pieces follow one another"
        after = line_to
        text = "".join(lines[line_from - 1:line_to])
        assert raw == text.removesuffix("\n").removesuffix("\r").replace("\0", "\u2400"), "the raw text is the lines' own"
        assert part in ("header", "blank", "note", "record", "unreadable"), part
        assert (problem is not None) == (part == "unreadable") or part == "header", "what cannot be read has a sentence, and nothing else"
        if part == "record":
            _same(of, raw, cells)
        if part == "blank":
            assert not raw.strip(of.delimiter + " \t\r\n"), "a blank line holds nothing"
    assert after == len(lines), "the last line is in the last piece"


def _decoded(encoding: str, lines: list[str]) -> None:
    """The lines joined are the file's text, decoded at once; no line holds a line end but its own."""
    codec = {received.MIXED: "utf-8"}.get(encoding, encoding)
    assert "".join(lines) == FILE.read_bytes().decode(codec, errors="kept").removeprefix("\ufeff"), "nothing is added or left out"
    assert not any(re.search(r"\r\n.|\r[^\n]|\n.", line, re.DOTALL) for line in lines), "a line ends once"
    assert all(line.endswith(("\n", "\r")) for line in lines[:-1]), "every line but the last has its end"


def _same(of, raw: str, cells: str | None) -> None:
    """The cells of a record are as many as its columns, but for an empty one at the end, and hold what the line holds."""
    several = raw.split(of.delimiter) if cells is None else cells.split(PARTED)
    assert len(several) == len(of.columns) or len(several) == len(of.columns) + 1 and not several[-1].strip(), "as many cells as columns"
    assert ADDED.sub("", "".join(several)).replace(of.delimiter, "") == ADDED.sub("", raw).replace(of.delimiter, ""), "the same text"
