"""The tables of what happened and of who is said to have harmed whom, as a reader may see them: told again, where they stand on a hidden report in
part, by the visible reports alone."""

from timeline.agencies import titles
from timeline.events import GRAVEST_FIRST, PRECISIONS
from timeline.harms import AGAINST_A_CHILD, FURTHEST, INTIMATE, KIN
from timeline.orders import BOUND, PROTECTED
from timeline.sight.words import ACCUSED, BY, HARMED, PART

WHAT = {
    "remade.accounts": """
        with accounts as (select event_id, unnest(report_ids) as report_id from src.events semi join (from hidden.events where not whole) using (event_id))
        select event_id, r.* from accounts join made.reports r using (report_id)""",
    "remade.events": f"""
        with answers as (
            select event_id, map(list(factor order by factor), list(answer order by factor)) as factors from (
                select event_id, e.key as factor, if(bool_or(e.value = 'yes'), 'yes', if(bool_or(e.value = 'no'), 'no', 'not asked')) as answer
                from (select event_id, unnest(map_entries(factors)) as e from remade.accounts) group by all) group by event_id),
        told as (
            select event_id, arg_min({{'since': occurred_from, 'until': coalesce(occurred_to, occurred_from), 'precision': precision}},
                       (list_position({list(PRECISIONS)}, precision), occurred_from, report_id)) as dated,
                   arg_min({{'category': category, 'kind': kind, 'gravity': gravity}},
                       (-coalesce(gravity, 0), list_position({list(GRAVEST_FIRST)}, kind), received_on, report_id)) as gravest,
                   min(known_on) as known_on, min(received_on) as received_on, bool_or(physical) as physical,
                   coalesce(list_sort(list(distinct type) filter (type is not null)), []) as types, list_sort(list(distinct agency)) as agencies,
                   list_sort(list(report_id)) as report_ids, count(distinct coalesce(copied_from, agency))::integer as independent_accounts
            from remade.accounts group by event_id)
        select event_id, dated.since as occurred_from, dated.until as occurred_to, dated.precision, known_on, received_on, gravest.category, gravest.kind,
               gravest.gravity, types, physical, coalesce(factors, map {{}}) as factors, agencies, report_ids, independent_accounts,
               []::varchar[] as disagreements, {BY.format("agencies")} as because
        from told left join answers using (event_id)""",
    "made.events": "from src.events anti join hidden.events using (event_id) union all by name from remade.events",
    "remade.said": """
        with accounts as (
            select event_id, unnest(report_ids) as report_id from made.events
            where event_id in (select event_id from hidden.events union select event_id from src.timelines semi join hidden.families using (family_id)
                               union select event_id from src.harms where (source_id, harmed_id) in (select (one_id, other_id) from hidden.pairs))),
        who as (select person_id, unnest(mention_ids) as mention_id from made.people)
        select event_id, person_id, report_id, m.agency, m.role, m.relationship, m.present, m.seen, m.heard, r.relationship as between_adults, r.outcome,
               r.category, m.known_on, m.received_on
        from accounts join made.mentions m using (report_id) join who using (mention_id) join made.reports r using (report_id)""",
    "remade.harms": f"""
        with paired as (from hidden.pairs),
        kept as (
            select * from src.harms where (event_id in (select event_id from hidden.events where not whole)
                or event_id not in (select event_id from hidden.events) and (source_id, harmed_id) in (select (one_id, other_id) from paired))),
        sources as (
            select k.event_id, k.source_id, k.harmed_id, list_sort(list(distinct s.agency)) as agencies, min(s.known_on) as known_on,
                min(s.received_on) as received_on,
                   max(coalesce(list_position({list(FURTHEST)}, s.outcome), 1)) as status
            from kept k join remade.said s on s.event_id = k.event_id
             and (s.person_id = k.source_id and s.role in {ACCUSED} or k.source_id = 'not named' and s.person_id = k.harmed_id) group by all),
        victims as (
            select k.event_id, k.source_id, k.harmed_id, bool_or(s.role in {HARMED} or s.category in {AGAINST_A_CHILD}) as named,
                bool_or(s.present = 'yes') as present,
                   min(s.known_on) filter (s.role in {HARMED}) as named_on
            from kept k join remade.said s on s.event_id = k.event_id and s.person_id = k.harmed_id group by all),
        stands as (
            select k.event_id, k.source_id, k.harmed_id, bool_or(s.between_adults in {INTIMATE} or s.relationship in {INTIMATE}) as intimate,
                   bool_or(s.between_adults in {KIN} or s.relationship in {KIN}) as family, bool_or('none' in (s.between_adults, s.relationship)) as other
            from kept k join remade.said s on s.event_id = k.event_id and s.person_id in (k.source_id, k.harmed_id) group by all)
        select event_id, source_id, harmed_id, case when intimate then 'intimate' when family then 'family' when other
            then 'other' else 'unknown' end as relation,
               case when named then 'named' when present then 'present' else 'living there' end as manner, agencies as asserted_by,
               if(named, {list(FURTHEST)}[status], 'alleged') as status, false as contested,
               coalesce((source_id, harmed_id) in (select (if(primary_id = one_id, other_id, one_id), primary_id) from made.primaries), false)
                   as against_decision,
               null::varchar as decision, known_on, named_on, received_on
        from sources join victims using (event_id, source_id, harmed_id) join stands using (event_id, source_id, harmed_id)""",
    "made.harms": """
        with told as (
            from (from src.harms anti join hidden.events using (event_id)) where (source_id, harmed_id) not in (select (one_id, other_id) from hidden.pairs)
            union all by name from remade.harms)
        select * replace (contested or (not against_decision and manner = 'named' and (source_id, harmed_id) in (select (one_id, other_id) from hidden.pairs)
                          and (harmed_id, source_id) in (select (source_id, harmed_id) from remade.harms where manner = 'named')) as contested) from told""",
    "remade.cut": """
        with parts as (select period_id, unnest(report_ids) as report_id from src.periods),
        lacking as (select distinct period_id from parts semi join hidden.reports using (report_id))
        select *, period_id in (from lacking) as lacks from src.periods
        where period_id in (from lacking) or person_id in (select person_id from hidden.people) or other_person_id in (select person_id from hidden.people)""",
    "remade.periods": f"""
        with cut as (from remade.cut),
        kept as (
            select c.*, r.agency, r.since as r_since, r.until as r_until, coalesce(r.since, r.occurred_from::date, r.known_on) as day, r.report_id,
                   r.known_on as r_known, r.received_on as r_received, r.separation, r.place_key as r_key
            from (select *, unnest(report_ids) as rid from cut where person_id not in (select person_id from hidden.people where whole)
                  and coalesce(other_person_id not in (select person_id from hidden.people where whole), true)) c
            join made.reports r on r.report_id = c.rid),
        who as (select person_id, unnest(mention_ids) as mention_id from made.people),
        named as (
            select report_id, person_id, address, address_key from made.mentions join who using (mention_id) where report_id in (select report_id from kept)),
        places as (select period_id, max(n.address) as place from kept k join named n using (report_id) where n.address_key = k.place_key group by period_id),
        told as (
            select period_id, any_value(kind) as kind, any_value(person_id) as person_id, any_value(other_person_id) as other_person_id,
                   any_value(place_key) as place_key, any_value(place_kind) as place_kind,
                   if(any_value(lacks), min(day), any_value(since)) as since, max(r_until) as until, any_value(state) as state, max(separation) as separation,
                   any_value(lacks) as lacks, any_value(certainty) as certainty, min(r_known) as known_on, min(r_received) as received_on,
                   list_sort(list(distinct report_id)) as report_ids, list(distinct agency) as agencies, bool_or(r_key = place_key) as at_place
            from kept group by period_id)
        select period_id, kind, person_id, other_person_id, if(p.place is not null or at_place, place_key, null) as place_key, p.place,
               if(p.place is not null or at_place or not lacks, place_kind, null) as place_kind, since, until, if(lacks, separation, state) as state,
               if(lacks, 'inferred', certainty) as certainty, known_on, received_on, report_ids, {BY.format("agencies")} as because
        from told left join places p using (period_id)
        where (period_id, person_id) in (select (k.period_id, n.person_id) from kept k join named n using (report_id))
          and (other_person_id is null or (period_id, other_person_id) in (select (k.period_id, n.person_id) from kept k join named n using (report_id)))""",
    "made.periods": """
        from src.periods anti join (select period_id from remade.cut) using (period_id) union all by name from remade.periods""",
    "remade.bound": """
        select order_id from (select order_id, unnest(report_ids) as report_id from src.orders) semi join hidden.reports using (report_id)
        union select order_id from src.orders where bound_id in (select person_id from hidden.people)
        union select order_id from (select order_id, unnest(protected_ids) as person_id from src.orders) semi join hidden.people using (person_id)
        union select order_id from (select order_id, unnest(breach_event_ids) as event_id from src.orders) semi join hidden.events using (event_id)""",
    "remade.orders": f"""
        with cut as (select o.*, unnest(o.report_ids) as rid from src.orders o semi join remade.bound using (order_id)),
        who as (select person_id, unnest(mention_ids) as mention_id from made.people),
        kept as (select c.order_id, c.kind, c.bound_id, c.protected_ids, c.breach_event_ids, r.* exclude (kind) from cut c
            join made.reports r on r.report_id = c.rid),
        named as (select k.order_id, person_id, m.role from kept k join made.mentions m using (report_id) join who using (mention_id)),
        told as (
            select order_id, any_value(kind) as kind, any_value(bound_id) as bound_id, any_value(protected_ids) as protected_ids,
                   any_value(breach_event_ids) as breaches, string_agg(distinct conditions, ' / ' order by conditions) as conditions,
                   min(coalesce(made_on, since)) as made_on, min(served_on) as served_on, max(coalesce(expires_on, until)) as expires_on,
                   max(ended_on) as ended_on, min(known_on) as known_on, min(received_on) as received_on,
                   list_sort(list(distinct report_id)) as report_ids, list(distinct agency) as agencies from kept group by order_id),
        sheltered as (
            select n.order_id, list_sort(list(distinct n.person_id)) as ids from named n join told t using (order_id)
            where n.role in {PROTECTED} and list_contains(t.protected_ids, n.person_id) group by n.order_id),
        broken as (select order_id, list(event_id) as ids from (select order_id, unnest(breaches) as event_id from told) semi join made.events using (event_id)
                   group by order_id)
        select order_id, kind, if((order_id, bound_id) in (select (order_id, person_id) from named where role in {BOUND}), bound_id, null) as bound_id,
               coalesce(s.ids, []) as protected_ids, conditions, made_on, served_on, expires_on, ended_on, known_on, received_on,
               coalesce(b.ids, []) as breach_event_ids, report_ids, {BY.format("agencies")} as because
        from told left join sheltered s using (order_id) left join broken b using (order_id)""",
    "made.orders": "from src.orders anti join remade.bound using (order_id) union all by name from remade.orders",
    "remade.timelines": """
        with mine as (select t.* from src.timelines t semi join hidden.families using (family_id) semi join made.events using (event_id)
                      semi join made.families using (family_id)),
        members as materialized (select distinct family_id, person_id, bool_or(part = 'child') as child from made.families semi
            join hidden.families using (family_id)
                                 group by all),
        said as (select distinct event_id, person_id, role, agency from remade.said),
        roles as (
            select family_id, event_id, list_sort(list({'person_id': r.person_id, 'role': r.role, 'agency': r.agency})) as roles
            from (select family_id, event_id, unnest(roles) as r from mine)
            where (event_id, r.person_id, r.role, r.agency) in (select (event_id, person_id, role, agency) from said)
            group by family_id, event_id
            having bool_or((family_id, r.person_id) in (select (family_id, person_id) from members))),
        answers as (
            select event_id, person_id, case when bool_or(present = 'yes') then 'yes' when bool_or(present = 'no') then 'no' else 'not asked' end as present,
                   case when bool_or(seen = 'yes') then 'yes' when bool_or(seen = 'no') then 'no' else 'not asked' end as seen,
                   case when bool_or(heard = 'yes') then 'yes' when bool_or(heard = 'no') then 'no' else 'not asked' end as heard
            from remade.said group by event_id, person_id),
        children as (
            select family_id, event_id, list_sort(list({'person_id': c.person_id,
                       'age': (case when occurred_from::date < dob then -1 else date_sub('year', dob, occurred_from::date) end)::integer,
                       'present': coalesce(a.present, 'not asked'), 'seen': coalesce(a.seen, 'not asked'), 'heard': coalesce(a.heard,
                           'not asked')})) as children
            from (select family_id, event_id, unnest(children) as c from mine)
            join made.events using (event_id) join (select person_id, dob from made.people) p on p.person_id = c.person_id
            left join answers a on a.event_id = event_id and a.person_id = c.person_id
            where (family_id, c.person_id) in (select (family_id, person_id) from members where child) group by family_id, event_id),
        tellings as (
            select event_id, unnest([{'agency': r.agency, 'day': r.known_on}, {'agency': r.notified_to, 'day': coalesce(r.notified_on, r.known_on)}]) as t
            from remade.accounts r),
        known as (select event_id, map_from_entries(list_sort(list({'k': agency, 'v': day}))) as known_on
                  from (select event_id, t.agency as agency, min(t.day) as day from tellings where t.agency is not null group by all) group by event_id)
        select family_id, event_id, row_number() over course as position, (day - lag(day) over course)::integer as days_since, roles,
               coalesce(children, []) as children, known_on
        from (select m.family_id, m.event_id, e.occurred_from, e.occurred_from::date as day, e.known_on as first_known, r.roles, c.children,
                     coalesce(k.known_on, m.known_on) as known_on
              from mine m join roles r using (family_id, event_id) join made.events e using (event_id)
              left join children c using (family_id, event_id) left join known k using (event_id))
        window course as (partition by family_id order by occurred_from nulls last, first_known, event_id)""",
    "made.timelines": """
        from src.timelines anti join hidden.families using (family_id)
        union all by name select * replace (position::integer as position) from remade.timelines""",
    "remade.perpetrators": f"""
        with mine as (
            select p.* from src.perpetrators p semi join made.families using (family_id) anti join (from hidden.people where whole) using (person_id)
            where (family_id in (from hidden.families) or person_id in (select person_id from hidden.people))
              and (link_id is null or link_id in (select link_id from made.links) and person_id not in (select person_id from hidden.people))),
        members as (select distinct family_id, person_id from made.families where part <> 'linked person'),
        caused as (
            select m.person_id, m.family_id, h.event_id, h.harmed_id, h.status, h.asserted_by, coalesce(e.occurred_from::date, e.known_on) as day
            from (select person_id, family_id, unnest(event_ids) as event_id from mine) m
            join made.harms h on h.event_id = m.event_id and h.source_id = m.person_id
            join members on members.family_id = m.family_id and members.person_id = h.harmed_id join made.events e on e.event_id = h.event_id),
        counted as (
            select person_id, family_id, string_agg({titles.named("agency")} || ' ' || times, ', ' order by times desc, agency) as named
            from (select person_id, family_id, agency, count(distinct event_id) as times
                  from (select person_id, family_id, event_id, unnest(asserted_by) as agency from caused) group by all) group by all),
        harm as (
            select person_id, family_id, min(day) as first_on, max(day) as last_on, list_sort(list(distinct harmed_id)) as harmed,
                   list_sort(list(distinct event_id)) as event_ids,
                   count(distinct event_id) filter (status in ('charged', 'convicted', 'acquitted')) as charged,
                   count(distinct event_id) filter (status = 'convicted') as convicted from caused group by all),
        kids as (select family_id, list_sort(list(distinct person_id)) as children from made.families where part = 'child' group by family_id),
        who as (select person_id, unnest(mention_ids) as mention_id from made.people),
        naming as (select person_id, report_id from made.mentions join who using (mention_id)),
        beside as (select a.person_id, members.family_id from naming a semi join mine using (person_id) join naming b using (report_id)
                   join members on members.person_id = b.person_id where a.person_id <> b.person_id)
        select m.person_id, m.family_id, h.first_on, h.last_on, coalesce(h.harmed, []) as harmed, coalesce(k.children, []) as children,
               coalesce(h.event_ids, []) as event_ids,
               coalesce('named as suspect by ' || c.named || '; charged ' || h.charged || ', convicted ' || h.convicted,
                        'not named as suspect in this family so far') || '. ' || {PART} as standing,
               null::varchar as now, m.link, m.link_id
        from mine m left join harm h using (person_id, family_id) left join counted c using (person_id, family_id) left join kids k using (family_id)
        where h.person_id is not null or (m.person_id, m.family_id) in (select (person_id, family_id) from made.families)
           or (m.person_id, m.family_id) in (select (person_id, family_id) from beside) or m.link_id is not null""",
    "made.perpetrators": """
        from src.perpetrators anti join hidden.families using (family_id) anti join hidden.people using (person_id)
        union all by name from remade.perpetrators""",
}
