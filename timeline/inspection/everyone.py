"""What is asked of every agency: work with those who are said to cause harm, communities, information, interventions, children's ages."""

from timeline.inspection.declared import Answer, Question
from timeline.inspection.ground import FOLLOWED

BEHAVIOUR = Question(
    "behaviour", "Every agency",
    "What is done about the behaviour of those who are said to cause harm, so that the people whom they harm are not harmed again?",
    (Answer("worked", "people said to have harmed somebody, with whom an agency is recorded as having worked", "person", """
        select '' as part, person_id as id, family_id, person_id in (select person_id from worked) as so, null as value from sources"""),
     Answer("bound", "people said to have harmed somebody, whom an order, bail or licence binds on the last day", "person", """
        select '' as part, person_id as id, family_id, person_id in (
            select bound_id from made.orders, span where made_on <= last_day and coalesce(ended_on > last_day, true) and coalesce(expires_on >= last_day, true)
                                                         and list_contains(kinds, kind)) as so, null as value
        from sources"""),
     Answer("sides", "records of an agency's work, with whom", "record", """
        select distinct if(person_id in (select person_id from sources), 'with people said to cause harm', 'with people said to be harmed') as part,
               report_id as id, null as family_id, true as so, null as value
        from worked where person_id in (select person_id from sources union select person_id from harmed)""", "With whom", share=False),
     Answer("actions", "actions agreed at meetings here that are recorded as done, by whom they fall on", "action", """
        select a.falls_on as part, a.action_id as id, b.family_id, a.state = 'done' as so, null as value
        from (select unnest(actions) as a from span) join (
            select unnest(any_value(mention_ids)) as anchor, min(family_id) as family_id from belonging join made.people using (person_id)
            where list_has_any(mention_ids, (select list_transform(actions, lambda one: one.anchor) from span)) group by person_id) b
             on b.anchor = a.anchor, span
        where a.day between first_day and last_day""", "Falls on"),
     Answer("steps", "records of behaviour programmes: referred, started, a session missed", "record", """
        select title as part, report_id as id, min(family_id) as family_id, true as so, null as value
        from lately join titles using (category) left join sources using (person_id)
        where category in ('programme_referred', 'programme_started', 'programme_missed') and person_id in (select person_id from sources) group by all""",
            "Step", share=False)),
    ("police", "probation", "social care", "mental health", "family court", "idva"),
    ("Whether the work changed anybody's behaviour, or was the right work.", "Work of agencies that supply no records here: programmes of the voluntary sector "
     "and substance misuse services in particular."))

COMMUNITIES = Question(
    "communities", "Every agency", "Is work done with all communities, minority groups among them?",
    (Answer("recorded", "people named as harmed of whom at least one agency recorded it", "person", """
        select kind as part, person_id as id, family_id, person_id in (
            select person_id from who join made.characteristics c using (mention_id) where c.kind = asked.kind) as so, null as value
        from harmed, (select unnest(['ethnicity', 'language', 'disability']) as kind) asked""", "What is recorded"),
     Answer("reached", "people named as harmed for whom support, a refuge or a MARAC hearing is recorded, by recorded ethnicity", "person", """
        select coalesce(name, 'not recorded, or the records differ') as part, person_id as id, family_id,
               person_id in (select person_id from lately where category in ('idva_contact', 'support_accepted', 'refuge', 'marac_meeting')) as so,
               null as value
        from harmed left join (
            select person_id, min(g.name) as name from who join made.characteristics c using (mention_id), (select unnest(groups) as g from span)
            where c.kind = 'ethnicity' and g.wording = lower(trim(c.value)) group by person_id having count(distinct g.name) = 1) using (person_id)""",
            "Ethnicity, in the census's groups")),
    ("police", "idva", "marac", "gp", "social care"),
    ("What is done with communities themselves, and whether people trust it.", "Religion and sexual orientation, which no layout supplies.",
     "Where a person comes from and by what right he or she stays is never asked: it must not be a sign of anything."))

