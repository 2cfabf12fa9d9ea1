"""A case that goes to another area's MARAC: where to, why, and what was said to go along before it went. Append-only.

Nothing is sent from here. A transfer says that a named person hands a case over, with the document that she takes away; it is anchored on a
mention of whoever the family is gathered around, so that it is found again after every run. A taking back is a line of its own."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import transfers as lines
from timeline.kept import NotTaken


@dataclass(frozen=True)
class Along:
    """What was shown before the transfer was kept: how many accounts the document holds, and what stays here and why, in numbers."""

    accounts: int
    restricted: int
    not_given: int
    signals: int
    open_actions: int


@dataclass(frozen=True)
class Transfer:
    """A transfer as it stands: `back_by` and `back_at` where somebody has taken it back."""

    transfer_id: str
    anchor: str
    area: str
    why: str
    along: Along
    by: str
    at: str
    back_by: str | None
    back_at: str | None
    back_why: str | None


def make(database: Database, user: User, key: str, anchor: str, area: str, why: str, along: Along) -> str:
    """Keep that the case of the family that holds the mention `anchor` goes to the MARAC of `area`, and return its id. `key` is the request's own:
    the same key again keeps nothing new and returns the same id. Raises NotTaken, Denied."""
    require(user, "transfer:make")
    if not anchor:
        raise NotTaken("There is no record of this family that a transfer could be kept with.")
    return kept.keep(database, lines.c.line_id, "X", key, user, anchor=anchor, area=kept.words(area, "Say to which area's MARAC the case goes."),
                     why=kept.words(why, "Say why the case goes there: the reason is kept with it."), goes=json.dumps(asdict(along)))


def take_back(database: Database, user: User, key: str, transfer_id: str, why: str) -> str:
    """Take a transfer back, with the reason: the case stays here. Raises NotTaken where it no longer stands, Denied."""
    require(user, "transfer:make")
    def allowed():
        if not any(one.transfer_id == transfer_id and one.back_by is None for one in _every(database)):
            raise NotTaken("This transfer no longer stands: somebody has taken it back.")

    return kept.keep(database, lines.c.line_id, "X", key, user, allowed, takes_back=transfer_id, why=kept.words(why, "Say why: the reason is kept with it."))


def of(database: Database, anchors: Iterable[str]) -> list[Transfer]:
    """The transfers of the family whose mentions these are, the latest first, with those that were taken back."""
    wanted = set(anchors)
    return [one for one in reversed(_every(database)) if one.anchor in wanted]


def standing(database: Database) -> list[Transfer]:
    """Every transfer that nobody has taken back, the earliest first."""
    return [one for one in _every(database) if one.back_by is None]


def _every(database: Database) -> list[Transfer]:
    made, back = lines.alias(), lines.alias()
    query = sa.select(made, back.c.by.label("back_by"), back.c.at.label("back_at"), back.c.why.label("back_why")).select_from(
        made.outerjoin(back, back.c.takes_back == made.c.line_id)).where(made.c.takes_back.is_(None), kept.there(made)).order_by(
            made.c.number)
    with database.read() as connection:
        return [Transfer(line.line_id, line.anchor, line.area, line.why, Along(**json.loads(line.goes)), line.by, line.at, line.back_by, line.back_at,
                         line.back_why) for line in connection.execute(query)]
