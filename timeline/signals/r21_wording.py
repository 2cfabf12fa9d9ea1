"""Words: a record of this family holds words that inspectors ask agencies to read again.

**What.** A record's own words hold a phrase of the lists below, such as "as bad as one another", "lifestyle choice", "failed to protect" or "parental
conflict". The phrase, the agency and the number of its records are given. The recorder's words are marked and never changed.

**Since when.** From the first day on which an agency made such a record. It stays while the record stands.

**What would change it.** It ends when the agency corrects or withdraws the record. Nothing else in the records ends it; a person may
dismiss it with a reason.

**Why it matters.** Inspections and case reviews find that such words put the responsibility on whoever is harmed, make two people alike, or call abuse a
conflict, and that work then goes to the wrong place.

**Cautions.** A phrase may be quoted, denied or meant otherwise: read the record. It says nothing of the family and little of the recorder: it asks
whether the record says who did what. Records without words cannot be marked, and other words can do the same. A copy of another agency's record is not
counted again.

**Source.** JTAI 2017; CSPR Panel 2022."""

import re

import duckdb

from timeline.agencies import titles

HEADING = "What was done"
NOTHING = "no record of this family holds a phrase of the lists; records without words cannot be marked"


def find(timelines, accounts, reports, as_of, *, found_by_inspectors, also_marked):
    """What the rule says of each family on each day on which an agency made such a record, from the records made until then."""
    pattern = r"\b(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in found_by_inspectors + also_marked) + r")\b"
    marked = duckdb.sql(r"""
        select report_id, agency, known_on,
               list_distinct([regexp_replace(one, '\s+', ' ', 'g') for one in regexp_extract_all(lower(words), $pattern)]) as phrases
        from reports where copied_from is null and known_on <= $as_of and regexp_matches(lower(words), $pattern)""",
                        params={"pattern": pattern, "as_of": as_of}).materialize()
    held = duckdb.sql("""
        select t.family_id, m.* from timelines t join accounts a using (event_id) join marked m using (report_id)""").materialize()
    judged = _judged(held)
    return duckdb.sql("""
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day, 'note' as level,
               format('{} words to read again: {}. The words are the recorder''s and stand as written.',
                      if(len(reports) = 1, '1 record holds', len(reports) || ' records hold'), words) as because,
               []::varchar[] as evidence, reports, null::varchar as doubts, null::date as looked_from, on_day as latest_on, false as rests_on_proposed_link
        from judged""")


def _judged(held):
    """Each family on each day on which such a record was made: its records until then, and each phrase with the agencies that wrote it."""
    return duckdb.sql(f"""
        with held as materialized (from held),
        looks as (select distinct family_id, known_on as on_day from held),
        known as (select l.on_day, h.* from looks l join held h using (family_id) where h.known_on <= on_day),
        counted as (
            select family_id, on_day, phrase, agency, count(distinct report_id) as n
            from (select family_id, on_day, agency, report_id, unnest(phrases) as phrase from known) group by all),
        worded as (
            select family_id, on_day, string_agg('"' || phrase || '" (' || {titles.named("agency")} || ', ' || if(n = 1, '1 record', n || ' records') || ')',
                                                 ', ' order by phrase, agency) as words
            from counted group by all)
        select k.family_id, k.on_day, list_sort(list(distinct report_id)) as reports, any_value(words) as words
        from known k join worded using (family_id, on_day) group by all""")
