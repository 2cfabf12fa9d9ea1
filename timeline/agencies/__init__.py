"""Suppliers' layouts: what an agency's file looks like, as data. README.md beside the files says what each line means."""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from timeline.dates import STYLES
from timeline.tables import ANSWERS, FACTORS, PERSON_FIELDS, RELATIONSHIPS, REPORT_FIELDS, ROLES

SHIPPED = Path(__file__).parent
BY_HAND = "marac-by-hand"
"""The layout of the referrals that are entered here. No agency's file is read by it: a file could then stand in place of what a person entered."""

WORDS = {  # the words that a coded field may be translated into; category's are those of settings.toml, notified_to's the agencies'
    "answer": ANSWERS, "role": ROLES, "relationship": RELATIONSHIPS,
    "sex": ("female", "male", "other"),
    "outcome": ("open", "no further action", "charged", "cautioned", "convicted", "acquitted", "withdrawn", "other"),
    "grade": ("standard", "medium", "high"),
    "statement": ("fact", "allegation", "opinion"),
    "separation": ("planned", "occurred", "reversed", "unclear"),
    "handling": ("restricted", "confidential"),
    "address_kind": ("home", "partner's home", "relative's home", "institution", "shared house", "no fixed abode", "safe", "unknown"),
    "change": ("withdrawn", "replaces"),
}
CODED = (*WORDS, "category", "notified_to", "referred_by")
ANSWERED = ("lives_here", "present", "seen", "heard")
TABLES = {"supplier", "agency", "system", "title", "basis", "dates", "header", "columns", "nothing", "ignored", "report",
          "constant", "people", "asked", "codes"}


class BadLayout(Exception):
    """A layout file that cannot be used; the message says which file, which line of it, what was found and expected."""


@dataclass(frozen=True)
class Layout:
    """One supplier's file layout. A mapped field holds a tuple of their columns; a person's `role` may be one of our words."""

    supplier: str
    agency: str
    system: str
    title: str
    dates: str
    header: bool = True
    columns: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    report: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constant: dict[str, str] = field(default_factory=dict)
    people: dict[str, dict] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def mapped(self) -> dict[str, tuple[str, ...]]:
        """Our field (`category`, `victim.dob`, `asked.weapon`) to their columns, for every field that is read from columns."""
        people = {f"{slot}.{name}": columns for slot, cells in self.people.items() for name, columns in cells.items()
                  if isinstance(columns, tuple)}
        return self.report | people | {f"asked.{factor}": columns for factor, columns in self.asked.items()}

    @property
    def needed(self) -> set[str]:
        """The columns that a file must have, as `plain` compares them."""
        return {plain(column) for columns in self.mapped.values() for column in columns}


def load(*folders: Path | None) -> dict[str, Layout]:
    """The layouts of agencies' files: the shipped ones and those in the `folders` that are given, by supplier; a later one of a name stands in place of
    an earlier.

    Raises BadLayout, also when a folder is not there."""
    given = [folder for folder in folders if folder is not None]
    for folder in given:
        if not folder.is_dir():
            raise BadLayout(f"There is no folder {folder} to read layouts from. Give the folder that holds your *.toml files.")
    return {path.stem: read(path) for folder in (SHIPPED, *given) for path in sorted(folder.glob("*.toml")) if path.stem != BY_HAND}


def read(path: Path) -> Layout:
    """The layout in one TOML file. Raises BadLayout."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadLayout(f"{path}: this is not TOML that can be read: {wrong}. Correct that line.") from None
    wrong = next(_faults(path.stem, told), None)
    if wrong:
        raise BadLayout(f"{path}: {wrong}")
    return Layout(
        **{name: told[name] for name in ("supplier", "agency", "system", "title", "dates")}, header=told.get("header", True),
        **{name: tuple(told.get(name, ())) for name in ("columns", "nothing", "ignored")},
        report=_columns(told["report"]), constant=told.get("constant", {}), asked=_columns(told.get("asked", {})),
        people={slot: _person(cells) for slot, cells in told.get("people", {}).items()}, codes=told.get("codes", {}))


def plain(column: str) -> str:
    """A column's name as names are compared: in lower case, outer blanks gone and inner ones single."""
    return " ".join(column.lower().split())


