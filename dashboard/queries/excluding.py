"""Whom and what an administrator names: found by an agency's own reference, and shown by no more than tells one person of a record from another.

An administrator sees no family. These questions pass by what is hidden, since a record must be found before somebody can be named for it; they give
a reference, the agency, initials and a year of birth, and nothing that is recorded."""

import pandas as pd

from dashboard import current
from timeline.access import User, require

MOST = 20

INITIALS = "coalesce(upper(left(forename, 1)) || '.', '') || coalesce(upper(left(surname, 1)) || '.', '')"


def excludable(user: User, reference: str) -> pd.DataFrame:
    """The people whom a record of this reference names, or who bear this identifier, a row for each mention: the record's id, its agency, whether it is
    `restricted`, the mention's id, `initials` and year of birth (`born`)."""
    require(user, "exclusions:manage")
    return current.ask_whole(f"""
        select r.report_id, r.agency, r.handling is not distinct from 'restricted' as restricted, mention_id, {INITIALS} as initials, year(dob) as born
        from made.reports r left join made.mentions m using (report_id)
        where upper(r.report_id) = $asked or upper(split_part(r.report_id, ':', -1)) = $asked or upper(mention_id) = $asked
           or list_contains(list_transform(map_values(identifiers), lambda one: upper(replace(split_part(one, ':', -1), ' ', ''))), $plain)
        order by r.report_id, mention_id limit {MOST}""", asked=reference.strip().upper(), plain=reference.strip().upper().replace(" ", ""))


def excluded_as(user: User, mention_id: str) -> list[str]:
    """Every mention of whoever this one is of, as he or she is gathered now; none where the mention is not there."""
    require(user, "exclusions:manage")
    found = current.ask_whole("select mention_ids from made.people where list_contains(mention_ids, $id)", id=mention_id)
    return found.at[0, "mention_ids"] if len(found) else []


def called(user: User, mentions: list[str]) -> dict[str, str]:
    """How these mentions are called on the page: the record's reference, initials and year of birth; the id alone where its record is gone."""
    require(user, "exclusions:manage")
    found = current.ask_whole(f"""
        select mention_id, report_id || ': ' || {INITIALS} || coalesce(', born ' || year(dob), ', year of birth not recorded') as words
        from made.mentions where mention_id in (select unnest($ids::varchar[]))""", ids=mentions)
    return {mention: mention for mention in mentions} | dict(found.itertuples(index=False))
