"""Files: which were received, how each is written, which layout reads it, and what extracts.toml says of it.

A file that cannot be used is refused with a sentence and the others still load. What a file cannot say of itself is never
guessed: it stands in extracts.toml beside it, or the file is refused.
"""

import json
import tomllib
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import duckdb

from timeline import agencies, received, workbooks
from timeline.received import Refused
from timeline.tables import TABLES

BESIDE = "extracts.toml"
PASSED_OVER = {BESIDE, "truth.csv"}
NOT_EXTRACTS = {".md", ".py", ".pyc"}
DELIMITERS = {",": "comma", "|": "pipe", "\t": "tab", ";": "semicolon"}
LOOKED_AT = 60  # lines from the top in which the header must stand
LONGEST_QUOTED = 60  # characters of a cell that a sentence quotes
DAYS = ("as_at", "covers_from", "covers_to")
SAYINGS = {"supplier", "area", "as_at", "received_on", "extent", "covers_from", "covers_to", "searched_for", "accept_vanished"}

CHANGED = "{file} was written to while it was read. Nothing was published. Wait until whoever writes it has ended, and run again."
TWICE = "Its header names the column '{name}' more than once, so it is not known which is meant. Ask the supplier for one column of each name."


class BadInput(Exception):
    """A folder that cannot be run; the message says what was found, what was expected and what to do."""


def find(folder: Path, layouts: dict[str, agencies.Layout], needed: bool = True) -> duckdb.DuckDBPyRelation:
    """`files` of the folder and everything below it. Raises BadInput where there is nothing at all that can be read, if that is `needed`."""
    paths = _extracts(folder)
    said = _beside(folder)
    _known_contacts(said, layouts)
    found = [_described(path, path.relative_to(folder).as_posix(), said, layouts) for path in paths]
    there = {one["file"] for one in found}
    found += [_missing(name) for name in sorted(said.get("files", {}).keys() - there)]
    if needed and all(one["problem"] for one in found):
        raise BadInput(f"No file in {folder} can be read:\n" + "\n".join(f"  {one['problem']}" for one in found))
    return _table(found)


def refuse_changed(folder: Path, found: duckdb.DuckDBPyRelation) -> None:
    """Raise BadInput where a file is no longer as it was found: somebody wrote to it while it was read, and its rows may be of neither."""
    for file, digest in found.filter("layout is not null").project("file, file_hash").fetchall():
        if received.digest(folder / file) != digest:
            raise BadInput(CHANGED.format(file=file))


def passed_over(name: str) -> bool:
    """Whether a file of this name is no extract, whatever it holds."""
    return name in PASSED_OVER or Path(name).suffix.lower() in NOT_EXTRACTS or name.startswith((".", "__"))


def _extracts(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}. Give the folder that holds the agencies' extracts.")
    below = (path for path in folder.rglob("*") if path.is_file())
    paths = sorted(path for path in below if not passed_over(path.name)
                   and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts))
    if not paths:
        raise BadInput(f"The folder {folder} holds no extract. Put the agencies' files there with {BESIDE} beside them.")
    return paths


def _beside(folder: Path) -> dict:
    path = folder / BESIDE
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadInput(f"{path} is not TOML that can be read: {wrong}. Correct that line and run again.") from None


def _known_contacts(said: dict, layouts) -> None:
    """Raises BadInput where [contacts] names an agency that no layout has, or gives anything but words."""
    known = {layout.agency for layout in layouts.values()}
    for agency, contact in said.get("contacts", {}).items():
        if agency not in known:
            raise BadInput(f"{BESIDE} has a contact for '{agency}', and no layout is of that agency. Agencies: {', '.join(sorted(known))}.")
        if not isinstance(contact, str) or not contact.strip():
            raise BadInput(f"{BESIDE} says under [contacts] {agency} = {contact!r}. Write whom to ask, in words: {agency} = \"MARAC desk, 01632 960001\".")


def _described(path: Path, name: str, said: dict, layouts) -> dict:
    """One line of `files`: a refused file keeps its name, hash and the sentence."""
    found = {"file": name, "file_hash": received.digest(path), "accept_vanished": False, "lines": 0, "problem": None}
    try:
        _printable(name)
        own = _sayings(name, said)
        found |= _written(path, layouts, own.pop("supplier", None)) | own
        found["contact"] = said.get("contacts", {}).get(found["agency"])
    except Refused as why:
        shown = _shown(name)
        return found | {"file": shown, "problem": f"{shown}: {why}"}
    return found


