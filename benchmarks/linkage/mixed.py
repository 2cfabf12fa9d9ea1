"""People, in truth two, of whom one made person holds mentions of both."""

import duckdb


def couples(placed, drawn, planted) -> dict:
    """Of the planted couples how many are mixed: twins, and people of one name who share more than it; of all others of one name
    as drawn by chance; and of all people how many stand in a made person with somebody else."""
    together = duckdb.sql("""
        with held as materialized (select distinct made, person from placed)
        select distinct l.person as person_l, r.person as person_r from held as l join held as r on l.made = r.made and l.person < r.person""").materialize()
    known = duckdb.sql("""
        with drawn as materialized (from drawn), placed as materialized (select distinct person from placed),
        planted as (
            select person_l, person_r, if(kind like 'twins%', 'twins', 'namesakes') as sort, kind
            from planted join drawn as l on l.person = person_l join drawn as r on r.person = person_r
            where kind like 'twins%' or (l.forename, l.surname) = (r.forename, r.surname)),
        chance as (
            select l.person as person_l, r.person as person_r, 'others of one name' as sort, '' as kind
            from drawn as l join drawn as r on l.forename = r.forename and l.surname = r.surname and l.person < r.person
            anti join planted on planted.person_l = l.person and planted.person_r = r.person)
        select * from (from planted union all from chance)
        semi join placed as l on l.person = person_l semi join placed as r on r.person = person_r""").materialize()
    figures = {"twins mixed": (0, 0), "namesakes mixed": (0, 0), "others of one name mixed": (0, 0)}
    figures |= {f"{sort} mixed": (part, whole) for sort, part, whole in duckdb.sql("""
        with together as materialized (from together)
        select sort, count(t.person_l), count(*) from known left join together as t using (person_l, person_r) group by sort""").fetchall()}
    figures |= {f"mixed: {kind}": (part, whole) for kind, part, whole in duckdb.sql("""
        select kind, count(t.person_l), count(*) from known left join together as t using (person_l, person_r) where kind <> '' group by kind order by kind
        """).fetchall()}
    figures["people mixed with somebody"] = duckdb.sql("""
        select (select count(*) from (select person_l from together union select person_r from together)), count(distinct person) from placed""").fetchall()[0]
    return figures
