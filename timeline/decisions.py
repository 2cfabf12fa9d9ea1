"""What people decided: append-only, and always about what the agencies wrote, never about what we gathered from it.

An *answer* is what one person said at once, with a reason: one or more pairs of anchors (two mentions, two reports, a child's
and a carer's mention, the reports that a dismissed signal rested on) and a verdict. Nothing is ever changed: a second person's
agreement and a taking back are lines of their own. So an answer outlives every run that gathers the mentions anew. Each line
carries its own key: the same request twice is one answer. Which answers hold in a load is for `judgements` to say.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import decisions as lines
from timeline.kept import NotTaken
from timeline.tables import LEVELS

DISMISSED = "signal dismissed"
FROM_WORDS = "factor in report"
KINDS = ("same person", "same event", "primary perpetrator", "child with carer", FROM_WORDS)
VERDICTS = ("yes", "no", "unsure")
COLUMNS = ("answer_id", "kind", "left_id", "right_id", "since", "seen", "verdict", "reason", "decided_by", "decided_at", "needs_second",
           "seconded_by", "seconded_at", "until", "signal")


@dataclass(frozen=True)
class Decided:
    """The answers that stand, a row per pair of anchors with COLUMNS, and the number of the last line that they take account of."""

    answers: pd.DataFrame
    last: int


@dataclass(frozen=True)
class Signal:
    """What tells a signal apart beside the reports that it rests on: its rule, the level that it has, and a mention of each person
    whom it is about, if it is about one."""

    rule: str
    level: str
    person: str | None
    harmed: str | None


def answer(database: Database, user: User, key: str, kind: str, pairs: Iterable[tuple[str, str, str]], verdict: str, reason: str,
           since: date | None = None, needs_second: bool = False) -> str:
    """Keep an answer and return its id. `key` is the request's own: the same key again keeps nothing new and returns the same id.

    `pairs` are the anchors, each with a hash of what was seen of them (`judgements.seen_of`): (left, right, seen). Of a primary
    perpetrator, left is that person's mention and right the mention of the person harmed; of a child with a carer, left is the
    child and `since` the day; of a factor in a report, left is the report and right the
    factor's name. With `needs_second` it is not applied until another person agrees. Raises NotTaken."""
    about = sorted(set(pairs))
    if kind not in KINDS or verdict not in VERDICTS or not about or any(left == right for left, right, _ in about):
        raise NotTaken("This answer is not whole: it needs a kind, a verdict and two different records.")
    return _keep(database, key, user, act="answered", kind=kind, pairs=json.dumps(about), verdict=verdict, reason=_said(reason),
                 since=since.isoformat() if since else None, needs_second=needs_second)


def dismiss(database: Database, user: User, key: str, signal: Signal, pairs: Iterable[tuple[str, str, str]], until: date, longest: int,
            reason: str) -> str:
    """Keep that a signal is dismissed until a day (`longest` days at most) and return the answer's id; `key` as in `answer`.

    `pairs` are the reports that it rests on, left, each with the mention of whoever its family is gathered around, right, and the
    hash of what was seen of the two. Of the gravest level it is not applied until another person agrees. Raises NotTaken, Denied."""
    require(user, "signal:dismiss")
    about, (first, last) = sorted(set(pairs)), last_days(longest)
    if not about:
        raise NotTaken("This signal rests on no record that a dismissal could be about.")
    if not first <= until <= last:
        raise NotTaken(f"The end date must be after today and at most {longest} days from today.")
    return _keep(database, key, user, act="answered", kind=DISMISSED, pairs=json.dumps(about), verdict="yes", reason=_said(reason),
                 until=until.isoformat(), signal=json.dumps(asdict(signal)), needs_second=signal.level == LEVELS[0])


