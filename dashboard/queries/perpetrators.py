"""Those with several people said to be harmed, by each of three definitions of serial; what is recorded of each, and what is being done.

Who counts is as rule R09 counts it: named as having harmed, dated to the month at least, by somebody of 16 or over, one way round where
two people are each said to harm the other, and by a confirmed identity. Nothing is summed over two columns."""

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.unseen import without_unseen
from dashboard.serial import DEFINITIONS, SORTS
from timeline import actions, pipeline, signals
from timeline.access import User, require

SIZE = 20
HELD_BY = ("orders", "probation", "programmes", "actions", "marac")
"""What is being done, by the column that counts it."""

SAID = """
    today as (select value::date as day from made.about where fact = 'as_of'),
    looked_at as materialized (
        select source_id as person_id from made.harms where manner = 'named' and source_id <> 'not named' group by all having count(distinct harmed_id) > 1
        union select unnest([person_id_l, person_id_r]) from made.links where state <> 'refused'),
    theirs as materialized (
        select h.* from made.harms h where source_id not in ('not named', harmed_id) and not against_decision
        and (source_id in (from looked_at) or manner = 'named' and harmed_id in (from looked_at))),
    ways as (
        select source_id, harmed_id, count(*) as times, min(coalesce(e.occurred_from::date, h.known_on)) as first_on
        from theirs h join made.events e using (event_id) where manner = 'named' group by all),
    waiting as (
        select a.source_id, a.harmed_id from ways a join ways b on a.source_id = b.harmed_id and a.harmed_id = b.source_id
        where (a.times, b.first_on) <= (b.times, a.first_on)),
    told as (
        select source_id as person_id, harmed_id, event_id, manner, relation, status, asserted_by, e.gravity,
               case when e.precision <> 'undated' and e.occurred_to <= e.occurred_from + interval 31 days then e.occurred_from::date end as day,
               manner = 'named' and (source_id, harmed_id) in (select (source_id, harmed_id) from waiting) as waits
        from theirs h join made.events e using (event_id) where source_id in (from looked_at)),
    said as materialized (
        select told.* exclude (waits),
               coalesce(h.dob > day - interval 18 years, h.person_id in (select person_id from made.families where part = 'child'), false) as child
        from (from told qualify not waits and not coalesce(
                  manner <> 'named' and bool_and(waits) filter (manner = 'named') over (partition by event_id, person_id), false)) told
        left join made.people h on h.person_id = harmed_id)"""
"""SQL of each harm that counts today, in `said`, and of the snapshot's day: not what a person decided is the other way round, nor, where
two people are each said to harm the other, the way of fewer events, the later one or both alike, until a person has assessed it. Only those are
looked at of whom several people are named as harmed, and those who may be somebody else. A child is who was under 18 that day or, without a date of
birth, stands as a child in a family."""

SERIAL = f"""
    {SAID},
    members as (select person_id, list(distinct family_id) as families from made.families where part <> 'linked person' group by all),
    deeds as materialized (
        select s.person_id, harmed_id, event_id, day, relation, families from said s join members m on m.person_id = harmed_id
        left join made.people p on p.person_id = s.person_id
        where manner = 'named' and day is not null and (p.dob is null or day >= p.dob + to_years($suspect_age::int))),
    maybe as (
        select person_id_l as person_id, person_id_r as other_id from made.links where state <> 'refused'
        union select person_id_r, person_id_l from made.links where state <> 'refused'),
    every as materialized (
        select person_id, false as proposed, true as own, harmed_id, event_id, day, relation, families from deeds
        union all select d.person_id, true, true, harmed_id, event_id, day, relation, families from deeds d semi join maybe using (person_id)
        union all select m.person_id, true, false, harmed_id, event_id, day, relation, families from maybe m join deeds d on d.person_id = other_id),
    harmed as (select distinct person_id, proposed, harmed_id, families from every),
    apart as (
        select distinct a.person_id, a.proposed from harmed a join harmed b using (person_id, proposed)
        where a.harmed_id < b.harmed_id and not list_has_any(a.families, b.families)),
    judged as (
        select person_id, proposed, (person_id, proposed) in (select (person_id, proposed) from apart) as acpo,
               count(distinct harmed_id) filter (lately) >= $victims and count(distinct event_id) filter (lately) >= $records as matac,
               count(distinct harmed_id) filter (relation = 'intimate') >= $victims as intimate
        from (select every.*, every.day >= today.day - to_years($years::int) as lately from every, today)
        group by person_id, proposed having bool_or(own) and (bool_or(not own) or not proposed)),
    there as (select person_id from made.perpetrators join made.headlines using (family_id) where len(harmed) > 0 and area = $area),
    serial as materialized (
        from judged where (acpo or matac or intimate) and ($area::varchar is null or person_id in (from there))
        qualify not proposed or count(*) filter (not proposed) over (partition by person_id) = 0)"""