def _printable(name: str) -> None:
    """Raises Refused for a name that no list can show and nobody can type into extracts.toml: bytes that are no text, line ends, hidden marks."""
    if not name.isprintable():
        raise Refused("Its name holds a character that cannot be shown, written here with a backslash. Rename the file with plain letters, "
                      f"digits, - and _, and say what it is in {BESIDE} under the new name.")


def _shown(name: str) -> str:
    """The name with what cannot be printed written out."""
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in name)


def _written(path: Path, layouts, supplier: str | None) -> dict:
    """How the file is written and which layout reads it."""
    if supplier is not None and supplier not in layouts:
        raise Refused(f"{BESIDE} says that its supplier is '{supplier}', and there is no such layout. "
                      f"Layouts: {', '.join(sorted(layouts))}. Name one of these, or add {supplier}.toml.")
    chosen = {supplier: layouts[supplier]} if supplier else layouts
    if received.is_workbook(path):
        top = [[workbooks.cell_text(value, "yyyy-mm-dd") for value in row] for row in islice(workbooks.sheet(path), LOOKED_AT)]
        delimiter, layout = None, _layout(top, {None: top}, chosen)[1]
        _alone(path, layout)
        form = {"encoding": "xlsx", "delimiter": None, "lines": sum(1 for _ in workbooks.sheet(path))}
    else:
        written = received.encoding(path)
        top = list(islice(received.lines(path, written), LOOKED_AT))
        delimiter, layout = _layout(top, {mark: [received.cells(line, mark) for line in top if line.strip()] for mark in DELIMITERS}, chosen)
        form = {"encoding": written, "delimiter": delimiter, "lines": received.count(path, written)}
    return form | {"layout": layout.supplier, "agency": layout.agency, "system": layout.system}


def _alone(path: Path, layout: agencies.Layout) -> None:
    """Raises Refused where another sheet than the first may hold records too: its column names are theirs, or its rows are as wide."""
    for name, row in workbooks.others(path, LOOKED_AT):
        if len(row) >= len(layout.needed) or agencies.fitting({layout.supplier: layout}, [str(cell) for cell in row]):
            raise Refused(f"The sheet '{name}' of this workbook may hold records too, and only the first sheet is read. Save each sheet that has records as "
                          "CSV UTF-8, or as a workbook of its own.")


def _layout(top: list, readings: dict[str, list[list[str]]], layouts) -> tuple[str, agencies.Layout]:
    """The delimiter and the layout that fit the top of the file together. Raises Refused with what comes closest."""
    if not top:
        raise Refused("The file is empty. Ask the supplier to send it again, or take it out of the folder.")
    for delimiter, rows in readings.items():
        for cells in rows:
            fits = agencies.fitting(layouts, cells)
            if len(fits) > 1:
                raise Refused(f"Its header fits several layouts: {', '.join(sorted(f.supplier for f in fits))}. "
                              f"Say which under its name in {BESIDE}: supplier = \"...\".")
            if fits:
                return delimiter, _unambiguous(fits[0], cells)
    if len(layouts) == 1:
        return _headless(next(iter(layouts.values())), readings)
    raise Refused(_closest(readings, layouts))


def _headless(layout, readings):
    """The delimiter that parts most lines into the columns of a layout without a header."""
    if layout.header:
        raise Refused(_closest(readings, {layout.supplier: layout}))
    fit = {mark: sum(len(cells) in (len(layout.columns), len(layout.columns) + 1) for cells in rows) for mark, rows in readings.items()}
    best = max(fit, key=fit.get)
    if not fit[best]:
        widest = max(readings.values(), key=lambda rows: max(map(len, rows), default=0))
        raise Refused(f"The layout {layout.supplier} has {len(layout.columns)} columns and no header, but the first line has "
                      f"{len(widest[0]) if widest else 0} cells. Check that the file belongs to this supplier, or correct `columns` there.")
    return best, layout


def _unambiguous(layout, header: list[str]):
    for name in agencies.twice(layout, header):
        raise Refused(TWICE.format(name=name))
    return layout


