"""What agencies say of two people as a couple, sign by sign: together, separating, apart, together again.

A sign is one report's word on one pair on one day. An *explicit* sign says it outright; an inferred one only fits it.
A change of address is no sign at all: both may have moved. A sign whose report names one person only counts for
the partner whom other reports name, the nearest before that day; where none does, the other person stays unnamed.
"""

from typing import NamedTuple

import duckdb

ABOUT = ("victim", "applicant", "patient", "subject", "tenant", "offender", "suspect", "respondent", "carer", "parent")
OTHERS = ("suspect", "respondent", "partner", "offender")
TOGETHER = ("partner", "spouse")
APART = ("ex-partner", "ex-spouse")
SINCE = ("relationship", "new_relationship", "separation", "separation_planned", "reconciliation", "refuge")  # their first day is the couple's
REASON = "relationship.{0,15}(broken|break|ended)|separat|domestic (abuse|violence)"


class Sign(NamedTuple):
    """What a report's word is, how a sentence names it, whether it says so outright, whether it says since when, and the SQL
    condition on the report. `couple` demands that some report calls the two a couple: two relatives can be in it too."""

    word: str
    indicator: str
    explicit: bool
    dated: bool
    couple: bool
    when: str


SIGNS = (
    Sign("planned", "separation planned", True, True, False,
         "separation = 'planned' or (category = 'separation_planned' and separation is null)"),
    Sign("reversed", "together again", True, True, False,
         "separation = 'reversed' or (category = 'reconciliation' and separation is null)"),
    Sign("apart", "separation recorded", True, True, False,
         "separation = 'occurred' or (category = 'separation' and separation is null)"),
    Sign("unclear", "separation recorded as unclear", True, True, False, "separation = 'unclear'"),
    Sign("apart", "move to a refuge or safe address", True, True, False, "category = 'refuge' and separation is null"),
    Sign("apart", "tenancy ended because the relationship did", True, True, False,
         f"category = 'tenancy_end' and separation is null and regexp_matches(lower(words), '{REASON}')"),
    Sign("unclear", "separated, or tried to, within the past year (risk assessment)", True, False, True,
         "factors['separation'] = 'yes' and separation is null and category not in ('separation', 'separation_planned', 'reconciliation')"),
    Sign("unclear", "court protection from the other sought", True, True, True,
         "category in ('protection_application', 'non_molestation_order', 'occupation_order')"),
    Sign("unclear", "stalking, harassment or unwanted contact", False, False, True,
         "category in ('stalking', 'harassment', 'unwanted_contact', 'malicious_messages') or factors['stalking'] = 'yes'"),
    Sign("unclear", "conflict or court case over the children", False, False, True,
         "category in ('child_arrangements', 'prohibited_steps', 'child_contact_dispute') or factors['child contact conflict'] = 'yes'"),
    Sign("unclear", "condition or order against contact", False, False, True,
         "category in ('bail_conditions', 'licence_condition', 'restraining_order', 'protection_order')"),
)


def gather(reports, named) -> duckdb.DuckDBPyRelation:
    """Signs: the pair (the lesser id first; the other may be empty), day, until, word, indicator, explicit, dated, and
    the report with its agency and days. `word` is together, planned, apart, reversed or unclear.

    A sign counts of this pair from the day `counts_from`, on which both its report and whose it is were known, until before the day
    `counts_until`, on which somebody else became known to be nearer; that is empty while it counts of this pair."""
    adults = _two_adults(reports, named).materialize()
    said = _said(reports).materialize()
    words = duckdb.sql("""
        select person_id, other_person_id, report_id, case when says like 'ex-%' then 'apart' else 'together' end as word,
               says as indicator, true as explicit, false as dated, known_on as counts_from, null::date as counts_until
        from adults where says is not null""")
    signs = _of_pairs(said, adults, named).materialize()
    return duckdb.sql(f"""
        select least(s.person_id, coalesce(s.other_person_id, s.person_id)) as person_id,
               case when s.other_person_id is not null then greatest(s.person_id, s.other_person_id) end as other_person_id,
               s.word, s.indicator, s.explicit, s.dated, r.report_id, r.agency, r.category, r.known_on, r.received_on, r.copied_from,
               coalesce(case when r.category in {SINCE} then r.since end, r.occurred_from::date, r.known_on) as day,
               case when r.category in {SINCE} then r.since end is not null as since_given, case when r.category in {SINCE} then r.until end as until,
               s.counts_from, s.counts_until
        from (from words union by name from signs) s join reports r using (report_id)""")


