"""Who looked at a family, what an account did, and which access a person may want to ask about: ids, times, accounts, actions and reasons, no case data."""

import re
from datetime import timedelta

import pandas as pd
from flask import current_app

from dashboard import current
from timeline import retired
from timeline.access import User, require
from timeline.audit import asked, unusual
from timeline.audit.asked import Within
from timeline.audit.lines import NAMING

SIZE = 50
COLUMNS = [*asked.TOLD, "named", "how", "found"]
OF_ACCOUNT = [*asked.TOLD, *NAMING, "found"]
FAMILY = re.compile(r"F-[0-9a-z]{10,16}")


def named_families(user: User, typed: str) -> list[str]:
    """The families of whatever is named: a family's, a person's or an event's id, retired or not, an identifier, or an agency's reference."""
    require(user, "audit:view")
    key = typed.strip()
    found = current.ask_whole(FAMILIES, key=key, plain=re.sub(r"[^A-Z0-9]", "", key.upper()), upper=key.upper())["family_id"].tolist()
    given_up = None if found else retired.find(lambda sql, **named: list(current.ask_whole(sql, **named).itertuples(index=False, name=None)), key)
    for kind, id, _name in given_up.now if given_up else ():
        found += [id] if kind == "family" else current.ask_whole(FAMILIES, key=id, plain=id, upper=id)["family_id"].tolist()
    return sorted(set(found)) or ([key] if FAMILY.fullmatch(key) else [])


def looks(user: User, family_id: str, within: Within, page: int | None = 1) -> pd.DataFrame:
    """The lines that name this family, whoever belongs to it but as somebody linked with it, or its events and records, under the ids of today or any that
    their records may have founded before; the latest first, a page or all of them."""
    require(user, "audit:view")
    things = [family_id, *current.ask_whole(THINGS, family=family_id)["id"]]
    size, start = (SIZE, SIZE * (page - 1)) if page else (None, 0)
    return pd.DataFrame(asked.looks(_database(), things, within, size, start), columns=COLUMNS, dtype=object)


def done_by(user: User, account: str, within: Within, page: int | None = 1) -> pd.DataFrame:
    """The lines of an account, the latest first, a page or all of them. What was searched for is not told: it may be a name."""
    require(user, "audit:view")
    size, start = (SIZE, SIZE * (page - 1)) if page else (None, 0)
    return _told(asked.of_account(_database(), account, within, size, start))


def audit_choices(user: User) -> tuple[list[str], list[str]]:
    """Every account of which the audit holds a line, and every action."""
    require(user, "audit:view")
    return asked.accounts(_database()), asked.actions(_database())


def unusual_access(user: User) -> list[unusual.Prompt]:
    """What the rules find in the last weeks, for a person to ask about."""
    require(user, "audit:view")
    lines = unusual.read(asked.since(_database(), asked.today() - timedelta(weeks=unusual.WEEKS)))
    if current.newest() is None:
        return unusual.prompts(lines, {})
    opened = sorted({family for line in lines for family in line.families})
    names = current.ask_whole("select family_id, name from made.headlines where family_id in (select unnest($opened::varchar[]))", opened=opened)
    return unusual.prompts(lines, dict(zip(names["family_id"], names["name"], strict=True)))


def lines_of(user: User, numbers: tuple[int, ...]) -> pd.DataFrame:
    """These lines of the audit, the latest first, as `done_by` tells them."""
    require(user, "audit:view")
    return _told(asked.numbered(_database(), numbers))


def _told(rows: list[dict]) -> pd.DataFrame:
    """The lines with what each names by its ids alone: `named` what was opened or acted upon, `shown` how many families and people it only showed."""
    found = pd.DataFrame(rows, columns=OF_ACCOUNT, dtype=object)
    return found.assign(
        named=[[thing for told in (row.family, row.person, row.record, row.document) if told for thing in told.split("\n")] for row in found.itertuples()],
        shown=[len(row.shown.split("\n")) if row.shown else 0 for row in found.itertuples()])


def _database():
    return current_app.extensions["database"]


FAMILIES = """
    with named as (
        select id as mention_id from made.search_terms where kind = 'identifier' and term = $plain and len($plain) > 3
        union select mention_id from made.mentions where report_id in (select id from made.search_terms where kind = 'reference' and term = $upper)),
    meant as (select person_id from made.people where person_id = $key union select person_id from made.naming semi join named using (mention_id))
    select distinct family_id from made.families where family_id = $key or (person_id in (from meant) and part <> 'linked person')
    union select distinct family_id from made.timelines where event_id = $key"""
"""SQL of the families that hold whatever is named, by an id, an identifier or a reference."""

THINGS = """
    with members as (select distinct person_id, part from made.families where family_id = $family and part <> 'linked person'),
    mentions as (select person_id, part, unnest(mention_ids) as mention_id from made.people join members using (person_id)),
    events as (select event_id, report_ids from made.events where event_id in (select event_id from made.timelines where family_id = $family)),
    reports as (select unnest(report_ids) as report_id from events),
    founded as (
        select unnest(['P-' || left(md5(mention_id), 16), 'F-' || left(md5(mention_id), 16)]) as id from mentions
        union select 'E-' || left(md5(report_id), 16) from reports
        union select 'F-' || left(md5(child.mention_id || adult.mention_id), 16) from mentions child, mentions adult
              where child.part = 'child' and adult.part <> 'child'),
    others as (select family_id as id from made.families union select person_id from made.people union select event_id from made.events),
    now as (select person_id as id from members union select event_id from events union select report_id from reports union select mention_id from mentions
            union select period_id from made.periods semi join members using (person_id))
    select id from now union select id from founded where id not in (from others)"""
"""SQL of what belongs to a family: its people, events, records and periods, and the ids that their records may have founded before and no other bears now."""
