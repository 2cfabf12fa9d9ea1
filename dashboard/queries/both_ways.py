"""Two people who are each said to have harmed the other: who said what about whom, account by account, and nothing netted off."""

import pandas as pd

from dashboard import current
from dashboard.queries.hidden import addresses_hidden
from timeline.access import User, require

TWO = """
    here as materialized (
        from made.harms where source_id = $id union from made.harms where harmed_id = $id
        union from made.harms where event_id in (select event_id from made.timelines where family_id = $id)),
    back as materialized (from made.harms where manner = 'named' and source_id in (select harmed_id from here)),
    two as (select least(a.source_id, a.harmed_id) as one_id, greatest(a.source_id, a.harmed_id) as other_id, bool_or(a.contested) as contested
            from here a semi join back b on a.source_id = b.harmed_id and a.harmed_id = b.source_id where a.manner = 'named' group by all)"""
"""SQL of each two people who stand both ways round, on the timeline of the family $id or with the person $id among them, in `two`."""


def both_ways(user: User, id: str) -> pd.DataFrame:
    """Every account in which one of two people is said to have harmed the other, for each two who stand both ways round on this
    family's timeline, or of whom this person is one; in order of time. It stays after somebody has assessed it.

    `contested` while no answer has settled it. `one` and `other` name the two, `one_mention` and `other_mention` are what an answer
    about them is anchored on: how the first report to name both names each. `source_role` and `harmed_role` are as the account
    names them, empty where it does not; `callers` are people whom it names as having called. Addresses in the words are hidden."""
    require(user, "person:view")
    if current.ask(f"with {TWO} from two limit 1", id=id).empty:  # as nearly always, and planning the rest takes most of the time
        return pd.DataFrame(columns=["one_id", "other_id", "words"])
    told = current.ask(f"""
        with {TWO},
        owners as (select person_id, name as best, unnest(mention_ids) as mention_id from made.people
                   where person_id in (select one_id from two union select other_id from two)),
        named as (select person_id, report_id, role, min(mention_id) as mention_id
                  from made.mentions join owners using (mention_id) group by all),
        said as (select two.*, event_id, source_id, harmed_id, unnest(e.report_ids) as report_id
                 from made.harms h join two on least(source_id, harmed_id) = one_id and greatest(source_id, harmed_id) = other_id
                 join made.events e using (event_id) where manner = 'named'),
        sources as (select person_id as source_id, report_id, min(role) as source_role, min(mention_id) as source_mention
                    from named where role in ('suspect', 'respondent', 'offender') group by all),
        harmed as (select person_id as harmed_id, report_id, min(role) as harmed_role, min(mention_id) as harmed_mention
                   from named where role in ('victim', 'patient', 'applicant', 'tenant') group by all),
        accounts as (select * from said left join sources using (source_id, report_id) left join harmed using (harmed_id, report_id)
                     where source_role is not null or harmed_role is not null),
        placed as (select one_id, other_id, if(source_id = one_id, source_mention, harmed_mention) as one_said, r.known_on, report_id,
                          if(source_id = one_id, harmed_mention, source_mention) as other_said, source_mention is null or harmed_mention is null as half
                   from accounts join made.reports r using (report_id)),
        anchors as (select one_id, other_id, arg_min(one_said, (half, known_on, report_id)) as one_mention,
                           arg_min(other_said, (half, known_on, report_id)) as other_mention
                    from placed group by all)
        select one_id, lp.name as one, other_id, rp.name as other, one_mention, other_mention, contested, source_id, sp.name as source, source_role,
               harmed_id, hp.name as harmed, harmed_role, accounts.event_id, report_id, r.agency, r.occurred_from, r.occurred_to, r.precision, r.known_on,
               g.title, r.gravity, r.statement, r.outcome, r.copied_from, r.words, w.file, w.line_from, w.line_to,
               map_keys(map_from_entries(list_filter(map_entries(r.factors), lambda x: x.value = 'yes'))) as factors,
               (select list(distinct coalesce(name, 'name not recorded')) from made.mentions c
                where c.report_id = accounts.report_id and role = 'caller') as callers
        from accounts join anchors using (one_id, other_id) join made.reports r using (report_id) join made.rows w using (row_id)
        join made.people lp on lp.person_id = one_id join made.people rp on rp.person_id = other_id
        join made.people sp on sp.person_id = source_id join made.people hp on hp.person_id = harmed_id
        left join (select category, title from made.categories) g using (category)
        order by one_id, other_id, r.occurred_from nulls last, r.known_on, report_id""", id=id)
    return addresses_hidden(told)