"""SQL of whom each definition counts, in `serial`: as confirmed or, where nothing confirmed does, if every proposed link of the person were right."""

COUNTED = """
    counted as (
        select s.person_id, count(distinct harmed_id) filter (not young) as adults, count(distinct harmed_id) filter (young) as children,
               max(s.day) as latest_on, count(distinct event_id) filter (s.day > today.day - interval 1 year and s.day <= today.day) as year,
               count(distinct event_id) as events, max(gravity) as gravity, max(s.day) filter (gravity = top) as gravity_on,
               count(distinct event_id) filter (list_contains(asserted_by, 'police')) as police,
               count(distinct event_id) filter (status in ('charged', 'convicted', 'acquitted')) as charged,
               count(distinct event_id) filter (status = 'cautioned') as cautioned, count(distinct event_id) filter (status = 'convicted') as convicted,
               count(distinct event_id) filter (status = 'acquitted') as acquitted
        from (select *, max(gravity) over (partition by person_id) as top,
                     arg_min(child, (coalesce(day, date '9999-12-31'), event_id)) over (partition by person_id, harmed_id) as young
              from said semi join serial using (person_id)) s, today group by s.person_id),
    homes as (
        select person_id, count(*) filter (link = 'confirmed' and len(harmed) > 0) as households, count(*) filter (link = 'proposed') as proposed_households,
               any_value("now") filter (link = 'confirmed') as placed
        from made.perpetrators semi join serial using (person_id) group by person_id),
    waits as (select source_id as person_id, count(distinct event_id) as waiting from made.harms semi join waiting using (source_id, harmed_id)
              where manner = 'named' and not against_decision group by all)"""
"""SQL of what is recorded of each: a person harmed counts as a child or as an adult by the first event in which he or she is said to be harmed."""

DOING = """
    who as materialized (select person_id, unnest(mention_ids) as mention_id from made.people where person_id in (select person_id from {whom})),
    given as (select unnest($actions::struct(action_id varchar, whom varchar, day date, state varchar)[], recursive := true)),
    recorded as (
        select w.person_id, r.report_id, r.category, r.agency, r.kind, coalesce(r.occurred_from::date, r.known_on) as day, m.role
        from who w join made.mentions m using (mention_id) join made.reports r using (report_id)
        where r.copied_from is null and (r.agency = 'probation' or r.category in ('programme_referred', 'programme_started', 'programme_missed',
                                                                                  'marac_referral', 'marac_meeting'))),
    doing as materialized (
        select bound_id as person_id, 'orders' as what, order_id as id, kind as category, made_on as day, null::varchar as agency, report_ids,
               if(served_on is null, 'service not recorded', null) as state
        from made.orders, today where bound_id in (select person_id from {whom}) and list_contains($kinds::varchar[], kind) and made_on <= today.day
             and (ended_on is null or ended_on > today.day) and (expires_on is null or expires_on >= today.day)
        union all
        select person_id, case when category like 'programme_%' then 'programmes' when category like 'marac_%' then 'marac' else 'probation' end, report_id,
               category, r.day, agency, [report_id], null
        from recorded r, today where case when category like 'marac_%' then role in ('suspect', 'offender', 'respondent')
                                          when category like 'programme_%' then list_contains($worked_with::varchar[], role)
                                          else kind = 'contact' and list_contains($worked_with::varchar[], role) and r.day > today.day - interval 1 year end
        union all
        select person_id, 'actions', action_id, null, day, null, [], state from given join who on mention_id = whom)"""
