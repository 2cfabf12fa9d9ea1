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
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, LongTable, PageTemplate, Paragraph, Spacer, TableStyle

from timeline.chronology.document import Document, Said, Section, Table
from timeline.outgoing import MARKING

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"
MARGIN, SIZE = 12 * mm, landscape(A4)
FOOT, TOTAL = 8 * mm, "total"
HIGHEST, PADDING, SHORT = 150 * mm, 3, 600
"""What one row may take of a page, the space around the text of a cell, and a text so short that even the narrowest column holds it."""

EDGE = HexColor("#6f777b")
TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=8.5, leading=11, spaceAfter=5)
KEPT = ParagraphStyle("text above a table", TEXT, keepWithNext=1)
CELL = ParagraphStyle("cell", fontName=PLAIN, fontSize=7.2, leading=9, spaceAfter=2)
HEADINGS = {1: ParagraphStyle("heading 1", fontName=BOLD, fontSize=18, leading=22, spaceAfter=8),
            2: ParagraphStyle("heading 2", fontName=BOLD, fontSize=13, leading=16, spaceBefore=12, spaceAfter=6)}
GRID = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e7eaec")),
        ("BOX", (0, 0), (-1, -1), 0.5, EDGE), ("LINEBELOW", (0, 0), (-1, -1), 0.25, HexColor("#b1b4b6")),
        *((f"{side}PADDING", (0, 0), (-1, -1), PADDING) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"))]


class _Pages(BaseDocTemplate):
    """Pages with the marking above and the number below; each heading becomes a bookmark."""

    def __init__(self, file, document: Document):
        super().__init__(file, pagesize=SIZE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=16 * mm, bottomMargin=16 * mm, invariant=1,
                         title=document.subject, author="Timeline", creator="Timeline", producer="Timeline", subject="", lang="en-GB", displayDocTitle=True)
        self._subject = document.subject
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._around))

    def _around(self, canvas, _pages) -> None:
        canvas.saveState()
        canvas.setFont(BOLD, 9)
        canvas.drawCentredString(SIZE[0] / 2, SIZE[1] - 10 * mm, MARKING)
        canvas.setFont(PLAIN, 8)
        words = f"{self._subject} \N{MIDDLE DOT} Page {self.page} of "
        canvas.drawCentredString(SIZE[0] / 2, FOOT, words)
        canvas.translate((SIZE[0] + pdfmetrics.stringWidth(words, PLAIN, 8)) / 2, FOOT)
        canvas.doForm(TOTAL)
        canvas.restoreState()

    def afterFlowable(self, flowable) -> None:  # noqa: N802 (the library calls it so)
        """Bookmark each heading where it came to stand."""
        level = getattr(flowable, "heading_level", None)
        if level:
            mark = f"heading-{self.page}-{flowable.getPlainText()}"
            self.canv.bookmarkPage(mark)
            self.canv.addOutlineEntry(flowable.getPlainText(), mark, level - 1, closed=False)


class _Total(Flowable):
    """The last thing on the last page: the number of pages, which every page shows and only now is known."""

    def draw(self) -> None:
        """Write down the number for all pages."""
        self.canv.beginForm(TOTAL, 0, -MARGIN, MARGIN, MARGIN)
        self.canv.setFont(PLAIN, 8)
        self.canv.drawString(0, 0, str(self.canv.getPageNumber()))
        self.canv.endForm()


def write(document: Document) -> bytes:
    """The document as the bytes of a PDF file, landscape A4."""
    _fonts()
    made = io.BytesIO()
    pages = _Pages(made, document)
    parts = [_heading(document.title, 1)]
    for section in document.sections:
        parts += _section(section, pages.width)
    pages.build([*parts, _Total()])
    return made.getvalue()


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
    told = [Paragraph(_marked(text), KEPT if section.table else TEXT) for text in section.paragraphs]
    return [_heading(section.heading, 2), *told, *([_table(section.table, width)] if section.table else []), Spacer(0, 4 * mm)]


def _table(table: Table, width: float) -> LongTable:
    """The table with its rows' heights given: the library would work them out anew for each page."""
    share = width / sum(column.width for column in table.columns)
    widths = [column.width * share for column in table.columns]
    rows = [(group, piece) for row, group in zip(table.rows, table.groups, strict=True)
            for piece in _fitting([[_paragraph(said) for said in cell] for cell in row], widths)]
    pieces = [[[_paragraph(Said("", column.heading))] for column in table.columns], *(piece for _, piece in rows)]
    heights = [_high(piece, widths) for piece in pieces]
    made = LongTable(pieces, colWidths=widths, rowHeights=heights, repeatRows=1)
    made.setStyle(TableStyle([*GRID, *_grouped([group for group, _ in rows], heights[1:])]))
    return made


def _high(row: list[list[Paragraph]], widths: list[float]) -> float:
    return max(sum(_height(one, width - 2 * PADDING) for one in cell) for cell, width in zip(row, widths, strict=True)) + 2 * PADDING


def _paragraph(said: Said) -> Paragraph:
    label = f"<b>{_marked(said.label)}{': ' if said.text else ''}</b>" if said.label else ""
    return Paragraph(label + _marked(said.text), CELL)


def _fitting(cells: list[list[Paragraph]], widths: list[float]) -> list[list[list[Paragraph]]]:
    """The row, or where it is higher than a page the rows that it goes on in: a row is never cut by the end of a page."""
    if all(sum(len(one.text) for one in cell) < SHORT for cell in cells):
        return [cells]
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


def _grouped(groups: list[int], heights: list[float]) -> list[tuple]:
    """What keeps the rows of a group on one page, where one page holds them, and draws a line above each group."""
    styles = []
    for _, rows in groupby(range(len(groups)), key=lambda at: groups[at]):
        rows = list(rows)
        first, last = rows[0], rows[-1]
        styles.append(("LINEABOVE", (0, first + 1), (-1, first + 1), 0.75, EDGE))
        if last > first and sum(heights[first:last + 1]) < HIGHEST:
            styles.append(("NOSPLIT", (0, first + 1), (-1, last + 1)))
    return styles
