"""The children of the families: how old they were at an incident, whether they were seen and heard, and whether their schools were told in time."""

from timeline.dates import working_days
from timeline.patterns.item import AGENCY, Item, Part

CHILDREN = Item(
    "children", "Children at incidents", "children at incidents",
    "Each child of the family on the day of an incident, unborn to 17, counted once for each incident, whether or not he or she was there. Seen and "
    "heard is what any agency's account of that incident says of that child; a child who was not there is not counted as not seen. The agency is the one "
    "that recorded the incident first.",
    "CSPR Panel 2022; JTAI 2024 to 2026: unborn to seven", """
    with there as (
        select h.event_id, min(t.family_id) as family_id, child.person_id, max(child.age) as age, bool_or(child.heard = 'yes') as heard,
               bool_or(child.seen = 'yes') as seen, bool_or(child.seen = 'no' or child.heard = 'no') as denied, bool_or(child.present = 'no') as away,
               h.area, h.day, h.agency
        from (select event_id, family_id, unnest(children) as child from timelines) t join happened h using (event_id) where h.counted group by all)
    select event_id || ' ' || person_id as unit_id, family_id, event_id, area, day, null as days,
           map {'agency': agency,
                'age': case when age is null then 'unknown' when age < 0 then 'unborn' when age < 1 then '0' when age < 5 then '1' when age < 8 then '5'
                            when age < 12 then '8' else '12' end,
                'voice': case when heard then 'heard' when seen then 'seen' when away then 'away' when denied then 'not' else 'silent' end} as parts
    from there where coalesce(age, 0) < 18""",
    (AGENCY, Part("age", "Age on the day", {"unborn": "unborn", "0": "under 1", "1": "1 to 4", "5": "5 to 7", "8": "8 to 11", "12": "12 to 17",
                                            "unknown": "date of birth not recorded"}),
     Part("voice", "Seen and heard", {"heard": "recorded as heard", "seen": "recorded as seen, and not as heard",
                                      "not": "recorded as not seen, or not heard", "away": "recorded as not there, and neither seen nor heard",
                                      "silent": "no account says any of these"})))

NOTICES = Item(
    "notices", "Notices to schools", "children at incidents",
    "Each child of school age (from the September after the fourth birthday, to 17) whom an account of the incident names as there or living there, for "
    "each incident that police recorded, where a school of the area supplied records of that month. A child of the family whom no account names is not "
    "counted, though the duty may hold for that child too. The duty is to tell the school before the start of the next school day; "
    "counted is a record that it was told by the next working day, Monday to Friday, since no calendar of school holidays is held. A notice may have "
    "been given and not been supplied.",
    "Operation Encompass: Victims and Prisoners Act 2024 and guidance of November 2025", f"""
    with police as (
        select h.event_id, h.area, h.day, min(r.known_on) as police_on, min(r.notified_on) filter (list_contains($schools, r.notified_to)) as noted_on
        from (select event_id, area, day, unnest(report_ids) as report_id from happened where counted) h join reports r using (report_id)
        where r.agency = 'police' and r.copied_from is null group by all),
    kids as (select person_id, min(family_id) as family_id from families where part = 'child' group by all),
    there as (
        select distinct p.event_id, s.harmed_id as child_id, k.family_id, p.area, p.day, noted_on, greatest(p.day, police_on) as start, w.dob
        from police p join harms s using (event_id) join kids k on k.person_id = s.harmed_id join people w on w.person_id = s.harmed_id
        where not s.against_decision and date_sub('year', w.dob, p.day) < 18 and p.day >= make_date(year(w.dob) + if(month(w.dob) < 9, 4, 5), 9, 1)),
    due as (select *, {working_days("start", "$school_days")} as due from there),
    asked as (
        select d.* from due d
        semi join (select area, month from coverage where list_contains($schools, agency) and state in ('supplied', 'searched and none')) c
            on c.area = d.area and c.month = date_trunc('month', d.due)
        where due < $as_of),
    notices as (
        select person_id as child_id, r.known_on as told_on
        from (select person_id, unnest(mention_ids) as mention_id from people) join mentions m using (mention_id) join reports r using (report_id)
        where list_contains($notices, r.category) and list_contains($schools, r.agency)),
    told as (
        select a.* exclude (noted_on), min(least(noted_on, n.told_on)) as told_on
        from asked a left join notices n on n.child_id = a.child_id and n.told_on between a.day and a.due + $soon_days::int group by all)
    select event_id || ' ' || child_id as unit_id, family_id, event_id, area, day, null as days,
           map {{'told': case when told_on <= due then 'duty' when told_on <= due + $soon_days::int then 'late' else 'none' end}} as parts from told""",
    (Part("told", "When the school was told", {"duty": "by the next working day", "late": "later, within four weeks", "none": "no record within four weeks"}),),
    nothing="No incident is recorded by police of a child of school age in a month of which a school supplied records.")

ITEMS = (CHILDREN, NOTICES)
