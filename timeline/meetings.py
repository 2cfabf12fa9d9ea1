"""MARAC meetings and their agendas: which families are heard at which meeting, in which order and why. Append-only.

A family is on an agenda by a mention of whoever it is gathered around, never by an id of ours, so that it is found again after every
run. Calling a meeting, holding it or calling it off, adding a family, moving it and taking it off are lines of their own; how an agenda stands follows from
its lines. What has been held is changed no more."""

from datetime import UTC, date, datetime

import pandas as pd
import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import agenda as agenda_lines
from timeline.database import meetings as lines
from timeline.kept import NotTaken

COLUMNS = ("meeting_id", "area", "day", "state", "called_by", "closed_by", "closed_at", "why")
STATES = {None: "open", "held": "held", "called off": "called off"}
ITEMS = ("item_id", "meeting_id", "anchor", "why", "by", "at", "off_by", "off_at", "off_why")
STEPS = {"up": -1, "down": 1}


def call(database: Database, user: User, key: str, area: str, day: date) -> str:
    """Keep that a meeting of this area is to be on this day, and return its id. `key` is the request's own: the same key again keeps nothing
    new and returns the same id. Raises NotTaken where the area has a meeting that day already, Denied."""
    require(user, "meetings:run")
    def allowed():
        there = every(database)
        there = there[there["state"] != "called off"]
        if len(there[(there["area"] == area) & (there["day"] == day)]):
            raise NotTaken(f"There is a meeting of {area} on that day already: open it in the list of meetings.")

    if not (area or "").strip():
        raise NotTaken("Say which area the meeting is of.")
    return kept.keep(database, lines.c.line_id, "M", key, user, allowed, act="called", area=area.strip(), day=day.isoformat())


def hold(database: Database, user: User, key: str, meeting_id: str) -> str:
    """Keep that the meeting was held: its agenda stays as it is. Raises NotTaken where it is not open, its day is to
    come or nobody was on its agenda, Denied."""
    require(user, "meetings:run")
    def allowed():
        _open(database, meeting_id)
        if agenda(database, meeting_id).empty:
            raise NotTaken("No family is on the agenda of this meeting: add those that were heard first.")
        (day,) = every(database).query("meeting_id == @meeting_id")["day"]
        if day > datetime.now(UTC).date():
            raise NotTaken("The day of this meeting is still to come: it is kept as held from that day on, or called off if the day is wrong.")

    return kept.keep(database, lines.c.line_id, "M", key, user, allowed, act="held", about=meeting_id)


def call_off(database: Database, user: User, key: str, meeting_id: str, why: str) -> str:
    """Keep that the meeting will not be held, or was called for a wrong day, and why. Raises NotTaken where it is not open, Denied."""
    require(user, "meetings:run")
    reason = kept.words(why, "Say why the meeting is called off: the reason is kept with it.")
    return kept.keep(database, lines.c.line_id, "M", key, user, lambda: _open(database, meeting_id), act="called off", about=meeting_id, why=reason)


def add(database: Database, user: User, key: str, meeting_id: str, anchor: str, why: str) -> str:
    """Put the family that holds the mention `anchor` at the end of the agenda, with the reason; the id of the item. `key` as in `call`.

    Raises NotTaken where the meeting is not open or has the family by this mention already, Denied."""
    require(user, "meetings:run")
    def allowed():
        _open(database, meeting_id)
        if (agenda(database, meeting_id)["anchor"] == anchor).any():
            raise NotTaken("This family is on the agenda of this meeting already.")

    if not anchor:
        raise NotTaken("There is no record of this family that it could be put on an agenda by.")
    return kept.keep(database, agenda_lines.c.line_id, "C", key, user, allowed, act="added", meeting_id=meeting_id, anchor=anchor,
                     why=kept.words(why, "Say why this family is to be heard: the reason is kept with the agenda."))


def added(database: Database, key: str) -> str | None:
    """The id of the item that a request with this key put on an agenda; None where it put none there."""
    return kept.sent(database, agenda_lines.c.line_id, key)


