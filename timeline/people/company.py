"""Which likenesses are confirmed by the company that people are named in.

Two reports that name two alike people, each beside one who is already known to be one person, confirm that the two are one: a
relative in common. Two reports that name two people each, alike two by two, confirm both at once.
"""

import duckdb

from timeline.model import CROWD, JOIN, RELATIVE

UNRELATED = "('witness', 'caller')"


def confirm(mentions, alike, named, persons, never):
    """The edges that the company confirms: two units, the weight, and the reason in words. `alike` as `alike_but_for_company` makes it."""
    met = duckdb.sql("""
        select report_id, role, n.writing_id, u, person
        from mentions join named as n using (mention_id) join persons using (u)""").materialize()
    together = _together(met)
    likely = _likely(alike, met)
    kin, couples = by_relatives(likely, together, never), by_couples(likely, met, together)
    return duckdb.sql("from kin union from couples").materialize()


def alike_but_for_company(mentions, pairs):
    """Two writings that a relative in common would confirm: what they weigh with one, which of them gives no first name, and what the other gives."""
    return duckdb.sql(f"""
        with written as materialized (select mention_id, forename from mentions where mention_id = writing_id),
        lifted as materialized (
            select mention_id_l, mention_id_r, match_weight - least(shares.address, 0) + {RELATIVE} as weight from pairs where gate = 'ok')
        select mention_id_l, mention_id_r, weight,
               case when l.forename is null then mention_id_l when r.forename is null then mention_id_r end as nameless,
               coalesce(l.forename, r.forename) as given
        from lifted join written as l on l.mention_id = mention_id_l join written as r on r.mention_id = mention_id_r
        where weight >= {JOIN}""").materialize()


def _likely(alike, met):
    """Those of which one writing is of a person of whom the other is not."""
    return duckdb.sql("""
        with placed as materialized (select writing_id, min(person) as first, max(person) as last from met group by writing_id)
        select alike.* from alike join placed as l on l.writing_id = mention_id_l join placed as r on r.writing_id = mention_id_r
        where least(l.first, r.first) <> greatest(l.last, r.last)""").materialize()


def by_relatives(likely, together, never):
    """Two of whom each is named with one relative, who is already one person.

    A baby without a first name, who could be either of two children of that relative, is confirmed as neither. Of units
    alike in this, one stands for all, unless one of them was told apart: then each is confirmed by each, lest those who
    stay together when it leaves fall apart."""
    return duckdb.sql("""
        with kin as materialized (from together),
        one_side as materialized (select likely.*, u, person, relative from likely join kin on writing_id = mention_id_l),
        star as (
            select mention_id_l, mention_id_r, l.relative, weight, nameless, given, least(min(l.u), min(r.u)) as hub,
                   list_distinct(list(l.u) || list(r.u)) as us
            from one_side as l join kin as r on r.writing_id = mention_id_r and r.relative = l.relative
            where l.person <> r.person group by all),
        torn as (
            select nameless, relative from star where nameless is not null and given is not null group by all having min(given) <> max(given)),
        told as (select list(l) || list(r) as us from never),
        spread as (select weight, unnest(star.us) as u, if(list_has_any(star.us, told.us), star.us, [hub]) as hubs
                   from star anti join torn on torn.nameless = star.nameless and torn.relative = star.relative, told),
        tied as (select distinct unnest(hubs) as l, u as r, weight from spread)
        select l, r, weight, 'named with the same relative' as reason from tied where l < r""").materialize()


def by_couples(likely, met, together):
    """Two named together in one place who are alike, each of them, two named together in another."""
    near = duckdb.sql("""
        with placed as materialized (select distinct writing_id, u, person from met),
        apart as (select l.person as one, r.person as other, l.u as l, r.u as r, weight
                  from likely join placed as l on l.writing_id = mention_id_l join placed as r on r.writing_id = mention_id_r
                  where l.person <> r.person)
        select one, other, max(weight) as weight, arg_max(l, (weight, -l, -r)) as l, arg_max(r, (weight, -l, -r)) as r from apart group by all""").materialize()
    return duckdb.sql(f"""
        with close as materialized (from near), beside as materialized (select distinct person, relative from together),
        turned as materialized (select one, other, weight from close union all select other, one, weight from close)
        select distinct a.l, a.r, a.weight, 'named with another who agrees too' as reason
        from close as a join beside as p on p.person = a.one join turned as b on b.one = p.relative
        semi join beside as q on q.person = a.other and q.relative = b.other
        where a.weight - {RELATIVE} >= {JOIN} and b.weight - {RELATIVE} >= {JOIN}""").materialize()


def _together(met):
    """Each unit with whoever is named in one report with it, but for mere witnesses and for those named with a crowd."""
    return duckdb.sql(f"""
        with placed as materialized (select report_id, writing_id, u, person from met where role not in {UNRELATED}),
        together as materialized (
            select a.u, any_value(a.writing_id) as writing_id, a.person, b.person as relative
            from placed as a join placed as b on a.report_id = b.report_id and a.person <> b.person group by a.u, a.person, b.person)
        select * from together where relative in (select relative from together group by relative having count(distinct person) <= {CROWD})""").materialize()
