"""Nasty workbooks: each row exact and on its line, or the whole refused with the right sentence, in bounded memory and time."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from benchmarks.fuzzing.books import MAIN, SMALL, packed
from tests.extracts import HEADER, extracts, layouts
from tests.reliability import amount
from timeline import files, rows, workbooks
from timeline.received import Refused, is_workbook

SHEET, STRINGS, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ROOT = Path(__file__).parent.parent.parent
MEASURED = """
import sys, time
from pathlib import Path
from timeline import workbooks
from timeline.received import Refused
began = time.process_time()
try:
    told = sum(1 for _ in workbooks.sheet(Path(sys.argv[1])))
except Refused as why:
    told = why
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) >> 10, round(time.process_time() - began, 1), told, sep="|")
"""


def sheet(cells: str, number: int = 1) -> str:
    """The XML of a sheet with one row of these cells."""
    return f'<worksheet {MAIN}><sheetData><row r="{number}">{cells}</row></sheetData></worksheet>'


def rows_of(xml: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{xml}</sheetData></worksheet>"


def read(folder: Path, members: dict | bytes) -> list[list[str]]:
    """The rows of a workbook of these members, or of these bytes, as text."""
    path = folder / "book.xlsx"
    path.write_bytes(members if isinstance(members, bytes) else packed(members))
    return [[workbooks.cell_text(value, "dd/mm/yyyy") for value in row] for row in workbooks.sheet(path)]


CELLS = {
    "a text that cells share, in runs": ('<c t="s"><v>1</v></c>', "Day"),
    "a text of its own": ('<c t="inlineStr"><is><t>a</t></is></c>', "a"),
    "how a text is pronounced is no text": ('<c t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>', "a"),
    "a line end, as a spreadsheet escapes it": ('<c t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', "a\r\nb"),
    "an escape that is text": ('<c t="inlineStr"><is><t>_x005F_x000D_</t></is></c>', "_x000D_"),
    "half of a character": ('<c t="inlineStr"><is><t>_xD83D_</t></is></c>', "_xD83D_"),
    "a NUL, which is seen later": ('<c t="inlineStr"><is><t>a_x0000_</t></is></c>', "a\0"),
    "entities of XML": ('<c t="inlineStr"><is><t>&lt;b&gt; &amp;amp; &#233;</t></is></c>', "<b> &amp; é"),
    "a whole number": ("<c><v>9434765919</v></c>", "9434765919"),
    "a whole number with a point": ("<c><v>9434765919.0</v></c>", "9434765919"),
    "a number of more digits than are kept": ("<c><v>1234567890123456</v></c>", "1.23457E+15"),
    "a number with an exponent": ("<c><v>1.2345E+19</v></c>", "1.23450E+19"),
    "a number without its zeros": ('<c s="0"><v>7</v></c>', "7"),
    "an error": ('<c t="e"><v>#N/A</v></c>', "#N/A"),
    "a formula with the value that was saved": ('<c t="str"><f>A2&amp;"/1"</f><v>R1/1</v></c>', "R1/1"),
    "a formula with a number that was saved": ("<c><f>1+1</f><v>2</v></c>", "2"),
    "a formula that gave nothing": ('<c t="str"><f>IF(1,"","")</f><v></v></c>', None),
    "a formula without a value": ("<c><f>A2</f></c>", "=A2"),
    "a formula without a value, of an array": ('<c><f t="array" ref="A1:A2">SUM(B1:B9)</f><v/></c>', "=SUM(B1:B9)"),
    "a day": ('<c s="1"><v>45363</v></c>', "12/03/2024"),
    "a day with a time": ('<c s="1"><v>45363.5</v></c>', "12/03/2024 12:00"),
    "a day that cannot be": ('<c s="1"><v>99999999</v></c>', "99999999"),
    "a day before the first": ('<c s="1"><v>-5000000</v></c>', "-5000000"),
    "a time": ('<c s="2"><v>0.40625</v></c>', "09:45:00"),
    "a span of more than a day": ('<c s="3"><v>1.5</v></c>', "1 day, 12:00:00"),
    "a day as the strict form has it": ('<c t="d"><v>2024-03-12</v></c>', "12/03/2024"),
    "yes or no": ('<c t="b"><v>0</v></c>', "False"),
    "a style and nothing else": ('<c s="1"/>', None),
}


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_is_what_its_reader_saw(what, tmp_path):
    cell, text = CELLS[what]
    assert read(tmp_path, {SHEET: sheet(cell)}) == ([[text]] if text else [])


def test_days_are_counted_from_the_day_that_the_workbook_says(tmp_path):
    members = {SHEET: sheet('<c s="1"><v>43901</v></c>'), BOOK: SMALL[BOOK].replace("<workbookPr/>", '<workbookPr date1904="1"/>')}
    assert read(tmp_path, members) == [["12/03/2024"]]


def test_a_sheet_is_read_to_its_end_whatever_it_says_of_its_size(tmp_path):
    xml = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'
    members = {SHEET: rows_of(xml).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')}
    assert read(tmp_path, members) == [["1", "", "2"], [], ["", "3"]]


def test_empty_rows_below_the_last_and_empty_cells_behind_it_are_no_rows_and_no_cells(tmp_path):
    xml = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/><c r="XFD1" s="1"/></row><row r="2"><c r="A2" s="1"/></row><row r="1048576" ht="15"/>'
    assert read(tmp_path, {SHEET: rows_of(xml)}) == [["1"]]


def test_rows_and_cells_without_a_number_follow_one_another_in_any_dialect(tmp_path):
    xml = rows_of("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>").replace("<", "<x:").replace("<x:/", "</x:")
    assert read(tmp_path, {SHEET: xml.replace("xmlns=", "xmlns:x=")}) == [["1", "2"], ["3"]]


def test_a_record_of_a_real_workbook_stands_on_the_line_that_a_person_sees(tmp_path):
    """A title, hidden rows and columns, merged cells, cells with line ends, a second sheet that is a pivot: as a spreadsheet would save them."""
    book = openpyxl.Workbook()
    page = book.active
    for line in (["Visits, OFFICIAL"], [], HEADER.split(","), *([f"R{n}", "12/03/2024", "HV", "Ann", "Roe", None, None, "Y", None, f"note\n{n}"]
                                                               for n in range(4, 9))):
        page.append(line)
    page.row_dimensions[5].hidden = page.column_dimensions["D"].hidden = True
    page.merge_cells("A7:A8")
    book.create_sheet("Totals").append(["Visits", 5])
    book.create_sheet("Notes").sheet_state = "veryHidden"
    book.save(tmp_path / "real.xlsx")
    known = layouts(tmp_path)
    inside = extracts(tmp_path, {"real.xlsx": (tmp_path / "real.xlsx").read_bytes()})
    found = rows.read(inside, files.find(inside, known), known).materialize()
    assert duckdb.sql("select line_from, part, fields.ref, fields.words from found order by line_from").fetchall() == [
        (1, "note", None, None), (2, "blank", None, None), (3, "header", None, None),
        *((n, "record", None if n == 8 else f"R{n}", f"note\n{n}") for n in range(4, 9))]


def without(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name, content in SMALL.items():
            if name not in names:
                book.writestr(name, content)
    return made.getvalue()


def of(*members: tuple[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name, content in members:
            book.writestr(name, content)
    return made.getvalue()


def said_larger(content: bytes, size: int) -> bytes:
    """The workbook with another size of its sheet in the zip's directory."""
    at = content.rindex(SHEET.encode()) - 46
    return content[:at + 24] + struct.pack("<I", size) + content[at + 28:]


