"""Escalation: several agencies each saw a little, and none saw the whole.

**What.** Within 180 days at least four events of concern or abuse in this family that name one person, or nobody, as causing harm, told independently by at
least two agencies, each of band 1 to 3 and none graded high, where no agency held 60 in 100 of them or more, and no MARAC meeting and no section 47
enquiry is recorded in that time. Where an agency graded one of them medium and a separation, a release from custody or a concern about alcohol or drugs
is recorded of a later day, that change is said.

**Since when.** Raised on the first day on which the agencies between them knew enough. An agency holds what it recorded and what it was told. It stays a
review until 180 days have passed in which nothing new added to it, and is then a note. For four weeks from the day on which such a change was known
beside a medium grade it asks for someone the same day.

**What would change it.** It becomes a note when no new event has added to it for 180 days, when a meeting or an enquiry is recorded, and when an agency
grades one of the events high. That one agency comes to hold more of what is new does not end it.

**Why it matters.** Each event alone was graded standard, or led to no further action, by an agency that knew nothing of the others. Inspections and
case reviews keep finding that nobody joined them. A medium grade says that serious harm is not likely unless something changes.

**Cautions.** What one agency repeats from another's record counts once. Ordinary contact, such as routine visits and attendance, is not counted, and its
number is said: more contact with agencies means more records, and a family that asks for help is seen more. An agency that supplied nothing may
have held more. Which change an agency had in mind when it graded medium stands in no extract: any of the three counts.

**Source.** JTAI 2017; CSPR Panel 2022; Darlington on cumulative concern; DASH on what a medium grade means; Working Together 2023 on strategy
discussions."""

import duckdb

from timeline.agencies import titles

HEADING = "Escalation"
NOTHING = "no event of concern or abuse in bands 1 to {gravity} is recorded within {days} days; {events_needed} from {agencies} agencies are needed"


def find(timelines, events, accounts, harms, people, families, reports, known_periods, as_of, *,
         events_needed, agencies, days, gravity, share, meetings, grade, relapse, same_day_days):
    """What the rule says of each family on each day on which its answer could change."""
    seen = _seen(timelines, events, accounts, harms, reports, gravity, grade, as_of)
    met = _met(timelines, events, seen, meetings)
    inside = _inside(_looks(seen, as_of, events_needed), seen, days)
    judged = _judged(inside, met, _contacts(inside, timelines, events, days), people, days)
    shifts = _shifts(_changes(timelines, events, families, known_periods, relapse), seen)
    answered = _answered(judged, met, shifts, as_of, days, events_needed, agencies, share, same_day_days)
    return duckdb.sql("""
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day, level,
               format('{} of concern or abuse in bands 1 to {} in the {} days to {}, told by {}{}; {} from {} agencies ask for a review. '
                      'No single agency saw more than {} of {}. Ordinary contacts recorded in that time: {}.',
                      case times when 0 then 'No event' when 1 then '1 event' else times || ' events' end, $gravity, $days,
                      strftime(counted_on, '%-d %B %Y'), if(times = 0, 'anybody', called),
                      if(source is null, '', ', that name ' || source || ' or nobody as causing harm'), $needed, $agencies, most, times, contacts)
               || if(met, ' A meeting or enquiry that brings the agencies together is recorded in that time.',
                     ' No meeting or enquiry that brings the agencies together is recorded in that time.')
               || if(graded_high, ' An agency graded one of them high.', '')
               || coalesce(' An agency graded one of them ' || $grade || ', and since then is recorded: ' || changed || '.', '') as because,
               evidence, []::varchar[] as reports, null::varchar as doubts, counted_on - $days::int as looked_from, latest_on,
               false as rests_on_proposed_link
        from answered""", params={"needed": events_needed, "agencies": agencies, "gravity": gravity, "days": days, "grade": grade})


