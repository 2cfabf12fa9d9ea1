"""What people wrote about a family beside the agencies' records: notes, and events gathered and named as one activity.

On a page of what was known then there is neither: nobody knew then what was written since."""

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.anchored import anchors
from dashboard.queries.hidden import known_addresses
from timeline import activities as gathered
from timeline import notes as written
from timeline.access import User, require
from timeline.masking import masked


def notes(user: User, family_id: str) -> pd.DataFrame:
    """The notes about the family, with the columns of `notes.COLUMNS`, oldest day first and those of no day last; addresses are hidden."""
    require(user, "family:view")
    if user.looks_back:
        return pd.DataFrame(columns=list(written.COLUMNS), dtype=object)
    found = written.of(current_app.extensions["database"], anchors(user, family_id))
    known = _addresses(user, family_id) if len(found) else []
    return found.assign(words=[masked(words, known) for words in found["words"]]).sort_values("on", kind="stable", na_position="last")


def activities(user: User, family_id: str) -> pd.DataFrame:
    """The activities of the family in order of their first day: the columns of `activities.COLUMNS`, its first and last time (`since`, `until`),
    `event_ids` in order, and how many of its reports tell of no event of the family now (`gone`); addresses are hidden."""
    require(user, "family:view")
    found = None if user.looks_back else gathered.of(current_app.extensions["database"], anchors(user, family_id))
    if found is None or found.empty:
        return pd.DataFrame(columns=[*gathered.COLUMNS, "since", "until", "event_ids", "gone"], dtype=object)
    known = _addresses(user, family_id)
    placed = current.ask("""
        with said as (select unnest($said::STRUCT(activity_id VARCHAR, reports VARCHAR[])[], recursive := true)),
        told as (select event_id, position, occurred_from, occurred_to, unnest(report_ids) as report_id
                 from made.timelines join made.events using (event_id) where family_id = $id),
        met as (select activity_id, told.* from (select activity_id, unnest(reports) as report_id from said) left join told using (report_id)),
        whole as (select activity_id, min(occurred_from) as since, max(coalesce(occurred_to, occurred_from)) as until,
                         count(*) filter (event_id is null) as gone from met group by activity_id),
        each as (select distinct activity_id, event_id, position from met where event_id is not null)
        select whole.*, coalesce(list(event_id order by position) filter (event_id is not null), []) as event_ids
        from whole left join each using (activity_id) group by all order by since nulls last, activity_id""",
        id=family_id, said=found[["activity_id", "reports"]].to_dict("records"))
    return placed.merge(found.assign(name=[masked(name, known) for name in found["name"]]), on="activity_id")


def _addresses(user: User, family_id: str) -> list[str]:
    return known_addresses(list({mention.rsplit("#", 1)[0] for mention in anchors(user, family_id)}))
