"""A layout that is being drawn on a page: what was chosen so far, what is still missing, and the layout that it makes."""

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from functools import partial

from timeline.agencies import SHIPPED, Layout, plain
from timeline.agencies.looked import coded_field

SUPPLIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
JOINED = frozenset({"ref", "incident_ref", "place", "words", "conditions", "name", "forename", "middle_names", "address"})
"""The fields that several columns may make together; any other is one column's."""

NAMING = frozenset({"name", "forename", "surname", "nhs", "pnc", "cro", "crn", "noms", "upn", "local_id"})
ABOUT, COLUMNS, MEANINGS = "about", "columns", "meanings"
"""The steps in which a layout is drawn."""

NOTHING = "means nothing"
"""What a code may mean beside our words: it is then read as an empty cell, in every column."""


@dataclass(frozen=True)
class Drawing:
    """What was chosen so far. `people` are slots with their role ('' where a column says it). `read` is a column and the field that it is read as
    (ref, victim.dob, asked.weapon): a column may stand there twice, and several of one field are joined in this order. `codes` gives a word of
    ours, or NOTHING, or '' so far."""

    supplier: str = ""
    agency: str = ""
    system: str = ""
    title: str = ""
    basis: str = ""
    dates: str = ""
    header: bool = True
    columns: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    constant: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def places(self, name: str) -> list[str]:
        """The columns that are read as this field."""
        return [column for column, place in self.read if place == name]

    @property
    def coded(self) -> dict[str, list[str]]:
        """The fields whose codes have to be told, each with the columns that hold them."""
        found: dict[str, list[str]] = {}
        for column, place in self.read:
            name = coded_field(place)
            if name and column not in found.setdefault(name, []):
                found[name].append(column)
        return found


@dataclass(frozen=True)
class Finding:
    """What is still missing, as a sentence; in which step it is mended, and whether the layout cannot be saved without it."""

    step: str
    because: str
    stops: bool = True


def layout(of: Drawing) -> Layout:
    """The layout that the drawing makes. A person without a column, and a code without a meaning, are left out of it."""
    names = list(dict.fromkeys(place for _, place in of.read))
    people = {slot: {"role": role or tuple(of.places(f"{slot}.role"))} | _cells(of, names, f"{slot}.") for slot, role in of.people}
    codes = {name: {code: word for code, word in meanings.items() if word not in ("", NOTHING)}
             for name, meanings in of.codes.items() if name in of.coded}
    void = [code for name, meanings in of.codes.items() if name in of.coded for code, word in meanings.items() if word == NOTHING]
    used = {column for column, _ in of.read}
    return Layout(
        of.supplier, of.agency, of.system, of.title, of.dates, of.header, () if of.header else of.columns,
        tuple(dict.fromkeys([*of.nothing, *void])), tuple(dict.fromkeys(column for column in of.columns if column.strip() and column not in used)),
        {name: tuple(of.places(name)) for name in names if "." not in name}, {name: word for name, word in of.constant.items() if word},
        {slot: cells for slot, cells in people.items() if len(cells) > 1 and cells["role"]}, _cells(of, names, "asked."),
        {name: meanings for name, meanings in codes.items() if meanings})


def drawn_back(of: Layout, columns: list[str]) -> Drawing:
    """A drawing that makes this layout again over a file with these columns."""
    as_written = {plain(column): column for column in columns}
    people = tuple((slot, cells["role"] if isinstance(cells["role"], str) else "") for slot, cells in of.people.items())
    read = [(as_written[plain(column)], place) for place, theirs in of.mapped.items() for column in theirs if plain(column) in as_written]
    return Drawing(of.supplier, of.agency, of.system, of.title, "", of.dates, of.header, tuple(columns), of.nothing, people,
                   tuple(read), of.constant, of.codes)


def kept_in_order(read: list[tuple[str, str]], before: Drawing) -> tuple[tuple[str, str], ...]:
    """What is read, in the order in which it was before, and then what is new: a reference joined the other way round is another reference."""
    return tuple(sorted(read, key=lambda pair: before.read.index(pair) if pair in before.read else len(before.read)))


