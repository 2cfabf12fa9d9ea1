"""Which events may be one: those near an event in time about the same people, and those of a reference."""

import pandas as pd

from dashboard import current
from timeline.access import User, require

NEAR = 60  # days
SHOWN = 12


def near_events(user: User, event_id: str) -> pd.DataFrame:
    """The other events of this one's families and people within 60 days of it, or undated, the nearest first; `days` apart."""
    require(user, "event:view")
    return current.ask(f"""
        with this as (from made.events where event_id = $id),
        families as (select family_id from made.timelines where event_id = $id),
        named as (select person_id from made.naming where report_id in (select unnest(report_ids) from this)),
        about as (select report_id from made.naming semi join named using (person_id)),
        near as (select event_id from made.timelines where family_id in (from families)
                 union select event_id from (select event_id, unnest(report_ids) as report_id from made.events) where report_id in (from about)),
        told as ({_told('select event_id from near where event_id != $id')})
        select told.*, if(told.occurred_from is not null and this.occurred_from is not null, greatest(0,
                   date_diff('day', this.occurred_to, told.occurred_from), date_diff('day', told.occurred_to, this.occurred_from)), null) as days
        from told, this where days is null or days <= $near
        order by days nulls last, told.occurred_from, event_id limit $shown""", id=event_id, near=NEAR, shown=SHOWN)


def events_of_reference(user: User, event_id: str, reference: str = "") -> pd.DataFrame:
    """Other events of which a report bears this reference, whole or without the agency's name before it."""
    require(user, "event:view")
    return current.ask(f"""
        with fits as (select report_id from made.reports
                      where $reference in (upper(report_id), upper(incident_ref), upper(other_ref),
                            upper(regexp_replace(report_id, '^[^:]*:[^:]*:', '')), upper(regexp_replace(incident_ref, '^[^:]*:', '')))),
        of as (select event_id from (select event_id, unnest(report_ids) as report_id from made.events) semi join fits using (report_id)
               where event_id != $id),
        told as ({_told('from of')})
        from told order by occurred_from, event_id limit $shown""", id=event_id, reference=reference.strip().upper(), shown=SHOWN)


def founding_report(user: User, event_id: str) -> str | None:
    """The report that the event's id comes from; None where there is no such event."""
    require(user, "event:view")
    found = current.ask(f"select report_id from ({_told('select $id')})", id=event_id)
    return None if found.empty else found.at[0, "report_id"]


def _told(which: str) -> str:
    """SQL of these events as they are listed to choose from, each with its founding report."""
    return f"""
        select event_id, occurred_from, occurred_to, precision, title, agencies, founded.report_id from made.events join (
            select event_id, arg_min(report_id, (received_on, report_id)) as report_id
            from (select event_id, unnest(report_ids) as report_id from made.events where event_id in ({which})) join made.reports using (report_id)
            group by event_id) founded using (event_id)
        left join (select category, title from made.categories) using (category)"""
