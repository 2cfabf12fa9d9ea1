"""What a measure of the area's patterns is declared with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A way to part what a measure counts: its name, its heading, and each value with the words that a board member reads, in order.

    Each unit falls under exactly one value. Where `values` is empty they are the agencies of the area."""

    key: str
    heading: str
    values: dict[str, str]


AGENCY = Part("agency", "By agency", {})


@dataclass(frozen=True)
class Item:
    """A measure: its name, its title, what it counts, how that is defined and by which source, and the SQL that finds it.

    The SQL gives a row for each unit and day that it counts for: unit_id, family_id, event_id (empty where it is of no one event), area, day,
    parts (a map from a part's name to its value) and days (what `timed` says in words; empty where a unit has none). A unit of one that is `recurring`
    counts once in each of its months and once in the year. `of` names the measure of which this one is a share, of the same units.
    `untimed` is the part and its values under which no unit has days; under the others each has. `nothing` is said where there
    is no unit at all."""

    key: str
    title: str
    counts: str
    definition: str
    source: str
    sql: str
    parts: tuple[Part, ...] = ()
    recurring: bool = False
    of: str = ""
    timed: str = ""
    untimed: tuple[str, tuple[str, ...]] | None = None
    nothing: str = ""