INFORMATION = Question(
    "information", "Every agency", "Do agencies share what they know, in time, and are grades of risk clear and revised?",
    (Answer("written", "records of abuse, by how long after the event the agency wrote them down", "record", """
        select agency as part, report_id as id, min(family_id) as family_id, true as so, date_diff('day', occurred_from::date, known_on) as value
        from told, span where kind = 'abuse' and copied_from is null and precision in ('minute', 'day') and occurred_from::date between first_day and last_day
        group by agency, report_id, occurred_from, known_on""",
            "Agency", "from the event to the agency's record", share=False),
     Answer("shared", "events of abuse of which a second agency knew", "event", """
        select '' as part, event_id as id, family_id, len(days) > 1 as so, if(len(days) > 1, date_diff('day', days[1], days[2]), null) as value
        from (select event_id, family_id, list_sort(map_values(knew)) as days from deeds)""", days="from the first agency's knowing to the second's"),
     Answer("notices", "notices from one agency to another", "record", """
        select agency || ' to ' || notified_to as part, report_id as id, min(family_id) as family_id, true as so,
               date_diff('day', known_on, any_value(notified_on)) as value
        from told, span where notified_to is not null and known_on between first_day and last_day group by agency, notified_to, report_id, known_on""",
            "From whom to whom", "from the agency's record to its notice", share=False),
     Answer("grades", f"graded records after which a further event of abuse is recorded within {FOLLOWED} days", "record", f"""
        select part, id, min(family_id) as family_id, bool_or(so) as so, null as value from (
            select coalesce(grade_tool, 'tool not recorded') || ', ' || grade as part, report_id as id, family_id,
               case when coalesce(occurred_from::date, known_on) + {FOLLOWED} <= last_day then exists (
                   from happened h where h.family_id = told.family_id and h.kind = 'abuse' and h.event_id <> told.event_id
                   and h.day > coalesce(told.occurred_from::date, told.known_on) and h.day <= coalesce(told.occurred_from::date, told.known_on) + {FOLLOWED})
               end as so
            from told, span where grade is not null and known_on between first_day and last_day) group by part, id""", "Tool and grade")),
    ("police", "schools", "health visiting", "maternity", "gp", "hospital", "social care", "probation", "housing", "idva"),
    ("Whether what was told was the right thing, and whether it was read.", "Telephone calls and meetings of which nobody made a record.",
     "A further event after a grade does not show that the grade was wrong: it shows what came after."))

INTERVENTIONS = Question(
    "interventions", "Every agency", "Are interventions developed and tested: what is recorded after them?",
    (Answer("after", f"steps after which a further event of abuse is recorded within {FOLLOWED} days", "event", f"""
        select part, id, min(family_id) as family_id, bool_or(so) as so, null as value from (
            select title as part, h.event_id as id, h.family_id,
               case when h.day + {FOLLOWED} <= last_day then exists (
                   from happened n where n.family_id = h.family_id and n.kind = 'abuse' and n.day > h.day and n.day <= h.day + {FOLLOWED}) end as so
            from happened h join titles using (category), span
            where h.day between first_day and last_day and h.family_id in (select family_id from ever)
                  and (h.kind = 'protection' or h.category in ('idva_contact', 'support_accepted', 'section_47'))) group by part, id""", "Step"),),
    ("police", "family court", "probation", "idva", "social care", "marac"),
    ("That a step caused what came after it, or prevented what did not come. Those for whom most is done are those to whom most has happened, and more is "
     "recorded of whoever is seen more often.",))

AGES = Question(
    "ages", "Every agency", "Are the different needs of children of different ages understood?",
    (Answer("met", "children of families with recorded abuse whom a record of the time says that somebody saw or heard", "child", """
        select band as part, person_id as id, family_id,
               person_id in (select person_id from lately where seen = 'yes' or heard = 'yes' or category = 'child_seen') as so,
               null as value
        from kids""", "Age on the last day"),
     Answer("early", "children unborn to 7 of such families, of whose family's abuse a health visitor, midwife or early-years setting is recorded as knowing",
            "child", """
        select band as part, person_id as id, family_id, family_id in (
            select family_id from abuse where list_has_any(map_keys(knew), ['health visiting', 'maternity', 'early years'])) as so, null as value
        from kids where band in ('unborn', 'under 2', '2 to 4', '5 to 7')""", "Age on the last day"),
     Answer("recovery", "children of such families of whom a contact, a plan or support in their own right is recorded", "child", """
        select band as part, person_id as id, family_id, person_id in (
            select person_id from lately where role in ('child', 'unborn', 'patient', 'subject')
                and category in ('child_seen', 'child_protection_plan', 'child_in_need_plan', 'support_accepted', 'social_care_contact',
                                 'social_care_assessment', 'school_contact', 'mental_health_contact', 'progress')) as so,
               null as value
        from kids""", "Age on the last day")),
    ("schools", "health visiting", "maternity", "social care", "police", "early years"),
    ("What the child felt, or whether the support fitted the child's age.", "Services for children's recovery that supply no records here."))

QUESTIONS = (BEHAVIOUR, COMMUNITIES, INFORMATION, INTERVENTIONS, AGES)