def last_days(longest: int) -> tuple[date, date]:
    """The first and the last of the days until which a signal may be dismissed now, where it may be for `longest` days."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=1), today + timedelta(days=longest)


def second(database: Database, user: User, key: str, answer_id: str, reason: str) -> str:
    """Agree with another person's answer that needs a second person. Raises NotTaken where it is one's own, or no longer stands."""
    def allowed():
        standing = _standing(database, answer_id)
        if standing["decided_by"] == user.name:
            raise NotTaken("You gave this answer yourself: another person must agree before it is applied.")
        if not standing["needs_second"]:
            raise NotTaken("This answer already stands; it needs nobody else's agreement.")

    return _keep(database, key, user, allowed, act="seconded", about=answer_id, reason=_said(reason))


def take_back(database: Database, user: User, key: str, answer_id: str, reason: str) -> str:
    """Take an answer back, one's own or another's: it stays in the history and no longer applies. Raises NotTaken."""
    return _keep(database, key, user, lambda: _standing(database, answer_id), act="taken back", about=answer_id, reason=_said(reason))


def sent(database: Database, key: str) -> sa.Row | None:
    """The line that a request with this key kept: an answer, or an agreement, which says with what it is `about`; None where it kept none."""
    with database.read() as connection:
        return connection.execute(sa.select(lines).where(lines.c.key == key)).first()


def none() -> Decided:
    """Nobody has decided anything."""
    return Decided(pd.DataFrame(columns=list(COLUMNS), dtype=object), 0)


def standing(database: Database, until: date | None = None) -> Decided:
    """The answers that nobody has taken back; those of the day `until` and before, if given."""
    every = _lines(database, until)
    said = [line for line in every if line.erased_by is None]
    answers = {line.line_id: line._asdict() | {"seconded_by": None, "seconded_at": None} for line in said if line.act == "answered"}
    for line in said:
        if line.act == "taken back":
            answers.pop(line.about, None)
        elif line.act == "seconded" and line.about in answers and answers[line.about]["seconded_by"] is None:
            answers[line.about] |= {"seconded_by": line.by, "seconded_at": line.at}
    rows = [_row(held, pair) for held in answers.values() for pair in json.loads(held["pairs"])]
    return Decided(pd.DataFrame(rows, columns=list(COLUMNS), dtype=object), max((line.number for line in every), default=0))


def last(database: Database) -> int:
    """The number of the last line kept: a snapshot whose fact `decided` is less does not yet show what was decided since."""
    with database.read() as connection:
        return connection.execute(sa.select(sa.func.coalesce(sa.func.max(lines.c.number), 0))).scalar()


def spoken_of(database: Database, after: int) -> set[str]:
    """The mentions and reports of every answer that was given, agreed to or taken back after the line of this number."""
    every = _lines(database, None)
    answers = {line.about or line.line_id for line in every if line.number > after}
    pairs = [pair for line in every if line.line_id in answers and line.pairs for pair in json.loads(line.pairs)]
    return {anchor for left, right, _ in pairs for anchor in (left, right)}


def history(database: Database) -> pd.DataFrame:
    """Every line ever kept and not emptied by an order, oldest first: what each person said, agreed to and took back, with the reasons."""
    rows = [line._asdict() for line in _lines(database, None) if line.erased_by is None]
    return pd.DataFrame(rows, columns=[column.name for column in lines.columns], dtype=object)


def _row(held: dict, pair: list) -> tuple:
    left, right, seen = pair
    return (held["line_id"], held["kind"], left, right, held["since"], seen, held["verdict"], held["reason"], held["by"], held["at"],
            held["needs_second"], held["seconded_by"], held["seconded_at"], held["until"], held["signal"])


def _said(reason: str) -> str:
    return kept.words(reason, "Say why: the reason is kept with the answer, for whoever reads it later.")


def _standing(database: Database, answer_id: str) -> dict:
    held = standing(database).answers
    found = held[held["answer_id"] == answer_id]
    if found.empty:
        raise NotTaken("This answer no longer stands: somebody has taken it back, or it was never given.")
    return found.iloc[0].to_dict()


def _lines(database: Database, until: date | None) -> list:
    query = sa.select(lines).order_by(lines.c.number)
    if until is not None:
        query = query.where(sa.func.substr(lines.c.at, 1, 10) <= until.isoformat())
    with database.read() as connection:
        return list(connection.execute(query))


def _keep(database: Database, key: str, user: User, allowed: Callable[[], object] = lambda: None, **said) -> str:
    return kept.keep(database, lines.c.line_id, "D", key, user, allowed, **said)
