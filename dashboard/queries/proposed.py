"""The families that the rules propose for a meeting, with the reasons."""

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.hearings import HELD, HOMES, SAID, held
from dashboard.queries.here import only
from dashboard.queries.meetings import meeting
from timeline import meetings as kept
from timeline.access import User, require
from timeline.tables import LEVELS

SIZE = 10
REPEAT = "R15"
"""The rule of a repeat: it comes first among what is proposed."""
PROPOSES = list(LEVELS[:2])


def proposal(user: User, meeting_id: str, family_id: str):
    """What is proposed of one family, as in `proposed`. Raises NotHere where it is not proposed, or no more."""
    return only(proposed(user, meeting_id, family_id=family_id), f"proposal of family {family_id}")


def proposed(user: User, meeting_id: str, page: int = 1, family_id: str | None = None) -> pd.DataFrame:
    """A page of the families that the rules propose for this meeting: in its area, on its agenda neither now nor taken off, and with a
    signal of the two gravest levels, not dismissed, that was raised since the family was last heard, or never heard.

    Each (or the one family that is given) with its name, `rules`, `because`, `levels` and `days` of those signals (a repeat first, then the
    gravest and latest), and when last heard; `found` counts them all."""
    require(user, "families:view")
    of = meeting(user, meeting_id)
    database = current_app.extensions["database"]
    said = [{"item_id": item.item_id, "anchor": item.anchor, "place": 0} for item in kept.items_of(database, meeting_id).itertuples()]
    return current.ask(f"""
        with {SAID}, {HELD}, {HOMES},
        dismissed as (select signal_id from made.dismissals where state = 'dismissed'),
        grave as (
            select s.* from made.signals s join made.headlines h using (family_id) left join heard using (family_id)
            where h.area = $area and ($family::varchar is null or family_id = $family) and s.level in $levels and (s.raised_on > heard.day or heard.day is null)
              and family_id not in (select family_id from homes join said using (anchor) where family_id is not null)
              and signal_id not in (from dismissed)),
        ranked as (select *, row_number() over (partition by family_id order by rule = '{REPEAT}' desc, list_position($levels::varchar[], level),
                                                raised_on desc, rule, signal_id) as place from grave),
        listed as (
            select family_id, list(rule order by place) as rules, list(because order by place) as because, list(level order by place) as levels,
                   list(raised_on order by place) as days, bool_or(rule = '{REPEAT}') as repeat,
                   count(*) over () as found from ranked group by family_id
            order by repeat desc, list_position($levels::varchar[], levels[1]), days[1] desc, family_id limit $size offset $start)
        select listed.*, h.name, h.children, heard.day as heard_on, heard.area as heard_area, heard.agencies as heard_by
        from listed join made.headlines h using (family_id) left join heard using (family_id)
        order by repeat desc, list_position($levels::varchar[], levels[1]), days[1] desc, family_id""",
        said=said, held=held(database), others=[], before=of.day, area=of.area, family=family_id, levels=PROPOSES, size=SIZE, start=SIZE * (page - 1))
