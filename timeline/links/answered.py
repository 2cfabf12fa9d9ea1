"""What people answered of two people who are still two: refused, contradicted, unsure, or waiting for a second person.

An answer speaks of two mentions, a link of the two people whose mentions they now are. Of several answers the one that holds
most firmly gives the state, and every answer is told.
"""

import duckdb

STATES = """case when state = 'contradicted' then 'contradicted' when state = 'waiting for a second person' then state
                 when verdict = 'no' then 'refused' when verdict = 'unsure' then 'unsure' end"""


def find(judgements, owners):
    """The answers about mentions of two people, a row per answer and two people, with the state that it gives their link."""
    return duckdb.sql(f"""
        with spoken as materialized (select * from judgements where kind = 'same person'),
        held as materialized (from owners where mention_id in (select unnest([left_id, right_id]) from spoken)),
        placed as (
            select {STATES} as state, answer_id, decided_on, changed, j.because,
                   least(l.person_id, r.person_id) as person_id_l, greatest(l.person_id, r.person_id) as person_id_r,
                   if(l.person_id < r.person_id, left_id, right_id) as mention_id_l, if(l.person_id < r.person_id, right_id, left_id) as mention_id_r
            from spoken as j join held as l on l.mention_id = left_id join held as r on r.mention_id = right_id where l.person_id <> r.person_id)
        select distinct on (person_id_l, person_id_r, answer_id) * from placed where state is not null
        order by person_id_l, person_id_r, answer_id, changed desc, mention_id_l, mention_id_r""").materialize()


def unlike(found, best, mentions, pairs):
    """Links for the two people of an answer who are not among the `best`: their likeness, if they were compared.

    Two who were told apart and are not alike need none."""
    return duckdb.sql("""
        with missing as materialized (
            from found anti join best using (person_id_l, person_id_r) where state <> 'refused'),
        written as materialized (
            select mention_id, writing_id from mentions where mention_id in (select unnest([mention_id_l, mention_id_r]) from missing)),
        compared as materialized (
            from pairs where mention_id_l in (select writing_id from written) and mention_id_r in (select writing_id from written))
        select distinct on (person_id_l, person_id_r) p.match_weight, p.because, p.shares, person_id_l, person_id_r,
               m.mention_id_l, m.mention_id_r, false as kin, p.match_weight as weight
        from missing as m join written as l on l.mention_id = m.mention_id_l join written as r on r.mention_id = m.mention_id_r
        left join compared as p on p.mention_id_l = least(l.writing_id, r.writing_id) and p.mention_id_r = greatest(l.writing_id, r.writing_id)
        order by person_id_l, person_id_r, p.match_weight desc, m.mention_id_l, m.mention_id_r""").materialize()


def settle(weighed, found):
    """The links with their `state`, whether they are `queued`, their place in the queue, and what was answered before the reasons.

    First what people contradict one another about, then what an agency has changed since, then what nobody has answered, those
    first that place a person said to have caused harm elsewhere; then what waits for a second person, and what was unsure."""
    return duckdb.sql("""
        with told as (
            select person_id_l, person_id_r, string_agg(because, ' ' order by decided_on, answer_id) as said, bool_or(changed) as changed,
                   arg_min(state, list_position(['contradicted', 'refused', 'waiting for a second person', 'unsure'], state)) as state
            from found group by all),
        stated as (
            select weighed.* replace (concat_ws(' ', said, because) as because), coalesce(state, 'proposed') as state, coalesce(changed, false) as changed,
                   coalesce(state <> 'refused' or changed, asked) as queued
            from weighed left join told using (person_id_l, person_id_r)),
        turned as (
            select *, case when state = 'contradicted' then 1 when changed then 2 when state = 'proposed' then 3
                           when state = 'waiting for a second person' then 4 else 5 end as turn from stated)
        select *, if(queued, row_number() over (partition by queued order by turn, moves desc, gain desc, weight desc, person_id_l, person_id_r), null)::integer
               as place from turned""").materialize()
