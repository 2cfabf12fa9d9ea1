"""The tables of what the pattern says, as a reader may see them, and what is said of all that is left out.

A signal whose evidence is not all visible is left out, and a family's level stays: `told.withheld` says that it rests on records which this reader may
not see and whom to ask, so that silence is never shown as safety."""

from timeline.headlines import NAMELESS, NAMES_SHOWN, SURNAME
from timeline.sight.hidden import BEYOND
from timeline.sight.words import UNASKED, literal
from timeline.tables import LEVELS

RAISED = {
    "made.signals": "from src.signals anti join hidden.signals using (signal_id) semi join made.families using (family_id)",
    "remade.raisings": f"""
        with evidence as (select signal_id, raised_on, unnest(evidence) as event_id from src.raisings),
        reports as (select signal_id, raised_on, unnest(reports) as report_id from src.raisings)
        select signal_id, raised_on from evidence semi join hidden.events using (event_id)
        union select signal_id, raised_on from reports semi join hidden.reports using (report_id)
        union select signal_id, raised_on from src.raisings semi join hidden.signals using (signal_id)
        union select signal_id, raised_on from src.raisings join hidden.days using (family_id) where contains(because, ' ' || words)
        union select signal_id, raised_on from src.raisings where person_id in (select person_id from hidden.people where whole or rule in {BEYOND})
              or harmed_id in (select person_id from hidden.people where whole)""",
    "made.raisings": """
        select r.* replace (if(h.family_id is null, r.later, []) as later)
        from (from src.raisings anti join remade.raisings using (signal_id, raised_on) semi join made.families using (family_id)) r
        left join hidden.families h using (family_id)""",
    "made.dismissals": "from src.dismissals semi join made.signals using (signal_id) semi join made.judgements using (answer_id)",
    "remade.asked": f"""
        with every as (select rule from src.asked union select rule from src.signals),
        there as (select distinct family_id from remade.families)
        select rule, family_id, {literal(UNASKED)} as because from (from every, there) anti join made.signals using (rule, family_id)""",
    "made.asked": "from src.asked anti join hidden.families using (family_id) union all by name from remade.asked",
    "remade.headlines": f"""
        with mine as materialized (from made.families semi join hidden.families using (family_id)),
        belonging as (select distinct family_id, person_id, p.name from mine join made.people p using (person_id) where part in ('child', 'carer', 'adult')),
        surnames as (
            select family_id, max(regexp_extract(name, '{SURNAME}', 1, 'i')) as surname, count(distinct person_id) as times
            from belonging where name <> '{NAMELESS}' and contains(name, ' ') group by family_id, lower(regexp_extract(name, '{SURNAME}', 1, 'i'))),
        named as (select family_id, array_to_string(list(surname order by times desc, surname)[:{NAMES_SHOWN}], ' / ') as name
            from surnames group by family_id),
        counted as (select family_id, count(distinct person_id) filter (part = 'child') as children from mine group by family_id),
        away as (select signal_id from made.dismissals where state = 'dismissed'),
        raised as (select s.*, h.level as highest from made.signals s semi join hidden.families using (family_id) join src.headlines h using (family_id)),
        standing as (
            select family_id, max(raised_on) filter (level = highest) as raised_on, count(*) as signals,
                   list(because order by list_position({list(LEVELS)}, level), raised_on desc, rule, signal_id) as because,
                   list(rule order by list_position({list(LEVELS)}, level), raised_on desc, rule, signal_id) as rules
            from raised anti join away using (signal_id) group by family_id),
        put_aside as (select family_id, count(*) as dismissed from raised semi join away using (signal_id) group by family_id),
        happened as (
            select family_id, count(*) as events, max(coalesce(occurred_to, occurred_from)::date) as last_on,
                list_sort(list_distinct(flatten(list(agencies)))) as agencies
            from made.timelines semi join hidden.families using (family_id) join made.events using (event_id) group by family_id),
        placed as (
            select family_id, first(area order by times desc, area) as area from (
                select n.family_id, r.area, count(distinct report_id) as times from remade.naming n join made.reports r using (report_id) group by all)
            group by family_id)
        select c.family_id, coalesce(n.name, '{NAMELESS}') as name, p.area, c.children::integer as children, was.level, s.raised_on,
               coalesce(s.signals, 0)::integer as signals, coalesce(s.because, []) as because, coalesce(s.rules, []) as rules,
               coalesce(d.dismissed, 0)::integer as dismissed, coalesce(e.agencies, []) as agencies, coalesce(e.events, 0)::integer as events, e.last_on
        from counted c join src.headlines was using (family_id) left join named n using (family_id) left join placed p using (family_id)
        left join standing s using (family_id) left join put_aside d using (family_id) left join happened e using (family_id)""",
    "made.headlines": "from src.headlines anti join hidden.families using (family_id) union all by name from remade.headlines",
    "made.measured": """
        from (from src.measured anti join hidden.events using (event_id) anti join hidden.families using (family_id)) m
        where (family_id is null or family_id in (select family_id from made.families)) and unit_id not in (from hidden.reports)
          and unit_id not in (select person_id from hidden.people) and unit_id not in (from hidden.families)""",
    "made.figures": "select f.* from src.figures f, hidden.limits l where l.areas is null or list_contains(l.areas, f.area)",
    "made.books": "from src.books semi join made.files using (file)",
    "made.about": "from src.about",
}

