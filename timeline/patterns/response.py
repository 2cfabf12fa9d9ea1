"""People said to have harmed several, programmes for behaviour, and what is recorded after a signal."""

from timeline.patterns.item import AGENCY, Item, Part

SERIAL = Item(
    "serial", "People newly said to have harmed several", "people",
    "People of confirmed identity of whom it first became known in the month that they are said to have harmed several people, by any of three "
    "definitions: two or more people unconnected with one another, ever (ACPO); two or more people and more than one record in three years, family "
    "included (MATAC-style); two or more partners or former partners, ever. An allegation is not a finding. They stand in the area of the first family.",
    "ACPO 2009; Northumbria Police MATAC; Robinson and Clancy, Cardiff", """
    with placed as (
        select r.person_id, r.family_id, r.raised_on, h.area from raisings r join headlines h using (family_id)
        where r.rule = 'R09' and not r.rests_on_proposed_link and r.person_id is not null and h.area is not null)
    select person_id as unit_id, arg_min(family_id, (raised_on, family_id)) as family_id, null as event_id,
           arg_min(area, (raised_on, family_id)) as area, min(raised_on) as day, null as days, map {} as parts from placed group by person_id""")

PROGRAMMES = Item(
    "programmes", "Behaviour programmes", "referrals and starts",
    "Each recorded referral of a person to a behaviour programme, in the month of the referral, with whether and when that person is next recorded as "
    "having started one; and each start with no referral before it. Taking part is not a sign of less risk.",
    "JTAI 2017: programmes are scarce, with waiting lists; HMIP 2018", """
    with who as (
        select r.report_id, person_id from reports r join mentions m using (report_id)
        join (select person_id, unnest(mention_ids) as mention_id from people) using (mention_id)
        where r.category in ('programme_referred', 'programme_started') and m.role in ('offender', 'subject', 'suspect', 'respondent', 'patient')
        qualify row_number() over (partition by r.report_id order by m.slot) = 1),
    steps as (
        select r.report_id, r.area, r.category, coalesce(r.occurred_from::date, r.known_on) as day, person_id, e.event_id, family_id
        from reports r left join who using (report_id)
        left join (select event_id, unnest(report_ids) as report_id from events where kind = 'protection') e using (report_id)
        left join (select person_id, min(family_id) as family_id from perpetrators group by all) using (person_id)
        where r.category in ('programme_referred', 'programme_started')),
    referred as (
        select r.* exclude (category), min(s.day - r.day) as days from (from steps where category = 'programme_referred') r
        left join steps s on s.category = 'programme_started' and s.person_id = r.person_id and s.day >= r.day group by all),
    alone as (
        select s.* exclude (category), null as days from (from steps where category = 'programme_started') s
        anti join (from steps where category = 'programme_referred') r on r.person_id = s.person_id and r.day <= s.day)
    select report_id as unit_id, family_id, event_id, area, day, days,
           map {'waited': case when days is null then 'none' when days <= $soon_days then 'soon' else 'later' end} as parts from referred
    union all select report_id, family_id, event_id, area, day, null, map {'waited': 'alone'} from alone""",
    (Part("waited", "From referral to start", {"soon": "started within four weeks", "later": "started later", "none": "no start is recorded",
                                               "alone": "started, no referral is recorded"}),),
    timed="days from referral to start", untimed=("waited", ("none", "alone")),
    nothing="No agency supplied a record of a behaviour programme: not of a referral, nor of a start. That is no record, and not that there was none.")

MISSED = Item(
    "missed", "Programme sessions missed", "sessions",
    "Each recorded session of a behaviour programme that a person missed.", "HMIP 2018", """
    with told as (select event_id, unnest(report_ids) as report_id from events where category = 'programme_missed')
    select event_id as unit_id, min(t.family_id) as family_id, event_id, arg_min(r.area, r.report_id) as area,
           min(coalesce(r.occurred_from::date, r.known_on)) as day, null as days, map {'agency': arg_min(r.agency, r.report_id)} as parts
    from told join reports r using (report_id) left join timelines t using (event_id) group by event_id""", (AGENCY,),
    nothing="No agency supplied a record of a missed session.")

SIGNALS = Item(
    "signals", "Signals raised", "signals",
    "Each time that a rule's level rose on a family to a review or above, on the first day on which what was known satisfied it, and what is recorded of "
    "the family in the four weeks from that day. It says what came after and not what came of it. Signals are worked out from records as they came: most "
    "of these days lie before anybody could have been shown them.", "the rules' own sources, in the manual of signals", """
    with risen as (select * from raisings where level <> 'note' and raised_on <= $as_of),
    steps as (
        select t.family_id, coalesce(e.occurred_from::date, e.known_on) as day,
               e.category in ('marac_referral', 'marac_meeting', 'section_47') as met from timelines t join events e using (event_id)
        where e.kind = 'protection' or e.category = 'section_47'),
    followed as (
        select r.signal_id, r.raised_on, bool_or(met) as met from risen r join steps s
            on s.family_id = r.family_id and s.day between r.raised_on and r.raised_on + $soon_days::int group by all)
    select r.signal_id || ' ' || r.raised_on as unit_id, r.family_id, null as event_id, h.area, r.raised_on as day, null as days,
           map {'level': r.level,
                'after': case when f.met then 'met' when f.met is not null then 'step'
                              when r.signal_id in (select signal_id from dismissals where state = 'dismissed') and r.until is null then 'dismissed'
                              when r.raised_on + $soon_days::int > $as_of then 'running' else 'none' end} as parts
    from risen r join headlines h using (family_id) left join followed f on f.signal_id = r.signal_id and f.raised_on = r.raised_on where h.area is not null""",
    (Part("level", "What they ask of a reader", {"same day": "somebody the same day", "MARAC criterion met": "a MARAC criterion is met", "review": "a review"}),
     Part("after", "What is recorded after", {
         "met": "a MARAC referral or meeting, or a section 47 enquiry", "step": "another protective step: an order, a condition, a plan, a programme",
         "dismissed": "dismissed here by a person, with a reason", "none": "none of these within four weeks", "running": "the four weeks are not over"})))

ITEMS = (SERIAL, PROGRAMMES, MISSED, SIGNALS)