"""SQL of what is being done about those in {whom}, in `doing`: orders in force that bind them, contacts with probation in the last 12 months, programmes
and hearings whenever they were, and actions of meetings that name them."""


def serial_counts(user: User, area: str | None = None) -> pd.DataFrame:
    """How many people each definition counts in the area, or everywhere: `definition`, `confirmed`, and `proposed`, whom it would count only if a
    proposed link is right."""
    require(user, "perpetrators:view")
    counted = " union all ".join(f"select '{key}' as definition, count(*) filter (not proposed) as confirmed, count(*) filter (proposed) as proposed "
                                 f"from serial where {key}" for key in DEFINITIONS)
    return current.ask(f"with {SERIAL} {counted}", area=area, **_numbers())


def perpetrators(user: User, definition: str, area: str | None = None, proposed: bool = False, sort: str = "latest_on", page: int | None = 1) -> pd.DataFrame:
    """Those whom the definition counts, by one column of SORTS, a page of SIZE or all of them with `page` None; `found` counts them all.

    Columns: name; `adults` and `children` said to be harmed; `latest_on`, `year` (events in the 12 months to the snapshot's day), `gravity` and
    `gravity_on`; the events that `police` name, `charged`, `cautioned`, `convicted`, `acquitted`; `waiting`, events that are left out until a person
    has assessed who harms whom; `households` by a confirmed identity and by a proposed link; where last `placed` (no address, no name); what is done
    (HELD_BY), each counted apart, `programme` the last step in words; with `proposed`, whom the person `may_be`, {name, link_id}."""
    require(user, "perpetrators:view")
    return current.ask(f"""
        with {SERIAL}, {COUNTED}, {DOING.format(whom="serial")},
        done as (
            select person_id, {", ".join(f"count(distinct id) filter (what = '{what}') as {what}" for what in HELD_BY)},
                   max(day) filter (what = 'marac') as marac_on, arg_max(category, (day, id)) filter (what = 'programmes') as programme,
                   max(day) filter (what = 'programmes') as programme_on
            from doing group by person_id),
        may_be as (
            select person_id, list({{name: p.name, link_id: link_id}} order by p.name, link_id) as may_be
            from (select person_id_l as person_id, person_id_r as other_id, link_id from made.links where state <> 'refused'
                  union all select person_id_r, person_id_l, link_id from made.links where state <> 'refused')
            join (select person_id as other_id, name from made.people) p using (other_id) group by person_id)
        select person_id, p.name, {", ".join(DEFINITIONS)}, c.* exclude (person_id), coalesce(waiting, 0) as waiting, coalesce(households, 0) as households,
               coalesce(proposed_households, 0) as proposed_households, placed, {", ".join(f"coalesce({what}, 0) as {what}" for what in HELD_BY)}, marac_on,
               (select title from made.categories where category = programme) as programme, programme_on, coalesce(may_be, []) as may_be,
               count(*) over () as found
        from serial join made.people p using (person_id) join counted c using (person_id) left join homes using (person_id) left join waits using (person_id)
        left join done using (person_id) left join may_be using (person_id)
        where {definition if definition in DEFINITIONS else "false"} and proposed = $proposed
        order by {SORTS[sort].order}, p.name, person_id limit $size offset $start""",
        area=area, proposed=proposed, size=SIZE if page else 1_000_000, start=SIZE * ((page or 1) - 1), **_numbers(), **_doing())


