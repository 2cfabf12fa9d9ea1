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
        with placed as materialized (
            select m.report_id, m.writing_id, u, person, m.forename, m.surname, postcode is null and address_key is null and role not in {BLAMED} as nowhere
            from mentions as m join named using (mention_id) join persons using (u)),
        company as (select report_id from placed group by report_id having min(person) <> max(person)),
        belonging as (select person from placed where not nowhere or report_id in (from company))
        select distinct writing_id, u, person, forename, surname, person not in (from belonging) as alone from placed""").materialize()
    near = duckdb.sql(f"""
        with placed as materialized (from standing),
        lone as materialized (select distinct writing_id from placed where alone),
        alike as materialized (
            select mention_id_l, mention_id_r, match_weight, shares, gate from pairs
            where gate <> 'veto' and shares.name > 0 and match_weight >= {PROPOSE} and (mention_id_l in (from lone) or mention_id_r in (from lone)))
        select l.u as l, r.u as r, l.person as one, r.person as other, l.alone as one_alone, r.alone as other_alone, match_weight as weight,
               gate = 'ok' and match_weight >= {SURE} and l.forename = r.forename and l.surname = r.surname and shares.dob >= {EXACT} as sure
        from alike join placed as l on l.writing_id = mention_id_l join placed as r on r.writing_id = mention_id_r
        where l.person <> r.person and (l.alone or r.alone)""").materialize()
    return duckdb.sql("""
        with close as materialized (from near),
        looking as (select l as u, r as v, one as lone, other, other_alone, weight, sure from close where one_alone
                    union all select r, l, other, one, one_alone, weight, sure from close where other_alone),
        single as (select lone, any_value(other) as other from looking where not other_alone group by lone having min(other) = max(other))
        select distinct u as l, v as r, weight, 'the same name and date of birth, and nobody else whom it could be' as reason
        from looking semi join single using (lone, other) where sure""").materialize()
