"""Who belongs with whom: the members of made families against the families of the truth.

A made family stands for the true family that most of its children, carers and lone adults truly belong to. A member, whatever
the part but a linked person, is right who belongs to that one (or, of nobody's family, is alone in the made one). A child or a
carer of the truth is found who is a member of the made family that holds most of the true one: of two parents at home the engine
may take either for the main carer. Other adults at home are also counted apart."""

import duckdb


def members(families, held, placed, known) -> dict:
    """Precision and recall by membership; precision of other adults; families that hold the children of two, and those of them
    that share somebody said to have caused harm."""
    right, made = _precision(families, held, known, "part <> 'linked person'")
    others_right, others_made = _precision(families, held, known, "part = 'other adult'")
    found, real = _recall(families, held, placed, known)
    glued, by_harm, total = _glued(families, held, placed, known)
    return {"family members precision": (right, made), "family members recall": (found, real), "other adults precision": (others_right, others_made),
            "families that hold two": (glued, total), "families joined through a perpetrator": (by_harm, total)}


def _stands_for(families, held, known):
    """Each made family with the true family that most of its children, carers and adults belong to; empty where none has one."""
    return duckdb.sql("""
        with inside as materialized (select distinct family_id, person from families join held on made = person_id where part in ('child', 'carer', 'adult')),
        votes as (select family_id, family, count(*) as votes from inside join known using (person) where part <> 'other' group by all),
        most as (select distinct on (family_id) family_id, family, votes from votes order by family_id, votes desc, family)
        select family_id, family, coalesce(votes, 0) as votes, count(*) as members
        from inside left join most using (family_id) group by all""").materialize()


def _precision(families, held, known, which):
    stands = _stands_for(families, held, known)
    return duckdb.sql(f"""
        with inside as (select distinct family_id, person from families join held on made = person_id where {which})
        select count(*) filter (exists (select 1 from known as k where k.family = stands.family and k.person = inside.person)
                                or stands.family is null and members = 1), count(*)
        from inside join stands using (family_id)""").fetchall()[0]


def _recall(families, held, placed, known):
    stands = _stands_for(families, held, known)
    return duckdb.sql("""
        with main as (select distinct on (family) family, family_id from stands where family is not null order by family, votes desc, family_id),
        inside as materialized (select distinct family_id, person from families join held on made = person_id where part <> 'linked person'),
        named as (select distinct person from placed),
        sought as (select family, person from known semi join named using (person) where part in ('child', 'carer'))
        select count(i.person), count(*)
        from sought left join main using (family) left join inside as i on i.family_id = main.family_id and i.person = sought.person""").fetchall()[0]


def _glued(families, held, placed, known):
    """Made families that hold two children of no common true family; of these, whose two families share an accused person; all families."""
    return duckdb.sql("""
        with known as materialized (from known), placed as materialized (from placed),
        child as materialized (select distinct family_id, person from families join held on made = person_id where part = 'child'),
        homes as materialized (select person, list(family) as homes from known where part = 'child' group by person),
        two as materialized (
            select distinct l.family_id, lh.homes as homes_l, rh.homes as homes_r
            from child as l join child as r on l.family_id = r.family_id and l.person < r.person
            join homes as lh on lh.person = l.person join homes as rh on rh.person = r.person where not list_has_any(lh.homes, rh.homes)),
        accused as (
            select person, list(distinct family) as homes from placed
            where person in (select person from placed where role in ('suspect', 'offender', 'respondent')) group by person)
        select count(distinct family_id),
               count(distinct family_id) filter (exists (
                   select 1 from accused where list_has_any(accused.homes, homes_l) and list_has_any(accused.homes, homes_r))),
               (select count(distinct family_id) from families)
        from two""").fetchall()[0]
