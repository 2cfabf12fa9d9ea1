"""What the page of patterns, its chart and its files share: which area, agency and year are asked for, and how a number is said."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import queries, theme
from timeline.access import User
from timeline.patterns import AGENCY, ITEMS, Item, Part
from timeline.wording import day

EVERY = "all"
WITHHELD = "withheld"
WHY = (f"A number is withheld where it is fewer than 5, or where a number fewer than 5 could be worked out from it and all the others that are told, "
       f"here or in a file, whichever area, agency or year is chosen. So 0 is withheld too. It is said as “{WITHHELD}”, and never which of the two it is.")


@dataclass(frozen=True)
class Chosen:
    """What is looked at: an area or all areas, one agency or None for all, a year from April to March, and what can be chosen."""

    area: str
    agency: str | None
    since: date
    until: date
    over: bool
    areas: tuple[str, ...]
    agencies: tuple[str, ...]
    years: tuple[date, ...]

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it."""
        return {"area": self.area, "agency": self.agency or EVERY, "year": str(self.since.year)}

    @property
    def words(self) -> str:
        """What is looked at, as a caption says it."""
        who = f", first recorded by {theme.agency(self.agency)}" if self.agency else ""
        return f"{self.area[:1].upper()}{self.area[1:]}{who}, {year_words(self.since, self.until)}{'' if self.over else ', which is not over'}"


def chosen(user: User, query: dict[str, str]) -> Chosen | None:
    """What an address asks for; the first area, all agencies and the latest year of which most is there where it asks for none; None where there is nothing."""
    areas, years = queries.pattern_areas(user), queries.pattern_years(user)
    if areas.empty or years.empty:
        return None
    area = next((row for row in areas.itertuples() if row.area == query.get("area")), next(areas.itertuples()))
    latest = next((row for row in years.itertuples() if row.months > 6), next(years.itertuples()))
    year = next((row for row in years.itertuples() if str(row.since.year) == query.get("year")), latest)
    agency = query.get("agency") if query.get("agency") in (area.agencies or ()) else None
    return Chosen(area.area, agency, year.since, year.until, year.over, tuple(areas["area"]), tuple(area.agencies or ()), tuple(years["since"]))


def year_words(since: date, until: date) -> str:
    """A year from April to March in words."""
    return f"{since:%B %Y} to {until:%B %Y}"


def measures(what: Chosen) -> list[Item]:
    """The measures that can be told of what is looked at: of one agency, those that are parted by agency."""
    return [item for item in ITEMS.values() if what.agency is None or AGENCY in item.parts]


def value_words(part: Part, value: str) -> str:
    """What a value of a part is called."""
    return part.values.get(value) or theme.agency(value)


def by_row(numbers: pd.DataFrame) -> dict[tuple[str, str, str], list]:
    """The cells of each row, by measure, part and value: the months in order, and then the year."""
    rows: dict[tuple, list] = {}
    for cell in sorted(numbers.itertuples(), key=lambda cell: (cell.yearly, cell.since)):
        rows.setdefault((cell.measure, cell.part, cell.value), []).append(cell)
    return rows


def rows_of(item: Item, told: dict[tuple, list]) -> list[tuple[Part | None, str, str, list]]:
    """The rows of one measure in the order in which they are read: the part (None for the whole), the value, its words, its cells."""
    rows = [(None, "", f"All {item.counts}", told[item.key, "", ""])] if (item.key, "", "") in told else []
    for part in item.parts:
        values = part.values or {value: theme.agency(value) for measure, key, value in told if (measure, key) == (item.key, part.key)}
        rows += [(part, value, words, told[item.key, part.key, value]) for value, words in values.items() if (item.key, part.key, value) in told]
    return rows


def gap_words(gap) -> str:
    """Why not all is known of a month."""
    said = [f"only to {day(gap.to_day)}"] if gap.to_day else []
    said += [f"not supplied: {', '.join(map(theme.agency, gap.absent))}"] if gap.absent else []
    said += [f"covered, and no record came from {', '.join(map(theme.agency, gap.silent))}: a quiet month or a lost feed"] if gap.silent else []
    return "; ".join(said)


def median_words(item: Item, cell) -> str | None:
    """The median of a measure's times in a cell, in words; None where it may not be told."""
    if cell.median is None:
        return None
    return f"{cell.median:g} {item.timed} (the middle of {cell.timed:,})"

