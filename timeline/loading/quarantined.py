"""The rows of a file that were set aside, to be sent back to the agency: its own columns as they came, and before each row why and what to do.

They hold whatever the agency wrote, but for what tells where somebody lives: whoever loads files may not open that, and the agency finds it in its own file
by the line. A file of them goes to nobody but the agency that sent it."""

import re

import duckdb

from timeline.masking import tells_where
from timeline.outgoing import MARKING
from timeline.rows.splitter import Quotes
from timeline.sheets import Sheet

OURS = ("Line", "Reason", "Column", "Found", "Expected", "What to do")
WHOLE = "The line as it came"
SENTENCE = re.compile(r": found (?P<found>.*?), expected (?P<expected>.*?)\. ", re.DOTALL)
EXPECTED = {"unknown code": "a code whose meaning you have told us"}
TO_DO = {"unknown code": "Tell us what the code means, or correct it, and send the row again.",
         "unreadable": "Send the record again, whole: its line was cut short or damaged on the way."}
ADDRESSED = ("address", "postcode", "place", "place_postcode", "words", "conditions", "safe_contact")
"""Our fields whose columns are hidden."""
IN_YOUR_FILE = "[hidden: see this line of your own file]"
CORRECT = "Correct it and send the row again."
FORMULA = ("A cell that begins with = + - or @ has an apostrophe before it here, so that no spreadsheet takes it for a formula. Take the apostrophe "
           "away before you send the row again.")


def sheet(reader: duckdb.DuckDBPyConnection, file: str) -> Sheet:
    """The quarantined rows of one file, by line, from a published snapshot or from the tables that a check kept. A row with several faults names
    each; what tells where somebody lives is hidden, and so is the whole of a line that could not be parted into cells."""
    ask = reader.cursor()
    ask.execute("use made")
    of = ask.execute("select agency, area, as_at::varchar, delimiter from files where file = ?", [file]).fetchall()
    agency, area, as_at, delimiter = of[0] if of else (None, None, None, None)
    header = _header(ask, file, delimiter)
    addressed = _addressed(ask, file)
    hidden = [name.strip() in addressed for name in header]
    rows = tuple(_row(found, header, hidden, delimiter) for found in _found(ask, file))
    notes = (MARKING, f"Rows of {file.split('/', 1)[-1]} that could not be used: {len(rows):,}. Of {agency}, {area}, as at {as_at}.", FORMULA)
    return Sheet("Rows to correct and send again", (*OURS, *_headings(header), WHOLE), rows, notes)


def _found(ask, file: str) -> list[tuple]:
    """Each quarantined row: its line, part and text, and its faults, each with the column by the agency's own name."""
    return ask.execute("""
        with named as (select layout, code as field, means as theirs from codes where field = 'column')
        select line_from, part, raw, list({'code': i.code, 'theirs': theirs, 'value': value, 'because': i.because} order by i.field, i.code)
        from versions as v join rows as r using (row_id) join issues as i using (row_id) left join named as n on n.layout = r.layout and n.field = i.field
        where file = ? and state = 'quarantined' and severity = 'error' group by all order by line_from""", [file]).fetchall()


def _addressed(ask, file: str) -> set[str]:
    """The agency's own names of the columns that are read as something that may tell where somebody lives."""
    found = ask.execute("""select means from codes join files using (layout) where file = ? and field = 'column'
                           and list_contains(?::varchar[], split_part(code, '.', -1))""", [file, list(ADDRESSED)]).fetchall()
    return {name.strip() for (name,) in found}


def _header(ask, file: str, delimiter: str | None) -> list[str]:
    """The names of the columns as the file has them; none of a file without a header."""
    found = ask.execute("select raw from rows where file = ? and part = 'header' order by line_from limit 1", [file]).fetchall()
    return _cells(found[0][0], delimiter) if found else []


def _cells(raw: str, delimiter: str | None) -> list[str]:
    """The cells of a line as they came; a workbook's, which has no delimiter, are kept with tabs between them and no quotes around them."""
    if delimiter is None or '"' not in raw:
        return raw.split(delimiter or "\t")
    quotes = Quotes(delimiter, 0)
    return quotes.strictly(raw)[0] or quotes.loosely(raw)


def _headings(header: list[str]) -> list[str]:
    """The agency's names of the columns, each once: one that stands twice, or as one of ours, bears its number."""
    taken, told = {name.casefold() for name in (*OURS, WHOLE)}, []
    for number, name in enumerate(header, 1):
        heading = name.strip() or f"column {number}"
        told.append(f"{heading} (column {number})" if heading.casefold() in taken else heading)
        taken.add(told[-1].casefold())
    return told


def _row(found: tuple, header: list[str], hidden: list[bool], delimiter: str | None) -> tuple:
    line, part, raw, faults = found
    came = _cells(raw, delimiter)[:len(header)] if part == "record" and header else []
    cells = [IN_YOUR_FILE if cell and unshown or tells_where(cell) else cell for cell, unshown in zip(came, hidden, strict=False)]
    addressed = {name.strip() for name, unshown in zip(header, hidden, strict=True) if unshown}
    told = dict.fromkeys(_told(fault, addressed) for fault in faults)
    *each, to_do = zip(*told, strict=True)
    return (line, *map(list, each), list(dict.fromkeys(to_do)), *cells, *[""] * (len(header) - len(cells)), "" if cells else IN_YOUR_FILE)


def _told(fault: dict, addressed: set[str]) -> tuple[str, str, str, str, str]:
    """The reason, the agency's own column, what was found and expected, and what to do, said to the agency."""
    code, value = fault["code"], fault["value"]
    sentence = SENTENCE.search(fault["because"].replace(f"'{value}'", "''") if value else fault["because"])
    found, expected = (sentence["found"], sentence["expected"]) if sentence else ("", "")
    if value and (tells_where(value) or fault["theirs"] in addressed):
        value = IN_YOUR_FILE
    return code, fault["theirs"] or "", value or found, EXPECTED.get(code, expected), TO_DO.get(code, CORRECT)
