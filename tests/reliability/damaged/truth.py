"""The words in which a damaged file is written: its lines, and of each what it is, its cells, and the sentences that are to be said of it."""

from dataclasses import dataclass, field, replace

from tests.extracts import HEADER, record

USUAL = {"Day": "12/03/2024", "Kind": "HV", "First": "Ann", "Last": "Roe", "Born": "01/02/1990", "NHS": "9434765919", "Q1": "Y", "Change": None, "Note": "seen"}
WHAT_TO_DO = "Ask the supplier to send the record again; the other lines were read."


@dataclass(frozen=True)
class Lines:
    """Lines that belong together: their text without the last end, what they are, how many, a record's cells, and the parts of each sentence about them."""

    text: str
    part: str
    count: int = 1
    cells: dict[str, str | None] = field(default_factory=dict)
    told: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Case:
    """A file that is read: its lines with their truth. A surrogate in the text stands for the byte that Python decodes so."""

    name: str
    lines: tuple[Lines, ...]
    end: str = "\n"
    encoding: str = "utf-8"
    last_end: bool = True
    above: bytes = b""
    cut: int = 0

    @property
    def content(self) -> bytes:
        text = self.end.join(line.text for line in self.lines) + self.end * self.last_end
        return (self.above + text.encode(self.encoding, "surrogateescape"))[:-self.cut or None]


@dataclass(frozen=True)
class Refused:
    """A file that is refused: its bytes, and parts of the sentence that says why and what to do."""

    name: str
    content: bytes
    told: tuple[str, ...]


def case(name: str, *lines: Lines, **how) -> Case:
    """A file with the usual header above these lines."""
    return Case(name, (header(), *lines), **how)


def header(text: str = HEADER, *told: tuple[str, ...]) -> Lines:
    """A line that names the columns."""
    return Lines(text, "header", told=told)


def good(ref: str, **cells: str) -> Lines:
    """A plain record with these cells in place of the usual ones."""
    given = {name: cell for name, cell in cells.items() if name != "Note"}
    return of(record(ref, cells.get("Note", "seen"), **given), ref, **cells)


def of(text: str, ref: str | None, count: int = 1, **cells: str | None) -> Lines:
    """A record in this text, which says what is usual but for these cells; None where a cell says nothing."""
    return Lines(text, "record", count, {"Ref": ref} | USUAL | {name: cell or None for name, cell in cells.items()})


def asked(line: Lines, *told: tuple[str, ...]) -> Lines:
    """The same record, of which these sentences are said."""
    return replace(line, told=told)


def note(text: str) -> Lines:
    """A title, a sum or the like."""
    return Lines(text, "note")


def blank(text: str = "") -> Lines:
    """A line that holds nothing."""
    return Lines(text, "blank")


def broken(text: str, found: str, expected: str = "a quote around a whole cell, doubled inside it", count: int = 1) -> Lines:
    """Lines that cannot be read as a record, with what is found and expected."""
    return Lines(text, "unreadable", count, told=((f": found {found}, expected {expected}. ", WHAT_TO_DO),))
