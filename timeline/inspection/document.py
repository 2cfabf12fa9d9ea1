"""An inspection's document: the questions with what the records say, the sample of cases and how it was drawn, and an audit sheet for each case."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from timeline.agencies.titles import alone
from timeline.chronology.document import Document, Section, table
from timeline.inspection import QUESTIONS, telling
from timeline.inspection.declared import Question
from timeline.inspection.samples import Sample
from timeline.inspection.sheets import sheet
from timeline.outgoing import plain
from timeline.wording import day, when

HELD = ("children", "agencies", "grades", "sources", "signals", "actions")
SAID = (
    "It shows what agencies recorded and supplied. Nothing here is a finding or a verdict; an allegation stands as an allegation with its source.",
    f"Of the area: {telling.SAID[:1].lower()}{telling.SAID[1:]} The sheets are of single cases, and hold names.",
    "It holds no address and no agency's own words. Everything that it counts can be opened on the page that it was made from.")


@dataclass(frozen=True)
class About:
    """What the document says of itself: of which sample, made from which snapshot as at which day, by whom and when; `to_draw` are the cases that there were
    to draw from, by area and age."""

    sample: Sample
    snapshot: str
    as_of: date
    made_by: str
    made_at: datetime
    to_draw: dict[tuple[str, str], int]


def compose(about: About, figures: pd.DataFrame, supply: pd.DataFrame, cases: list[tuple[str, str, str, str]], held: dict[str, pd.DataFrame]) -> Document:
    """The whole document. `figures` are those of `tallied` and `supply` what each agency supplied; `cases` are part, family id, name (empty where
    this snapshot holds the family no more) and area, in the order of the sample; `held` is by the names of HELD a frame with `family_id`."""
    suppliers = [row.agency for row in supply.itertuples() if row.supplied]
    sheets = [section for number, case in enumerate(cases, 1) for section in _case(number, case, held, suppliers)]
    sample = about.sample
    subject = f"Inspection, sample {sample.sample_id}, {day(sample.since)} to {day(sample.until)}"
    return Document("Inspection: what the records say, and cases to audit", subject, f"inspection-{sample.sample_id}-{about.made_at:%Y-%m-%d}",
                    about.made_at.replace(hour=0, minute=0, second=0, microsecond=0),
                    (_about(about), *(_question(question, figures, supply) for question in QUESTIONS), _sample(about, cases), *sheets))


def _about(about: About) -> Section:
    sample = about.sample
    drawn_from = f"snapshot {sample.snapshot}" + ("" if sample.snapshot == about.snapshot else ", an earlier one than this")
    facts = [("Days", f"{day(sample.since)} to {day(sample.until)}"), ("Area", sample.area or "every area"),
             ("Made from", f"snapshot {about.snapshot}, as at {day(about.as_of)}"), ("Sample", f"{sample.sample_id}, drawn by {sample.by} on {day(sample.at)}"),
             ("Seed", sample.seed), ("Drawn from", drawn_from), ("Made by", about.made_by), ("Made on", f"{when(about.made_at, None, 'minute')} UTC")]
    return Section("About this document", "About", SAID, table("What this document is", [("What", 40), ("Which", 160)],
                                                              [(what, plain(which)) for what, which in facts]))


def _question(question: Question, figures: pd.DataFrame, supply: pd.DataFrame) -> Section:
    rows = []
    for answer in question.answers:
        lines = [row for row in figures.itertuples() if row.answer == f"{question.key}-{answer.key}"]
        words = answer.words[:1].upper() + answer.words[1:]
        rows += [(words if at == 0 else "", alone(row.part) if row.part else "All", *telling.told(row, answer)) for at, row in enumerate(lines)] or [
            (words, "", "nothing of this kind is recorded in these days", "", "")]
    known = {row.agency: row for row in supply.itertuples()}
    rests = "It rests on: " + "; ".join(_supplied(agency, known.get(agency)) for agency in question.rests_on) + "."
    said = (f"Asked of: {question.asked_of.lower()}. {rests}", "What the records cannot say: " + " ".join(question.cannot))
    return Section(question.words, question.key, said,
                   table(question.words, [("What is counted", 100), ("Of which", 50), ("How many of how many", 50), ("Cannot tell", 22), ("Days", 68)], rows))


def _supplied(agency: str, row) -> str:
    if row is None or row.since is None:
        return f"{alone(agency)}, which supplied nothing"
    gap = row.silent + row.missing
    return f"{alone(agency)}, since {row.since:%B %Y}" + (f", silent or without cover in {gap} of these months" if gap else "")


def _sample(about: About, cases: list[tuple[str, str, str, str]]) -> Section:
    told = "; ".join(f"{area}, {ages}: {number}" for area, ages, number in telling.counted(about.to_draw)) if about.to_draw else "none"
    asked = f"{about.sample.audited} to audit and {about.sample.wider} for a wider sample were asked for, and {len(cases)} were drawn."
    how = ("Families with a child unborn to 7, expected, or of unknown age come first, the areas taking turns; the wider sample takes its turns over every "
           "area and both groups of age. The same seed and snapshot give the same cases.")
    rows = [(str(number), part.capitalize(), f"{name} family" if name else "not in this snapshot", family_id, area)
            for number, (part, family_id, name, area) in enumerate(cases, 1)]
    return Section("The sample", "Sample", (asked, how, f"To draw from, as this snapshot has it: {told}."),
                   table("The cases", [("Case", 20), ("Part", 50), ("Family", 80), ("Id", 70), ("Area", 70)], rows), new_page=True)


def _case(number: int, case: tuple[str, str, str, str], held: dict[str, pd.DataFrame], suppliers: list[str]) -> list[Section]:
    part, family_id, name, area = case
    if not name:
        return [Section(f"Case {number}: not in this snapshot", f"Case {number}", (
            f"Nothing of family {family_id} is in the snapshot that this was made from: an agency took its records back, or it was joined with another. "
            "Draw again.",), new_page=True)]
    mine = {key: held[key][held[key]["family_id"] == family_id] for key in HELD}
    return sheet(number, f"{name} family", (f"{part.capitalize()}. {family_id}, {area}.",), mine, suppliers)
