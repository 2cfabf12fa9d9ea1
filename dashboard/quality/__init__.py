"""Which records the page of data quality speaks of: an area, one agency or all, and the months in which the agencies knew."""

import re
from dataclasses import dataclass
from datetime import date

from dashboard import queries
from timeline.access import User

SPANS = {"12": "The last 12 months", "24": "The last 24 months", "all": "All months that files cover"}

ALL_AGENCIES = "all"


@dataclass(frozen=True)
class Chosen:
    """What was chosen: the area, the agency or None for all, the key of the span, its first and its last month; `areas` and `agencies` are what
    there is to choose from."""

    area: str
    agency: str | None
    span: str
    since: date
    until: date
    areas: tuple[str, ...]
    agencies: tuple[str, ...]

    @property
    def query(self) -> dict[str, str | None]:
        """As an address keeps it."""
        return {"area": self.area, "agency": self.agency, "span": self.span}

    @property
    def words(self) -> str:
        """The months in words."""
        return f"{self.since:%B %Y}" if self.since == self.until else f"{self.since:%B %Y} to {self.until:%B %Y}"


def chosen(user: User, given: dict[str, str]) -> Chosen | None:
    """What an address asks for: area, agency, span, or one month; None where nothing was supplied at all. Raises queries.NotHere for an area or an
    agency that supplies nothing here."""
    supplying = {row.area: row for row in queries.supplying(user).itertuples()}
    if not supplying:
        return None
    area = given.get("area") or next(iter(supplying))
    if area not in supplying:
        raise queries.NotHere(f"area {area}")
    there, agency = supplying[area], given.get("agency") or ALL_AGENCIES
    agency = None if agency == ALL_AGENCIES else agency
    if agency and agency not in there.agencies:
        raise queries.NotHere(f"agency {agency} in {area}")
    span = given.get("span") if given.get("span") in SPANS else "12"
    one = month(given.get("month"))
    since = one or (there.since if span == "all" else max(there.since, _before(there.until, int(span) - 1)))
    return Chosen(area, agency, span, since, one or there.until, tuple(supplying), tuple(there.agencies))


def month(text: str | None) -> date | None:
    """The month that an address names, 2025-03, as its first day; None where it names none."""
    return date.fromisoformat(f"{text}-01") if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text or "") else None


def _before(day: date, months: int) -> date:
    year, number = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, number + 1, 1)
