"""Moved to a new relationship or household: someone with a history of alleged harm now lives with, or is with, other people.

**What.** A person who is said to have harmed someone is later placed with a household or adult of another family: for at least
14 days, or by two agencies that do not copy one another. No incident there is needed.

**Since when.** Raised on the first day on which the placement and the history were both known. The same day, for four
weeks, when a severe factor was ever recorded of the person, or a child under eight, of unknown age or unborn is there; else a
review, which stays while the placement lasts as far as known; after a year and when it has ended, a note.

**What would change it.** It becomes a review after four weeks, and a note a year later if the placement has ended. Where it rests on a
proposed link, an answer that the two are different people ends it. The absence of incidents does not lower it.

**Why it matters.** Reviews of children's deaths found that the men concerned went unseen; abuse is repeated in new
relationships while the earlier family is the one that is watched. Abuse of the earlier family often goes on too.

**Cautions.** The signal stands on the new family. It never says whom the history concerns, or where anyone lived or lives: the agencies
named hold it. It is not a disclosure; that is for people to decide under the disclosure scheme. Institutions, shared
houses, relatives' homes and no fixed abode never count, nor does the family in which the person was a child. A lodger, a visitor or a
parent who shares the care of children may look the same. People change: the dates are shown. Where only a proposed link says
that it is the same person, the one thing to do is to check who this is.

**Source.** JTAI 2017; Child Safeguarding Practice Review Panel 2022; HM Inspectorate of Probation 2018, 2023."""

import duckdb

from timeline.agencies import titles

HEADING = "Moved to a new relationship"
NOTHING = ("nobody with a recorded history of harming someone of another family is known to be placed with this one; {overlap_days} days or "
           "{origins} agencies are needed")


def find(counted, accounts, known_periods, links, families, people, mentions, reports, as_of, *, overlap_days, origins, child_age, severe,
         places_left_out, same_day_days, review_days):
    """What the rule says of each person placed with each family on each day on which its answer could change."""
    history = duckdb.sql("""
        select * from counted where settled and day is not null and manner = 'named'""").materialize()
    identities = _identities(history, links)
    together = _together(known_periods, reports, families, identities, places_left_out)
    arrivals = _arrivals(together, identities, history, families)
    stood = _stood(arrivals, _second_origin(arrivals, reports, origins), people, overlap_days)
    grave = _grave(history, accounts, severe)
    young = _young(stood, families, people, mentions, known_periods, child_age)
    looks = _looks(stood, grave, young, as_of, same_day_days, review_days)
    return _answers(looks, history, young, overlap_days, origins, child_age, same_day_days, review_days)


def _identities(history, links):
    """Each person with a history, and whom he or she is or may be: the same person, or one of a proposed link."""
    return duckdb.sql("""
        with harming as materialized (select distinct person_id from history),
        maybe as materialized (select person_id_l, person_id_r from links where state <> 'refused'),
        both_ways as (
            select person_id_l as person_id, person_id_r as placed_id from maybe union all select person_id_r, person_id_l from maybe)
        select person_id, person_id as placed_id, false as proposed from harming
        union all select person_id, placed_id, true from both_ways where person_id in (select person_id from harming)""").materialize()


def _together(known_periods, reports, families, identities, places_left_out):
    """Who was known to be placed with whom, in each stretch of days: told as a household or relationship, or living at one address at one time.

    At one address both must have been told of there after the later of the two came, and it is known when they were: an old address
    never left says nothing."""
    members = duckdb.sql("select distinct family_id, person_id from families where part <> 'linked person'")
    held = duckdb.sql("""
        with kept as (
            select period_id, kind, person_id, other_person_id, place_key, since, until, known_on, report_ids, known_from, known_until
            from known_periods
            where kind in ('residence', 'household', 'relationship') and certainty <> 'planned'
              and (place_kind is null or not list_contains($left_out, place_kind))),
        parts as (select period_id, unnest(report_ids) as report_id from kept),
        told_of as (select period_id, list(r.known_on) as told_on from parts join reports r using (report_id) group by all)
        select * from kept join told_of using (period_id)""", params={"left_out": places_left_out}).materialize()
    return duckdb.sql("""
        with placed as (select distinct placed_id from identities), held as materialized (from held),
        told as (
            select person_id as placed_id, other_person_id as with_id, since, until, known_on, report_ids, report_ids as told_in, known_from, known_until
            from held
            union all select other_person_id, person_id, since, until, known_on, report_ids, report_ids, known_from, known_until from held
            union all
            select a.person_id, b.person_id, greatest(a.since, b.since) as came, least(a.until, b.until),
                   greatest(a.known_on, b.known_on, list_min(list_filter(a.told_on, lambda day: day >= came)),
                            list_min(list_filter(b.told_on, lambda day: day >= came))),
                   list_distinct(a.report_ids || b.report_ids), a.report_ids, greatest(a.known_from, b.known_from), least(a.known_until, b.known_until)
            from held a join held b on a.kind = 'residence' and b.kind = 'residence' and a.place_key = b.place_key
             and a.person_id <> b.person_id
            where a.person_id in (select placed_id from placed)
              and greatest(a.since, b.since) <= coalesce(least(a.until, b.until), date '9999-12-31')
              and least(list_max(a.told_on), list_max(b.told_on)) >= came)
        select t.*, coalesce(since, known_on) as came, m.family_id from told t join placed using (placed_id) join members m on m.person_id = t.with_id""")


