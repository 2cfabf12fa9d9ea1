"""What people keep about a family (notes, activities, whatever is said at a meeting) hangs on a mention, and is found again by it."""

from dashboard import current
from timeline.access import User, require

PARTS = ["carer", "adult", "child", "other adult"]
"""The parts that a person may have in a family of his or her own, those that a family is gathered around first."""


def anchor(user: User, family_id: str) -> str:
    """A mention of whoever the family is gathered around, to keep something about the family with; empty where there is nobody."""
    require(user, "family:view")
    found = current.ask("""
        with heart as (select person_id from made.families where family_id = $id and list_contains($parts::varchar[], part)
                       order by list_position($parts::varchar[], part), since, person_id limit 1)
        select min(mention_id) as mention_id from (select unnest(mention_ids) as mention_id from made.people semi join heart using (person_id))""",
        id=family_id, parts=PARTS)
    return found.at[0, "mention_id"] or ""


def anchors(user: User, family_id: str) -> list[str]:
    """Every mention by which something kept about this family is found: those of its people whose part is nowhere else a nearer one."""
    require(user, "family:view")
    return list(current.ask("""
        with mine as (select distinct person_id from made.families where family_id = $id and part <> 'linked person'),
        placed as (select person_id, family_id, min(list_position($parts::varchar[], part)) as part
                   from made.families semi join mine using (person_id) where part <> 'linked person' group by all),
        homes as (from placed qualify part = min(part) over (partition by person_id))
        select unnest(mention_ids) as mention_id from made.people where person_id in (select person_id from homes where family_id = $id)
        """, id=family_id, parts=PARTS)["mention_id"])
