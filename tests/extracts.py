"""Small folders of extracts for tests: a layout, files with given bytes, and the extracts.toml that they need."""

from pathlib import Path

from timeline import agencies, files, rows

LAYOUT = """
supplier = "visits"
agency = "health"
system = "clinic"
title = "Visits, for tests"
basis = "made for tests"
dates = "dd/mm/yyyy"
nothing = ["99"]
ignored = ["Room"]
[report]
ref = "Ref"
recorded_on = "Day"
category = "Kind"
words = "Note"
change = "Change"
[people.patient]
role = "patient"
forename = "First"
surname = "Last"
dob = "Born"
nhs = "NHS"
[asked]
weapon = "Q1"
[codes.category]
"HV" = "home_visit"
"ED \u2013 assault" = "injury_by_assault"
[codes.change]
"X" = "withdrawn"
[codes.answer]
"Y" = "yes"
"""
HEADER = "Ref,Day,Kind,First,Last,Born,NHS,Q1,Change,Note"
SAYS = 'as_at = 2025-03-31\nextent = "delta"\ncovers_from = 2024-01-01\ncovers_to = 2025-03-31\nsearched_for = "everyone"\n'


def layouts(folder: Path, text: str = LAYOUT, name: str = "visits") -> dict:
    """The one layout as a supplier of ours would write it."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return {name: agencies.read(path)}


def extracts(folder: Path, contents: dict[str, bytes | str], says: str = SAYS, beside: str | None = None) -> Path:
    """A folder `in` with these files and an extracts.toml that says the same of each, or exactly `beside`."""
    inside = folder / "in"
    inside.mkdir(exist_ok=True)
    for name, content in contents.items():
        (inside / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    lines = 'area = "Calderbrook"\n' + "".join(f'[files."{name}"]\n{says}' for name in contents)
    (inside / "extracts.toml").write_text(lines if beside is None else beside, encoding="utf-8")
    return inside


def read(folder: Path, contents: dict[str, bytes | str], layout: str = LAYOUT, says: str = SAYS):
    """The rows of these files, stored."""
    known = layouts(folder, layout)
    inside = extracts(folder, contents, says)
    return rows.read(inside, files.find(inside, known), known).materialize()


def record(ref: str, note: str = "seen", **cells: str) -> str:
    """A plain line of the layout, without its end."""
    usual = {"Day": "12/03/2024", "Kind": "HV", "First": "Ann", "Last": "Roe", "Born": "01/02/1990", "NHS": "9434765919", "Q1": "Y", "Change": ""}
    return ",".join([ref, *(usual | cells).values(), note])
