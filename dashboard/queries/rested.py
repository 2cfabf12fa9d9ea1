"""What signals and raisings rest on: the events and records, in words, and which agencies had them on a day."""

RESTED = """
    titles as (select category, title from made.categories),
    told as (
        select signal_id, on_day, 'event' as kind, event_id as id, occurred_from as since, occurred_to as until, precision, coalesce(title, category) as title,
               list_transform(list_filter(map_entries(t.known_on), lambda k: k.value <= on_day), lambda k: k.key) as agencies
        from (select signal_id, on_day, unnest(evidence) as event_id from rests) join made.events using (event_id)
        left join titles using (category) left join (select event_id, known_on from made.timelines where family_id = $id) t using (event_id)),
    recorded as (
        select signal_id, on_day, 'record' as kind, report_id as id, occurred_from as since, occurred_to as until, precision,
               coalesce(title, category) as title,
               list_distinct([agency, if(coalesce(notified_on, known_on) <= on_day, notified_to, null)]) as agencies
        from (select signal_id, on_day, unnest(reports) as report_id from rests) join made.reports using (report_id) left join titles using (category)),
    pieces as materialized (from told union all from recorded),
    rested as (
        select signal_id, on_day, count(*) as records,
               list({kind: kind, id: id, since: since, until: until, precision: precision, title: title, agencies: list_sort(coalesce(agencies, []))}
                    order by kind, since nulls last, id) as rested
        from pieces group by all)"""
"""SQL of each record of what is in `rests` (signal_id, on_day, evidence, reports), in `pieces`, and of all of them together in `rested`: those that
events carry first, each in order of day, with the agencies that had recorded it or been told of it by `on_day`. `$id` is the family."""
