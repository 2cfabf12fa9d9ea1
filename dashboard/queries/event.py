"""An event: what happened, once, and every agency's account of it."""

import pandas as pd

from dashboard import current
from dashboard.queries.here import only
from dashboard.queries.hidden import addresses_hidden
from timeline.access import User, require


def event(user: User, event_id: str):
    """The event, one row, with its category's title. Raises NotHere."""
    require(user, "event:view")
    return only(current.ask("""
        select e.*, g.title from made.events e left join (select category, title from made.categories) g using (category)
        where event_id = $id""", id=event_id), f"event {event_id}")


def accounts(user: User, event_id: str) -> pd.DataFrame:
    """Each agency's account of the event, the first to know first: its own words, when it knew, whom it told, its file
    and lines, and `people`: who it names as what. Addresses in the words are hidden."""
    require(user, "event:view")
    told = current.ask("""
        with told as (from made.reports where report_id in (select unnest(report_ids) from made.events where event_id = $id)),
        named as (from made.mentions where report_id in (select report_id from told)),
        member as (select mention_id, person_id from made.naming semi join named using (mention_id)),
        people as (select report_id, list({mention_id: mention_id, person_id: person_id, name: coalesce(n.name, 'name not recorded'),
                                           role: role, relationship: relationship, present: present, seen: seen, heard: heard,
                                           has_address: address is not null or postcode is not null}
                                          order by role, n.name, mention_id) as people
                   from named n left join member using (mention_id) group by report_id)
        select report_id, told.agency, told.system, row_id, w.file, w.line_from, w.line_to, g.title, told.gravity, occurred_from, occurred_to,
               precision, told.known_on, told.received_on, notified_to, notified_on, statement, outcome, grade, grade_tool,
               copied_from, relationship, separation, handling, words, place is not null as has_place,
               map_keys(map_from_entries(list_filter(map_entries(told.factors), lambda x: x.value = 'yes'))) as factors,
               coalesce(people.people, []) as people
        from told join made.rows w using (row_id)
        left join (select category, title from made.categories) g using (category)
        left join people using (report_id)
        order by told.known_on, told.agency, report_id""", id=event_id)
    return addresses_hidden(told)


def named_in(user: User, event_id: str) -> pd.DataFrame:
    """Each person whom an account of the event names, and each agency's role for him or her; `page` is the
    page that this person has: child, perpetrator, or none. `mentions` and `agencies` count what he or she is made of."""
    require(user, "event:view")
    return current.ask("""
        with named as (from made.mentions where report_id in (select unnest(report_ids) from made.events where event_id = $id)),
        member as (select person_id, p.name as best, len(mention_ids) as mentions, len(p.agencies) as agencies, mention_id
                   from made.naming semi join named using (mention_id) join made.people p using (person_id))
        select person_id, any_value(best) as name, any_value(mentions) as mentions, any_value(agencies) as agencies,
               list(distinct {agency: agency, role: role} order by {agency: agency, role: role}) as roles,
               case when person_id in (select person_id from made.families where part = 'child') then 'child'
                    when person_id in (select person_id from made.perpetrators) then 'perpetrator' end as page
        from named join member using (mention_id) group by person_id order by name, person_id""", id=event_id)


def event_families(user: User, event_id: str) -> pd.DataFrame:
    """The families on whose timeline the event stands."""
    require(user, "event:view")
    return current.ask("""select family_id, name, position, h.events from made.timelines join made.headlines h using (family_id)
                          where event_id = $id order by name, family_id""", id=event_id)