def _closest(readings, layouts) -> str:
    """The sentence for a header that no layout fits: which comes closest and what it misses."""
    tries = [(len(layout.needed & there) / len(layout.needed), layout, there, cells)
             for rows in readings.values() for cells in rows for there in [set(map(agencies.plain, cells))]
             for layout in layouts.values() if layout.header]
    share, layout, there, cells = max(tries, key=lambda one: one[0], default=(0, None, set(), []))
    advice = "`timeline agencies check FILE` shows what is unknown and writes a skeleton for a new layout."
    if share == 0:
        return (f"No layout fits: no line of the first {LOOKED_AT} names a known column. If it has no header, name its supplier "
                f"in {BESIDE}. {advice}")
    lacks = sorted(layout.needed - there)
    return (f"No layout fits its header. The closest is {layout.supplier}, which also needs the column"
            f"{'s' if len(lacks) > 1 else ''} {', '.join(lacks[:8])}{' and more' if len(lacks) > 8 else ''}; "
            f"found: {', '.join(_cut(cell) for cell in cells[:6])}{', ...' if len(cells) > 6 else ''}. {advice}")


def _cut(cell: str) -> str:
    """A cell as a sentence can quote it."""
    return cell if len(cell) <= LONGEST_QUOTED else cell[:LONGEST_QUOTED] + " ..."


def _sayings(name: str, said: dict) -> dict:
    """What extracts.toml says of one file, checked. Raises Refused."""
    own = said.get("files", {}).get(name)
    if own is None:
        raise Refused(f"{BESIDE} says nothing of this file. Add [files.{json.dumps(name, ensure_ascii=False)}] with as_at, extent, covers_from, covers_to and "
                      "searched_for" + (", and area for all files" if "area" not in said else "") + ".")
    return checked({"area": said.get("area")} | own, BESIDE, f"under [files.\"{name}\"]")


def checked(own: dict, teller: str, where: str) -> dict:
    """What the `teller` (extracts.toml, or a form) says of one file, as SAYINGS, with its days as dates and what it may leave out filled in.

    Raises Refused with the first thing that is missing or cannot be; `where` says where it is to be added."""
    for line in sorted(own.keys() - SAYINGS):
        raise Refused(f"{teller} has the line '{line}', which is not known. It may say {', '.join(sorted(SAYINGS))}.")
    for line in ("area", *DAYS, "extent", "searched_for"):
        if own.get(line) in (None, ""):
            raise Refused(f"{teller} does not say '{line}' of this file. Add it {where}.")
    days = {line: _day(line, own[line], teller) for line in (*DAYS, "received_on") if line in own}
    own = {"received_on": days["as_at"], "accept_vanished": False} | own | days
    _sensible(own, teller)
    return own


def _day(line: str, value, teller: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Refused(f"{teller} says {line} = {value!r}, which is no day. Write it as {line} = 2025-03-31.") from None


def _sensible(own: dict, teller: str) -> None:
    if own["extent"] not in ("full", "delta"):
        raise Refused(f"{teller} says extent = {own['extent']!r}. It must be \"full\" (what it leaves out is gone) or \"delta\" "
                      "(what it leaves out is unchanged).")
    if own["covers_from"] > own["covers_to"]:
        raise Refused(f"{teller} says that it covers from {own['covers_from']} to {own['covers_to']}. "
                      "The first day must not be the later.")
    if own["received_on"] < own["as_at"]:
        raise Refused(f"{teller} says that it was received on {own['received_on']}, before the day that it shows, {own['as_at']}. "
                      "Correct one of the two.")
    if not isinstance(own["accept_vanished"], bool):
        raise Refused(f"{teller} says accept_vanished = {own['accept_vanished']!r}. It must be true or false.")


def _missing(name: str) -> dict:
    return {"file": name, "file_hash": "", "accept_vanished": False, "lines": 0,
            "problem": f"{name}: {BESIDE} names this file, but it is not in the folder. Put it there, or take its lines out."}


def _table(found: list[dict]) -> duckdb.DuckDBPyRelation:
    columns = TABLES["files"].columns
    shape = ", ".join(f"{column.name} {column.type}" for column in columns)
    rows = [{column.name: each.get(column.name) for column in columns} for each in found]
    return duckdb.sql(f"from (select unnest($rows::struct({shape})[], max_depth := 2)) order by file", params={"rows": rows}).materialize()
