"""Who is said to have harmed whom, in which families, where else he or she has been placed, and where he or she is now.

One row per person and family: a family where reports say that this person harmed a member, and one where the person has been
placed (lives or lived with a member, or is named there as partner, step-parent or carer) even if nothing is recorded there yet:
harm elsewhere and a new household is the pattern that goes unseen. Everything here is what agencies said, with who
said it. A row that holds only through a proposed link between two people says so, and shows what would be true if they are one.
"""

import duckdb

from timeline.perpetrators import standing, whereabouts

BESIDE = ("partner", "spouse", "ex-partner", "ex-spouse", "step-parent", "father", "mother", "parent", "carer")
TOGETHER = ("partner", "carer", "parent", "household member", "tenant")


def link(harms, families, periods, links, people, events, mentions, reports) -> duckdb.DuckDBPyRelation:
    """The table `perpetrators`: a row per person said to have caused harm and family, with the children of that family."""
    caused = _caused(harms, events, families).materialize()
    watched = _watched(harms, links).materialize()
    named = _named(watched, people, mentions, reports).materialize()
    placed = _placed(watched, named, families, periods).materialize()
    found = _found(caused, placed, watched).materialize()
    standings = standing.find(found, caused, harms).materialize()
    places = whereabouts.find(watched, periods, reports, people).materialize()
    kids = duckdb.sql("""
        select family_id, list_sort(list_distinct(list(person_id))) as children from families where part = 'child' group by family_id""")
    return duckdb.sql("""
        select f.person_id, f.family_id, f.first_on, f.last_on, f.harmed, coalesce(kids.children, []) as children, f.event_ids,
               s.standing, w.now, case when f.link_id is null then 'confirmed' else 'proposed' end as link, f.link_id
        from found f join standings s using (person_id, family_id) left join places w on w.person_id = f.seen_as
        left join kids using (family_id)""")


def _caused(harms, events, families):
    """Each harm with the family of the harmed person: the one that he or she belonged to that day, or any if none that day."""
    return duckdb.sql("""
        with belonging as (
            select person_id, family_id, min(since) as since, case when bool_and(until is not null) then max(until) end as until
            from families where part <> 'linked person' group by all),
        dated as (
            select h.*, coalesce(e.occurred_from::date, e.known_on) as day
            from harms h join events e using (event_id) where h.source_id <> 'not named'),
        homed as (
            select d.*, b.family_id, d.day >= b.since and (b.until is null or d.day <= b.until) as then_there
            from dated d join belonging b on b.person_id = d.harmed_id)
        select source_id as person_id, * exclude (source_id, then_there) from homed
        qualify then_there or not bool_or(then_there) over (partition by event_id, harmed_id, source_id)""")


def _watched(harms, links):
    """Whom to look for: each person said to have caused harm, as that person or as one whom a proposed link says he or she may be."""
    return duckdb.sql("""
        with harms as materialized (select distinct source_id as person_id from harms where source_id <> 'not named'),
        proposed as (
            select person_id_l as a, person_id_r as b, link_id, match_weight from links where state <> 'refused'
            union all select person_id_r, person_id_l, link_id, match_weight from links where state <> 'refused')
        select person_id, person_id as seen_as, null::varchar as link_id, null::double as match_weight from harms
        union all select a, b, link_id, match_weight from proposed semi join harms on a = person_id""")


def _named(watched, people, mentions, reports):
    """Everyone named in the reports that name a watched person as living with, or being the partner or carer of, someone there."""
    return duckdb.sql(f"""
        with wanted as (select distinct seen_as as person_id from watched),
        who as materialized (select unnest(mention_ids) as mention_id, person_id from people),
        mine as (
            select distinct m.report_id, w.person_id as seen_as
            from wanted w join who using (person_id) join mentions m using (mention_id)
            where m.role in {TOGETHER} or (m.role <> 'witness' and (m.relationship in {BESIDE} or m.lives_here = 'yes')))
        select mine.seen_as, who.person_id as other_person_id, coalesce(r.since, r.occurred_from::date, r.known_on) as day
        from mine join mentions m using (report_id) join who using (mention_id) join reports r using (report_id)
        where who.person_id <> mine.seen_as and m.role not in ('witness', 'caller')""")


def _placed(watched, named, families, periods):
    """With which families a watched person has been placed, from when to when: by living with a member, as named, or as a member."""
    return duckdb.sql("""
        with wanted as materialized (select distinct seen_as from watched),
        belonging as (select distinct family_id, person_id from families where part <> 'linked person'),
        beside as (
            select w.seen_as, p.other_person_id, p.since, p.until from periods p join wanted w on w.seen_as = p.person_id
            where p.kind in ('household', 'relationship') and p.other_person_id is not null
            union all
            select w.seen_as, p.person_id, p.since, p.until from periods p join wanted w on w.seen_as = p.other_person_id
            where p.kind in ('household', 'relationship')
            union all
            select seen_as, other_person_id, day, day from named),
        together as (
            select b.seen_as, m.family_id, b.since, coalesce(b.until, b.since) as last_on
            from beside b join belonging m on m.person_id = b.other_person_id
            union all
            select w.seen_as, f.family_id, f.since, coalesce(f.until, f.since)
            from families f join wanted w on w.seen_as = f.person_id where f.part <> 'linked person')
        select seen_as, family_id, min(since) as first_on, max(last_on) as last_on from together group by all""")


def _found(caused, placed, watched):
    """A row per person and family; what holds for the person alone goes before what a proposed link would add, the likeliest first."""
    return duckdb.sql("""
        with harmed_there as (
            select person_id as seen_as, family_id, min(day) as first_on, max(day) as last_on,
                   list_sort(list_distinct(list(harmed_id))) as harmed,
                   list_sort(list_distinct(list({'day': day, 'id': event_id}))) as dated
            from caused group by all),
        there as (
            select coalesce(h.seen_as, p.seen_as) as seen_as, coalesce(h.family_id, p.family_id) as family_id,
                   least(h.first_on, p.first_on) as first_on, greatest(h.last_on, p.last_on) as last_on, coalesce(h.harmed, []) as harmed,
                   coalesce([x.id for x in h.dated], []) as event_ids
            from harmed_there h full join placed p on p.seen_as = h.seen_as and p.family_id = h.family_id)
        select w.person_id, w.link_id, t.* from there t join watched w using (seen_as)
        qualify row_number() over (partition by w.person_id, t.family_id order by w.link_id is not null, w.match_weight desc, w.link_id) = 1""")