def pointing_before(content: bytes) -> bytes:
    """The workbook with a directory that is said to stand further on, so that its members would stand before the file begins."""
    at = content.rindex(b"PK\x05\x06") + 16
    return content[:at] + struct.pack("<I", 1 << 20) + content[at + 4:]


def locked(content: bytes) -> bytes:
    """The workbook with a mark that a password protects its members."""
    at = content.index(b"PK\x01\x02")
    return content[:at + 8] + b"\x01\x00" + content[at + 10:]


def overlapping(content: bytes) -> bytes:
    """A zip of which 200 members are one and the same megabyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("0", os.urandom(64) * (1 << 15))
    body = made.getvalue()
    at, ends = body.index(b"PK\x01\x02"), body.index(b"PK\x05\x06")
    directory = body[at:ends] * 200
    return body[:at] + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 200, 200, len(directory), at, 0)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
NOISE = os.urandom(1 << 15)  # what packs so well is refused for that
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DAMAGED, LARGE, NO_BOOK = "This workbook cannot be opened, or is damaged", "more than is safe to open", "a zip, and not a workbook"
REFUSED = {
    "a zip that was cut short": (packed({})[:900], DAMAGED),
    "a zip without its beginning": (b"PK\x03\x04" + packed({})[200:], DAMAGED),
    "members before the file begins": (pointing_before(packed({})), DAMAGED),
    "nothing but the mark of a zip": (b"PK\x03\x04", DAMAGED),
    "a size that is not so": (said_larger(packed({}), 10), DAMAGED),
    "a workbook that unpacks to gigabytes": (said_larger(packed({}), 2 << 30), LARGE),
    "members that lie upon one another": (overlapping(packed({})), LARGE),
    "many members": (packed({f"xl/media/{n}": "x" for n in range(300)}), LARGE),
    "a password": (locked(packed({})), "protected by a password"),
    "a binary workbook": (packed({"xl/workbook.bin": "x"}), "a binary workbook (.xlsb)"),
    "an OpenDocument": (of(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "x")), "an OpenDocument file"),
    "a Word document": (of(("[Content_Types].xml", "x"), ("word/document.xml", "x")), "a Word document (.docx)"),
    "a zip within a zip": (of(("inner.xlsx", "x")), NO_BOOK),
    "a path that leads out": (of(("../../../etc/cron.d/x", "x")), NO_BOOK),
    "no sheet": (packed({BOOK: f"<workbook {MAIN}><sheets/></workbook>"}), "no sheet of rows"),
    "a chart alone": (packed({LINKS: SMALL[LINKS].replace("/worksheet", "/chartsheet")}), "no sheet of rows"),
    "a sheet that is not there": (without(SHEET), DAMAGED),
    "a sheet that stands elsewhere": (packed({LINKS: SMALL[LINKS].replace("worksheets/sheet1.xml", "../../../../etc/passwd")}), DAMAGED),
    "XML that was cut short": (packed({SHEET: SMALL[SHEET][:-20]}), DAMAGED),
    "a text that is not among the shared": (packed({SHEET: sheet('<c t="s"><v>99</v></c>')}), DAMAGED),
    "a row twice": (packed({SHEET: rows_of('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>')}), "row 2 comes after row 2"),
    "rows out of order": (packed({SHEET: rows_of('<row r="9"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>')}), "row 2 comes after row 9"),
    "a row beyond the last": (packed({SHEET: sheet("<c><v>1</v></c>", 99_999_999)}), "row 99999999"),
    "a cell twice": (packed({SHEET: sheet('<c r="B1"><v>1</v></c><c r="B1"><v>2</v></c>')}), "the cell B1"),
    "a column beyond the last": (packed({SHEET: sheet('<c r="ZZZ1"><v>1</v></c>')}), "the cell ZZZ1"),
    "a billion laughs": (packed({STRINGS: LAUGHS + f"<sst {MAIN}><si><t>&b;</t></si></sst>"}), "declares entities"),
    "another file as an entity": (packed({SHEET: OUTSIDE + sheet('<c t="inlineStr"><is><t>&a;</t></is></c>')}), "declares entities"),
    "elements without end": (packed({SHEET: rows_of("<a>" * 2000)}), "too deep"),
    "a cell of megabytes": (packed({SHEET: sheet(f'<c t="inlineStr"><is><t>{"no " * (1 << 19)}</t></is></c>'), "noise": NOISE}), "a cell holds more"),
    "an attribute of megabytes": (packed({SHEET: sheet(f'<c r="{"A" * (3 << 19)}"/>'), "noise": NOISE}), "a cell holds more"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_to_its_end_is_refused_as_a_whole_with_a_sentence(what, tmp_path):
    content, sentence = REFUSED[what]
    with pytest.raises(Refused) as why:
        read(tmp_path, content)
    assert sentence in str(why.value) and str(why.value).endswith(".") and not list(tmp_path.glob("../*/passwd"))


@pytest.mark.parametrize("start", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504])
def test_a_workbook_of_the_old_kind_or_with_a_password_says_so(start, tmp_path):
    (tmp_path / "a.xls").write_bytes(start)
    with pytest.raises(Refused, match="of the old kind .* or one that a password protects"):
        is_workbook(tmp_path / "a.xls")


def two_sheets(second: list) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADER.split(","))
    other = book.create_sheet("April")
    other.sheet_state = "hidden"
    other.append(second)
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("second", [HEADER.split(","), [f"R1-{n}" for n in range(10)]])
def test_a_second_sheet_that_may_hold_records_is_refused_and_not_left_out(second, tmp_path):
    inside = extracts(tmp_path, {"a.xlsx": two_sheets(second), "b.csv": HEADER})
    found = dict(files.find(inside, layouts(tmp_path)).project("file, problem").fetchall())
    assert "The sheet 'April' of this workbook may hold records too" in found["a.xlsx"] and found["b.csv"] is None


def test_macros_are_not_looked_at(tmp_path):
    assert read(tmp_path, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}) == [["Ref"]]


NUMBERED = '<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="s"><v>0</v></c></row>'
ROWS = amount(20_000, 1 << 20)
LARGEST = {
    "as many rows as a sheet has": (lambda: {SHEET: rows_of("".join(NUMBERED % (n, n, n, n) for n in range(1, ROWS + 1)))}, str(ROWS)),
    "a cell far to the right in each row": (lambda: {SHEET: rows_of('<row><c r="XFD1"><v>1</v></c></row>' * amount(400, 40_000)), "noise": NOISE},
                                            "more than 50,000,000 cells"),
    "many shared texts": (lambda: {STRINGS: f"<sst {MAIN}>{'<si><t>ab</t></si>' * amount(20_000, 6_000_000)}</sst>",
                                   "xl/media/noise": os.urandom(amount(1 << 10, 2 << 20))}, "more than 5,000,000 texts"),
    "rows without end": (lambda: {SHEET: rows_of("<row/>" * amount(20_000, 9_000_000)), "xl/media/noise": os.urandom(amount(1 << 10, 1 << 20))}, "row"),
}
"""What is as large as it may be, or larger; what reading it says. The sample's are small enough to be read."""


@pytest.mark.parametrize("what", LARGEST)
def test_a_workbook_as_large_as_may_be_costs_little_memory_and_time(what, tmp_path, figure):
    make, told = LARGEST[what]
    path = tmp_path / "large.xlsx"
    path.write_bytes(packed(make()))
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    memory, seconds, said = done.stdout.strip().split("|")
    figure(f"{what}: memory, processor seconds", f"{memory} MB, {seconds} s")
    assert int(memory) < amount(250, 800) and float(seconds) < 120
    assert told in said or amount(1, 0)