def _arrivals(together, identities, history, families):
    """Placements on each day on which more became known of them or of the history: after harm to someone of another family, in a family where
    nobody was harmed before. A day on which none holds any more has a row without one."""
    raised_there = duckdb.sql("select distinct family_id, person_id from families where part = 'child'").materialize()
    begun = duckdb.sql("""
        select i.person_id, i.proposed, t.* from together t join identities i using (placed_id)
        where (t.family_id, t.placed_id) not in (select (family_id, person_id) from raised_there)
          and (t.family_id, i.person_id) not in (select (family_id, person_id) from raised_there)""").materialize()
    concerned = duckdb.sql("""
        with homes as (select distinct family_id, person_id from families where part <> 'linked person'),
        pairs as (select distinct person_id, placed_id, family_id from begun)
        select p.*, h.day, h.counts_from, h.counts_to, m.person_id is not null as there from pairs p join history h using (person_id)
        left join homes m on m.family_id = p.family_id and m.person_id = h.harmed_id""").materialize()
    days = duckdb.sql("""
        select placed_id, family_id, unnest([known_from, known_until]) as on_day from begun semi join concerned using (placed_id, family_id)
        union select placed_id, family_id, unnest([counts_from, counts_to + 1]) from concerned""")
    return duckdb.sql("""
        with judged as (
            select d.on_day, b.* exclude (known_from, known_until),
                   min(h.counts_from) filter (not there) as history_known, count(*) filter (there) as before_there
            from days d join begun b using (placed_id, family_id)
            join concerned h using (placed_id, family_id, person_id)
            where d.on_day >= b.known_from and (b.known_until is null or d.on_day < b.known_until) and h.day < b.came
              and d.on_day between h.counts_from and coalesce(h.counts_to, d.on_day) group by all)
        select d.placed_id, d.family_id, d.on_day, j.* exclude (placed_id, family_id, on_day)
        from days d left join (from judged where before_there = 0) j using (placed_id, family_id, on_day)
        qualify count(j.person_id) over (partition by placed_id, family_id) > 0""").materialize()


def _second_origin(arrivals, reports, origins):
    """The day on which enough agencies, none copying another, had told of the placement as it stood on a day, and who they are."""
    return duckdb.sql(f"""
        with parts as (select distinct person_id, placed_id, family_id, on_day, came, known_on as met_on, unnest(told_in) as report_id from arrivals),
        told as (
            select person_id, placed_id, family_id, on_day, agency, min(greatest(known_on, met_on)) as known_on from parts join reports using (report_id)
            where copied_from is null and known_on >= came group by all)
        select person_id, placed_id, family_id, on_day, list_sort(list(known_on))[$origins] as enough_on, count(*) as origins,
               {titles.listed("list(agency)")} as tellers
        from told group by all""", params={"origins": origins})


