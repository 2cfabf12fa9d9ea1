"""Who is known to be two although they are written much alike: what one report, one system or one agency tells apart.

Each answers a pair of writings. An author who names both in one report, or keeps both under a date of birth, has two people in
mind; a pair alone cannot show that.
"""

import duckdb

A_GENERATION = 14  # years between two of one name at one address that make them parent and child


def named(writings, mentions):
    """Each mention with what its writing says of its name, birth, home and numbers."""
    return duckdb.sql("""
        select report_id, mention_id, agency, k, fn, fc, surname_key, w.dob, estimated, home, w.postcode, nhs, upn, local_id
        from mentions join writings as w using (writing_id)""")


def twins(named):
    """A family name, a date of birth and two first names `a` < `b` that one agency keeps apart: it writes both, under no number in common."""
    return duckdb.sql("""
        with written as materialized (
            select distinct k, agency, fn, surname_key, dob, nhs, upn, local_id from named
            where fn is not null and surname_key is not null and dob is not null and not estimated)
        select distinct surname_key, dob, l.fn as a, r.fn as b
        from written as l join written as r using (surname_key, dob, agency)
        where l.fn < r.fn and coalesce(l.nhs <> r.nhs, true) and coalesce(l.upn <> r.upn, true) and coalesce(l.local_id <> r.local_id, true)""").materialize()


def housemates(named):
    """A home and two first names `a` < `b` of one family name that one report names: two people who live there."""
    return duckdb.sql("""
        with people as materialized (select report_id, fn, home, surname_key from named where fn is not null)
        select distinct coalesce(l.home, r.home) as home, l.fn as a, r.fn as b
        from people as l join people as r on l.report_id = r.report_id and l.fn < r.fn and l.surname_key = r.surname_key
        where coalesce(l.home, r.home) is not null""").materialize()


def namesakes(writings):
    """Homes where one name is borne by two people: a generation apart, or of two sexes."""
    return duckdb.sql(f"""
        select home, fc, surname_key from writings where home is not null and fc is not null and surname_key is not null
        group by all having max(year(dob)) - min(year(dob)) >= {A_GENERATION} or count(distinct sex) filter (sex in ('female', 'male')) > 1""").materialize()
