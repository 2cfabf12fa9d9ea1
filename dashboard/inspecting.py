"""An inspection's days and area as an address gives them, the same for the page, what is taken away and the document."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard import current, parts, queries
from timeline import snapshot
from timeline.access import User

EVERY = "every area"


@dataclass(frozen=True)
class Asked:
    """The days and the area that are asked about; no area is every one."""

    since: date
    until: date
    area: str | None

    @property
    def words(self) -> str:
        """As a heading says it."""
        return f"{parts.day(self.since)} to {parts.day(self.until)}, {self.area or EVERY}"

    @property
    def query(self) -> dict[str, str]:
        """As an address gives it."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat(), "area": self.area or EVERY}


def asked(user: User, query: dict) -> Asked:
    """What an address asks about; without days, the twelve months to the snapshot's day, and never a last day before the first."""
    last = snapshot.day_of(current.about()["as_of"])
    until = parts.typed_day(query.get("until")) or last
    since = parts.typed_day(query.get("since"))
    if since is None or since > until:
        since = _year_before(until)
    return Asked(since, until, query.get("area") if query.get("area") in queries.inspected_areas(user) else None)


def _year_before(day: date) -> date:
    """The first day of the twelve months that end with this day."""
    return day.replace(year=day.year - 1, day=min(day.day, 28)) + timedelta(days=1 + max(0, day.day - 28))
