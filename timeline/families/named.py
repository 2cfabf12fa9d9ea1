"""Every person as each report names them, made ready for the question of who belongs together."""

import duckdb

NOT_A_HOME = ("institution", "shared house", "no fixed abode", "safe")
PARENTAL = ("mother", "father", "parent", "step-parent", "grandparent", "foster carer", "carer")
STATES = ("address", "tenancy", "household", "relationship", "new_relationship")
GROWN = ("carer", "parent", "partner", "tenant")
ACCUSING = ("non_molestation_order", "occupation_order", "restraining_order", "protection_order", "protection_application",
            "marac_referral", "marac_meeting")


def gather(reports, mentions, people) -> duckdb.DuckDBPyRelation:
    """A row per mention: who it is, on which occasion and day, under age or not, where, and on which side of an accusation.

    An occasion is one incident: the reports of one agency that share its reference, and what was copied from them. `home` is
    empty for an institution, a hostel or a refuge: people recorded there do not live together. Under age is who is named as a
    child and not known to be 18, and whoever is not 18 that day and never named as a parent, partner or tenant."""
    incidents = duckdb.sql("""
        select distinct incident_ref, split_part(incident_ref, ':', 1) as agency,
               regexp_replace(upper(substr(incident_ref, instr(incident_ref, ':') + 1)), '[^A-Z0-9]', '', 'g') as bare
        from reports where incident_ref is not null""")
    copied = duckdb.sql("""
        select report_id, min(i.incident_ref) as occasion from reports r join incidents i
          on i.agency = r.copied_from and i.bare = regexp_replace(upper(r.other_ref), '[^A-Z0-9]', '', 'g')
        group by report_id""")
    told = duckdb.sql(f"""
        select r.report_id, coalesce(c.occasion, r.incident_ref, r.report_id) as occasion, r.kind, r.category,
               if(r.category in {STATES}, r.until, null) as until,
               coalesce(r.since, r.occurred_from::date, r.known_on) as day,
               r.kind = 'abuse' or r.category in {ACCUSING} as accusing
        from reports r left join copied c using (report_id)""")
    who = duckdb.sql("select person_id, dob, unnest(mention_ids) as mention_id from people")
    return duckdb.sql(f"""
        with every as materialized (
            select person_id, mention_id, report_id, hash(t.occasion) as occasion, m.agency, m.role, m.relationship, m.lives_here,
                   m.received_on, t.category, t.kind, t.accusing, t.day, t.until, who.dob, m.address_key as spot,
                   if(m.address_kind in {NOT_A_HOME}, null, m.address_key) as home
            from mentions m join told t using (report_id) join who using (mention_id)),
        grown as (select distinct person_id from every where role in {GROWN} or relationship in {PARENTAL}),
        blaming as (select distinct report_id from every where role in ('suspect', 'offender', 'respondent'))
        select * exclude (kind, accusing),
               coalesce(dob + interval 18 year > day, true)
               and (role in ('child', 'unborn') or (dob is not null and person_id not in (from grown))) as minor,
               case when role in ('suspect', 'offender') or (role = 'respondent' and accusing) then 'source'
                    when role = 'victim' or (role = 'patient' and kind = 'abuse') then 'harmed'
                    when role in ('applicant', 'tenant') and accusing and report_id in (from blaming) then 'harmed'
                    when role in ('child', 'unborn') and (kind = 'abuse' or category = 'child_abuse_concern') then 'harmed' end as side
        from every""")


def accused(naming, primaries) -> duckdb.DuckDBPyRelation:
    """A row per report and pair: the source is said there to have harmed the other. `against_decision`: each of the two is said to
    have harmed the other, and a person decided that the other is the primary perpetrator."""
    return duckdb.sql("""
        with every as materialized (select person_id, report_id, agency, role, day, side from naming where side is not null),
        said as materialized (
            select distinct s.person_id as source_id, h.person_id as harmed_id, s.report_id, s.agency, s.role, h.role as harmed_as, s.day
            from every s join every h using (report_id)
            where s.side = 'source' and h.side = 'harmed' and s.person_id <> h.person_id)
        select said.*, coalesce(primary_id = harmed_id, false) and (harmed_id, source_id) in (select (source_id, harmed_id) from said) as against_decision
        from said left join primaries on one_id = least(source_id, harmed_id) and other_id = greatest(source_id, harmed_id)""")


def founding(naming) -> duckdb.DuckDBPyRelation:
    """A row per person: the mention that we had first, from which a family's id is made, and the first day spoken of."""
    return duckdb.sql("""
        select person_id, arg_min(mention_id, {'received_on': received_on, 'mention_id': mention_id}) as mention_id,
               min(day) as first_day
        from naming group by person_id""")
