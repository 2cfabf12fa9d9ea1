"""Who else is in a family: harmed adults without children, people said to have harmed somebody in it, other adults at home."""

import duckdb

from timeline.agencies import titles

PARENTAL = ("mother", "father", "parent", "step-parent", "foster carer", "carer")
SUBJECT = ("child", "unborn", "victim", "patient", "subject", "applicant", "tenant", "offender", "household member")
HOUSE_OF_MANY = 12   # more people than this at one address key: a hostel or a bad key, and never a household


def beside(naming) -> duckdb.DuckDBPyRelation:
    """A row per person, adult and how the adult is recorded beside that person (living there, as a partner, as a parent), from
    first to last."""
    together = duckdb.sql(f"""
        with every as materialized (from naming)
        select m.person_id as member_id, a.person_id as adult_id, a.agency, a.day, greatest(m.until, a.until) as until,
               case when 'no' in (a.lives_here, m.lives_here) then null
                    when (a.lives_here = 'yes' and m.role in {SUBJECT}) or (m.lives_here = 'yes' and a.role in {SUBJECT})
                         or a.home = m.home or (a.role in {SUBJECT} and m.role in {SUBJECT} and 'household member' in (a.role, m.role))
                    then 'living there' end as living,
               coalesce(living, case when m.minor and a.relationship in {PARENTAL} then a.relationship
                                     when m.minor and a.role in ('parent', 'carer') then a.role
                                     when not m.minor and ('partner' in (a.role, m.role) or a.relationship in ('partner', 'spouse'))
                                     then 'partner' end) as how
        from every m join every a using (occasion)
        where m.person_id <> a.person_id and not a.minor and a.role <> 'unborn' and how is not null""")
    lived = duckdb.sql(f"""
        select person_id, home, min(day) as first, max(coalesce(least(until, received_on), day)) as last, max(until) as until,
               bool_or(minor) as minor, min(agency) as agency
        from naming where home is not null
        group by person_id, home
        qualify count(*) over (partition by home) <= {HOUSE_OF_MANY}""")
    at_one_address = duckdb.sql("""
        with every as materialized (from lived)
        select m.person_id as member_id, a.person_id as adult_id, a.agency, greatest(a.first, m.first) as day, a.until,
               'living there' as how
        from every m join every a using (home)
        where m.person_id <> a.person_id and not a.minor and m.first <= a.last and a.first <= m.last""")
    return duckdb.sql("""
        select member_id, adult_id, how, min(day) as first, max(day) as last,
               if(max(until) >= max(day), max(until), null) as until, list_sort(list(distinct agency)) as agencies
        from (select * exclude (living) from together union all by name from at_one_address) group by member_id, adult_id, how""")


def alone(naming, raised, accused, beside, founding) -> duckdb.DuckDBPyRelation:
    """Rows for adults said to be harmed who are no child's main carer: each founds a family, unless already in another's.

    Such a person is in another's family who lives there, or whose every accuser is in it and was accused in turn: then the
    two sides of one quarrel are shown in one place. Of two adults without children whoever was decided not to be the primary
    perpetrator founds it, else the one harmed in more reports, else the one harmed first."""
    lone = duckdb.sql("""
        select distinct person_id from naming
        where side = 'harmed' and person_id not in (select person_id from raised)""").materialize()
    between = duckdb.sql("""
        select source_id, harmed_id, count(distinct report_id) as reports, min(day) as first, bool_or(against_decision) as against,
               count(*) over (partition by harmed_id) as harmers
        from accused group by source_id, harmed_id""").materialize()
    in_turn = duckdb.sql("""
        with pairs as materialized (from between)
        select one.harmed_id as person_id, one.source_id as other_id, one.harmers, other.harmers as others_harmers,
               (one.against, other.reports, one.first, one.harmed_id) > (other.against, one.reports, other.first, one.source_id) as other_founds
        from pairs one join pairs other on one.harmed_id = other.source_id and one.source_id = other.harmed_id
        semi join lone on person_id = one.harmed_id""").materialize()
    at_home = _at_home(raised, beside)
    within = duckdb.sql("""
        with lone as materialized (from lone), in_turn as materialized (from in_turn), raised as materialized (from raised)
        select adult_id as person_id from at_home where list_contains(how, 'living there')
        union
        select harmed_id from between join raised on person_id = source_id join lone on lone.person_id = harmed_id
        where harmed_id in (select in_turn.person_id from in_turn join raised r on r.person_id = other_id)
        group by harmed_id, family_id, harmers having count(distinct source_id) = harmers
        union
        select in_turn.person_id from in_turn join lone on lone.person_id = other_id
        where harmers = 1 and (others_harmers > 1 or other_founds)""")
    return duckdb.sql("""
        select 'F-' || left(md5(mention_id), 16) as family_id, person_id, 'adult' as part, first_day as since, null::date as until,
               'said to be harmed; no child is recorded in this person''s care'
               || if(person_id in (select person_id from in_turn), '; each of two is said to have harmed the other', '') as because
        from lone join founding using (person_id) where person_id not in (select person_id from within)""")


def linked(core, accused) -> duckdb.DuckDBPyRelation:
    """Rows for everyone said to have harmed somebody of a family who is not of its core: linked, and joining nothing."""
    return duckdb.sql(f"""
        with every as materialized (from core),
        said as (
            select family_id, source_id as person_id, accused.agency, role, min(accused.day) as first, count(distinct report_id) as reports
            from accused join every on harmed_id = person_id and day between since and coalesce(until, day)
            where (family_id, source_id) not in (select (family_id, person_id) from every)
            group by all)
        select family_id, person_id, 'linked person' as part, min(first) as since, null::date as until,
               string_agg('named as ' || role || ' by ' || {titles.named("agency")} || ' in ' || reports || if(reports = 1, ' report', ' reports'), '; '
                          order by agency, role) as because
        from said group by family_id, person_id""")


def resident(core, linked, beside) -> duckdb.DuckDBPyRelation:
    """Rows for the other adults of a family: who is recorded as living there, as a partner or as a parent, and harmed nobody."""
    at_home = _at_home(core, beside)
    return duckdb.sql(f"""
        select family_id, adult_id as person_id, 'other adult' as part, since, until,
               'recorded by ' || {titles.listed("agencies")} || ' as ' || array_to_string(how, ', ') as because
        from at_home where (family_id, adult_id) not in (select (family_id, person_id) from linked)""")


def _at_home(core, beside):
    """A row per family and adult beside one of its core while that one belonged to it."""
    return duckdb.sql("""
        with every as materialized (from core)
        select family_id, adult_id, list_sort(list(distinct how)) as how, min(greatest(first, since)) as since,
               if(count(*) = count(b.until), max(b.until), null) as until, list_sort(list_distinct(flatten(list(agencies)))) as agencies
        from every c join beside b on member_id = person_id and b.last >= c.since and b.first <= coalesce(c.until, b.first)
        where (family_id, adult_id) not in (select (family_id, person_id) from every)
        group by family_id, adult_id""")
