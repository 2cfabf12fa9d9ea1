"""What was done here about the families of whom a signal stands: an action agreed, a place on an agenda, a dismissal. It is of what people keep
here, and not of extracts."""

from datetime import date

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.hearings import HELD, HOMES
from timeline import actions, meetings, pipeline
from timeline.access import User, require
from timeline.suppression import Row, settle

FOLLOWED = {"acted": "an action was agreed here since", "listed": "put on a meeting's agenda here since, and no action agreed",
            "dismissed": "every signal dismissed here, with a reason", "none": "none of these is recorded here"}
EVERYWHERE = "all areas"


def followed(user: User, area: str) -> pd.DataFrame:
    """A row for each of FOLLOWED, after one of all: how many families of the area, of whom a signal of a review or above stands; empty where it may not
    be told. `since` is the first day on which one that stands was raised: what was done on that day or later counts."""
    require(user, "patterns:view")
    found, rows = _standing(user), []
    areas = sorted(set(found["area"]))
    if len(areas) > 1:
        rows.append((EVERYWHERE, "", Row(None, "", _twice(len(found)))))
    for each in areas:
        own, above = found[found["area"] == each], len(rows)
        rows.append((each, "", Row(0 if len(areas) > 1 else None, "area", _twice(len(own)))))
        rows += [(each, value, Row(above, "value", _twice((own["value"] == value).sum()))) for value in FOLLOWED]
    settings, _as_of = pipeline.judged_by(current.about())
    told = settle([row for *_where, row in rows], settings.rules["patterns"]["least"])[:, -1] if rows else []
    return pd.DataFrame([(value, row.numbers[-1] if shown else None) for (where, value, row), shown in zip(rows, told, strict=True) if where == area],
                        columns=["value", "number"], dtype=object)


def followed_families(user: User, area: str, value: str) -> pd.DataFrame:
    """The families behind one of these numbers, by name."""
    require(user, "families:view")
    found = _standing(user)
    return found[((found["area"] == area) | (area == EVERYWHERE)) & ((found["value"] == value) | (value == ""))].sort_values(["family", "family_id"])


def _standing(user: User) -> pd.DataFrame:
    """Each family of whom a signal of a review or above stands: its area, since when, and which of FOLLOWED it is."""
    require(user, "patterns:view")
    database = current_app.extensions["database"]
    days = dict(meetings.every(database)[["meeting_id", "day"]].itertuples(index=False))
    agreed = [{"anchor": row.anchor, "day": date.fromisoformat(row.agreed_at[:10]), "what": "acted"} for row in actions.of(database).itertuples()]
    listed = [{"anchor": row.anchor, "day": days[row.meeting_id], "what": "listed"} for row in meetings.items_of(database).itertuples() if row.off_by is None]
    return current.ask(f"""
        with kept as (select unnest($kept::struct(anchor varchar, day date, what varchar)[], recursive := true)),
        said as (select null::varchar as anchor where false), {HELD}, {HOMES},
        standing as (
            select family_id, min(raised_on) as since,
                   bool_and(signal_id in (select signal_id from made.dismissals where state = 'dismissed')) as dismissed
            from made.signals where level <> 'note' group by family_id),
        done as (select h.family_id, k.what, k.day from kept k join homes h using (anchor))
        select s.family_id, h.name as family, h.area, s.since,
               case when bool_or(d.what = 'acted') then 'acted' when bool_or(d.what = 'listed') then 'listed' when s.dismissed then 'dismissed'
                    else 'none' end as value
        from standing s join made.headlines h using (family_id) left join done d on d.family_id = s.family_id and d.day >= s.since
        where h.area is not null group by s.family_id, h.name, h.area, s.since, s.dismissed order by s.family_id""",
        kept=[*agreed, *listed], held=[], before=date.max, others=sorted({row["anchor"] for row in (*agreed, *listed)}))


def _twice(number) -> tuple[int, int]:
    """One number as a row of a table of one month, which is its own year."""
    return int(number), int(number)
