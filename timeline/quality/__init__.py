"""Quality: what each current report lacks, and how long it was until it was recorded and passed on.

It speaks of the supply and of nobody in it: a report whose file has no column for something, or that is not of the kind that can have
it, is not asked, and its cell is empty. A quarantined row makes no report, so it is asked nothing here: `coverage` counts it.
"""

import duckdb

from timeline import dates
from timeline.identifiers import RULES

PERSONAL = ("dob", "ethnicity", "present", "seen", "heard")
HAPPENED = ("abuse", "concern")
LONGEST_RANGE = 1  # days from the first to the last on which it may have happened: a night


def measure(rows, reports, mentions, characteristics, codes, issues):
    """`quality` of all reports whose rows are among `rows`."""
    lines = duckdb.sql(f"""
        select report_id, row_id, p.agency, p.system, p.area, known_on, occurred_from, occurred_to, notified_to, notified_on, kind, type, incident_ref,
               other_ref, copied_from, layout, date_style, fields.recorded_on as recorded, {_numbered()} as numbered
        from reports as p join rows as r using (row_id)""").materialize()
    columns = duckdb.sql("select distinct layout, code as place from codes where field = 'column'").materialize()
    people, days, faults = _people(lines, mentions, characteristics, columns), _days(lines, columns), _faults(issues)
    return duckdb.sql("""
        select p.report_id, agency, system, area, date_trunc('month', p.known_on)::date as month, birth_missing, ethnicity_missing, presence_unsaid,
               not_seen, not_heard, if(type is null, null, type = 'unspecified') as type_unspecified, if(recording_asked, days_to_record is null, null)
               as recording_untold, days_to_record, if(telling_asked, days_to_tell is null, null) as telling_untold, days_to_tell,
               if(numbered, coalesce(number_fails, false), null) as number_fails, coalesce(code_unknown, false) as code_unknown
        from lines as p join days using (report_id) left join people using (report_id) left join faults using (row_id)""")


def _people(lines, mentions, characteristics, columns):
    """What is missing of the people whom a report names, each asked for what its file has a column for in that person's place."""
    asked = duckdb.sql(f"""
        select layout, split_part(place, '.', 1) as slot, {', '.join(f"bool_or(place like '%.{field}') as asks_{field}" for field in PERSONAL)}
        from columns where contains(place, '.') group by all""").materialize()
    named = duckdb.sql(f"""
        select m.*, {', '.join(f"asks_{field}" for field in PERSONAL)}, l.kind, e.mention_id is not null as has_ethnicity
        from mentions as m join (select report_id, layout, kind from lines) as l using (report_id) join asked using (layout, slot)
        left join (select mention_id from characteristics where kind = 'ethnicity') as e using (mention_id)""")
    return duckdb.sql(f"""
        select report_id, bool_or(dob is null) filter (asks_dob and name is not null and role <> 'unborn') as birth_missing,
               bool_or(not has_ethnicity) filter (asks_ethnicity and name is not null and role <> 'unborn') as ethnicity_missing,
               bool_or(present = 'not asked') filter (asks_present and role = 'child' and kind in {HAPPENED}) as presence_unsaid,
               bool_or(seen <> 'yes') filter (asks_seen and role = 'child' and present = 'yes') as not_seen,
               bool_or(heard <> 'yes') filter (asks_heard and role = 'child' and present = 'yes') as not_heard
        from named group by report_id""")


def _days(lines, columns):
    """How many days passed until each report was recorded, and from then until another agency was told, where whole days tell it.

    Another agency was told when the report says so, or else when an agency that says that it copies this one recorded it."""
    written = duckdb.sql("select distinct date_style, recorded from lines where recorded is not null")
    whole = duckdb.sql(f"select * from written where {dates.exact('recorded', 'date_style')} is not null").materialize()
    dated = duckdb.sql("""
        select layout, bool_or(place = 'recorded_on') and bool_or(place in ('occurred_from', 'occurred_to')) as both_columns from columns group by layout""")
    copies = duckdb.sql("""
        select other_ref as incident_ref, copied_from as agency, min(known_on) as copied_on from lines
        where copied_from is not null and other_ref is not null group by all""").materialize()
    return duckdb.sql(f"""
        with known as (
            select l.report_id, kind in {HAPPENED} and coalesce(both_columns, false) as recording_asked,
                   notified_to is not null or notified_on is not null or copied_on is not null as telling_asked,
                   if(w.recorded is null, null, l.known_on) as known_on, coalesce(notified_on, copied_on) as told_on,
                   if(occurred_to::date - occurred_from::date <= {LONGEST_RANGE}, occurred_to::date, null) as happened_on
            from lines as l left join dated using (layout) left join whole as w using (date_style, recorded)
            left join copies as c using (agency, incident_ref))
        select report_id, recording_asked, telling_asked,
               if(recording_asked and known_on >= happened_on, known_on - happened_on, null)::integer as days_to_record,
               if(telling_asked and told_on >= known_on, told_on - known_on, null)::integer as days_to_tell
        from known""")


def _faults(issues):
    """The rows of which an identifier does not stand or a code means nothing to us."""
    return duckdb.sql(f"""
        select row_id, bool_or(code = 'identifier fails its check' or code = 'spreadsheet damage' and split_part(field, '.', 2) in {tuple(RULES)})
               as number_fails, bool_or(code = 'unknown code') as code_unknown
        from issues where severity = 'query' group by row_id""")


def _numbered() -> str:
    """SQL for whether the report gives any identifier that can be checked."""
    given = ", ".join(f"it.{kind}" for kind in RULES)
    return f"len(list_filter(people, lambda it: coalesce({given}) is not null)) > 0"