TOLD = {
    "told.contacts": "select agency, min(contact) as contact from src.files where contact is not null group by agency",
    "told.tellers": """
        with who as (select person_id, unnest(mention_ids) as mention_id from src.people semi join made.people using (person_id)),
        naming as (select person_id, report_id from who join hidden.mentions using (mention_id))
        select person_id, agency, count(*) as times from naming join src.reports using (report_id) group by all""",
    "told.withheld": """
        with rests as (
            select family_id, level, unnest(report_ids) as report_id
            from (select family_id, level, unnest(evidence) as event_id from src.signals semi join hidden.signals using (signal_id))
                join src.events using (event_id)
            union all select family_id, level, unnest(reports) from src.signals semi join hidden.signals using (signal_id)),
        resting as (select distinct family_id, level, agency from rests semi join hidden.reports using (report_id) join src.reports using (report_id)),
        beside as (
            select distinct family_id, level, agency from src.signals semi join hidden.signals using (signal_id) join told.tellers using (person_id)
            where (family_id, level) not in (select (family_id, level) from resting)),
        naming as (select distinct family_id, null::varchar as level, agency from src.families join told.tellers using (person_id)),
        out_of_sight as (
            select distinct f.family_id, null::varchar as level, r.agency from src.families f
            join (select person_id, unnest(mention_ids) as mention_id from src.people semi join (from hidden.people
                where whole) using (person_id)) p using (person_id)
            join hidden.mentions using (mention_id) join src.reports r using (report_id))
        select family_id, level, agency, contact from (from resting union from beside union from naming union from out_of_sight)
        left join told.contacts using (agency) semi join made.headlines using (family_id)""",
    "told.held": """
        with elsewhere as (
            select person_id, family_id, event_ids from src.perpetrators semi join made.people using (person_id)
            anti join made.perpetrators using (person_id, family_id)),
        accounts as (
            select person_id, r.agency from (select person_id, unnest(event_ids) as event_id from elsewhere) join src.events using (event_id),
            unnest(report_ids) as u(report_id) join src.reports r using (report_id) semi join hidden.reports using (report_id)),
        named as (select person_id, agency from elsewhere join told.tellers using (person_id) where len(event_ids) = 0)
        select distinct person_id, agency, contact from (from accounts union from named) left join told.contacts using (agency)""",
}
"""What is said of what is left out: of a family, by level, and of a person's other households, which agencies hold it and whom to ask there."""

