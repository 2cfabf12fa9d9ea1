"""Which mentions that place nobody anywhere are confirmed by name and date of birth.

A mention that tells of no address and names nobody else belongs to no household, so joining it to a person crosses none. It is
joined where the whole name and the exact date of birth agree, the likeness is hundreds to one, nobody else in the
load could be meant, and nobody is said in it to have caused harm. `docs/adr/0005` says why.
"""

import duckdb

from timeline.model import PROPOSE, SURE

EXACT = 10.0  # bits of the date of birth's share that only the same date reaches
BLAMED = "('suspect', 'offender', 'respondent')"


def confirm(mentions, pairs, named, persons):
    """The edges from a person who is alone to the only one whom he or she could be: two units, the weight, and the reason in words."""
    standing = duckdb.sql(f"""
        with placed as materialized (select m.mention_id, m.report_id, m.writing_id, u, person, m.postcode, m.address_key, m.role, m.forename, m.surname
                                     from mentions as m join named using (mention_id) join persons using (u)),
        company as (select report_id from placed group by report_id having count(distinct person) > 1)
        select writing_id, u, person, forename, surname,
               bool_and(postcode is null and address_key is null and report_id not in (from company) and role not in {BLAMED})
                   over (partition by person) as alone
        from placed""").materialize()
    near = duckdb.sql(f"""
        with placed as materialized (select distinct writing_id, u, person, forename, surname, alone from standing),
        alike as (select * from pairs where gate <> 'veto' and shares.name > 0 and match_weight >= {PROPOSE})
        select l.u as l, r.u as r, l.person as one, r.person as other, l.alone as one_alone, r.alone as other_alone, match_weight as weight,
               gate = 'ok' and match_weight >= {SURE} and l.forename = r.forename and l.surname = r.surname and shares.dob >= {EXACT} as sure
        from alike join placed as l on l.writing_id = mention_id_l join placed as r on r.writing_id = mention_id_r
        where l.person <> r.person and (l.alone or r.alone)""").materialize()
    return duckdb.sql("""
        with close as materialized (from near),
        looking as (select l as u, r as v, one as lone, other, other_alone, weight, sure from close where one_alone
                    union all select r, l, other, one, one_alone, weight, sure from close where other_alone),
        single as (select lone, any_value(other) as other from looking where not other_alone group by lone having count(distinct other) = 1)
        select distinct u as l, v as r, weight, 'the same name and date of birth, and nobody else whom it could be' as reason
        from looking semi join single using (lone, other) where sure""").materialize()
