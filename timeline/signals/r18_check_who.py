"""Check who this is: somebody named with this family may be a person who is said to have harmed people of another family.

**What.** Two people are recorded who may be one. One of them is said to have harmed somebody; the other is named or placed with this
family, where the first is not. Joining them would put that history beside this family, so nobody is joined before a person has looked.

**Since when.** Raised on the first day on which the agencies between them knew of the history, of both people and of the placement with this
family. A review for as long as the question is open, never the same day: what would follow is urgent only once it is known who this is.

**What would change it.** An answer that they are two people ends it. An answer that they are one ends it too, once a second person agrees, and
what that person's history means here is then said by the other rules. An answer of not sure leaves it open.

**Why it matters.** A false link puts a stranger's history on a family that it has nothing to do with; a missed one leaves a household
unseen. Only a person can tell, and the sooner somebody looks the fewer rules wait.

**Cautions.** Names are shared, above all within families and communities, and dates of birth are mistyped. Decide who it is before reading what it
would mean: the gravity of a history is no evidence of identity. The other family is not named here, nor any place; its people have not
been asked. Until it is answered nothing rests on it that asks for anyone the same day.

**Source.** Child Safeguarding Practice Review Panel 2022: histories that were not joined up; UK GDPR article 5(1)(d): accuracy."""

import duckdb

from timeline.agencies import titles

HEADING = "Moved to a new relationship"
NOTHING = "nobody named with this family may be, by a link that waits for a person's answer, someone said to have harmed people of another family"


def find(counted, perpetrators, links, families, people, mentions, periods, as_of, *, states):
    """What the rule says of each family and each of its people of whom such a question is open, on each day on which its answer could change."""
    questions = _questions(perpetrators, links, families, mentions, states)
    met = _met(questions, families, people, mentions, periods)
    history = _history(questions, counted, families)
    days = duckdb.sql("""
        with begun as (
            select q.family_id, q.placed_id, greatest(q.known_on, coalesce(m.met_on, q.known_on)) as known_on, q.person_id, q.reports
            from questions q left join met m using (family_id, placed_id)),
        told as (select b.*, h.* exclude (family_id, person_id) from begun b join history h using (family_id, person_id)),
        changes as (
            select family_id, placed_id, unnest([greatest(known_on, counts_from), counts_to + 1, $as_of::date]) as on_day from told)
        select c.on_day, t.* from (select distinct * from changes where on_day <= $as_of) c join told t using (family_id, placed_id)""",
                      params={"as_of": as_of}).materialize()
    return duckdb.sql(f"""
        with days as materialized (from days),
        standing as (
            select family_id, placed_id, on_day, count(distinct harmed_id) as harmed, {titles.listed("flatten(list(asserted_by))")} as held_by,
                   list_sort(list_distinct(flatten(list(reports)))) as reports, min(known_on) as looked_from, max(known_on) as latest_on
            from days where on_day between greatest(known_on, counts_from) and coalesce(counts_to, on_day) group by all),
        every as (select distinct family_id, placed_id, on_day from days)
        select e.family_id, e.placed_id as person_id, null::varchar as harmed_id, e.on_day, if(s.harmed is null, null, 'review') as level,
               case when s.harmed is null then 'nobody of whom this is asked is counted as said to have harmed people of another family'
                    else 'Check who this is: ' || name || ', who is named or placed with this family, may be one person with someone said by ' || held_by
                         || ' to have harmed ' || if(harmed = 1, '1 person', harmed || ' people') || ' of another family. That it is one person is only '
                         || 'proposed. Nothing is joined until a person has looked at both and, where the answer is yes, a second person agrees.'
                    end as because,
               []::varchar[] as evidence, coalesce(s.reports, []) as reports, null::varchar as doubts, s.looked_from, s.latest_on,
               s.harmed is not null as rests_on_proposed_link
        from every e left join standing s using (family_id, placed_id, on_day) join people p on p.person_id = e.placed_id""")


def _questions(perpetrators, links, families, mentions, states):
    """Each open link that would place a person said to have caused harm with a family: both people, and the two records that it rests on."""
    return duckdb.sql("""
        with unanswered as materialized (
            select link_id, person_id_l, person_id_r, mention_id_l, mention_id_r from links where moves and list_contains($states, state)),
        resting as (select mention_id_l as mention_id from unanswered union select mention_id_r from unanswered),
        named as materialized (select mention_id, report_id, known_on from mentions semi join resting using (mention_id)),
        asked as (
            select link_id, person_id_l, person_id_r, [l.report_id, r.report_id] as reports, greatest(l.known_on, r.known_on) as known_on
            from unanswered join named l on l.mention_id = mention_id_l join named r on r.mention_id = mention_id_r),
        raised_there as (select family_id, person_id from families where part = 'child')
        select p.family_id, p.person_id, if(p.person_id = person_id_l, person_id_r, person_id_l) as placed_id, known_on, reports
        from perpetrators p join asked using (link_id)
        where (p.family_id, placed_id) not in (select (family_id, person_id) from raised_there)""",
                      params={"states": states}).materialize()


def _met(questions, families, people, mentions, periods):
    """The first day on which an agency knew of that person with that family: named beside one of its people, or placed with one."""
    return duckdb.sql("""
        with asked as materialized (select family_id, placed_id from questions),
        home as materialized (
            select family_id, person_id from families semi join asked using (family_id) where part <> 'linked person'),
        involved as (select placed_id as person_id from asked union select person_id from home),
        named as materialized (
            select person_id, report_id, known_on from (select person_id, unnest(mention_ids) as mention_id from people semi join involved using (person_id))
            join mentions using (mention_id)),
        together as materialized (select person_id, other_person_id, known_on from periods where other_person_id is not null),
        placed as (from together union all select other_person_id, person_id, known_on from together),
        beside as (
            select one.person_id, other.person_id as other_person_id, one.known_on from named one join named other using (report_id)
            where one.person_id <> other.person_id
            union all from placed)
        select family_id, placed_id, min(known_on) as met_on
        from asked join beside b on b.person_id = placed_id join home using (family_id) where home.person_id = b.other_person_id group by all""")


def _history(questions, counted, families):
    """What counts of each such person, against people who are not of that family, with the days on which it counts."""
    return duckdb.sql("""
        with asked as (select distinct family_id, person_id from questions)
        select a.family_id, c.person_id, harmed_id, event_id, counts_from, counts_to, any_value(asserted_by) as asserted_by
        from asked a join counted c using (person_id)
        where c.settled and c.manner = 'named' and c.day is not null
          and (a.family_id, harmed_id) not in (select (family_id, person_id) from families where part <> 'linked person') group by all""")