def counted_events(user: User, person_id: str, column: str) -> pd.DataFrame:
    """The events that one number of `perpetrators` counts of this person, the latest first: when, what, `gravity`, `statuses`, how many adults and
    children are said to be harmed in it, and the records that tell of it, with file and lines; `people` are those whom all of them together count."""
    require(user, "perpetrators:view")
    return current.ask(f"""
        with {SAID},
        mine as (select *, max(gravity) over () as top, arg_min(child, (coalesce(day, date '9999-12-31'), event_id)) over (partition by harmed_id) as young
                 from said where person_id = $id),
        shown as (
            select event_id, list_sort(list(distinct status) filter (manner = 'named')) as statuses,
                   count(distinct harmed_id) filter (not young) as adults, count(distinct harmed_id) filter (young) as children
            from mine where event_id in (select event_id from mine, today where {COUNTS[column]}) group by event_id),
        lines as (
            select event_id, list({{report_id: report_id, agency: r.agency, file: w.file, line_from: w.line_from, line_to: w.line_to}}
                                  order by r.known_on, report_id) as records
            from (select event_id, unnest(report_ids) as report_id from made.events semi join shown using (event_id))
            join made.reports r using (report_id) left join made.rows w using (row_id) group by event_id)
        select event_id, occurred_from, occurred_to, precision, coalesce(title, e.category) as title, e.gravity,
               coalesce(statuses, ['alleged']) as statuses, adults, children, coalesce(records, []) as records,
               (select count(distinct harmed_id) from mine, today where {COUNTS[column]}) as people
        from shown join made.events e using (event_id) left join lines using (event_id)
        left join (select category, title from made.categories) g using (category)
        order by occurred_from desc nulls last, event_id""", id=person_id)


COUNTS = {
    "adults": "not young", "children": "young", "latest_on": "mine.day = (select max(day) from mine)",
    "year": "mine.day > today.day - interval 1 year and mine.day <= today.day",
    "gravity": "gravity = top", "police": "list_contains(asserted_by, 'police')", "charged": "status in ('charged', 'convicted', 'acquitted')",
    "cautioned": "status = 'cautioned'", "convicted": "status = 'convicted'", "acquitted": "status = 'acquitted'",
}
"""What each number counts, of a row of a person's harms."""


def being_done(user: User, person_id: str, what: str) -> pd.DataFrame:
    """What one number of HELD_BY counts of this person, the latest first: `title`, `day`, `agency`, `state`, and the records that it rests on, with file and
    lines; an action rests on none and brings its words, its agency and its family."""
    require(user, "perpetrators:view")
    found = current.ask(f"""
        with today as (select value::date as day from made.about where fact = 'as_of'), asked as (select $id as person_id), {DOING.format(whom="asked")},
        told as (
            select id, list({{report_id: report_id, agency: r.agency, file: w.file, line_from: w.line_from, line_to: w.line_to}} order by r.known_on, report_id)
                       as records
            from (select id, unnest(report_ids) as report_id from doing where what = $what) join made.reports r using (report_id)
            left join made.rows w using (row_id) group by id)
        select distinct id, coalesce(title, 'Action') as title, d.day, agency, state, coalesce(records, []) as records
        from doing d left join (select category, title from made.categories) using (category) left join told using (id)
        where what = $what order by d.day desc, id""", id=person_id, what=what, **_doing())
    if what != "actions":
        return found
    said = _actions().set_index("action_id")
    return found.assign(title=[said.at[id, "what"] for id in found["id"]], agency=[said.at[id, "agency"] for id in found["id"]])


def serial_areas(user: User) -> list[str]:
    """The areas of families in which somebody is said to be harmed by a named person."""
    require(user, "perpetrators:view")
    return list(current.ask("""select distinct area from made.perpetrators join made.headlines using (family_id)
                               where len(harmed) > 0 and area is not null order by area""")["area"])


def _numbers() -> dict:
    """What rule R09 judges by."""
    settings, _ = pipeline.judged_by(current.about())
    return signals.numbers(settings, "R09")


def _doing() -> dict:
    settings, _ = pipeline.judged_by(current.about())
    given = [{"action_id": row.action_id, "whom": row.whom, "day": row.due, "state": row.state} for row in _actions().itertuples()]
    return {"kinds": signals.numbers(settings, "R07")["kinds"], "worked_with": signals.numbers(settings, "R13")["worked_with"], "actions": given}


def _actions() -> pd.DataFrame:
    """Actions of meetings that fall on the person said to harm and name him or her."""
    agreed = actions.of(current_app.extensions["database"])
    return without_unseen(agreed[(agreed["falls_on"] == "person said to harm") & agreed["whom"].astype(bool)], "anchor", "whom")
