"""The parts of a chronology: its lines, who is in the family, what the rules raise, and what each agency supplied."""

import pandas as pd

from timeline.abbreviations import MEANINGS
from timeline.agencies.titles import alone
from timeline.chronology.audiences import Audience
from timeline.chronology.document import Column, Said, Section, Table, table
from timeline.chronology.fields import FIELDS, said
from timeline.outgoing import plain
from timeline.sheets import Sheet
from timeline.wording import born, day, when

SAID_OF_ACCOUNTS = (
    "It shows what agencies recorded, who recorded it and when. An allegation stands as an allegation with its source, a role is what one source "
    "asserted in one record. Nothing here is a finding or a prediction, and there is no score.",
    "Accounts of one event stand together under one number. An account that repeats another agency's record is not an independent one.",
    "A day on which nothing is recorded is a gap in what was supplied. It says nothing of what happened.",
    " ".join(f"{short}: {MEANINGS[short]}." for short in ("GP", "IDVA", "MARAC", "DASH")),
)
SAID_OF_FULL = (
    "Every account of the span is here. Addresses and postcodes are hidden in the agencies' words, as on the screen: read the words once more "
    "for what tells where somebody lives before this document is shown to anybody.",
    "Not held by the records supplied, and so not here: the recorder's role, and what an event meant for a child.",
    f"DVDS: {MEANINGS['DVDS']}.",
)
SAID_OF_PARTNER = (
    "It holds the fields that are listed for such a document and no others: no agency's own words, no address, no school, no other household. "
    "Children stand with their initials, and whoever is outside the family without a name.",
)
KNOWN, WITHOUT_KNOWN = "Recorded, and who knew", "Recorded, and whom it told"
PRINTED = (
    ("When", 34, ("number", "account", "when", "sort")),
    ("Recorded as", 40, ("what", "type", "gravity", "factors", "agreement")),
    ("Who, and as what", 50, ("people", "people_shared", "children", "children_shared", "between")),
    ("The account", 68, ("agency", "statement", "words", "outcome", "grade", "copied", "handling")),
    (KNOWN, 47, ("recorded_on", "received_on", "told", "known")),
    ("Source", 51, ("report_id", "source", "event_id")),
    ("Line", 16, ("line",)), ("Date", 60, ("step_when",)), ("What", 110, ("step",)), ("How it stands", 60, ("standing",)),
)
"""The columns of a printed page, each with its share of the width and the fields that it gathers."""

HEADS = ("when", "what", "agency")
"""Fields that stand in bold and without a label."""

BARE = ("sort", "words", "people", "people_shared", "line", "step_when", "step", "standing")
"""Fields that need no label."""


def lines(frame: pd.DataFrame, audience: Audience) -> Section:
    """The chronology itself: a line for each account, those of one event together, earliest first."""
    if frame.empty:
        return Section("Chronology", "Chronology", ("Nothing that this document may hold is recorded in this span. That says nothing of what happened.",))
    told = [said(audience.fields, row) for row in frame.itertuples()]
    columns = [(heading, width, [name for name in names if name in audience.fields]) for heading, width, names in PRINTED]
    columns = [(WITHOUT_KNOWN if heading == KNOWN and "known" not in names else heading, width, names) for heading, width, names in columns if names]
    printed = Table("Chronology, earliest first", tuple(Column(heading, width) for heading, width, _ in columns),
                    tuple(tuple(_cell(names, line) for _, _, names in columns) for line in told), tuple(line.get("number", at) for at, line in enumerate(told)))
    flat = Sheet("Chronology", tuple(FIELDS[name].heading for name in audience.fields),
                 tuple(tuple(line[name] for name in audience.fields) for line in told), widths=tuple(FIELDS[name].width for name in audience.fields))
    return Section("Chronology", "Chronology", table=printed, sheet=flat)


steps = lines


def _cell(names: list[str], line: dict) -> tuple[Said, ...]:
    further = line.get("account", "1 of").split(" ")[0] != "1"
    return tuple(_said(name, line[name]) for name in names
                 if line[name] not in (None, "", "1 of 1", "one account") and not (further and FIELDS[name].of_event and name != "number"))