def missing(of: Drawing) -> list[Finding]:
    """What the drawing still lacks, step by step; what stops it first."""
    found = [*_about(of), *_columns(of), *_people(of), *_meanings(of)]
    order = (ABOUT, COLUMNS, MEANINGS)
    return sorted(found, key=lambda one: (not one.stops, order.index(one.step)))


def written(of: Drawing) -> str:
    """The drawing as JSON."""
    return json.dumps(asdict(of), ensure_ascii=False)


def read_back(text: str) -> Drawing:
    """The drawing of `written`."""
    told = json.loads(text)
    pairs = {name: tuple(map(tuple, told[name])) for name in ("people", "read")}
    return replace(Drawing(**told), **pairs, columns=tuple(told["columns"]), nothing=tuple(told["nothing"]))


def _cells(of: Drawing, names: list[str], before: str) -> dict[str, tuple[str, ...]]:
    return {name.removeprefix(before): tuple(of.places(name)) for name in names if name.startswith(before) and name != f"{before}role"}


def _about(of: Drawing):
    say = partial(Finding, ABOUT)
    if not SUPPLIER.fullmatch(of.supplier):
        yield say("The layout has no name that can be used: small letters, digits and hyphens, for example riverside-refuge.")
    elif (SHIPPED / f"{of.supplier}.toml").exists():
        yield say(f"{of.supplier} is the name of a layout that came with this program, which is never changed. Choose another name.")
    for value, what in ((of.agency, "which agency sends it"), (of.system, "which of its systems it comes from"), (of.title, "what a row is")):
        if not value:
            yield say(f"Not said: {what}.")
    if not of.basis:
        yield say("Not said: where the meaning of the columns is from. Whoever reads this later will ask.", False)


def _columns(of: Drawing):
    say = partial(Finding, COLUMNS)
    if not of.places("ref"):
        yield say("No reference column chosen: without it a corrected row cannot replace its earlier version.")
    if not (of.places("recorded_on") or of.places("occurred_from")):
        yield say("No column says when: choose one for “Recorded on” or for “Happened on”.")
    if not (of.places("category") or of.constant.get("category")):
        yield say("Nothing says what a row is about: choose the column that does, or one kind for every row.")
    for place, times in Counter(place for _, place in of.read).items():
        if times > 1 and place.split(".")[-1] not in JOINED:
            yield say(f"{times} columns are read as the same field: {', '.join(of.places(place))}. Choose one of them.")
    names = Counter(map(plain, of.columns))
    for column in dict.fromkeys(column for column, _ in of.read if names[plain(column)] > 1):
        yield say(f"The column “{column}” stands more than once in the file, so it is not known which is meant. Ask the supplier for one column of each name, "
                  "or leave it unused.")
    if not of.places("words"):
        yield say("No column holds the agency's own words: a timeline will show the kind and the day alone.", False)


def _people(of: Drawing):
    say = partial(Finding, COLUMNS)
    if not of.people:
        yield Finding(ABOUT, "No person is named: the rows would belong to nobody's timeline.", False)
    for slot, role in of.people:
        own = {place.removeprefix(f"{slot}.") for _, place in of.read if place.startswith(f"{slot}.")}
        if not role and "role" not in own:
            yield say(f"No column says what {called(slot)} is in the row: choose one for “Role”, or a fixed role in the first step.")
        elif not own & NAMING:
            yield say(f"Nothing names {called(slot)}: without a name or a number nobody can tell who it is.", False)


def _meanings(of: Drawing):
    if not of.dates:
        yield Finding(MEANINGS, "Not said: how this file writes a day.")
    for name in of.coded:
        without = [code for code, word in of.codes.get(name, {}).items() if not word]
        if without:
            then = "the row is set aside" if name in ("category", "role", "change") else "the cell is left out"
            yield Finding(MEANINGS, f"Codes for {name.replace('_', ' ')} that have no meaning yet: {len(without)} ({', '.join(without[:3])}"
                                    f"{', …' if len(without) > 3 else ''}). Where one stands, {then}.", False)


def called(slot: str) -> str:
    """What a person of the row is called on the page: 'victim', 'child 2'."""
    return "the " + re.sub(r"(?<=[a-z])(\d)$", r" \1", slot.replace("-", " "))
