"""What of the earlier snapshot is what of the later: each function gives pairs (`before_id`, `after_id`), the same ones, turned, where the two are swapped."""

import duckdb

from timeline.tables import LEVELS

CORE = ("child", "carer", "adult")
"""The parts by which a family is known: another adult, or somebody named with it, can stand in several."""


def people(people_before, people_after) -> duckdb.DuckDBPyRelation:
    """The people who share a mention."""
    return duckdb.sql("""
        select distinct b.person_id as before_id, a.person_id as after_id
        from (select person_id, unnest(mention_ids) as mention_id from people_before) b
        join (select person_id, unnest(mention_ids) as mention_id from people_after) a using (mention_id)""").materialize()


def families(families_before, families_after, same_people) -> duckdb.DuckDBPyRelation:
    """Each family with that of the other side which shares most children with it, then most people of its core."""
    return duckdb.sql(f"""
        with core_before as ({_core("families_before")}), core_after as ({_core("families_after")}),
        shared as (
            select b.family_id as before_id, a.family_id as after_id, count(*) filter (b.child and a.child) as children, count(*) as people
            from core_before b join same_people s on s.before_id = b.person_id join core_after a on a.person_id = s.after_id group by all)
        select before_id, after_id from shared
        qualify row_number() over (partition by before_id order by children desc, people desc, before_id = after_id desc, after_id) = 1
             or row_number() over (partition by after_id order by children desc, people desc, before_id = after_id desc, before_id) = 1""").materialize()


def _core(table: str) -> str:
    """SQL of the people at each family's core, of everybody where it has none, and whether each is a child there."""
    return f"""
        select family_id, person_id, bool_or(part = 'child') as child
        from (from {table} qualify part in {CORE} or not bool_or(part in {CORE}) over (partition by family_id)) group by all"""


def signals(signals_before, signals_after, same_families, same_people) -> duckdb.DuckDBPyRelation:
    """The signals of one rule about the same family and people. `pair` marks the two of which each is the other's nearest: of several that became
    one, the one of its id, or of the nearest level."""
    return duckdb.sql("""
        with alike as (
            select b.signal_id as before_id, a.signal_id as after_id,
                   abs(list_position($levels::varchar[], b.level) - list_position($levels::varchar[], a.level)) as apart
            from signals_before b join same_families f on f.before_id = b.family_id
            join signals_after a on a.family_id = f.after_id and a.rule = b.rule
            where (b.person_id is not distinct from a.person_id or (b.person_id, a.person_id) in (select (before_id, after_id) from same_people))
              and (b.harmed_id is not distinct from a.harmed_id or (b.harmed_id, a.harmed_id) in (select (before_id, after_id) from same_people)))
        select before_id, after_id,
               row_number() over (partition by before_id order by before_id = after_id desc, apart, after_id) = 1
               and row_number() over (partition by after_id order by before_id = after_id desc, apart, before_id) = 1 as pair
        from alike""", params={"levels": list(LEVELS)}).materialize()
