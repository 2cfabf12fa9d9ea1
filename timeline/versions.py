"""Versions: what became of each record. The books: every record and every unreadable line has exactly one state.

Rows are versions, appended; what is current follows from the day that each extract shows and from nothing else, so it is the
same in whatever order the files came. A quarantined row replaces nothing. A full extract that leaves a report out says that it
is gone, unless lines of that extract could not be read or more than a fifth of what was live would vanish at once: then the
reports stay until a person has looked. A record whose content was removed by a confirmed order has a state of its own, and replaces nothing.
"""

from datetime import date

import duckdb

from timeline import dates
from timeline.codes import written_plainly

MOST_VANISHED = 0.2
FOREVER = "date '9999-12-31'"


def settle(rows, issues, codes, files, as_of: date | None = None):
    """`versions` of all records. With `as_of` an extract that shows a later day changes nothing that an earlier one shows."""
    removed = duckdb.sql("select row_id, regexp_extract(raw, 'R-[0-9]+') as order_id from rows where part = 'removed'").materialize()
    known = _known(rows, issues, codes).materialize()
    used = _used(known, as_of).materialize()
    gone, held = _left_out(known, files, as_of)
    return _settled(known, used, gone, held).union(duckdb.sql("""
        select row_id, null::varchar, 'removed', null::varchar, 'removed by the order ' || order_id || ': what it held is no longer kept' from removed"""))


def _known(rows, issues, codes):
    """Each record with what settling needs: its report, its place in time, whether it may count and what it does."""
    return duckdb.sql(f"""
        with wrong as (select row_id, string_agg(distinct code, ', ' order by code) as reasons from issues where severity = 'error' group by row_id),
        changing as (select layout, code, means from codes where field = 'change')
        select r.row_id, r.agency || ':' || r.system || ':' || fields.ref as report_id, r.layout, r.area, r.as_at, r.raw_hash,
               {_moment('r.as_at')} + row_number() over (order by r.as_at, r.received_on, r.file_hash, line_from, r.row_id) as stands, reasons,
               part = 'record' and reasons is null and fields.ref is not null as counts,
               coalesce(means, {written_plainly('fields.change')}, '') = 'withdrawn' as withdraws,
               coalesce({dates.earliest('fields.recorded_on', 'date_style')}, {dates.earliest('fields.occurred_from', 'date_style')}) as day
        from rows as r left join wrong using (row_id)
        left join changing on changing.layout = r.layout and changing.code = {written_plainly('fields.change')}
        where part in ('record', 'unreadable')""")


def _used(known, as_of):
    """The different versions of each report: exact duplicates as one, told by the first of them and standing where the last stands.

    With a day: the versions that extracts up to that day show, or where there are none those of the first extract after it."""
    by = f"date '{as_of}'" if as_of else FOREVER
    return duckdb.sql(f"""
        with shown as (
            select *, coalesce(max(as_at) filter (as_at <= {by}) over same, min(as_at) over same) as until
            from known where counts window same as (partition by report_id))
        select report_id, layout, raw_hash, arg_min(row_id, stands) as row_id, max(stands) as stands, max(as_at) as as_at,
               bool_or(withdraws) as withdraws
        from shown where as_at <= until group by report_id, layout, raw_hash""")


def _left_out(known, files, as_of):
    """Reports that a full extract leaves out: those that are gone by it, and those held back for a person, each with a sentence."""
    shown = duckdb.sql("select distinct report_id, as_at from known where report_id is not null").materialize()
    elsewhere = _in_several(known).materialize()
    extracts = _full_extracts(files, known, as_of).materialize()
    gone = held = duckdb.sql("select ''::varchar as report_id, null::date as as_at, ''::varchar as because limit 0")
    for turn in range(1, (extracts.aggregate("max(turn)").fetchall()[0][0] or 0) + 1):
        missing = _missing(turn, extracts, known, shown, elsewhere, gone).materialize()
        gone = duckdb.sql("select * from gone union all select report_id, as_at, because from missing where may_go").materialize()
        held = duckdb.sql("select * from held union all select report_id, as_at, because from missing where not may_go").materialize()
    return gone, held


def _full_extracts(files, known, as_of):
    """Full extracts in turn: files of one layout and area that show one day are one extract, which covers the days that any of them covers.
    Whole: each of its lines was read."""
    by = f"date '{as_of}'" if as_of else FOREVER
    return duckdb.sql(f"""
        with unread as (select distinct layout, area, as_at from known where report_id is null)
        select f.layout, f.area, f.as_at, list(struct_pack(first := covers_from, last := covers_to)) as covers, bool_or(accept_vanished) as accepted,
               string_agg(file, ' and ' order by file) as file, bool_and(unread.layout is null) as whole,
               row_number() over (partition by f.layout, f.area order by f.as_at) as turn
        from files as f left join unread using (layout, area, as_at)
        where extent = 'full' and problem is null and as_at <= {by} group by f.layout, f.area, f.as_at""")


