"""Who is said to have harmed whom, in which event: the directed pairs that every rule counts on.

Only accounts of abuse, and concerns that a child lives with it, say so. A role is what one source asserts about one event: the
same two people may stand the other way round elsewhere, and then both pairs are kept and marked contested, never netted off, until
a person decides who of the two is the primary perpetrator. What stands against that decision is kept as said, and no rule counts it.
A child who is there, or lives there, is harmed too. What one account leaves out about the source, another account of the same
event may tell; where none does, the source is 'not named'.
"""

import duckdb

INTIMATE = ("partner", "ex-partner", "spouse", "ex-spouse")
KIN = ("mother", "father", "parent", "step-parent", "child", "sibling", "grandparent", "other family", "foster carer")
AGAINST_A_CHILD = ("child_cruelty", "child_abduction")
FURTHEST = ("alleged", "charged", "cautioned", "acquitted", "convicted")   # from an allegation to a verdict
MANNERS = ("living there", "present", "named")


def find(events, reports, mentions, people, primaries) -> duckdb.DuckDBPyRelation:
    """The harms table. An account names nobody on both sides: who is said to be harmed in it is not its source.

    A child who was there stands with the adult who is named as harmed beside it, so a decision about the two adults holds for both."""
    named = _named(events, reports, mentions, people).materialize()
    harmed = _harmed(named).materialize()
    pairs = _pairs(named, harmed).materialize()
    told = _told(pairs, _unattributed(named, harmed, pairs)).materialize()
    known = _relations(told).materialize()
    return duckdb.sql(f"""
        with told as materialized (from told),
        standing as (
            select told.* exclude (relation), coalesce(told.relation, known.relation, 'unknown') as relation,
                   manner = 3 and (harmed_id, source_id) in (select (source_id, harmed_id) from told where manner = 3) as both_ways,
                   primary_id, because
            from told left join known using (source_id, harmed_id)
            left join primaries on one_id = least(source_id, harmed_id) and other_id = greatest(source_id, harmed_id)),
        judged as (select *, both_ways and coalesce(primary_id = harmed_id, false) as reversed from standing)
        select event_id, source_id, harmed_id, relation, {list(MANNERS)}[manner] as manner, asserted_by, {list(FURTHEST)}[status] as status,
               both_ways and primary_id is null as contested,
               reversed or coalesce(manner < 3 and bool_and(reversed) filter (manner = 3) over deed, false) as against_decision,
               if(both_ways, because, null) as decision, known_on, named_on, received_on
        from judged
        window deed as (partition by event_id, source_id)
        order by event_id, harmed_id, source_id""")


def _named(events, reports, mentions, people):
    """A row per person and account of abuse."""
    of = duckdb.sql("select event_id, unnest(report_ids) as report_id from events")
    who = duckdb.sql("select person_id, unnest(mention_ids) as mention_id from people")
    return duckdb.sql("""
        select event_id, r.report_id, r.agency, r.category, r.outcome, r.known_on, r.received_on, r.place_key,
               r.relationship as between_adults, who.person_id, m.role, m.relationship, m.present, m.lives_here, m.address_key,
               m.role in ('child', 'unborn') as child,
               bool_or(m.role in ('victim', 'patient', 'applicant', 'tenant')) over report as adult_harmed,
               bool_or(m.role in ('child', 'unborn')) over report as about_a_child,
               bool_or(m.role in ('respondent', 'suspect', 'offender')) over report as source_named
        from mentions m join who using (mention_id) join of using (report_id) join reports r using (report_id)
        where r.kind = 'abuse' or r.category = 'child_abuse_concern'
        window report as (partition by r.report_id)""")


def _harmed(named):
    """A row per account and person said there to be harmed, and how: named so, present, or living there.

    A child who is only named, neither said to be there nor to live there, counts where the account is about no adult."""
    homes = duckdb.sql("""
        with named as materialized (from named)
        select report_id, list(address_key) as homes
        from (select report_id, address_key from named where role in ('victim', 'patient', 'applicant', 'tenant')
              union all select report_id, place_key from named)
        where address_key is not null group by report_id""").materialize()
    return duckdb.sql(f"""
        select event_id, report_id, agency, person_id, bool_and(child) as child, max(relationship) as relationship,
               list_max(list(list_position({list(MANNERS)}, manner))) as manner
        from (
            select *, case when role in ('victim', 'patient') or (role in ('applicant', 'tenant') and source_named)
                                or (child and category in {AGAINST_A_CHILD}) then 'named'
                           when child and present = 'yes' then 'present'
                           when child and lives_here = 'yes' then 'living there'
                           when child and lives_here = 'not asked' and (not adult_harmed or category = 'child_abuse_concern'
                                or list_contains(homes, address_key)) then 'living there' end as manner
            from named left join homes using (report_id))
        where manner is not null group by event_id, report_id, agency, person_id""")


