"""What people keep about a family (notes, activities, whatever is said at a meeting) hangs on a mention, and is found again by it."""

from dashboard import current
from timeline.access import User, require

PARTS = ["carer", "adult", "child", "other adult"]
"""The parts that a person may have in a family of his or her own, those that a family is gathered around first."""


HOME = """
    mine as materialized (select distinct person_id from made.families where family_id = $id),
    placed as (select person_id, family_id, min(list_position($parts::varchar[], part)) as part, min(since) filter (part <> 'linked person') as since
               from made.families semi join mine using (person_id) group by all having bool_or(part <> 'linked person')),
    at_home as materialized (select person_id, part, since from (from placed qualify part = min(part) over (partition by person_id)) where family_id = $id)"""
"""SQL of the family $id's people whose part is nowhere else a nearer one, in `at_home`: a mother's note must not stand on the page of the
family in which she was a child."""


def anchor(user: User, family_id: str) -> str:
    """A mention of whoever the family is gathered around, to keep something about the family with; it is one of its `anchors`, and empty where
    there is none."""
    require(user, "family:view")
    found = current.ask(f"""
        with {HOME}, heart as (select person_id from at_home order by part, since, person_id limit 1)
        select min(mention_id) as mention_id from (select unnest(mention_ids) as mention_id from made.people semi join heart using (person_id))""",
        id=family_id, parts=PARTS)
    return found.at[0, "mention_id"] or ""


def anchors(user: User, family_id: str) -> list[str]:
    """Every mention by which something kept about this family is found: those of its people whose part is nowhere else a nearer one."""
    require(user, "family:view")
    return list(current.ask(f"""
        with {HOME} select unnest(mention_ids) as mention_id from made.people where person_id in (select person_id from at_home)
        """, id=family_id, parts=PARTS)["mention_id"])
