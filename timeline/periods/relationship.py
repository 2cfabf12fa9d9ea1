"""When two people are said to have been a couple: from the first word of it until a separation begins, or a stated last day."""

import duckdb

from timeline.agencies import titles
from timeline.dates import in_words


def find(signs, separations) -> duckdb.DuckDBPyRelation:
    """Periods of kind relationship: one for each time between separations, stated where a source gives its first day or records
    the relationship itself, else inferred from what reports call the two."""
    return duckdb.sql(f"""
        with partings as (
            select person_id, other_person_id, since as day from separations where state in ('occurred', 'reversed', 'conflicting')),
        words as materialized (from signs where word in ('together', 'reversed') and other_person_id is not null),
        placed as (
            select w.person_id, w.other_person_id, w.report_id, w.indicator, w.day,
                   max(p.day) filter (p.day < w.day) as after, min(p.day) filter (p.day >= w.day) as parted_on
            from words w left join partings p using (person_id, other_person_id) group by all),
        stretches as (
            select person_id, other_person_id, p.after, min(w.day) as since, coalesce(max(w.until), min(parted_on)) as until,
                   bool_or(w.since_given or w.word = 'reversed' or w.category in ('relationship', 'new_relationship')) as stated,
                   min(known_on) as known_on, min(received_on) as received_on, list_sort(list_distinct(list(report_id))) as report_ids,
                   array_to_string(list_sort(list_distinct(list(indicator))), ', ') as said,
                   {titles.listed("list(agency)")} as agencies,
                   max(w.until) is null and min(parted_on) is not null as parted
            from placed p join words w using (person_id, other_person_id, report_id, indicator, day)
            group by person_id, other_person_id, p.after)
        select 'relationship' as kind, person_id, other_person_id, null::varchar as place_key, null::varchar as place,
               null::varchar as place_kind, since, until, null::varchar as state,
               case when stated then 'stated' else 'inferred' end as certainty, known_on, received_on, report_ids,
               agencies || ': ' || said || case when stated then ' since ' else ' on ' end || {in_words("since")}
               || case when parted then '; a separation is recorded from ' || {in_words("until")}
                       when until is not null then ', until ' || {in_words("until")} else '' end as because
        from stretches""")
