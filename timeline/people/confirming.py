"""Which likenesses are confirmed, and by what.

A *unit* is what is compared: mentions written alike are one unit if the writing itself is confirmed by an identifier or a
home, else each mention is a unit of its own ("Darren", written alike by two schools, is not one Darren).
"""

import duckdb

from timeline.identifiers import TITLES
from timeline.model import JOIN
from timeline.tables import STRONG_IDENTIFIERS


def name_units(mentions, pairs):
    """Each mention with its unit `u`: numbered in the order of the mention that founds it, so that no order of rows matters."""
    return duckdb.sql(f"""
        with said as materialized (
            select mention_id, report_id, writing_id, forename, dob, address_key, address_kind, postcode, identifiers from mentions),
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
    kinds = ", ".join(f"identifiers['{kind}'] as {kind}" for kind in STRONG_IDENTIFIERS)
    return duckdb.sql(f"""
        select u, report_id, if(dob_precision = 'year', null, dob) as dob, if(sex = 'other', null, sex) as sex, {kinds}
        from mentions join named using (mention_id)""").materialize()


def in_households(mentions, pairs, named):
    """The edges that an identifier or a household confirms: two units, the weight, and the reason in words."""
    same = " ".join(f"when l.identifiers['{kind}'] = r.identifiers['{kind}'] then 'the same {TITLES[kind]}'" for kind in STRONG_IDENTIFIERS)
    return duckdb.sql(f"""
        with said as materialized (
            select mention_id, identifiers, address_key, address_kind, postcode, dob from mentions where mention_id = writing_id),
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


def vetoed(pairs, named):
    """Two units `l` and `r` whose writings a guard vetoes: whatever stands between them, they are two people."""
    return duckdb.sql("""
        with units as materialized (select distinct writing_id, u from named)
        select distinct l.u as l, r.u as r from pairs join units as l on l.writing_id = mention_id_l join units as r on r.writing_id = mention_id_r
        where gate = 'veto' and l.u <> r.u""").materialize()


def _identified(alias):
    kinds = [*STRONG_IDENTIFIERS, "local_id"]
    return "(" + " or ".join(f"{alias}.identifiers['{kind}'] is not null" for kind in kinds) + ")"


def _shared(alias):
    return f"({alias}.address_kind in ('institution', 'shared house', 'no fixed abode', 'safe'))"
