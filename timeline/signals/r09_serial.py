"""Moved to a new relationship: a person is said to have harmed more than one person.

**What.** Three definitions, kept apart because agencies use different ones. *ACPO*: harm to two or more people unconnected with
one another, ever. *MATAC-style*: two or more people and more than one record in the last three years, family included, the
person being 16 or over. *Intimate*: two or more partners or former partners, ever.

**Since when.** Raised on the first day on which what the agencies between them knew met one of them. A review while the latest event lies within three
years, then a note.

**What would change it.** It becomes a note when the latest event is more than three years old, or when so much of it counts no longer,
because others are recorded as harming this person in turn, that none of the three is met. Where it rests on a proposed link, an answer
that the two are different people ends it. An acquittal is shown beside it and does not end it.

**Why it matters.** Each agency on its own list sees other people: in one study at most 1 in 100 was on two agencies' lists.

**Cautions.** Only a confirmed identity counts; a proposed one asks to check who this is and nothing else. Unproven allegations and acquittals are shown
as what they are. Who is harmed in another family is never named. Where each of two people is recorded as harming the other, the way of fewer incidents does
not count until a person has assessed who is the primary perpetrator. This is not the police matrix of recency, frequency and gravity.

**Source.** ACPO 2009; Northumbria Police MATAC; Robinson and Clancy, Cardiff."""

import duckdb

from timeline.agencies import titles

HEADING = "Moved to a new relationship"
NOTHING = "no named person who is said to have harmed someone of this family is known to have harmed anyone else; 2 people are needed"


def find(counted, links, people, as_of, *, victims, records, years, suspect_age):
    """What the rule says of each person and family on each day on which its answer could change."""
    history = _history(counted, links, people, suspect_age)
    looks = duckdb.sql("""
        with told as materialized (select subject_id, proposed, counts_from, counts_to, day from history),
        changes as (
            select subject_id, proposed, unnest([counts_from, counts_to + 1, (day + to_years($years::int))::date + 1]) as on_day from told
            union select subject_id, proposed, $as_of::date from told)
        select * from changes where on_day <= $as_of""", params={"years": years, "as_of": as_of})
    judged = _judged(looks, history, victims, records, years)
    return _answers(judged, history, people, victims, records, years)


def _history(counted, links, people, suspect_age):
    """What is recorded of each person said to have harmed two or more; and, as proposed, of two who may be one.

    `own` marks what is recorded of the person as such, and not of whoever he or she may be."""
    done = duckdb.sql("""
        select person_id, harmed_id, event_id, min(day) as day, min(counts_from) as counts_from, counts_to, any_value(relation) as relation,
               any_value(status) as status, list_sort(list(distinct family_id)) as families, any_value(asserted_by) as asserted_by
        from counted left join (select person_id, dob from people) using (person_id)
        where settled and day is not null and manner = 'named'
          and (dob is null or day >= dob + to_years($age::int)) group by all""", params={"age": suspect_age}).materialize()
    return duckdb.sql("""
        with proposals as materialized (select person_id_l, person_id_r from links where state <> 'refused'),
        maybe as (select person_id_l as subject_id, person_id_r as other_id from proposals union select person_id_r, person_id_l from proposals),
        deeds as materialized (from done),
        told as (
            select person_id as subject_id, false as proposed, true as own, d.* exclude (person_id) from deeds d
            union all select distinct m.subject_id, true, true, d.* exclude (person_id) from deeds d join maybe m on m.subject_id = d.person_id
            union all select m.subject_id, true, false, d.* exclude (person_id) from deeds d join maybe m on m.other_id = d.person_id)
        select * from told
        window same as (partition by subject_id, proposed)
        qualify min(harmed_id) over same <> max(harmed_id) over same and bool_or(own) over same""").materialize()


