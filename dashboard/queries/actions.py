"""What agencies undertook for a family, whatever the ids are by which it was agreed."""

from datetime import UTC, date, datetime

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.anchored import anchors
from dashboard.queries.hearings import HELD, HOMES
from dashboard.queries.here import only
from dashboard.queries.unseen import without_unseen
from timeline import actions as undertaken
from timeline import meetings
from timeline.access import User, require


def actions(user: User, family_id: str) -> pd.DataFrame:
    """What was undertaken for this family, the earliest day first, with `actions.COLUMNS`, `named`: the name of the person for whom it is, and
    `met_on`: the day of the meeting at which it was agreed; each empty where there is none."""
    require(user, "meetings:view")
    database = current_app.extensions["database"]
    found = without_unseen(undertaken.of(database, anchors(user, family_id)), "whom")
    days = dict(meetings.every(database)[["meeting_id", "day"]].itertuples(index=False))
    whom = [mention for mention in found["whom"] if mention]
    named = dict(current.ask("""
        select mention_id, name from made.naming join made.people using (person_id)
        where mention_id in (select unnest($whom::varchar[]))""", whom=whom).itertuples(index=False)) if whom else {}
    return found.assign(named=pd.Series([named.get(whom) for whom in found["whom"]], found.index, dtype=object),
                        met_on=pd.Series([days.get(meeting) for meeting in found["meeting_id"]], found.index, dtype=object))


def open_actions(user: User) -> pd.DataFrame:
    """Every action that is still open, of whichever family, the earliest day first, with `actions.COLUMNS`, `family_id` and `family`: the family that
    holds its record now, both empty where none does, and `overdue`: whether its day has passed."""
    require(user, "meetings:view")
    found = undertaken.of(current_app.extensions["database"])
    found = without_unseen(found[found["state"] == "open"], "anchor", "whom")
    now = current.ask(f"""
        with said as (select null::varchar as anchor where false), {HELD}, {HOMES}
        select anchor, family_id, name as family from homes join made.headlines using (family_id)""",
        held=[], before=date.max, others=sorted(set(found["anchor"])))
    today = datetime.now(UTC).date()
    return found.merge(now, on="anchor", how="left").assign(overdue=[due < today for due in found["due"]])


def agreed_at(user: User, meeting_id: str) -> pd.DataFrame:
    """What was undertaken at this meeting, for whichever family, with `actions.COLUMNS`."""
    require(user, "meetings:view")
    found = undertaken.of(current_app.extensions["database"])
    return without_unseen(found[found["meeting_id"] == meeting_id], "anchor", "whom")


def mention_of(user: User, person_id: str) -> str:
    """A mention by which this person is found again. Raises NotHere."""
    require(user, "person:view")
    found = current.ask("select list_min(mention_ids) as mention_id from made.people where person_id = $id", id=person_id)
    return only(found, f"person {person_id}").mention_id
