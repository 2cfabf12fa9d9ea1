"""Separation risk: a separation is planned, has happened, or is being undone, where harm is alleged.

**What.** A separation of two people, one of whom is said to have harmed the other: planned, occurred, reversed, unclear, or told
differently by agencies (conflicting, which is itself a finding). One plain statement suffices; signs that only suggest it must come from
two reports.

**Since when.** Raised on the first day on which an agency knew of the separation and an agency knew of the harm. The first 30 days are the acute
window and the first year the high window. A new separation, a release from custody, a new order between the two, a court hearing, a tenancy that
ended or a pregnancy of either starts the acute window again. After the year it stays while a tie persists: children, an order in force, or an event
within twelve months; and after that as a note.

**Same day** within 90 days of the separation or of what started the window again, when one of the factors in the settings was ever recorded
of that person, or he or she has been released in that time.

**What would change it.** It falls as the days pass, to a note while a tie persists and to an earlier one when none does. A new separation,
or one of what starts the window again, starts its days again; going back does not lower it.

**Why it matters.** Of 37 women killed in 2018 by a partner or former partner whom they had left or were leaving, 11 were killed in the
first month and 24 in the first year. These are shares of those who were killed, not chances of being killed.

**Cautions.** A plan to leave must never reach the person said to cause the harm. Going back does not end the window. A change of
address is not a separation. Thirteen of the 37 fell outside the first year or before the separation. A hearing is a right, and a tenancy may
end as planned: each is a time at which things change, and nobody's fault. That somebody has a new partner is told by the rule on new households.

**Source.** Femicide Census 2018 (2020); Ontario DVDRC; Campbell et al. 2003; JTAI 2017."""

import duckdb

from timeline.agencies import titles

HEADING = "Separation risk"
NOTHING = ("no separation is recorded between two people of whom one is said to have harmed the other; 1 statement or {inferred_reports} reports "
           "that suggest it are needed")


def find(allegations, counted, accounts, known_periods, known_orders, families, people, mentions, reports, as_of, *, acute_days, urgent_days, high_days,
         tie_days, inferred_reports, urgent_factors, triggers):
    """What the rule says of each pair on each day on which its answer could change."""
    separations = _separations(known_periods, reports, as_of)
    pairs = _pairs(allegations, separations, families, people, mentions)
    begun = _begun(pairs, known_periods, known_orders, _turns(pairs, people, mentions, reports, triggers))
    factors = _factors(pairs, counted, accounts, urgent_factors)
    looks = _looks(pairs, allegations, separations, begun, factors, as_of, [acute_days, urgent_days, high_days, tie_days])
    judged = _judged(looks, pairs, allegations, separations, begun, factors, tie_days, urgent_days)
    placed = duckdb.sql("""
        select *, on_day - since as gone, on_day - greatest(since, trigger_on) as lately,
               stated or suggested >= $inferred_reports as told
        from judged""", params={"inferred_reports": inferred_reports})
    said = _said(placed, acute_days, high_days, inferred_reports)
    answers = duckdb.sql("""
        select family_id, person_id, harmed_id, on_day,
               case when told is distinct from true then null
                    when lately <= $urgent_days and (factors is not null or released) then 'same day'
                    when gone <= $high_days or lately <= $acute_days then 'review' when ties is not null then 'note' end as level,
               because, evidence, reports, both_ways as doubts,
               least(since, on_day) as looked_from, latest_on, false as rests_on_proposed_link
        from said""", params={"urgent_days": urgent_days, "high_days": high_days, "acute_days": acute_days})
    return answers.union(_without_harm(separations, pairs, families, as_of))


def _separations(known_periods, reports, as_of):
    """Each recorded separation told both ways round, with the agencies that tell it and the number of independent reports."""
    known = duckdb.sql("select * from known_periods where kind = 'separation' and other_person_id is not null and known_from <= $as_of",
                       params={"as_of": as_of})
    told = duckdb.sql(f"""
        with parts as (select period_id, unnest(report_ids) as report_id from known)
        select period_id, count(*) filter (copied_from is null) as origins,
               {titles.listed("list(agency)")} as agencies
        from parts join reports using (report_id) group by all""")
    return duckdb.sql("""
        with both_ways as (
            select * from known union all by name
            select * replace (other_person_id as person_id, person_id as other_person_id) from known)
        select period_id, person_id, other_person_id, coalesce(state, 'unclear') as state, since is not null as dated,
               coalesce(since, known_on) as since, known_on, known_from, known_until, certainty <> 'inferred' as stated, report_ids,
               origins, agencies
        from both_ways join told using (period_id)""").materialize()


