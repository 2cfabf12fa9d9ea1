"""The whole engine, top to bottom: a line per table. Follow a name to its module.

`run` is a pure function of the extracts, what people decided, the layouts, the settings and the model: the same input gives
the same tables, whatever the order of files, rows and decisions. Nothing is learnt in a run. `gather` makes what no decision
can change and `conclude` all the rest, so after a decision `again` makes only the rest anew.

A line `s["table"] = lambda: ...` says how a table is made: it is not made where it was taken over from the same run, broken off (docs/adr/0036).
"""

import json
from collections import ChainMap
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pandas as pd

from timeline import (
    agencies,
    characteristics,
    codes,
    coverage,
    dismissals,
    engine,
    events,
    families,
    files,
    fingerprint,
    harms,
    headlines,
    issues,
    judgements,
    keeping,
    ledger,
    links,
    mentions,
    naming,
    orders,
    pairs,
    patterns,
    people,
    periods,
    perpetrators,
    primaries,
    quality,
    referrals,
    reports,
    rows,
    search_terms,
    signals,
    snapshot,
    suggestions,
    timelines,
    uploaded,
    versions,
)
from timeline import model as linkage
from timeline import settings as judging
from timeline.decisions import Decided
from timeline.keeping import Keeping
from timeline.keeping.rows import kept
from timeline.referrals import Entered
from timeline.rows.shape import literal
from timeline.tables import BrokenTable, check
from timeline.uploaded import Uploaded

READ = ("files", "codes", "categories", "rows")
GATHERED = (*READ, "issues", "versions", "reports", "suggestions", "mentions", "characteristics", "search_terms", "coverage", "quality", "pairs")
"""The tables that no decision changes, and of these the ones that hold the extracts as they came."""
KEPT = ("model", "parameters", "entered", "uploads", "marks", "load", "removed")
"""What a snapshot says of itself that stays with one that is made from it."""
HERE = SimpleNamespace(read=rows.read, score=pairs.score)
"""Who reads the extracts and weighs the pairs: this machine alone, or in its place the several of timeline.spark, which make the same tables."""
NOTHING = referrals.Entered(None, 0)
EARLIER = "The current snapshot was made by an earlier version of this program. Make a new one with: timeline run EXTRACTS_FOLDER"


def run(folder: Path, decided: Decided, layouts, settings, model, s, as_of: date | None = None, entered: Entered = NOTHING,
        loaded: Uploaded = uploaded.NOTHING, keeps: Keeping = keeping.EVERYTHING, by=HERE) -> Path:
    """Make every table of snapshot `s` from the extracts in `folder`, the uploads that were `loaded`, the referrals that people `entered` and what
    they `decided`, and publish it; the published path. It holds what `keeps` says may be kept.

    `as_of` leaves out what no agency had recorded by that day; without it, the day is the latest day that an extract shows. `by` reads and weighs.
    Raises files.BadInput for a folder that holds nothing to read, keeping.BadPeriods for an agency whose records have no agreed period,
    ledger.OutOfBalance when the books do not balance."""
    found = files.find(folder, layouts)
    s.take_up(fingerprint.of_run(GATHERED, found, layouts, settings, model, as_of, entered, loaded, keeps, decided.answers))
    s.once(READ, lambda: read(folder, found, layouts, settings, s, entered, loaded, keeps, by))
    shape(model, s, as_of, by)
    conclude(decided.answers, settings, s, as_of)
    return publish(decided, settings, model.kept | {"entered": entered.last, "removed": keeps.last} | loaded.facts, s, as_of)


