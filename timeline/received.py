"""A received file as text: its encoding, its physical lines. No character is dropped.

Encoding: a byte order mark, else strict UTF-8, else cp1252. A file that is UTF-8 but for some bytes was pasted together from
two, and those bytes are read as cp1252; bytes that cp1252 leaves undefined become control characters, which `issues` reports.
It is such a file where most of what is not ASCII is UTF-8, or where any of it makes a letter of Latin writing, such as é or ł, or a
character of three bytes: in cp1252 those bytes would be signs, such as Ã©, that no one writes side by side.
"""

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

CHUNK, HEADER = 1 << 20, 200
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
MIXED = "utf-8 with cp1252 bytes"
CODECS = {MIXED: "utf-8"}
SURE = re.compile("[\u00a0-\u017f\u0800-\U0010ffff]")
UNSEEN = dict.fromkeys([0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF])
"""Characters that nobody sees, and that come along when text is pasted: for `str.translate`, which takes them away."""

csv.field_size_limit((1 << 31) - 1)  # a cell may be as long as its line


class Refused(Exception):
    """A file that cannot be read as text; the message says why and what to do."""


def _kept(error: UnicodeDecodeError):
    """Read what a codec cannot: one byte as cp1252, or as the control character of its number; half a UTF-16 pair as U+FFFD."""
    if "utf-16" in error.encoding:
        return "\ufffd", error.end
    byte = error.object[error.start:error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return chr(byte[0]), error.start + 1


codecs.register_error("kept", _kept)


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_workbook(path: Path) -> bool:
    """Whether the file's bytes are a zip's, as a workbook's are. Raises Refused for one of the old kind or with a password."""
    with path.open("rb") as file:
        start = file.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refused("This is a workbook of the old kind (.xls), or one that a password protects. Save it without a password, as CSV UTF-8 or as .xlsx.")
    return start.startswith(b"PK\x03\x04")


def is_text(path: Path) -> bool:
    """Whether the file may be text: a program, a picture or a database has many NUL bytes, and text none but as one half of UTF-16."""
    with path.open("rb") as file:
        start = file.read(4096)
    return min(start[0::2].count(0), start[1::2].count(0)) * 200 <= len(start)


def encoding(path: Path) -> str:
    """The encoding to read the whole file with."""
    with path.open("rb") as file:
        start = file.read(4096)
    marked = next((name for mark, name in MARKS.items() if start.startswith(mark)), None)
    if marked == "utf-8-sig" or not marked:
        bad, good, sure = _damage(path)
        if bad and good <= bad and not sure and not marked:
            return _wide(start) or "cp1252"
        if bad:
            return MIXED
    return marked or _wide(start) or "utf-8"


def lines(path: Path, encoding: str) -> Iterator[str]:
    """Every physical line with its end, be it \\n, \\r\\n or a lone \\r. Other separators of Unicode are text."""
    with path.open(encoding=CODECS.get(encoding, encoding), errors="kept", newline="") as file:
        first = next(file, "")
        if first:
            yield first.removeprefix("\ufeff")
        yield from file


def cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line that may be a header, without characters that nobody sees."""
    return next(csv.reader([line.rstrip("\r\n").translate(UNSEEN)], delimiter=delimiter), [])


def count(path: Path, encoding: str) -> int:
    """How many physical lines there are, counted apart from `lines`: on the bytes, or on the decoded text of UTF-16."""
    if encoding == "utf-8-sig" and path.stat().st_size == len(codecs.BOM_UTF8):
        return 0  # a mark alone is no line
    ends, last = 0, "\n"
    for text in _chunks(path, encoding if encoding.startswith("utf-16") else "latin-1"):
        ends += text.count("\n") + text.count("\r") - text.count("\r\n") - (last == "\r" and text.startswith("\n"))
        last = text[-1:] or last
    return ends + (last not in "\r\n")


def _damage(path: Path) -> tuple[int, int, bool]:
    """How many bytes are not UTF-8, how many are of characters beyond ASCII, and whether one of these is beyond doubt."""
    bad = good = 0
    sure = False

    def note(error):
        nonlocal bad
        bad += 1
        return "", error.start + 1

    codecs.register_error("noted", note)
    for text in _chunks(path, "utf-8", "noted"):
        if not text.isascii():
            good += len(text.encode()) - len(text)
            sure = sure or SURE.search(text) is not None
    return bad, good, sure


def _chunks(path: Path, encoding: str, errors: str = "kept") -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte is NUL, in the header already."""
    start = start[:HEADER]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 2 < len(start) * 0.7:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"
