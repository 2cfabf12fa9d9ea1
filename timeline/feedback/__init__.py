"""What an agency is told about its supply: what came, what of it could not be used, what is missing by month, and what is asked of it.

It is made of counts, days, codes, files and lines alone. No name, no address, no number of a person and nobody's words can come into it, because no
function here is given any but the cell that an issue is about, and `found` lets that one through by its field and shape."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from timeline import wording
from timeline.agencies import titles
from timeline.chronology.document import Document, Section, table
from timeline.feedback.found import Told
from timeline.quality.measures import KEYED, MEASURES, SILENCE
from timeline.wording import count, day

NOTHING = "Nothing: every month is supplied, and nothing that can be asked is missing. Thank you."
MOST = 200
"""Rows that the document lists; the table that goes with it has them all."""


@dataclass(frozen=True)
class About:
    """Whose supply it is, of which area and months, and what it was made from, by whom and when."""

    agency: str
    area: str
    since: date
    until: date
    snapshot: str
    as_of: date
    made_by: str
    made_at: datetime

    @property
    def months(self) -> str:
        """The months in words."""
        return f"{self.since:%B %Y}" if self.since == self.until else f"{self.since:%B %Y} to {self.until:%B %Y}"


def compose(about: About, files, supply, whole, months, without, wrong: list[Told]) -> Document:
    """The document. `files`, `supply` (a row for each month and system), `whole` (one for each measure), `months` (one for each month and measure) and
    `without` (the measures that the files have no column for, by system) are frames as dashboard.queries gives them."""
    agency, asked = titles.alone(about.agency), [row.key for row in whole.itertuples() if row.asked]
    stem = f"data-quality-{'-'.join(about.agency.split())}-{about.until:%Y-%m}"
    return Document(
        f"Your records to the partnership: {agency}", f"Data quality, {agency}, {about.area}", stem, about.made_at, (
            Section("What this is", "About", (
                f"What the partnership of {about.area} received from {titles.title(about.agency)} for {about.months}, what of it could not be used, what is "
                "missing, and what we ask of you. It judges the records and nobody who is named in them.",
                "Rows are told by file and line, so that you find them in what you sent. No name, address, date of birth or number of a person stands here, "
                "and nothing in anybody's own words.",
                f"Made by {about.made_by} on {day(about.made_at)} from snapshot {about.snapshot}, as at {day(about.as_of)}.")),
            Section("What we ask of you", "What we ask", tuple(asks(supply, whole, without, wrong))),
            _received(files), _supply(supply), _missing(whole, asked), _by_month(months, asked), _wrong(wrong)))


def asks(supply, whole, without, wrong: list[Told]) -> list[str]:
    """What the agency is asked to do: about months, about what is missing, about columns, about rows."""
    found = [*_about_months(supply), *(KEYED[row.key].ask + f" (Now: {row.says}.)" for row in whole.itertuples() if row.counted),
             *_about_columns(without), *_about_rows(wrong)]
    return [f"{number}. {ask}" for number, ask in enumerate(found, 1)] or [NOTHING]


def _about_months(supply) -> list[str]:
    for_state = {"silent": "Tell us of each of these months whether it was quiet or whether the feed was lost",
                 "not supplied": "Send a file that covers these months, or tell us why there is none"}
    return [f"{words} ({system}): {wording.months(theirs['month'])}." for state, words in for_state.items()
            for system, theirs in supply[supply["state"] == state].groupby("system")]


def _about_columns(without) -> list[str]:
    return [f"Your files of {row.system} have no column for: {'; '.join(m.holds for m in MEASURES if m.key in row.keys)}. Tell us whether your system "
            "keeps it, and add it where it does." for row in without.itertuples()]


def _about_rows(wrong: list[Told]) -> list[str]:
    aside, noted = (sum(one.used is used for one in wrong) for used in (False, True))
    return [*([f"Correct what sets rows aside ({count(aside, 'finding')}, listed below), and send those rows again: they are not used at all."] * bool(aside)),
            *([f"Correct what is noted on rows that are used without the value ({count(noted, 'finding')}, listed below)."] * bool(noted))]


def _received(files) -> Section:
    rows = [(row.file.rsplit("/", 1)[-1], day(row.as_at), f"{day(row.covers_from)} to {day(row.covers_to)}", row.extent, day(row.received_on), f"{row.lines:,}",
             f"{row.current:,}", f"{row.replaced:,}", f"{row.quarantined:,}") for row in files.itertuples()]
    columns = [("File", 50), ("Extract of", 22), ("Covers", 40), ("Full or delta", 14), ("Received", 22), ("Lines", 12), ("Records used", 14),
               ("Earlier versions and copies", 18), ("Set aside", 14)]
    if not rows:
        return Section("What we received", "Received", ("No file of yours covers these months.",))
    return Section("What we received", "Received", (), table("What we received", columns, rows))


def _supply(supply) -> Section:
    rows = [(f"{row.month:%B %Y}", row.system, f"{row.rows:,}", f"{row.quarantined:,}", SILENCE.get(row.state, "supplied")) for row in supply.itertuples()]
    return Section("Month by month", "Months", ("Records are counted in the month in which you recorded them or were told; rows set aside in the month that "
                                                "their file shows.",),
                   table("Month by month", [("Month", 24), ("System", 30), ("Records used", 18), ("Rows set aside", 18), ("What it means", 90)], rows))


def _missing(whole, asked: list[str]) -> Section:
    rows = [(KEYED[row.key].title, row.says, f"Records {KEYED[row.key].counts}; of records {KEYED[row.key].of}.") for row in whole.itertuples()
            if row.key in asked]
    if not rows:
        return Section("What is missing", "Missing", ("No record of these months can be asked.",))
    return Section("What is missing", "Missing", ("Each share says of how many records it is: those that could have it.",),
                   table("What is missing", [("Measure", 50), ("Over these months", 50), ("What is counted", 110)], rows))


def _by_month(months, asked: list[str]) -> Section:
    """A line for each month and a column for each measure that can be asked; a month without records is a gap."""
    rows = [(f"{month:%B %Y}", *(row.says if row.gap is None else "no record" for row in theirs.itertuples()))
            for month, theirs in months[months["key"].isin(asked)].groupby("month")]
    if not rows:
        return Section("What is missing, by month", "Missing by month", ("No record of these months can be asked.",))
    columns = [("Month", 20), *((KEYED[key].title, 22) for key in asked)]
    return Section("What is missing, by month", "Missing by month", (), table("What is missing, by month", columns, rows))


def _wrong(wrong: list[Told]) -> Section:
    heading = "What is wrong with which row"
    if not wrong:
        return Section(heading, "Rows", ("No row was set aside, and nothing is noted on any.",))
    kinds = Counter((one.what, one.column, one.used) for one in wrong)
    said = [f"{what}, {column}: {count(number, 'row')}, {'used without the value' if used else 'set aside'}"
            for (what, column, used), number in kinds.most_common()]
    more = (f"These are the first {MOST:,} of {len(wrong):,}; the table that goes with this document has them all.",) if len(wrong) > MOST else ()
    rows = [(one.file, f"{one.line:,}", one.column, one.what, one.found, one.expected, one.ask, "used without it" if one.used else "set aside")
            for one in wrong[:MOST]]
    columns = [("File", 40), ("Line", 12), ("Column", 26), ("What is wrong", 28), ("Found", 32), ("Expected", 40), ("What to do", 50), ("The row is", 18)]
    return Section(heading, "Rows", ("; ".join(said) + ".", *more), table(heading, columns, rows))
