"""How a person is named in a family and by whom: what agencies said, counted by agency, and never a finding of ours."""

import duckdb

from timeline.agencies import titles


def find(found, caused, harms) -> duckdb.DuckDBPyRelation:
    """A sentence per person and family: events per agency, how far any went, and whether he or she is also recorded as harmed.

    Where nothing is recorded in this family it says so and counts what is recorded elsewhere; an absence is no finding."""
    return duckdb.sql(f"""
        with found as materialized (select person_id, seen_as, family_id, link_id from found),
        caused as materialized (from caused),
        said as (select distinct person_id, family_id, event_id, status, contested, against_decision, unnest(asserted_by) as agency from caused),
        per_agency as (select person_id, family_id, agency, count(distinct event_id) as times from said group by all),
        naming as (
            select person_id, family_id, string_agg({titles.named("agency")} || ' ' || times, ', ' order by times desc, agency) as named
            from per_agency group by all),
        outcomes as (
            select person_id, family_id, count(distinct event_id) filter (status in ('charged', 'convicted', 'acquitted')) as charged,
                   count(distinct event_id) filter (status = 'cautioned') as cautioned,
                   count(distinct event_id) filter (status = 'convicted') as convicted,
                   count(distinct event_id) filter (status = 'acquitted') as acquitted,
                   count(distinct event_id) filter (contested) as contested,
                   count(distinct event_id) filter (against_decision) as against
            from said group by all),
        ever as (
            select person_id, string_agg({titles.named("agency")} || ' ' || times, ', ' order by times desc, agency) as named
            from (select person_id, agency, count(distinct event_id) as times
                  from (select source_id as person_id, event_id, unnest(asserted_by) as agency from harms) group by all) group by person_id),
        suffered as (select harmed_id as person_id, count(distinct event_id) as times from harms where manner = 'named' group by all)
        select f.person_id, f.family_id,
               case when n.named is null then 'not named as suspect in this family so far; named so elsewhere by ' || ever.named
                    else 'named as suspect by ' || n.named || '; charged ' || o.charged || ', convicted ' || o.convicted
                         || case when o.cautioned > 0 then ', cautioned ' || o.cautioned else '' end
                         || case when o.acquitted > 0 then ', acquitted ' || o.acquitted else '' end end
               || case when f.link_id is not null then '; only if a proposed link between two people is right' else '' end
               || case when s.times > 0 then '; also recorded as harmed in ' || s.times || case when s.times = 1 then ' event' else ' events' end else '' end
               || case when o.contested > 0 then '; ' || o.contested || ' of these contested: who harmed whom needs an assessment' else '' end
               || case when o.against > 0 then '; ' || o.against || ' of these kept as said: a person decided that the other is the primary perpetrator'
                       else '' end
               as standing
        from found f left join naming n on n.person_id = f.seen_as and n.family_id = f.family_id
        left join outcomes o on o.person_id = f.seen_as and o.family_id = f.family_id
        left join ever on ever.person_id = f.person_id left join suffered s on s.person_id = f.person_id""")