def _pairs(harm, separations, families, people, mentions):
    """Each pair with both harm and a separation: names, the caution where both are said to harm, and the days on which the family's children
    were first named."""
    young = duckdb.sql("""
        with kids as (select distinct family_id, person_id from families where part = 'child'),
        named as (
            select person_id, min(m.known_on) as known_on
            from (select person_id, unnest(mention_ids) as mention_id from people semi join kids using (person_id))
            join mentions m using (mention_id) group by person_id)
        select family_id, list(coalesce(known_on, date '0001-01-01')) as children from kids left join named using (person_id) group by family_id""")
    return duckdb.sql("""
        select family_id, person_id, harmed_id, any_value(person) as person, any_value(harmed) as harmed, any_value(both_ways) as both_ways,
               any_value(young.children) as children
        from harm left join young using (family_id)
        where (person_id, harmed_id) in (select (person_id, other_person_id) from separations) group by all""").materialize()


def _begun(pairs, known_periods, known_orders, turns):
    """What starts the acute window again: a release from custody of the person, an order that protects the other, a turn in the life of either."""
    return duckdb.sql("""
        select p.family_id, p.person_id, p.harmed_id, t.until as trigger_on, greatest(t.known_from, t.until) as known_from, t.known_until,
               'release from custody' as trigger, null::date as ends_on, false as binds
        from pairs p join known_periods t on t.person_id = p.person_id and t.kind = 'custody'
        union all
        select p.family_id, p.person_id, p.harmed_id, o.made_on, greatest(o.known_from, o.made_on), o.known_until, replace(o.kind, '_', ' '),
               least(o.expires_on, o.ended_on), true
        from pairs p join known_orders o on o.bound_id = p.person_id and list_contains(o.protected_ids, p.harmed_id)
        union all from turns""")


def _turns(pairs, people, mentions, reports, triggers):
    """Each hearing, tenancy that ended and pregnancy in which an agency's own record names one of a pair, with its day and when it was known."""
    held = duckdb.sql("""
        select report_id, $words[list_position($keys, category)] as trigger, coalesce(occurred_from::date, known_on) as day, known_on from reports
        where list_contains($keys, category) and copied_from is null""",
                      params={"keys": list(triggers), "words": list(triggers.values())}).materialize()
    return duckdb.sql("""
        with sides as (
            select family_id, person_id, harmed_id, unnest([person_id, harmed_id]) as who_id from pairs),
        who as (select person_id as who_id, unnest(mention_ids) as mention_id from people where person_id in (select who_id from sides)),
        named as (
            select distinct who_id, report_id from mentions semi join held using (report_id) join who using (mention_id)
            where role not in ('child', 'unborn', 'witness', 'caller', 'contact'))
        select s.family_id, s.person_id, s.harmed_id, day as trigger_on, min(greatest(known_on, day)) as known_from, null::date as known_until, trigger,
               null::date as ends_on, false as binds
        from sides s join named using (who_id) join held using (report_id) group by all""").materialize()


def _factors(pairs, counted, accounts, urgent_factors):
    """The listed factors ever recorded of each pair's person, against anyone, since when known and, where that way round is frozen, until when."""
    return duckdb.sql("""
        with answered as (select event_id, known_on, unnest(map_entries(factors)) as entry from accounts where cardinality(factors) > 0),
        yes as (select event_id, entry.key as factor, min(known_on) as known_on from answered
                where entry.value = 'yes' and list_contains($urgent, entry.key) group by all)
        select a.person_id, y.factor, min(greatest(y.known_on, a.counts_from)) as known_on, a.counts_to
        from counted a join yes y using (event_id) where a.person_id in (select person_id from pairs)
        group by all""", params={"urgent": urgent_factors}).materialize()


def _looks(pairs, harm, separations, begun, factors, as_of, windows):
    """The days on which a pair's answer could change: something became known, a window ended, a day to come came; and today."""
    return duckdb.sql("""
        with couples as materialized (select family_id, person_id, harmed_id from pairs),
        days as (
            select person_id, other_person_id as harmed_id, since, known_from as known_on from separations
            union all by name select person_id, harmed_id, trigger_on as since, known_from as known_on from begun
            union all by name select person_id, harmed_id, known_until as since, ends_on + 1 as known_on from begun
            union all by name select person_id, harmed_id, coalesce(day, known_on) as since, known_on from harm
                              where (person_id, harmed_id) in (select (person_id, harmed_id) from couples)),
        changes as (
            select person_id, harmed_id, unnest([known_on, since] || list_transform($windows::int[], lambda w: since + w + 1)) as on_day from days
            union all select person_id, harmed_id, unnest([f.known_on, f.counts_to + 1]) from couples p join factors f using (person_id)
            union all select person_id, harmed_id, unnest(children) from pairs
            union all select person_id, harmed_id, $as_of::date from couples)
        select distinct p.family_id, p.person_id, p.harmed_id, on_day
        from changes join couples p using (person_id, harmed_id)
        where on_day <= $as_of""", params={"as_of": as_of, "windows": windows}).materialize()


