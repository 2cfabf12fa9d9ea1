"""What is told of what is hidden from the user: that there is something, how grave, and whom to ask; never which rule, what, or when.

Silence must not be taken for safety: whoever may not see a record still learns that a family rests on it."""

import pandas as pd

from dashboard import current
from timeline.access import User, require

COLUMNS = ["level", "agency", "contact"]


def withheld(user: User, family_id: str) -> pd.DataFrame:
    """What of this family rests on records that the user may not see: the `level` of a signal that does, empty for records that no signal rests on,
    the `agency` whose records they are, and its `contact`, empty where none is kept. The gravest first."""
    require(user, "family:view")
    found = current.ask_hidden("""
        select distinct level, agency, contact from told.withheld where family_id = $id
        order by list_position(['same day', 'MARAC criterion met', 'review', 'note'], level) nulls last, agency""", id=family_id)
    return pd.DataFrame(columns=COLUMNS, dtype=object) if found is None else found


def withheld_levels(user: User, families: list[str]) -> dict[str, list[str]]:
    """Of those of these families whose level stands on records that the user may not see, whom to ask: the agencies, by name."""
    require(user, "families:view")
    found = current.ask_hidden("""
        select family_id, list(distinct agency order by agency) as agencies from told.withheld
        where level is not null and family_id in (select unnest($ids::varchar[])) group by family_id""", ids=families)
    return {} if found is None else dict(found.itertuples(index=False))


def held_elsewhere(user: User, person_id: str) -> pd.DataFrame:
    """Which agencies hold a history of this person in other households that the user may not see, and each one's `contact`. No household is named."""
    require(user, "person:view")
    found = current.ask_hidden("select distinct agency, contact from told.held where person_id = $id order by agency", id=person_id)
    return pd.DataFrame(columns=COLUMNS[1:], dtype=object) if found is None else found
