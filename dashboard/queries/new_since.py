"""What came in since a day: signals that rest on it, people newly named in a household, and what falls due soon.

"Came in" is the day on which we received it (`received_on`), never the day on which it happened or an agency wrote it down. A record that
an agency sent before and has changed since is told apart: it is not new."""

from datetime import date

import pandas as pd

from dashboard import current
from timeline import referrals
from timeline.access import User, require
from timeline.tables import LEVELS

SIZE = 10
SHOWN = 2  # signals of one family, and records of one signal or person, that are named; the others are counted
MOST = 50  # families that are only listed, and people newly placed
LONGEST = 200  # lines of the table of what falls due
DUE_DAYS = 28

CAME = """
    fresh as materialized (select report_id, agency, known_on, occurred_from, occurred_to, precision, category from made.reports where received_on >= $on),
    sent_before as (select distinct report_id from made.versions semi join fresh using (report_id) join made.rows w using (row_id) where w.received_on < $on),
    came as materialized (
        select f.report_id, known_on, b.report_id is not null as changed,
               {kind: 'record', id: f.report_id, since: occurred_from, until: occurred_to, precision: precision, title: coalesce(title, f.category),
                agencies: [agency], changed: b.report_id is not null} as told
        from fresh f left join sent_before b using (report_id) left join (select category, title from made.categories) c using (category)),
    carried as materialized (
        select event_id, report_id from (select event_id, unnest(report_ids) as report_id from made.events) semi join came using (report_id))"""
"""SQL of the records that came in on or after $on, in `came`, and the events that carry them, in `carried`."""


def loads(user: User) -> pd.DataFrame:
    """The days on which files came in, the latest first: how many files, of which agencies, and whether they are nothing but referrals `typed` here."""
    require(user, "families:view")
    return current.ask("""
        select received_on, count(*) as files, list(distinct agency order by agency) as agencies,
               bool_and(layout is not distinct from $by_hand) as typed
        from made.files where problem is null group by received_on order by received_on desc""", by_hand=referrals.LAYOUT)


def areas(user: User) -> list[str]:
    """The areas that families are reported from, by name."""
    require(user, "families:view")
    return list(current.ask("select distinct area from made.headlines where area is not null order by area")["area"])