def _stood(arrivals, origins_of, people, overlap_days):
    """Each person and new family as it stood from a day until before the next: since when, with whom, told by whom, and the day on which that
    was enough, if it was.

    With whom are those who are there as far as known, or were to its end; whoever of them moved out before is in `left_whom`. A confirmed identity goes
    before a proposed one; of several proposed ones the least id stands."""
    return duckdb.sql("""
        with ends as (
            select *, max(coalesce(until, date '9999-12-31')) over (partition by placed_id, family_id, on_day, person_id, proposed, with_id) as ends
            from arrivals),
        lasting as (select *, ends = max(ends) over (partition by placed_id, family_id, on_day, person_id, proposed) as lasts from ends),
        joined as (
            select a.placed_id, a.family_id, a.on_day, a.person_id, a.proposed, min(came) as came,
                   case when bool_or(until is null) then null else max(until) end as until,
                   min(history_known) as history_known, list_sort(list_distinct(flatten(list(report_ids)))) as reports,
                   min(greatest(known_on, came + $overlap_days::int)) filter (coalesce(until - came, $overlap_days) >= $overlap_days) as long_on,
                   string_agg(distinct w.name, ', ' order by w.name) filter (lasts) as with_whom, min(came) filter (lasts) as with_since,
                   string_agg(distinct w.name, ', ' order by w.name) filter (not lasts) as left_whom, min(came) filter (not lasts) as left_since,
                   max(coalesce(until, known_on) - came) as days_known
            from lasting a left join people w on w.person_id = a.with_id group by all),
        one as (
            select j.*, o.origins, o.tellers, p.name as person,
                   case when long_on is not null or enough_on is not null then greatest(least(long_on, enough_on), history_known) end as moved_on
            from joined j left join origins_of o using (person_id, placed_id, family_id, on_day) join people p on p.person_id = j.placed_id
            qualify row_number() over (partition by placed_id, family_id, on_day order by moved_on is null, proposed, j.person_id) = 1)
        select * rename (on_day as stands_from), lead(on_day) over (partition by placed_id, family_id order by on_day) as stands_until from one""",
                      params={"overlap_days": overlap_days}).materialize()


def _grave(history, accounts, severe):
    """The severe factors recorded of a person, against anyone, each since when, and the day of the first."""
    return duckdb.sql("""
        with answered as (select event_id, known_on, unnest(map_entries(factors)) as entry from accounts where cardinality(factors) > 0),
        first_told as (
            select person_id, entry.key as factor, min(greatest(a.known_on, counts_from)) as known_on
            from answered a join history using (event_id) where entry.value = 'yes' and list_contains($severe, entry.key) group by all)
        select person_id, min(known_on) as grave_on, list({'factor': factor, 'known_on': known_on} order by factor) as told_factors
        from first_told group by all""", params={"severe": severe}).materialize()


def _young(stood, families, people, mentions, known_periods, child_age):
    """Each family's children, and those expected, from when known until when of the family, with the day on which each turns the age."""
    return duckdb.sql("""
        with asked as (select distinct family_id from stood),
        kids as (
            select family_id, person_id, min(since) as since, if(bool_and(until is not null), max(until) + 1, null) as gone
            from families semi join asked using (family_id) where part = 'child' group by all),
        named as (
            select person_id, min(m.known_on) as known_on
            from (select person_id, unnest(mention_ids) as mention_id from people semi join kids using (person_id)) join mentions m using (mention_id)
            group by all)
        select family_id, person_id, greatest(k.since, n.known_on) as first, gone, (dob + to_years($child_age::int))::date as grown
        from kids k join people using (person_id) left join named n using (person_id)
        union all
        select family_id, period_id, known_from, least(known_until, t.until + 1), null
        from (select distinct family_id, person_id from families semi join asked using (family_id) where part <> 'linked person')
        join known_periods t using (person_id) where t.kind = 'pregnancy'""", params={"child_age": child_age}).materialize()


def _looks(stood, grave, young, as_of, same_day_days, review_days):
    """Each person and new family, as it stood, on each day on which the answer could change: more became known, days had passed, a child came, grew
    or went; and today. `raised` is the day from which the level counts."""
    return duckdb.sql("""
        with stood as materialized (select s.*, grave_on, told_factors from stood s left join grave using (person_id)),
        changes as (
            select placed_id, family_id, unnest([stands_from, moved_on, moved_on + $same_day_days::int, moved_on + $same_day_days::int + $review_days::int,
                grave_on, grave_on + $same_day_days::int, grave_on + $same_day_days::int + $review_days::int]) as on_day from stood
            union select s.placed_id, family_id, unnest([first, gone, grown]) from young join stood s using (family_id)
            union select placed_id, family_id, $as_of::date from stood)
        select s.*, on_day, greatest(moved_on, if(grave_on <= on_day, grave_on, null)) as raised from changes join stood s using (placed_id, family_id)
        where on_day <= $as_of and on_day >= stands_from and (stands_until is null or on_day < stands_until)""",
                      params={"as_of": as_of, "same_day_days": same_day_days, "review_days": review_days}).materialize()


