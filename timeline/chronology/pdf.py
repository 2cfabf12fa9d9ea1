"""A chronology as a PDF: bookmarks, a title, its language, tables whose header rows repeat, the marking and "page x of y" on each page.

The library that writes it cannot tag a PDF's structure; for a screen reader the Word document is the better one."""

import io
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate, Paragraph, Spacer, TableStyle

from timeline.chronology.document import MARKING, Document, Said, Section, Table

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"
MARGIN, SIZE = 12 * mm, landscape(A4)
HIGHEST, PADDING = 150 * mm, 3
"""What one row may take of a page, and the space around the text of a cell."""

EDGE = HexColor("#6f777b")
TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=8.5, leading=11, spaceAfter=5)
CELL = ParagraphStyle("cell", fontName=PLAIN, fontSize=7.2, leading=9, spaceAfter=2)
HEADINGS = {1: ParagraphStyle("heading 1", fontName=BOLD, fontSize=18, leading=22, spaceAfter=8),
            2: ParagraphStyle("heading 2", fontName=BOLD, fontSize=13, leading=16, spaceBefore=12, spaceAfter=6)}
GRID = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e7eaec")),
        ("BOX", (0, 0), (-1, -1), 0.5, EDGE), ("LINEBELOW", (0, 0), (-1, -1), 0.25, HexColor("#b1b4b6")),
        *((f"{side}PADDING", (0, 0), (-1, -1), PADDING) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"))]


class _Pages(BaseDocTemplate):
    """Pages with the marking above and the number below; each heading becomes a bookmark."""

    def __init__(self, file, document: Document, total: int):
        super().__init__(file, pagesize=SIZE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=16 * mm, bottomMargin=16 * mm, invariant=1,
                         title=document.subject, author="Timeline", creator="Timeline", producer="Timeline", subject="", lang="en-GB", displayDocTitle=True)
        self._subject, self._total = document.subject, total
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._around))

    def _around(self, canvas, _pages) -> None:
        canvas.setFont(BOLD, 9)
        canvas.drawCentredString(SIZE[0] / 2, SIZE[1] - 10 * mm, MARKING)
        canvas.setFont(PLAIN, 8)
        canvas.drawCentredString(SIZE[0] / 2, 8 * mm, f"{self._subject} \N{MIDDLE DOT} Page {self.page} of {self._total}")

    def afterFlowable(self, flowable) -> None:  # noqa: N802 (the library calls it so)
        """Bookmark each heading where it came to stand."""
        level = getattr(flowable, "heading_level", None)
        if level:
            mark = f"heading-{self.page}-{flowable.getPlainText()}"
            self.canv.bookmarkPage(mark)
            self.canv.addOutlineEntry(flowable.getPlainText(), mark, level - 1, closed=False)


def write(document: Document) -> bytes:
    """The document as the bytes of a PDF file, landscape A4. It is set twice, since only then is the number of its pages known."""
    _, pages = _set(document, 0)
    return _set(document, pages)[0]


def _set(document: Document, total: int) -> tuple[bytes, int]:
    _fonts()
    made = io.BytesIO()
    pages = _Pages(made, document, total)
    parts = [_heading(document.title, 1)]
    for section in document.sections:
        parts += _section(section, pages.width)
    pages.build(parts)
    return made.getvalue(), pages.page


def _fonts() -> None:
    for name in (PLAIN, BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


@cache
def _drawn(character: str) -> str:
    """The character, or a sign that stands for one that the font does not draw."""
    known = all(ord(character) in pdfmetrics.getFont(name).face.charToGlyph for name in (PLAIN, BOLD))
    return character if known or character == "\n" else "\N{REPLACEMENT CHARACTER}"


def _marked(text: str) -> str:
    return escape("".join(map(_drawn, text))).replace("\n", "<br/>")


def _heading(text: str, level: int) -> Paragraph:
    heading = Paragraph(_marked(text), HEADINGS[level])
    heading.heading_level, heading.keepWithNext = level, True
    return heading


def _section(section: Section, width: float) -> list:
    told = [Paragraph(_marked(text), TEXT) for text in section.paragraphs]
    return [_heading(section.heading, 2), *told, *([_table(section.table, width)] if section.table else []), Spacer(0, 4 * mm)]


def _table(table: Table, width: float) -> LongTable:
    share = width / sum(column.width for column in table.columns)
    widths = [column.width * share for column in table.columns]
    rows = [(group, piece) for row, group in zip(table.rows, table.groups, strict=True)
            for piece in _fitting([[_paragraph(said) for said in cell] for cell in row], widths)]
    head = [[_paragraph(Said("", column.heading))] for column in table.columns]
    made = LongTable([head, *(piece for _, piece in rows)], colWidths=widths, repeatRows=1)
    made.setStyle(TableStyle([*GRID, *_grouped(rows, widths)]))
    return made


def _paragraph(said: Said) -> Paragraph:
    label = f"<b>{_marked(said.label)}{': ' if said.text else ''}</b>" if said.label else ""
    return Paragraph(label + _marked(said.text), CELL)


def _fitting(cells: list[list[Paragraph]], widths: list[float]) -> list[list[list[Paragraph]]]:
    """The row, or where it is higher than a page the rows that it goes on in: a row is never cut by the end of a page."""
    pieces = []
    while any(cells):
        cut = [_cut(cell, width - 2 * PADDING) for cell, width in zip(cells, widths, strict=True)]
        pieces.append([kept for kept, _ in cut])
        cells = [rest for _, rest in cut]
    return pieces


def _cut(cell: list[Paragraph], width: float) -> tuple[list[Paragraph], list[Paragraph]]:
    """As many of the cell's paragraphs, and lines of the next, as HIGHEST holds; and the rest."""
    left = HIGHEST
    for at, paragraph in enumerate(cell):
        high = _height(paragraph, width)
        if high > left:
            here, *there = paragraph.split(width, left) or (None, paragraph)
            return cell[:at] + ([here] if here else []), there + cell[at + 1:]
        left -= high
    return cell, []


def _height(paragraph: Paragraph, width: float) -> float:
    return paragraph.wrap(width, HIGHEST)[1] + CELL.spaceAfter


def _grouped(rows: list[tuple[int, list]], widths: list[float]) -> list[tuple]:
    """What keeps the rows of a group on one page, where one page holds them, and draws a line above each group."""
    styles, at = [], 1
    for _, group in groupby(rows, key=lambda row: row[0]):
        pieces = [piece for _, piece in group]
        high = sum(max(sum(_height(one, width - 2 * PADDING) for one in cell) for cell, width in zip(piece, widths, strict=True)) + 2 * PADDING
                   for piece in pieces)
        styles.append(("LINEABOVE", (0, at), (-1, at), 0.75, EDGE))
        if len(pieces) > 1 and high < HIGHEST:
            styles.append(("NOSPLIT", (0, at), (-1, at + len(pieces) - 1)))
        at += len(pieces)
    return styles