def raised_since(user: User, on: date, area: str | None = None, page: int | None = 1) -> pd.DataFrame:
    """A page of the families with a signal that stands and that what came in since the day touches; without a page all of them, each with all its
    signals. `found` counts them, `fresh_found` those of which one is newly or more gravely raised. These come first, then the gravest level and the
    latest raising.

    `signals` holds of each: its `how` (newly, more gravely, more came in, only changed), the level that it `was`, its sentence, and the
    `records` that came in. A signal is newly or more gravely raised where a record that it rests on, and that an agency knew by the day of the
    raising, came in since; or where no extract of an agency before showed that day, so
    that time alone met the rule."""
    require(user, "families:view")
    return current.ask(f"""
        with {CAME},
        stands as materialized (
            select signal_id, rule, family_id, level, raised_on, because, evidence, reports, rests_on_proposed_link
            from made.signals anti join (from made.dismissals where state = 'dismissed') using (signal_id)),
        touched as (
            select signal_id, report_id from (select signal_id, unnest(evidence) as event_id from stands) join carried using (event_id)
            union select signal_id, report_id from (select signal_id, unnest(reports) as report_id from stands) semi join came using (report_id)),
        rested as (
            select signal_id, count(*) as came, list(told order by known_on desc, report_id) as records, bool_and(changed) as only_changed,
                   bool_or(not changed and known_on <= raised_on) as raised_by_it
            from touched join came using (report_id) join stands using (signal_id) group by all),
        before as (
            select r.signal_id, arg_max(r.level, r.raised_on) as was from made.raisings r join stands s using (signal_id)
            where r.raised_on < s.raised_on and (r.until is null or r.until > s.raised_on)
              and list_position($levels::varchar[], r.level) > list_position($levels::varchar[], s.level) group by all),
        lasting as (select distinct signal_id from made.raisings where len(later) = 0 or coalesce(later[-1].level, '') <> ''),
        shown as (select max(as_at) as until from made.files where problem is null and received_on < $on and layout is distinct from $by_hand),
        told as (
            select s.*, coalesce(r.came, 0) as came, coalesce(r.records[:{SHOWN}], []) as records, b.was,
                   case when l.signal_id is not null and (coalesce(raised_by_it, false) or coalesce(s.raised_on > until, true))
                        then if(b.was is null, 'newly', 'more gravely') when only_changed then 'only changed' else 'more came in' end as how
            from stands s left join rested r using (signal_id) left join before b using (signal_id) left join lasting l using (signal_id) cross join shown
            where r.signal_id is not null or l.signal_id is not null and coalesce(s.raised_on > until, true)),
        gathered as (
            select family_id, bool_or(how in ('newly', 'more gravely')) as fresh, min(list_position($levels::varchar[], level)) as grave,
                   max(raised_on) as raised_on,
                   list({{rule: rule, level: level, was: was, how: how, because: because, raised_on: raised_on, came: came, records: records,
                          proposed: rests_on_proposed_link}}
                        order by how not in ('newly', 'more gravely'), list_position($levels::varchar[], level), raised_on desc, rule, signal_id) as signals
            from told group by family_id)
        select family_id, name, h.area, children, fresh, gathered.signals[:{SHOWN if page else ''}] as signals, len(gathered.signals) as touched,
               ($levels::varchar[])[grave] as level, count(*) over () as found,
               count(*) filter (fresh) over () as fresh_found
        from gathered join made.headlines h using (family_id) where $area::varchar is null or h.area = $area
        order by fresh desc, grave, gathered.raised_on desc, family_id limit $size offset $start""",
        on=on, area=area, levels=list(LEVELS), by_hand=referrals.LAYOUT, size=SIZE if page else None, start=SIZE * (page - 1) if page else 0)


def unsignalled_since(user: User, on: date, area: str | None = None) -> pd.DataFrame:
    """Families of which records came in since the day that touch no standing signal: how many records, and how many signals they have; at most
    MOST rows, those with most records first, and `found` counts all."""
    require(user, "families:view")
    return current.ask(f"""
        with {CAME},
        there as (select family_id, event_id, report_id from carried join made.timelines using (event_id)),
        touched as (
            select distinct family_id from made.signals s join (select signal_id as id, unnest(evidence) as event_id from made.signals) e on e.id = s.signal_id
            semi join carried using (event_id)
            union select family_id from (select family_id, unnest(reports) as report_id from made.signals) semi join came using (report_id))
        select family_id, name, h.area, h.signals, count(distinct report_id) as records, count(*) over () as found
        from there anti join touched using (family_id) join made.headlines h using (family_id)
        where $area::varchar is null or h.area = $area
        group by all order by records desc, name, family_id limit {MOST}""", on=on, area=area)


