"""What a document is before it is Word, Excel or PDF: sections of paragraphs and tables, all of it text that any of them can hold."""

from dataclasses import dataclass
from datetime import datetime

from timeline.outgoing import plain
from timeline.sheets import Sheet


@dataclass(frozen=True)
class Said:
    """A paragraph in a cell: what it says, and a label before it or none."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Column:
    """A column's heading and its share of the width."""

    heading: str
    width: int


@dataclass(frozen=True)
class Table:
    """A table whose cells hold paragraphs. Rows that stay together have the same key in `groups`, which is as long as `rows`."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Said, ...], ...], ...]
    groups: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """A part with a heading: paragraphs, then a table where there is anything to show. Without a sheet of one value in a cell, Excel shows the table.

    On paper `level` is how deep the heading stands below the document's title, and `new_page` begins a page with it."""

    heading: str
    name: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    sheet: Sheet | None = None
    level: int = 2
    new_page: bool = False


@dataclass(frozen=True)
class Document:
    """A whole document; `subject` names it on each page, `stem` is its file's name, `made_at` the time that its properties give."""

    title: str
    subject: str
    stem: str
    made_at: datetime
    sections: tuple[Section, ...]


def table(caption: str, columns: list[tuple[str, int]], rows: list[tuple[str, ...]]) -> Table:
    """A table with one paragraph in each cell."""
    cells = tuple(tuple((Said(plain(cell)),) for cell in row) for row in rows)
    return Table(caption, tuple(Column(*column) for column in columns), cells, tuple(range(len(cells))))