def again(before: Path, decided: Decided, s, entered: Entered | None = None, loaded: Uploaded | None = None,
          keeps: Keeping = keeping.EVERYTHING) -> Path:
    """Make snapshot `s` as the published one at `before` was made, now with what people `decided` and `entered`, and with the uploads to be
    `loaded` in place of those that it holds, if they are given; the published path. It holds what `keeps` says may be kept.

    What the agencies wrote and how alike it is does not change when a person decides, so those tables are copied. Where more was entered,
    is loaded or was ordered to be removed since, what was read is copied and all the rest is made anew."""
    with snapshot.open(before) as reader:
        facts = snapshot.about(reader)
    settings, as_of = judged_by(facts)
    s.follow(before)
    s.take_up(fingerprint.of_update(GATHERED, before, entered, loaded, keeps, decided.answers))
    if loaded is None and (entered is None or str(entered.last) == facts.get("entered", "0")) and not _removes_more(keeps, facts):
        s.once(GATHERED, lambda: copy(before, s))
        keeps.refuse(keeping.suppliers(s["files"]))
    else:
        s.once(READ, lambda: reread(before, s, entered, loaded, keeps))
        facts |= {"removed": keeps.last} | ({"entered": entered.last} if entered else {}) | (loaded.facts if loaded else {})
        shape(linkage.of(facts), s, as_of)
    conclude(decided.answers, settings, s, as_of)
    return publish(decided, settings, {fact: facts[fact] for fact in KEPT if fact in facts}, s, as_of)


def copy(before: Path, s) -> None:
    """Copy the tables that no decision changes. Raises judging.BadSettings where an earlier version of this program did not make all of them."""
    try:
        s.take(before, GATHERED)
    except duckdb.CatalogException:
        raise judging.BadSettings(EARLIER) from None


def reread(before: Path, s, entered: Entered | None, loaded: Uploaded | None, keeps: Keeping = keeping.EVERYTHING) -> None:
    """Copy what the snapshot at `before` read and may be kept, with what was entered and is loaded since, if given, in its place.

    Raises judging.BadSettings where it was read by an earlier version of this program, keeping.BadPeriods."""
    held = s.take(before, READ, {"rows": lambda rows: kept(rows, keeps)} if keeps.last else {})
    refuse_earlier(s)
    if entered is not None and (str(entered.last) != held.get("entered", "0") or _removes_more(keeps, held)):
        enter(entered, s, keeps)
    if loaded is not None:
        load(loaded, s, keeps)
    keeps.refuse(keeping.suppliers(s["files"]))


def judged_by(facts: dict[str, str]):
    """The settings, and the day if one was given, that a snapshot says it was made with. Raises judging.BadSettings for one too old to say."""
    if "until" not in facts:
        raise judging.BadSettings(EARLIER)
    settings = judging.of(tuple(json.loads(facts["own_settings"])) if facts["own_settings"] else None)
    return settings, snapshot.day_of(facts["until"]) if facts["until"] else None


def refuse_earlier(s) -> None:
    """Raise judging.BadSettings where the tables that were read are not as this version declares them, so that nothing can be read into them."""
    try:
        for name in READ:
            check(name, s[name])
    except BrokenTable:
        raise judging.BadSettings(EARLIER) from None


def gather(folder: Path, layouts, settings, model, s, as_of: date | None = None, entered: Entered = NOTHING,
           loaded: Uploaded = uploaded.NOTHING, keeps: Keeping = keeping.EVERYTHING, by=HERE) -> None:
    """The tables of what the agencies wrote, and of how alike the people are whom it names."""
    read(folder, files.find(folder, layouts), layouts, settings, s, entered, loaded, keeps, by)
    shape(model, s, as_of, by)


def read(folder: Path, found, layouts, settings, s, entered: Entered = NOTHING, loaded: Uploaded = uploaded.NOTHING,
         keeps: Keeping = keeping.EVERYTHING, by=HERE) -> None:
    """The tables that hold the extracts, of which the files in the folder were `found`, the uploads that were loaded and the referrals that were
    entered, as they came, but for what was ordered to be removed."""
    s["files"] = found
    keeps.refuse(keeping.suppliers(s["files"]))
    s["codes"] = codes.gather(layouts)
    s["categories"] = settings.categories
    s["rows"] = kept(by.read(folder, s["files"], layouts), keeps)
    files.refuse_changed(folder, s["files"])
    if loaded.folder:
        load(loaded, s, keeps)
    if entered.folder:
        enter(entered, s, keeps)
    keeps.refuse(keeping.suppliers(s["files"]))


def enter(entered: Entered, s, keeps: Keeping = keeping.EVERYTHING) -> None:
    """Put the referrals that were entered among the files and rows, in place of those that stand there."""
    put(entered.folder, {referrals.LAYOUT: agencies.read(agencies.SHIPPED / f"{referrals.LAYOUT}.toml")}, f"layout = '{referrals.LAYOUT}'", s, keeps)