def placed_since(user: User, on: date, area: str | None = None, most: int | None = MOST) -> pd.DataFrame:
    """People said to have harmed somebody of one household whom a record that came in since the day is the first to name with another.

    `link` says whether it is the same person for certain or only proposed, `elsewhere` holds the households where somebody is said to be
    harmed by this person, `records` what came in. The gravest signal of this person on the household comes first, then the latest day; at most `most`
    rows, and `found` counts all."""
    require(user, "families:view")
    return current.ask(f"""
        with {CAME},
        moved as materialized (
            select p.person_id, p.family_id, p.link, p.link_id, p.standing, p.now, p.last_on, len(p.children) as children,
                   case when l.link_id is null then p.person_id when l.person_id_l = p.person_id then l.person_id_r else l.person_id_l end as seen_as
            from made.perpetrators p left join made.links l using (link_id)
            where exists (from made.perpetrators o where o.person_id = p.person_id and o.family_id <> p.family_id and len(o.harmed) > 0)),
        mine as materialized (
            select family_id, seen_as, f.person_id from moved join made.families f using (family_id)
            where f.part <> 'linked person' and f.person_id <> seen_as group by all),
        mentioned as materialized (
            select person_id, report_id from made.naming where person_id in (select seen_as from moved union all select person_id from mine)),
        naming as (
            select family_id, seen_as, a.report_id from mine join mentioned a on a.person_id = mine.person_id
            semi join mentioned b on b.person_id = seen_as and b.report_id = a.report_id
            union select family_id, seen_as, unnest(report_ids) from mine join made.periods p
                on p.kind in ('household', 'relationship') and least(p.person_id, p.other_person_id) = least(mine.person_id, seen_as)
                   and greatest(p.person_id, p.other_person_id) = greatest(mine.person_id, seen_as)),
        first_named as (
            select family_id, seen_as, count(*) as came, list(told order by known_on desc, report_id)[:{SHOWN}] as records
            from naming left join came using (report_id) group by all having bool_and(came.report_id is not null and not came.changed)),
        households as (
            select person_id, list({{family_id: family_id, name: name}} order by family_id) as elsewhere
            from made.perpetrators join made.headlines using (family_id) where len(harmed) > 0 group by all),
        raised as (select family_id, person_id, min(list_position($levels::varchar[], level)) as grave
                   from made.signals where person_id is not null group by all)
        select m.person_id, w.name, m.family_id, h.name as family, h.area, m.link, m.link_id, m.standing, m.now, m.last_on, m.children, came, records,
               list_filter(elsewhere, lambda e: e.family_id <> m.family_id) as elsewhere, ($levels::varchar[])[grave] as level, count(*) over () as found
        from moved m join first_named using (family_id, seen_as) join made.people w on w.person_id = m.person_id
        join made.headlines h using (family_id) join households on households.person_id = m.person_id
        left join raised r on r.family_id = m.family_id and r.person_id = m.person_id
        where $area::varchar is null or h.area = $area
        order by grave nulls last, m.last_on desc nulls last, w.name, m.person_id, m.family_id limit $most""",
        on=on, area=area, most=most, levels=list(LEVELS))


def due_soon(user: User, area: str | None = None, most: int | None = LONGEST) -> pd.DataFrame:
    """Orders that run out, and releases from custody that are recorded, from the snapshot's day to DUE_DAYS later, the soonest first; at most `most`
    rows, and `found` counts all.

    `families` holds those that the person bound or released is said to have harmed somebody of, or that a person protected belongs to."""
    require(user, "families:view")
    return current.ask(f"""
        with today as (select value::date as day from made.about where fact = 'as_of'),
        due as materialized (
            select 'order' as what, coalesce(title, o.kind) as title, expires_on as due_on, bound_id as person_id, protected_ids, report_ids,
                   'stated' as certainty
            from made.orders o left join (select category, title from made.categories) c on c.category = o.kind, today
            where ended_on is null and expires_on between day and day + {DUE_DAYS}
            union all
            select 'release', 'Release from custody', until, person_id, []::varchar[], report_ids, certainty from made.periods, today
            where kind = 'custody' and until between day and day + {DUE_DAYS}),
        homes as (select person_id, family_id, false as belongs from made.perpetrators where link = 'confirmed' union
                  select person_id, family_id, true from made.families where part <> 'linked person'),
        named as (
            select d.*, p.name as person, (select list(name order by name) from made.people where person_id in (select unnest(d.protected_ids))) as protected,
                   (select list(distinct {{family_id: h.family_id, name: h.name, area: h.area}} order by {{family_id: h.family_id, name: h.name, area: h.area}})
                    from homes join made.headlines h using (family_id)
                    where homes.person_id = d.person_id or belongs and list_contains(d.protected_ids, homes.person_id)) as families
            from due d left join made.people p using (person_id))
        select what, title, due_on, due_on - (select day from today) as days, person_id, person, coalesce(protected, []) as protected,
               coalesce(families, []) as families, report_ids, certainty, count(*) over () as found
        from named where $area::varchar is null or len(list_filter(families, lambda f: f.area = $area)) > 0
        order by due_on, what, title, person_id limit $most""", area=area, most=most)
