"""Whether two people have separated, stretch by stretch: planned, occurred, reversed, unclear or conflicting.

A stretch runs until the two are recorded as together again; a new sign after that begins another, for leaving and returning
means several dangerous times and not one. Being together again does not clear what came before. Where one agency says that they
have parted and another, on a later day of the stretch, still calls them partners, that is a finding (*conflicting*) and is not
resolved. Inferred signs alone need two of different kinds in different reports. What the signs cannot tell is *unclear*.
"""

import duckdb

from timeline.agencies import titles
from timeline.dates import in_words

AFTER_RETURN = 365  # a yes to "within the past year" in the year after a return may mean the separation before it


def find(signs) -> duckdb.DuckDBPyRelation:
    """Periods of kind separation: a row for each stretch in which it was planned, and for each in which it held."""
    phases = _phases(signs).materialize()
    stretches = _stretches(phases).materialize()
    backed = _backed(phases, stretches).materialize()
    against = _contradicted(signs, stretches, backed).materialize()
    return duckdb.sql(f"""
        select 'separation' as kind, person_id, nullif(other_person_id, '') as other_person_id, null::varchar as place_key,
               null::varchar as place, null::varchar as place_kind, s.since, s.until,
               case when s.ends = 'reversed' then 'reversed' when s.phase = 'planned' then 'planned' when a.because is not null then 'conflicting'
                    when b.apart then 'occurred' else 'unclear' end as state,
               case when s.phase = 'planned' then 'planned' when b.outright then 'stated' else 'inferred' end as certainty,
               least(b.known_on, a.known_on) as known_on, least(b.received_on, a.received_on) as received_on,
               list_sort(list_distinct(b.report_ids || coalesce(a.report_ids, []))) as report_ids,
               b.because || coalesce('; but ' || a.because, '')
               || case when s.ends = 'reversed' then '; recorded as together again on ' || {in_words("s.until")} else '' end as because
        from stretches s join backed b using (person_id, other_person_id, stretch, phase)
        left join against a using (person_id, other_person_id, stretch, phase)""")


def _phases(signs):
    """Each sign with its stretch, and whether it speaks of a plan before any parting in that stretch."""
    return duckdb.sql(f"""
        with counted as (
            select * replace (coalesce(other_person_id, '') as other_person_id),
                   count(*) filter (word = 'reversed') over earlier as stretch, max(day) filter (word = 'reversed') over earlier as returned
            from signs where word <> 'together'
            window earlier as (partition by person_id, other_person_id order by day, word = 'reversed', report_id, indicator
                               rows between unbounded preceding and 1 preceding)),
        meant as (from counted where word <> 'unclear' or dated or not explicit or returned is null or day > returned + {AFTER_RETURN}),
        parted as (
            select *, min(day) filter (word = 'apart') over (partition by person_id, other_person_id, stretch) as parted_on from meant)
        select *, case when word = 'reversed' then 'reversed'
                       when word = 'planned' and (parted_on is null or day < parted_on) then 'planned' else 'apart' end as phase
        from parted""")


def _stretches(phases):
    """Since when and until when: a plan until the parting, a parting until the return; what was inferred dates from the first sign."""
    return duckdb.sql("""
        with phases as materialized (from phases), returns as (
            select person_id, other_person_id, stretch, min(day) as back_on from phases where phase = 'reversed' group by all)
        select person_id, other_person_id, stretch, phase,
               coalesce(min(day) filter (word in ('apart', 'planned')), min(day) filter (explicit), min(day)) as since,
               case when phase = 'planned' then coalesce(min(parted_on), min(r.back_on)) else min(r.back_on) end as until,
               case when phase = 'planned' and min(parted_on) is not null then 'parted' when min(r.back_on) is not null then 'reversed' end as ends
        from phases left join returns r using (person_id, other_person_id, stretch)
        where phase <> 'reversed'
        group by person_id, other_person_id, stretch, phase
        having bool_or(explicit) or (count(distinct indicator) filter (copied_from is null) > 1
                                     and count(distinct report_id) filter (copied_from is null) > 1)""")


def _backed(phases, stretches):
    """What each stretch rests on: its signs from its first day on, in words, each with its agency and whether it says so outright."""
    return duckdb.sql(f"""
        with told as (
            select person_id, other_person_id, stretch, phase, agency, indicator, explicit, dated, min(p.day) as first_on,
                   count(distinct report_id) as times, bool_or(word = 'apart') as apart, min(known_on) as known_on,
                   min(received_on) as received_on, list(report_id) as report_ids
            from phases p join stretches s using (person_id, other_person_id, stretch, phase) where p.day >= s.since
            group by all)
        select person_id, other_person_id, stretch, phase, bool_or(apart) as apart, bool_or(explicit and (dated or apart)) as outright,
               min(known_on) as known_on, min(received_on) as received_on, flatten(list(report_ids)) as report_ids,
               string_agg({titles.named("agency")} || ': ' || indicator || case when dated then ', ' else ', by ' end || {in_words("first_on")}
                          || case when explicit then ' (explicit' else ' (inferred' end
                          || case when times > 1 then ', ' || times || ' reports)' else ')' end, '; ' order by first_on, agency, indicator, dated) as because
        from told group by person_id, other_person_id, stretch, phase""")


def _contradicted(signs, stretches, backed):
    """What another agency says against a parting: its own word, and no copy, that the two are a couple on a day of the stretch."""
    return duckdb.sql(f"""
        with signs as materialized (from signs), theirs as (
            select s.person_id, s.other_person_id, s.stretch, s.phase, t.agency, t.indicator, min(t.day) as day, min(t.known_on) as known_on,
                   min(t.received_on) as received_on, list(t.report_id) as report_ids
            from stretches s join backed b using (person_id, other_person_id, stretch, phase)
            join signs t on t.person_id = s.person_id and t.other_person_id = s.other_person_id and t.word = 'together'
                 and t.copied_from is null and t.day >= s.since and (s.until is null or t.day < s.until)
            where s.phase = 'apart' and b.apart
              and not exists (from signs o where o.person_id = s.person_id and o.other_person_id = s.other_person_id
                              and o.agency = t.agency and o.word = 'apart')
            group by all)
        select person_id, other_person_id, stretch, phase, min(known_on) as known_on, min(received_on) as received_on,
               flatten(list(report_ids)) as report_ids,
               string_agg({titles.named("agency")} || ' calls them ' || indicator || ' on ' || {in_words("day")}, '; '
                          order by day, agency, indicator) as because
        from theirs group by person_id, other_person_id, stretch, phase""")