def _two_adults(reports, named):
    """The couple that a report may speak of: whom it is about and the one other adult; and what it calls them, if anything.

    With several others, only what stands in a person's own entry is taken."""
    return duckdb.sql(f"""
        with ranked as materialized (
            select n.report_id, n.person_id, n.mention_id, n.role, n.day, n.known_on, r.relationship as said,
                   case when n.relationship in {TOGETHER + APART} then n.relationship when n.role = 'partner' then 'partner' end as own,
                   list_position({list(ABOUT)}, n.role) as place
            from named n join reports r using (report_id)
            where n.role in {ABOUT} or n.role = 'partner' or n.relationship in {TOGETHER + APART}),
        about as materialized (
            select report_id, person_id, day, known_on, own, said, role in ('carer', 'parent') and said in {TOGETHER + APART} as parents
            from ranked where place is not null
            qualify row_number() over (partition by report_id order by place, mention_id) = 1),
        other as materialized (
            select r.report_id, r.person_id, min(r.own) as own from ranked r join about a using (report_id)
            where r.person_id <> a.person_id and (r.role in {OTHERS} or r.own is not null or (a.parents and r.role in ('carer', 'parent')))
            group by all),
        alone as (select report_id from other group by report_id having count(*) = 1)
        select a.report_id, a.person_id, o.person_id as other_person_id, a.day, a.known_on,
               coalesce(o.own, case when alone.report_id is not null and a.said in {TOGETHER + APART} then a.said
                                    when alone.report_id is not null then a.own end) as says
        from about a join other o using (report_id) left join alone using (report_id)
        where alone.report_id is not null or o.own is not null""")


def _said(reports):
    """What each report says of a separation, by the list of signs."""
    return duckdb.sql(" union all ".join(
        f"select report_id, '{s.word}' as word, '{s.indicator}' as indicator, {s.explicit} as explicit, {s.dated} as dated,"
        f" {s.couple} as couple from reports where {s.when}" for s in SIGNS))


def _of_pairs(said, adults, named):
    """The pair of each sign, and from when until when it counts of them: the report's own two adults, or its one adult and the partner
    named elsewhere, who is another from the day on which one nearer to the sign became known."""
    return duckdb.sql(f"""
        with adults as materialized (from adults), said as materialized (from said),
        known as materialized (
            select person_id, other_person_id, day, min(known_on) as known_on
            from (select person_id, other_person_id, day, known_on from adults where says is not null
                  union all select other_person_id, person_id, day, known_on from adults where says is not null) group by all),
        couples as (select person_id, other_person_id, min(known_on) as couple_from from known group by all),
        single as materialized (
            select n.report_id, n.person_id, n.day, n.known_on from named n semi join said using (report_id) anti join adults using (report_id)
            where n.role in {ABOUT}
            qualify row_number() over (partition by n.report_id order by list_position({list(ABOUT)}, n.role), n.mention_id) = 1),
        partners as (
            select s.report_id, s.person_id, greatest(k.known_on, s.known_on) as on_day,
                   min({{'after': k.day > s.day, 'far': abs(k.day - s.day), 'who': k.other_person_id}}) over (
                       partition by s.report_id order by greatest(k.known_on, s.known_on) range unbounded preceding).who as other_person_id
            from single s join known k using (person_id)),
        found as (
            select report_id, on_day, max(other_person_id) as other_person_id, any_value(person_id) as person_id
            from (from partners union all by name select report_id, person_id, known_on as on_day, null::varchar as other_person_id from single)
            group by report_id, on_day),
        turns as (
            from found window report as (partition by report_id order by on_day)
            qualify other_person_id is distinct from lag(other_person_id) over report or row_number() over report = 1),
        pairs_said as (
            select a.report_id, a.person_id, a.other_person_id, couple_from, a.known_on as counts_from, null::date as counts_until
            from adults a left join couples c using (person_id, other_person_id)
            union all
            select report_id, person_id, other_person_id, if(other_person_id is null, null, on_day), on_day,
                   lead(on_day) over (partition by report_id order by on_day) from turns)
        select p.person_id, p.other_person_id, s.* exclude (couple), if(couple, greatest(counts_from, couple_from), counts_from) as counts_from, counts_until
        from said s join pairs_said p using (report_id) where couple_from is not null or not couple""")
