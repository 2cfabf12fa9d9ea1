"""What goes along when a case is transferred, account by account, and what stays."""

import pandas as pd

from dashboard import current
from dashboard.queries.chronology import SHARED
from timeline.access import User, require
from timeline.chronology.audiences import PARTNER_CATEGORIES


def goes_along(user: User, family_id: str) -> pd.DataFrame:
    """Each account on the family's timeline: whether the partner agency's chronology holds it, and in `why` why it does not. The order is the timeline's."""
    require(user, "transfer:make")
    return current.ask(f"""
        select report_id, r.occurred_from, r.occurred_to, r.precision, coalesce(title, r.category) as title, r.agency, {SHARED} as goes,
               case when r.handling is not null then 'handled as ' || r.handling when {SHARED} then null else 'a kind of record that is not given' end as why
        from made.timelines t join made.events e using (event_id) join made.reports r on list_contains(e.report_ids, r.report_id)
        left join (select category, title from made.categories) c on c.category = r.category
        where t.family_id = $id order by t.position, r.known_on, report_id""", id=family_id, categories=list(PARTNER_CATEGORIES))
