"""The whole engine, top to bottom: a line per table. Follow a name to its module.

`run` is a pure function of the extracts, the layouts, the settings and the model: the same input gives the same tables,
whatever the order of files and rows. Nothing is learnt in a run.
"""

from datetime import date
from pathlib import Path

import duckdb

from timeline import (
    characteristics,
    codes,
    coverage,
    events,
    families,
    files,
    harms,
    headlines,
    issues,
    ledger,
    links,
    mentions,
    orders,
    pairs,
    people,
    periods,
    perpetrators,
    reports,
    rows,
    signals,
    timelines,
    versions,
)


def run(folder: Path, layouts, settings, model, s, as_of: date | None = None) -> Path:
    """Make every table of snapshot `s` from the extracts in `folder` and publish it. Returns the published path.

    `as_of` leaves out what no agency had recorded by that day; without it, the day is the latest day that an extract shows.
    Raises files.BadInput for a folder that holds nothing to read, ledger.OutOfBalance when the books do not balance."""
    s["files"] = files.find(folder, layouts)
    s["codes"] = codes.gather(layouts)
    s["categories"] = settings.categories
    s["rows"] = rows.read(folder, s["files"], layouts)
    s["issues"] = issues.find(s["rows"], s["codes"], s["categories"])
    s["versions"] = versions.settle(s["rows"], s["issues"], s["codes"], s["files"], as_of)
    s["reports"] = known_by(as_of, reports.shape(s["rows"], s["versions"], s["codes"], s["categories"]))
    s["mentions"] = mentions.shape(s["rows"], s["reports"], s["codes"])
    s["characteristics"] = characteristics.shape(s["rows"], s["reports"])
    s["coverage"] = coverage.measure(s["files"], s["versions"], s["rows"], s["reports"])
    s["pairs"] = pairs.score(s["mentions"], model)
    s["people"] = people.resolve(s["mentions"], s["pairs"])
    s["links"] = links.propose(s["mentions"], s["pairs"], s["people"])
    s["families"] = families.group(s["reports"], s["mentions"], s["people"])
    s["events"] = events.merge(s["reports"], s["mentions"], s["people"])
    s["harms"] = harms.find(s["events"], s["reports"], s["mentions"], s["people"])
    s["periods"] = periods.find(s["reports"], s["mentions"], s["people"])
    s["orders"] = orders.find(s["reports"], s["mentions"], s["people"], s["events"])
    s["timelines"] = timelines.build(s["events"], s["reports"], s["mentions"], s["people"], s["families"])
    s["perpetrators"] = perpetrators.link(s["harms"], s["families"], s["periods"], s["links"], s["people"], s["events"],
                                          s["mentions"], s["reports"])
    today = as_of or last_day(s["files"])
    answers = signals.ask(s, settings, today)
    s["signals"] = signals.raised(answers, s["events"], s["coverage"], settings, today)
    s["asked"] = signals.not_raised(answers)
    s["headlines"] = headlines.write(s["families"], s["people"], s["signals"], s["timelines"], s["events"], s["reports"])
    s["books"] = ledger.balance(s, as_of)
    separation = settings.rules["R05"]
    s.describe(as_of=today, settings=settings.version, model=model.version, acute_days=separation["acute_days"],
               high_days=separation["high_days"])
    return s.publish()


def known_by(as_of: date | None, reports) -> duckdb.DuckDBPyRelation:
    """The reports that their agency had recorded, or been told of, by the day; all of them without a day."""
    if as_of is None:
        return reports
    return duckdb.sql(f"select * from reports where known_on <= date '{as_of}'")


def last_day(files) -> date:
    """The latest day that an extract shows."""
    return duckdb.sql("select max(as_at) from files").fetchall()[0][0]
