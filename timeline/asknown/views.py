"""A view: as known on which day, and to whom."""

from dataclasses import dataclass
from datetime import date

AGENCIES = "agencies"        # what any agency had recorded by the day
PARTNERSHIP = "partnership"  # what the partnership had received by the day


@dataclass(frozen=True)
class View:
    """As known on a day, or until now where there is none; `by` is AGENCIES, PARTNERSHIP or the name of an agency."""

    on: date | None
    by: str = AGENCIES

    @property
    def agency(self) -> str | None:
        """The one agency of which is asked; None where it is all of them."""
        return None if self.by in (AGENCIES, PARTNERSHIP) else self.by

    @property
    def recorded_by(self) -> date | None:
        """The day up to which extracts speak; what the partnership had received speaks whole."""
        return None if self.by == PARTNERSHIP else self.on