def _answers(looks, history, young, overlap_days, origins, child_age, same_day_days, review_days):
    """The level and the sentence on each such day."""
    past = duckdb.sql(f"""
        select l.placed_id, l.person_id, l.family_id, l.on_day, count(distinct h.harmed_id) as people_harmed,
               {titles.listed("flatten(list(h.asserted_by))")} as held_by,
               strftime(max(h.day), '%B %Y') as last_month,
               concat_ws(', ', nullif('convicted ' || count(distinct h.event_id) filter (h.status = 'convicted'), 'convicted 0'),
                         nullif('acquitted ' || count(distinct h.event_id) filter (h.status = 'acquitted'), 'acquitted 0')) as outcomes
        from looks l join history h on h.person_id = l.person_id and h.day < l.came
             and l.on_day between h.counts_from and coalesce(h.counts_to, l.on_day) group by all""")
    here = duckdb.sql("""
        select l.placed_id, l.family_id, l.on_day, count(distinct h.event_id) as incidents, max(h.day) as last_here
        from looks l join history h on h.family_id = l.family_id and h.person_id in (l.placed_id, l.person_id) and h.day >= l.came
             and l.on_day between h.counts_from and coalesce(h.counts_to, l.on_day)
        group by all""")
    counted = duckdb.sql("""
        select placed_id, l.family_id, on_day, count(*) as children,
               count(*) filter (y.grown is null or on_day < y.grown) as young
        from looks l join young y using (family_id) where on_day >= y.first and (y.gone is null or on_day < y.gone) group by all""")
    return duckdb.sql("""
        with placed as (
            select *, coalesce(moved_on <= on_day, false) as enough, coalesce(tellers, 'an agency') as agencies,
                   coalesce(', and was with ' || left_whom || ' from ' || strftime(left_since, '%-d %B %Y'), '') as earlier,
                   array_to_string([f.factor for f in told_factors if f.known_on <= on_day], ', ') as factors,
                   coalesce(c.young > 0 or grave_on <= on_day, false) as urgent,
                   case when not proposed and urgent and on_day < raised + $same_day_days::int then 'same day'
                        when until is null or on_day < raised + $same_day_days::int + $review_days::int then 'review' else 'note' end as step
            from looks left join counted c using (placed_id, family_id, on_day)
            left join past using (placed_id, person_id, family_id, on_day) left join here using (placed_id, family_id, on_day))
        select family_id, placed_id as person_id, null::varchar as harmed_id, on_day, case when enough then step end as level,
               case when came is null then 'as far as known on that day, no placement here came after harm to someone of another household'
               when not enough then
                   'a person is placed with this household by ' || coalesce(origins, 1) || case coalesce(origins, 1) when 1 then ' agency' else ' agencies' end
                   || ', for ' || days_known || ' days as far as known; ' || $overlap_days || ' days or ' || $origins || ' agencies are needed'
               when proposed then 'Check who this is: ' || person || ', placed with ' || with_whom || ' since ' || strftime(with_since, '%-d %B %Y') || earlier
                   || ' (' || agencies
                   || '), may be someone of whom a history is held by ' || held_by || '; that it is one person is only proposed.'
               else concat_ws(' ',
                   person || ' is placed with ' || with_whom || ' since ' || strftime(with_since, '%-d %B %Y')
                   || if(until <= on_day, ' until ' || strftime(until, '%-d %B %Y'), '') || earlier || ', as told by ' || agencies || '.',
                   'A history of alleged harm to ' || people_harmed || case people_harmed when 1 then ' other person' else ' other people' end
                   || ' is held by ' || held_by || ', last in ' || last_month || coalesce(' (' || nullif(outcomes, '') || ')', '') || '.',
                   case when grave_on <= on_day then 'Ever recorded: ' || factors || '.' end,
                   'Children of this family: ' || children || ', of whom ' || young || ' under ' || $child_age || ', unborn or of unknown age.',
                   coalesce('Incidents recorded here since: ' || incidents || '.', 'No incident is recorded here.'),
                   'This is not a disclosure.') end as because,
               []::varchar[] as evidence, reports, null::varchar as doubts, coalesce(came, on_day) as looked_from,
               coalesce(greatest(came, last_here), on_day) as latest_on, coalesce(proposed and enough, false) as rests_on_proposed_link
        from placed""", params={"same_day_days": same_day_days, "review_days": review_days, "overlap_days": overlap_days, "origins": origins,
                                "child_age": child_age})
