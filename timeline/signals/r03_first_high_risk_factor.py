"""Escalation: a high-risk factor is recorded for the first time.

**What.** The first record that one person is said to have used strangulation, a weapon, a threat to kill or sexual violence
against another (the severe factors), or the first record of another factor from the list in the settings.

**Since when.** Raised on the first day on which any agency recorded it for this pair, whenever it happened. A severe factor,
or any of them with a separation within a year, asks for someone the same day for four weeks, then for a review for a year, and then stays as a
note: it is never dropped, however old. What is recorded of the same person against anyone else is said too, without saying against whom.

**What would change it.** Time alone lowers what it asks for, to a review after four weeks and to a note after a further year. Nothing in
the records ends it; a person may dismiss it with a reason.

**Why it matters.** In a US study, strangulation was recorded against 10 in 100 abused women and 43 in 100 who were killed. A factor
may leave no injury and may have been graded standard. A repeat is listed in the evidence and is no less grave.

**Cautions.** Not asked is not no: the signal names the severe factors that nobody is recorded to have asked about. Factors come from coded
answers and categories, and from free text only where a person has confirmed it. Odds are never multiplied and no probability is
given. Where each of two people is recorded as harming the other, both ways are shown, with that caution.

**Source.** Glass et al. 2008; Campbell et al. 2003; DASH; Thornton 2011 on suicidality of the person causing harm."""

import duckdb

from timeline.agencies import titles

HEADING = "Escalation"
NOTHING = "no severe or other high-risk factor is recorded as yes in anything a named person is said to have done to someone of this family"


def find(allegations, accounts, known_periods, as_of, *, severe, others, separation_days, same_day_days, review_days):
    """What the rule says of each pair on each day on which its answer could change."""
    recorded = _recorded(allegations, accounts, [*severe, *others])
    elsewhere = _elsewhere(recorded, allegations, severe)
    unasked = _unasked(allegations, accounts, severe)
    pairs = duckdb.sql("""
        select family_id, person_id, harmed_id, any_value(person) as person, any_value(harmed) as harmed, min(known_on) as known_on,
               any_value(both_ways) as both_ways from allegations where person_id <> 'not named' group by all""")
    parted = _parted(recorded, known_periods, as_of)
    aged = _aged(recorded, elsewhere, parted, pairs, as_of, severe, separation_days, same_day_days, review_days)
    return duckdb.sql("""
        select family_id, person_id, harmed_id, on_day,
               case when step is not null then ['same day', 'review', 'note'][step] when a.elsewhere is not null then 'note' end as level,
               case when factors is null then 'No high-risk factor is recorded in what ' || person || ' is said to have done to ' || harmed
                    else person || ' is said to have harmed ' || harmed || ' with, ever: ' || factors end || '.'
               || coalesce(' A separation is said to be from ' || strftime(apart_on, '%-d %B %Y') || '.', '')
               || coalesce(' Recorded of ' || person || ' against another person, ever: ' || a.elsewhere || '.', '') as because,
               coalesce(evidence, []) as evidence, []::varchar[] as reports,
               nullif(concat_ws('; ', both_ways, not_asked), '') as doubts,
               known_on as looked_from, coalesce(latest, on_day) as latest_on, false as rests_on_proposed_link
        from aged a join pairs using (family_id, person_id, harmed_id) left join unasked using (family_id, person_id, harmed_id)""")


def _recorded(allegations, accounts, factors):
    """For each pair, factor and event: when an account first said yes and named the person, and who said so."""
    return duckdb.sql(f"""
        with answered as (
            select event_id, agency, known_on, unnest(map_entries(factors)) as entry from accounts where cardinality(factors) > 0),
        yes as (
            select event_id, entry.key as factor, min(known_on) as known_on, arg_min(agency, (known_on, agency)) as agency
            from answered where entry.value = 'yes' and list_contains($factors, entry.key) group by all)
        select family_id, person_id, harmed_id, factor, event_id, day, greatest(y.known_on, a.known_on) as known_on, {titles.named("y.agency")} as by_whom
        from allegations a join yes y using (event_id) where person_id <> 'not named'""", params={"factors": factors}).materialize()


def _parted(recorded, known_periods, as_of):
    """Each stated separation, planned or not, of a pair with a factor: from when, and when it was known so."""
    return duckdb.sql("""
        with told as (
            select person_id as one, other_person_id as other, coalesce(since, known_on) as since, known_on, known_from, known_until from known_periods
            where kind = 'separation' and certainty <> 'inferred' and known_from <= $as_of),
        pairs as (select distinct family_id, person_id, harmed_id from recorded)
        select p.*, t.* exclude (one, other) from pairs p
        join (from told union all by name select * rename (one as other, other as one) from told) t on t.one = p.person_id and t.other = p.harmed_id""",
                      params={"as_of": as_of}).materialize()