def load(loaded: Uploaded, s, keeps: Keeping = keeping.EVERYTHING) -> None:
    """Put the uploads among the files and rows, in place of those that stand there and do not stay as they are."""
    stay = ", ".join(literal(file) for file in ("", *loaded.stays))
    put(loaded.folder, loaded.layouts, f"{uploaded.FILES} and file not in ({stay})", s, keeps)


def put(folder: Path | None, layouts, replaced: str, s, keeps: Keeping) -> None:
    """Put what is in the folder, if there is one, and may be kept, among the files and rows, with the codes to read it by, in place of what
    `replaced`, SQL over a file, tells of."""
    there = {name: s[name].filter(f"not coalesce({replaced}, false)") for name in ("files", "rows")}
    if folder is None:
        s["files"], s["rows"] = there["files"], there["rows"]
        return
    found = files.find(folder, layouts, needed=False)
    used = {one: layouts[one] for (one,) in found.filter("layout is not null").project("layout").distinct().order("all").fetchall()}
    s["codes"] = s["codes"].filter(f"layout not in ({', '.join(map(literal, ['', *used]))})").union(codes.gather(used))
    s["files"], s["rows"] = there["files"].union(found), there["rows"].union(kept(rows.read(folder, found, layouts), keeps))


def shape(model, s, as_of: date | None = None, by=HERE) -> None:
    """The tables that are made of what was read, and of nothing that a person decides."""
    s["issues"] = lambda: issues.find(s["rows"], s["codes"], s["categories"])
    s["versions"] = lambda: versions.settle(s["rows"], s["issues"], s["codes"], s["files"], as_of)
    s["reports"] = lambda: known_by(as_of, reports.shape(s["rows"], s["versions"], s["codes"], s["categories"]))
    s["suggestions"] = lambda: suggestions.find(s["reports"])
    s["mentions"] = lambda: mentions.shape(s["rows"], s["reports"], s["codes"])
    s["characteristics"] = lambda: characteristics.shape(s["rows"], s["reports"])
    s["search_terms"] = lambda: search_terms.gather(s["mentions"], s["reports"])
    s["coverage"] = lambda: begun_by(as_of, coverage.measure(supplied(s["files"]), s["versions"], s["rows"], s["reports"]))
    s["quality"] = lambda: quality.measure(supplied(s["rows"]), s["reports"], s["mentions"], s["characteristics"], s["codes"], s["issues"])
    s["pairs"] = lambda: by.score(s["mentions"], model)


def identify(answers: pd.DataFrame, s) -> None:
    """The tables of who is who, who belongs together and what happened once."""
    s["judgements"] = lambda: judgements.settle(answers, s["reports"], s["mentions"])
    s["people"] = lambda: people.resolve(s["mentions"], s["pairs"], s["judgements"])
    s["naming"] = lambda: naming.find(s["people"], s["mentions"])
    s["links"] = lambda: links.propose(s["mentions"], s["pairs"], s["people"], s["judgements"], s["reports"])
    s["doubts"] = lambda: links.doubt(s["mentions"], s["pairs"], s["people"], s["reports"])
    s["primaries"] = lambda: primaries.settle(s["judgements"], s["people"])
    s["families"] = lambda: families.group(s["reports"], s["mentions"], s["people"], s["judgements"], s["primaries"])
    s["events"] = lambda: events.merge(heard(s)["reports"], s["mentions"], s["people"], s["judgements"])


def conclude(answers: pd.DataFrame, settings, s, as_of: date | None = None) -> None:
    """The tables of who is who, what happened and what the pattern says: all that a person's decision can change."""
    identify(answers, s)
    tables = heard(s)
    s["harms"] = lambda: harms.find(s["events"], s["reports"], s["mentions"], s["people"], s["primaries"])
    s["periods"] = lambda: periods.find(tables["reports"], s["mentions"], s["people"])
    s["orders"] = lambda: orders.find(s["reports"], s["mentions"], s["people"], s["events"])
    s["timelines"] = lambda: timelines.build(s["events"], s["reports"], s["mentions"], s["people"], s["families"])
    s["perpetrators"] = lambda: perpetrators.link(s["harms"], s["families"], s["periods"], s["links"], s["people"], s["events"],
                                          s["mentions"], s["reports"])
    today = as_of or last_day(supplied(s["files"]))
    history = cache(lambda: signals.look(recalled(tables), settings, today))
    replies = cache(lambda: signals.history.settle(history()))
    s["raisings"] = lambda: signals.raisings.find(history(), s["events"], s["reports"])
    s["signals"] = lambda: suggestions.told(signals.raised(replies(), s["events"], s["coverage"], settings, today), s["events"], s["judgements"])
    s["asked"] = lambda: signals.not_raised(replies())
    s["dismissals"] = lambda: dismissals.settle(s["judgements"], s["signals"], s["events"], s["people"], s["families"], today)
    s["headlines"] = lambda: headlines.write(s["families"], s["people"], s["signals"], s["dismissals"], s["timelines"], s["events"], s["reports"])


