"""How meetings, hearings and actions are said."""

from collections import Counter
from collections.abc import Iterable

from dashboard import parts, theme
from timeline.actions import FALLS_ON

ASIDE = dict(zip(FALLS_ON, ("aimed at the person said to harm", "laid on the person said to be harmed", "with an agency"), strict=True))


def called(meeting) -> str:
    """A meeting's name: its area and its day."""
    return f"{meeting.area}, {parts.day(meeting.day)}"


def heard(row) -> str:
    """When a family was last heard, and who says so; `row` has heard_on, heard_area and heard_by."""
    if row.heard_on is None:
        return "No earlier meeting at which this family was heard is kept or recorded"
    by = f"at the meeting of {row.heard_area}" if row.heard_area else "as recorded by " + ", ".join(map(theme.agency, row.heard_by))
    return f"Last heard on {parts.day(row.heard_on)}, {by}"


def counted(falls_on: Iterable[str]) -> str:
    """How many of these actions are aimed at whoever is said to harm, how many laid on whoever is said to be harmed, how many neither."""
    found = Counter(falls_on)
    first, *others = FALLS_ON
    return ", ".join([f"{parts.count(found[first], 'action')} {ASIDE[first]}", *(f"{found[one]} {ASIDE[one]}" for one in others)])
