"""What held for a time: where a person lived and with whom, who were a couple, separation, custody, pregnancy.

Each kind has a file of its own; each makes rows of one shape, and `find` gathers them. What a source states (`since`, `until`)
is *stated*; what is read from a run of sightings is *inferred*; what is only expected is *planned*. A pair of people stands
once, the lesser id first.

A step held in memory is read fast once in a query and very slowly twice: hence `with step as materialized (from step)`.
"""

import duckdb

from timeline.periods import custody, household, known, placements, pregnancy, relationship, residence, separation, ties

ENDS = ("release", "tenancy_end")  # these speak of a last day, whatever first day stands beside it
HASH = 16  # characters of the hash: ten would collide among a million periods


def find(reports, mentions, people) -> duckdb.DuckDBPyRelation:
    """The table `periods`: one row for each stretch of time in which something is said, or seen, to have held."""
    named = name(reports, mentions, people)
    residences = residence.find(reports, named).materialize()
    signs = ties.gather(reports, named).filter("counts_until is null").materialize()
    separations = separation.find(signs).materialize()
    relationships = relationship.find(signs, separations).materialize()
    households = household.find(residences, named).materialize()
    spells = custody.find(residences, reports, named).materialize()
    pregnancies = pregnancy.find(reports, named).materialize()
    gathered = duckdb.sql("""
        from residences union all by name from relationships union all by name from separations
        union all by name from households union all by name from spells union all by name from pregnancies""")
    return duckdb.sql(f"""
        select 'T-' || left(md5(concat_ws('|', kind, person_id, other_person_id, place_key, place_kind, since, until, state, certainty,
                                          report_ids[1])), {HASH}) as period_id,
               kind, person_id, other_person_id, place_key, place, place_kind, since, until, state, certainty,
               known_on, received_on, report_ids, because
        from gathered""")


def as_known(reports, mentions, people, periods, harms, families, links) -> duckdb.DuckDBPyRelation:
    """What held for a time as it stood on each day on which more became known of it, for rules that must not judge in hindsight.

    Separations, times in custody and pregnancies of everybody; where people lived and with whom of those who may have moved on (`placements`).
    The columns of `periods` that speak of them, and `known_from` and `known_until`: from which day until before which day it was known so."""
    named = name(reports, mentions, people)
    signs = ties.gather(reports, named).materialize()
    partings = known.separations(signs)
    spells = known.spells(periods, reports, named)
    expecting = known.pregnancies(reports, named)
    placed = placements.find(reports, named, signs, periods, harms, families, links)
    return duckdb.sql("""
        select kind || ' ' || row_number() over (order by kind, person_id, other_person_id, place_key, known_from, since, until, state, report_ids)
                   as period_id,
               kind, person_id, other_person_id, place_key, place_kind, since, until, state, certainty, known_on, report_ids, known_from, known_until
        from (from partings union all by name from spells union all by name from expecting union all by name from placed)""").materialize()


def name(reports, mentions, people) -> duckdb.DuckDBPyRelation:
    """Each mention with its person, the category of its report and the day that it speaks of, as far as the day is known."""
    return duckdb.sql(f"""
        with who as (select unnest(mention_ids) as mention_id, person_id, dob from people)
        select m.mention_id, m.report_id, who.person_id, who.dob, m.agency, m.role, m.known_on, m.received_on, m.address, m.address_key,
               m.address_kind, m.relationship, m.lives_here, r.category, r.copied_from,
               case when r.category in {ENDS} then coalesce(r.until, r.occurred_from::date, r.known_on)
                    else coalesce(r.since, r.occurred_from::date, r.known_on) end as day
        from mentions m join who using (mention_id) join reports r using (report_id)""").materialize()
