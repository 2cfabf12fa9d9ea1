"""What `timeline agencies check FILE` says: which layout fits a file, what is unknown in it, and a skeleton for a new layout."""

from pathlib import Path

from timeline import agencies, received
from timeline.agencies import WORDS, Layout, looked
from timeline.agencies.drawn import quoted
from timeline.agencies.looked import SHOWN_LINES, Looked
from timeline.files import BadInput

SHOWN_CODES = 20


def describe(path: Path, layouts: dict[str, Layout]) -> str:
    """The account of one file, as text. Raises files.BadInput where it cannot be opened."""
    if not path.is_file():
        raise BadInput(f"There is no file {path}. Give one extract.")
    try:
        return _described(looked.look(path, layouts), layouts)
    except received.Refused as why:
        raise BadInput(f"{path.name}: {why}") from None


def _described(of: Looked, layouts: dict[str, Layout]) -> str:
    said = [f"{of.path.name}: {of.words}."]
    if of.layout is None:
        return "\n".join([*said, _nothing_fits(of.columns, layouts), "", _skeleton(of.path, of.columns)])
    strange = agencies.unknown(of.layout, of.columns)
    said.append(f"The layout {of.layout.supplier} fits: {of.layout.title}.")
    said.append(f"Columns that it neither maps nor ignores: {', '.join(strange)}." if strange else "Every column is mapped or ignored.")
    return "\n".join([*said, *_unknown_codes(of)])


def _nothing_fits(columns: list[str], layouts) -> str:
    closest, lacks = looked.closest(columns, layouts.values())
    if closest is None:
        return "No layout fits, and none shares a column with it. A skeleton of a new one follows."
    return f"No layout fits. The closest is {closest.supplier}, which also needs: {', '.join(lacks)}. A skeleton of a new one follows."


def _unknown_codes(of: Looked) -> list[str]:
    """A line for each code that the layout does not know, with its count and first lines."""
    codes = looked.unknown_codes(of)
    told = [f"  {one.column} ({one.place}): '{one.code}', {one.times:,} times (line{'s' if one.times > 1 else ''} {', '.join(map(str, one.lines))}"
            f"{', ...' if one.times > SHOWN_LINES else ''})" for one in codes[:SHOWN_CODES]]
    more = [f"  and {len(codes) - SHOWN_CODES} more"] if len(codes) > SHOWN_CODES else []
    return ["Codes that it does not know:", *told, *more] if told else ["Every code is known."]


def _skeleton(path: Path, columns: list[str]) -> str:
    """A layout to fill in: every column stands under `ignored` until it is moved to a field."""
    listed = ",\n".join("  " + quoted(column) for column in columns if column.strip())
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
