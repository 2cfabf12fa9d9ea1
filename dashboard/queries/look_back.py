"""Looking back from an event of a family: what each rule's level had risen to, on what, and which agencies held that on the day.

The rules are those of today, and who is who is as it stands in the snapshot."""

from datetime import date

import pandas as pd

from dashboard import current
from dashboard.queries.rested import RESTED
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


def raisings(user: User, family_id: str, event_id: str, on: date) -> pd.DataFrame:
    """Every raising on the family in order of day, seen from this event on this day.

    `before` says that it was raised by that day and does not rest on the event itself, and `days` how many days before. `stood` says
    that its level had not fallen by that day; `level_then` is the level on the eve of the day, empty where it had passed, and
    `changed_on` the last day until then on which the level had changed. `rested` holds its `records` as they were known on the day of raising
    (`rested.RESTED`); `held` counts them for each agency, and `whole` are the agencies that held all of them."""
    require(user, "family:view")
    return current.ask(f"""
        with risen as materialized (
            select *, list_filter(later, lambda step: step.on_day < $on::date) as steps,
                   list_contains(evidence, $event) or list_has_any(reports, (select report_ids from made.events where event_id = $event)) as on_event
            from made.raisings where family_id = $id),
        rests as (select signal_id, raised_on as on_day, evidence, reports from risen),
        {RESTED},
        counted as (
            select signal_id, on_day, agency, count(*) as knew from (select signal_id, on_day, unnest(agencies) as agency from pieces) group by all),
        knowers as (
            select signal_id, on_day, list({{agency: agency, knew: knew}} order by knew desc, agency) as held,
                   list(agency order by agency) filter (knew = records) as whole
            from counted join rested using (signal_id, on_day) group by all)
        select risen.signal_id, rule, p.name as person, h.name as harmed, raised_on, level, until, risen.because, rests_on_proposed_link,
               raised_on <= $on::date and not on_event as before, $on::date - raised_on as days, on_event,
               until is null or until >= $on::date as stood, if(len(steps) = 0, level, steps[-1].level) as level_then, steps[-1].on_day as changed_on,
               coalesce(records, 0) as records, coalesce(rested, []) as rested, coalesce(held, []) as held, coalesce(whole, []) as whole
        from risen left join rested on rested.signal_id = risen.signal_id and rested.on_day = raised_on
        left join knowers on knowers.signal_id = risen.signal_id and knowers.on_day = raised_on
        left join made.people p on p.person_id = risen.person_id left join made.people h on h.person_id = risen.harmed_id
        order by raised_on, rule, risen.signal_id""", id=family_id, event=event_id, on=on)