def _pairs(named, harmed):
    """A row per account, source and person harmed."""
    return duckdb.sql(f"""
        with harmed as materialized (from harmed)
        select distinct on (s.report_id, source_id, harmed_id)
               s.event_id, s.report_id, s.agency, s.known_on, s.received_on, s.person_id as source_id, h.person_id as harmed_id,
               h.manner,
               if(h.manner = 3 and s.outcome in {FURTHEST}, list_position({list(FURTHEST)}, s.outcome), 1) as status,
               case when h.child and (s.relationship in {KIN} or (h.relationship in {KIN} and s.between_adults in {INTIMATE})) then 'family'
                    when not h.child and s.between_adults in {INTIMATE} then 'intimate'
                    when not h.child and s.between_adults in {KIN} then 'family'
                    when not h.child and (s.relationship in {INTIMATE} or h.relationship in {INTIMATE}) then 'intimate'
                    when not h.child and not s.about_a_child and (s.relationship in {KIN} or h.relationship in {KIN}) then 'family'
                    when 'none' in (s.between_adults, s.relationship) then 'other' end as relation
        from named s join harmed h using (report_id)
        where s.role in ('suspect', 'respondent', 'offender')
          and (s.report_id, s.person_id) not in (select (report_id, person_id) from harmed)
        order by s.report_id, source_id, harmed_id, relation nulls last""")


def _unattributed(named, harmed, pairs):
    """A row per event and person harmed in it whom no account gives a source: the one source that the event has, or none."""
    sources = duckdb.sql("""
        select event_id, min(source_id) as source_id, list(distinct agency) as agencies, min(known_on) as known_on,
               min(received_on) as received_on
        from pairs group by event_id having count(distinct source_id) = 1""").materialize()
    alone = duckdb.sql("""
        select h.event_id, h.person_id as harmed_id, max(manner) as manner, list(distinct h.agency) as agencies,
               min(n.known_on) as known_on, min(n.received_on) as received_on
        from harmed h join named n on n.report_id = h.report_id and n.person_id = h.person_id
        where (h.event_id, h.person_id) not in (select (event_id, harmed_id) from pairs)
        group by h.event_id, h.person_id""").materialize()
    return duckdb.sql("""
        select a.event_id, coalesce(s.source_id, 'not named') as source_id, harmed_id, manner,
               list_sort(list_distinct(list_concat(a.agencies, coalesce(s.agencies, [])))) as asserted_by,
               greatest(a.known_on, s.known_on) as known_on, if(manner = 3, greatest(a.known_on, s.known_on), null) as named_on,
               greatest(a.received_on, s.received_on) as received_on
        from alone a left join sources s on s.event_id = a.event_id and s.source_id <> harmed_id""")


def _told(pairs, unattributed):
    """A row per event, source and person harmed: the furthest that any account goes, and who gives one."""
    said = duckdb.sql("""
        select event_id, source_id, harmed_id, max(manner) as manner, list_sort(list(distinct agency)) as asserted_by,
               max(status) as status, min(known_on) as known_on, min(known_on) filter (manner = 3) as named_on, min(received_on) as received_on,
               case when bool_or(relation = 'intimate') then 'intimate' else min(relation) end as relation
        from pairs group by event_id, source_id, harmed_id""").materialize()
    return duckdb.sql("""
        from said union all by name select *, 1 as status, null::varchar as relation from unattributed""")


def _relations(told):
    """How each pair stands, where one event does not tell: as most of the others say."""
    return duckdb.sql("""
        select source_id, harmed_id, relation from told where relation is not null group by source_id, harmed_id, relation
        qualify row_number() over (partition by source_id, harmed_id order by count(*) desc, relation) = 1""")