def _seen(timelines, events, accounts, harms, reports, gravity, grade, as_of):
    """Each such event on a family's timeline: its day, when known, who told it independently and who held it since when, whom it names, its grades."""
    told = duckdb.sql("""
        select a.event_id, list(a.agency) filter (a.copied_from is null) as origins,
               min(a.known_on) filter (r.grade = 'high') as high_on, min(a.known_on) filter (r.grade = $grade) as graded_on
        from accounts a join reports r using (report_id) group by all""", params={"grade": grade}).materialize()
    named = duckdb.sql("""
        select event_id, list_sort(list(distinct source_id)) as sources from harms
        where source_id <> 'not named' and not against_decision and known_on <= $as_of group by all""", params={"as_of": as_of}).materialize()
    return duckdb.sql("""
        select t.family_id, e.event_id, e.occurred_from::date as day, e.known_on, coalesce(o.origins, []) as origins, high_on, graded_on,
               map_entries(t.known_on) as holders, coalesce(sources, []) as sources
        from timelines t join events e using (event_id) join told o using (event_id) left join named using (event_id)
        where e.kind in ('abuse', 'concern') and e.gravity <= $gravity and e.known_on <= $as_of""",
                      params={"gravity": gravity, "as_of": as_of}).materialize()


def _met(timelines, events, seen, meetings):
    """What ends it: each meeting or enquiry of a family with such events, and each grade of high of one, with its day, when it was known and whom it names."""
    return duckdb.sql("""
        with seen as materialized (select family_id, day, high_on, sources from seen)
        select t.family_id, coalesce(e.occurred_from::date, e.known_on) as day, greatest(e.known_on, day) as known_on, true as meeting, []::varchar[] as sources
        from timelines t join events e using (event_id) semi join seen using (family_id) where list_contains($meetings, e.category)
        union all select family_id, day, high_on, false, sources from seen""", params={"meetings": meetings}).materialize()


def _looks(seen, as_of, events_needed):
    """The days on which something new was known of a family: an event, or an agency was told of one; and today. With too few events ever, today alone."""
    return duckdb.sql("""
        with seen as materialized (from seen),
        many as (select family_id from seen group by family_id having count(*) >= $needed)
        select family_id, unnest([greatest(known_on, day)] || [h.value for h in holders]) as on_day, event_id, true as news
        from seen semi join many using (family_id)
        union all select family_id, $as_of::date, '', false from seen""", params={"as_of": as_of, "needed": events_needed}) \
        .filter(f"on_day <= date '{as_of}'").aggregate("family_id, on_day, bool_or(news) as news").materialize()


def _inside(looks, seen, days):
    """Each day's events within the days before it, as far as known then: those that name the person most of them name, and those that name nobody."""
    known = duckdb.sql("""
        select l.family_id, l.on_day, l.news, s.* exclude (family_id) from looks l left join seen s on s.family_id = l.family_id
               and s.known_on <= l.on_day and s.day between l.on_day - $days::int and l.on_day""", params={"days": days}).materialize()
    foremost = duckdb.sql("""
        with named as (select family_id, on_day, unnest(sources) as source_id from known)
        select family_id, on_day, source_id from named group by family_id, on_day, source_id
        qualify row_number() over (partition by family_id, on_day order by count(*) desc, source_id) = 1""")
    return duckdb.sql("""
        select k.*, source_id from known k left join foremost using (family_id, on_day)
        where len(coalesce(sources, [])) = 0 or list_contains(sources, source_id)""").materialize()


def _contacts(inside, timelines, events, days):
    """How many ordinary contacts of a family are recorded within the days before each day, as far as known then."""
    return duckdb.sql("""
        with looks as (select distinct family_id, on_day from inside),
        held as (
            select family_id, occurred_from::date as day, e.known_on from timelines semi join looks using (family_id) join events e using (event_id)
            where kind = 'contact')
        select family_id, on_day, count(*) as contacts from looks join held using (family_id)
        where known_on <= on_day and day between on_day - $days::int and on_day group by all""", params={"days": days}).materialize()


def _judged(inside, met, contacts, people, days):
    """Each family on each such day: how many events, told by how many, the most that one agency held, and what had been done by then."""
    held = duckdb.sql("""
        with holding as (select family_id, on_day, event_id, unnest(holders) as holder from inside),
        counted as (select family_id, on_day, holder.key as agency, count(*) as n from holding where holder.value <= on_day group by all)
        select family_id, on_day, max(n) as most from counted group by all""").materialize()
    meetings = duckdb.sql("""
        select distinct i.family_id, i.on_day, true as met from inside i join met m using (family_id)
        where meeting and m.known_on <= i.on_day and m.day >= i.on_day - $days::int""", params={"days": days})
    return duckdb.sql(f"""
        with told as (
            select family_id, on_day, any_value(news) as news, any_value(source_id) as source_id, count(event_id) as times,
                   coalesce(list_distinct(flatten(list(origins))), []) as origins, coalesce(bool_or(high_on <= on_day), false) as graded_high,
                   list(event_id order by day, event_id) filter (event_id is not null) as evidence,
                   coalesce(max(day), any_value(on_day)) as latest_on
            from inside group by all)
        select t.*, p.name as source, {titles.listed("origins")} as called, coalesce(most, 0) as most, coalesce(met, false) as met,
               coalesce(contacts, 0) as contacts
        from told t left join held using (family_id, on_day) left join meetings using (family_id, on_day)
        left join contacts using (family_id, on_day) left join people p on p.person_id = t.source_id""").materialize()


