"""A chronology as a document for one audience, out of the frames that were asked for it."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from timeline.chronology import parts
from timeline.chronology.audiences import FULL, PARTNER, PERSON
from timeline.chronology.document import Document, Section, table
from timeline.outgoing import plain
from timeline.wording import count, day, when

NOT_ALL = "Whoever made this document may not see every record of this family: what it leaves out for that reason is not counted here."


@dataclass(frozen=True)
class About:
    """What a document says of itself: of whom, for which span, made from which snapshot, by whom and when, and what is `withheld` from its maker."""

    family_id: str
    family: str
    since: date | None
    until: date | None
    snapshot: str
    as_of: date
    made_by: str
    made_at: datetime
    withheld: tuple[str, ...] = ()

    @property
    def span(self) -> str:
        """The span in words."""
        if not (self.since or self.until):
            return "everything that is recorded"
        return " ".join(filter(None, (f"from {day(self.since)}" if self.since else "", f"to {day(self.until)}" if self.until else "")))

    def stem(self, audience: str) -> str:
        """The file's name: the family's id, the day, and for whom it is, so that nobody passes on the wrong one; no name of a person, and no
        audience where a document does not call itself by it."""
        return "-".join([self.family_id, f"{self.made_at:%Y-%m-%d}", *audience.split()])


def full(about: About, lines: pd.DataFrame, people: pd.DataFrame, signals: pd.DataFrame, asked: pd.DataFrame, coverage: pd.DataFrame) -> Document:
    """The partnership's own document: every account with its words, who is in the family, what the rules raise, and what each agency supplied."""
    facts = [("Family", f"{about.family} family, {about.family_id}"), ("For", "the partnership's own use; not to be passed on as it is"), *_made(about),
             ("Holds", _holds(lines))]
    return _document(about, "full", facts, parts.SAID_OF_ACCOUNTS + parts.SAID_OF_FULL + about.withheld, [
        parts.people(people), parts.lines(lines, FULL), parts.signals(signals, lines), parts.asked(asked), parts.coverage(coverage)])


def partner(about: About, lines: pd.DataFrame, coverage: pd.DataFrame, left_out: int) -> Document:
    """A document for one agency that takes part: fields and kinds of record that are allowed there, and no agency's words."""
    facts = [("Family", about.family_id), ("For", "an agency that takes part"), *_made(about), ("Holds", _holds(lines))]
    missing = (f"Up to {_tens(left_out)} accounts of this span are left out: those handled as restricted or confidential, and those of a kind that "
               "is not given in such a document or cannot be classified.")
    return _document(about, "partner agency", facts, parts.SAID_OF_ACCOUNTS + parts.SAID_OF_PARTNER + (missing, *([NOT_ALL] if about.withheld else [])),
                     [parts.lines(lines, PARTNER), parts.coverage(coverage.drop(columns="says"))])


def person(about: About, name: str, steps: pd.DataFrame) -> Document:
    """A document that may come before the person said to have caused harm: formal steps of which that person was told, and nothing else.

    It names nobody else, no agency and nobody who made it, and does not say whether there is anything that it leaves out."""
    facts = [("Person", name), *_made(about, by="on record with the maker of this document")]
    missing = ("This document holds formal steps of which the person named was told. Whatever is of another kind, or cannot be classified as such a "
               "step, is left out, and this document does not say whether there is anything.")
    return _document(about, "", facts, (missing,), [parts.steps(steps, PERSON)])


def _document(about: About, audience: str, facts: list[tuple[str, str]], said: tuple[str, ...], sections: list[Section]) -> Document:
    first = Section("About this document", "About", said, table("What this document is", [("What", 40), ("Which", 160)], facts))
    subject = f"Chronology, {about.family_id}, {audience}" if audience else "Chronology"
    return Document("Chronology", subject, about.stem(audience), about.made_at.replace(hour=0, minute=0, second=0, microsecond=0), (first, *sections))


def _made(about: About, by: str | None = None) -> list[tuple[str, str]]:
    return [("Span", about.span), ("Made from", f"snapshot {about.snapshot}, as at {day(about.as_of)}"), ("Made by", plain(by or about.made_by)),
            ("Made on", day(about.made_at) if by else f"{when(about.made_at, None, 'minute')} UTC")]


def _holds(lines: pd.DataFrame) -> str:
    return f"{count(lines['number'].nunique(), 'event')} in {count(len(lines), 'account')}"


def _tens(number: int) -> int:
    """The next ten that is not below the number: one line more or less, or none at all, is not to be seen from it."""
    return max(10, -(-number // 10) * 10)
