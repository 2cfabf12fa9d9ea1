"""The one door in the append-only tables: a confirmed order may empty a line that it concerns, and change nothing else.

A line that was changed so keeps its number, id, key, author and time, and names the order in `erased_by`; all else of it is as before or empty,
but for a mention on which it was anchored: in its place another mention of the same person may stand, so that what is said of a family whose oldest
record goes stays with the family. An order does so once, and no line is ever deleted. The condition is the same SQL on every engine, over a
trigger's rows `old` and `new`."""

import sqlalchemy as sa

ORDERS = "erasures"
STAYS = ("number", "key", "by", "at")
ANCHORS = ("anchor", "whom")


def only_empties(table: sa.Table) -> str:
    """SQL for whether a change to a line of the table only empties it, as an order that stands in ORDERS says; false of a table of which no line may be."""
    if "erased_by" not in table.c:
        return "1 = 0"
    stays = {*STAYS, *(column.name for column in table.c if column.unique and not column.nullable)}
    names = [column.name for column in table.c if column.name != "erased_by"]
    same = [f'new."{name}" is not distinct from old."{name}"' for name in names if name in stays]
    empty = [f'(new."{name}" is not distinct from old."{name}" or new."{name}" is null or cast(new."{name}" as varchar) = \'\')'
             for name in names if name not in stays and name not in ANCHORS]
    ordered = f'new."erased_by" is distinct from old."erased_by" and exists (select 1 from {ORDERS} where erasure_id = new."erased_by")'
    return " and ".join([ordered, *same, *empty])