def fitting(layouts: dict[str, Layout], header: list[str]) -> list[Layout]:
    """The layouts whose every mapped column stands in `header`; where several fit, those that read the most columns of it."""
    there = {plain(column) for column in header}
    fits = [layout for layout in layouts.values() if layout.header and layout.needed <= there]
    most = max((len(layout.needed) for layout in fits), default=0)
    return [layout for layout in fits if len(layout.needed) == most]


def unknown(layout: Layout, header: list[str]) -> list[str]:
    """The columns of `header` that the layout neither maps nor ignores."""
    known = layout.needed | {plain(column) for column in layout.ignored}
    return [column for column in header if plain(column) and plain(column) not in known]


def twice(layout: Layout, header: list[str]) -> list[str]:
    """The columns that the layout reads and that stand in `header` more than once, so that it is not known which is meant."""
    return [name for name, times in Counter(map(plain, header)).items() if times > 1 and name in layout.needed]


def _columns(cells: dict) -> dict[str, tuple[str, ...]]:
    return {name: (columns,) if isinstance(columns, str) else tuple(columns) for name, columns in cells.items()}


def _person(cells: dict) -> dict:
    role = cells["role"]
    named = _columns({name: columns for name, columns in cells.items() if name != "role"})
    return {"role": role if isinstance(role, str) else (role["column"],)} | named


def _faults(stem: str, told: dict):
    """Sentences that say what is wrong with a layout, the first of which is shown."""
    yield from (f"'{name}' is not a line or table of a layout; it may have {', '.join(sorted(TABLES))}." for name in told.keys() - TABLES)
    for name in ("supplier", "agency", "system", "title", "dates", "report"):
        if not told.get(name):
            yield f"the line '{name}' is missing. README.md beside the shipped layouts shows where it stands."
    if told["supplier"] != stem:
        yield f"supplier is '{told['supplier']}' but the file is called {stem}.toml. Make the two the same."
    if told["dates"] not in STYLES:
        yield f"dates is '{told['dates']}'. It must be one of {', '.join(STYLES)}."
    yield from _field_faults(told)
    yield from _person_faults(told.get("people", {}))
    yield from _code_faults(told.get("codes", {}))
    if told.get("header", True) is False and not told.get("columns"):
        yield "header is false, so 'columns' must name the columns in their order."


def _field_faults(told: dict):
    given = told["report"].keys() | told.get("constant", {}).keys()
    for name in sorted(given - REPORT_FIELDS.keys()):
        yield f"'{name}' under [report] or [constant] is not one of our fields: {', '.join(REPORT_FIELDS)}."
    if "ref" not in told["report"]:
        yield "[report] has no 'ref', the supplier's own reference of a row. Without it a corrected row cannot replace its earlier version."
    if not told["report"].keys() & {"recorded_on", "occurred_from"}:
        yield "[report] has neither 'recorded_on' nor 'occurred_from'. One of them must say when."
    for factor in told.get("asked", {}).keys() - set(FACTORS):
        yield f"'{factor}' under [asked] is not a risk factor: {', '.join(FACTORS)}."
    for name, word in told.get("constant", {}).items():
        if name in WORDS and word not in WORDS[name]:
            yield f"{name} under [constant] is '{word}'. It must be one of {', '.join(WORDS[name])}."


def _person_faults(people: dict):
    for slot, cells in people.items():
        for name in sorted(cells.keys() - PERSON_FIELDS.keys()):
            yield f"'{name}' under [people.{slot}] is not one of our fields: {', '.join(PERSON_FIELDS)}."
        role = cells.get("role")
        if not (isinstance(role, dict) and "column" in role) and role not in ROLES:
            yield (f"role under [people.{slot}] is {role!r}. It must be one of {', '.join(ROLES)}, "
                   "or { column = \"their column\" } to be read through [codes.role].")


def _code_faults(codes: dict):
    for name, meanings in codes.items():
        if name not in CODED:
            yield f"[codes.{name}] is not a coded field. It must be one of {', '.join(CODED)}."
        for code, word in meanings.items():
            if name in WORDS and word not in WORDS[name]:
                yield f"[codes.{name}] says that '{code}' means '{word}'. It must mean one of {', '.join(WORDS[name])}."
