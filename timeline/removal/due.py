"""Which records are past the day until which they may be kept, as their agency's period says, each with that day and why."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from timeline.keeping.periods import CHILD_18, CHILD_25, CONTACT, Period
from timeline.keeping.rows import RECORD


@dataclass(frozen=True)
class Due:
    """A record that is past its date: what it is called (its id, or the file and line of one that has none), what an order keeps a hash of, its agency and
    how many rows hold it; the month in which it was known, if a report of it stands; until when it was kept, and why; and its families."""

    name: str
    record: str
    agency: str
    rows: int
    month: str
    until: date
    because: str
    families: tuple[str, ...]


def find(reader: duckdb.DuckDBPyConnection, periods: dict[str, Period], today: date) -> list[Due]:
    """The records of the published snapshot on this connection that are past their date on the day `today`, by agency and id.

    Last contact is the last day on which any agency recorded anything of a family on whose timeline the record stands, or, where it stands on none, of
    anybody whom it names. A record of which no version stands, and a line that is no record, has the day on which it was last received. Of a family
    with a child whose date of birth nobody recorded, a period counted from the youngest child's birthday cannot be told, and nothing is due; where no
    child is known, it is counted as for one born on the day of the last contact, so that nothing goes sooner than any child's record would."""
    if not periods:
        return []
    agreed = pa.table({"agency": list(periods), "years": [one.years for one in periods.values()],
                       "counted_from": [one.counted_from for one in periods.values()]})
    ask = reader.cursor()
    ask.execute("use made")
    ask.register("agreed", agreed)
    found = ask.execute(_QUERY, {"today": today}).fetchall()
    return [Due(*line[:-1], tuple(line[-1] or ())) for line in found]


_QUERY = f"""
    with held as (
        select {RECORD} as record, coalesce(any_value(v.report_id), min(r.row_id)) as name, any_value(r.agency) as agency, count(*) as rows,
               max(r.received_on) as received_on
        from rows as r join versions as v using (row_id) where r.part in ('record', 'unreadable') group by 1),
    people_of as (select person_id, split_part(unnest(mention_ids), '#', 1) as report_id from people),
    told as (select distinct family_id, unnest(report_ids) as report_id from timelines join events using (event_id)),
    circles as (
        from told union all
        select person_id, report_id from people_of where report_id not in (select report_id from told)),
    reached as (from told union all select distinct person_id, report_id from people_of),
    last_contact as (select family_id, max(known_on) as known_on from reached join reports using (report_id) group by family_id),
    children as (
        select family_id, max(dob) as youngest, count(*) - count(dob) as unknown, bool_or(dob_precision <> 'day') as vague
        from (select distinct family_id, person_id from families where part = 'child') join people using (person_id) group by family_id),
    told_of as (
        select report_id, max(l.known_on) as contact, max(youngest) as youngest, coalesce(sum(unknown), 0) as unknown, bool_or(vague) as vague,
               list_sort(list(distinct family_id) filter (starts_with(family_id, 'F-'))) as families
        from circles join last_contact as l using (family_id) left join children using (family_id) group by report_id),
    days as (
        select h.*, a.years, a.counted_from, p.known_on, t.families, t.unknown, a.counted_from in ('{CHILD_18}', '{CHILD_25}') as of_child,
               if(a.counted_from = '{CHILD_18}', 18, 25) as age,
               if(of_child and p.report_id is not null, t.youngest, null) as born,
               case when p.report_id is null then h.received_on when born is not null then born + to_years(if(t.vague, 1, 0))
                    when a.counted_from = '{CONTACT}' or of_child then coalesce(t.contact, p.known_on) else p.known_on end::date as first_day,
               if(of_child, first_day + to_years(age), first_day)::date as day
        from held as h join agreed as a using (agency) left join reports as p on p.report_id = h.record left join told_of as t on t.report_id = h.record)
    select name, record, agency, rows, coalesce(strftime(known_on, '%Y-%m'), '') as month, (day + to_years(years::integer))::date as until,
           years || if(years = 1, ' year', ' years') || ' from ' || strftime(day, '%-d %B %Y') || ', ' ||
           case when born is not null then 'when the youngest child of the family turns ' || age
                when of_child then 'when a child would turn ' || age || ' who was born on ' || if(known_on is null,
                    'the day on which it was last received: no version of it stands', 'the day of the last contact with the family, in which no child is known')
                when known_on is null then 'the day on which it was last received: no version of it stands' when counted_from = '{CONTACT}'
                then 'the last contact of any agency with the family' else 'the day of the record' end as because, families
    from days where until < $today and not (of_child and coalesce(unknown, 0) > 0) order by agency, name"""
