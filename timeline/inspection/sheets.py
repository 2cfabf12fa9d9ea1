"""An audit sheet of one case: what the records hold of each child, the agencies, the grades, who is said to harm, the signals; and blanks for the auditor.

Days, names, ages, numbers and our own words for kinds of record: no address, and nothing that anybody wrote freely."""

import pandas as pd

from timeline.agencies.titles import alone
from timeline.chronology.document import Section, table
from timeline.inspection.telling import whole, within
from timeline.wording import count, day

BLANKS = (
    "Whose records were read, and on which days",
    "Each child's life in the child's own eyes: where does a record say it, and what is missing?",
    "Was each child seen and heard alone, and what came of what the child said? Of an unborn child or a baby: what did those who saw it note?",
    "Did what the agencies knew come together in time? What came late, and to whom?",
    "Was each event graded with the history in view? Was the grade looked at again when something changed?",
    "What was done to hold whoever is said to harm to account, and what was asked of whoever is said to be harmed?",
    "Was support there in time, and did it go on after a separation, an order or a release?",
    "Which words in the records put the responsibility where it does not belong?",
    "What worked well",
    "What is to be done now, by which agency, until when",
    "Auditor, agency, day, signature")


def sheet(number: int, heading: str, facts: tuple[str, ...], held: dict[str, pd.DataFrame], suppliers: list[str]) -> list[Section]:
    """The sections of one case; `held` are the rows of this family in the frames of the dashboard's questions: children, agencies, grades, sources,
    signals and actions, the rules in words; `suppliers` are the agencies that supplied records of these days."""
    return [Section(f"Case {number}: {heading}", f"Case {number}", facts, new_page=True),
            _children(held["children"]), _agencies(held["agencies"], suppliers), _grades(held["grades"]), *_sources(held["sources"], held["actions"]),
            _signals(held["signals"]), _blanks()]


def _part(heading: str, said: tuple[str, ...], columns: list[tuple[str, int]], rows: list[tuple], nothing: str) -> Section:
    """A part with its table, or with a sentence where nothing is recorded."""
    if not rows:
        return Section(heading, heading, (nothing,), level=3)
    return Section(heading, heading, said, table(heading, columns, [tuple(str(cell) for cell in row) for row in rows]), level=3)


def _children(children: pd.DataFrame) -> Section:
    rows = []
    for child in children.itertuples():
        who = f"{child.name}, {_age(child.age)}"
        around = f"{count(child.events, 'event')} of abuse; recorded as present in {child.present}"
        rows += [(who, around, alone(met["agency"]), met["records"], _met(met, "seen"), _met(met, "heard"), met["unsaid"]) for met in child.met] or [
            (who, around, "no agency's record of these days names this child", "", "", "", "")]
    return _part("Each child: who saw and heard the child, and when", ("A blank answer is neither a yes nor a no.",), [
        ("Child and age", 45), ("Around the child", 50), ("Agency", 40), ("Records", 18), ("Seen", 45), ("Heard", 45), ("Neither said", 20)], rows,
        "No child is recorded in this family.")


def _age(age: int | None) -> str:
    return {None: "age not recorded", -1: "unborn"}.get(None if pd.isna(age) else int(age), f"aged {age}")


def _met(met: dict, what: str) -> str:
    return f"in {met[what]}, last on {day(met[f'{what}_on'])}" if met[what] else "no record says so"


def _agencies(agencies: pd.DataFrame, suppliers: list[str]) -> Section:
    rows = [(alone(row.agency), row.records, day(row.first_on), day(row.last_on), _lag(row), row.notices) for row in agencies.itertuples()]
    rows += [(alone(agency), "none", "", "", "", "") for agency in suppliers if agency not in set(agencies["agency"])]
    return _part("Each agency: what it gave and how soon", (
        "Days from the event to the agency's own record, where both are known to the day. None: the agency supplied records of these days, and none of "
        "this family.",), [
        ("Agency", 55), ("Records", 25), ("First recorded", 40), ("Last recorded", 40), ("From event to record", 60), ("Told another agency", 40)], rows,
        "No agency gives a record of these days.")


def _lag(row) -> str:
    return "not told" if pd.isna(row.half) else f"half {within(row.half)}, the longest {whole(row.longest)}"


def _grades(grades: pd.DataFrame) -> Section:
    rows = [(day(row.known_on), alone(row.agency), f"{row.grade} ({row.grade_tool or 'tool not recorded'})", _known(row), "; ".join(row.rules) or "none")
            for row in grades.itertuples()]
    return _part("Each grade beside the pattern of that day", (
        "What was known to all agencies together on the day of the grade, of the year before it. Nobody may have seen it together.",), [
        ("Graded", 35), ("By", 40), ("Grade", 40), ("Known that day, between all agencies", 80), ("Signals raised by what was known", 90)], rows,
        "No agency gave a grade in these days.")


def _known(row) -> str:
    return (f"{count(row.events, 'event')} of abuse in a year, known to {count(row.agencies, 'agency', 'agencies')}; the agency that graded knew of {row.own}")


def _sources(sources: pd.DataFrame, actions: pd.DataFrame) -> list[Section]:
    rows = [(row.name, row.standing, row.placed or "not recorded", "\n".join(_done(done) for done in row.done) or "nothing recorded", row.link)
            for row in sources.itertuples()]
    agreed = [(row.falls_on.capitalize(), row.agreed, row.done) for row in actions.itertuples()]
    return [
        _part("Who is said to have harmed, and what was done", ("Said by agencies; no finding. “Nothing recorded” is not “nothing done”.",), [
            ("Person", 35), ("How named, and by whom", 75), ("Last placed", 65), ("Recorded as done in these days", 75), ("Identity", 25)], rows,
            "No record names anybody as having harmed somebody of this family."),
        _part("Actions agreed at meetings here", (), [("Falls on", 80), ("Agreed", 40), ("Done", 40)], agreed, "No action for this family was agreed here.")]


def _done(done: dict) -> str:
    return f"{day(done['day'])}: {done['title']}" + (f" ({alone(done['agency'])})" if done["agency"] else "")


def _signals(signals: pd.DataFrame) -> Section:
    rows = [(row.title, row.level, f"{day(row.raised_on)}, {f'until {day(row.until)}' if row.until else 'still raised'}", row.events, _followed(row),
             "yes" if row.dismissed else "") for row in signals.itertuples()]
    return _part("Signals and what followed", (
        "A signal is a prompt to look. What followed is the first contact, protection or strength recorded afterwards: it may have had another cause.",), [
        ("Signal", 70), ("Asked for", 35), ("Raised", 55), ("Events", 18), ("First recorded afterwards", 90), ("Dismissed", 22)], rows,
        "No rule was raised in these days on the data supplied.")


def _followed(row) -> str:
    if not row.followed:
        return "nothing recorded"
    told = row.followed
    return f"{day(told['day'])} ({count((told['day'] - row.raised_on).days, 'day')} later): {told['title']}, {', '.join(map(alone, sorted(told['agencies'])))}"


def _blanks() -> Section:
    columns = [("Question", 110), ("What the auditor found", 180)]
    heading = "To be filled in by the auditor"
    return Section(heading, "Auditor", (), table(heading, columns, [(question, "\n\n\n") for question in BLANKS]), level=3)
