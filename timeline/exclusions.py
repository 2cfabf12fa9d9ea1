"""Who alone may see a restricted record or an excluded person, as administrators have said so: append-only, each line with its reason and author.

A person is excluded by the mentions that he or she was gathered from that day and a record is named by its report, never by anything of ours, so
both hold after every run, whichever of the mentions are then still one person. What an agency marks restricted hides by itself; only who
may see it is said here. A taking back is a line of its own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import exclusions as lines
from timeline.kept import NotTaken
from timeline.sight import Sight

MANAGE = "exclusions:manage"
WHY = "Give the reason: it stays with what was said, for whoever looks at it later."
GONE = "This no longer stands: somebody has taken it back, or it was never said."


@dataclass(frozen=True)
class Said:
    """A line that stands: that the person of these `mentions` is excluded, or that an `account` may see that person (`about` the exclusion) or a
    `report`."""

    id: str
    act: str
    about: str | None
    mentions: tuple[str, ...]
    report: str | None
    account: str | None
    why: str
    by: str
    at: datetime


def exclude(database: Database, user: User, key: str, mentions: Iterable[str], why: str | None) -> str:
    """Say that whoever is made of any of these mentions is seen by named accounts alone, by none of them yet; the line's id. Raises NotTaken, Denied."""
    require(user, MANAGE)
    held = sorted(set(mentions))
    if not held:
        raise NotTaken("Choose the person: nobody of this reference was found.")
    return kept.keep(database, lines.c.exclusion_id, "X", key, user, act="excluded", mentions=json.dumps(held), why=kept.words(why, WHY))


def name_for_person(database: Database, user: User, key: str, exclusion_id: str, account: str, why: str | None) -> str:
    """Say that this account may see the person of an exclusion that stands; the line's id. Raises NotTaken, Denied."""
    return _name(database, user, key, account, why, lambda: _stands(database, exclusion_id), about=exclusion_id)


def name_for_record(database: Database, user: User, key: str, report_id: str, account: str, why: str | None) -> str:
    """Say that this account may see a restricted record; the line's id. Raises NotTaken, Denied."""
    if not report_id:
        raise NotTaken("Give the record's reference: agency, system and number, such as police:niche:20CR/0001/24.")
    return _name(database, user, key, account, why, lambda: None, report=report_id)


def take_back(database: Database, user: User, key: str, line_id: str, why: str | None) -> str:
    """Take back an exclusion, or that an account may see; the line's id. Raises NotTaken, Denied."""
    require(user, MANAGE)
    return kept.keep(database, lines.c.exclusion_id, "X", key, user, lambda: _stands(database, line_id), act="taken back", about=line_id,
                     why=kept.words(why, WHY))


def standing(database: Database) -> list[Said]:
    """What stands, in the order in which it was said. A naming falls with the exclusion that it is about."""
    with database.read() as connection:
        said = connection.execute(sa.select(lines).where(lines.c.erased_by.is_(None)).order_by(lines.c.number)).all()
    back = {line.about for line in said if line.act == "taken back"}
    return [_said(line) for line in said if line.act != "taken back" and not back & {line.exclusion_id, line.about}]


def sight(database: Database, user: User | None) -> Sight:
    """What this user may see, as it is said now; without a user, what somebody who is named for nothing may."""
    stands, name = standing(database), user.name if user else None
    mine = {said.about or said.report for said in stands if said.act == "named" and said.account == name}
    return Sight(areas=user.areas if user else None, agencies=user.agencies if user else None,
                 released=frozenset(said.report for said in stands if said.report in mine),
                 excluded=frozenset(mention for said in stands if said.act == "excluded" and said.id not in mine for mention in said.mentions))


def _name(database: Database, user: User, key: str, account: str, why: str | None, allowed, **about) -> str:
    require(user, MANAGE)
    if not account:
        raise NotTaken("Choose the account that may see it.")
    return kept.keep(database, lines.c.exclusion_id, "X", key, user, allowed, act="named", account=account, why=kept.words(why, WHY), **about)


def _stands(database: Database, line_id: str) -> None:
    if line_id not in {said.id for said in standing(database)}:
        raise NotTaken(GONE)


def _said(line) -> Said:
    return Said(line.exclusion_id, line.act, line.about, tuple(json.loads(line.mentions or "[]")), line.report, line.account, line.why, line.by,
                datetime.fromisoformat(line.at))
