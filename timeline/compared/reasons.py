"""Why each change: the records, answers, day and settings that differ and touch it, nearest first.

A change is touched by what differs in its own records: those that name its people, or that its signal rests on, on either side. Where nothing
there differs, the next ring is asked: the family of a signal, the company of a person. A rule that a passed day alone can meet is told as such."""

import duckdb

from timeline.compared.tables import CONNECTIONS, FAMILIES, PEOPLE, SIGNALS

FIRST = 50
"""Reasons of one kind that are kept of a change; the others are counted."""

RECORDS = ("new record", "corrected record", "withdrawn record", "record set aside", "record not there", "record used again", "record read otherwise")
KINDS = ("decision", *RECORDS, "time", "settings", "model", "company")
TOLD = "STRUCT(id VARCHAR, row_id VARCHAR, because VARCHAR)[]"


def find(changes, records, answers, made_with, was, now) -> duckdb.DuckDBPyRelation:
    """The reasons of each change: `place` (0 for what touches its own records, 1 for what only touches those around it or everything), `kind`, how many
    (`total`) and the first of them (`told`). `was` and `now` give the tables of the two snapshots by name."""
    differing = _differing(records, answers)
    members = _members(changes, was["families"], now["families"])
    own = _own(changes, members, was["people"], now["people"], was["signals"], now["signals"], was["events"], now["events"])
    near = _met(own, differing, 0)
    bare = duckdb.sql("select change_id, about, family_id from changes anti join near using (change_id)").materialize()
    further = _met(_around(bare, own, was["people"], now["people"], was["families"], now["families"]), differing, 1)
    passed = _passed(bare, changes, made_with, now["signals"])
    judged = _judged(changes, near, further, passed, made_with)
    return duckdb.sql(f"""
        with every as (from near union all from further union all from passed union all from judged)
        select change_id, min(place)::integer as place, kind, count(distinct id) as total,
               list(distinct {{id: id, row_id: row_id, because: because}} order by {{id: id, row_id: row_id, because: because}})[:{FIRST}]::{TOLD} as told
        from every group by change_id, kind order by change_id, place, list_position({list(KINDS)}, kind)""")


def _differing(records, answers) -> duckdb.DuckDBPyRelation:
    """Each report that differs, or that an answer which differs is about: the kind of reason that it gives."""
    return duckdb.sql("""
        select report_id, how as kind, report_id as id, row_id, because from records
        union all
        select distinct split_part(anchor, '#', 1), 'decision', answer_id, null, because
        from (select answer_id, because, unnest([left_id, right_id]) as anchor from answers)""").materialize()


def _members(changes, families_before, families_after) -> duckdb.DuckDBPyRelation:
    """The people whom each change but a signal's is about."""
    return duckdb.sql(f"""
        with c as materialized (from changes)
        select change_id, unnest(list_transform(before || after, lambda x: x.id)) as person_id from c where about = '{PEOPLE}'
        union select change_id, unnest(list_transform(people, lambda x: x.id)) from c where about = '{CONNECTIONS}'
        union select change_id, person_id from (select change_id, unnest(list_transform(before, lambda x: x.id)) as family_id from c where about = '{FAMILIES}')
              join families_before using (family_id) where part <> 'linked person'
        union select change_id, person_id from (select change_id, unnest(list_transform(after, lambda x: x.id)) as family_id from c where about = '{FAMILIES}')
              join families_after using (family_id) where part <> 'linked person'""").materialize()


def _own(changes, members, people_before, people_after, signals_before, signals_after, events_before, events_after) -> duckdb.DuckDBPyRelation:
    """The reports that name the people of a change, on either side, or that its signal rests on."""
    return duckdb.sql(f"""
        with c as materialized (select change_id, unnest(list_transform(before || after, lambda x: x.id)) as signal_id from changes where about = '{SIGNALS}'),
        named as (from people_before semi join members using (person_id) union all from people_after semi join members using (person_id)),
        rested as (select change_id, evidence, reports from c join signals_before using (signal_id)
                   union all select change_id, evidence, reports from c join signals_after using (signal_id)),
        events as (select change_id, unnest(evidence) as event_id from rested),
        told as (select event_id, report_ids from events_before semi join events using (event_id)
                 union all select event_id, report_ids from events_after semi join events using (event_id))
        select distinct change_id, split_part(mention_id, '#', 1) as report_id
        from members join (select person_id, unnest(mention_ids) as mention_id from named) using (person_id)
        union select change_id, unnest(report_ids) from events join told using (event_id)
        union select change_id, unnest(reports) from rested""").materialize()


def _around(bare, own, people_before, people_after, families_before, families_after) -> duckdb.DuckDBPyRelation:
    """Of the changes whose own records are the same: the reports that name anybody of a signal's family, or anybody who is named beside its people."""
    return duckdb.sql(f"""
        with b as materialized (from bare),
        mentioned as materialized (
            select distinct person_id, split_part(mention_id, '#', 1) as report_id
            from (select person_id, unnest(mention_ids) as mention_id from (from people_before union all from people_after))),
        beside as (select change_id, person_id from b join own using (change_id) join mentioned using (report_id) where about <> '{SIGNALS}'
                   union select change_id, person_id from b join (from families_before union all from families_after) using (family_id)
                   where about = '{SIGNALS}')
        select distinct change_id, report_id from beside join mentioned using (person_id)""").materialize()


def _met(touched, differing, place: int) -> duckdb.DuckDBPyRelation:
    return duckdb.sql(f"select change_id, {place} as place, kind, id, row_id, because from touched join differing using (report_id)").materialize()


def _passed(bare, changes, made_with, signals_after) -> duckdb.DuckDBPyRelation:
    """Of the signals that rest on nothing that differs: those of which the day that is shown, which moved, may be why."""
    return duckdb.sql(f"""
        with day as (select before::date as was, after::date as now, because from made_with where what = 'day')
        select change_id, if(raised_on > day.was, 0, 1) as place, 'time' as kind, 'day' as id, null::varchar as row_id,
               if(raised_on > day.was, 'Nothing that it rests on has changed: the day of its raising, ' || strftime(raised_on, '%-d %B %Y')
                  || ', is one that the earlier snapshot did not show.', day.because) as because
        from bare join changes c using (change_id) cross join day left join signals_after s on s.signal_id = c.after[1].id
        where bare.about = '{SIGNALS}'""").materialize()


def _judged(changes, near, further, passed, made_with) -> duckdb.DuckDBPyRelation:
    """The settings, for every signal, and the model, for everything else, where they differ; and for what nothing explains, that others' records did."""
    return duckdb.sql(f"""
        with every as (select change_id, about from changes),
        whole as (
            select change_id, 1 as place, if(what like 'model%', 'model', 'settings') as kind, what as id, because from every, made_with
            where about = '{SIGNALS}' and what in ('settings', 'categories') or about <> '{SIGNALS}' and what like 'model%'),
        explained as (select change_id from near union select change_id from further union select change_id from passed union select change_id from whole)
        select change_id, place, kind, id, null::varchar as row_id, because from whole
        union all
        select change_id, 1, 'company', 'company', null,
               'No record of its own differs: it follows from what changed of people around it, or from an earlier version of this program.'
        from every anti join explained using (change_id)""").materialize()
