"""One agency's account of something: a row's cells, translated and typed.

Three days are kept apart: when it happened (a range with its precision), when the agency knew, when we received it. A record
of abuse or of a concern that gives no day of its own is undated: the day it was written down is not the day it happened. A
contact, a protective step, a move or a strength happens on the day that it is recorded.
"""

import duckdb

from timeline import addresses, dates
from timeline.agencies import WORDS
from timeline.codes import written_plainly

CODED = ("category", "outcome", "grade", "statement", "relationship", "separation", "handling", "notified_to", "copied_from", "referred_by")
FIRST_DAYS = ("notified_on", "since", "due_on", "made_on", "served_on", "expires_on", "ended_on")
LAST_DAYS = ("recorded_on", "until")  # a month or a year written there means its last day
DATED = ("occurred_from", "occurred_to", *FIRST_DAYS, *LAST_DAYS)
AS_IT_HAPPENS = ("contact", "protection", "movement", "strength")
END_OF_DAY = "to_minutes(1439)"


def shape(rows, versions, codes, categories):
    """`reports`: one for each current row. A code without a meaning leaves its field empty; `issues` has said so."""
    current = duckdb.sql("""
        select v.report_id, r.row_id, r.layout, r.agency, r.system, r.area, r.as_at, r.received_on, r.date_style, r.fields, r.asked
        from rows as r join versions as v using (row_id) where v.state = 'current'""")
    places = addresses.read(duckdb.sql("select fields.place as address, fields.place_postcode as postcode from current")).materialize()
    typed = _typed(current, codes)
    return duckdb.sql(f"""
        select report_id, row_id, agency, system, area, if(as_recorded, known_on::timestamp, earliest) as occurred_from,
               if(as_recorded, known_on + {END_OF_DAY}, latest) as occurred_to, if(as_recorded, 'day', coalesce(precision, 'undated')) as precision,
               known_on, received_on, notified_to, notified_on, category, kind, gravity::tinyint as gravity, type, physical,
               {_factors()} as factors, coalesce(statement, if(kind = 'abuse', 'allegation', 'fact')) as statement, outcome, grade,
               fields.grade_tool as grade_tool, agency || ':' || {_reference('fields.incident_ref')} as incident_ref,
               coalesce(copied_from || ':', '') || {_reference('fields.other_ref')} as other_ref, copied_from, referred_by, relationship, separation,
               fields.place as place, place_key, handling, fields.words as words, since, until, due_on, made_on, served_on, expires_on,
               ended_on, fields.conditions as conditions
        from (select *, earliest is null and kind in {AS_IT_HAPPENS} as as_recorded from typed join categories using (category)
              join places on places.address is not distinct from fields.place and places.postcode is not distinct from fields.place_postcode)""")


def _reference(text: str) -> str:
    return f"nullif(upper(regexp_replace({text}, '\\s', '', 'g')), '')"


def _typed(current, codes):
    """Each current row with its codes as our words, its days typed, what happened when, and when the agency knew."""
    read_codes, read_days, read_times = _meanings(current, codes), _days(current), _times(current)
    answers = _answers(current, codes)
    cells = f"""
        select current.*, said_yes, said_no, {', '.join(f'of_{field}.means as {field}' for field in CODED)},
               {', '.join(f'of_{field}.first as {field}' for field in FIRST_DAYS)}, {', '.join(f'of_{field}.last as {field}' for field in LAST_DAYS)},
               coalesce(of_occurred_from.first, of_occurred_to.first) as first_day, coalesce(of_occurred_to.last, of_occurred_from.last) as last_day,
               coalesce(of_occurred_from.precision, of_occurred_to.precision) as exactly, of_occurred_to.last is null as one_cell,
               coalesce(time_from.since_midnight, of_occurred_from.since_midnight) as begins,
               coalesce(time_to.since_midnight, of_occurred_to.since_midnight) as ends
        from current left join answers using (layout)
        {_lookups('meanings', CODED, "{it}.layout = current.layout and {it}.field = '{field}'")}
        {_lookups('days', DATED, '{it}.style = date_style')}
        left join times as time_from on time_from.cell = fields.occurred_from_time
        left join times as time_to on time_to.cell = fields.occurred_to_time"""
    ranges = f"""
        select *, first_day + coalesce(begins, to_minutes(0)) as one_end,
               case when ends is null and begins is not null and one_cell then one_end
                    when ends < begins and first_day = last_day and one_cell then last_day + ends + interval 1 day
                    else last_day + coalesce(ends, {END_OF_DAY}) end as other_end
        from ({cells})"""
    return duckdb.sql(f"""
        with meanings as materialized (from read_codes), days as materialized (from read_days), times as materialized (from read_times)
        select * exclude (recorded_on), least(one_end, other_end) as earliest, greatest(one_end, other_end) as latest,
               case when one_end = other_end then 'minute' when begins is not null or ends is not null then 'range'
                    when first_day = last_day or one_cell then exactly when first_day is not null then 'range' end as precision,
               least(coalesce(recorded_on, latest::date, as_at), received_on) as known_on
        from ({ranges})""")


