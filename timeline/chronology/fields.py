"""Every field that a line of a chronology may have: its heading, which cells of the tables it needs, and what it says of them.

A line is one agency's account of one event, or for the person said to have caused harm one formal step. Which of these fields a
document holds is the audience's list; the cells that no listed field needs are never asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from timeline.agencies.titles import alone
from timeline.outgoing import plain
from timeline.wording import count, day, lines, when

SORTS = {"abuse": "Concern: abuse", "concern": "Concern", "strength": "Strength", "contact": "Contact", "protection": "Protection",
         "movement": "Movement", "life": "Life event"}
PRECISIONS = {"minute": "to the minute", "day": "to the day", "month": "to the month", "year": "to the year", "range": "between two days",
              "undated": "no date recorded"}


@dataclass(frozen=True)
class Field:
    """A field of a line. `needs` are the columns of the query; `of_event`: the same in every account of an event."""

    heading: str
    needs: tuple[str, ...]
    says: Callable
    width: int = 18
    of_event: bool = False


def said(fields: tuple[str, ...], row) -> dict[str, str | int | date | None]:
    """What these fields say of a row of the query, cleaned of what a document cannot hold."""
    told = {name: FIELDS[name].says(row) for name in fields}
    return {name: plain(value) if isinstance(value, str) else value for name, value in told.items()}


def _first_day(row) -> date | None:
    return row.occurred_from.date() if row.precision != "undated" and row.occurred_from else None


def _last_day(row) -> date | None:
    return row.occurred_to.date() if row.precision != "undated" and row.occurred_to else None


def _people(people: list[dict]) -> str:
    return "; ".join(_named(person) for person in people if not person["child"])


def _named(person: dict) -> str:
    return f"{person['name']}: {person['role']}" + (f" ({person['relationship']})" if person["relationship"] else "")


def _children(people: list[dict]) -> str:
    return "; ".join(_child(person) for person in people if person["child"])


def _child(child: dict) -> str:
    age = {None: "age not known", -1: "unborn"}.get(child["age"], f"aged {child['age']}")
    answers = [f"{asked} {child[asked]}" for asked in ("present", "seen", "heard") if child[asked] != "not asked"]
    return f"{child['name']}, {age}: {', '.join(answers) or 'not said whether present, seen or heard'}"


def _told(row) -> str:
    return f"{alone(row.notified_to)}, on {day(row.notified_on)}" if row.notified_to else ""


def _known(row) -> str:
    return "; ".join(f"{alone(key)} from {day(known)}" for key, known in sorted(row.days.items(), key=lambda told: (told[1], told[0])))


def _agreement(row) -> str:
    independent = f"{count(row.independent_accounts, 'independent account')} of {row.accounts}" if row.accounts > 1 else "one account"
    return f"{independent}. The accounts differ: {'; '.join(row.disagreements)}" if row.disagreements else independent


def _grade(row) -> str:
    return f"{row.grade} ({row.grade_tool or 'tool not recorded'})" if row.grade else ""


def _between(row) -> str:
    return "; ".join(filter(None, (row.relationship, f"separation {row.separation}" if row.separation else "")))


FIELDS = {
    "number": Field("Event", ("number",), lambda row: row.number, 8, True),
    "account": Field("Account", ("account", "accounts"), lambda row: f"{row.account} of {row.accounts}", 9),
    "when": Field("When", ("occurred_from", "occurred_to", "precision"), lambda row: when(row.occurred_from, row.occurred_to, row.precision), 24),
    "precision": Field("Date known", ("precision",), lambda row: PRECISIONS[row.precision], 14),
    "first_day": Field("First day", ("occurred_from", "precision"), _first_day, 13),
    "last_day": Field("Last day", ("occurred_to", "precision"), _last_day, 13),
    "sort": Field("Strength or concern", ("kind",), lambda row: SORTS[row.kind], 16),
    "what": Field("Recorded as", ("title",), lambda row: row.title, 26),
    "type": Field("Type of abuse", ("type",), lambda row: row.type or "", 14),
    "gravity": Field("Gravity", ("gravity",), lambda row: f"band {row.gravity} of 5" if row.gravity else "", 13),
    "factors": Field("Answers yes to", ("factors",), lambda row: ", ".join(row.factors), 22),
    "agency": Field("Said by", ("agency", "system"), lambda row: f"{alone(row.agency)} ({row.system})", 24),
    "statement": Field("Stated as", ("statement",), lambda row: row.statement, 11),
    "words": Field("The agency's words", ("words",), lambda row: row.words or "No words were supplied.", 60),
    "people": Field("Who, and as what this account names them", ("people",), lambda row: _people(row.people), 36),
    "people_shared": Field("Who, and as what this account names them", ("people_shared",), lambda row: _people(row.people_shared), 36),
    "children": Field("Children", ("people",), lambda row: _children(row.people), 36),
    "children_shared": Field("Children", ("people_shared",), lambda row: _children(row.people_shared), 36),
    "between": Field("Between the adults", ("relationship", "separation"), _between, 16),
    "outcome": Field("Outcome", ("outcome",), lambda row: row.outcome or "", 16),
    "grade": Field("Agency's own grade", ("grade", "grade_tool"), _grade, 18),
    "recorded_on": Field("Recorded on", ("known_on",), lambda row: row.known_on, 13),
    "received_on": Field("Received by the partnership on", ("received_on",), lambda row: row.received_on, 13),
    "told": Field("Told to", ("notified_to", "notified_on"), _told, 22),
    "known": Field("Who knew, and from when", ("days",), _known, 34, True),
    "copied": Field("Repeats the record of", ("copied_from",), lambda row: alone(row.copied_from) if row.copied_from else "", 16),
    "agreement": Field("How the accounts agree", ("accounts", "independent_accounts", "disagreements"), _agreement, 32, True),
    "handling": Field("Handling", ("handling",), lambda row: row.handling or "", 13),
    "report_id": Field("Report", ("report_id",), lambda row: row.report_id, 30),
    "source": Field("File and line", ("file", "line_from", "line_to"), lambda row: lines(row.file, row.line_from, row.line_to), 30),
    "event_id": Field("Event's id", ("event_id",), lambda row: row.event_id, 22, True),
    "line": Field("Line", ("number",), lambda row: row.number, 8),
    "step_when": Field("Date", ("occurred_from", "occurred_to", "precision"), lambda row: when(row.occurred_from, row.occurred_to, row.precision), 26),
    "step": Field("What", ("title",), lambda row: row.title, 50),
    "standing": Field("How it stands", ("standing",), lambda row: row.standing, 26),
}


def needed(fields: tuple[str, ...]) -> list[str]:
    """The columns that these fields need, each once, in order."""
    return list(dict.fromkeys(column for name in fields for column in FIELDS[name].needs))
