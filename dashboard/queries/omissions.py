"""What an agency's records of a family leave out: the quality of the records, which ranks no family and feeds no rule."""

import pandas as pd

from dashboard import current
from timeline.access import User, require

OF_A_CHILD = ("abuse", "concern")
"""Kinds of record of which one may ask whether a child whom they name was seen and heard."""


def omissions(user: User, family_id: str) -> pd.DataFrame:
    """A row per agency and item that is left out: of how many (`total`, of `what`) it is left out in `missing`, and the records that leave it out.

    Of abuse records: the type of abuse. Of records that name a child of the family: whether a child was seen, and was heard. Of the
    people of the family whom the agency names: ethnicity, disability, sex, date of birth, if the agency records it nowhere."""
    require(user, "family:view")
    return current.ask(f"""
        with members as materialized (select distinct person_id, part = 'child' as child from made.families where family_id = $id and part <> 'linked person'),
        told as materialized (
            select distinct r.report_id, r.agency, r.kind, c.type
            from (select unnest(report_ids) as report_id from made.timelines join made.events using (event_id) where family_id = $id)
            join made.reports r using (report_id) left join (select category, type from made.categories) c on c.category = r.category),
        named as materialized (
            select person_id, child, m.report_id, m.agency, m.mention_id, m.seen, m.heard, m.sex, m.dob, m.role
            from (select person_id, unnest(mention_ids) as mention_id from made.people semi join members using (person_id))
            join made.mentions m using (mention_id) join members using (person_id)),
        of_records as (
            select agency, 'type of abuse' as item, 'abuse records' as what, report_id, coalesce(type, 'unspecified') = 'unspecified' as left_out
            from told where kind = 'abuse'
            union all
            select agency, unnest(['whether a child was seen', 'whether a child was heard']), 'records that name a child', report_id,
                   unnest([bool_and(seen = 'not asked'), bool_and(heard = 'not asked')])
            from named join told using (agency, report_id) where child and kind in {OF_A_CHILD} group by agency, report_id),
        described as (
            select agency, person_id, list(distinct report_id) as reports, bool_and(sex is null) as sex, bool_and(dob is null) as dob,
                   bool_and(mention_id not in (select mention_id from made.characteristics where kind = 'ethnicity')) as ethnicity,
                   bool_and(mention_id not in (select mention_id from made.characteristics where kind = 'disability')) as disability
            from named where role <> 'unborn' group by agency, person_id),
        of_people as (
            select agency, unnest(['ethnicity', 'disability', 'sex', 'date of birth']) as item, 'people named' as what, reports,
                   unnest([ethnicity, disability, sex, dob]) as left_out from described),
        counted as (
            select agency, item, what, count(*) as total, count(*) filter (left_out) as missing,
                   list(report_id order by report_id) filter (left_out) as report_ids
            from of_records group by all
            union all
            select agency, item, what, count(*), count(*) filter (left_out), list_sort(list_distinct(flatten(list(reports) filter (left_out))))
            from of_people group by all)
        select agency, item, what, total, missing, report_ids from counted where missing > 0
        order by agency, list_position(['type of abuse', 'whether a child was seen', 'whether a child was heard', 'ethnicity', 'disability', 'sex',
                                        'date of birth'], item)""", id=family_id)