def _judged(looks, pairs, harm, separations, begun, factors, tie_days, urgent_days):
    """Each pair on each such day, as far as known then: the separation, what began its window again, harm, factors, ties."""
    apart = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day,
               coalesce(max(s.since) filter (s.state <> 'reversed'), max(s.since)) as since,
               bool_or(s.stated) as stated, bool_or(s.state = 'planned') as planned,
               sum(s.origins) as suggested, list_distinct(flatten(list(s.report_ids))) as reports,
               string_agg(s.state || ' (' || case when s.dated then 'said to be from ' || strftime(s.since, '%-d %B %Y') else 'no date given' end || '; '
                          || s.agencies || ', known ' || strftime(s.known_on, '%-d %B %Y') || ')', ', ' order by s.since, s.known_on, s.period_id) as states
        from looks l join separations s on s.person_id = l.person_id and s.other_person_id = l.harmed_id and s.known_from <= l.on_day
             and (s.known_until is null or l.on_day < s.known_until) group by all""")
    again = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, max(t.trigger_on) as trigger_on, arg_max(t.trigger, (t.trigger_on, t.trigger)) as trigger,
               bool_or(t.trigger = 'release from custody' and t.trigger_on >= l.on_day - $urgent_days::int) as released,
               bool_or(t.binds and coalesce(t.ends_on >= l.on_day, true)) as bound
        from looks l join begun t using (family_id, person_id, harmed_id)
        where t.known_from <= l.on_day and (t.known_until is null or l.on_day < t.known_until) group by all""", params={"urgent_days": urgent_days})
    done = duckdb.sql(f"""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, count(*) as events, max(coalesce(day, h.known_on)) as latest_on,
               list(event_id order by first_at, event_id) as evidence,
               {titles.listed("flatten(list(asserted_by))")} as said_by
        from looks l join harm h using (family_id, person_id, harmed_id) where h.known_on <= l.on_day group by all""")
    grave = duckdb.sql("""
        select l.person_id, l.on_day, string_agg(distinct factor, ', ' order by factor) as factors
        from (select distinct person_id, on_day from looks) l join factors f using (person_id)
        where f.known_on <= l.on_day and l.on_day <= coalesce(f.counts_to, l.on_day) group by all""")
    return duckdb.sql("""
        select p.* exclude (children), on_day, len(list_filter(p.children, lambda day: day <= on_day)) as kids,
               a.* exclude (family_id, person_id, harmed_id, on_day), trigger_on, trigger,
               coalesce(released, false) as released, d.* exclude (family_id, person_id, harmed_id, on_day), g.factors,
               nullif(concat_ws(', ', case when kids > 0 then kids || if(kids = 1, ' child', ' children') end,
                                case when bound then 'an order not known to have ended' end,
                                case when latest_on >= on_day - $tie_days::int then 'an event in the last ' || $tie_days || ' days' end), '') as ties
        from looks join pairs p using (family_id, person_id, harmed_id) join done d using (family_id, person_id, harmed_id, on_day)
        left join apart a using (family_id, person_id, harmed_id, on_day)
        left join again using (family_id, person_id, harmed_id, on_day)
        left join grave g using (person_id, on_day)""", params={"tie_days": tie_days}).materialize()


def _said(placed, acute_days, high_days, inferred_reports):
    """The sentence beside each answer."""
    return duckdb.sql("""
        select *, concat_ws(' ',
            coalesce(format('Separation of {} and {}: {}.', harmed, person, states), 'No separation of the two is known on that day.'),
            case when not told then 'Only suggested so far; 1 statement or ' || $inferred_reports || ' reports that suggest it are needed.'
                 when since > on_day then 'It is still to come.'
                 when gone <= $acute_days then 'Day ' || gone || ', within the acute window of ' || $acute_days || ' days.'
                 when gone <= $high_days then 'Day ' || gone || ', within the first ' || $high_days || ' days.'
                 else 'Day ' || gone || ', after the first ' || $high_days || ' days.' end,
            case when trigger_on > since then 'The window began again on ' || strftime(trigger_on, '%-d %B %Y') || ': ' || trigger || '.' end,
            format('{} is said by {} to have harmed {} in {}.', person, said_by, harmed, case events when 1 then '1 event' else events || ' events' end),
            'Ever recorded of ' || person || ': ' || factors || '.',
            'What ties them: ' || ties || '.',
            case when planned then 'A plan to leave must not reach ' || person || '.' end) as because
        from placed""", params={"acute_days": acute_days, "high_days": high_days, "inferred_reports": inferred_reports})


def _without_harm(separations, pairs, families, as_of):
    """A separation between two people of whom neither is said to have harmed the other: asked, and not raised."""
    return duckdb.sql("""
        select distinct family_id, null::varchar as person_id, null::varchar as harmed_id, $as_of::date as on_day, null::varchar as level,
               'a separation is recorded; neither person is said to have harmed the other, and one statement of harm is needed' as because,
               []::varchar[] as evidence, []::varchar[] as reports, null::varchar as doubts, $as_of::date as looked_from, $as_of::date as latest_on,
               false as rests_on_proposed_link
        from separations s join families f using (person_id)
        where f.part <> 'linked person' and (s.person_id, s.other_person_id) not in (select (person_id, harmed_id) from pairs)
          and (s.other_person_id, s.person_id) not in (select (person_id, harmed_id) from pairs)""", params={"as_of": as_of})
