"""A workbook of any bytes, or one with any bytes in place of one of its members, and the laws that hold: rows of text, the same each time, or a refusal."""

import io
import tempfile
import zipfile
from pathlib import Path

from timeline import workbooks
from timeline.received import Refused

MEMBERS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
PATH = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)) / "book.xlsx"


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SMALL = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships><Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATED}"><workbookPr/><sheets><sheet name="Visits" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'''<Relationships><Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="{RELATED}/styles" Target="/xl/styles.xml"/>
        <Relationship Id="rId3" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/></Relationships>''',
    "xl/styles.xml": f'''<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs></styleSheet>''',
    "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>Ref</t></si><si><r><t>Da</t></r><r><t>y</t></r></si></sst>",
    "xl/worksheets/sheet1.xml": f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>',
}
"""What the members of a small workbook hold. Its styles: 1 of days, 2 of times, 3 of spans of time."""


def packed(members: dict[str, str | bytes]) -> bytes:
    """A workbook of these members, and of the small one's in place of those that are not given."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in (SMALL | members).items():
            book.writestr(name, content)
    return made.getvalue()


def hold(data: bytes) -> None:
    """Read the bytes after the first, which says where they stand in the workbook. Raises AssertionError where a law is broken."""
    where, content = data[0] % 8 if data else 0, data[1:]
    PATH.write_bytes(packed({MEMBERS[where]: content}) if where < len(MEMBERS) else content)
    first = _read()
    assert first == _read(), "the same each time"


def _read() -> list | str:
    try:
        rows = [[workbooks.cell_text(value, "dd/mm/yyyy") for value in row] for row in workbooks.sheet(PATH)]
        list(workbooks.others(PATH, 60))
    except Refused as why:
        assert str(why).startswith("This ") and str(why).endswith("."), why
        return str(why)
    assert len(rows) <= workbooks.MOST_ROWS and rows[-1:] != [[]], "no more rows than a sheet has, the last of which holds something"
    assert all(row[-1] for row in rows if row), "a row ends where it holds something"
    "".join(cell for row in rows for cell in row).encode()  # what cannot be stored is no text
    return rows
