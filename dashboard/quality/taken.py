"""The tables of data quality as they are taken away."""

from dash import html

from dashboard import queries, taking
from dashboard.quality import Chosen, chosen
from timeline.access import User
from timeline.agencies import titles
from timeline.quality.measures import KEYED
from timeline.sheets import Sheet

COUNTS = ("Measure", "Counted", "Of records", "%", "Days told by", "Median days", "9 in 10 within days")
NOTES = ("Counted are the records that lack it, of the records that could have it. Of a lag, counted are the records whose days do not tell it.",
         "It judges what was supplied, and nobody who is named in it.")


def asked(user: User, given: dict[str, str]) -> Chosen:
    """What an address asks for. Raises queries.NotHere where nothing was supplied."""
    what = chosen(user, given)
    if what is None:
        raise queries.NotHere("such area")
    return what


@taking.table("quality", "quality:view")
def of_all(user: User, given: dict[str, str]) -> Sheet:
    """What the records of each agency that supplies the area lack, over the months chosen."""
    what = asked(user, given)
    found = queries.quality_overview(user, what.area, what.since, what.until)
    return Sheet(f"Data quality, {what.area}, {what.words}", ("Agency", "Records", *COUNTS),
                 tuple((titles.alone(row.agency), row.rows, *_counts(row)) for row in found.itertuples()), NOTES)


@taking.table("quality-months", "quality:view")
def of_months(user: User, given: dict[str, str]) -> Sheet:
    """What the records of one agency lack, by month."""
    what = asked(user, given)
    if what.agency is None:
        raise queries.NotHere("such agency")
    found = queries.quality_months(user, what.area, what.agency, what.since, what.until)
    return Sheet(f"Data quality by month: {titles.alone(what.agency)}, {what.area}, {what.words}", ("Month", "Records", "No record because", *COUNTS),
                 tuple((row.month, row.rows, row.gap, *_counts(row)) for row in found.itertuples()), NOTES)


def below(what: Chosen) -> html.P:
    """The links by which the table that the page shows is taken away."""
    return taking.links("quality-months", "these months", **what.query) if what.agency else taking.links("quality", **what.query)


def _counts(row) -> tuple:
    """A measure's numbers; none where no record can be asked, so that nothing reads as nought."""
    told = (row.told, row.middle, row.most) if KEYED[row.key].days and row.told else (None, None, None)
    return KEYED[row.key].title, row.counted if row.asked else None, row.asked, None if row.share is None else round(row.share, 1), *told
