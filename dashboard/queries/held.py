"""What held for a time for some people: where they lived, with whom, custody, pregnancies, separations."""

import pandas as pd

from dashboard import current


def periods_of(who: str, id: str) -> pd.DataFrame:
    """The periods of the people whom the query `who` names, in which `$id` is the id of the family or person.

    No address: `place` is 'address 1', 'address 2' in order of first being known, the same number for the same dwelling."""
    return current.ask(f"""
        with who as ({who}),
        held as (from made.periods where person_id in (from who) or other_person_id in (from who)),
        places as (select place_key, row_number() over (order by min(since) nulls last, place_key) as number
                   from held where place_key is not null group by place_key)
        select period_id, kind, held.person_id, p.name, other_person_id, o.name as other_name, 'address ' || places.number as place,
               place_kind, since, until, state, certainty, known_on, report_ids, held.because
        from held left join places using (place_key)
        left join made.people p on p.person_id = held.person_id
        left join made.people o on o.person_id = held.other_person_id
        order by kind, p.name, since nulls first, period_id""", id=id)
