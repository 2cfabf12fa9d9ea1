"""What `timeline agencies check FILE` says: which layout fits a file, what is unknown in it, and a skeleton for a new layout."""

from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

from timeline import agencies, received
from timeline.agencies import ANSWERED, CODED, WORDS, Layout, plain
from timeline.files import DELIMITERS, LOOKED_AT, BadInput
from timeline.rows.splitter import Quotes, bare, split

SHOWN_LINES, SHOWN_CODES = 5, 20


def describe(path: Path, layouts: dict[str, Layout]) -> str:
    """The account of one file, as text. Raises files.BadInput where it cannot be opened."""
    if not path.is_file():
        raise BadInput(f"There is no file {path}. Give one extract.")
    try:
        return _described(path, layouts)
    except received.Refused as why:
        raise BadInput(f"{path.name}: {why}") from None


def _described(path: Path, layouts: dict[str, Layout]) -> str:
    written = "xlsx" if received.is_workbook(path) else received.encoding(path)
    delimiter, top = _top(path, written, layouts)
    at, layout = _header(top, layouts)
    columns = list(layout.columns) if layout and not layout.header else top[at] if top else []
    said = [f"{path.name}: {written}" + (f", parted by {DELIMITERS[delimiter]}" if delimiter else "") + f", {len(columns)} columns."]
    if layout is None:
        return "\n".join([*said, _nothing_fits(columns, layouts), "", _skeleton(path, columns)])
    strange = agencies.unknown(layout, columns)
    said.append(f"The layout {layout.supplier} fits: {layout.title}.")
    said.append(f"Columns that it neither maps nor ignores: {', '.join(strange)}." if strange else "Every column is mapped or ignored.")
    return "\n".join([*said, *_unknown_codes(path, written, delimiter, at, columns, layout)])


def _top(path: Path, written: str, layouts) -> tuple[str | None, list[list[str]]]:
    """The delimiter and the first lines as cells: what fits a layout, else what parts the lines into the most cells."""
    if written == "xlsx":
        return None, [[received.cell_text(value, "yyyy-mm-dd") for value in row] for row in islice(received.sheet(path), LOOKED_AT)]
    lines = [bare(line) for line in islice(received.lines(path, written), LOOKED_AT)]
    readings = {mark: [Quotes(mark, 0).loosely(line) for line in lines if line.strip()] for mark in DELIMITERS}
    best = max(readings, key=lambda mark: (_header(readings[mark], layouts)[1] is not None, max(map(len, readings[mark]), default=0)))
    return best, readings[best]


def _header(top: list[list[str]], layouts) -> tuple[int, Layout | None]:
    """Where the header stands, and the layout that fits; else the widest of the first lines, and none."""
    for at, cells in enumerate(top):
        fits = agencies.fitting(layouts, cells)
        if fits:
            return at, fits[0]
    by_position = [layout for layout in layouts.values() if not layout.header and top and len(top[0]) == len(layout.columns)]
    if by_position:
        return -1, by_position[0]
    return max(range(len(top)), key=lambda at: (len(top[at]), -at), default=0), None


def _nothing_fits(columns: list[str], layouts) -> str:
    there = set(map(plain, columns))
    closest = max(layouts.values(), key=lambda layout: len(layout.needed & there) / len(layout.needed), default=None)
    if closest is None or not closest.needed & there:
        return "No layout fits, and none shares a column with it. A skeleton of a new one follows."
    lacks = ", ".join(sorted(closest.needed - there))
    return f"No layout fits. The closest is {closest.supplier}, which also needs: {lacks}. A skeleton of a new one follows."


def _records(path: Path, written: str, delimiter: str | None, at: int, columns: list[str]):
    """Each record's line and cells below the header."""
    if written == "xlsx":
        rows = enumerate(received.sheet(path), 1)
        return ((number, [received.cell_text(value, "yyyy-mm-dd") for value in row]) for number, row in islice(rows, at + 1, None))
    pieces = split(received.lines(path, written), delimiter, len(columns))
    return ((piece.line_from, piece.cells or piece.raw.split(delimiter)) for piece in pieces)


def _unknown_codes(path, written, delimiter, at, columns, layout) -> list[str]:
    """A line for each code that the layout does not know, with its count and first lines."""
    places = {place: (columns.index(column), known) for place, column, known in _coded(layout, columns)}
    counts, lines = Counter(), defaultdict(list)
    nothing = {plain(word) for word in layout.nothing} | {""}
    for number, cells in _records(path, written, delimiter, at, columns):
        if len(cells) < len(columns) or [*map(plain, cells)][:len(columns)] == [*map(plain, columns)]:
            continue
        for place, (index, known) in places.items():
            code = _code(cells[index])
            if code not in known and code not in nothing:
                counts[place, cells[index].strip()] += 1
                lines[place, cells[index].strip()] += [number][:SHOWN_LINES - len(lines[place, cells[index].strip()])]
    told = [f"  {place}: '{code}', {times:,} times (line{'s' if times > 1 else ''} {', '.join(map(str, lines[place, code]))}"
            f"{', ...' if times > SHOWN_LINES else ''})" for (place, code), times in counts.most_common(SHOWN_CODES)]
    more = [f"  and {len(counts) - SHOWN_CODES} more"] if len(counts) > SHOWN_CODES else []
    return ["Codes that it does not know:", *told, *more] if told else ["Every code is known."]


def _coded(layout: Layout, columns: list[str]):
    """Each coded field that is read from one column: its place, that column as the file writes it, and the codes known for it."""
    as_written = {plain(column): column for column in columns}
    for place, theirs in layout.mapped.items():
        field = "answer" if place.startswith("asked.") or place.split(".")[-1] in ANSWERED else place.split(".")[-1]
        if field in CODED and len(theirs) == 1:
            known = {_code(code) for code in layout.codes.get(field, {})} | set(WORDS.get(field, ()))
            yield f"{theirs[0]} ({place})", as_written[plain(theirs[0])], known


def _code(text: str) -> str:
    return plain("".join("-" if mark in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\x96\x97" else mark for mark in text))


def _skeleton(path: Path, columns: list[str]) -> str:
    """A layout to fill in: every column stands under `ignored` until it is moved to a field."""
    listed = ",\n".join("  " + _quoted(column) for column in columns if column.strip())
    return f"""# Save as {path.stem.lower().replace(' ', '-')}.toml in a folder of yours, and give it with --agencies.
supplier = "{path.stem.lower().replace(' ', '-')}"
agency   = ""            # police, health, school, ...
system   = ""            # the system that it comes from
title    = ""            # what a row is
basis    = ""            # where you have the meaning of the columns from
dates    = "dd/mm/yyyy"  # one of {', '.join(agencies.STYLES)}
ignored  = [             # move each column that says something to a field below
{listed},
]

[report]
ref           = ""       # required: the supplier's own reference of a row
recorded_on   = ""       # required, or occurred_from
occurred_from = ""
category      = ""
words         = ""

[people.subject]
role     = "subject"     # one of {', '.join(WORDS['role'])}
forename = ""
surname  = ""
dob      = ""

[codes.category]         # their code = a category of settings.toml
"""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
