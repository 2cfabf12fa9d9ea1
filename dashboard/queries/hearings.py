"""Which family each item of an agenda is of now, and when each family was last heard: SQL that the questions about meetings share."""

from dashboard.queries.anchored import PARTS
from timeline import meetings as kept
from timeline.database import Database

HEARD = "marac_meeting"
"""The category of a record that says that somebody was heard at a MARAC."""

HOMES = f"""
    spoken as (select anchor from said union select anchor from held union select unnest($others::varchar[])),
    holder as materialized (select person_id, mention_id as anchor from made.naming where mention_id in (from spoken)),
    placed as (select person_id, family_id, min(list_position({PARTS}, part)) as part, bool_or(until is null) as still, max(since) as since
               from made.families semi join holder using (person_id) where part <> 'linked person' group by all),
    homes as materialized (select anchor, person_id, family_id from holder left join placed using (person_id)
             qualify row_number() over (partition by anchor order by part, still desc, since desc, family_id) = 1),
    hearings as (
        select family_id, day, area, []::varchar[] as agencies from held join homes using (anchor)
        union all
        select family_id, occurred_from::date, null, agencies
        from made.timelines join made.events using (event_id) where category = '{HEARD}' and occurred_from is not null),
    heard as (from hearings where day < $before::date qualify row_number() over (partition by family_id order by day desc, area nulls last, agencies) = 1)"""
"""SQL of the family of each anchor in `said`, `held` and $others, in `homes`: where its person is carer before adult before child, still before
no longer, the latest first; and in `heard` the last day before $before on which a family was heard: at our own meeting of `area`, or as `agencies`
record."""
SAID = "said as (select unnest($said::STRUCT(item_id VARCHAR, anchor VARCHAR, place INTEGER)[], recursive := true))"
HELD = "held as (select unnest($held::STRUCT(anchor VARCHAR, day DATE, area VARCHAR)[], recursive := true))"


def held(database: Database) -> list[dict]:
    """What was heard at the meetings that were held: each anchor with the meeting's day and area."""
    days = {row.meeting_id: row for row in kept.every(database).itertuples() if row.state == "held"}
    return [{"anchor": row.anchor, "day": days[row.meeting_id].day, "area": days[row.meeting_id].area}
            for row in kept.items_of(database).itertuples() if row.off_by is None and row.meeting_id in days]