def move(database: Database, user: User, key: str, item_id: str, way: str) -> str:
    """Move an item one place `up` or `down` its agenda. Raises NotTaken where it stands on no open agenda or cannot move that way, Denied."""
    require(user, "meetings:run")
    def allowed():
        items = list(agenda(database, _open_of(database, item_id))["item_id"])
        if not 0 <= items.index(item_id) + STEPS[way] < len(items):
            raise NotTaken(f"This family is {'first' if way == 'up' else 'last'} on the agenda already.")

    return kept.keep(database, agenda_lines.c.line_id, "C", key, user, allowed, act="moved", about=item_id, step=STEPS[way])


def take_off(database: Database, user: User, key: str, item_id: str, why: str) -> str:
    """Take an item off its agenda, with the reason; it stays to be read below the agenda. Raises NotTaken where it stands on no open agenda, Denied."""
    require(user, "meetings:run")
    reason = kept.words(why, "Say why this family is taken off: the reason is kept with the agenda.")
    return kept.keep(database, agenda_lines.c.line_id, "C", key, user, lambda: _open_of(database, item_id), act="taken off", about=item_id, why=reason)


def every(database: Database) -> pd.DataFrame:
    """Every meeting, the latest day first, with COLUMNS: `day` is a date, `state` open, held or called off, with who said so, when and why."""
    called, closed = lines.alias(), lines.alias()
    end = (closed.c.act.label("became"), closed.c.by.label("closed_by"), closed.c.at.label("closed_at"), closed.c.why.label("reason"))
    query = sa.select(called, *end).select_from(called.outerjoin(closed, closed.c.about == called.c.line_id)).where(
        called.c.act == "called").order_by(called.c.day.desc(), called.c.number.desc())
    with database.read() as connection:
        found = [(line.line_id, line.area, date.fromisoformat(line.day), STATES[line.became], line.by, line.closed_by, line.closed_at, line.reason)
                 for line in connection.execute(query)]
    return pd.DataFrame(found, columns=list(COLUMNS), dtype=object)


def agenda(database: Database, meeting_id: str) -> pd.DataFrame:
    """The families that are on the agenda of the meeting, in order, with ITEMS."""
    items = items_of(database, meeting_id)
    return items[items["off_by"].isna()].reset_index(drop=True)


def items_of(database: Database, meeting_id: str | None = None) -> pd.DataFrame:
    """Every item of the meeting's agenda, or of all, in order, with ITEMS; those taken off come last, with who took them off and why."""
    items: dict[str, dict] = {}
    orders: dict[str, list[str]] = {}
    for line in _read(database):
        if line.act == "added":
            items[line.line_id] = {"item_id": line.line_id, "meeting_id": line.meeting_id, "anchor": line.anchor, "why": line.why, "by": line.by,
                                   "at": line.at}
            orders.setdefault(line.meeting_id, []).append(line.line_id)
        else:
            _apply(line, items[line.about], orders[items[line.about]["meeting_id"]])
    standing = [items[item] for order in orders.values() for item in order]
    off = [item for item in items.values() if "off_by" in item]
    found = [[item.get(column) for column in ITEMS] for item in standing + off if meeting_id in (None, item["meeting_id"])]
    return pd.DataFrame(found, columns=list(ITEMS), dtype=object)


def _apply(line, item: dict, order: list[str]) -> None:
    """Move the item in the order, or take it out."""
    place = order.index(line.about)
    order.pop(place)
    if line.act == "moved":
        order.insert(place + line.step, line.about)
    else:
        item |= {"off_by": line.by, "off_at": line.at, "off_why": line.why}


def _open(database: Database, meeting_id: str) -> None:
    """Raises NotTaken unless the meeting is there and open."""
    states = dict(every(database)[["meeting_id", "state"]].itertuples(index=False))
    if states.get(meeting_id) != "open":
        raise NotTaken(f"This meeting was {states[meeting_id]}: its agenda stays as it is." if meeting_id in states else "There is no such meeting.")


def _open_of(database: Database, item_id: str) -> str:
    """The open meeting on whose agenda the item stands. Raises NotTaken where there is none."""
    items = items_of(database)
    found = items[(items["item_id"] == item_id) & items["off_by"].isna()]
    if found.empty:
        raise NotTaken("This family is on the agenda no more: somebody has taken it off. Reload the page.")
    _open(database, found.iloc[0]["meeting_id"])
    return found.iloc[0]["meeting_id"]


def _read(database: Database) -> list:
    with database.read() as connection:
        return list(connection.execute(sa.select(agenda_lines).where(kept.there(agenda_lines)).order_by(agenda_lines.c.number)))
