"""When a person was pregnant, from maternity bookings and births.

A pregnancy is taken to begin 280 days before the expected day of birth (Naegele's rule), or before the birth where none was
expected, and ends with the birth, or on the expected day while none is recorded. A booking that gives no expected day is taken
to be made at about ten weeks, and the period is inferred. Records whose ends lie within 150 days of one another are of one
pregnancy. Being pregnant or having a baby under 18 months old (DASH question 9) is a rule's question and not asked here.
"""

import duckdb

from timeline.agencies import titles
from timeline.dates import in_words

TERM = 280
AFTER_BOOKING = 210
SAME = 150


def find(reports, named) -> duckdb.DuckDBPyRelation:
    """Periods of kind pregnancy, of the person whom the record is about: its patient or subject, or the child's mother."""
    return spans(reports, bearing(named))


def bearing(named) -> duckdb.DuckDBPyRelation:
    """Of the mentions in each record of a pregnancy or a birth, the one whose pregnancy it tells of."""
    return duckdb.sql("""
        select * from named
        where category in ('pregnancy', 'birth')
          and (role in ('patient', 'subject') or (role in ('carer', 'parent') and relationship = 'mother'))
          and relationship is distinct from 'father'
        qualify row_number() over (partition by report_id order by role = 'patient' desc, role = 'subject' desc, mention_id) = 1""").materialize()


def spans(reports, bearing) -> duckdb.DuckDBPyRelation:
    """The periods that these records tell of."""
    records = _records(reports, bearing)
    return duckdb.sql(f"""
        with marked as (
            select *, until - lag(until) over (partition by person_id order by until, report_id) > {SAME} as starts from records),
        numbered as (
            select *, count(*) filter (starts) over (partition by person_id order by until, report_id) as pregnancy from marked),
        gathered as (
            select person_id, pregnancy, max(until) filter (category = 'birth') as born_on,
                   max_by(due_on, (known_on, report_id)) filter (due_on is not null) as due_on, max(until) as guessed,
                   min(known_on) as known_on, min(received_on) as received_on,
                   list_sort(list_distinct(list(report_id))) as report_ids,
                   {titles.listed("list(agency)")} as agencies
            from numbered group by person_id, pregnancy)
        select 'pregnancy' as kind, person_id, null::varchar as other_person_id, null::varchar as place_key, null::varchar as place,
               null::varchar as place_kind, (coalesce(due_on, born_on, guessed) - {TERM})::date as since,
               coalesce(born_on, due_on, guessed) as until, null::varchar as state,
               case when coalesce(born_on, due_on) is null then 'inferred' else 'stated' end as certainty,
               known_on, received_on, report_ids,
               agencies || coalesce(': a birth on ' || {in_words("born_on")}, ': a birth expected on ' || {in_words("due_on")},
                                    ': a booking on ' || {in_words(f"(guessed - {AFTER_BOOKING})::date")} || ' that gives no expected day')
               || '; the first day is an estimate' as because
        from gathered""")


def _records(reports, bearing):
    return duckdb.sql(f"""
        select n.person_id, n.report_id, n.agency, n.known_on, n.received_on, n.category, r.due_on,
               case when n.category = 'birth' then n.day else coalesce(r.due_on, (n.day + {AFTER_BOOKING})::date) end as until
        from bearing n join reports r using (report_id)""")
