"""Who of two people was decided to be the primary perpetrator, where each is recorded as harming the other.

Only a person says so. What the agencies wrote stays as they wrote it; `harms` and `families` look here before they count it.
"""

import duckdb


def settle(judgements, people) -> duckdb.DuckDBPyRelation:
    """The table `primaries`: a row per two people of whom somebody said that one is the primary perpetrator.

    Answers about the two that differ, given about other records of them, decide nothing, and the words say so."""
    said = duckdb.sql("""
        with answers as materialized (
            select * from judgements
            where kind = 'primary perpetrator' and verdict <> 'unsure' and state in ('standing', 'contradicted')),
        who as materialized (
            select person_id, mention_id from (select person_id, unnest(mention_ids) as mention_id from people)
            semi join (select left_id as mention_id from answers union select right_id from answers) using (mention_id))
        select l.person_id as left_id, r.person_id as right_id, verdict, state = 'contradicted' as torn,
               decided_by || coalesce(' and ' || seconded_by, '') || ' on ' || strftime(decided_on, '%-d %B %Y') as decided
        from answers a join who l on l.mention_id = a.left_id join who r on r.mention_id = a.right_id
        where l.person_id <> r.person_id""").materialize()
    return duckdb.sql("""
        with votes as (
            select least(left_id, right_id) as one_id, greatest(left_id, right_id) as other_id, bool_or(torn) as torn,
                   list_sort(list(distinct left_id) filter (verdict = 'yes')) as yes,
                   coalesce(list(distinct left_id) filter (verdict = 'no'), []) as no,
                   string_agg(distinct decided, ', ' order by decided) as by_all,
                   string_agg(distinct decided, ', ' order by decided) filter (verdict = 'yes') as by_yes
            from said group by one_id, other_id having bool_or(verdict = 'yes'))
        select one_id, other_id, if(len(yes) = 1 and not torn and not list_contains(no, yes[1]), yes[1], null) as primary_id,
               if(primary_id is null, by_all || ' gave answers that differ about who is the primary perpetrator: a person must look',
                  'decided by ' || by_yes || ' who of the two is the primary perpetrator') as because
        from votes order by one_id, other_id""").materialize()
