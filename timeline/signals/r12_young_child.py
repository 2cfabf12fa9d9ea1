"""Escalation: another signal is raised where a child under eight lives, or one is expected.

**What.** Any other signal about abuse asks for more than a note on this family, and a child of the family is under eight, or someone of the family is
recorded as pregnant. A child whose date of birth is not recorded may be under eight, and is said to be so.

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


def find(answers, titles, families, people, periods, as_of, *, child_age, infant_age, urgent):
    """What the rule says of each family with a young or expected child, today; `answers` are those of the rules before it,
    `titles` what each of them is called."""
    active = duckdb.sql("""
        select family_id, rule, title, level, raised_on, latest_on, evidence, reports,
               list_contains($urgent, rule) and (level = 'same day' or rule <> 'R03') as urgent
        from answers join titles using (rule) where level in ('same day', 'MARAC criterion met', 'review')""", params={"urgent": urgent}).materialize()
    young = _young(families, people, periods, as_of, child_age, infant_age)
    return duckdb.sql("""
        with beside as (
            select family_id, min(raised_on) as raised_on, min(raised_on) filter (urgent) as urgent_on, max(latest_on) as latest_on,
                   list_distinct(flatten(list(evidence order by rule, raised_on))) as evidence,
                   list_distinct(flatten(list(reports order by rule, raised_on))) as reports,
                   string_agg(distinct title, ' ' order by title) as rules
            from active group by family_id),
        held as (
            select family_id, min(known_on) as known_on, min(known_on) filter (infant) as infant_on, string_agg(words, '; ' order by turn, words) as words
            from young group by family_id),
        judged as (
            select *, if(urgent_on is not null and infant_on is not null, greatest(urgent_on, infant_on), null) as same_day_on,
                   greatest(raised_on, known_on) as review_on
            from beside join held using (family_id))
        select family_id, null::varchar as person_id, null::varchar as harmed_id, coalesce(same_day_on, review_on) as on_day,
               if(same_day_on is not null, 'same day', 'review') as level,
               'Here: ' || words || '. Raised on this family: ' || rules || ' Ask whether health visitor, midwife and early years were told.' as because,
               evidence, reports, null::varchar as doubts, review_on as looked_from, greatest(latest_on, review_on) as latest_on,
               false as rests_on_proposed_link
        from judged""")


def _young(families, people, periods, as_of, child_age, infant_age):
    """Each child under the age, of unknown age, or expected: in words, the youngest first, and since when known."""
    return duckdb.sql("""
        with kids as (
            select f.family_id, f.person_id, min(f.since) as known_on from families f
            where f.part = 'child' and f.since <= $as_of and (f.until is null or f.until >= $as_of) group by all),
        aged as (
            select k.*, p.name, p.dob, p.dob_precision, date_sub('year', p.dob, $as_of::date) as age from kids k join people p using (person_id)),
        expecting as (
            select distinct f.family_id, t.person_id, t.known_on, t.until from periods t join families f using (person_id)
            where t.kind = 'pregnancy' and t.known_on <= $as_of and (t.until is null or t.until >= $as_of) and f.part <> 'linked person')
        select family_id, known_on, coalesce(age < $infant_age, false) as infant, coalesce(age, 99) as turn,
               name || case when dob is null then ', age not recorded, so perhaps under ' || $child_age
                            when age < 0 then ', not born yet' when dob_precision = 'year' then ', about ' || age else ', ' || age end as words
        from aged where dob is null or age < $child_age
        union all
        select family_id, min(known_on), true, -1, 'a child is expected' || coalesce(' by ' || strftime(max(until), '%-d %B %Y'), '')
        from expecting group by family_id""", params={"as_of": as_of, "child_age": child_age, "infant_age": infant_age}).materialize()
