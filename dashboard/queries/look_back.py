"""Looking back from an event of a family: what each rule's level had risen to, on what, and which agencies held that on the day.

The rules are those of today, and who is who is as it stands in the snapshot."""

from datetime import date

import pandas as pd

from dashboard import current
from timeline.access import User, require

SERIOUS = 4


def serious(user: User, family_id: str) -> pd.DataFrame:
    """The family's dated events, those of abuse or concern in band 4 and above first, each by gravity and the latest first; `day` is the first
    on which the event can have happened."""
    require(user, "family:view")
    return current.ask("""
        select event_id, occurred_from::date as day, occurred_from, occurred_to, precision, kind, gravity, coalesce(title, category) as title,
               kind in ('abuse', 'concern') and coalesce(gravity, 0) >= $serious as serious
        from made.timelines join made.events using (event_id) left join (select category, title from made.categories) using (category)
        where family_id = $id and occurred_from is not null
        order by serious desc, if(serious, gravity, null) desc, occurred_from desc, event_id""", id=family_id, serious=SERIOUS)


def raisings(user: User, family_id: str, event_id: str, day: date) -> pd.DataFrame:
    """Every raising on the family in order of day, seen from this event on this day.

    `before` says that it was raised by that day and does not rest on the event itself, and `days` how many days before. `stood` is its
    level at the end of that day, empty where it had passed, and `changed_on` the last day until then on which the level had changed.
    `rested` holds what it rested on: event or report, its title and day, and the `agencies` that had recorded it or been told of it
    on the day of raising. `held` counts that for each agency, and `whole` are the agencies that held all of it."""
    require(user, "family:view")
    return current.ask("""
        with risen as materialized (
            select *, list_filter(later, lambda step: step.on_day <= $day::date) as steps,
                   list_contains(evidence, $event) or list_has_any(reports, (select report_ids from made.events where event_id = $event)) as on_event
            from made.raisings where family_id = $id),
        titles as (select category, title from made.categories),
        told as (
            select signal_id, raised_on, 1 as turn, event_id as id, occurred_from as since, occurred_to as until, precision, coalesce(title, category) as title,
                   list_transform(list_filter(map_entries(t.known_on), lambda k: k.value <= raised_on), lambda k: k.key) as agencies
            from (select signal_id, raised_on, unnest(evidence) as event_id from risen) join made.events using (event_id)
            left join titles using (category) left join (select event_id, known_on from made.timelines where family_id = $id) t using (event_id)),
        recorded as (
            select signal_id, raised_on, 2 as turn, report_id as id, occurred_from as since, occurred_to as until, precision,
                   coalesce(title, category) as title,
                   list_distinct([agency, if(coalesce(notified_on, known_on) <= raised_on, notified_to, null)]) as agencies
            from (select signal_id, raised_on, unnest(reports) as report_id from risen) join made.reports using (report_id) left join titles using (category)),
        parts as materialized (from told union all from recorded),
        whole as (
            select signal_id, raised_on, count(*) as records,
                   list({turn: turn, id: id, since: since, until: until, precision: precision, title: title, agencies: list_sort(coalesce(agencies, []))}
                        order by turn, since nulls last, id) as rested
            from parts group by all),
        counted as (
            select signal_id, raised_on, agency, count(*) as knew
            from (select signal_id, raised_on, unnest(agencies) as agency from parts) group by all),
        knowers as (
            select signal_id, raised_on, list({agency: agency, knew: knew} order by knew desc, agency) as held,
                   list(agency order by agency) filter (knew = records) as whole
            from counted join whole using (signal_id, raised_on) group by all)
        select signal_id, rule, p.name as person, h.name as harmed, raised_on, level, until, risen.because, rests_on_proposed_link,
               raised_on <= $day::date and not on_event as before, $day::date - raised_on as days, on_event,
               case when len(steps) = 0 then level else steps[-1].level end as stood, steps[-1].on_day as changed_on,
               coalesce(records, 0) as records, coalesce(rested, []) as rested, coalesce(held, []) as held, coalesce(knowers.whole, []) as whole
        from risen left join whole using (signal_id, raised_on) left join knowers using (signal_id, raised_on)
        left join made.people p on p.person_id = risen.person_id left join made.people h on h.person_id = risen.harmed_id
        order by raised_on, rule, signal_id""", id=family_id, event=event_id, day=day)