def _judged(looks, history, victims, records, years):
    """Each person on each such day, as far as known then: the three definitions, the counts, who holds the history."""
    known = duckdb.sql("""
        select l.subject_id, l.proposed, l.on_day, h.* exclude (subject_id, proposed), day >= l.on_day - to_years($years::int) as lately
        from looks l left join history h on h.subject_id = l.subject_id and h.proposed = l.proposed
             and l.on_day between h.counts_from and coalesce(h.counts_to, l.on_day)""", params={"years": years}).materialize()
    return duckdb.sql(f"""
        with known as materialized (from known),
        harmed as (
            select subject_id, proposed, on_day, harmed_id, list_distinct(flatten(list(families))) as families from known group by all),
        apart as (
            select distinct a.subject_id, a.proposed, a.on_day, true as acpo
            from harmed a join harmed b on a.subject_id = b.subject_id and a.proposed = b.proposed and a.on_day = b.on_day and a.harmed_id < b.harmed_id
            where not list_has_any(a.families, b.families)),
        counted as (
            select subject_id, proposed, on_day, count(distinct harmed_id) as harmed, count(distinct event_id) as events,
                   count(distinct harmed_id) filter (lately) as harmed_lately, count(distinct event_id) filter (lately) as events_lately,
                   count(distinct harmed_id) filter (relation = 'intimate') as partners, count(distinct event_id) filter (status = 'convicted') as convicted,
                   count(distinct event_id) filter (status = 'acquitted') as acquitted, max(day) as latest_on, min(day) as first_on,
                   {titles.listed("flatten(list(asserted_by))")} as held_by,
                   bool_or(own) as own, bool_or(not own) as other
            from known group by all)
        select c.*, harmed_lately >= $victims and events_lately >= $records as matac, coalesce(acpo, false) as acpo,
               partners >= $victims as intimate,
               (matac or coalesce(a.acpo, false) or intimate) and (not proposed or (own and other)) as serial
        from counted c left join apart a using (subject_id, proposed, on_day)""",
                      params={"victims": victims, "records": records}).materialize()


def _answers(judged, history, people, victims, records, years):
    """The answer for each family in which the person is said to have harmed someone; a confirmed one goes before a proposed one."""
    own = duckdb.sql("""
        with placed as (
            select subject_id, proposed, unnest(families) as family_id, counts_from, counts_to, event_id from history where own)
        select j.subject_id, j.proposed, j.on_day, family_id,
               coalesce(list(distinct event_id) filter (j.on_day <= coalesce(counts_to, j.on_day)), []) as evidence
        from judged j join placed p using (subject_id, proposed) where j.on_day >= counts_from group by all""")
    return duckdb.sql("""
        with confirmed as (select distinct subject_id from judged where serial and not proposed)
        select family_id, subject_id as person_id, null::varchar as harmed_id, on_day,
               case when serial and (matac or latest_on >= on_day - to_years($years::int)) then 'review' when serial then 'note' end as level,
               case when harmed = 0 then 'What is recorded of ' || name || ' counts no longer: others are recorded as harming ' || name || ' in turn.'
               else if(proposed, 'Check who this is: ' || name || ' may be one person with someone else of whom harm is recorded. If so, ', name || ' ')
                    || format('{} said by {} to have harmed {} in {} (convicted {}, acquitted {}). Two or more unconnected with one another, ever '
                              '(ACPO): {}. {} or more people and {} or more records in {} years, family included (MATAC-style): {}. {} or more partners '
                              'or former partners, ever: {}. Anything outside this family is history held by those agencies.',
                              if(proposed, 'this person is', 'is'), held_by, if(harmed = 1, '1 person', harmed || ' people'),
                              if(events = 1, '1 event', events || ' events'), convicted, acquitted,
                              if(acpo, 'yes', 'no'), $victims, $records, $years, if(matac, 'yes', 'no'), $victims, if(intimate, 'yes', 'no'))
               end as because,
               evidence, []::varchar[] as reports, null::varchar as doubts, coalesce(first_on, on_day) as looked_from,
               coalesce(latest_on, on_day) as latest_on, proposed as rests_on_proposed_link
        from judged join own using (subject_id, proposed, on_day) join (select person_id as subject_id, name from people) using (subject_id)
        where not (proposed and subject_id in (select subject_id from confirmed))
          and (proposed or serial or subject_id not in (select subject_id from judged where proposed and serial))
        qualify row_number() over (partition by family_id, subject_id, on_day order by proposed) = 1""",
                      params={"victims": victims, "records": records, "years": years})
