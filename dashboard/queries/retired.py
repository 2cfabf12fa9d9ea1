"""An id that no longer names anything: whoever holds the record that it was founded on is named instead."""

import pandas as pd

from dashboard import current
from timeline.access import User, require


def holders(user: User, id: str) -> pd.DataFrame:
    """The person, families or event that now hold the record from which this id was made: `page`, `id` and `name` of each; often none."""
    require(user, "frame:view")
    kind, _, founded = id.partition("-")
    return current.ask("""
        with mention as (select mention_id from made.mentions where $kind in ('P', 'F') and left(md5(mention_id), 16) = $founded),
        report as (select report_id from made.reports where $kind = 'E' and left(md5(report_id), 16) = $founded),
        holder as (select person_id, name from made.people where list_has_any(mention_ids, (select list(mention_id) from mention)))
        select 'person' as page, person_id as id, name from holder where $kind = 'P'
        union all select distinct 'family', family_id, h.name || ' family' from made.families f join made.headlines h using (family_id)
                  where $kind = 'F' and person_id in (select person_id from holder) and part <> 'linked person'
        union all select 'event', event_id, coalesce(title, category) from made.events left join (select category, title from made.categories) using (category)
                  where list_has_any(report_ids, (select list(report_id) from report))
        order by page, id""", kind=kind, founded=founded)