def _elsewhere(recorded, allegations, severe):
    """For each pair: the severe factors recorded of the same person against anyone else, without saying whom."""
    return duckdb.sql("""
        with pairs as (select family_id, person_id, harmed_id, min(known_on) as met_on from allegations group by all)
        select p.family_id, p.person_id, p.harmed_id, factor, by_whom, min(greatest(f.known_on, met_on)) as known_on
        from pairs p join recorded f on f.person_id = p.person_id and f.harmed_id <> p.harmed_id
        where list_contains($severe, factor) group by all""", params={"severe": severe}).materialize()


def _aged(recorded, elsewhere, parted, pairs, as_of, severe, separation_days, same_day_days, review_days):
    """Each pair on each day on which a factor became known or aged: the gravest step, the factors in words, the evidence."""
    looks = duckdb.sql("""
        select distinct family_id, person_id, harmed_id, on_day from (
            select family_id, person_id, harmed_id,
                   unnest([known_on, known_on + $same_day_days::int, known_on + $same_day_days::int + $review_days::int]) as on_day from recorded
            union all select family_id, person_id, harmed_id, known_on from elsewhere
            union all select family_id, person_id, harmed_id, unnest([known_from, known_until, since, since + $separation_days::int + 1,
                                                                      known_on + $same_day_days::int]) from parted
            union all select family_id, person_id, harmed_id, $as_of::date from pairs)
        where on_day <= $as_of""", params={"same_day_days": same_day_days, "review_days": review_days, "separation_days": separation_days,
                                           "as_of": as_of}).materialize()
    apart = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, max(s.since) as apart_on, max(s.known_on) as apart_known
        from looks l join parted s using (family_id, person_id, harmed_id)
        where on_day >= known_from and (known_until is null or on_day < known_until) and on_day - s.since between 0 and $separation_days
        group by all""", params={"separation_days": separation_days}).materialize()
    others = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day,
               string_agg(distinct factor, ', ' order by factor) || ' (history held by ' || string_agg(distinct by_whom, ', ' order by by_whom) || ')'
                   as elsewhere
        from looks l join elsewhere e using (family_id, person_id, harmed_id) where e.known_on <= on_day group by all""")
    known = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, factor, list_contains($severe, factor) as grave, min(f.known_on) as known_on,
               arg_min(by_whom, (f.known_on, event_id)) as by_whom, count(*) as times, max(coalesce(day, f.known_on)) as latest,
               arg_min(coalesce(strftime(day, '%-d %B %Y'), 'undated'), (f.known_on, event_id)) as happened, list(event_id order by day, event_id) as events
        from looks l join recorded f using (family_id, person_id, harmed_id) where f.known_on <= on_day group by all""", params={"severe": severe})
    told = duckdb.sql("""
        select family_id, person_id, harmed_id, on_day, max(latest) as latest, any_value(apart_on) as apart_on,
               min(case when (grave and on_day < known_on + $same_day_days::int)
                          or on_day < greatest(known_on, apart_known) + case when apart_known is not null then $same_day_days::int else 0 end then 1
                        when on_day < known_on + $same_day_days::int + $review_days::int then 2 else 3 end) as step,
               string_agg(factor || ' (' || happened || ', recorded by ' || by_whom || ' on ' || strftime(known_on, '%-d %B %Y')
                          || case when times > 1 then '; ' || times || ' times in all' else '' end || ')', ', '
                          order by grave desc, known_on, factor) as factors,
               list_distinct(flatten(list(events order by known_on, factor))) as evidence
        from known left join apart using (family_id, person_id, harmed_id, on_day) group by family_id, person_id, harmed_id, on_day""",
                      params={"same_day_days": same_day_days, "review_days": review_days})
    return duckdb.sql("""
        select l.*, step, latest, apart_on, factors, evidence, elsewhere
        from looks l left join told using (family_id, person_id, harmed_id, on_day) left join others using (family_id, person_id, harmed_id, on_day)""")


def _unasked(allegations, accounts, severe):
    """For each pair: the severe factors that no account is recorded to have asked about."""
    return duckdb.sql("""
        with asked as (
            select event_id, list_distinct(flatten(list(list_filter(map_keys(factors), lambda k: factors[k] <> 'not asked')))) as factors
            from accounts group by all),
        pairs as (select family_id, person_id, harmed_id, list_distinct(flatten(list(coalesce(factors, [])))) as factors
                  from allegations left join asked using (event_id) where person_id <> 'not named' group by all)
        select family_id, person_id, harmed_id,
               'not recorded as asked about: ' || nullif(array_to_string(list_filter($severe, lambda f: not list_contains(factors, f)), ', '), '') as not_asked
        from pairs""", params={"severe": severe})