def _changes(timelines, events, families, known_periods, relapse):
    """Each separation, release from custody and concern about alcohol or drugs of a family's people: its day, and when it was known."""
    return duckdb.sql("""
        with parted as (
            select person_id, other_person_id, case kind when 'custody' then until else coalesce(since, known_on) end as day, known_from,
                   if(kind = 'custody', 'a release from custody', 'a separation') as what
            from known_periods
            where kind = 'custody' and certainty = 'stated' or kind = 'separation' and certainty <> 'inferred' and state in ('occurred', 'unclear'))
        select family_id, what, day, min(greatest(known_from, day)) as known_on
        from (select unnest([person_id, other_person_id]) as person_id, what, day, known_from from parted) join families using (person_id)
        group by all
        union all
        select family_id, 'a concern about alcohol or drugs', occurred_from::date, e.known_on from timelines join events e using (event_id)
        where list_contains($relapse, category)""", params={"relapse": relapse}).materialize()


def _shifts(changes, seen):
    """Each event that an agency graded medium with each such change of a later day, and the day on which both were known."""
    return duckdb.sql("""
        select c.family_id, s.event_id, c.what || ' on ' || strftime(c.day, '%-d %B %Y') as words, greatest(c.known_on, s.graded_on) as known_on
        from changes c join seen s using (family_id) where s.graded_on is not null and c.day > s.day""").materialize()


def _answered(judged, met, shifts, as_of, days, needed, agencies, share, same_day_days):
    """Each day on which enough was newly known, the day on which that passed, and the days between on which a change was known; and what was not enough."""
    stood = duckdb.sql("""
        with weighed as materialized (
            select *, news and times >= $needed and len(origins) >= $agencies and most < $share * times and not met and not graded_high as enough from judged),
        ended as (
            select e.family_id, e.on_day, min(m.known_on) as ended_on from weighed e join met m on m.family_id = e.family_id and m.known_on > e.on_day
             and m.day >= e.on_day - $days::int and (len(m.sources) = 0 or e.source_id is null or list_contains(m.sources, e.source_id)) group by all),
        lasting as (
            select w.*, if(enough, least(on_day + $days::int, ended_on, lead(if(enough, on_day, null) ignore nulls) over look), null) as until
            from weighed w left join ended using (family_id, on_day) window look as (partition by family_id order by on_day))
        select *, coalesce(on_day <= last_value(until ignore nulls) over (partition by family_id order by on_day), false) as stands from lasting""",
                       params={"needed": needed, "agencies": agencies, "share": share, "days": days}).materialize()
    return duckdb.sql("""
        with stood as materialized (from stood), shifts as materialized (from shifts),
        begun as (select * from stood where enough),
        turns as (
            select family_id, on_day as counted_on, unnest([on_day, until]) as on_day from begun
            union select s.family_id, s.on_day, unnest([c.known_on, c.known_on + $same::int]) from begun s join shifts c using (family_id)),
        placed as (
            select t.on_day, s.* exclude (on_day), s.on_day as counted_on from turns t join begun s on s.family_id = t.family_id and s.on_day = t.counted_on
            where t.on_day between s.on_day and s.until and t.on_day <= $as_of
            qualify row_number() over (partition by t.family_id, t.on_day order by s.on_day desc) = 1),
        since as (
            select p.family_id, p.on_day, words, min(c.known_on) as known_on from placed p
            join shifts c on c.family_id = p.family_id and c.known_on <= p.on_day and list_contains(p.evidence, c.event_id) group by all),
        changed as (
            select family_id, on_day, string_agg(words, ', ' order by words) as changed, bool_or(on_day < known_on + $same::int) as lately
            from since group by all)
        select p.*, changed, case when p.on_day >= until then null when lately then 'same day' else 'review' end as level
        from placed p left join changed using (family_id, on_day)
        union all by name
        select *, on_day as counted_on, null as level from stood where not stands""",
                      params={"as_of": as_of, "same": same_day_days})