def _in_several(known):
    """When each layout and area showed a report, of those that more than one has shown: a family moves, a supplier changes its export."""
    return duckdb.sql("""
        with counted as materialized (select report_id, layout, area, as_at from known where counts),
        several as (select report_id from counted group by report_id
                    having min(layout) <> max(layout) or min(coalesce(area, '')) <> max(coalesce(area, '')))
        select distinct report_id, layout, area, as_at from counted semi join several using (report_id)""")


def _missing(turn, extracts, known, shown, elsewhere, gone):
    """Live reports that the extract of this turn should show and does not, and whether they may go.

    What has come by another layout or area since is theirs to leave out."""
    return duckdb.sql(f"""
        with latest as (
            select layout, area, e.file, e.as_at as shows, e.accepted, e.whole, e.covers, k.report_id, max(k.as_at) as seen,
                   arg_max(withdraws, stands) as withdrawn, arg_max(day, stands) as day
            from extracts as e join known as k using (layout, area) where turn = {turn} and counts and k.as_at < e.as_at group by all),
        live as (
            select l.*, s.report_id is null as absent from latest as l
            anti join gone as g on g.report_id = l.report_id and g.as_at >= seen and g.as_at < shows
            anti join elsewhere as o on o.report_id = l.report_id and (o.layout, o.area) <> (l.layout, l.area) and o.as_at > seen and o.as_at < shows
            left join shown as s on s.report_id = l.report_id and s.as_at = l.shows
            where not withdrawn and len(list_filter(covers, lambda it: day between it.first and it.last)) > 0),
        counted as (
            select *, count(*) over (partition by file) as were, count(*) filter (absent) over (partition by file) as vanish from live)
        select report_id, shows as as_at, accepted or (whole and vanish <= {MOST_VANISHED} * were) as may_go,
               'left out of the full extract ' || file || ' of ' || shows ||
               case when accepted or (whole and vanish <= {MOST_VANISHED} * were) then ', which covers its day'
                    when not whole then ', some lines of which could not be read: kept, since it may be one of them. If ' || vanish ||
                        ' are really gone, set accept_vanished = true for that file in extracts.toml, or say yes to it under Load'
                    else ' with ' || vanish || ' of ' || were || ' at once: kept until a person has checked that they are really gone and has set '
                        || 'accept_vanished = true for that file in extracts.toml, or has said yes to it under Load' end as because
        from counted where absent""")


def _settled(known, used, gone, held):
    """The state of every row: that of its version, unless it is another copy of it, does not count, or comes too late."""
    states = _states(used, gone, held).materialize()
    return duckdb.sql("""
        select k.row_id, k.report_id,
               case when not counts then 'quarantined' when s.row_id = k.row_id then s.state when s.row_id is not null then 'exact duplicate'
                    else 'superseded' end as state,
               case when s.row_id = k.row_id then s.replaced_by else s.row_id end as replaced_by,
               case when not counts then 'not used: ' || coalesce(reasons, 'missing reference') when s.row_id = k.row_id then s.because
                    when s.row_id is not null then 'the same as ' || s.row_id || ', word for word'
                    else 'shows a later day than this run looks at' end as because
        from known as k left join states as s on counts and s.report_id = k.report_id and s.layout = k.layout and s.raw_hash = k.raw_hash""")


def _states(used, gone, held):
    """The state of every version, from the order of its report's versions and from what withdrew it."""
    ordered = duckdb.sql("""
        select *, lead(row_id) over later as next_row, lead(as_at) over later as next_day, count(*) over (partition by report_id) as versions
        from used window later as (partition by report_id order by stands)""").materialize()
    withdrawals = duckdb.sql(f"""
        select report_id, stands, row_id as by_row, 'withdrawn by ' || row_id as because from used where withdraws
        union all select report_id, {_moment('as_at + 1')} as stands, null, because from gone""").materialize()
    ended = duckdb.sql("""
        select u.row_id, arg_min(coalesce(w.by_row, ''), w.stands) as by_row, arg_min(w.because, w.stands) as because
        from used as u join withdrawals as w on w.report_id = u.report_id and w.stands >= u.stands group by u.row_id""").materialize()
    kept = duckdb.sql("select report_id, arg_max(because, as_at) as because, max(as_at) as as_at from held group by report_id").materialize()
    return duckdb.sql("""
        select o.report_id, o.layout, o.raw_hash, o.row_id,
               case when e.row_id is not null then 'withdrawn' when next_row is null then 'current' else 'superseded' end as state,
               case when e.row_id is not null then nullif(nullif(e.by_row, o.row_id), '') else next_row end as replaced_by,
               case when e.by_row = o.row_id then 'says itself that it is withdrawn' when e.row_id is not null then e.because
                    when next_row is not null then 'replaced by ' || next_row || ' of the extract of ' || next_day
                    when k.as_at > o.as_at then k.because
                    when versions = 1 then 'the only version' else 'the latest of ' || versions || ' versions' end as because
        from ordered as o left join ended as e using (row_id) left join kept as k on k.report_id = o.report_id""")


def _moment(day: str) -> str:
    """SQL for a number that puts all of a day's rows after those of the day before."""
    return f"({day} - date '1970-01-01') * 10000000000"