def recalled(tables: ChainMap) -> ChainMap:
    """What the rules read: the tables as `heard`, and what held for a time and the orders as they stood on each day on which more became known."""
    reports, mentions, people, held, harmed, homes, open_links, bound, happened = (tables[name] for name in (
        "reports", "mentions", "people", "periods", "harms", "families", "links", "orders", "events"))
    return tables.new_child({"known_periods": periods.as_known(reports, mentions, people, held, harmed, homes, open_links),
                             "known_orders": orders.as_known(reports, mentions, people, happened, bound)})


def heard(s) -> ChainMap:
    """The tables, with what people confirmed from a report's words among that report's own answers."""
    return ChainMap({"reports": suggestions.confirmed(s["reports"], s["judgements"])}, s)


def publish(decided: Decided, settings, model: dict[str, str], s, as_of: date | None) -> Path:
    """Count the patterns, balance the books, write down what the run was made with, and publish; the published path. Raises ledger.OutOfBalance."""
    count(settings, s, as_of or last_day(supplied(s["files"])))
    s["books"] = ledger.balance(s, decided.answers, as_of)
    separation = settings.rules["R05"]
    s.describe(as_of=as_of or last_day(supplied(s["files"])), until=as_of or "", settings=settings.version,
               own_settings=json.dumps(settings.own) if settings.own else "", **model,
               decided=decided.last, engine=engine.edition(), acute_days=separation["acute_days"], high_days=separation["high_days"])
    return s.publish()


def count(settings, s, today: date) -> None:
    """The tables of the area's patterns. Nothing else is made of them, so a view or a preview has none."""
    by, school = settings.rules["patterns"], settings.rules["R14"]
    s["measured"] = lambda: patterns.measure(
        s["events"], s["timelines"], s["reports"], s["mentions"], s["people"], s["families"], s["harms"], s["perpetrators"], s["raisings"],
        s["dismissals"], s["headlines"], s["coverage"], today, repeat_days=by["repeat_days"], soon_days=by["soon_days"],
        school_days=school["school_days"], notices=school["notices"], schools=school["schools"])
    s["figures"] = lambda: patterns.figures(s["measured"], s["coverage"], today, least=by["least"], median_of=by["median_of"])


def known_by(as_of: date | None, reports) -> duckdb.DuckDBPyRelation:
    """The reports that their agency had recorded, or been told of, by the day; all of them without a day."""
    if as_of is None:
        return reports
    return duckdb.sql(f"select * from reports where known_on <= date '{as_of}'")


def begun_by(as_of: date | None, months) -> duckdb.DuckDBPyRelation:
    """The months of the coverage that had begun by the day: in later ones nobody can have been silent yet; all of them without a day."""
    return months if as_of is None else months.filter(f"month <= date '{as_of}'")


def supplied(files) -> duckdb.DuckDBPyRelation:
    """The files that agencies sent, or the rows of them. What is entered here says nothing of what anybody supplied or was searched for, and moves
    no clock: one referral must not let every rule judge a day that no agency's records have reached."""
    return files.filter(f"layout is distinct from '{referrals.LAYOUT}'")


def _removes_more(keeps: Keeping, facts: dict[str, str]) -> bool:
    """Whether something was ordered to be removed that a snapshot which says this of itself may still hold."""
    return str(keeps.last) != facts.get("removed", "0")


def last_day(files) -> date:
    """The latest day that an extract shows."""
    return duckdb.sql("select max(as_at) from files").fetchall()[0][0]
