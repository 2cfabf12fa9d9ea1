"""What is new, gone, merged, split, graver or milder: what has no match on the other side, several, or another level.

Each function gives `about`, `how`, `before` and `after` (each an id and a name), `people`, and of a signal its rule, level, earlier level (`was`),
family and sentence (`said`). No row says of a change that it is good or bad."""

import duckdb

from timeline.compared.tables import CONNECTIONS, FAMILIES, PEOPLE, SIGNALS
from timeline.tables import LEVELS

ORDER = ["new", "graver", "milder", "merged", "split", "gone"]
NAMED = "STRUCT(id VARCHAR, name VARCHAR)[]"
OF_NO_SIGNAL = "null::varchar as rule, null::varchar as level, null::varchar as was, null::varchar as family_id, null::varchar as family"


def people(people_before, people_after, same_people) -> duckdb.DuckDBPyRelation:
    """People on one side alone, and those who were several or are; of who was several, why they are taken for one."""
    one = duckdb.sql("select person_id as id, name, because from people_before")
    other = duckdb.sql("select person_id as id, name, because from people_after")
    return _gathered(PEOPLE, one, other, same_people)


def families(families_before, headlines_before, families_after, headlines_after, same_families) -> duckdb.DuckDBPyRelation:
    """Families on one side alone, and those that were several or are."""
    one = duckdb.sql(_homes("before"))
    other = duckdb.sql(_homes("after"))
    return _gathered(FAMILIES, one, other, same_families)


def _homes(side: str) -> str:
    return f"""
        select distinct family_id as id, coalesce(name, family_id) as name, null::varchar as because
        from families_{side} left join headlines_{side} using (family_id)"""


def _gathered(about: str, one, other, same) -> duckdb.DuckDBPyRelation:
    return duckdb.sql(f"""
        with same as materialized (from same), one as materialized (from one), other as materialized (from other),
        paired as (select before_id, after_id, {{id: one.id, name: one.name}} as b, {{id: other.id, name: other.name}} as a, other.because
                   from same join one on one.id = before_id join other on other.id = after_id),
        found as (
            select 'new' as how, []::{NAMED} as before, [{{id: id, name: name}}] as after, null::varchar as said
            from other where id not in (select after_id from same)
            union all select 'gone', [{{id: id, name: name}}], [], null from one where id not in (select before_id from same)
            union all select 'merged', list(b order by b), [any_value(a)], any_value(because) from paired group by after_id having count(*) > 1
            union all select 'split', [any_value(b)], list(a order by a), null from paired group by before_id having count(*) > 1)
        select '{about}' as about, how, before, after, []::{NAMED} as people, {OF_NO_SIGNAL}, said from found""")


def connections(perpetrators_before, headlines_before, people_before, perpetrators_after, headlines_after, people_after,
                same_families) -> duckdb.DuckDBPyRelation:
    """Two families that the same person is named with, on one side alone; not two that are one family on the other side."""
    return duckdb.sql(f"""
        with same as materialized (from same_families),
        before_ties as ({_ties("before")}), after_ties as ({_ties("after")}),
        met as (select b.one as b_one, b.other as b_other, a.one as a_one, a.other as a_other
                from before_ties b join same x on x.before_id in (b.one, b.other) join same y on y.before_id in (b.one, b.other) and y.before_id <> x.before_id
                join after_ties a on a.one = x.after_id and a.other = y.after_id),
        was_one as (select x.after_id as one, y.after_id as other from same x join same y using (before_id) where x.after_id < y.after_id),
        is_one as (select x.before_id as one, y.before_id as other from same x join same y using (after_id) where x.before_id < y.before_id),
        found as (
            select 'new' as how, []::{NAMED} as before, families as after, people, said from after_ties
            where (one, other) not in (select (a_one, a_other) from met) and (one, other) not in (select (one, other) from was_one)
            union all
            select 'gone', families, [], people, said from before_ties
            where (one, other) not in (select (b_one, b_other) from met) and (one, other) not in (select (one, other) from is_one))
        select '{CONNECTIONS}' as about, how, before, after, people, {OF_NO_SIGNAL}, said from found""")


def _ties(side: str) -> str:
    """SQL of the pairs of families of this side that a person is named with, each with those people."""
    return f"""
        select p.family_id as one, q.family_id as other,
               [{{id: p.family_id, name: any_value(h.name)}}, {{id: q.family_id, name: any_value(i.name)}}]::{NAMED} as families,
               list(distinct {{id: person_id, name: w.name}} order by {{id: person_id, name: w.name}})::{NAMED} as people,
               if(bool_and('proposed' in (p.link, q.link)), 'The identity is only proposed.', 'The identity is confirmed.') as said
        from perpetrators_{side} p join perpetrators_{side} q using (person_id) join people_{side} w using (person_id)
        left join headlines_{side} h on h.family_id = p.family_id left join headlines_{side} i on i.family_id = q.family_id
        where p.family_id < q.family_id group by p.family_id, q.family_id"""


def signals(signals_before, headlines_before, signals_after, headlines_after, same_signals) -> duckdb.DuckDBPyRelation:
    """Signals raised, gone, graver and milder."""
    return duckdb.sql(f"""
        with same as materialized (from same_signals),
        b as materialized (select s.*, h.name as family from signals_before s left join headlines_before h using (family_id)),
        a as materialized (select s.*, h.name as family from signals_after s left join headlines_after h using (family_id)),
        found as (
            select 'new' as how, null::varchar as before_id, signal_id as after_id, rule, level, null::varchar as was, family_id, family, because
            from a where signal_id not in (select after_id from same)
            union all
            select 'gone', signal_id, null, rule, null, level, family_id, family, because from b where signal_id not in (select before_id from same)
            union all
            select if(list_position($levels::varchar[], a.level) < list_position($levels::varchar[], b.level), 'graver', 'milder'), b.signal_id, a.signal_id,
                   a.rule, a.level, b.level, a.family_id, a.family, a.because
            from same join b on b.signal_id = before_id join a on a.signal_id = after_id where pair and a.level <> b.level)
        select '{SIGNALS}' as about, how, list_filter([{{id: before_id, name: family}}], lambda x: x.id is not null)::{NAMED} as before,
               list_filter([{{id: after_id, name: family}}], lambda x: x.id is not null)::{NAMED} as after, []::{NAMED} as people,
               rule, level, was, family_id, family, because as said
        from found""", params={"levels": list(LEVELS)})


def number(people, families, connections, signals) -> duckdb.DuckDBPyRelation:
    """All of them with a number each, in the order in which a list shows them: the gravest signals first, else by name."""
    return duckdb.sql(f"""
        with every as (from people union all by name from families union all by name from connections union all by name from signals)
        select (row_number() over (order by about, list_position({ORDER}, how), list_position($levels::varchar[], coalesce(level, was)),
                                   coalesce(after[1].name, before[1].name), rule, coalesce(after[1].id, before[1].id), before, after))::integer as change_id, *
        from every""", params={"levels": list(LEVELS)}).materialize()