def _said(name: str, value) -> Said:
    text = value if isinstance(value, str) else str(value) if isinstance(value, int) else day(value)
    if name in HEADS:
        return Said("", text)
    return Said(text) if name in BARE else Said(text, FIELDS[name].heading)


def people(frame: pd.DataFrame) -> Section:
    """Who is in the family; `part` comes in words."""
    rows = [(person.name, person.part + (", said to have caused harm" if person.said_to_harm else ""), born(person.dob, person.dob_precision),
             day(person.since), day(person.until, "as far as known, still"), ", ".join(map(alone, person.agencies))) for person in frame.itertuples()]
    columns = [("Name", 50), ("Part", 60), ("Born", 40), ("From", 35), ("Until", 40), ("Named by", 65)]
    return Section("Who is in it", "People", table=table("Who is in the family", columns, rows))


def signals(frame: pd.DataFrame, told: pd.DataFrame) -> Section:
    """What the rules raise, with the events that each rests on by their number here; `title` is the rule in words, `dismissed` a sentence or empty."""
    if frame.empty:
        return Section("What the rules raise", "Signals", ("No rule fired on the data supplied. That says nothing of what no agency recorded.",))
    numbers = {row.event_id: row.number for row in told.itertuples()}
    rows = [(signal.title, signal.level, f"{day(signal.raised_on)}; latest evidence {day(signal.latest_on)}", _because(signal),
             "\n".join(_rests(record, numbers) for record in signal.rested)) for signal in frame.itertuples()]
    columns = [("Signal", 44), ("Asks for", 28), ("Raised", 40), ("What it says", 100), ("Rests on", 78)]
    return Section("What the rules raise", "Signals", ("A signal is a prompt to look, and no conclusion. Its evidence is the records named.",),
                   table("Signals, gravest first", columns, rows))


def _because(signal) -> str:
    return "\n".join(filter(None, (
        signal.because, "It rests on a proposed link: who this is has not been confirmed." if signal.rests_on_proposed_link else "",
        f"What the coverage does not let us say: {signal.gaps}" if signal.gaps else "", signal.dismissed)))


def _rests(record: dict, numbers: dict[str, int]) -> str:
    what = f"{when(record['since'], record['until'], record['precision'])}: {record['title']}"
    if record["kind"] == "record":
        return f"Report {record['id']} ({what})"
    return f"Event {numbers[record['id']]} ({what})" if record["id"] in numbers else f"Event outside this span ({what})"


def asked(frame: pd.DataFrame) -> Section:
    """What was asked of the family and not found; `title` is the rule in words."""
    rows = [(rule.title, rule.because) for rule in frame.itertuples()]
    told = table("Asked and not found", [("Signal", 70), ("What was found, and what is needed", 220)], rows) if rows else None
    return Section("Asked and not found", "Asked", () if rows else ("Every rule that was asked is raised.",), told)


def coverage(frame: pd.DataFrame) -> Section:
    """What each agency supplied since the family's first event, and what none did; `says`, how many reports it gives of them, where that may be told."""
    says = "says" in frame.columns
    rows = [(alone(row.agency), row.system, row.area, *([str(row.says)] if says else []), *map(str, (row.supplied, row.none, row.silent, row.not_supplied)))
            for row in frame.itertuples()]
    columns = [("Agency", 60), ("System", 45), ("Area", 40), *([("Reports of this family", 35)] if says else []), ("Months supplied", 30),
               ("Searched, none", 30), ("Silent", 25), ("Not supplied", 30)]
    without = [f"{plain(alone(row.agency))} ({row.system})" for row in frame.itertuples() if not row.supplied]
    nothing = "No month was supplied by: " + ", ".join(without) + "." if without else "Every agency that is listed supplied something."
    return Section("What each agency supplied", "Coverage", (
        "In months since the family's first event. Silent: the agency supplied files, and none for that month. Not supplied: nothing covers the month. "
        "What no agency supplied cannot be seen here.", f"{nothing} An agency that is not listed was never asked, or never supplied."),
        table("What each agency supplied", columns, rows) if rows else None)
