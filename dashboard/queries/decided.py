"""What people decided about what a page shows: how each answer stands in this snapshot, and what was said or taken back since."""

import pandas as pd
from flask import current_app

from dashboard import current
from timeline import decisions
from timeline.access import User, require

ABOUT = {
    "person": "select unnest(mention_ids) from made.people where person_id = $id",
    "event": """with told as (select unnest(report_ids) as report_id from made.events where event_id = $id)
                from told union select mention_id from made.mentions where report_id in (from told)""",
    "record": "select mention_id from made.mentions where report_id = $id union select $id",
    "family": """select unnest(mention_ids) from made.people where person_id in (select person_id from made.families where family_id = $id)
                 union select unnest(report_ids) from made.events where event_id in (select event_id from made.timelines where family_id = $id)""",
}
"""What each page shows that an answer can be about: mentions and reports."""
SAID = """STRUCT(answer_id VARCHAR, kind VARCHAR, left_id VARCHAR, right_id VARCHAR, since DATE, verdict VARCHAR, reason VARCHAR,
                   decided_by VARCHAR, decided_on DATE, seconded_by VARCHAR, waits BOOLEAN)[]"""
STANDS = """case when not still then {'state': 'taken back', 'because': 'Taken back since this snapshot was made; the next update undoes it.'}
                 when waits then {'state': 'waiting for a second person', 'because': 'It is not applied until a second person agrees.'}
                 when settled is null then {'state': 'not yet applied', 'because': 'Said since this snapshot was made; the next update applies it.'}
                 when settled = 'waiting for a second person'
                     then {'state': 'not yet applied', 'because': 'Agreed since this snapshot was made; the next update applies it.'}
                 else {'state': settled, 'because': because} end"""
"""How an answer stands: as this snapshot settled it, unless somebody has said more since."""


def decided(user: User, kind: str, id: str) -> pd.DataFrame:
    """The answers about what the page `kind` of `id` shows, the latest first: what was asked of whom, what was said, by whom, when, why,
    and how it stands in this snapshot, or since. `lefts` and `rights` are names as written, and titles of reports."""
    require(user, "person:view")
    anchors = list(current.ask(f"select distinct id from ({ABOUT[kind]}) as shown(id)", id=id)["id"])
    return current.ask(f"""
        with said as (select unnest($said::{SAID}, recursive := true)),
        settled as (select * exclude (state), state as settled from made.judgements
                    where left_id in (select unnest($anchors::varchar[])) or right_id in (select unnest($anchors::varchar[]))),
        shown as (
            select s.* exclude (because, seconded_by), s.because, coalesce(said.seconded_by, s.seconded_by) as seconded_by,
                   said.answer_id is not null as still, coalesce(waits, false) as waits
            from settled s left join said using (answer_id, left_id, right_id)
            union all by name
            select *, true as still, null as settled, null as because from said anti join settled using (answer_id, left_id, right_id)),
        named as (
            select mention_id as id, coalesce(name, 'name not recorded') as words from made.mentions
            where mention_id in (select left_id from shown union select right_id from shown)
            union all select report_id, coalesce(title, category) || ' (' || agency || ')'
            from made.reports left join (select category, title from made.categories) g using (category)
            where report_id in (select left_id from shown union select right_id from shown))
        select answer_id, kind, verdict, since, reason, decided_by, decided_on, seconded_by, {STANDS} as stands,
               list(distinct coalesce(l.words, left_id)) as lefts, list(distinct coalesce(r.words, right_id)) as rights
        from shown left join named l on l.id = left_id left join named r on r.id = right_id
        group by all order by decided_on desc, answer_id desc""", anchors=anchors, said=_said_about(set(anchors)))


def _said_about(anchors: set[str]) -> list[dict]:
    """The answers about any of these anchors that nobody has taken back, until now."""
    answers = decisions.standing(current_app.extensions["database"]).answers
    about = answers[answers["left_id"].isin(anchors) | answers["right_id"].isin(anchors)]
    return [{"answer_id": a.answer_id, "kind": a.kind, "left_id": a.left_id, "right_id": a.right_id, "since": a.since, "verdict": a.verdict,
             "reason": a.reason, "decided_by": a.decided_by, "decided_on": a.decided_at[:10], "seconded_by": a.seconded_by,
             "waits": a.needs_second and a.seconded_by is None} for a in about.itertuples()]
