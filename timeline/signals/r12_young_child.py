"""Escalation: another signal is raised where a child under eight lives, or one is expected.

**What.** Any other signal about abuse asks for more than a note on this family, and a child of the family is under eight, or someone of the family is
recorded as pregnant; a signal that rests on a proposed link is none of them, nor is one about what agencies did or wrote (children not seen, nothing after
a crisis, three vulnerabilities, words, strengths, whoever is not seen): those are of records and of work, and a young child is no reason to ask them
twice. A child whose date of birth is not recorded may be under eight, and is said to be so.

**Since when.** From the first day on which both the signal and the child, or the pregnancy, were known. It asks for someone the same day where the youngest is
not born yet or under two and a severe factor was recorded lately, or a person said to have harmed others has come into the household.

**What would change it.** It ends when no child under eight, of unknown age or expected is part of the family any more, or when no other
signal about abuse asks for more than a note. The same day becomes a review when the youngest turns two.

**Why it matters.** Almost all reviews of what happened to children before school age were of deaths or serious injuries, and children
who cannot say what they live with are seen least.

**What a person checks.** Whether health visitor and midwife have been told, and whether an assessment before birth is due. Notices to schools do not
reach children below reception.

**Cautions.** Age is counted on the day that the page shows. An estimated year of birth makes the age an estimate. The child is a victim too: this
signal is about what the child lives with and says nothing of any carer's care.

**Source.** JTAI 2024 to 2026; CSPR Panel 2022; DASH questions on pregnancy and children."""

import duckdb

HEADING = "Escalation"
NOTHING = "no child under {child_age} and no pregnancy is recorded here, or no other signal about abuse asks for more than a note"


def find(history, titles, families, people, mentions, known_periods, as_of, *, child_age, infant_age, urgent):
    """What the rule says of each family with a young or expected child on each day on which the other signals, or the children, changed.

    `history` is what the rules before it have said, `titles` what each of them is called."""
    active = _active(history, titles, urgent)
    young = _young(families, people, mentions, known_periods, as_of, child_age, infant_age)
    judged = _judged(active, young, as_of)
    return duckdb.sql("""
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day,
               case when urgent and infant then 'same day' when rules is not null and words is not null then 'review' end as level,
               case when rules is null or words is null then 'no child under that age, or no other signal that asks for more than a note, on that day'
                    else 'Here: ' || words || '. Raised on this family: ' || rules || ' Ask whether health visitor, midwife and early years were told.' end
                   as because,
               evidence, reports, null::varchar as doubts, on_day as looked_from, least(latest_on, on_day) as latest_on, false as rests_on_proposed_link
        from judged""")


def _active(history, titles, urgent):
    """Each stretch of days in which another rule asked for more than a note: from its first day until the day before its answer changed.

    What rests on a proposed link asks to check who someone is, and nothing rests on that."""
    return duckdb.sql("""
        with told as (
            select family_id, rule, signal_id, on_day as first, lead(on_day) over (partition by signal_id order by on_day) as until, level, latest_on,
                   evidence, reports
            from history where not rests_on_proposed_link)
        select told.*, title, list_contains($urgent, rule) and (level = 'same day' or rule <> 'R03') as urgent from told join titles using (rule)
        where level in ('same day', 'MARAC criterion met', 'review')""", params={"urgent": urgent}).materialize()


def _judged(active, young, as_of):
    """Each family on each day on which a signal or a child came, grew older or went: what was raised then, and which children were there."""
    looks = duckdb.sql("""
        with both_of as (select family_id from active semi join young using (family_id)),
        changes as (
            select family_id, unnest([first, until, $as_of::date]) as on_day from active
            union select family_id, unnest([first, until, infant_until]) from young)
        select family_id, on_day from changes semi join both_of using (family_id) where on_day <= $as_of""", params={"as_of": as_of}).materialize()
    return duckdb.sql("""
        with looks as materialized (from looks),
        beside as (
            select l.family_id, on_day, bool_or(urgent) as urgent, max(latest_on) as latest_on, string_agg(distinct title, ' ' order by title) as rules,
                   list_distinct(flatten(list(evidence order by rule, first))) as evidence,
                   list_distinct(flatten(list(reports order by rule, first))) as reports
            from looks l join active a on a.family_id = l.family_id and on_day >= first and (until is null or on_day < until) group by all),
        held as (
            select l.family_id, on_day, bool_or(coalesce(on_day < infant_until, false)) as infant,
                   string_agg(case when born is null then words when on_day < born then words || ', not born yet'
                                   else words || ', ' || guessed || date_sub('year', born, on_day) end, '; ' order by born desc nulls last, words) as words
            from looks l join young y on y.family_id = l.family_id and on_day >= first and (until is null or on_day < until) group by all)
        select l.*, coalesce(urgent, false) as urgent, coalesce(latest_on, l.on_day) as latest_on, rules, coalesce(evidence, []) as evidence,
               coalesce(reports, []) as reports, coalesce(infant, false) as infant, words
        from looks l left join beside using (family_id, on_day) left join held using (family_id, on_day)""")


def _young(families, people, mentions, known_periods, as_of, child_age, infant_age):
    """Each child while under the age or of unknown age, and each expected one: what to call him or her, from when known until when."""
    return duckdb.sql("""
        with named as (
            select person_id, min(m.known_on) as known_on from (select person_id, unnest(mention_ids) as mention_id from people)
            join mentions m using (mention_id) group by person_id),
        kids as (
            select family_id, person_id, greatest(min(since), any_value(known_on)) as first,
                   case when bool_and(until is not null) then max(until) + 1 end as gone
            from families left join named using (person_id) where part = 'child' group by all)
        select family_id, first, least(gone, (p.dob + to_years($child_age::int))::date) as until, (p.dob + to_years($infant_age::int))::date as infant_until,
               p.dob as born, if(p.dob_precision = 'year', 'about ', '') as guessed,
               p.name || if(p.dob is null, ', age not recorded, so perhaps under ' || $child_age, '') as words
        from kids join people p using (person_id)
        union all
        select family_id, t.known_from, least(t.known_until, t.until + 1), date '9999-12-31', null, '',
               'a child is expected' || coalesce(' by ' || strftime(t.until, '%-d %B %Y'), '')
        from known_periods t join (select distinct family_id, person_id from families where part <> 'linked person') using (person_id)
        where t.kind = 'pregnancy' and t.known_from <= $as_of""",
                      params={"as_of": as_of, "child_age": child_age, "infant_age": infant_age}).materialize()
