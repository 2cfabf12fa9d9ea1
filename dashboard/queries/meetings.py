"""Meetings, and the families on an agenda: each item hangs on a mention, and whoever holds that now leads to the family."""

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.anchored import anchors
from dashboard.queries.hearings import HELD, HOMES, SAID, held
from dashboard.queries.here import NotHere, only
from dashboard.queries.unseen import without_unseen
from timeline import actions as undertaken
from timeline import meetings as kept
from timeline import transfers
from timeline.access import User, require


def meetings(user: User) -> pd.DataFrame:
    """Every meeting, the latest day first, with `meetings.COLUMNS` and the number of `families` on its agenda."""
    require(user, "meetings:view")
    database = current_app.extensions["database"]
    counts = _standing(kept.items_of(database))["meeting_id"].value_counts()
    found = kept.every(database)
    return found.assign(families=[int(counts.get(meeting, 0)) for meeting in found["meeting_id"]])


def meeting(user: User, meeting_id: str):
    """One meeting, as in `meetings`. Raises NotHere."""
    found = meetings(user)
    return only(found[found["meeting_id"] == meeting_id], f"meeting {meeting_id}")


def agenda(user: User, meeting_id: str) -> pd.DataFrame:
    """The families on the agenda, in order, and after them those taken off: the item (`meetings.ITEMS`), its `place` from 1 (empty where taken off),
    person_id and family_id of whoever holds its record now, and of the family its name, children, level, `because` and rules of its signals, and
    when it was `heard_on` last before this meeting (at our meeting of `heard_area`, or as `heard_by` record), `open_actions`, `gone_to`: the areas
    to whose MARAC the case was transferred, and `again`, the place of the same family before it."""
    of = meeting(user, meeting_id)
    database = current_app.extensions["database"]
    items = without_unseen(kept.items_of(database, meeting_id), "anchor")
    opened, gone = _open_anchors(database), transfers.standing(database)
    places = items["off_by"].isna().cumsum().where(items["off_by"].isna())
    said = [{"item_id": item, "anchor": anchor, "place": None if pd.isna(place) else int(place)}
            for item, anchor, place in zip(items["item_id"], items["anchor"], places, strict=True)]
    found = current.ask(f"""
        with {SAID}, {HELD}, {HOMES},
        gone as (select family_id, list_sort(list_distinct(list(area))) as gone_to from (select unnest($gone::STRUCT(anchor VARCHAR, area VARCHAR)[],
                 recursive := true)) join homes using (anchor) group by family_id),
        opened as (select family_id, count(*) as open_actions from (select unnest($opened::varchar[]) as anchor) join homes using (anchor) group by family_id)
        select said.item_id, said.place, homes.person_id, family_id, h.name, h.children, h.level, h.because, h.rules,
               heard.day as heard_on, heard.area as heard_area, heard.agencies as heard_by, coalesce(open_actions, 0) as open_actions,
               coalesce(gone_to, []) as gone_to,
               case when family_id is not null then min(said.place) over (partition by family_id) end as first_place
        from said left join homes using (anchor) left join made.headlines h using (family_id) left join heard using (family_id)
        left join opened using (family_id) left join gone using (family_id) order by said.place nulls last""", said=said, held=held(database), before=of.day,
        gone=[{"anchor": one.anchor, "area": one.area} for one in gone], opened=opened, others=sorted({*opened, *(one.anchor for one in gone)}))
    found = items.merge(found, on="item_id", how="right")
    again = [first if first != place else None for first, place in zip(found["first_place"], found["place"], strict=True)]
    return found.assign(again=pd.Series(again, index=found.index, dtype=object))


def item(user: User, item_id: str):
    """One item of an agenda, as in `agenda`, with the meeting's area, `day` and `state`, its place among how many (`of`), and the items before
    and after it. Raises NotHere."""
    require(user, "meetings:view")
    every = kept.items_of(current_app.extensions["database"])
    held = every[every["item_id"] == item_id]
    if held.empty:
        raise NotHere(f"item {item_id} of an agenda")
    of = meeting(user, held.iloc[0]["meeting_id"])
    listed = agenda(user, of.meeting_id)
    standing = list(_standing(listed)["item_id"])
    place = standing.index(item_id) if item_id in standing else None
    beside = {"before": standing[place - 1] if place else None, "after": standing[place + 1] if place is not None and place + 1 < len(standing) else None}
    return only(listed[listed["item_id"] == item_id].assign(area=of.area, day=of.day, state=of.state, of=len(standing), **beside), item_id)


def open_meetings(user: User, family_id: str) -> pd.DataFrame:
    """The open meetings, those of the family's area first and the soonest first, with whether the family is `on` the agenda of each, as item `on`."""
    found = meetings(user)
    mine = set(anchors(user, family_id))
    items = _standing(kept.items_of(current_app.extensions["database"]))
    on = {row.meeting_id: row.item_id for row in items.itertuples() if row.anchor in mine}
    (area,), = current.ask("select area from made.headlines where family_id = $id", id=family_id).itertuples(index=False)
    still = found[found["state"] == "open"]
    return still.assign(on=[on.get(meeting) for meeting in still["meeting_id"]], other=still["area"] != area).sort_values(["other", "day"])


def _standing(items: pd.DataFrame) -> pd.DataFrame:
    return items[items["off_by"].isna()]


def _open_anchors(database) -> list[str]:
    found = undertaken.of(database)
    return list(found.loc[found["state"] == "open", "anchor"])
