"""What a reader may not see: the reports first, and then whatever stands on them in whole or in part.

One thing alone is hidden, a report, because its agency restricted it, because it is of another area or agency than the reader's, or because it
names an excluded person; a person, an event or a family is hidden with the reports that it stands on. A table here is asked of the snapshot's
own tables, in `src`. `whole` says of each whether nothing of it is left to see."""

from timeline.codes import written_plainly

CORE = "('child', 'carer', 'adult', 'other adult')"
BEYOND = "('R03', 'R09', 'R11', 'R18')"
"""Rules that speak of a person's other households, or of who somebody is: what they rest on is not all in their evidence."""
OF_OTHERS = "('R12',)"
"""Rules that say which other rules are met."""
DAYS = "[occurred_from::date, occurred_to::date, r.known_on, notified_on, since, until, due_on, made_on, served_on, expires_on, ended_on]"
SEEN = ("(l.areas is null or coalesce(list_contains(l.areas, {of}.area), false)) "
        "and (l.agencies is null or coalesce(list_contains(l.agencies, {of}.agency), false))")
"""SQL for whether a row of {of}, which has an area and an agency, lies within the limits `l` of the reader."""

UNKNOWN_MARK = "select row_id from src.issues where field = 'handling' and code = 'unknown code'"
"""A mark of handling that the layout does not know may mean anything: such a record is treated as restricted."""

RECORDS = {
    "hidden.excluded": """
        select person_id from src.people where list_has_any(mention_ids, (select excluded from hidden.limits))""",
    "hidden.closed": f"""
        select distinct family_id from src.families semi join hidden.excluded using (person_id) where part in {CORE}""",
    "hidden.barred": f"""
        with core as (select distinct family_id, person_id from src.families where part in {CORE})
        from hidden.excluded union
        select person_id from core group by person_id
        having bool_and(family_id in (from hidden.closed))""",
    "hidden.reports": f"""
        select report_id from src.reports where handling = 'restricted' and report_id not in (from hidden.released)
        union select report_id from src.versions where state = 'current' and row_id in ({UNKNOWN_MARK}) and report_id not in (from hidden.released)
        union select r.report_id from src.reports r, hidden.limits l where not ({SEEN.format(of="r")})
        union select report_id from src.mentions semi join (select unnest(mention_ids) as mention_id from src.people semi join hidden.barred using (person_id))
                     using (mention_id)
        union from hidden.elsewhere""",
    "hidden.names": """
        select distinct lower(forename) as forename, lower(surname) as surname, list_transform(list_filter(map_entries(identifiers),
            lambda e: e.key <> 'local_id'), lambda e: e.value) as numbers
        from src.mentions semi join (select unnest(mention_ids) as mention_id from src.people semi join hidden.barred using (person_id)) using (mention_id)
        where surname is not null or len(map_keys(identifiers)) > 0""",
    "hidden.rows": f"""
        with stands as (select row_id, report_id, state from src.versions),
        earlier as materialized (
            select r.row_id, r.layout, r.raw, r.fields, s.report_id, s.state from src.rows r left join stands s using (row_id)
            where r.part in ('record', 'unreadable') and s.state is distinct from 'current')
        select row_id from stands semi join hidden.reports using (report_id)
        union select r.row_id from src.rows r, hidden.limits l where not ({SEEN.format(of="r")})
        union select row_id from earlier join src.codes c on c.layout = earlier.layout and c.field = 'handling'
              and c.code = {written_plainly("earlier.fields.handling")} and c.means = 'restricted' where coalesce(report_id not in (from hidden.released), true)
        union select row_id from earlier where row_id in ({UNKNOWN_MARK}) and coalesce(report_id not in (from hidden.released), true)
        union select row_id from earlier, hidden.names n
              where contains(lower(raw), n.surname) and contains(lower(raw), n.forename) or len(list_filter(n.numbers, lambda one: contains(raw, one))) > 0""",
}
"""The records: where both tables of reports and rows are empty, nothing at all is hidden. An excluded person is hidden with the families that he or
she belongs to and their people, but for those who also belong to another; a line that became no report is searched for their names and numbers."""

STANDING = {
    "hidden.mentions": "select mention_id, report_id from src.mentions semi join hidden.reports using (report_id)",
    "hidden.people": """
        with naming as (select person_id, unnest(mention_ids) as mention_id from src.people)
        select person_id, bool_and(h.mention_id is not null) as whole from naming left join hidden.mentions h using (mention_id)
        group by person_id having bool_or(h.mention_id is not null)""",
    "hidden.pairs": """
        with naming as materialized (select person_id, report_id from (select person_id, unnest(mention_ids) as mention_id from src.people)
                                     join hidden.mentions using (mention_id))
        select distinct a.person_id as one_id, b.person_id as other_id from naming a join naming b using (report_id) where a.person_id <> b.person_id""",
    "hidden.events": """
        with accounts as (select event_id, unnest(report_ids) as report_id from src.events)
        select event_id, bool_and(h.report_id is not null) as whole from accounts left join hidden.reports h using (report_id)
        group by event_id having bool_or(h.report_id is not null)""",
    "hidden.days": f"""
        with who as (select distinct family_id, unnest(mention_ids) as mention_id from src.families join src.people using (person_id)),
        told as (select distinct family_id, unnest({DAYS}) as day, report_id in (from hidden.reports) as unseen
                 from who join src.mentions m using (mention_id) join src.reports r using (report_id))
        select family_id, strftime(day, '%-d %B %Y') as words from told where day is not null group by family_id, day having bool_and(unseen)""",
    "hidden.resting": f"""
        with evidence as (select signal_id, unnest(evidence) as event_id from src.signals),
        reports as (select signal_id, unnest(reports) as report_id from src.signals)
        select signal_id from evidence semi join hidden.events using (event_id)
        union select signal_id from reports semi join hidden.reports using (report_id)
        union select signal_id from src.signals where person_id in (select person_id from hidden.people where whole or rule in {BEYOND})
        union select signal_id from src.signals where harmed_id in (select person_id from hidden.people where whole or rule in {BEYOND})
        union select signal_id from src.signals semi join hidden.closed using (family_id)
        union select signal_id from src.signals join hidden.days using (family_id) where contains(because, ' ' || words)""",
    "hidden.signals": f"""
        from hidden.resting union
        select signal_id from src.signals
        where rule in {OF_OTHERS} and family_id in (select family_id from src.signals semi join hidden.resting using (signal_id))""",
    "hidden.families": """
        select family_id from src.families semi join hidden.people using (person_id)
        union select family_id from src.perpetrators semi join hidden.people using (person_id)
        union select family_id from src.timelines semi join hidden.events using (event_id)
        union select family_id from src.signals semi join hidden.signals using (signal_id)
        union from hidden.closed""",
}
"""What stands on those reports. A signal is hidden with its evidence, and where its sentence names a day that only hidden reports of its family tell
(`hidden.days`). Of `hidden.families` something is hidden, or all; of a pair in `hidden.pairs` some hidden report names both."""
