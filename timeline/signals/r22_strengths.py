"""Strengths: what agencies recorded of support, engagement, orders and children who were heard.

**What.** Of a family with recorded abuse, the records of the last 365 days that tell of support accepted, contact with the domestic abuse service, progress, an
order made, a behaviour programme started, or a child seen and heard, with how many, by whom and when last.

**Since when.** From the first day on which such a record was known. It becomes an earlier one when the last such record is more than 365 days old.

**What would change it.** It passes when the last such record is more than 365 days old. No other signal lowers it.

**Why it matters.** A chronology of harm alone is not the family's: inspectors look for strengths as well as risks, and what has worked is what to build on.

**Cautions.** It says what is recorded and nothing of danger: it answers no other signal and lowers none. A programme started is not one finished, an
order made is not one kept, and support accepted is no sign that abuse has stopped. Families that agencies see less have fewer such records.

**Source.** JTAI 2024 to 2026; National Guidance for Child Protection in Scotland 2021."""

import duckdb

from timeline.agencies import titles

HEADING = "What was done"
NOTHING = "no abuse is recorded of this family, or no record of support, engagement, an order or a child who was heard"


def find(timelines, events, accounts, reports, mentions, people, families, as_of, *, days, strengths):
    """What the rule says of each family with recorded abuse on each day on which such a record became known or grew too old."""
    recorded = _recorded(timelines, events, accounts, reports, mentions, people, families, strengths)
    judged = _judged(recorded, as_of, days)
    return duckdb.sql("""
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day, if(words is null, null, 'note') as level,
               format('In the {} days to {} agencies recorded: {}. ', $days, strftime(on_day, '%-d %B %Y'), coalesce(words, 'nothing of the kind'))
               || 'This is what is recorded; it lowers no other signal.' as because,
               coalesce(evidence, []) as evidence, []::varchar[] as reports, null::varchar as doubts, on_day - $days::int as looked_from,
               coalesce(latest_on, on_day) as latest_on, false as rests_on_proposed_link
        from judged""", params={"days": days})


def _recorded(timelines, events, accounts, reports, mentions, people, families, strengths):
    """Each such record on the timeline of a family with recorded abuse: what it tells of, its day, when known and since when abuse was."""
    abused = duckdb.sql("""
        select family_id, min(e.known_on) as abuse_on from timelines join events e using (event_id) where e.kind = 'abuse' group by all""").materialize()
    heard = duckdb.sql("""
        with kids as (select distinct family_id, person_id from families where part = 'child'),
        who as (select person_id, unnest(mention_ids) as mention_id from people semi join kids using (person_id))
        select k.family_id, m.report_id, 'a child seen and heard' as what
        from who join mentions m using (mention_id) join kids k using (person_id) where m.heard = 'yes'""").materialize()
    told = duckdb.sql("""
        select t.family_id, t.event_id, a.report_id, a.agency, a.category, a.known_on from timelines t join accounts a using (event_id)
        where a.copied_from is null""")
    return duckdb.sql("""
        with told as materialized (from told),
        listed as (
            select family_id, event_id, report_id, agency, known_on, $words[list_position($keys, category)] as what from told
            where list_contains($keys, category)
            union all
            select t.family_id, event_id, report_id, agency, known_on, what from told t join heard using (family_id, report_id)
            where t.category <> 'child_seen')
        select l.* exclude (known_on), greatest(l.known_on, abuse_on) as known_on, coalesce(r.occurred_from::date, l.known_on) as day
        from listed l join abused using (family_id) join reports r using (report_id)""",
                      params={"keys": list(strengths), "words": list(strengths.values())}).materialize()


def _judged(recorded, as_of, days):
    """Each family and day: each kind of such record within the days as far as known then, with how many, by whom and the last day."""
    return duckdb.sql(f"""
        with recorded as materialized (from recorded where known_on <= $as_of),
        changes as (select family_id, unnest([known_on, day + $days::int + 1, $as_of::date]) as on_day from recorded),
        looks as (select distinct family_id, on_day from changes where on_day <= $as_of),
        known as (
            select l.on_day, r.* from looks l join recorded r using (family_id)
            where r.known_on <= on_day and day between on_day - $days::int and on_day),
        counted as (
            select family_id, on_day, what, list(event_id) as evidence, max(day) as latest_on,
                   what || ' (' || count(distinct event_id) || ', by ' || {titles.listed("list(agency)")} || ', last on '
                   || strftime(max(day), '%-d %B %Y') || ')' as words
            from known group by family_id, on_day, what),
        worded as (
            select family_id, on_day, list_distinct(flatten(list(evidence))) as evidence, max(latest_on) as latest_on,
                   string_agg(words, '; ' order by what) as words
            from counted group by all)
        select l.*, evidence, latest_on, words from looks l left join worded using (family_id, on_day)""", params={"as_of": as_of, "days": days})
