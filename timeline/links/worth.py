"""Which links are worth a person's minutes, and which first.

A link is put to a person where the answer would change whose file something stands in: it would place someone said to have
caused harm with people whom he or she is not known to be with, or bring two households' files together. Whatever else may be
one person stays two, and is shown with both, but nobody is asked.
"""

import duckdb

from timeline.model import JOIN

HARMING = "('suspect', 'offender')"
UNRELATED = "('witness', 'caller')"
SHARED = "('institution', 'shared house', 'no fixed abode', 'safe')"


def weigh(said, mentions, owners):
    """The links with `moves`, `asked` (worth a person's minutes) and `gain`: how many pairs of mentions a yes would bring together."""
    standing = _standing(said, mentions, owners).materialize()
    return duckdb.sql(f"""
        with known as materialized (from standing),
        met as (
            select s.*, l.mentions * r.mentions as gain, l.harms or r.harms as harming,
                   len(list_filter(l.company, lambda p: p <> person_id_r)) > 0 as met_l, len(list_filter(r.company, lambda p: p <> person_id_l)) > 0 as met_r,
                   list_has_any(l.company, r.company) as in_common, list_has_any(l.homes, r.homes) as one_home,
                   len(l.homes) > 0 and len(r.homes) > 0 as homes
            from said as s join known as l on l.person_id = s.person_id_l join known as r on r.person_id = s.person_id_r),
        judged as (select *, not in_common and not one_home as strangers from met)
        select *, harming and strangers and (met_l or met_r or homes) as moves,
               moves or strangers and met_l and met_r and weight >= {JOIN} and not clashing as asked
        from judged""").materialize()


def _standing(said, mentions, owners):
    """Of each person of a link: the mentions, whether said to have caused harm, the homes, and with whom he or she is named."""
    linked = duckdb.sql("select person_id_l as person_id from said union select person_id_r from said").materialize()
    return duckdb.sql(f"""
        with placed as materialized (select person_id, report_id, role, address_key, address_kind from mentions join owners using (mention_id)),
        theirs as materialized (select * from placed semi join linked using (person_id)),
        beside as materialized (
            select distinct t.person_id, p.person_id as other from theirs as t join placed as p using (report_id)
            where t.person_id <> p.person_id and t.role not in {UNRELATED} and p.role not in {UNRELATED}),
        company as (select person_id, list(other) as company from beside group by person_id),
        counted as (
            select person_id, count(*) as mentions, bool_or(role in {HARMING}) as harms,
                   coalesce(list(distinct address_key) filter (address_key is not null
                                                               and address_kind not in {SHARED}), []) as homes
            from theirs group by person_id)
        select person_id, mentions, harms, homes, coalesce(company, []) as company from counted left join company using (person_id)""")