def _lookups(table: str, fields, condition: str) -> str:
    """A join for each field to the table that reads its cells."""
    return " ".join(f"left join {table} as of_{field} on of_{field}.cell = fields.{field} and {condition.format(it=f'of_{field}', field=field)}"
                    for field in fields)


def _meanings(current, codes):
    """Each distinct coded cell of each layout as one of our words."""
    written = duckdb.sql(f"""
        select distinct layout, unnest({list(CODED)}) as field, unnest([{', '.join(f'fields.{field}' for field in CODED)}]) as cell from current""")
    return duckdb.sql(f"""
        select layout, field, cell, coalesce(means, if({_is_ours('field', 'plain')}, plain, null)) as means
        from (select *, {written_plainly('cell')} as plain from written where cell is not null)
        left join (select layout, field, code as plain, means from codes) using (layout, field, plain)""").materialize()


def _is_ours(field: str, word: str) -> str:
    """SQL for whether a word is one of ours already, as a layout's constants are. Categories and agencies are not listed there."""
    listed = " or ".join(f"{field} = '{name}' and {word} in {WORDS[name]}" for name in CODED if name in WORDS)
    return f"({field} in ('category', 'notified_to', 'copied_from', 'referred_by') or {listed})"


def _days(current):
    """Each distinct cell of a day, read; midnight after a day is how exports write a day without a time."""
    written = duckdb.sql(f"""
        select distinct date_style as style, unnest([{', '.join(f'fields.{field}' for field in DATED)}]) as cell from current""")
    return duckdb.sql(f"""
        select style, cell, {dates.earliest('cell', 'style')} as first, {dates.latest('cell', 'style')} as last,
               {dates.precision('cell', 'style')} as precision, nullif({dates.clock_after('cell')}, to_minutes(0)) as since_midnight
        from written where cell is not null""").materialize()


def _times(current):
    written = duckdb.sql("select distinct unnest([fields.occurred_from_time, fields.occurred_to_time]) as cell from current")
    return duckdb.sql(f"select cell, {dates.clock('cell')} as since_midnight from written where cell is not null").materialize()


def _answers(current, codes):
    """Each layout's ways of writing yes and no to a risk question."""
    written = duckdb.sql("select distinct layout, unnest(asked).answer as cell from current where len(asked) > 0")
    return duckdb.sql(f"""
        select layout, list(cell) filter (means = 'yes') as said_yes, list(cell) filter (means = 'no') as said_no
        from (select layout, cell, coalesce(means, plain) as means from (select *, {written_plainly('cell')} as plain from written)
              left join (select layout, code as plain, means from codes where field = 'answer') using (layout, plain))
        group by layout""").materialize()


def _factors() -> str:
    """SQL for the map of risk factors: those that were asked, each with its answer, and those that the category itself asserts."""
    asserted = "list_filter(factors, lambda f: not list_contains(list_transform(asked, lambda a: a.factor), f))"
    answer = ("case when list_contains(factors, a.factor) or list_contains(said_yes, a.answer) then 'yes'"
              " when list_contains(said_no, a.answer) then 'no' else 'not asked' end")
    return (f"map_from_entries(list_concat(list_transform(asked, lambda a: {{'k': a.factor, 'v': {answer}}}),"
            f" list_transform({asserted}, lambda f: {{'k': f, 'v': 'yes'}})))")
