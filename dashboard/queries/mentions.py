"""What a person is made of: every mention gathered into one person, and people as those to join or to name are listed."""

import pandas as pd

from dashboard import current
from dashboard.queries.disclosures import NOT_ASKED_ABOUT
from dashboard.queries.searched import search
from timeline.access import User, require


def mentions_of(user: User, person_id: str) -> pd.DataFrame:
    """Every mention that was gathered into this person, in the order in which agencies knew: as written, by whom, where.

    No identifier and no address is told: `identifiers` holds {kind, number, of} and `place` 'address 1', 'address 2', the same
    number for the same one, so that a reader sees what agrees. The founding mention has `founding`. An application under the disclosure
    scheme is not among those of whom it asks about."""
    require(user, "person:view")
    return current.ask(f"""
        with mine as materialized (from made.mentions where mention_id in (select mention_id from made.naming where person_id = $id)),
        entries as (select mention_id, known_on, unnest(map_entries(identifiers)) as entry from mine),
        given as (select entry.key as kind, entry.value as value, min(known_on) as first from entries group by all),
        numbered as (select *, row_number() over (partition by kind order by first, value) as number, count(*) over (partition by kind) as of from given),
        held as (select mention_id, list({{kind: kind, number: number, of: of}} order by kind, number) as identifiers
                 from entries join numbered on kind = entry.key and value = entry.value group by mention_id),
        places as (select address_key, row_number() over (order by min(known_on), address_key) as number
                   from mine where address_key is not null group by address_key)
        select mention_id, report_id, coalesce(mine.name, 'name not recorded') as name, dob, dob_precision, sex, role, mine.relationship, mine.agency,
               r.system, mine.known_on, e.event_id, w.file, w.line_from, w.line_to, coalesce(held.identifiers, []) as identifiers,
               'address ' || places.number as place,
               row_number() over (order by mine.received_on, mention_id) = 1 as founding
        from mine join made.reports r using (report_id) join made.rows w using (row_id)
        left join held using (mention_id) left join places using (address_key)
        left join (select event_id, unnest(report_ids) as report_id from made.events) e using (report_id)
        qualify {NOT_ASKED_ABOUT} order by mine.known_on, mine.agency, mention_id""", id=person_id)


def people_named(user: User, person_ids: list[str]) -> pd.DataFrame:
    """These people, by name: when born, by whom named in how many mentions, in which families, and the founding mention of each."""
    require(user, "person:view")
    return current.ask("""
        with wanted as materialized (from made.people where person_id in (select unnest($ids::varchar[]))),
        founded as (select person_id, arg_min(mention_id, (received_on, mention_id)) as mention_id
                    from made.naming semi join wanted using (person_id) join made.mentions using (mention_id) group by person_id),
        homes as (select person_id, list(distinct {family_id: family_id, name: h.name} order by {family_id: family_id, name: h.name}) as families
                  from made.families semi join wanted using (person_id) join made.headlines h using (family_id) group by person_id)
        select person_id, name, dob, dob_precision, sex, agencies, len(mention_ids) as mentions, mention_id, coalesce(families, []) as families
        from wanted join founded using (person_id) left join homes using (person_id) order by name, person_id""", ids=list(person_ids))


def found_people(user: User, but: str, name: str = "", dob: str | None = None, identifier: str = "", reference: str = "") -> pd.DataFrame:
    """The people whom a search finds, each once, without the person `but`; `whole` is whether the search found no more than it shows."""
    found = search(user, name, dob, identifier, reference)
    whole = found.empty or bool(found.at[0, "found"] == len(found))
    return people_named(user, sorted(set(found["person_id"].dropna()) - {but})).assign(whole=whole)


def named_with(user: User, child_ids: list[str]) -> pd.DataFrame:
    """For each of these children, `child_id`, the grown people whom a report of the child also names, the most often named first: how related, in which
    roles, by whom, last when."""
    require(user, "person:view")
    return current.ask("""
        with here as materialized (select distinct person_id as child_id, report_id from made.naming where person_id in (select unnest($ids::varchar[]))),
        named as materialized (
            select mention_id, report_id, known_on, relationship, role, agency from made.mentions
            where report_id in (select report_id from here) and role not in ('child', 'unborn')),
        owners as (select person_id, mention_id, p.name, p.dob, p.dob_precision from made.naming semi join named using (mention_id)
                   join made.people p using (person_id))
        select child_id, person_id, p.name, p.dob, p.dob_precision, count(distinct report_id) as reports, max(known_on) as last_on,
               list(distinct relationship order by relationship) filter (relationship is not null) as relations,
               list(distinct role order by role) as roles, list(distinct agency order by agency) as agencies
        from here join named using (report_id) join owners p using (mention_id)
        where person_id != child_id and (p.dob is null or date_sub('year', p.dob, known_on) >= 16)
        group by child_id, person_id, p.name, p.dob, p.dob_precision
        qualify row_number() over (partition by child_id order by reports desc, last_on desc, p.name, person_id) <= 30
        order by child_id, reports desc, last_on desc, p.name, person_id""", ids=child_ids)
