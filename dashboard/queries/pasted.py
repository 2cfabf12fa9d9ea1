"""What each line of a pasted list names: references, identifiers and names, as agencies wrote them, and the families of whoever they name."""

import re

import pandas as pd
from anyascii import anyascii

from dashboard import current
from dashboard.queries.anchored import PARTS
from timeline.access import User, require

MOST = 6  # families that one line offers; beyond that it asks for more
LINES = 60  # lines that are looked up at once
DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
BESIDE = {"family", "born", "dob", "mr", "mrs", "ms", "miss", "and"}
"""Words beside a name that are none of it."""


def pasted(user: User, lines: list[str]) -> pd.DataFrame:
    """What each line names, in order: `line`, its number; `family_id`, `name` and `parts` of a family; `person`, with `born`, who is
    named there; `how` ('reference', 'identifier' or 'name'); `families`, how many the line names in all. A line of somebody in no family has an empty
    family_id; one that names nothing that is in this snapshot has no row.

    A line is taken for a reference (an agency's of a record, of its case or of what happened; a family's id) or an identifier; where it is none,
    for a name: each of its words is one of the name as one agency wrote it, and a date in it is the date of birth."""
    require(user, "search")
    said = [{"line": number, "ref": _plain(text), "words": _words(text), "dob": _dob(text)} for number, text in enumerate(lines[:LINES])]
    return current.ask(f"""
        with said as materialized (select unnest($said::STRUCT(line INTEGER, ref VARCHAR, words VARCHAR[], dob DATE)[], recursive := true)),
        {REFERRED}, {NAMED},
        named as (
            select line, how, family_id, person, born, person_id, min(coalesce(list_position({PARTS}, part), 9)) as nearest,
                   list(distinct part order by part) as parts
            from (select line, how, person_id, p.name as person, p.dob as born
                  from hits join made.naming using (mention_id) join made.people p using (person_id))
            left join made.families f using (person_id) group by all
            union all select line, 'reference', family_id, null, null, null, 0, [] from referred),
        each as (from named qualify row_number() over (partition by line, family_id order by nearest, person, person_id) = 1),
        found as (from each qualify family_id is not null or bool_and(family_id is null) over (partition by line)),
        shown as (select *, count(*) over (partition by line) as families from found
                  qualify row_number() over (partition by line order by nearest, family_id) <= $most)
        select line, how, family_id, h.name, person, born, parts, families
        from shown left join made.headlines h using (family_id) order by line, nearest, h.name, family_id""",
        said=said, most=MOST)


REFERRED = """
    refs as materialized (select distinct ref from said where ref <> ''),
    own as (select report_id, upper(report_id) as whole,
                   upper(substr(report_id, strlen(split_part(report_id, ':', 1)) + strlen(split_part(report_id, ':', 2)) + 3)) as own,
                   upper(other_ref) as other, upper(incident_ref) as incident,
                   upper(substr(incident_ref, strlen(split_part(incident_ref, ':', 1)) + 2)) as log
            from made.reports),
    cased as (select *, if(contains(own, '/'), substr(own, 1, strlen(own) - strlen(split_part(own, '/', -1)) - 1), null) as "case" from own),
    met as (from cased where whole in (from refs) or own in (from refs) or other in (from refs) or incident in (from refs) or log in (from refs)
                             or "case" in (from refs)),
    by_reference as materialized (
        select distinct line, report_id
        from said join (select report_id, unnest([whole, own, other, incident, log, "case"]) as key from met) on key = said.ref),
    carried as (select event_id, report_id from (select event_id, unnest(report_ids) as report_id from made.events) semi join by_reference using (report_id)),
    referred as materialized (
        select distinct line, family_id from by_reference join carried using (report_id) join made.timelines using (event_id)
        union select line, family_id from said join made.headlines on upper(family_id) = said.ref)"""
"""SQL of the families whose timelines hold what the lines in `said` refer to, in `referred`."""

NAMED = """
    numbers as (select mention_id, replace(replace(replace(upper(split_part(unnest(map_values(identifiers)), ':', -1)), ' ', ''), '/', ''), '-', '') as key
                from made.mentions),
    numbered as materialized (
        select line, mention_id, 'identifier' as how from said join numbers on key = regexp_replace(said.ref, '[^A-Z0-9]', '', 'g')
        where strlen(key) > 3 and line not in (select line from referred)
        union select line, mention_id, 'reference' from by_reference join made.mentions using (report_id)
        where line not in (select line from referred) and role not in ('suspect', 'offender', 'respondent', 'witness')),
    rest as materialized (from said where len(words) > 0 and line not in (select line from referred) and line not in (select line from numbered)),
    written as (
        select writing_id, dob, unnest(list_distinct(string_split(concat_ws(' ', forename, surname, array_to_string(other_names, ' ')), ' '))) as word
        from made.mentions where mention_id = writing_id),
    by_writing as (
        select line, writing_id from (select line, words, dob, unnest(words) as word from rest) r join written w using (word)
        where r.dob is null or r.dob = w.dob group by line, writing_id, words having count(*) = len(words)),
    by_name as (select line, mention_id from by_writing join made.mentions using (writing_id)),
    hits as materialized (from numbered union all select line, mention_id, 'name' from by_name)"""
"""SQL of the mentions that the other lines name, by an identifier or by a name, in `hits`."""


def _plain(text: str) -> str:
    return " ".join(text.upper().split()).strip(" ,;.")


def _dob(text: str) -> str | None:
    found = DATE.search(text)
    return "-".join((found[3], found[2].zfill(2), found[1].zfill(2))) if found else None


def _words(text: str) -> list[str]:
    """The words of the name in a line, as mentions hold them; nothing where the line has digits beside a date and so is no name."""
    words = re.split(r"[^a-z0-9']+", anyascii(DATE.sub(" ", text)).lower().replace("'", ""))
    names = sorted({word for word in words if len(word) > 1} - BESIDE)
    return [] if any(any(c.isdigit() for c in word) for word in names) else names
