"""Which likenesses are confirmed, and by what.

A *unit* is what is compared: mentions written alike are one unit if the writing itself is confirmed by an identifier or a
home, else each mention is a unit of its own ("Darren", written alike by two schools, is not one Darren).
"""

import duckdb

from timeline.model import CROWD, JOIN, RELATIVE

STRONG = {"nhs": "NHS number", "pnc": "PNC number", "crn": "probation number", "noms": "prison number", "upn": "pupil number"}
UNRELATED = "('witness', 'caller')"


def name_units(mentions, pairs):
    """Each mention with its unit `u`: numbered in the order of the mention that founds it, so that no order of rows matters."""
    return duckdb.sql(f"""
        with said as materialized (from mentions),
        twice as (select distinct writing_id from said group by writing_id, report_id having count(*) > 1),
        settled as (
            select m.writing_id from said as m join pairs as p on p.mention_id_l = m.writing_id and p.mention_id_r = m.writing_id and p.gate = 'ok'
            where m.mention_id = m.writing_id
              and ({_identified('m')} or m.forename is not null and not {_shared('m')}
                                         and (m.address_key is not null or m.dob is not null and m.postcode is not null))
              and (m.writing_id not in (from twice) or {_identified('m')} or m.dob is not null)),
        founded as (select m.mention_id, m.writing_id, coalesce(s.writing_id, m.mention_id) as founder
                    from said as m left join settled as s on s.writing_id = m.writing_id)
        select mention_id, writing_id, (dense_rank() over (order by founder) - 1)::integer as u from founded""").materialize()


def held_by(mentions, named):
    """What each unit asserts of who it is: a row per mention, so that a unit holds every report that names it."""
    kinds = ", ".join(f"identifiers['{kind}'] as {kind}" for kind in STRONG)
    return duckdb.sql(f"""
        select u, report_id, if(dob_precision = 'year', null, dob) as dob, if(sex = 'other', null, sex) as sex, {kinds}
        from mentions join named using (mention_id)""").materialize()


def in_households(mentions, pairs, named):
    """The edges that an identifier or a household confirms: two units, the weight, and the reason in words."""
    same = " ".join(f"when l.identifiers['{kind}'] = r.identifiers['{kind}'] then 'the same {title}'" for kind, title in STRONG.items())
    return duckdb.sql(f"""
        with said as materialized (from mentions where mention_id = writing_id),
        alike as (
            select mention_id_l, mention_id_r, match_weight,
                   case {same} when l.identifiers['local_id'] = r.identifiers['local_id'] then 'the same number in one system'
                        when l.address_key = r.address_key and not {_shared('l')} and not {_shared('r')} then 'the same name at one address'
                        when l.postcode = r.postcode and l.dob is not null and r.dob is not null and not {_shared('l')} and not {_shared('r')}
                             then 'the same name and date of birth in one postcode' end as reason
            from pairs join said as l on l.mention_id = mention_id_l join said as r on r.mention_id = mention_id_r
            where gate = 'ok' and match_weight >= {JOIN} and mention_id_l < mention_id_r),
        units as materialized (select distinct writing_id, u from named)
        select distinct l.u as l, r.u as r, match_weight as weight, reason
        from alike join units as l on l.writing_id = mention_id_l join units as r on r.writing_id = mention_id_r
        where reason is not null""").materialize()


def by_relatives(mentions, pairs, named, persons, never):
    """The edges that a relative confirms: the reports of both units name another person, who is already one.

    Of units alike in this, one stands for all, unless one of them was told apart: then each is confirmed by each, lest those
    who stay together when it leaves fall apart."""
    met = duckdb.sql("""
        select mention_id, report_id, role, writing_id, u, person
        from mentions join named using (mention_id, writing_id) join persons using (u)""").materialize()
    relatives = duckdb.sql(f"""
        with placed as materialized (from met),
        together as materialized (select distinct a.u, a.writing_id, a.person, b.person as relative
                          from placed as a join placed as b on a.report_id = b.report_id and a.person <> b.person
                          where a.role not in {UNRELATED} and b.role not in {UNRELATED})
        select * from together where relative in (select relative from together group by relative having count(distinct person) <= {CROWD})""").materialize()
    return duckdb.sql(f"""
        with kin as materialized (from relatives),
        likely as (select mention_id_l, mention_id_r, match_weight - least(shares.address, 0) + {RELATIVE} as weight from pairs
                        where gate = 'ok' and match_weight - least(shares.address, 0) + {RELATIVE} >= {JOIN}),
        star as (
            select mention_id_l, mention_id_r, l.relative, weight, least(min(l.u), min(r.u)) as hub, list_distinct(list(l.u) || list(r.u)) as us
            from likely join kin as l on l.writing_id = mention_id_l
            join kin as r on r.writing_id = mention_id_r and r.relative = l.relative
            where l.person <> r.person group by all),
        told as (select list(l) || list(r) as us from never),
        spread as (select weight, unnest(star.us) as u, if(list_has_any(star.us, told.us), star.us, [hub]) as hubs from star, told),
        tied as (select distinct unnest(hubs) as l, u as r, weight from spread)
        select l, r, weight, 'named with the same relative' as reason from tied where l < r""").materialize()


def _identified(alias):
    kinds = [*STRONG, "local_id"]
    return "(" + " or ".join(f"{alias}.identifiers['{kind}'] is not null" for kind in kinds) + ")"


def _shared(alias):
    return f"({alias}.address_kind in ('institution', 'shared house', 'no fixed abode', 'safe'))"
