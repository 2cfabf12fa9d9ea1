"""Figures as a document that leaves the partnership may tell them: no number below five, and none from which one could be worked out."""

from timeline.inspection.declared import Answer
from timeline.suppression import LEAST, Row, settle
from timeline.wording import count

WITHHELD = f"withheld: a number below {LEAST}"
LEAST_DAYS = 10
"""Of fewer units no days are told: the half and the longest would be those of one or two."""
SAID = (f"No number below {LEAST} is told, and none from which one could be worked out within this file. Two files of overlapping days can be set against one "
        "another: pass on one of them alone.")


def told(row, answer: Answer) -> tuple[str, str, str]:
    """A line of a figure in words: how many of how many, of how many it cannot be told, and its days. Where one of its numbers may not be told, none but the
    whole is, and the whole only if that may."""
    if not answer.share:
        return (f"{row.so:,}", "", _days(row, answer)) if row.so >= LEAST else (WITHHELD, "", "")
    numbers = (row.so, row.other, *((row.untold,) if row.untold else ()), row.so + row.other + row.untold)
    may = settle([Row(None, "", numbers)])[0]
    if all(may):
        return f"{row.so:,} of {row.so + row.other:,}", f"{row.untold:,}", _days(row, answer)
    return (f"{WITHHELD}; {numbers[-1]:,} in all" if may[-1] else WITHHELD), "", ""


def counted(strata: dict[tuple[str, str], int]) -> list[tuple[str, str, str]]:
    """Each area and group of age with how many cases there are to draw from, in words; the areas add up to the whole, so it is settled as one table."""
    areas = sorted({area for area, _ in strata})
    ages = sorted({ages for _, ages in strata})
    lines = [tuple(strata.get((area, group), 0) for group in ages) for area in areas]
    rows = [(*line, sum(line)) for line in lines]
    whole = tuple(map(sum, zip(*rows, strict=True)))
    may = settle([Row(None, "", whole), *(Row(0, "area", row) for row in rows)])
    return [(area, group, f"{rows[at][place]:,}" if may[at + 1][place] else WITHHELD) for at, area in enumerate(areas) for place, group in enumerate(ages)]


def days(row, answer: Answer) -> str:
    """The days of a figure in words; nothing where it has none."""
    if not answer.days or row.half is None:
        return "none to tell" if answer.days else ""
    return f"{answer.days}: half {within(row.half)}, nine in ten {within(row.most)}, the longest {whole(row.longest)}"


def _days(row, answer: Answer) -> str:
    return days(row, answer) if row.so >= LEAST_DAYS else ""


def within(number: float) -> str:
    """Within how many days: 'on the same day', 'within 2 days'."""
    return f"within {whole(number)}" if round(number) else "on the same day"


def whole(number: float) -> str:
    """How many days: 'the same day', '2 days'."""
    return count(round(number), "day") if round(number) else "the same day"
